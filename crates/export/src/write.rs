//! Writes an export, record by record, in every format that is asked for.

use super::cells::{TypedTable, tables};
use super::format::{JsonLines, Target};
use super::package::{PACKAGE, package};
#[cfg(feature = "parquet")]
use super::parquet::Parquet;
use super::part::PartFile;
use super::rows::{RecordRows, failure_rows, rows};
use super::scripts;
use super::settings::{Format, Settings};
#[cfg(feature = "sqlite")]
use super::sqlite::Sqlite;
use super::tables::CsvTables;
#[cfg(feature = "xlsx")]
use super::xlsx::Xlsx;
use crate::form::Form;
use crate::record::Record;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use yomitori_core::tables::{Column, columns};

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Documents: rows of the table of disclosures.
    pub disclosures: u64,
    /// Documents that failed.
    pub failures: u64,
    /// Rows of the table of checklist items.
    pub items: u64,
    /// Rows of the table of diagnostics.
    pub diagnostics: u64,
    /// Cells that got an apostrophe in front, because a spreadsheet would have run them as a formula.
    pub defused: u64,
    /// Cells that were cut, because a cell of Excel can't hold them.
    pub cut: u64,
}

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It does not fit the form.
    #[error("{0}")]
    Unfit(String),
    /// The tables can't be written.
    #[error("the tables can't be written: {0}")]
    Output(#[from] io::Error),
}

/// An export on its way.
pub struct Exporter {
    form: Arc<Form>,
    folder: PathBuf,
    settings: Settings,
    columns: Vec<Column>,
    targets: Vec<Box<dyn Target>>,
    seen: HashSet<(String, String)>,
    written: Written,
}

impl Exporter {
    /// Begins the files in a folder, which is made when it is not there. Files of an earlier export are replaced.
    ///
    /// # Errors
    /// When the folder or the files can't be written.
    pub fn create(form: Arc<Form>, folder: &Path, settings: Settings) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let columns = columns(&form);
        let tables = tables(&form, &columns, settings.with_corrected);
        let mut formats = settings.formats.clone();
        if formats.is_empty() {
            formats.push(Format::Csv);
        }
        let mut targets: Vec<Box<dyn Target>> = Vec::new();
        // In one order, whatever the order of the request: the package lists the files in it.
        if formats.contains(&Format::Csv) {
            targets.push(Box::new(CsvTables::create(folder, &tables, settings.layout)?));
        }
        if formats.contains(&Format::JsonLines) {
            targets.push(Box::new(JsonLines::create(folder, settings.packing)?));
        }
        #[cfg(feature = "parquet")]
        if formats.contains(&Format::Parquet) {
            let about = about(&form, &tables, settings.license.as_deref());
            targets.push(Box::new(Parquet::create(folder, &tables, &about)?));
        }
        #[cfg(feature = "xlsx")]
        if formats.contains(&Format::Xlsx) {
            targets.push(Box::new(Xlsx::create(folder, &form, &tables)?));
        }
        #[cfg(feature = "sqlite")]
        if formats.contains(&Format::Sqlite) {
            targets.push(Box::new(Sqlite::create(folder, &form, &columns, settings.with_corrected)?));
        }
        let (seen, written) = (HashSet::new(), Written::default());
        Ok(Self { form, folder: folder.to_owned(), settings, columns, targets, seen, written })
    }

    /// Adds a record to all files.
    ///
    /// # Errors
    /// As [`Exporter::add_json`].
    pub fn add(&mut self, record: &Record) -> Result<(), Refused> {
        let json = serde_json::to_value(record).map_err(|error| Refused::Unfit(error.to_string()))?;
        self.add_json(&json)
    }

    /// Adds a record that is JSON to all files.
    ///
    /// # Errors
    /// When the record does not fit the form or is there already (then no file gets anything of it), or the files
    /// can't be written.
    pub fn add_json(&mut self, record: &Value) -> Result<(), Refused> {
        let mut rows = rows(&self.form, &self.columns, self.settings.values, record).map_err(Refused::Unfit)?;
        if self.settings.with_corrected {
            let corrected = record.get("corrected").and_then(Value::as_u64).unwrap_or_default().to_string();
            rows.disclosures.iter_mut().for_each(|row| row.push(corrected.clone()));
        }
        let (name, sha256) = rows.key();
        if !self.seen.insert((name.to_owned(), sha256.to_owned())) {
            let message = format!("the document {name} with these bytes is in the records twice; the first is kept");
            return Err(Refused::Unfit(message));
        }
        let bare = self.settings.without_evidence.then(|| without_evidence(record));
        self.write(Some(bare.as_ref().unwrap_or(record)), &rows)?;
        self.written.disclosures += 1;
        self.written.items += rows.items.len() as u64;
        self.written.diagnostics += rows.diagnostics.len() as u64;
        Ok(())
    }

    /// Adds a document that failed, if that is what a value says; `name` is what it is called where it does not say.
    ///
    /// # Errors
    /// When the files can't be written.
    pub fn add_failure(&mut self, name: &str, value: &Value) -> io::Result<bool> {
        let Some(rows) = failure_rows(name, value) else { return Ok(false) };
        let (name, sha256) = rows.key();
        if self.seen.insert((name.to_owned(), sha256.to_owned())) {
            self.write(None, &rows)?;
            self.written.failures += 1;
        }
        Ok(true)
    }

    /// What was written up to now.
    #[must_use]
    pub fn written(&self) -> Written {
        self.written
    }

    /// Has the files put in their place although there is no record, for the failures in them.
    pub fn even_empty(&mut self) {
        self.settings.even_empty = true;
    }

    fn write(&mut self, record: Option<&Value>, rows: &RecordRows) -> io::Result<()> {
        for target in &mut self.targets {
            let changed = target.add(record, rows)?;
            self.written.defused += changed.defused;
            self.written.cut += changed.cut;
        }
        Ok(())
    }

    /// Completes the files, describes them in `datapackage.json`, and puts all in their place. Without any record
    /// nothing is put there, unless the settings say so: a mistyped name must not empty the files of an earlier export.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn finish(self) -> io::Result<Written> {
        if self.written.disclosures == 0 && !self.settings.even_empty {
            return Ok(self.written);
        }
        let mut parts = Vec::new();
        for target in self.targets {
            parts.extend(target.finish()?);
        }
        parts.extend(scripts::write(&self.folder, &self.form, self.settings.with_corrected, &parts)?);
        let license = self.settings.license.as_deref();
        let package = package(&self.form, self.settings.layout, self.settings.with_corrected, license, &parts);
        let mut part = PartFile::create(&self.folder, PACKAGE)?;
        serde_json::to_writer_pretty(&mut part, &package)?;
        writeln!(part)?;
        parts.push(part);
        // What an earlier export left here and this one does not write would no longer belong to the package.
        let stale = stale(&self.folder, &parts);
        parts.into_iter().try_for_each(PartFile::place)?;
        stale.iter().try_for_each(std::fs::remove_file)?;
        Ok(self.written)
    }
}

fn without_evidence(record: &Value) -> Value {
    let mut record = record.clone();
    if let Value::Object(keys) = &mut record
        && let Some(evidence) = keys.get_mut("evidence")
    {
        *evidence = Value::Object(serde_json::Map::new());
    }
    record
}

/// What a file says of itself where it has room for it.
fn about(form: &Form, tables: &[TypedTable], license: Option<&str>) -> Vec<(String, Vec<(String, String)>)> {
    let of_table = |table: &TypedTable| {
        let columns = table
            .columns
            .iter()
            .map(|column| json!({ "name": column.name, "title": column.title, "pointer": column.pointer }));
        let mut about = vec![
            ("form".to_owned(), form.id.clone()),
            ("form_title".to_owned(), form.title.clone()),
            ("schema_version".to_owned(), form.schema_version.to_string()),
            ("columns".to_owned(), Value::Array(columns.collect()).to_string()),
        ];
        about.extend(license.map(|license| ("license".to_owned(), license.to_owned())));
        (table.name.clone(), about)
    };
    tables.iter().map(of_table).collect()
}

/// Files that the package of an earlier export names, and this export does not write.
fn stale(folder: &Path, parts: &[PartFile]) -> Vec<PathBuf> {
    let text = std::fs::read(folder.join(PACKAGE)).unwrap_or_default();
    let package: Value = serde_json::from_slice(&text).unwrap_or_default();
    let resources = package.get("resources").and_then(Value::as_array).into_iter().flatten();
    let names = resources.filter_map(|resource| resource.get("path").and_then(Value::as_str));
    // Nothing but a file of this folder: a package that somebody else wrote may name anything.
    let is_plain = |name: &&str| !name.contains(['/', '\\']) && *name != PACKAGE;
    let is_written = |name: &&str| parts.iter().any(|part| part.name() == **name);
    let stale = names.filter(is_plain).filter(|name| !is_written(name)).map(|name| folder.join(name));
    stale.filter(|path| path.is_file()).collect()
}
