//! The export's tables, as Parquet files that pyarrow opens.

use crate::reader::Reader;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use yomitori::export::{Exporter, Format, Refused, Settings};

/// A document that failed: its name, code, message and hint of its failure, and the hash of its bytes.
type FailedRow = (String, String, String, Option<String>, Option<String>);

/// Writes the tables of records (as JSON) and failures into a folder, one Parquet file each; the number of records.
#[pyfunction]
pub fn write_parquet(
    py: Python<'_>,
    reader: &Reader,
    records: Vec<Vec<u8>>,
    failures: Vec<FailedRow>,
    folder: PathBuf,
) -> PyResult<u64> {
    let form = Arc::clone(reader.means().performer.engine.form());
    py.detach(|| {
        let settings = Settings { formats: vec![Format::Parquet], even_empty: true, ..Settings::default() };
        let mut exporter = Exporter::create(form, &folder, settings)?;
        for record in &records {
            let record: Value = serde_json::from_slice(record).map_err(|error| unfit(&error))?;
            exporter.add_json(&record).map_err(|refused| match refused {
                Refused::Output(error) => PyOSError::new_err(error.to_string()),
                Refused::Unfit(message) => unfit(&message),
            })?;
        }
        for (name, code, message, hint, sha256) in failures {
            let failure = json!({ "reason": code, "message": message, "hint": hint });
            exporter
                .add_failure(&name, &json!({ "source": { "name": name, "sha256": sha256 }, "failure": failure }))?;
        }
        Ok(exporter.finish()?.disclosures)
    })
}

fn unfit(message: &dyn std::fmt::Display) -> PyErr {
    PyValueError::new_err(message.to_string())
}
