//! Where the form's tables stand: headings in the cells of the document's tables, and the rows under them.
//!
//! A cell goes under its heading, never by position. A table is known by its headings; where two tables of the form have
//! them, by the title before it. What no heading and no row takes stays content, which is reported when no label takes it.

mod axis;
mod grid;
mod items;
mod lines;
mod rows;
mod turned;
mod words;

use crate::document::Span;
use crate::form::{Form, Layout, TableForm, TableId};
use crate::normalize::Normalized;
use axis::Axis;
use grid::CellGrid;
pub(crate) use items::{number, section_of, undecorated};
use std::ops::Range;

/// How far before its headings a table's title stands at most, in pieces.
const TITLE_REACH: usize = 4;

/// A row of a table that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    /// Which of the form's rows it is; 0 where the form names none.
    pub row: usize,
    /// For each of the form's columns, the pieces that stand in it.
    pub cells: Vec<FoundCell>,
}

/// What stands in one column of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundCell {
    /// The pieces.
    pub pieces: Vec<usize>,
    /// The stretch of the text that is the cell, where it is not all of its pieces.
    pub within: Option<Span>,
    /// Whether a line beside it may be its rest.
    pub is_open: bool,
    /// Whether one of them stands in other columns or rows as well.
    pub is_merged: bool,
}

/// A table of the form in the document, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundTable {
    /// Which of the form's.
    pub table: TableId,
    /// Its columns that have no heading.
    pub missing: Vec<usize>,
    /// Pieces that head columns which the form does not know.
    pub unknown: Vec<usize>,
    /// Its rows.
    pub rows: Vec<FoundRow>,
    /// All pieces of it: title, headings, names of rows, cells.
    pub pieces: Vec<usize>,
}

/// A place where a table may begin.
struct Start {
    table: TableId,
    grid: usize,
    band: axis::Band,
    turned: bool,
    title: Option<usize>,
}

/// Finds the form's tables among the content pieces of the form part.
pub(super) fn find(normalized: &Normalized, form: &Form, content: &[usize]) -> Vec<FoundTable> {
    let grids = grid::of(normalized, content);
    let mut found: Vec<FoundTable> = Vec::new();
    let mut last: Option<(TableId, axis::Band, usize, usize)> = None;
    for at in 0..grids.len() {
        let Some(grid) = grids.get(at) else { break };
        let (mut row, before) = (0, found.len());
        // The checklist whose headings were printed last, where these stand, and the last table that they headed.
        let goes_on = last.as_ref().filter(|(.., part)| part + 1 == at);
        if let Some((id, band, heads, _)) =
            goes_on.filter(|_| best_start(normalized, form, &grids, at, 0, &found).is_none())
            && let Some((table, items)) = form.tables.get(*id).and_then(|table| Some((table, table.items.as_ref()?)))
        {
            let width = grids.get(*heads).map_or(0, CellGrid::width);
            let moved = items::below(normalized, grid, band, width);
            let reader = moved.as_ref().map(|grid| items::ChecklistReader { normalized, form, grid, table, items });
            if let Some(reader) = reader.filter(|reader| reader.goes_on(band)) {
                let (part, _) = reader.read(band, 0, None, *id, true);
                found.push(part);
                last = last.map(|(id, band, heads, _)| (id, band, heads, at));
                continue;
            }
        }
        while let Some(start) = best_start(normalized, form, &grids, at, row, &found) {
            let Some(table) = form.tables.get(start.table) else { break };
            if let Some(items) = &table.items {
                let reader = items::ChecklistReader { normalized, form, grid, table, items };
                let (part, next) = reader.read(&start.band, start.band.end, start.title, start.table, false);
                last = Some((start.table, start.band.clone(), at, at));
                row = next.max(start.band.end);
                found.push(part);
                continue;
            }
            let reader = rows::TableReader { normalized, form, grid, table };
            let (part, next) = reader.read(&start.band, start.turned, start.title, start.table);
            row = next.max(start.band.end);
            found.push(part);
        }
        if found.len() == before {
            turned::find(normalized, form, grid, &mut found);
        }
    }
    lines::find(normalized, form, content, &mut found);
    words::find(normalized, form, content, &mut found);
    found
}

/// The first place at or behind a row of a grid where a table begins, with the table that fits best there.
fn best_start(
    normalized: &Normalized,
    form: &Form,
    grids: &[CellGrid],
    at: usize,
    row: u32,
    found: &[FoundTable],
) -> Option<Start> {
    let grid = grids.get(at)?;
    let mut best: Option<((u32, std::cmp::Reverse<usize>), Start)> = None;
    for (id, table) in form.tables.iter().enumerate() {
        for turned in [false, true] {
            let Some(axis) = Axis::across(table, turned) else { continue };
            let Some(band) = axis.first_band(normalized, grid, row) else { continue };
            if table.items.as_ref().is_some_and(|items| !items::fits(items, &band)) {
                continue;
            }
            if !rows::fits(normalized, grid, table, &band, turned) {
                continue;
            }
            let title = title(normalized, table, grid, band.start..band.end);
            let is_new = !found.iter().any(|part| part.table == id);
            let is_list = matches!(table.layout, Layout::List { .. });
            // A title that is not there tells against a table only where another one fits as well.
            let points = 8 * usize::from(title.is_some())
                + 2 * band.known() * 8 / axis.len().max(1)
                + usize::from(is_new || is_list)
                + 4 * usize::from(is_new && table.title_keys.is_empty());
            let rank = (band.start, std::cmp::Reverse(points));
            if best.as_ref().is_none_or(|(known, _)| rank < *known) {
                best = Some((rank, Start { table: id, grid: at, band, turned, title }));
            }
        }
    }
    best.map(|(_, start)| start).filter(|start| start.grid == at)
}

/// The piece that is a table's title: right before its headings, or beside them.
fn title(normalized: &Normalized, table: &TableForm, grid: &CellGrid, rows: Range<u32>) -> Option<usize> {
    let first = grid.first_piece(rows.start)?;
    let is_title = |piece: usize| {
        let key = normalized.pieces.get(piece).map(|piece| normalized.key_of(piece)).unwrap_or_default();
        table.title_keys.iter().any(|title| key.ends_with(title.as_str()) && key.len() <= title.len() + NUMBERING)
    };
    let before = (first.saturating_sub(TITLE_REACH)..first).rev();
    before.chain(grid.pieces_in(rows)).find(|piece| is_title(*piece))
}

/// How much of a title's key may be its number, in bytes.
const NUMBERING: usize = 6;
