//! A sheet of a workbook stream: its cells with what they show, merged areas, hidden rows and columns.

use super::drawing::XlsDrawing;
use super::globals::Globals;
use super::record::{BiffRecord, Records, kind};
use super::string::Cursor;
use crate::budget::{Budget, Supply};
use crate::cell_style::CellStyle;
use crate::compound::{u16_at, u32_at};
use crate::failure::{Failure, Reason};
use crate::flow::Text;
use crate::spreadsheet::{Merge, Sheet, SheetCell};

/// A sheet, read.
#[derive(Default)]
pub struct XlsSheet {
    /// What the sheet holds.
    pub sheet: Sheet,
    /// What floats over it.
    pub drawing: XlsDrawing,
    /// Whether text that is struck through was left out.
    pub struck: bool,
}

/// Reads the sheet whose records begin at an offset.
///
/// # Errors
/// When there is none, or it has more cells than the limit.
pub fn read(stream: &[u8], start: usize, globals: &Globals, budget: &Budget) -> Result<XlsSheet, Failure> {
    let mut records = Records::new(stream, start);
    if records.next().is_none_or(|record| record.kind != kind::BEGIN) {
        return Err(Failure::new(Reason::Damaged, "a sheet of the workbook is not where it should be"));
    }
    let mut reader = XlsSheetReader {
        globals,
        budget,
        read: XlsSheet::default(),
        awaits_string: None,
        default: CellStyle::default(),
    };
    // Charts within the sheet begin and end as sheets do.
    let mut inner = 0;
    for record in records {
        // Many sheets may say that they begin at the same place.
        budget.charge(Supply::Elements, 1)?;
        match record.kind {
            kind::BEGIN => inner += 1,
            kind::END if inner == 0 => break,
            kind::END => inner -= 1,
            _ if inner == 0 && reader.read.drawing.take(&record).is_none() => {
                reader.take(&record)?;
            }
            _ => {}
        }
    }
    Ok(reader.read)
}

struct XlsSheetReader<'a> {
    globals: &'a Globals,
    budget: &'a Budget,
    read: XlsSheet,
    /// The cell of a formula whose text comes in the next record.
    awaits_string: Option<(u16, u16, u16)>,
    default: CellStyle,
}

impl XlsSheetReader<'_> {
    /// Takes up a record; one that is too short says nothing.
    fn take(&mut self, record: &BiffRecord<'_>) -> Result<Option<()>, Failure> {
        let content = record.content();
        let (Some(row), Some(column), style) = (u16_at(content, 0), u16_at(content, 2), u16_at(content, 4)) else {
            return Ok(None);
        };
        let style = style.unwrap_or_default();
        let mut struck = false;
        let text = match record.kind {
            0x00FD => {
                let text = u32_at(content, 6).and_then(|index| self.globals.strings.get(index as usize)).cloned();
                text.map(|text| self.style(style).framed(text))
            }
            0x0204 | 0x00D6 => self.string(record, 6, &mut struck).map(|text| self.style(style).framed(text)),
            0x0203 => f64_at(content, 6).map(|number| self.number(number, style)),
            0x027E => u32_at(content, 6).map(|packed| self.number(unpack(packed), style)),
            0x0205 => content.get(6..8).and_then(|value| logical(value.first()?, value.last()?)),
            0x0006 => self.formula(content, (row, column, style)),
            0x0201 => None,
            _ => return self.take_others(record, row, column),
        };
        self.read.struck |= struck;
        self.cell(row, column, style, text)?;
        Ok(Some(()))
    }

    /// Records that are no single cell; most begin with two numbers.
    fn take_others(&mut self, record: &BiffRecord<'_>, first: u16, second: u16) -> Result<Option<()>, Failure> {
        let content = record.content();
        let XlsSheet { sheet, drawing, .. } = &mut self.read;
        match record.kind {
            0x0208 => {
                let (height, flags) = (u16_at(content, 6), u16_at(content, 12).unwrap_or_default());
                let is_hidden = flags & 0x20 != 0;
                if let Some(height) = height {
                    drawing.height(first, if is_hidden { 0 } else { height });
                }
                if is_hidden {
                    sheet.hidden_rows.add(u32::from(first), u32::from(first));
                }
            }
            0x0225 => drawing.default_height(second),
            0x007D if u16_at(content, 8).is_some_and(|flags| flags & 1 != 0) => {
                sheet.hidden_columns.add(u32::from(first), u32::from(second));
            }
            0x00E5 => sheet.merges.extend(content.get(2..).unwrap_or_default().chunks_exact(8).filter_map(merge)),
            0x00BD => {
                for (column, cell) in (second..).zip(content.get(4..).unwrap_or_default().chunks_exact(6)) {
                    let (Some(style), Some(packed)) = (u16_at(cell, 0), u32_at(cell, 2)) else { continue };
                    let text = self.number(unpack(packed), style);
                    self.cell(first, column, style, Some(text))?;
                }
            }
            0x00BE => {
                let end = content.len().saturating_sub(2);
                for (column, style) in (second..).zip(content.get(4..end).unwrap_or_default().chunks_exact(2)) {
                    self.cell(first, column, u16_at(style, 0).unwrap_or_default(), None)?;
                }
            }
            0x0207 => {
                let mut struck = false;
                if let Some((row, column, style)) = self.awaits_string.take() {
                    let text = self.string(record, 0, &mut struck).map(|text| self.style(style).framed(text));
                    self.cell(row, column, style, text)?;
                }
            }
            _ => return Ok(None),
        }
        Ok(Some(()))
    }

    fn style(&self, index: u16) -> &CellStyle {
        self.globals.styles.get(usize::from(index)).unwrap_or(&self.default)
    }

    fn number(&self, number: f64, style: u16) -> Text {
        self.style(style).number(number, self.globals.from_1904)
    }

    fn string(&self, record: &BiffRecord<'_>, offset: usize, struck: &mut bool) -> Option<Text> {
        let mut cursor = Cursor::new(record.pieces.clone());
        cursor.skip(offset)?;
        cursor.string(&self.globals.fonts, struck)
    }

    /// The result of a formula: a number, or what takes a number's place.
    fn formula(&mut self, content: &[u8], cell: (u16, u16, u16)) -> Option<Text> {
        let result: &[u8; 8] = content.get(6..14)?.try_into().ok()?;
        match result {
            [0, .., 0xFF, 0xFF] => {
                self.awaits_string = Some(cell);
                None
            }
            [1, _, value, .., 0xFF, 0xFF] => logical(value, &0),
            // An empty text, or what programs write that calculate nothing.
            [3, .., 0xFF, 0xFF] if !self.globals.is_calculated => {
                self.read.sheet.unvalued.push((cell.0.into(), cell.1.into()));
                None
            }
            [.., 0xFF, 0xFF] => None,
            number => Some(self.number(f64::from_le_bytes(*number), cell.2)),
        }
    }

    fn cell(&mut self, row: u16, column: u16, style: u16, text: Option<Text>) -> Result<(), Failure> {
        let style = self.style(style);
        let (borders, given) = (style.borders, text.is_some());
        let text = text.and_then(|text| style.dressed(text));
        self.read.struck |= given && text.is_none();
        if text.is_some() || borders.any() {
            self.budget.cell(text.as_ref().map_or(0, Text::len))?;
            self.read.sheet.cells.push(SheetCell { row: u32::from(row), column: u32::from(column), text, borders });
        }
        Ok(())
    }
}

fn f64_at(bytes: &[u8], offset: usize) -> Option<f64> {
    bytes.get(offset..offset + 8)?.try_into().ok().map(f64::from_le_bytes)
}

fn logical(value: &u8, is_error: &u8) -> Option<Text> {
    (*is_error == 0).then(|| Text::plain(if *value == 0 { "FALSE" } else { "TRUE" }))
}

/// Numbers that fit are packed into four bytes: whole, or the upper half of a binary number; in hundredths or not.
fn unpack(packed: u32) -> f64 {
    let number = if packed & 2 != 0 {
        f64::from(packed.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(packed & !3) << 32)
    };
    if packed & 1 != 0 { number / 100.0 } else { number }
}

fn merge(area: &[u8]) -> Option<Merge> {
    let at = |offset| u16_at(area, offset).map(u32::from);
    Some(Merge { rows: (at(0)?, at(2)?), columns: (at(4)?, at(6)?) })
}
