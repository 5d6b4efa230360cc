//! The tables as CSV, the format that everything reads.

use super::cells::{TypedTable, rows_of};
use super::format::{Changed, Target};
use super::part::PartFile;
use super::rows::RecordRows;
use super::settings::{CsvLayout, Header};
use super::spreadsheet::defuse;
use csv::{Terminator, Writer, WriterBuilder};
use serde_json::Value;
use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

/// The three files.
pub(super) struct CsvTables {
    files: Vec<Writer<PartFile>>,
    spreadsheet: bool,
}

impl CsvTables {
    pub fn create(folder: &Path, tables: &[TypedTable], layout: CsvLayout) -> io::Result<Self> {
        let files = tables.iter().map(|table| {
            let mut part = PartFile::create(folder, &format!("{}.csv", table.name))?;
            if layout.spreadsheet {
                part.write_all("\u{feff}".as_bytes())?;
            }
            let terminator = if layout.spreadsheet { Terminator::CRLF } else { Terminator::Any(b'\n') };
            let mut writer = WriterBuilder::new().terminator(terminator).from_writer(part);
            let header = table.columns.iter().map(|column| match layout.header {
                Header::Names => &column.name,
                Header::Titles => &column.title,
            });
            writer.write_record(header)?;
            Ok(writer)
        });
        Ok(Self { files: files.collect::<io::Result<_>>()?, spreadsheet: layout.spreadsheet })
    }

    /// Writes a row and returns how many of its cells had to be changed for spreadsheets.
    fn row(writer: &mut Writer<PartFile>, row: &[String], spreadsheet: bool) -> io::Result<u64> {
        if !spreadsheet {
            writer.write_record(row)?;
            return Ok(0);
        }
        let cells: Vec<Cow<'_, str>> = row.iter().map(|cell| defuse(cell)).collect();
        writer.write_record(cells.iter().map(|cell| cell.as_bytes()))?;
        Ok(cells.iter().filter(|cell| matches!(cell, Cow::Owned(_))).count() as u64)
    }
}

impl Target for CsvTables {
    fn add(&mut self, _record: Option<&Value>, rows: &RecordRows) -> io::Result<Changed> {
        let mut defused = 0;
        for (file, rows) in self.files.iter_mut().zip(rows_of(rows)) {
            for row in rows {
                defused += Self::row(file, row, self.spreadsheet)?;
            }
        }
        Ok(Changed { defused, ..Changed::default() })
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<PartFile>> {
        self.files.into_iter().map(|file| file.into_inner().map_err(csv::IntoInnerError::into_error)).collect()
    }
}
