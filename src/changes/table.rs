//! Changes as a table: CSV for programs, a workbook for readers of Excel.

use super::print::word;
use super::{Change, Changes};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::Value;
use std::io::{self, Seek, Write};

const COLUMNS: [&str; 9] = ["kind", "name", "agency", "agency_name", "pointer", "title", "old", "new", "reason"];

/// The width of a column of the workbook, in characters.
const WIDTH: u8 = 24;

/// Writes changes as CSV.
///
/// # Errors
/// When the output can't be written.
pub fn write_csv(changes: &Changes, out: impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    changes.changes.iter().try_for_each(|change| writer.write_record(row(change)).map_err(io::Error::from))?;
    writer.flush()
}

/// Writes changes as a workbook; equal changes give equal bytes.
///
/// # Errors
/// When the output can't be written.
pub fn write_xlsx(changes: &Changes, out: impl Write + Seek + Send) -> io::Result<()> {
    workbook(changes).and_then(|mut workbook| workbook.save_to_writer(out)).map_err(io::Error::other)
}

fn workbook(changes: &Changes) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let bold = Format::new().set_bold();
    let sheet = workbook.add_worksheet();
    sheet.set_name("changes")?.set_freeze_panes(1, 0)?;
    for (at, title) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, at, title, &bold)?.set_column_width(at, WIDTH)?;
    }
    for (line, change) in (1..).zip(&changes.changes) {
        for (at, cell) in (0..).zip(row(change)) {
            sheet.write_string(line, at, cell)?;
        }
    }
    Ok(workbook)
}

fn row(change: &Change) -> [String; 9] {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let Change { kind, name, agency, agency_name, pointer, title, old, new, reason, form: _ } = change;
    [
        word(*kind),
        said(name),
        said(agency),
        said(agency_name),
        said(pointer),
        said(title),
        cell(old),
        cell(new),
        said(reason),
    ]
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
