//! Writes the three tables, record by record.

use super::columns::{CHECKLIST_ITEMS, Column, DIAGNOSTICS, DISCLOSURE_KEYS, FixedColumn, columns};
use super::rows::rows;
use super::spreadsheet::defuse;
use crate::form::Form;
use csv::{Terminator, WriterBuilder};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Whose titles stand in the first row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Header {
    /// The columns' names, after the record's keys.
    #[default]
    Names,
    /// The form's own titles, where the form has one for the column.
    Titles,
}

/// How the tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// The first row.
    pub header: Header,
    /// For spreadsheet programs: byte order mark, CRLF, and no cell that would run as a formula.
    pub spreadsheet: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Rows of `disclosures.csv`.
    pub disclosures: u64,
    /// Rows of `checklist_items.csv`.
    pub items: u64,
    /// Rows of `diagnostics.csv`.
    pub diagnostics: u64,
    /// Cells that got an apostrophe in front, because a spreadsheet would have run them as a formula.
    pub defused: u64,
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

/// The three tables, open for writing.
pub struct Exporter {
    form: Arc<Form>,
    columns: Vec<Column>,
    disclosures: Table,
    items: Table,
    diagnostics: Table,
    seen: HashSet<(String, String)>,
    written: Written,
}

impl Exporter {
    /// Begins the tables in a folder, which is made when it is not there. Tables of an earlier export are replaced.
    ///
    /// # Errors
    /// When the folder or the files can't be written.
    pub fn create(form: Arc<Form>, folder: &Path, layout: Layout) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let columns = columns(&form);
        let title = |column: &Column| match layout.header {
            Header::Names => column.name.clone(),
            Header::Titles => column.title.clone(),
        };
        let fixed = |columns: &'static [FixedColumn]| {
            columns.iter().map(|column| match layout.header {
                Header::Names => column.name.to_owned(),
                Header::Titles => column.title(&form).to_owned(),
            })
        };
        let header = fixed(DISCLOSURE_KEYS).chain(columns.iter().map(title)).collect();
        let table = |name: &str, header: Vec<String>| Table::create(folder.join(name), layout.spreadsheet, &header);
        Ok(Self {
            disclosures: table("disclosures.csv", header)?,
            items: table("checklist_items.csv", fixed(CHECKLIST_ITEMS).collect())?,
            diagnostics: table("diagnostics.csv", fixed(DIAGNOSTICS).collect())?,
            form,
            columns,
            seen: HashSet::new(),
            written: Written::default(),
        })
    }

    /// Adds a record's rows to all three tables.
    ///
    /// # Errors
    /// When the record does not fit the form or is there already (then no table gets a row of it), or the tables
    /// can't be written.
    pub fn add(&mut self, record: &Value) -> Result<(), Refused> {
        let rows = rows(&self.form, &self.columns, record).map_err(Refused::Unfit)?;
        let (name, sha256) = rows.key();
        if !self.seen.insert((name.to_owned(), sha256.to_owned())) {
            let message = format!("the document {name} with these bytes is in the records twice; the first is kept");
            return Err(Refused::Unfit(message));
        }
        self.written.defused += self.disclosures.add(&rows.disclosure)?;
        for row in &rows.items {
            self.written.defused += self.items.add(row)?;
        }
        for row in &rows.diagnostics {
            self.written.defused += self.diagnostics.add(row)?;
        }
        self.written.disclosures += 1;
        self.written.items += rows.items.len() as u64;
        self.written.diagnostics += rows.diagnostics.len() as u64;
        Ok(())
    }

    /// Completes the files and puts them in their place. Without any record nothing is put there: a mistyped
    /// name must not empty the tables of an earlier export.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn finish(mut self) -> io::Result<Written> {
        if self.written.disclosures > 0 {
            for table in [&mut self.disclosures, &mut self.items, &mut self.diagnostics] {
                table.finish()?;
            }
        }
        Ok(self.written)
    }
}

/// A table on its way: it is written beside its place and moved there when it is complete.
struct Table {
    writer: csv::Writer<BufWriter<File>>,
    spreadsheet: bool,
    path: PathBuf,
    part: PathBuf,
}

impl Table {
    fn create(path: PathBuf, spreadsheet: bool, header: &[String]) -> io::Result<Self> {
        let part = path.with_extension("csv.part");
        let file = File::create(&part)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        let mut file = BufWriter::new(file);
        if spreadsheet {
            file.write_all("\u{feff}".as_bytes())?;
        }
        let terminator = if spreadsheet { Terminator::CRLF } else { Terminator::Any(b'\n') };
        let mut writer = WriterBuilder::new().terminator(terminator).from_writer(file);
        writer.write_record(header)?;
        Ok(Self { writer, spreadsheet, path, part })
    }

    /// Writes a row and returns how many of its cells had to be changed for spreadsheets.
    fn add(&mut self, row: &[String]) -> io::Result<u64> {
        if !self.spreadsheet {
            self.writer.write_record(row)?;
            return Ok(0);
        }
        let cells: Vec<Cow<'_, str>> = row.iter().map(|cell| defuse(cell)).collect();
        self.writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
        Ok(cells.iter().filter(|cell| matches!(cell, Cow::Owned(_))).count() as u64)
    }
    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()?;
        std::fs::rename(&self.part, &self.path)
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // Not there any more when the table was finished; when it was not, nobody misses it.
        let _ = std::fs::remove_file(&self.part);
    }
}
