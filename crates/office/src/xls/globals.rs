//! What a workbook says before its sheets: their names, fonts, formats, the strings that cells share.

use super::record::{BiffRecord, Records, kind};
use super::string::{Cursor, font_at};
use crate::budget::{Budget, Supply};
use crate::cell_style::{CellFont, CellStyle};
use crate::compound::{u16_at, u32_at};
use crate::failure::{Failure, Reason};
use crate::flow::Text;
use crate::number_format::{NumberFormat, built_in};
use crate::spreadsheet::Borders;
use std::collections::HashMap;
use std::rc::Rc;
use yomitori_text::symbol::SymbolFont;

/// The version of Excel 97 to 2003.
const BIFF8: u16 = 0x0600;

/// The globals of a workbook.
#[derive(Default)]
pub struct Globals {
    /// Names and offsets of the sheets that are shown.
    pub sheets: Vec<(String, usize)>,
    /// Whether sheets are hidden.
    pub hidden: bool,
    /// Whether text that is struck through was left out of shared strings.
    pub struck: bool,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
    /// Whether a program that calculates has saved it, and with which engine.
    pub is_calculated: bool,
    /// The strings that cells share.
    pub strings: Vec<Text>,
    /// The styles, by the index that cells give.
    pub styles: Vec<CellStyle>,
    /// The fonts.
    pub fonts: Vec<CellFont>,
    formats: HashMap<u16, Rc<NumberFormat>>,
}

/// Reads the globals.
///
/// # Errors
/// When the workbook is encrypted, of another version, or no workbook.
pub fn read(stream: &[u8], budget: &Budget) -> Result<Globals, Failure> {
    let mut globals = Globals::default();
    let mut records = Records::new(stream, 0);
    let first = records.next().filter(|record| record.kind == kind::BEGIN);
    match first.and_then(|record| u16_at(record.content(), 0)) {
        Some(BIFF8) => {}
        Some(version) => {
            let message = format!("a workbook of a version before Excel 97 ({version:#06x}) is not read");
            return Err(Failure::new(Reason::Unsupported, message).hint("save it as a newer Excel file or as PDF"));
        }
        None => return Err(Failure::new(Reason::Damaged, "the workbook does not begin as workbooks do")),
    }
    for record in records.take_while(|record| record.kind != kind::END) {
        budget.charge(Supply::Elements, 1)?;
        if record.kind == 0x2F {
            return Err(Failure::new(Reason::Encrypted, "the workbook is protected by a password")
                .hint("save it without the password"));
        }
        if record.kind == 0xFC {
            globals.shared_strings(record.pieces, budget)?;
        } else {
            // A record that is too short says nothing.
            let _ = globals.take(&record);
        }
    }
    Ok(globals)
}

impl Globals {
    fn take(&mut self, record: &BiffRecord<'_>) -> Option<()> {
        let content = record.content();
        match record.kind {
            0x22 => self.from_1904 = u16_at(content, 0)? == 1,
            0x01C1 => self.is_calculated = true,
            0x31 => {
                let font = font(content);
                self.fonts.push(font);
            }
            0x85 => self.sheet(content)?,
            0xE0 => {
                let style = self.style(content);
                self.styles.push(style);
            }
            0x041E => {
                let mut cursor = Cursor::new(vec![content]);
                let id = cursor.word()?;
                let code = cursor.string(&[], &mut false)?;
                self.formats.insert(id, Rc::new(NumberFormat::parse(code.as_str())));
            }
            _ => {}
        }
        Some(())
    }

    /// Charts and macro sheets are no tables.
    fn sheet(&mut self, content: &[u8]) -> Option<()> {
        let (offset, state, sheet_kind) = (u32_at(content, 0)?, content.get(4)? & 3, content.get(5)?);
        let name = Cursor::new(vec![content.get(6..)?]).short_string()?;
        match (sheet_kind, state) {
            (0, 0) => self.sheets.push((name, offset as usize)),
            (0, _) => self.hidden = true,
            _ => {}
        }
        Some(())
    }

    fn style(&mut self, content: &[u8]) -> CellStyle {
        let word = |offset| u16_at(content, offset).unwrap_or_default();
        let id = word(2);
        let format = self.formats.entry(id).or_insert_with(|| Rc::new(NumberFormat::parse(built_in(u32::from(id)))));
        let lines = word(10);
        let line = |shift: u16| lines >> shift & 15 != 0;
        CellStyle {
            format: format.clone(),
            font: font_at(&self.fonts, word(0)),
            borders: Borders { left: line(0), right: line(4), other: line(8) || line(12) },
        }
    }

    fn shared_strings(&mut self, pieces: Vec<&[u8]>, budget: &Budget) -> Result<(), Failure> {
        let mut cursor = Cursor::new(pieces);
        let Some(count) = cursor.skip(4).and_then(|()| cursor.long()) else { return Ok(()) };
        for _ in 0..count {
            let Some(text) = cursor.string(&self.fonts, &mut self.struck) else {
                return Err(Failure::new(Reason::Damaged, "the workbook's shared strings are damaged"));
            };
            budget.charge(Supply::Cells, 1)?;
            self.strings.push(text);
        }
        Ok(())
    }
}

fn font(content: &[u8]) -> CellFont {
    let word = |offset| u16_at(content, offset).unwrap_or_default();
    let name = content.get(14..).and_then(|rest| Cursor::new(vec![rest]).short_string()).unwrap_or_default();
    CellFont { symbols: SymbolFont::named(&name), raised: word(8) == 1, struck: word(2) & 8 != 0 }
}
