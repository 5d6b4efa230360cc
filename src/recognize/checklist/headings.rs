//! The heading row of the item table: which cells are headings, whole or cut by a page's end, and what columns they tell.

use crate::form::ChecklistForm;
use crate::normalize::{Normalized, Piece};
use crate::text::fold;

/// A heading row with a cell that was cut has at least so many whole ones more.
const HEADINGS_PER_CUT: usize = 2;

/// The columns of the table, as its heading row has them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub(super) table: usize,
    pub(super) done: u32,
    pub(super) planned: u32,
}

/// Knows the headings of the item table.
#[derive(Clone, Copy)]
pub(super) struct Headings<'a> {
    pub(super) normalized: &'a Normalized,
    pub(super) form: &'a ChecklistForm,
}

impl Headings<'_> {
    fn piece(&self, index: usize) -> Option<&Piece> {
        self.normalized.pieces.get(index)
    }

    /// Whether every cell of a row is a heading of the item table.
    pub(super) fn is_heading(&self, row: &[usize]) -> bool {
        !row.is_empty()
            && row
                .iter()
                .all(|index| self.piece(*index).is_some_and(|piece| self.is_heading_key(self.normalized.key_of(piece))))
    }

    /// The length of the longest heading of the item table that is accepted.
    fn longest(&self, accept: impl Fn(&str) -> bool) -> Option<usize> {
        self.form.heading_keys.iter().filter(|heading| accept(heading)).map(String::len).max()
    }

    /// Whether a row is a heading of which the page's end cut a cell: the others are headings, this one begins one.
    pub(super) fn is_cut_heading(&self, row: &[usize]) -> bool {
        let mut cut = 0;
        for index in row {
            let key = self.piece(*index).map_or("", |piece| self.normalized.key_of(piece));
            if self.is_heading_key(key) {
                continue;
            }
            if key.len() > self.form.headings_length || self.longest(|heading| fold::opens_with(heading, key)).is_none()
            {
                return false;
            }
            cut += 1;
        }
        cut > 0 && row.len() >= 2 * cut + HEADINGS_PER_CUT
    }

    /// Whether every cell of a row ends a heading that was cut.
    pub(super) fn ends_heading(&self, row: &[usize]) -> bool {
        let ends = |key: &str| !key.is_empty() && self.longest(|heading| heading.ends_with(key)).is_some();
        !row.is_empty()
            && row.iter().all(|index| self.piece(*index).is_some_and(|piece| ends(self.normalized.key_of(piece))))
    }

    /// Whether a line is a heading, or one line of a heading that its column cut.
    pub(super) fn is_part(&self, index: usize) -> bool {
        let key = self.piece(index).map_or("", |piece| self.normalized.key_of(piece));
        !key.is_empty() && (self.is_heading_key(key) || self.longest(|heading| heading.contains(key)).is_some())
    }

    /// Whether a key is made of headings only.
    fn is_heading_key(&self, key: &str) -> bool {
        if key.len() > self.form.headings_length {
            return false;
        }
        let mut rest = key;
        while !rest.is_empty() {
            match self.longest(|heading| fold::opens_with(rest, heading)).and_then(|length| rest.get(length..)) {
                Some(after) => rest = after,
                None => return false,
            }
        }
        !key.is_empty()
    }

    /// The columns that a heading row tells.
    pub(super) fn columns(&self, row: &[usize]) -> Option<Columns> {
        let key = |index: &usize| self.piece(*index).map_or("", |piece| self.normalized.key_of(piece));
        let is_one = |keys: &[String], index: &usize| keys.iter().any(|heading| heading == key(index));
        let cell = |index: &usize| self.piece(*index).and_then(|piece| piece.cell);
        let done = row.iter().find(|index| is_one(&self.form.done_keys, index));
        // The page's end may have cut the last heading.
        let is_planned = |index: &&usize| {
            let begins = self.form.planned_keys.iter().any(|heading| heading.starts_with(key(index)));
            begins && !key(index).is_empty() && done.is_some_and(|done| done < *index)
        };
        let planned =
            row.iter().find(|index| is_one(&self.form.planned_keys, index)).or_else(|| row.last().filter(is_planned));
        let (done, planned) = (done.and_then(cell)?, planned.and_then(cell)?);
        Some(Columns { table: done.table, done: done.column, planned: planned.column })
    }
}
