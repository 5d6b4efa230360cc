//! The headings of a table: which of the document's columns is which of the form's, over as many rows as they take.

use super::grid::{CellGrid, PieceCell};
use crate::form::{Heading, Layout, TableForm};
use crate::normalize::Normalized;
use std::ops::Range;

/// Rows that headings take at most.
const MOST_LEVELS: u32 = 4;

/// What stands across a table: its columns, or its rows where it is turned.
pub(super) struct Axis<'f> {
    headings: Vec<&'f Heading>,
    required: usize,
}

/// The rows of headings over a table.
#[derive(Debug, Clone)]
pub(super) struct Band {
    /// Its first row.
    pub start: u32,
    /// The row behind its last.
    pub end: u32,
    /// Which of the document's columns belong to which heading.
    pub columns: Vec<(Range<u32>, usize)>,
    /// The cells that are headings of columns.
    pub cells: Vec<PieceCell>,
    /// The heading cells that the form does not know, over columns that no known one heads.
    pub unknown: Vec<PieceCell>,
}

impl Band {
    /// How many of the form's headings it has.
    pub fn known(&self) -> usize {
        let mut known: Vec<usize> = self.columns.iter().map(|(_, heading)| *heading).collect();
        known.sort_unstable();
        known.dedup();
        known.len()
    }

    /// The first of the document's columns that has a heading.
    pub fn first_column(&self) -> u32 {
        self.columns.iter().map(|(columns, _)| columns.start).min().unwrap_or_default()
    }
}

/// The matching key of a cell, and without what stands in brackets behind it: 金額(円).
pub(super) fn keys_of<'n>(normalized: &'n Normalized, cell: &PieceCell) -> (&'n str, Option<String>) {
    let Some(piece) = normalized.pieces.get(cell.piece) else { return ("", None) };
    let text = normalized.text_of(piece.span).trim_end();
    let bare = text.ends_with(')').then(|| text.rfind('(').and_then(|at| text.get(..at))).flatten();
    (normalized.key_of(piece), bare.map(crate::text::fold::key).filter(|key| !key.is_empty()))
}

/// Whether a cell has one of the keys.
pub(super) fn is_one(normalized: &Normalized, cell: &PieceCell, keys: &[String]) -> bool {
    let (key, bare) = keys_of(normalized, cell);
    if key.is_empty() {
        // A sign alone (○, △) heads a column of marks.
        let piece = normalized.pieces.get(cell.piece);
        let sign = piece.and_then(|piece| crate::text::values::sign::alone(normalized.text_of(piece.span)));
        return sign.is_some_and(|sign| keys.iter().any(|known| known.chars().eq([sign])));
    }
    keys.iter().any(|known| known == key || bare.as_ref() == Some(known))
}

/// Whether a cell names a heading together with the one above it, in one wording: 常勤専従.
pub(super) fn names_holder(normalized: &Normalized, cell: &PieceCell, heading: &Heading) -> bool {
    let key = keys_of(normalized, cell).0;
    heading.keys.iter().any(|known| known == key) && heading.under.iter().any(|holder| key.contains(holder.as_str()))
}

impl<'f> Axis<'f> {
    /// What stands across a table; `None` where a table can't be turned.
    pub fn across(table: &'f TableForm, turned: bool) -> Option<Self> {
        if turned {
            let is_matrix = table.layout == Layout::Matrix;
            return is_matrix.then(|| Self { headings: table.rows.iter().collect(), required: table.rows.len() });
        }
        let required = table.columns.iter().filter(|column| !column.is_optional).count();
        Some(Self { headings: table.columns.iter().map(|column| &column.heading).collect(), required })
    }

    /// How many headings it has.
    pub fn len(&self) -> usize {
        self.headings.len()
    }

    /// The first rows of headings at or behind a row.
    pub fn first_band(&self, normalized: &Normalized, grid: &CellGrid, from: u32) -> Option<Band> {
        let mut row = from;
        while let Some(start) = grid.next_row(row) {
            if let Some(band) = self.band_at(normalized, grid, start) {
                return Some(band);
            }
            row = start + 1;
        }
        None
    }

    /// The rows of headings that begin in a row.
    pub fn band_at(&self, normalized: &Normalized, grid: &CellGrid, start: u32) -> Option<Band> {
        let is_known = |cell: &PieceCell| {
            self.headings
                .iter()
                .any(|heading| is_one(normalized, cell, &heading.keys) || is_one(normalized, cell, &heading.under))
        };
        let known = |row: u32| grid.row(row).iter().filter(|cell| is_known(cell)).count();
        if known(start) == 0 {
            return None;
        }
        let mut end = start + 1;
        while end < start + MOST_LEVELS {
            let spans = grid.rows(&(start..end)).iter().any(|cell| is_known(cell) && cell.end_row() > end);
            if !spans && known(end) * 2 <= grid.row(end).len() {
                break;
            }
            end += 1;
        }
        // The least rows that hold all headings: a row of values may look like one of headings.
        let bands = (start + 1..=end).filter_map(|end| self.band(normalized, grid, start..end));
        bands.rev().max_by_key(Band::known).filter(|band| band.known() >= self.least())
    }

    /// How many headings make a table.
    fn least(&self) -> usize {
        self.headings.len().min(2).max(self.required.div_ceil(2))
    }

    fn band(&self, normalized: &Normalized, grid: &CellGrid, rows: Range<u32>) -> Option<Band> {
        let cells = grid.rows(&rows);
        // A cell that goes on below the headings is no heading of a column but a title beside the table.
        let is_over = |cell: &&PieceCell| cell.end_row() <= rows.end;
        let mut columns: Vec<u32> = cells.iter().filter(is_over).map(|cell| cell.at.column).collect();
        columns.sort_unstable();
        columns.dedup();
        let mut band = Band { start: rows.start, end: rows.end, columns: vec![], cells: vec![], unknown: vec![] };
        for (at, column) in columns.iter().enumerate() {
            let over: Vec<&PieceCell> = cells.iter().filter(is_over).collect();
            let covers = |cell: &&&PieceCell| cell.columns().contains(column);
            let Some(lowest) = over.iter().filter(covers).max_by_key(|cell| cell.at.row).copied() else { continue };
            // Where a holder is not merged over its columns, those right of it that nothing covers are its as well.
            let holder = |row: u32| {
                let level = || over.iter().filter(move |cell| cell.at.row <= row && row < cell.end_row());
                let left = || level().rfind(|cell| cell.at.column < *column && cell.at.row == row);
                level().find(covers).or_else(left).copied()
            };
            let mut path: Vec<&PieceCell> = (rows.start..lowest.at.row).filter_map(holder).collect();
            path.dedup_by_key(|cell| cell.piece);
            path.push(lowest);
            let next = columns.get(at + 1).copied().unwrap_or(u32::MAX);
            let stretch = *column..next.min(lowest.columns().end);
            match self.heading(normalized, &path) {
                Some(heading) => {
                    band.columns.push((stretch, heading));
                    band.cells.extend(path.into_iter().copied());
                }
                None => band.unknown.push(*lowest),
            }
        }
        (!band.columns.is_empty()).then_some(band)
    }

    /// Which heading the cells over a column are, from the top down: the lowest that is known counts, and of equal ones that
    /// whose holder stands there.
    fn heading(&self, normalized: &Normalized, path: &[&PieceCell]) -> Option<usize> {
        let joined: String = path.iter().map(|cell| keys_of(normalized, cell).0).collect();
        let fits = |heading: &Heading| {
            let level = path.iter().rposition(|cell| is_one(normalized, cell, &heading.keys));
            let whole = (path.len() > 1 && heading.keys.contains(&joined)).then_some(path.len());
            let level = whole.or(level)?;
            let above = path.get(..level.min(path.len())).unwrap_or_default();
            let is_held = above.iter().any(|cell| is_one(normalized, cell, &heading.under));
            let names_both = path
                .get(level.min(path.len().saturating_sub(1)))
                .is_some_and(|cell| names_holder(normalized, cell, heading));
            (heading.under.is_empty() || is_held || names_both).then_some((level, is_held))
        };
        let fitting = self.headings.iter().enumerate().filter_map(|(at, heading)| Some((fits(heading)?, at)));
        fitting.max_by_key(|(rank, at)| (*rank, std::cmp::Reverse(*at))).map(|(_, at)| at)
    }
}
