//! Lists whose entries stand beside each other: the headings go down the first column, and each further column is an entry.
//!
//! Such a stretch of rows is laid on its side, and read as any other table.

use super::axis::{Axis, is_one};
use super::grid::{CellGrid, PieceCell};
use super::{FoundTable, TableId, rows, title};
use crate::form::{Form, Layout, TableForm};
use crate::normalize::Normalized;
use std::collections::BTreeSet;
use std::ops::Range;

/// Finds the lists of the form that stand on their side in a table in which none stands upright.
pub(super) fn find(normalized: &Normalized, form: &Form, grid: &CellGrid, found: &mut Vec<FoundTable>) {
    for (id, table) in form.tables.iter().enumerate() {
        let is_list = matches!(table.layout, Layout::List { .. }) && table.items.is_none();
        if is_list && !found.iter().any(|part| part.table == id) {
            found.extend(list(normalized, form, grid, table, id));
        }
    }
}

fn list(normalized: &Normalized, form: &Form, grid: &CellGrid, table: &TableForm, id: TableId) -> Option<FoundTable> {
    let rows = headed_rows(normalized, grid, table)?;
    let lying = grid.rows(&rows);
    let on_side = CellGrid::turned(lying);
    let axis = Axis::across(table, false)?;
    let mut band = axis.first_band(normalized, &on_side, 0)?;
    rows::add_stub(normalized, &on_side, table, &mut band);
    let has = |column: usize| band.columns.iter().any(|(_, known)| *known == column);
    let is_whole = table.columns.iter().enumerate().all(|(at, column)| column.is_optional || has(at));
    if !is_whole || band.end > 1 {
        return None;
    }
    let title = title(normalized, table, grid, rows.start..rows.end);
    let reader = rows::TableReader { normalized, form, grid: &on_side, table };
    let (part, _) = reader.read(&band, false, title, id);
    (!part.rows.is_empty()).then_some(part)
}

/// The rows that begin with the list's headings, all that it needs, with the row of names above them where it has one.
fn headed_rows(normalized: &Normalized, grid: &CellGrid, table: &TableForm) -> Option<Range<u32>> {
    let heading =
        |cell: &PieceCell| table.columns.iter().position(|column| is_one(normalized, cell, &column.heading.keys));
    let needed: BTreeSet<usize> = (0..table.columns.len())
        .filter(|at| table.columns.get(*at).is_some_and(|column| !column.is_optional && !column.is_stub))
        .collect();
    let mut run: Option<(Range<u32>, BTreeSet<usize>)> = None;
    let (mut above, mut next) = (None, 0);
    while let Some(row) = grid.next_row(next) {
        let known = grid.row(row).first().filter(|cell| cell.at.row_span == 1).and_then(heading);
        match (&mut run, known) {
            (Some((rows, headings)), Some(known)) if rows.end == row && !headings.contains(&known) => {
                headings.insert(known);
                rows.end = row + 1;
            }
            (run, known) => {
                if run.as_ref().is_some_and(|(_, headings)| headings.is_superset(&needed)) {
                    break;
                }
                *run = known.map(|known| {
                    let has_stub = table.columns.iter().any(|column| column.is_stub) && above == row.checked_sub(1);
                    let start = above.filter(|_| has_stub).unwrap_or(row);
                    (start..row + 1, BTreeSet::from([known]))
                });
            }
        }
        (above, next) = (Some(row), row + 1);
    }
    let (rows, headings) = run?;
    (headings.is_superset(&needed) && headings.len() > 1).then_some(rows)
}
