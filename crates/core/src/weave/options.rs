//! Options in laid-out tables: a label stands level with one of its options' lines, so the first or last of them may have
//! fallen to the row above or below. A line that opens with a mark and an option of the neighbouring row's label, and none of its own, goes
//! back to that row.

use crate::document::{Cell, Document, Span, Table};
use crate::form::{Field, Form};
use crate::text::{fold, marks};
use unicode_normalization::UnicodeNormalization;

/// Rows that begin with a label: the label's cell and its field.
struct Labelled<'f> {
    cell: usize,
    row: u32,
    field: &'f Field,
}

/// Puts lines of options into the rows of their labels.
pub(super) fn settle(document: &Document, form: &Form, table: &mut Table) {
    let mut row = 0;
    // Each step goes to a later row; a table has as many as its last cell says.
    while let Some(labels) = next_labels(document, form, table, row) {
        let [above, below] = labels;
        row = below.row + 1;
        let of = |field: &Field, line: &str| is_option(field, line);
        let heads = stretches(document, table, below.row, |line| of(above.field, line) && !of(below.field, line), true);
        let tails =
            stretches(document, table, above.row, |line| of(below.field, line) && !of(above.field, line), false);
        let (label_above, label_below) = (above.cell, below.cell);
        if !heads.is_empty() {
            let at = below.row;
            insert(table, at, &heads, |index, cell| {
                if index == label_above {
                    cell.row_span = at + 1 - cell.row;
                }
            });
            row += 1;
        } else if !tails.is_empty() {
            let at = below.row;
            insert(table, at, &tails, |index, cell| {
                if index == label_below {
                    (cell.row, cell.row_span) = (at, cell.row_span + 1);
                }
            });
            row += 1;
        }
        table.cells.sort_by_key(|cell| (cell.row, cell.column));
    }
}

/// The first row from `row` on that begins with a field's label, and the one before it.
fn next_labels<'f>(document: &Document, form: &'f Form, table: &Table, row: u32) -> Option<[Labelled<'f>; 2]> {
    let mut above = None;
    for (index, cell) in table.cells.iter().enumerate() {
        let Some(field) = field_of(document, form, cell) else { continue };
        let own = Labelled { cell: index, row: cell.row, field };
        match above.take() {
            Some(above @ Labelled { row: before, .. }) if cell.row >= row && cell.row > before => {
                return Some([above, own]);
            }
            _ => above = Some(own),
        }
    }
    None
}

/// The field whose label fills a cell, with those that hold it before it perhaps.
fn field_of<'f>(document: &Document, form: &'f Form, cell: &Cell) -> Option<&'f Field> {
    let key = key_of(cell.span.of(&document.text));
    let is_own = |known: &String| key == *known;
    let is_last = |known: &String| key.len() > known.len() && key.ends_with(known.as_str());
    let labels = || form.labels.iter().filter(|label| label.field.is_some());
    let held = || labels().filter(|label| label.parent.is_some()).find(|label| label.keys.iter().any(is_last));
    let label = labels().find(|label| label.keys.iter().any(is_own)).or_else(held)?;
    label.field.as_ref()
}

/// The matching key of a label's text: notes that it bears are no part of it.
fn key_of(text: &str) -> String {
    let text: String = text.nfkc().collect();
    let bare = crate::text::notes::without_marks(text.trim());
    if bare.len() > LONGEST_LABEL { String::new() } else { fold::key(bare) }
}

/// Most bytes of a label's text.
const LONGEST_LABEL: usize = 150;

/// Whether a line opens with a mark and an option of a field.
fn is_option(field: &Field, line: &str) -> bool {
    let line: String = line.trim().nfkc().collect();
    let behind = marks::at_head(&line).and_then(|(_, length)| line.get(length..)).map(str::trim_start);
    let keys = || field.options.iter().flat_map(|option| &option.keys);
    behind.is_some_and(|behind| keys().any(|key| fold::length_of(behind, key).is_some()))
}

/// Of the cells that begin in a row the lines at their head or end that are accepted: the cell, what is taken, and what stays.
fn stretches(
    document: &Document,
    table: &Table,
    row: u32,
    accepts: impl Fn(&str) -> bool,
    at_head: bool,
) -> Vec<(usize, Span, Span)> {
    let mut found = Vec::new();
    for (index, cell) in table.cells.iter().enumerate().filter(|(_, cell)| cell.row == row) {
        let text = cell.span.of(&document.text);
        let lines = text.split('\n').count();
        let is_own = |line: &&str| accepts(line);
        let count = if at_head {
            text.split('\n').take_while(is_own).count()
        } else {
            text.rsplit('\n').take_while(is_own).count()
        };
        if count == 0 || count == lines && !at_head {
            continue;
        }
        let first = if at_head { count } else { lines - count };
        let length: usize = text.split('\n').take(first).map(|line| line.len() + 1).sum();
        let middle = cell.span.start + length.saturating_sub(1).min(text.len());
        let (head, rest) =
            (Span::new(cell.span.start, middle), Span::new((middle + 1).min(cell.span.end), cell.span.end));
        found.push(if at_head { (index, head, rest) } else { (index, rest, head) });
    }
    found
}

/// Inserts a row for what was taken out of cells. Cells that begin there or later go down, those that reach over it are longer.
fn insert(table: &mut Table, at: u32, taken: &[(usize, Span, Span)], label: impl Fn(usize, &mut Cell)) {
    let mut new = Vec::new();
    for (index, cell) in table.cells.iter_mut().enumerate() {
        let own = taken.iter().find(|(from, ..)| *from == index);
        if let Some((_, taken, rest)) = own {
            new.push(Cell { row: at, row_span: 1, span: *taken, ..*cell });
            cell.span = *rest;
        }
        if cell.row >= at {
            cell.row += 1;
        } else if cell.row + cell.row_span > at {
            cell.row_span += 1;
        }
        label(index, cell);
    }
    table.cells.retain(|cell| !cell.span.is_empty());
    table.cells.extend(new);
}
