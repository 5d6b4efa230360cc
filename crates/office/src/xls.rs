//! Excel workbooks of before 2007 (.xls): a source. A stream of records in a compound file; the format of Excel 97 to
//! 2003 (BIFF8) is read.
//!
//! Read here and not through a crate, for what a cell shows hangs on its number format, and what is hidden on its row
//! and column; crates give the bare values. Check boxes that float over the sheet are read into the cell they stand on.

mod drawing;
mod globals;
mod object;
mod record;
mod sheet;
mod string;

use super::budget::{Budget, Supply};
use super::compound::Compound;
use super::floating;
use super::flow;
use super::media_type;
use super::spreadsheet;
use super::xlsx::notices;
use crate::document::Document;
use crate::failure::{Failure, Reason};

/// Reads an Excel workbook of before 2007.
///
/// # Errors
/// When it is damaged, protected by a password, of a version before Excel 97, or exceeds a limit.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    let stream = Compound::open(bytes)?
        .stream(&["Workbook", "Book"])
        .ok_or_else(|| Failure::new(Reason::Damaged, "the compound file has no workbook"))?;
    budget.charge(Supply::Unpacked, stream.len() as u64)?;
    let globals = globals::read(&stream, budget)?;
    let mut document = Document::new(media_type::EXCEL_97);
    let (mut flows, mut hidden, mut struck) = (Vec::new(), globals.hidden, globals.struck);
    let mut lost = Vec::new();
    for (name, start) in &globals.sheets {
        let mut read = sheet::read(&stream, *start, &globals, budget)?;
        lost.extend(floating::place(read.drawing.controls(), &mut read.sheet));
        lost.extend(read.sheet.unvalued(name));
        let shown = spreadsheet::show(read.sheet, u16::try_from(document.sheets.len()).unwrap_or(u16::MAX));
        hidden |= shown.hidden;
        struck |= read.struck;
        flows.extend(shown.flows);
        document.sheets.push(name.clone());
    }
    flow::write(flows, &mut document);
    document.notices = notices(hidden, struck);
    document.notices.append(&mut lost);
    Ok(document)
}
