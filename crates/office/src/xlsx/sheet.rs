//! A sheet of a workbook: its cells with what they show, merged areas, hidden rows and columns.

use super::strings::{Strings, rich_text};
use super::styles::CellStyles;
use crate::budget::{Budget, Supply};
use crate::cell_style::CellStyle;
use crate::failure::Failure;
use crate::flow::Text;
use crate::spreadsheet::{Merge, Sheet, SheetCell, reference};
use crate::xml::{Node, Tag, Xml, is_true};

/// Rows and columns that Excel has; what is said to lie outside is not there.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;
/// The height of rows that don't state one, in points.
const ROW_HEIGHT: f32 = 15.0;

/// A sheet, read.
#[derive(Default)]
pub struct XlsxSheet {
    /// What the sheet holds.
    pub sheet: Sheet,
    /// The relationship that leads to the drawing with its controls.
    pub drawing: Option<String>,
    /// Heights of rows that state theirs, in points, sorted by row.
    pub heights: Vec<(u32, f32)>,
    /// Whether text that is struck through was left out.
    pub struck: bool,
}

impl XlsxSheet {
    /// The height of a row in points.
    pub fn height(&self, row: u32) -> f32 {
        let found = self.heights.binary_search_by_key(&row, |(row, _)| *row).ok();
        found.and_then(|index| self.heights.get(index)).map_or(ROW_HEIGHT, |(_, height)| *height)
    }
}

/// Reads a sheet from front to back.
pub struct XlsxSheetReader<'a> {
    xml: Xml<'a>,
    styles: &'a CellStyles,
    strings: &'a Strings,
    budget: &'a Budget,
    is_uncalculated: bool,
    row: u32,
    column: u32,
    read: XlsxSheet,
}

impl<'a> XlsxSheetReader<'a> {
    /// A reader of the text of a sheet's part.
    pub fn new(text: &'a str, part: &'a str, styles: &'a CellStyles, strings: &'a Strings, budget: &'a Budget) -> Self {
        let (xml, read) = (Xml::new(text, part, budget), XlsxSheet::default());
        Self { xml, styles, strings, budget, is_uncalculated: false, row: 0, column: 0, read }
    }

    /// Says whether the workbook is to be calculated when it is opened: the values of its formulas are not the last ones.
    pub fn uncalculated(self, is_uncalculated: bool) -> Self {
        Self { is_uncalculated, ..self }
    }

    /// Reads it.
    pub fn read(mut self) -> Result<XlsxSheet, Failure> {
        while let Some(node) = self.xml.next()? {
            let Node::Open(tag) = node else { continue };
            match tag.name() {
                "c" => self.cell(&tag)?,
                "row" => self.open_row(&tag),
                "col" => self.columns(&tag),
                "mergeCell" => {
                    self.budget.charge(Supply::Cells, 1)?;
                    self.read.sheet.merges.extend(tag.attribute("ref").as_deref().and_then(merge));
                }
                "legacyDrawing" => self.read.drawing = tag.attribute("id").map(std::borrow::Cow::into_owned),
                // Values that are no cells: validation lists, conditional formats.
                "extLst" | "dataValidations" | "conditionalFormatting" => self.xml.skip()?,
                _ => {}
            }
        }
        Ok(self.read)
    }

    fn open_row(&mut self, tag: &Tag<'_>) {
        self.row = tag.number::<u32>("r").map_or(self.row, |number| number.saturating_sub(1));
        self.column = 0;
        let height: Option<f32> = tag.number("ht");
        if is_hidden(tag) || height == Some(0.0) {
            self.read.sheet.hidden_rows.add(self.row, self.row);
        }
        self.read.heights.extend(height.map(|height| (self.row, height)));
        // Rows that say nothing of their number follow each other.
        self.row = self.row.saturating_add(1);
    }

    fn columns(&mut self, tag: &Tag<'_>) {
        let (Some(first), Some(last)) = (tag.number::<u32>("min"), tag.number::<u32>("max")) else { return };
        if is_hidden(tag) || tag.number::<f32>("width") == Some(0.0) {
            self.read.sheet.hidden_columns.add(first.saturating_sub(1), last.saturating_sub(1));
        }
    }

    fn cell(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        let (mut at, mut style, mut kind) = (None, 0, "n");
        for (name, value) in tag.attributes() {
            match name {
                "r" => at = reference(value),
                "s" => style = value.parse().unwrap_or_default(),
                "t" => kind = value,
                _ => {}
            }
        }
        let (row, column) = at.unwrap_or((self.row.saturating_sub(1), self.column));
        self.column = column.saturating_add(1);
        let style = self.styles.get(style);
        let text = self.content(kind, style, (row, column))?;
        let outside = row >= ROWS || column >= COLUMNS;
        if outside || text.is_none() && !style.borders.any() {
            return Ok(());
        }
        self.budget.cell(text.as_ref().map_or(0, Text::len))?;
        self.read.sheet.cells.push(SheetCell { row, column, text, borders: style.borders });
        Ok(())
    }

    /// What a cell shows, by the kind of its value.
    fn content(&mut self, kind: &str, style: &CellStyle, place: (u32, u32)) -> Result<Option<Text>, Failure> {
        let (mut value, mut inline, mut is_formula) = (String::new(), None, false);
        let struck = &mut self.read.struck;
        self.xml.children(|xml, tag| {
            match tag.name() {
                "v" => {
                    while let Some(Node::Text(text)) = xml.next()? {
                        value.push_str(&text);
                    }
                }
                "is" => inline = Some(rich_text(xml, struck)?),
                "f" => is_formula = true,
                _ => {}
            }
            Ok(())
        })?;
        // An empty text is a value; a number is not empty, and where all is calculated anew when the file is opened, 0 is none.
        let is_unvalued = |value: &str| value.is_empty() || value == "0" && self.is_uncalculated;
        if is_formula && kind == "n" && is_unvalued(value.trim()) {
            self.read.sheet.unvalued.push(place);
            return Ok(None);
        }
        let shared = |index: &str| index.trim().parse().ok().and_then(|index| self.strings.get(index));
        if let Some(text) = Some(kind).filter(|kind| *kind == "s").and_then(|_| shared(&value)) {
            self.budget.hold(Supply::Text, text.len() as u64)?;
        }
        let text = match kind {
            "s" => shared(&value).cloned(),
            "inlineStr" => inline,
            "b" => Some(Text::plain(if value.trim() == "1" { "TRUE" } else { "FALSE" })),
            "str" | "d" | "e" => Some(Text::plain(value)),
            _ => value.trim().parse().ok().map(|number| style.number(number, self.styles.from_1904)),
        };
        let text = match text {
            Some(text) if matches!(kind, "s" | "inlineStr" | "str") => {
                self.budget.hold(Supply::Text, style.framed_len(&text))?;
                Some(style.framed(text))
            }
            text => text,
        };
        let Some(text) = text.filter(|text| !text.is_blank()) else { return Ok(None) };
        let dressed = style.dressed(text);
        self.read.struck |= dressed.is_none();
        Ok(dressed)
    }
}

fn is_hidden(tag: &Tag<'_>) -> bool {
    tag.attribute("hidden").is_some_and(|value| is_true(&value))
}

fn merge(text: &str) -> Option<Merge> {
    let (first, last) = text.split_once(':')?;
    let ((top, left), (bottom, right)) = (reference(first)?, reference(last)?);
    Some(Merge { rows: (top.min(bottom), top.max(bottom)), columns: (left.min(right), left.max(right)) })
}
