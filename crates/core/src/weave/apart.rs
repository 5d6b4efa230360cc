//! Labels apart: in laid-out text, lines of labels right below each other look like the lines of one wrapped label that spans rows. Where
//! each is a label, heading or title of the form and all together are none, each becomes a cell that begins on its own line.

use super::options::key_of;
use crate::document::{Cell, Document, Extent, Span, Table};
use crate::form::Form;
use std::collections::BTreeMap;

/// Lines of one cell beyond which it holds no labels.
const MOST_LINES: usize = 12;

/// Lines of one label, at most.
const LINES_PER_LABEL: usize = 4;

/// Parts the cells that hold several labels.
pub(super) fn part(document: &Document, form: &Form, table: &mut Table) {
    let labels = |cell: &Cell| if cell.row_span > 1 { labels(document, form, cell.span) } else { Vec::new() };
    let cells: Vec<(Cell, Vec<Span>)> = table.cells.iter().map(|cell| (*cell, labels(cell))).collect();
    if cells.iter().all(|(_, labels)| labels.len() < 2) {
        return;
    }
    let mut rows: BTreeMap<u32, u32> = BTreeMap::new();
    for (cell, _) in cells.iter().filter(|(_, labels)| labels.len() < 2) {
        if let Some(line) = document.line_of(cell.span) {
            rows.entry(line).or_insert(cell.row);
        }
    }
    table.cells = cells.iter().flat_map(|(cell, labels)| parts(document, cell, labels, &rows)).collect();
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// Puts a text that begins on the line of the second of two labels beside it into that one's row: the row of the first is left blank.
pub(super) fn level(document: &Document, form: &Form, table: &mut Table) {
    let is_label = |cell: &&Cell| form.is_label(&key_of(cell.span.of(&document.text)));
    let labels: Vec<Cell> = table.cells.iter().filter(is_label).copied().collect();
    for cell in table.cells.iter_mut().filter(|cell| cell.row_span > 1 && !cell.extent.is_drawn()) {
        let end = cell.row + cell.row_span;
        // By row, as the cells are.
        let first = labels.partition_point(|label| label.row < cell.row);
        let beside = labels.iter().skip(first).take_while(|label| label.row < end);
        let beside: Vec<&Cell> = beside.filter(|label| label.column < cell.column).take(MOST_LINES).collect();
        let nearest = beside.iter().map(|label| label.column).max();
        let nearest: Vec<&Cell> = beside.into_iter().filter(|label| Some(label.column) == nearest).collect();
        let [above, below] = nearest.as_slice() else { continue };
        let is_pair = above.row == cell.row && below.row + below.row_span <= end;
        if is_pair && document.line_of(below.span) == document.line_of(cell.span) {
            (cell.row, cell.row_span) = (below.row, end - below.row);
            cell.extent = Extent::Lines { is_open: true };
        }
    }
    table.cells.sort_by_key(|cell| (cell.row, cell.column));
}

/// A cell, or those of the labels in it.
fn parts(document: &Document, cell: &Cell, labels: &[Span], rows: &BTreeMap<u32, u32>) -> Vec<Cell> {
    if labels.len() < 2 {
        return vec![*cell];
    }
    let mut below = cell.row + cell.row_span;
    let mut cells = Vec::with_capacity(labels.len());
    for (before, span) in labels.iter().enumerate().rev() {
        // Each label above needs a row as well; a line that nothing stands beside is the row above the next label's.
        let rows_left = cell.row.saturating_add(u32::try_from(before).unwrap_or(u32::MAX))..below;
        let Some(last) = rows_left.clone().last() else { return vec![*cell] };
        let own = document.line_of(*span).and_then(|line| rows.get(&line).copied());
        let row = own.filter(|row| rows_left.contains(row)).unwrap_or(last);
        cells.push(Cell { row, row_span: below - row, span: *span, ..*cell });
        below = row;
    }
    cells.reverse();
    cells
}

/// The stretches of the labels that a text is made of: as few as may be; none where it is one label, or holds anything else.
fn labels(document: &Document, form: &Form, span: Span) -> Vec<Span> {
    let text = span.of(&document.text);
    let mut lines = Vec::new();
    let mut start = span.start;
    for line in text.split('\n') {
        lines.push(Span::new(start, start + line.len()));
        start += line.len() + 1;
    }
    if lines.len() < 2 || lines.len() > MOST_LINES {
        return Vec::new();
    }
    let heading = |key: &str| {
        form.checklist.as_ref().is_some_and(|checklist| checklist.heading_keys.iter().any(|heading| heading == key))
    };
    let label = |key: &str| {
        form.is_label(key) || form.checklist.as_ref().is_some_and(|checklist| checklist.section_of(key).is_some())
    };
    // By the line that it begins on, the fewest labels that the rest is made of.
    let mut best: Vec<Option<Vec<Span>>> = vec![None; lines.len()];
    best.push(Some(Vec::new()));
    let mut has_label = false;
    for first in (0..lines.len()).rev() {
        for last in first..lines.len().min(first + LINES_PER_LABEL) {
            let (Some(head), Some(tail)) = (lines.get(first), lines.get(last)) else { continue };
            let Some(Some(rest)) = best.get(last + 1) else { continue };
            let own = Span::new(head.start, tail.end);
            let key = key_of(own.of(&document.text));
            let is_label = label(&key);
            if key.is_empty() || !(is_label || heading(&key)) {
                continue;
            }
            has_label |= is_label;
            let spans: Vec<Span> = std::iter::once(own).chain(rest.iter().copied()).collect();
            if let Some(best) = best.get_mut(first)
                && best.as_ref().is_none_or(|best| spans.len() < best.len())
            {
                *best = Some(spans);
            }
        }
    }
    best.into_iter().next().flatten().filter(|_| has_label).unwrap_or_default()
}
