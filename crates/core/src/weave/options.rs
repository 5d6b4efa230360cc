//! Options in laid-out tables: a label stands level with one of its options' lines, so the first or last of them may have
//! fallen to the row above or below. A line that opens with a mark and an option of the neighbouring row's label, and none of its own, goes
//! back to that row.

use crate::document::{Cell, Document, Span, Table};
use crate::form::{Field, Form};
use crate::text::{fold, marks};
use unicode_normalization::UnicodeNormalization;

/// A cell that holds a field's label.
struct Labelled<'f> {
    cell: usize,
    row: u32,
    field: &'f Field,
}

/// A row that is to stand before another one.
struct Inserted {
    /// The row that it is put before, as the table was.
    at: u32,
    /// What is taken out of cells: the cell, and what goes.
    taken: Vec<(usize, Span)>,
    /// The cell of the label that the row is of.
    label: usize,
    /// Whether that stands above the new row.
    is_above: bool,
}

/// Puts lines of options into the rows of their labels.
pub(super) fn settle(document: &Document, form: &Form, table: &mut Table) {
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
    let labelled =
        |(cell, own): (usize, &Cell)| field_of(document, form, own).map(|field| Labelled { cell, row: own.row, field });
    let labels: Vec<Labelled<'_>> = table.cells.iter().enumerate().filter_map(labelled).collect();
    let mut inserted = Vec::new();
    for pair in labels.windows(2) {
        let [above, below] = pair else { continue };
        if above.row == below.row {
            continue;
        }
        let of = |field: &Field, line: &str| is_option(field, line);
        let heads = take(document, table, below.row, |line| of(above.field, line) && !of(below.field, line), true);
        if !heads.is_empty() {
            inserted.push(Inserted { at: below.row, taken: heads, label: above.cell, is_above: true });
            continue;
        }
        let tails = take(document, table, above.row, |line| of(below.field, line) && !of(above.field, line), false);
        if !tails.is_empty() {
            inserted.push(Inserted { at: below.row, taken: tails, label: below.cell, is_above: false });
        }
    }
    insert(table, &inserted);
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
pub(super) fn key_of(text: &str) -> String {
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

/// Takes out of the cells that begin in a row the lines at their head or end that are accepted.
fn take(
    document: &Document,
    table: &mut Table,
    row: u32,
    accepts: impl Fn(&str) -> bool,
    at_head: bool,
) -> Vec<(usize, Span)> {
    let mut found = Vec::new();
    let first = table.cells.partition_point(|cell| cell.row < row);
    let own = table.cells.iter_mut().enumerate().skip(first).take_while(|(_, cell)| cell.row == row);
    for (index, cell) in own {
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
        let kept = if at_head { count } else { lines - count };
        let length: usize = text.split('\n').take(kept).map(|line| line.len() + 1).sum();
        let middle = cell.span.start + length.saturating_sub(1).min(text.len());
        let head = Span::new(cell.span.start, middle);
        let rest = Span::new((middle + 1).min(cell.span.end), cell.span.end);
        let (gone, stays) = if at_head { (head, rest) } else { (rest, head) };
        cell.span = stays;
        found.push((index, gone));
    }
    found
}

/// Inserts rows, given in order. Cells that begin below them go down, those that reach over them are longer.
fn insert(table: &mut Table, inserted: &[Inserted]) {
    let before = |row: u32| u32::try_from(inserted.partition_point(|new| new.at < row)).unwrap_or(u32::MAX);
    let through = |row: u32| u32::try_from(inserted.partition_point(|new| new.at <= row)).unwrap_or(u32::MAX);
    let mut new = Vec::new();
    for own in inserted {
        let row = own.at + before(own.at);
        let cell = |(index, span): &(usize, Span)| {
            table.cells.get(*index).map(|from| Cell { row, row_span: 1, span: *span, ..*from })
        };
        new.extend(own.taken.iter().filter_map(cell));
    }
    for cell in &mut table.cells {
        let (start, end) = (cell.row + through(cell.row), cell.row + cell.row_span + before(cell.row + cell.row_span));
        (cell.row, cell.row_span) = (start, end.saturating_sub(start).max(1));
    }
    for own in inserted {
        let row = own.at + before(own.at);
        let Some(label) = table.cells.get_mut(own.label) else { continue };
        let end = label.row + label.row_span;
        if own.is_above {
            label.row_span = row + 1 - label.row;
        } else {
            (label.row, label.row_span) = (row, end - row);
        }
    }
    table.cells.retain(|cell| !cell.span.is_empty());
    table.cells.extend(new);
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
}
