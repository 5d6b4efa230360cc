//! The compiled half of the Python package: documents in, the JSON of records out.
//!
//! It holds no logic of its own: [`reader`] reads with what the command line's options say, [`crew`] does so in several
//! threads, [`tables`] writes the export's tables. What users see is in `yomitori/*.py`.

mod crew;
mod reader;
mod tables;

use pyo3::prelude::*;
use std::ffi::OsString;
use yomitori::cli::{Program, run_as};

/// Runs the command line, and gives its exit status.
#[pyfunction]
fn main(py: Python<'_>, program: (String, Vec<String>), arguments: Vec<OsString>) -> u8 {
    py.detach(|| run_as(Some(started_by(program)), arguments))
}

/// The JSON Schema of the record of a form; of the built-in one without a path.
#[pyfunction]
#[pyo3(signature = (options = Vec::new()))]
fn record_schema(options: Vec<OsString>) -> PyResult<String> {
    let means = reader::means(None, options)?;
    Ok(yomitori::schema::record_schema(means.performer.engine.form()).to_string())
}

/// How this package is started again, for worker processes: a Python interpreter and its arguments.
fn started_by((path, arguments): (String, Vec<String>)) -> Program {
    Program { path: path.into(), arguments: arguments.into_iter().map(OsString::from).collect() }
}

#[pymodule]
fn _yomitori(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<reader::Reader>()?;
    module.add_class::<crew::Crew>()?;
    module.add_function(wrap_pyfunction!(main, module)?)?;
    module.add_function(wrap_pyfunction!(record_schema, module)?)?;
    module.add_function(wrap_pyfunction!(tables::write_parquet, module)?)
}
