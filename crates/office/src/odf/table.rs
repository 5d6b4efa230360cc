//! A table or sheet of an OpenDocument file while its rows are read.
//!
//! OpenDocument writes a merged cell once and the cells that it covers as such. Equal neighbours are written once with
//! a count, which for the empty rest of a sheet runs into the thousands.

use super::controls::Controls;
use crate::budget::Budget;
use crate::document::{Notice, Place};
use crate::failure::Failure;
use crate::floating::{self, Control};
use crate::flow::{Flow, Grid, GridCell, Text};
use crate::spreadsheet::{Borders, Hidden, Merge, Sheet, SheetCell};
use crate::xml::Tag;

/// How often an empty cell with borders is repeated in its row. More are a border drawn over a whole row.
const RULED: u32 = 256;

/// A cell, read.
#[derive(Debug)]
struct OdfCell {
    row: u32,
    column: u32,
    row_span: u32,
    column_span: u32,
    borders: Borders,
    content: Vec<Flow>,
}

impl OdfCell {
    /// The same cell some rows below.
    fn below(&self, rows: u32) -> Self {
        let content = joined(&self.content).map(|(place, text)| Flow::Text(place, text)).into_iter().collect();
        Self { row: self.row.saturating_add(rows), content, ..*self }
    }
}

/// How a cell stands in its table.
#[derive(Debug, Default, Clone, Copy)]
pub struct CellStanding {
    repeated: u32,
    row_span: u32,
    column_span: u32,
    borders: Borders,
    /// Whether it has a formula whose value is not stored.
    is_unvalued: bool,
}

impl CellStanding {
    /// As its tag says, and with the borders of its style.
    pub fn of(tag: &Tag<'_>, borders: Borders) -> Self {
        let count = |name: &str| tag.number::<u32>(name).unwrap_or(1).max(1);
        Self {
            repeated: count("number-columns-repeated"),
            row_span: count("number-rows-spanned"),
            column_span: count("number-columns-spanned"),
            borders,
            is_unvalued: tag.attribute("formula").is_some() && tag.attribute("value-type").is_none(),
        }
    }
}

/// A table and how far it has been read.
#[derive(Debug, Default)]
pub struct OdfTable {
    cells: Vec<OdfCell>,
    number: u32,
    row: u32,
    column: u32,
    /// Cells begun in the row, those covered by others left aside.
    cell: u32,
    row_repeated: u32,
    row_start: usize,
    columns_declared: u32,
    hidden_rows: Hidden,
    hidden_columns: Hidden,
    controls: Controls,
    unvalued: Vec<(u32, u32)>,
}

fn is_collapsed(tag: &Tag<'_>) -> bool {
    tag.attribute("visibility").is_some_and(|value| value == "collapse" || value == "filter")
}

impl OdfTable {
    /// The table with the given number in the document.
    pub fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// A column, or several, are declared, with their width in points.
    pub fn column(&mut self, tag: &Tag<'_>, width: f32) {
        let first = self.columns_declared;
        let count = tag.number::<u32>("number-columns-repeated").unwrap_or(1).max(1);
        self.columns_declared = first.saturating_add(count);
        self.controls.columns.add(count, if is_collapsed(tag) { 0.0 } else { width });
        if is_collapsed(tag) {
            self.hidden_columns.add(first, self.columns_declared - 1);
        }
    }

    /// A row, or several, begin, with their height in points.
    pub fn open_row(&mut self, tag: &Tag<'_>, height: f32) {
        self.row_repeated = tag.number::<u32>("number-rows-repeated").unwrap_or(1).max(1);
        self.controls.rows.add(self.row_repeated, if is_collapsed(tag) { 0.0 } else { height });
        if is_collapsed(tag) {
            self.hidden_rows.add(self.row, self.row.saturating_add(self.row_repeated - 1));
        }
        (self.column, self.cell, self.row_start) = (0, 0, self.cells.len());
    }

    /// A cell begins; where it stands.
    pub fn open_cell(&mut self) -> Place {
        self.cell += 1;
        Place::TableCell { table: self.number, row: self.row.saturating_add(1), cell: self.cell }
    }

    /// A control that floats over the sheet; it is anchored to the current cell or to the sheet.
    pub fn float(&mut self, control: Control, tag: &Tag<'_>, in_cell: bool) {
        self.controls.add(control, tag, in_cell.then_some((self.row, self.column)));
    }

    /// A cell that others cover.
    pub fn covered(&mut self, tag: &Tag<'_>) {
        self.column = self.column.saturating_add(CellStanding::of(tag, Borders::default()).repeated);
    }

    /// A cell ends. Repeated texts are cells of their own, and count.
    pub fn close_cell(&mut self, standing: CellStanding, content: Vec<Flow>, budget: &Budget) -> Result<(), Failure> {
        let first = self.column;
        self.column = first.saturating_add(standing.repeated);
        let count = match (content.is_empty(), standing.borders.any()) {
            (true, false) => 0,
            (true, true) => standing.repeated.min(RULED),
            (false, _) => standing.repeated,
        };
        if standing.is_unvalued && content.is_empty() {
            self.unvalued.push((self.row, first));
        }
        let text = joined(&content);
        let mut content = Some(content);
        for index in 0..count {
            budget.cell(text.as_ref().map_or(0, |(_, text)| text.len()))?;
            let copy = || text.iter().map(|(place, text)| Flow::Text(*place, text.clone())).collect();
            self.cells.push(OdfCell {
                row: self.row,
                column: first.saturating_add(index),
                row_span: standing.row_span,
                column_span: standing.column_span,
                borders: standing.borders,
                content: content.take().unwrap_or_else(copy),
            });
        }
        Ok(())
    }

    /// A row ends. Where it is repeated, rows with text are there as often; of empty ones the first is enough.
    pub fn close_row(&mut self, budget: &Budget) -> Result<(), Failure> {
        let own = self.row_start..self.cells.len();
        let has_text = |cell: &OdfCell| !cell.content.is_empty();
        if self.cells.get(own.clone()).unwrap_or_default().iter().any(has_text) {
            for offset in 1..self.row_repeated {
                for index in own.clone() {
                    let Some(copy) = self.cells.get(index).map(|cell| cell.below(offset)) else { continue };
                    budget.cell(joined(&copy.content).as_ref().map_or(0, |(_, text)| text.len()))?;
                    self.cells.push(copy);
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }

    /// The table of a text.
    pub fn into_grid(self) -> Grid {
        let cell = |cell: OdfCell| GridCell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            content: cell.content,
        };
        Grid { cells: self.cells.into_iter().map(cell).collect() }
    }

    /// The sheet of a spreadsheet, with what is said of controls that have no place on it.
    pub fn into_sheet(self) -> (Sheet, Option<Notice>) {
        let Self { hidden_rows, hidden_columns, unvalued, .. } = self;
        let mut sheet = Sheet { hidden_rows, hidden_columns, unvalued, ..Sheet::default() };
        for cell in self.cells {
            if cell.row_span > 1 || cell.column_span > 1 {
                sheet.merges.push(Merge {
                    rows: (cell.row, cell.row.saturating_add(cell.row_span - 1)),
                    columns: (cell.column, cell.column.saturating_add(cell.column_span - 1)),
                });
            }
            let text = joined(&cell.content).map(|(_, text)| text);
            sheet.cells.push(SheetCell { row: cell.row, column: cell.column, text, borders: cell.borders });
        }
        let lost = floating::place(self.controls.placed(), &mut sheet);
        (sheet, lost)
    }
}

/// The paragraphs of a cell as one text.
fn joined(content: &[Flow]) -> Option<(Place, Text)> {
    let mut whole: Option<(Place, Text)> = None;
    for flow in content {
        let Flow::Text(place, text) = flow else { continue };
        match &mut whole {
            Some((_, whole)) => {
                whole.push("\n", crate::document::Script::Normal);
                whole.append(text);
            }
            None => whole = Some((*place, text.clone())),
        }
    }
    whole
}
