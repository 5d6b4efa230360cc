//! The tables as sheets of a workbook, for readers of Excel: the form's titles, real dates and numbers.
//!
//! Text is written as text, so nothing runs as a formula. The bytes follow from the rows alone: the workbook's date of
//! creation is fixed. A workbook is written as a whole, so its rows are held in memory.

use super::cells::{CellKind, CellValue, TypedColumn, TypedTable, rows_of};
use super::format::{Changed, Target};
use super::part::PartFile;
use super::rows::RecordRows;
use crate::form::Form;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use serde_json::Value;
use std::io;
use std::path::Path;

/// Rows that a sheet of Excel can have, the header among them; further rows go to another sheet.
const SHEET_ROWS: u32 = 1_048_576;

/// Characters that a cell of Excel can have, as UTF-16 counts them.
const CELL_CHARACTERS: usize = 32_767;

/// The workbook.
pub(super) struct Xlsx {
    part: PartFile,
    sheets: Vec<TableSheet>,
    formats: Formats,
}

struct Formats {
    header: Format,
    date: Format,
    count: Format,
}

/// A table, on one sheet or on as many as it needs.
struct TableSheet {
    title: String,
    /// In the order of the sheet, each with its place in the rows.
    columns: Vec<(usize, TypedColumn)>,
    full: Vec<Worksheet>,
    current: Worksheet,
    row: u32,
}

impl Xlsx {
    pub fn create(folder: &Path, form: &Form, tables: &[TypedTable]) -> io::Result<Self> {
        let first = first_columns(form);
        let formats = Formats {
            header: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            count: Format::new().set_num_format("#,##0"),
        };
        let mut names = SheetNames::default();
        let sheets = tables.iter().map(|table| {
            let (columns, title) = (in_order(&table.columns, &first), names.next(&table.title));
            let current = begin(&columns, &title, &formats).map_err(other)?;
            Ok(TableSheet { title, columns, full: Vec::new(), current, row: 1 })
        });
        Ok(Self {
            part: PartFile::create(folder, "disclosures.xlsx")?,
            sheets: sheets.collect::<io::Result<_>>()?,
            formats,
        })
    }
}

impl Target for Xlsx {
    fn add(&mut self, _record: Option<&Value>, rows: &RecordRows) -> io::Result<Changed> {
        let mut cut = 0;
        for (sheet, rows) in self.sheets.iter_mut().zip(rows_of(rows)) {
            for row in rows {
                cut += sheet.add(row, &self.formats).map_err(other)?;
            }
        }
        Ok(Changed { cut, ..Changed::default() })
    }

    fn finish(mut self: Box<Self>) -> io::Result<Vec<PartFile>> {
        let mut workbook = Workbook::new();
        let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(other)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
        for sheet in self.sheets {
            for mut worksheet in sheet.full {
                filter(&mut worksheet, &sheet.columns, SHEET_ROWS - 1).map_err(other)?;
                workbook.push_worksheet(worksheet);
            }
            let mut last = sheet.current;
            filter(&mut last, &sheet.columns, sheet.row - 1).map_err(other)?;
            workbook.push_worksheet(last);
        }
        workbook.save_to_writer(&mut self.part).map_err(other)?;
        Ok(vec![self.part])
    }
}

/// Names that Excel takes for sheets: short, without some signs, and each once.
#[derive(Default)]
struct SheetNames(Vec<String>);

impl SheetNames {
    /// Room for a number behind it, and for that of further sheets.
    const CHARACTERS: usize = 24;

    fn next(&mut self, title: &str) -> String {
        let sign = |c: char| if "[]:*?/\\'".contains(c) { ' ' } else { c };
        let plain: String = title.chars().map(sign).take(Self::CHARACTERS).collect();
        let taken = self.0.iter().filter(|name| name.to_lowercase() == plain.to_lowercase()).count();
        self.0.push(plain.clone());
        if taken == 0 { plain } else { format!("{plain} {}", taken + 1) }
    }
}

fn other(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

/// A sheet with its header row, which stays in sight.
fn begin(columns: &[(usize, TypedColumn)], title: &str, formats: &Formats) -> Result<Worksheet, XlsxError> {
    let mut worksheet = Worksheet::new();
    // Whose row it is stays in sight, however far one goes to the right.
    worksheet.set_name(title)?.set_freeze_panes(1, 1)?;
    for (at, (_, column)) in (0..).zip(columns) {
        worksheet.write_string_with_format(0, at, &column.title, &formats.header)?;
        worksheet.set_column_width(
            at,
            if matches!(column.kind, CellKind::Text | CellKind::List | CellKind::Tiers) { 24 } else { 14 },
        )?;
    }
    Ok(worksheet)
}

/// The columns that a reader looks for first: name, code and day of the agency.
fn first_columns(form: &Form) -> Vec<String> {
    let identity = form.identity();
    let leaves = [identity.name, identity.code, identity.updated_on].into_iter().flatten();
    leaves.map(|leaf| form.leaf(leaf).pointer.to_string()).collect()
}

fn in_order(columns: &[TypedColumn], first: &[String]) -> Vec<(usize, TypedColumn)> {
    let rank = |column: &TypedColumn| {
        let place = first.iter().position(|pointer| column.pointer.as_ref() == Some(pointer));
        place.unwrap_or(if column.pointer.is_some() || first.is_empty() { first.len() } else { first.len() + 1 })
    };
    let mut ordered: Vec<(usize, TypedColumn)> = columns.iter().cloned().enumerate().collect();
    if columns.iter().any(|column| column.pointer.is_some()) {
        ordered.sort_by_key(|(_, column)| rank(column));
    }
    ordered
}

fn filter(worksheet: &mut Worksheet, columns: &[(usize, TypedColumn)], last_row: u32) -> Result<(), XlsxError> {
    let last_column = u16::try_from(columns.len().saturating_sub(1)).map_err(|_| XlsxError::RowColumnLimitError)?;
    worksheet.autofilter(0, 0, last_row, last_column).map(drop)
}

impl TableSheet {
    /// Writes a row and returns how many of its cells were cut.
    fn add(&mut self, row: &[String], formats: &Formats) -> Result<u64, XlsxError> {
        if self.row == SHEET_ROWS {
            let title = format!("{} {}", self.title, self.full.len() + 2);
            let next = begin(&self.columns, &title, formats)?;
            self.full.push(std::mem::replace(&mut self.current, next));
            self.row = 1;
        }
        let mut cut = 0;
        for (at, (place, column)) in (0..).zip(&self.columns) {
            let Some(cell) = row.get(*place) else { continue };
            match column.kind.value(cell) {
                None => {}
                Some(CellValue::Text(text)) => cut += write_text(&mut self.current, self.row, at, text)?,
                Some(CellValue::Integer(number)) if column.kind == CellKind::Count => {
                    self.current.write_number_with_format(self.row, at, number as f64, &formats.count)?;
                }
                Some(CellValue::Integer(number)) => drop(self.current.write_number(self.row, at, number as f64)?),
                Some(CellValue::Decimal(number)) => drop(self.current.write_number(self.row, at, number)?),
                Some(CellValue::Boolean(is_so)) => drop(self.current.write_boolean(self.row, at, is_so)?),
                Some(CellValue::Date(date)) => match excel_date(date) {
                    Some(date) => drop(self.current.write_datetime_with_format(self.row, at, date, &formats.date)?),
                    // Excel's days begin in 1900; an earlier date is text.
                    None => cut += write_text(&mut self.current, self.row, at, cell)?,
                },
            }
        }
        self.row += 1;
        Ok(cut)
    }
}

fn excel_date(date: jiff::civil::Date) -> Option<ExcelDateTime> {
    let part = |part: i8| u8::try_from(part).ok();
    ExcelDateTime::from_ymd(u16::try_from(date.year()).ok()?, part(date.month())?, part(date.day())?).ok()
}

/// Writes text, cut with … where it is longer than a cell can be; returns how many were cut.
fn write_text(worksheet: &mut Worksheet, row: u32, at: u16, text: &str) -> Result<u64, XlsxError> {
    if text.encode_utf16().count() <= CELL_CHARACTERS {
        worksheet.write_string(row, at, text)?;
        return Ok(0);
    }
    let mut length = 0;
    let fits = |c: &char| {
        length += c.len_utf16();
        length < CELL_CHARACTERS
    };
    let kept: String = text.chars().take_while(fits).chain(['…']).collect();
    worksheet.write_string(row, at, kept)?;
    Ok(1)
}
