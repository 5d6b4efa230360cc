//! A table of a page while its rows are walked: HTML writes a merged cell once, with how far it reaches.

use crate::budget::{Budget, Supply};
use crate::document::Place;
use crate::flow::{Flow, Grid, GridCell};

/// Columns and rows that a cell may span at most, as the standard has it.
const COLUMNS: u32 = 1000;
const ROWS: u32 = 65_534;

/// A table and how far it has been walked.
#[derive(Debug, Default)]
pub struct HtmlTable {
    grid: Grid,
    /// What stands in no cell: the caption.
    loose: Vec<Flow>,
    number: u32,
    /// Rows begun.
    rows: u32,
    cell: u32,
    column: u32,
    /// For every column, the first row that no cell from above reaches into.
    free: Vec<u32>,
}

impl HtmlTable {
    /// The table with the given number in the page.
    pub fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// A row begins.
    pub fn open_row(&mut self) {
        self.rows += 1;
        (self.cell, self.column) = (0, 0);
    }

    /// A cell begins; where it stands. Takes what was found before it in no cell.
    pub fn open_cell(&mut self, loose: Vec<Flow>) -> Place {
        self.loose.extend(loose);
        self.cell += 1;
        Place::TableCell { table: self.number, row: self.rows, cell: self.cell }
    }

    /// A cell ends. A span of no rows reaches to the table's end.
    pub fn close_cell(&mut self, (row_span, column_span): (u32, u32), content: Vec<Flow>, budget: &Budget) {
        let row = self.rows.saturating_sub(1);
        let row_span = if row_span == 0 { ROWS } else { row_span.min(ROWS) };
        let column_span = column_span.clamp(1, COLUMNS);
        let taken = |column: &&u32| **column > row;
        let skipped = self.free.get(self.column as usize..).unwrap_or_default().iter().take_while(taken).count();
        self.column = self.column.saturating_add(u32::try_from(skipped).unwrap_or(u32::MAX));
        // Columns are counted out where they are passed and where they are made.
        if !budget.spend(Supply::Steps, skipped as u64 + u64::from(column_span)) {
            return;
        }
        let end = self.column.saturating_add(column_span);
        if self.free.len() < end as usize {
            self.free.resize(end as usize, 0);
        }
        for free in self.free.iter_mut().take(end as usize).skip(self.column as usize) {
            *free = (*free).max(row + row_span);
        }
        self.grid.cells.push(GridCell { row, column: self.column, row_span, column_span, content });
        self.column = end;
    }

    /// The table, walked, behind what stood in no cell of it.
    pub fn finish(mut self, loose: Vec<Flow>) -> Vec<Flow> {
        self.loose.extend(loose);
        self.loose.push(Flow::Table(self.grid));
        self.loose
    }
}
