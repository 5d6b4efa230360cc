//! Headings of columns in laid-out tables: a line that holds only them stands above the labels beside it, which may be set
//! in the middle of its row and the next. The heading's line becomes a row of its own.

use crate::document::{Block, Cell, Document, Place, Span, Table};
use crate::form::Form;
use crate::text::fold;

/// Puts the lines of column headings into rows of their own.
pub(super) fn part(document: &mut Document, form: &Form) {
    let mut blocks = std::mem::take(&mut document.blocks);
    for block in &mut blocks {
        if let Block::Table(table) = block {
            part_in(document, form, table);
        }
    }
    document.blocks = blocks;
}

fn part_in(document: &Document, form: &Form, table: &mut Table) {
    let left = table.cells.iter().map(|cell| cell.column).min().unwrap_or_default();
    let headings: Vec<Cell> = table.cells.iter().filter(|cell| is_heading(document, form, cell)).copied().collect();
    for row in headings.chunk_by(|a, b| a.row == b.row).filter(|row| row.len() > 1) {
        let Some(heading) = row.first() else { continue };
        let is_beside = |cell: &Cell| cell.row == heading.row && cell.row_span > 1 && cell.column > left;
        let is_below = |cell: &Cell| line(document, cell.span) > line(document, heading.span);
        for cell in table.cells.iter_mut().filter(|cell| is_beside(cell) && is_below(cell)) {
            (cell.row, cell.row_span) = (cell.row + 1, cell.row_span - 1);
        }
    }
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// Whether a cell holds the heading of a column and nothing else.
fn is_heading(document: &Document, form: &Form, cell: &Cell) -> bool {
    let key = fold::key(cell.span.of(&document.text));
    form.labels.iter().any(|label| label.is_column && label.keys.contains(&key))
}

/// The line that a stretch begins on.
fn line(document: &Document, span: Span) -> Option<u32> {
    match document.runs_in(span).next().map(|(run, _)| run.place) {
        Some(Place::Line(line)) => Some(line),
        _ => None,
    }
}
