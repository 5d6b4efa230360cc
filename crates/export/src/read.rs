//! Reads `disclosures.csv` back to the values that were written.

use crate::form::{Form, LeafKind};
use csv::StringRecord;
use serde_json::{Map, Value};
use std::io::Read;
use yomitori_core::tables::{Column, ColumnContent, DISCLOSURE_KEYS, LIST_SEPARATOR, columns};

/// A row of `disclosures.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct Disclosure {
    /// File name of the document as given.
    pub source_name: String,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Its media type.
    pub media_type: String,
    /// Version of the record's schema.
    pub schema_version: u32,
    /// Id of the form.
    pub form: String,
    /// The record's data but the checklist's sections, which are in `checklist_items.csv`.
    pub data: Value,
}

/// A table that can't be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no CSV in UTF-8.
    #[error("the table is no CSV in UTF-8: {0}")]
    Csv(#[from] csv::Error),
    /// A column is missing.
    #[error("the table has no column \"{0}\"")]
    NoColumn(String),
    /// A cell is not of its column's type.
    #[error("line {line}: column \"{column}\" can't be \"{cell}\"")]
    Cell {
        /// The line in the file, 1-based.
        line: u64,
        /// The column's name.
        column: String,
        /// What stands in the cell.
        cell: String,
    },
}

/// Reads `disclosures.csv`, with either header. The values are those of the records the table was
/// made of, except where [`defuse`](super::defuse) changed a cell.
///
/// # Errors
/// When a column is missing or a cell is not of its column's type.
pub fn read_disclosures(form: &Form, reader: impl Read) -> Result<Vec<Disclosure>, ReadError> {
    let mut reader = csv::ReaderBuilder::new().from_reader(reader);
    let header = reader.headers()?.clone();
    let at = |names: [&str; 2]| {
        let is_named = |cell: &str| names.contains(&cell.trim_start_matches('\u{feff}'));
        header.iter().position(is_named).ok_or_else(|| ReadError::NoColumn(names[0].to_owned()))
    };
    let keys = DISCLOSURE_KEYS.iter().map(|key| at([key.name, key.title(form)])).collect::<Result<Vec<_>, _>>()?;
    let columns = columns(form);
    let mut places = Vec::new();
    for column in &columns {
        places.push(at([&column.name, &column.title])?);
    }
    let mut disclosures = Vec::new();
    for row in reader.records() {
        let row = row?;
        let mut data = Value::Object(Map::new());
        for (column, place) in columns.iter().zip(&places) {
            put(&mut data, &column.pointer, value(form, column, &row, *place)?);
        }
        disclosures.push(disclosure(&row, &keys, data)?);
    }
    Ok(disclosures)
}

fn disclosure(row: &StringRecord, keys: &[usize], data: Value) -> Result<Disclosure, ReadError> {
    let key = |at: usize| keys.get(at).and_then(|place| row.get(*place)).unwrap_or_default().to_owned();
    let schema_version = key(3).parse().map_err(|_| bad_cell(row, "schema_version", &key(3)))?;
    Ok(Disclosure { source_name: key(0), sha256: key(1), media_type: key(2), schema_version, form: key(4), data })
}

fn value(form: &Form, column: &Column, row: &StringRecord, place: usize) -> Result<Value, ReadError> {
    let cell = row.get(place).unwrap_or_default();
    let kind = match column.holds {
        ColumnContent::Leaf(leaf) => form.leaf(leaf).kind,
        ColumnContent::Edition => LeafKind::Text,
    };
    Ok(match kind {
        LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts if cell.is_empty() => Value::Array(Vec::new()),
        LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts => {
            cell.split(LIST_SEPARATOR).map(Value::from).collect()
        }
        LeafKind::Tiers if cell.is_empty() => Value::Array(Vec::new()),
        LeafKind::Tiers => serde_json::from_str(cell).map_err(|_| bad_cell(row, &column.name, cell))?,
        _ if cell.is_empty() => Value::Null,
        LeafKind::Boolean => Value::from(cell.parse::<bool>().map_err(|_| bad_cell(row, &column.name, cell))?),
        LeafKind::Date if !is_date(cell) => return Err(bad_cell(row, &column.name, cell)),
        LeafKind::Text | LeafKind::Date | LeafKind::Answer => Value::from(cell),
        LeafKind::Decimal => {
            serde_json::from_str::<serde_json::Number>(cell).map_err(|_| bad_cell(row, &column.name, cell))?.into()
        }
        LeafKind::Integer => Value::from(cell.parse::<u64>().map_err(|_| bad_cell(row, &column.name, cell))?),
    })
}

/// Whether a text is a calendar date as records write it.
pub(super) fn is_date(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == text)
}

fn bad_cell(row: &StringRecord, column: &str, cell: &str) -> ReadError {
    let line = row.position().map_or(0, csv::Position::line);
    ReadError::Cell { line, column: column.to_owned(), cell: cell.to_owned() }
}

/// Puts a value at a pointer below `/data`, making the objects on the way.
fn put(data: &mut Value, pointer: &str, value: Value) {
    let mut at = data;
    for key in pointer.split('/').skip(2) {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(keys) = at else { return };
        at = keys.entry(key).or_insert(Value::Null);
    }
    *at = value;
}
