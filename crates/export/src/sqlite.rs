//! The tables as a SQLite database, with evidence and full-text search, and what Datasette takes from a folder beside it.

use super::datasette::{metadata, settings as settings_of_datasette};
use super::format::{Changed, Target};
use super::part::PartFile;
use super::rows::RecordRows;
use crate::dataset::FlatFile;
use crate::form::Form;
use serde_json::Value;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yomitori_core::tables::Column;

/// The database's file name.
pub(super) const NAME: &str = "disclosures.db";

/// The database.
pub(super) struct Sqlite {
    file: Option<FlatFile>,
    folder: PathBuf,
    metadata: Value,
}

impl Sqlite {
    pub fn create(folder: &Path, form: &Arc<Form>, columns: &[Column], with_corrected: bool) -> io::Result<Self> {
        let file = FlatFile::create(&PartFile::beside(folder, NAME), form, with_corrected).map_err(io::Error::other)?;
        Ok(Self { file: Some(file), folder: folder.to_owned(), metadata: metadata(form, columns) })
    }
}

impl Target for Sqlite {
    fn add(&mut self, record: Option<&Value>, rows: &RecordRows) -> io::Result<Changed> {
        let Some(file) = &mut self.file else { return Ok(Changed::default()) };
        if let Some((record, document)) = record.zip(rows.documents.first()) {
            file.add(record, document).map_err(io::Error::other)?;
        }
        rows.failures.iter().try_for_each(|row| file.add_failure(row)).map_err(io::Error::other)?;
        Ok(Changed::default())
    }

    fn finish(mut self: Box<Self>) -> io::Result<Vec<PartFile>> {
        if let Some(file) = self.file.take() {
            file.finish().map_err(io::Error::other)?;
        }
        let mut about = PartFile::create(&self.folder, "metadata.json")?;
        serde_json::to_writer_pretty(&mut about, &self.metadata)?;
        writeln!(about)?;
        let mut settings = PartFile::create(&self.folder, "settings.json")?;
        serde_json::to_writer_pretty(&mut settings, &settings_of_datasette())?;
        writeln!(settings)?;
        Ok(vec![PartFile::written(&self.folder, NAME)?, about, settings])
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // Where the export was given up, nobody misses the part.
        if self.file.take().is_some() {
            let _ = std::fs::remove_file(PartFile::beside(&self.folder, NAME));
        }
    }
}
