//! Tables of figures whose first heading is blank, or whose headings stand on two levels: each of their lines is a row.
//!
//! A blank corner looks like a cell whose label stands amid its lines, and headings of a second level like the first line of the
//! row below. What stands under the headings tells: figures in each line, from the first column on.

use super::grid::{GridRow, LineGrid};
use super::wrap::opens_with_mark;
use std::ops::Range;

/// Lines that headings take at most.
const MOST_HEADINGS: usize = 3;

/// Headings of the lowest level from which on one line of figures tells a table.
const TELLING: usize = 3;

/// The stretches of rows that are such tables, in order.
pub(super) fn stretches(grid: &LineGrid<'_>) -> Vec<Range<usize>> {
    let mut stretches = Vec::new();
    let mut start = 0;
    while start < grid.rows.len() {
        let rest = grid.rows.get(start + 1..).unwrap_or_default();
        let end = rest.iter().position(|row| row.after_gap).map_or(grid.rows.len(), |at| start + 1 + at);
        if grid.rows.get(start..end).is_some_and(is_table) {
            stretches.push(start..end);
        }
        start = end;
    }
    stretches
}

fn is_table(rows: &[GridRow<'_>]) -> bool {
    let Some(first) = rows.iter().flat_map(|row| &row.pieces).map(|piece| piece.column).min() else { return false };
    let count = rows.iter().take_while(|row| is_heading(row)).count();
    let (Some((headings, lines)), true) = (rows.split_at_checked(count), (1..=MOST_HEADINGS).contains(&count)) else {
        return false;
    };
    // Headings of one level that begin in the first column are as any table's.
    let has_corner = headings.iter().any(|row| row.piece(first).is_none());
    let Some(lowest) = headings.last().filter(|_| has_corner) else { return false };
    let columns: Vec<usize> = lowest.pieces.iter().map(|piece| piece.column).filter(|column| *column > first).collect();
    let least = if columns.len() >= TELLING { 1 } else { 2 };
    let is_row =
        |row: &GridRow<'_>| row.piece(first).is_some() && columns.iter().all(|column| row.piece(*column).is_some());
    let has_figures =
        |column: &usize| lines.iter().all(|row| row.piece(*column).is_some_and(|piece| is_figure(piece.text)));
    let figures = columns.iter().copied().filter(has_figures).count();
    lines.len() >= least && columns.len() > 1 && lines.iter().all(is_row) && figures * 2 >= columns.len()
}

/// Whether a line holds several headings, and nothing else.
fn is_heading(row: &GridRow<'_>) -> bool {
    row.pieces.len() > 1 && row.pieces.iter().all(|piece| !is_figure(piece.text) && !opens_with_mark(piece.text))
}

/// Whether a text is a figure: a number with its sign and unit. Years and months head columns.
fn is_figure(text: &str) -> bool {
    let text = text.trim_start_matches(['¥', '￥', '\\', '▲', '△', '-', '−', '約', '(']);
    let is_time = text.ends_with("年度") || text.ends_with('年') || text.ends_with('月') || text.ends_with('期');
    text.starts_with(|c: char| c.is_numeric()) && !is_time
}
