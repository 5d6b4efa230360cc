//! The rows under a table's headings: which there are, where they end, and what stands in them.

use super::axis::{Axis, Band, is_one, keys_of, names_holder};
use super::grid::{CellGrid, PieceCell};
use super::{FoundCell, FoundRow, FoundTable};
use crate::form::{Form, Heading, Layout, TableForm, TableId};
use crate::normalize::Normalized;
use std::ops::Range;

/// Rows of a table at most; a document that has more is no form.
pub(super) const MOST_ROWS: usize = 10_000;

/// A row that begins with a label's word is one of the table when so many of its columns are filled.
const ROW_CELLS: usize = 3;

/// Reads the rows of one table.
pub(super) struct TableReader<'a> {
    pub normalized: &'a Normalized,
    pub form: &'a Form,
    pub grid: &'a CellGrid,
    pub table: &'a TableForm,
}

/// What stands before the rows: the form's rows, or its columns where the table is turned.
fn down(table: &TableForm, turned: bool) -> Vec<&Heading> {
    if turned { table.columns.iter().map(|column| &column.heading).collect() } else { table.rows.iter().collect() }
}

/// Whether the rows under headings are those of the table: of a matrix one of the next rows is the form's.
pub(super) fn fits(normalized: &Normalized, grid: &CellGrid, table: &TableForm, band: &Band, turned: bool) -> bool {
    let names = down(table, turned);
    if names.is_empty() {
        return true;
    }
    let below = grid.rows(&(band.end..u32::MAX));
    let mut left = below.iter().filter(|cell| cell.columns().end <= band.first_column());
    left.any(|cell| names.iter().any(|name| is_one(normalized, cell, &name.keys)))
}

impl TableReader<'_> {
    /// The table, and the row behind it.
    pub fn read(&self, band: &Band, turned: bool, title: Option<usize>, id: TableId) -> (FoundTable, u32) {
        let mut band = band.clone();
        add_stub(self.normalized, self.grid, self.table, &mut band);
        let Some(axis) = Axis::across(self.table, turned) else { return (self.empty(id), band.end) };
        let mut found = self.empty(id);
        found.pieces.extend(title);
        self.headings(&mut found, &band, turned);
        // A title beside the table says how far down it goes.
        let beside =
            title.and_then(|title| self.grid.rows(&(band.start..band.end)).iter().find(|cell| cell.piece == title));
        let end = beside.filter(|cell| cell.end_row() > band.end).map_or(u32::MAX, PieceCell::end_row);
        let mut open: Vec<PieceCell> = Vec::new();
        let mut last = band.end;
        let mut next = band.end;
        while let Some(row) = self.grid.next_row(next).filter(|row| *row < end) {
            let again = axis.band_at(self.normalized, self.grid, row).map(|mut again| {
                add_stub(self.normalized, self.grid, self.table, &mut again);
                again
            });
            if let Some(again) = again.filter(|again| again.known() == band.known()) {
                self.headings(&mut found, &again, turned);
                (last, next, band) = (again.end, again.end, again);
                continue;
            }
            if found.rows.len() >= MOST_ROWS || self.ends_at(row, last, &band) {
                break;
            }
            open.retain(|cell| cell.end_row() > row);
            open.extend(self.grid.row(row).iter().filter(|cell| Some(cell.piece) != title));
            self.row(&mut found, &band, &open, row, turned);
            (last, next) = (row + 1, row + 1);
            if self.table.layout == Layout::Single && !found.rows.is_empty() {
                break;
            }
        }
        if turned {
            found.rows = turn(found.rows, self.table);
        }
        found.pieces.sort_unstable();
        found.pieces.dedup();
        (found, next)
    }

    fn empty(&self, table: TableId) -> FoundTable {
        FoundTable { table, missing: Vec::new(), unknown: Vec::new(), rows: Vec::new(), pieces: Vec::new() }
    }

    /// Takes a row of headings: what it knows, does not know, and lacks.
    fn headings(&self, found: &mut FoundTable, band: &Band, turned: bool) {
        found.pieces.extend(band.cells.iter().map(|cell| cell.piece));
        // What heads the rows' names heads no column.
        let first = if down(self.table, turned).is_empty() { 0 } else { band.first_column() };
        for cell in &band.unknown {
            found.pieces.push(cell.piece);
            if cell.at.column >= first && !found.unknown.contains(&cell.piece) {
                found.unknown.push(cell.piece);
            }
        }
        if !turned {
            let has = |column: &usize| band.columns.iter().any(|(_, known)| known == column);
            found.missing = (0..self.table.columns.len()).filter(|column| !has(column)).collect();
        }
    }

    /// Whether the table ends before a row: another label of the form, a title of another table, its headings, or, behind
    /// empty rows, a row that has not the table's cells.
    fn ends_at(&self, row: u32, last: u32, band: &Band) -> bool {
        let cells = self.grid.row(row);
        let Some(first) = cells.first() else { return true };
        let key = keys_of(self.normalized, first).0;
        let names = self.table.rows.iter().chain(self.table.columns.iter().map(|column| &column.heading));
        let is_name = names.into_iter().any(|name| name.keys.iter().any(|known| known == key));
        let is_other_title = self.form.tables.iter().any(|table| table.title_keys.iter().any(|title| title == key));
        let is_other_table = self.form.tables.iter().any(|table| {
            let is_other = !std::ptr::eq(table, self.table);
            let band = is_other.then(|| Axis::across(table, false)?.band_at(self.normalized, self.grid, row)).flatten();
            band.is_some_and(|band| band.known() > 1)
        });
        let is_apart = row > last && cells.iter().filter(|cell| self.heading_of(band, cell).is_some()).count() < 2;
        // A label with its value has few cells; what fills more columns is a row that begins with the same word.
        let labels = cells.iter().filter(|cell| self.form.is_label(keys_of(self.normalized, cell).0)).count();
        let mut filled: Vec<usize> = cells.iter().filter_map(|cell| self.heading_of(band, cell)).collect();
        filled.dedup();
        let is_row = labels == 1 && filled.len() >= ROW_CELLS;
        (!is_name && (self.form.is_label(key) && !is_row || is_other_title)) || is_other_table || is_apart
    }

    fn heading_of(&self, band: &Band, cell: &PieceCell) -> Option<usize> {
        overlapping(band, &cell.columns()).next()
    }

    /// Takes one row from the cells that stand in it.
    fn row(&self, found: &mut FoundTable, band: &Band, open: &[PieceCell], row: u32, turned: bool) {
        let names = down(self.table, turned);
        let (left, cells): (Vec<&PieceCell>, Vec<&PieceCell>) =
            open.iter().partition(|cell| !names.is_empty() && cell.columns().end <= band.first_column());
        let own = || open.iter().filter(|cell| cell.at.row == row);
        if self.is_note(band, own()) {
            return;
        }
        let begins = own().next();
        if begins.is_some_and(|cell| is_one(self.normalized, cell, &self.table.skip)) {
            return found.pieces.extend(own().map(|cell| cell.piece));
        }
        let name = self.name_of(&names, &left);
        if !names.is_empty() && name.is_none() {
            return;
        }
        let mut entry = FoundRow { row: name.unwrap_or_default(), cells: vec![] };
        let width = if turned { self.table.rows.len() } else { self.table.columns.len() };
        entry.cells.resize_with(width, FoundCell::default);
        for cell in cells {
            let columns: Vec<usize> = overlapping(band, &cell.columns()).collect();
            let is_strange =
                columns.is_empty() && band.unknown.iter().any(|over| meet(&over.columns(), &cell.columns()));
            if !columns.is_empty() || is_strange {
                found.pieces.push(cell.piece);
            }
            let is_merged = columns.iter().any(|column| Some(column) != columns.first()) || cell.at.row_span > 1;
            for column in columns {
                if let Some(entry) = entry.cells.get_mut(column).filter(|entry| !entry.pieces.contains(&cell.piece)) {
                    entry.pieces.push(cell.piece);
                    entry.is_merged |= is_merged;
                }
            }
        }
        let is_filled = entry.cells.iter().any(|cell| !cell.pieces.is_empty());
        if is_filled || !names.is_empty() {
            found.pieces.extend(left.iter().map(|cell| cell.piece));
            found.rows.push(entry);
        }
    }

    /// Whether a row is a note or a caption between the rows: one cell alone over several columns, or one that opens as
    /// notes do.
    fn is_note<'c>(&self, band: &Band, own: impl Iterator<Item = &'c PieceCell>) -> bool {
        let own: Vec<&PieceCell> = own.collect();
        let [cell] = own.as_slice() else { return false };
        let text = self.normalized.pieces.get(cell.piece).map(|piece| self.normalized.text_of(piece.span));
        let opens = text.unwrap_or_default().trim_start_matches(['(', ' ']).starts_with(['※', '注', '*']);
        opens || (band.columns.len() > 1 && overlapping(band, &cell.columns()).count() == band.columns.len())
    }

    /// Which of the names a row has: the cells before it from the left, the last that is one counts.
    fn name_of(&self, names: &[&Heading], left: &[&PieceCell]) -> Option<usize> {
        let mut left = left.to_vec();
        left.sort_by_key(|cell| cell.at.column);
        let fits = |name: &Heading| {
            let level = left.iter().rposition(|cell| is_one(self.normalized, cell, &name.keys))?;
            let above = left.get(..level).unwrap_or_default();
            let is_held = above.iter().any(|cell| is_one(self.normalized, cell, &name.under));
            let names_both = left.get(level).is_some_and(|cell| names_holder(self.normalized, cell, name));
            (name.under.is_empty() || is_held || names_both).then_some((level, is_held))
        };
        let fitting = names.iter().enumerate().filter_map(|(at, name)| Some((fits(name)?, at)));
        fitting.max_by_key(|(rank, at)| (*rank, std::cmp::Reverse(*at))).map(|(_, at)| at)
    }
}

/// Gives the column that names the rows its place where it has no heading: left of all that have one, if only one column stands there.
pub(super) fn add_stub(normalized: &Normalized, grid: &CellGrid, table: &TableForm, band: &mut Band) {
    let Some(stub) = table.columns.iter().position(|column| column.is_stub) else { return };
    if band.columns.iter().any(|(_, known)| *known == stub) {
        return;
    }
    let first = band.first_column();
    let is_left = |cell: &&PieceCell| cell.columns().end <= first;
    let mut below = grid.rows(&(band.end..u32::MAX)).iter().filter(is_left).map(PieceCell::columns);
    let Some(column) = below.next().filter(|column| below.all(|other| meet(&other, column))) else { return };
    let is_over = |cell: &PieceCell| meet(&cell.columns(), &column);
    // A heading that says something else than nothing is another column's.
    let is_other = |cell: &PieceCell| {
        is_over(cell) && normalized.pieces.get(cell.piece).is_some_and(|piece| !normalized.key_of(piece).is_empty())
    };
    if band.unknown.iter().any(is_other) {
        return;
    }
    band.unknown.retain(|cell| !is_over(cell));
    band.columns.insert(0, (column, stub));
}

/// The headings whose columns a stretch touches, each once.
pub(super) fn overlapping<'b>(band: &'b Band, columns: &'b Range<u32>) -> impl Iterator<Item = usize> + 'b {
    band.columns.iter().filter(|(known, _)| meet(known, columns)).map(|(_, heading)| *heading)
}

fn meet(one: &Range<u32>, other: &Range<u32>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The rows of a table whose columns stand below each other.
fn turn(found: Vec<FoundRow>, table: &TableForm) -> Vec<FoundRow> {
    let mut turned: Vec<FoundRow> = (0..table.rows.len())
        .map(|row| FoundRow { row, cells: table.columns.iter().map(|_| FoundCell::default()).collect() })
        .collect();
    for column in found {
        for (row, cell) in turned.iter_mut().zip(column.cells) {
            if let Some(place) = row.cells.get_mut(column.row).filter(|place| place.pieces.is_empty()) {
                *place = cell;
            }
        }
    }
    turned
}
