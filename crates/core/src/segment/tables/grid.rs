//! The cells of one of the document's tables, row by row.

use crate::normalize::{Normalized, Position};
use std::ops::Range;

/// A cell with its piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct PieceCell {
    pub piece: usize,
    pub at: Position,
}

impl PieceCell {
    pub fn columns(&self) -> Range<u32> {
        self.at.column..self.at.column.saturating_add(self.at.column_span)
    }

    pub fn end_row(&self) -> u32 {
        self.at.row.saturating_add(self.at.row_span)
    }
}

/// The cells of a table, sorted by row, then column.
#[derive(Debug, Default)]
pub(super) struct CellGrid {
    cells: Vec<PieceCell>,
}

/// The tables that hold content.
pub(super) fn of(normalized: &Normalized, content: &[usize]) -> Vec<CellGrid> {
    let mut grids: Vec<CellGrid> = Vec::new();
    let mut last = None;
    for piece in content {
        let Some(at) = normalized.pieces.get(*piece).and_then(|piece| piece.cell) else { continue };
        if last != Some(at.table) {
            last = Some(at.table);
            grids.push(CellGrid::default());
        }
        if let Some(grid) = grids.last_mut() {
            grid.cells.push(PieceCell { piece: *piece, at });
        }
    }
    for grid in &mut grids {
        grid.cells.sort_by_key(|cell| (cell.at.row, cell.at.column));
    }
    grids
}

impl CellGrid {
    /// The same cells in other columns; none where a cell has no place there.
    pub fn moved(&self, to: impl Fn(&PieceCell) -> Option<u32>) -> Option<Self> {
        let cells = self.cells.iter().map(|cell| {
            let column = to(cell)?;
            Some(PieceCell { at: Position { column, column_span: 1, ..cell.at }, ..*cell })
        });
        cells.collect::<Option<_>>().map(|cells| Self { cells })
    }

    /// Cells laid on their side: what stood across stands down.
    pub fn turned(cells: &[PieceCell]) -> Self {
        let turn = |cell: &PieceCell| {
            let Position { table, row, column, row_span, column_span } = cell.at;
            let at = Position { table, row: column, column: row, row_span: column_span, column_span: row_span };
            PieceCell { at, ..*cell }
        };
        let mut cells: Vec<PieceCell> = cells.iter().map(turn).collect();
        cells.sort_by_key(|cell| (cell.at.row, cell.at.column));
        Self { cells }
    }

    /// The column behind the last.
    pub fn width(&self) -> u32 {
        self.cells.iter().map(|cell| cell.columns().end).max().unwrap_or_default()
    }

    /// The cells that begin in a row.
    pub fn row(&self, row: u32) -> &[PieceCell] {
        let start = self.cells.partition_point(|cell| cell.at.row < row);
        let end = self.cells.partition_point(|cell| cell.at.row <= row);
        self.cells.get(start..end).unwrap_or_default()
    }

    /// The cells that begin in rows of a range.
    pub fn rows(&self, rows: &Range<u32>) -> &[PieceCell] {
        let start = self.cells.partition_point(|cell| cell.at.row < rows.start);
        let end = self.cells.partition_point(|cell| cell.at.row < rows.end);
        self.cells.get(start..end.max(start)).unwrap_or_default()
    }

    /// The first row at or behind `row` in which a cell begins.
    pub fn next_row(&self, row: u32) -> Option<u32> {
        let at = self.cells.partition_point(|cell| cell.at.row < row);
        self.cells.get(at).map(|cell| cell.at.row)
    }

    /// The first piece of a row.
    pub fn first_piece(&self, row: u32) -> Option<usize> {
        self.row(row).iter().map(|cell| cell.piece).min()
    }

    /// The pieces whose cells begin in the rows of a range.
    pub fn pieces_in(&self, rows: Range<u32>) -> impl Iterator<Item = usize> + '_ {
        self.rows(&rows).iter().map(|cell| cell.piece)
    }
}
