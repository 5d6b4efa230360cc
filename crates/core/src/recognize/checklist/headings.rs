//! The heading row of the item table: which cells are headings, whole or cut by a page's end, and what columns they tell.

use crate::form::ChecklistForm;
use crate::normalize::{Normalized, Piece, Position};
use crate::text::fold;

/// A heading row with a cell that was cut has at least so many whole ones more.
const HEADINGS_PER_CUT: usize = 2;

/// A column of the item table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemColumn {
    /// The numbers or the texts of items.
    Item,
    /// What is done.
    Done,
    /// What is planned.
    Planned,
    /// One that the form does not know, with the piece that holds its heading.
    Unknown(usize),
}

/// The columns of the table, as its heading row has them.
#[derive(Debug, Clone)]
pub(super) struct ItemTableColumns {
    /// The tables whose rows have these columns: the one with the heading row, and those behind it without one.
    tables: Vec<usize>,
    /// Where the columns begin, in order.
    starts: Vec<(u32, ItemColumn)>,
}

impl ItemTableColumns {
    /// The column that a cell stands in; what stands left of the first known one is an item's.
    pub(super) fn of(&self, cell: Position) -> Option<ItemColumn> {
        self.tables.contains(&cell.table).then(|| {
            let under = self.starts.iter().rev().find(|(start, _)| *start <= cell.column);
            under.map_or(ItemColumn::Item, |(_, column)| *column)
        })
    }

    /// Where the first column of the items stands.
    pub(super) fn first_item(&self) -> Option<u32> {
        self.starts.iter().find(|(_, column)| *column == ItemColumn::Item).map(|(start, _)| *start)
    }

    /// Where the last column of the items stands before those of the statuses: that of their texts.
    pub(super) fn last_item(&self) -> Option<u32> {
        let items =
            self.starts.iter().take_while(|(_, column)| !matches!(column, ItemColumn::Done | ItemColumn::Planned));
        items.filter(|(_, column)| *column == ItemColumn::Item).map(|(start, _)| *start).last()
    }

    /// Takes a table without heading row for one of these columns, where its item's number and text stand as the headings
    /// of these do.
    pub(super) fn adopt(&mut self, number: Position, text: Option<Position>) {
        let items = || self.starts.iter().filter(|(_, column)| *column == ItemColumn::Item).map(|(start, _)| *start);
        let is_alike = items().eq([number.column].into_iter().chain(text.map(|cell| cell.column)));
        if is_alike && !self.tables.contains(&number.table) {
            self.tables.push(number.table);
        }
    }

    /// The headings of columns that the form does not know.
    pub(super) fn unknown(&self) -> impl Iterator<Item = usize> + '_ {
        self.starts.iter().filter_map(|(_, column)| match column {
            ItemColumn::Unknown(piece) => Some(*piece),
            _ => None,
        })
    }
}

/// Knows the headings of the item table.
#[derive(Clone, Copy)]
pub(super) struct ItemHeadings<'a> {
    pub(super) normalized: &'a Normalized,
    pub(super) form: &'a ChecklistForm,
}

impl ItemHeadings<'_> {
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

    /// Whether a row is a heading with columns that the form does not know among its own: at least the items' or their
    /// numbers', and that of a status are known.
    pub(super) fn is_wider_heading(&self, row: &[usize]) -> bool {
        let is_status = self.has(row, &self.form.done_keys) || self.has(row, &self.form.planned_keys);
        self.opens_heading(row) && is_status
    }

    /// Whether a row can be the first of two heading rows: it heads the items or their numbers.
    pub(super) fn opens_heading(&self, row: &[usize]) -> bool {
        self.in_table(row) && (self.has(row, &self.form.item_keys) || self.has(row, &self.form.number_keys))
    }

    /// Whether a row of a table heads both the items and their numbers.
    pub(super) fn heads_items(&self, row: &[usize]) -> bool {
        self.in_table(row) && self.has(row, &self.form.item_keys) && self.has(row, &self.form.number_keys)
    }

    /// The keys of a row's cells.
    pub(super) fn keys(&self, row: &[usize]) -> Vec<&str> {
        row.iter().map(|index| self.key(*index)).collect()
    }

    /// Whether a row heads the columns of both statuses: with one above it, that of two heading rows that tells them.
    /// No | チェック項目 | 実施状況, and below it 実施済 | 実施予定 | 実施時期.
    pub(super) fn is_status_heading(&self, row: &[usize]) -> bool {
        self.in_table(row) && self.has(row, &self.form.done_keys) && self.has(row, &self.form.planned_keys)
    }

    fn in_table(&self, row: &[usize]) -> bool {
        row.iter().all(|index| self.piece(*index).is_some_and(|piece| piece.cell.is_some()))
    }

    /// Whether a cell of the row is one of these headings.
    fn has(&self, row: &[usize], keys: &[String]) -> bool {
        row.iter().any(|index| keys.iter().any(|heading| heading == self.key(*index)))
    }

    /// The section whose title a heading row has in a cell, and that cell.
    pub(super) fn titled(&self, row: &[usize]) -> Option<(usize, usize)> {
        row.iter().find_map(|index| self.form.section_of(self.key(*index)).map(|section| (section, *index)))
    }

    fn key(&self, index: usize) -> &str {
        self.piece(index).map_or("", |piece| self.normalized.key_of(piece))
    }

    /// Whether a heading is the rest of the planned one's, which is set in two columns, marks and times: 実施予定 | (実施時期).
    fn is_rest_of_planned(&self, planned: usize, index: usize) -> bool {
        let plain = |key: &str| key.trim_matches(['(', ')']).to_owned();
        let rest =
            |heading: &String| heading.strip_prefix(self.key(planned)).map(plain).filter(|rest| !rest.is_empty());
        planned < index && self.form.planned_keys.iter().filter_map(rest).any(|rest| rest == plain(self.key(index)))
    }

    /// The columns that a heading row tells.
    pub(super) fn columns(&self, row: &[usize]) -> Option<ItemTableColumns> {
        let is_one = |keys: &[String], index: &usize| keys.iter().any(|heading| heading == self.key(*index));
        let cell = |index: &usize| self.piece(*index).and_then(|piece| piece.cell);
        let done = row.iter().find(|index| is_one(&self.form.done_keys, index));
        // The page's end may have cut the last heading.
        let is_planned = |index: &&usize| {
            let begins = self.form.planned_keys.iter().any(|heading| heading.starts_with(self.key(**index)));
            begins && !self.key(**index).is_empty() && done.is_some_and(|done| done < *index)
        };
        let planned =
            row.iter().find(|index| is_one(&self.form.planned_keys, index)).or_else(|| row.last().filter(is_planned));
        let table = done.and_then(cell)?.table;
        planned.and_then(cell)?;
        // What heads the texts of items in other words, or with their section's title.
        let texts = row.iter().find(|index| !self.is_heading_key(self.key(**index)) && Some(*index) < done);
        let texts = texts.filter(|_| !self.has(row, &self.form.item_keys));
        let column = |index: &usize| match index {
            _ if Some(index) == done => ItemColumn::Done,
            _ if Some(index) == planned => ItemColumn::Planned,
            _ if planned.is_some_and(|planned| self.is_rest_of_planned(*planned, *index)) => ItemColumn::Planned,
            _ if Some(index) == texts || self.is_heading_key(self.key(*index)) => ItemColumn::Item,
            _ => ItemColumn::Unknown(*index),
        };
        let mut starts: Vec<(u32, ItemColumn)> =
            row.iter().filter_map(|index| Some((cell(index)?.column, column(index)))).collect();
        starts.sort_by_key(|(start, _)| *start);
        Some(ItemTableColumns { tables: vec![table], starts })
    }
}
