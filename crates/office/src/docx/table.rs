//! A table of a Word document while its rows are read.
//!
//! Word writes a cell merged over rows as one cell in every row: the first says `restart`, the others continue it.

use crate::document::Place;
use crate::failure::Failure;
use crate::flow::{Flow, Grid, GridCell};
use crate::xml::Xml;

/// Grid columns that a cell may span at most; Word allows 63.
const SPAN: u32 = 1000;

/// Cells of a row that others may continue at most; Word allows 63 columns.
const OPEN: usize = 1000;

/// How a cell stands in its table.
#[derive(Debug, Default, Clone, Copy)]
pub struct CellProperties {
    span: Option<u32>,
    continues: bool,
    restarts: bool,
    /// Older files write cells merged over columns as one cell for each.
    continues_left: bool,
}

impl CellProperties {
    /// Reads `tcPr`.
    pub fn read(xml: &mut Xml<'_>) -> Result<Self, Failure> {
        let mut cell = Self::default();
        xml.children(|_, tag| {
            let restart = tag.attribute("val").is_some_and(|value| value == "restart");
            match tag.name() {
                "gridSpan" => cell.span = tag.number("val"),
                "vMerge" => (cell.restarts, cell.continues) = (restart, !restart),
                "hMerge" => cell.continues_left = !restart,
                _ => {}
            }
            Ok(())
        })?;
        Ok(cell)
    }
}

/// A table and how far it has been read.
#[derive(Debug)]
pub struct WordTable {
    grid: Grid,
    number: u32,
    row: u32,
    column: u32,
    /// Rows and cells as the source counts them.
    source_row: u32,
    source_cell: u32,
    row_start: usize,
    left_out: bool,
    /// The cells that rows below may continue: column and index in the grid.
    open: Vec<(u32, usize)>,
}

impl WordTable {
    /// The table with the given number in the document.
    pub fn new(number: u32) -> Self {
        Self {
            grid: Grid::default(),
            number,
            row: 0,
            column: 0,
            source_row: 0,
            source_cell: 0,
            row_start: 0,
            left_out: false,
            open: Vec::new(),
        }
    }

    /// A row begins.
    pub fn open_row(&mut self) {
        self.source_row += 1;
        (self.column, self.source_cell, self.left_out) = (0, 0, false);
        self.row_start = self.grid.cells.len();
    }

    /// Reads `trPr`; tells whether the row is hidden.
    pub fn row_properties(&mut self, xml: &mut Xml<'_>) -> Result<bool, Failure> {
        let mut hidden = false;
        xml.children(|_, tag| {
            match tag.name() {
                "gridBefore" => self.column = tag.number("val").unwrap_or(0).min(SPAN),
                "hidden" => hidden = tag.is_on(),
                "del" => self.left_out = true,
                _ => {}
            }
            Ok(())
        })?;
        self.left_out |= hidden;
        Ok(hidden)
    }

    /// A cell begins; where it stands.
    pub fn open_cell(&mut self) -> Place {
        self.source_cell += 1;
        Place::TableCell { table: self.number, row: self.source_row, cell: self.source_cell }
    }

    /// A cell ends.
    pub fn close_cell(&mut self, properties: CellProperties, content: Vec<Flow>) {
        let span = properties.span.unwrap_or(1).clamp(1, SPAN);
        let column = self.column;
        self.column = column.saturating_add(span);
        if self.left_out {
            return;
        }
        let above = self.open.iter().find(|(open, _)| *open == column).map(|(_, index)| *index);
        if properties.continues
            && let Some(cell) = above.and_then(|index| self.grid.cells.get_mut(index))
        {
            cell.row_span = self.row - cell.row + 1;
            return;
        }
        if properties.continues_left
            && self.grid.cells.len() > self.row_start
            && let Some(cell) = self.grid.cells.last_mut()
        {
            cell.column_span = self.column - cell.column;
            return;
        }
        self.open.retain(|(open, _)| *open != column);
        if (properties.restarts || properties.continues) && self.open.len() < OPEN {
            self.open.push((column, self.grid.cells.len()));
        }
        self.grid.cells.push(GridCell { row: self.row, column, row_span: 1, column_span: span, content });
    }

    /// A row ends.
    pub fn close_row(&mut self) {
        if !self.left_out {
            self.row += 1;
        }
    }

    /// The table, read.
    pub fn finish(self) -> Grid {
        self.grid
    }
}
