//! What stands over rows in laid-out tables. A title that is set over a table's columns, right above its first row, is no cell of it.
//! A line that holds only headings of columns stands above the labels beside it, which may be set in the middle of its row and
//! the next: it becomes a row of its own.

use super::{apart, options};
use crate::document::{Block, Cell, Document, Span, Table};
use crate::form::{Form, Label};
use crate::text::fold;
use unicode_normalization::UnicodeNormalization;

/// How much text may stand before and behind a title on its line, in key bytes: 別添, 第5.2版, the form's kind.
const BESIDE_TITLE: usize = 30;

/// Takes titles out of tables, and puts the lines of column headings into rows of their own.
pub(super) fn part(document: &mut Document, form: &Form) {
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for block in std::mem::take(&mut document.blocks) {
        match block {
            Block::Table(mut table) => {
                blocks.extend(titles(document, form, &mut table).into_iter().map(Block::Paragraph));
                apart::part(document, form, &mut table);
                part_in(document, form, &mut table);
                options::settle(document, form, &mut table);
                apart::level(document, form, &mut table);
                blocks.push(Block::Table(table));
            }
            paragraph @ Block::Paragraph(_) => blocks.push(paragraph),
        }
    }
    document.blocks = blocks;
}

/// Takes the titles out of a table that stand in its first row, above what else is in their cells.
fn titles(document: &Document, form: &Form, table: &mut Table) -> Vec<Span> {
    let mut found = Vec::new();
    for cell in table.cells.iter_mut().take_while(|cell| cell.row == 0) {
        while let Some(line) = cell.span.of(&document.text).split('\n').next() {
            if line.is_empty() || !is_title(form, &fold::key(&line.nfkc().collect::<String>())) {
                break;
            }
            found.push(Span::new(cell.span.start, cell.span.start + line.len()));
            cell.span.start = (cell.span.start + line.len() + 1).min(cell.span.end);
        }
    }
    table.cells.retain(|cell| !cell.span.is_empty());
    found
}

/// Whether a key is a title's, with little beside it.
fn is_title(form: &Form, key: &str) -> bool {
    let titles = form.title_keys.iter().chain(form.checklist.iter().flat_map(|checklist| &checklist.title_keys));
    titles.into_iter().any(|title| {
        title.find(key).is_some_and(|at| at <= BESIDE_TITLE && key.len() <= at + title.length() + BESIDE_TITLE)
    })
}

fn part_in(document: &Document, form: &Form, table: &mut Table) {
    let left = table.cells.iter().map(|cell| cell.column).min().unwrap_or_default();
    let headings: Vec<Cell> = table.cells.iter().filter(|cell| is_heading(document, form, cell)).copied().collect();
    for row in headings.chunk_by(|a, b| a.row == b.row).filter(|row| row.len() > 1) {
        let Some(heading) = row.first() else { continue };
        // A group's label may stand in the middle of its rows; one of a field with a value in each column is below them.
        let is_row = |cell: &Cell| cell.column > left || is_field(document, form, cell);
        let is_beside = |cell: &Cell| cell.row == heading.row && cell.row_span > 1 && is_row(cell);
        let is_below = |cell: &Cell| document.line_of(cell.span) > document.line_of(heading.span);
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

/// Whether a cell holds the label of a field with several columns and nothing else.
fn is_field(document: &Document, form: &Form, cell: &Cell) -> bool {
    let key = fold::key(cell.span.of(&document.text));
    let columns = |label: &Label| label.field.as_ref().map_or(0, |field| field.targets.len());
    form.labels.iter().any(|label| columns(label) > 1 && label.keys.contains(&key))
}
