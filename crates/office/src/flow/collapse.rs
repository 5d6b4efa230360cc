//! Collapsing: rows and columns that no cell begins at are taken out of a grid.
//!
//! Sheets of squared paper (方眼紙) have hundreds of columns and their tables four; Word keeps a grid column for every
//! place where a border of any row stands. Behind this a table has as many columns as it shows.

use super::GridCell;

/// Numbers rows and columns anew, without those that no cell begins at, and sorts the cells by row, then column.
/// Empty cells count: the form's blank columns are columns.
pub(super) fn collapse(mut cells: Vec<GridCell>) -> Vec<GridCell> {
    let rows = starts(&cells, |cell| cell.row);
    let columns = starts(&cells, |cell| cell.column);
    for cell in &mut cells {
        (cell.row, cell.row_span) = renumber(&rows, cell.row, cell.row_end());
        (cell.column, cell.column_span) = renumber(&columns, cell.column, cell.column_end());
    }
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells
}

fn starts(cells: &[GridCell], start: impl Fn(&GridCell) -> u32) -> Vec<u32> {
    let mut starts: Vec<u32> = cells.iter().map(start).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// The new first index and span of what covered `start..end`.
fn renumber(starts: &[u32], start: u32, end: u32) -> (u32, u32) {
    let rank = |at: u32| u32::try_from(starts.partition_point(|&start| start < at)).unwrap_or(u32::MAX);
    let first = rank(start);
    (first, rank(end).saturating_sub(first).max(1))
}
