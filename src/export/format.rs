//! The formats of an export, and the simplest of them: JSON Lines.

use super::part::Part;
use super::rows::Rows;
use serde_json::Value;
use std::io::{self, Write};
use std::path::Path;

/// A format that records are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `disclosures.csv`, `checklist_items.csv` and `diagnostics.csv`.
    Csv,
    /// `records.jsonl`: the records as they are, one a line.
    JsonLines,
    /// The tables as Parquet files with typed columns.
    Parquet,
    /// `disclosures.xlsx`: the tables as sheets of a workbook.
    Xlsx,
}

/// What a format had to change to hold the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Changed {
    /// Cells that got an apostrophe in front.
    pub defused: u64,
    /// Cells that were cut.
    pub cut: u64,
}

/// The files of one format, open for writing.
pub(super) trait Target {
    /// Adds a record that fits the form, with the rows it has in the tables.
    fn add(&mut self, record: &Value, rows: &Rows) -> io::Result<Changed>;

    /// Completes the files; they are put in their place by the exporter, all together.
    fn finish(self: Box<Self>) -> io::Result<Vec<Part>>;
}

/// Records as they are, one a line.
pub(super) struct JsonLines(Part);

impl JsonLines {
    pub fn create(folder: &Path) -> io::Result<Self> {
        Part::create(folder, "records.jsonl").map(Self)
    }
}

impl Target for JsonLines {
    fn add(&mut self, record: &Value, _rows: &Rows) -> io::Result<Changed> {
        writeln!(self.0, "{record}")?;
        Ok(Changed::default())
    }

    fn finish(self: Box<Self>) -> io::Result<Vec<Part>> {
        Ok(vec![self.0])
    }
}
