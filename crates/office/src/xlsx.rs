//! Excel workbooks (.xlsx, .xlsm): a source. The workbook names the sheets; shared strings and styles are read once,
//! then each sheet that is shown.
//!
//! Numbers and dates are read as they are shown, see [`super::number_format`]. Check boxes that float over the sheet
//! (form controls) are read into the cell they stand on.

mod controls;
mod sheet;
mod strings;
mod styles;

use super::archive::Archive;
use super::budget::Budget;
use super::floating;
use super::flow::{self, Flow};
use super::media_type;
use super::opc::{self, Relationship};
use super::spreadsheet;
use super::xml::{Node, Xml, is_true};
use crate::diagnostic::Code;
use crate::document::{Document, Notice};
use crate::failure::{Failure, Reason};

/// What the workbook says of itself.
#[derive(Default)]
struct Workbook {
    /// Names and relationship ids of the sheets that are shown.
    sheets: Vec<(String, String)>,
    /// Whether sheets are hidden.
    hidden: bool,
    /// Whether days are counted from 1904, as Excel for the Macintosh did.
    from_1904: bool,
    /// Whether it is to be calculated when it is opened: it was written by a program that calculates nothing.
    is_uncalculated: bool,
}

/// Reads an Excel workbook.
///
/// # Errors
/// When the archive or one of its parts is damaged, or a limit would be exceeded.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    let mut archive = Archive::open(bytes, budget)?;
    let roots = opc::relationships(&mut archive, "")?;
    let main = opc::target(&roots, "officeDocument").unwrap_or("xl/workbook.xml").to_owned();
    let text = archive
        .text(&main)?
        .ok_or_else(|| Failure::new(Reason::Damaged, format!("the workbook has no part {main}")))?;
    let workbook = workbook(&text, &main, budget)?;
    let parts = opc::relationships(&mut archive, &main)?;
    let mut part = |kind: &str| opc::text_or_empty(&mut archive, opc::target(&parts, kind));
    let styles = styles::read(&part("styles")?, workbook.from_1904, budget)?;
    let strings = strings::read(&part("sharedStrings")?, budget)?;
    let is_uncalculated = workbook.is_uncalculated;
    let mut book = Book { archive, styles, strings, budget, is_uncalculated, struck: false, notices: Vec::new() };
    let mut document = Document::new(media_type::EXCEL);
    let (mut flows, mut hidden) = (Vec::new(), workbook.hidden);
    for (index, (name, id)) in workbook.sheets.into_iter().enumerate() {
        let Some(part) = parts.iter().find(|part| part.id == id && part.kind == "worksheet") else { continue };
        hidden |= book.sheet(part, (&name, u16::try_from(index).unwrap_or(u16::MAX)), &mut flows)?;
        document.sheets.push(name);
    }
    flow::write(flows, &mut document);
    document.notices = notices(hidden, book.struck || book.strings.struck);
    document.notices.append(&mut book.notices);
    Ok(document)
}

/// What is said of text that was left out.
pub(super) fn notices(hidden: bool, struck: bool) -> Vec<Notice> {
    let notice = |code, message: &str| Notice { code, message: message.to_owned() };
    let hidden = hidden.then(|| notice(Code::SourceHiddenLeftOut, "hidden rows, columns or sheets"));
    let struck = struck.then(|| notice(Code::SourceStruckLeftOut, "text that is struck through"));
    hidden.into_iter().chain(struck).collect()
}

/// A workbook whose sheets are read.
struct Book<'a> {
    archive: Archive<'a>,
    styles: styles::CellStyles,
    strings: strings::Strings,
    budget: &'a Budget,
    is_uncalculated: bool,
    struck: bool,
    notices: Vec<Notice>,
}

impl Book<'_> {
    /// Reads a sheet; tells whether text of it is hidden.
    fn sheet(
        &mut self,
        part: &Relationship,
        (name, index): (&str, u16),
        flows: &mut Vec<Flow>,
    ) -> Result<bool, Failure> {
        let missing = || Failure::new(Reason::Damaged, format!("the workbook has no part {}", part.target));
        let text = self.archive.text(&part.target)?.ok_or_else(missing)?;
        let reader = sheet::XlsxSheetReader::new(&text, &part.target, &self.styles, &self.strings, self.budget);
        let mut read = reader.uncalculated(self.is_uncalculated).read()?;
        self.struck |= read.struck;
        self.notices.extend(read.sheet.unvalued(name));
        if let Some(id) = read.drawing.take() {
            let drawings = opc::relationships(&mut self.archive, &part.target)?;
            if let Some(drawing) = drawings.iter().find(|drawing| drawing.id == id)
                && let Some(text) = self.archive.text(&drawing.target)?
            {
                // Drawings in VML are written carelessly; a sheet without its check boxes is better than none.
                match controls::read(&text, &drawing.target, &read, self.budget) {
                    Ok(controls) => self.notices.extend(floating::place(controls, &mut read.sheet)),
                    Err(fault) => self.notices.push(Notice {
                        code: Code::SourcePartUnread,
                        message: format!("{}; check boxes of the sheet may be missing", fault.message),
                    }),
                }
            }
        }
        let shown = spreadsheet::show(read.sheet, index);
        flows.extend(shown.flows);
        Ok(shown.hidden)
    }
}

fn workbook(text: &str, part: &str, budget: &Budget) -> Result<Workbook, Failure> {
    let mut workbook = Workbook::default();
    let mut xml = Xml::new(text, part, budget);
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "workbookPr" => workbook.from_1904 = tag.attribute("date1904").is_some_and(|value| is_true(&value)),
            "calcPr" => {
                workbook.is_uncalculated = tag.attribute("fullCalcOnLoad").is_some_and(|value| is_true(&value));
            }
            "sheet" if tag.attribute("state").is_some_and(|state| state != "visible") => workbook.hidden = true,
            "sheet" => {
                let id = tag.attribute("id").unwrap_or_default().into_owned();
                workbook.sheets.push((tag.attribute("name").unwrap_or_default().into_owned(), id));
            }
            _ => {}
        }
    }
    Ok(workbook)
}
