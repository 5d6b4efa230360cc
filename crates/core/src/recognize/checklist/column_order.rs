//! Checklists without tables whose lines do not follow the rows: programs that take text out of a page may write the
//! numbers, the items and the marks of several rows one behind the other.
//!
//! In each column the order is kept. So where all lines of text, one behind the other, are an edition's items in their
//! order, it is known which line is which item's; and where there are as many marks of each column as items, the first
//! is the first item's. Nothing else is told: without that, the marks are left out.

use super::edit_distance::length_of;
use super::headings::ItemHeadings;
use super::item_boundaries::folded;
use super::items::{DraftItem, DraftSection, LineMarks, TELLING_CHARS, first_mark, is_mark_cell};
use super::numbers::{lone_number, number};
use crate::document::Span;
use crate::form::{ChecklistForm, Edition};
use crate::normalize::Normalized;
use crate::recognize::excerpt::Fragment;
use crate::text::marks;

/// How many lines that are not word for word the form's are compared: a checklist has some hundred lines.
const TRIES: usize = 5000;

/// How many characters of an item's end may not have been written.
const UNWRITTEN: usize = 3;

/// Reads the checklist as an edition's items, if it holds all of them in their order; and whether their marks are told.
pub(super) fn read(
    normalized: &Normalized,
    form: &ChecklistForm,
    pieces: &[usize],
    edition: Option<&str>,
) -> Option<(Vec<DraftSection>, bool)> {
    let in_table = |index: &usize| normalized.pieces.get(*index).is_some_and(|piece| piece.cell.is_some());
    if normalized.extent.is_by_lines() || pieces.iter().any(in_table) {
        return None;
    }
    let editions = form.editions.iter().filter(|known| edition.is_none_or(|edition| known.edition == edition));
    editions.into_iter().find_map(|edition| Stream::new(normalized, form, edition).read(pieces))
}

/// The lines while they are gone through.
struct Stream<'a> {
    normalized: &'a Normalized,
    form: &'a ChecklistForm,
    edition: &'a Edition,
    sections: Vec<DraftSection>,
    /// The section that the next text belongs to.
    section: usize,
    /// How many characters of its current item's key were read.
    read: usize,
    /// The cells of marks.
    cells: Vec<LineMarks>,
    /// How many lines with slips may still be compared.
    tries: usize,
    /// Lines behind the item under way that do not go on with it.
    strays: Vec<Fragment>,
    /// Whether the line before was a cell of marks, or went on with one.
    is_behind_cell: bool,
    /// Whether the marks can't be told apart.
    is_unclear: bool,
}

impl<'a> Stream<'a> {
    fn new(normalized: &'a Normalized, form: &'a ChecklistForm, edition: &'a Edition) -> Self {
        let section = |known: usize| DraftSection { known: Some(known), ..DraftSection::default() };
        Self {
            normalized,
            form,
            edition,
            sections: edition.sections.iter().map(|of| section(of.section)).collect(),
            section: 0,
            read: 0,
            cells: Vec::new(),
            tries: TRIES,
            strays: Vec::new(),
            is_behind_cell: false,
            is_unclear: false,
        }
    }

    fn read(mut self, pieces: &[usize]) -> Option<(Vec<DraftSection>, bool)> {
        let headings = ItemHeadings { normalized: self.normalized, form: self.form };
        for &index in pieces {
            let piece = self.normalized.pieces.get(index)?;
            let was_behind_cell = std::mem::take(&mut self.is_behind_cell);
            if let Some(known) = self.form.section_of(self.normalized.key_of(piece)) {
                let section = self.sections.iter_mut().find(|section| section.known == Some(known));
                section.into_iter().for_each(|section| section.title = section.title.or(Some(index)));
            } else if !headings.is_part(index) && lone_number(self.normalized.text_of(piece.span)).is_none() {
                self.line(Fragment { piece: index, span: piece.span }, was_behind_cell);
            }
        }
        self.is_complete().then(|| self.finish())
    }

    /// Whether all items were read to their ends.
    fn is_complete(&self) -> bool {
        let counts = self.sections.iter().zip(&self.edition.sections);
        self.read == 0 && counts.into_iter().all(|(section, of)| section.items.len() == of.keys.len())
    }

    /// A line of text, marks, or both.
    fn line(&mut self, line: Fragment, was_behind_cell: bool) {
        let text = self.normalized.text_of(line.span);
        if is_mark_cell(text) || self.is_rest_of_cell(text, was_behind_cell) {
            return self.marks(line, was_behind_cell);
        }
        let behind = number(text).map(|(_, length)| Span::new(line.span.start + length, line.span.end));
        for span in behind.into_iter().chain([line.span]) {
            let middle = first_mark(self.normalized.text_of(span)).map_or(span.end, |at| span.start + at);
            if self.text(Fragment { piece: line.piece, span: Span::new(span.start, middle) }) {
                if middle < span.end {
                    self.marks(Fragment { piece: line.piece, span: Span::new(middle, span.end) }, false);
                }
                return;
            }
        }
    }

    /// The key of the item under way, or of the one that is next.
    fn key(&self) -> Option<&'a String> {
        let count = self.sections.get(self.section)?.items.len();
        let current = if self.read > 0 { count.checked_sub(1)? } else { count };
        self.edition.sections.get(self.section)?.keys.get(current)
    }

    /// Takes text as going on with the items; whether it does.
    fn text(&mut self, fragment: Fragment) -> bool {
        let line: Vec<char> = folded(self.normalized, &fragment).map(|(_, c)| c).collect();
        if self.fits(&line) {
            self.push(fragment, &line);
            return true;
        }
        // What is left of the item was not written so; the next one begins.
        let (section, read) = (self.section, self.read);
        if read > 0 && self.rest().len() <= UNWRITTEN {
            self.end_item();
            if self.fits(&line) {
                self.give_strays(section);
                self.push(fragment, &line);
                return true;
            }
            (self.section, self.read) = (section, read);
        }
        let jumps = self.read == 0 && self.jump(fragment, &line);
        if self.read > 0 {
            self.strays.push(fragment);
        }
        jumps
    }

    /// Gives what was written instead of an item's end to the item, which is the section's last.
    fn give_strays(&mut self, section: usize) {
        let strays = std::mem::take(&mut self.strays);
        let length: usize = strays.iter().map(|stray| folded(self.normalized, stray).count()).sum();
        let item = self.sections.get_mut(section).and_then(|section| section.items.last_mut());
        if let Some(item) = item.filter(|_| length <= UNWRITTEN * 2) {
            item.text.extend(strays);
        }
    }

    /// Goes to a section that begins with a line and has not been begun: sections may be out of order, too. Then
    /// their marks may be as well.
    fn jump(&mut self, fragment: Fragment, line: &[char]) -> bool {
        let home = self.section;
        for other in 0..self.sections.len() {
            self.section = other;
            let is_new = self.sections.get(other).is_some_and(|section| section.items.is_empty());
            if is_new && line.len() >= TELLING_CHARS && self.rest().starts_with(line) {
                self.is_unclear = true;
                self.push(fragment, line);
                return true;
            }
        }
        self.section = home;
        false
    }

    /// What was not read of the item under way.
    fn rest(&self) -> Vec<char> {
        self.key().into_iter().flat_map(|key| key.chars().skip(self.read)).collect()
    }

    /// Whether a line goes on with the item under way.
    fn fits(&mut self, line: &[char]) -> bool {
        let rest = self.rest();
        if line.is_empty() || rest.starts_with(line) || self.tries == 0 {
            return !line.is_empty() && rest.starts_with(line);
        }
        self.tries -= 1;
        length_of(line, &rest).is_some()
    }

    /// Gives a line that fits to the item under way.
    fn push(&mut self, fragment: Fragment, line: &[char]) {
        let rest = self.rest();
        let Some(length) = length_of(line, &rest) else { return };
        let Some(section) = self.sections.get_mut(self.section) else { return };
        if self.read == 0 {
            let no = u32::try_from(section.items.len() + 1).unwrap_or(u32::MAX);
            section.items.push(DraftItem { no, text: vec![], done: vec![], planned: vec![], marks: vec![] });
        }
        section.items.last_mut().into_iter().for_each(|item| item.text.push(fragment));
        self.strays.clear();
        self.read += length;
        if length == rest.len() {
            self.end_item();
        }
    }

    /// The item under way is complete. Behind the last of a section comes the first section with items left.
    fn end_item(&mut self) {
        self.read = 0;
        if self.key().is_none() {
            let counts = self.sections.iter().zip(&self.edition.sections);
            let open = counts.into_iter().position(|(section, of)| section.items.len() < of.keys.len());
            self.section = open.unwrap_or(self.section);
        }
    }

    /// Whether a line goes on with a cell whose brackets are open; a long one is no plan.
    fn is_rest_of_cell(&self, text: &str, was_behind_cell: bool) -> bool {
        let is_open = self.cells.last().is_some_and(|cell| cell.is_open);
        was_behind_cell && is_open && text.chars().count() <= TELLING_CHARS * 3
    }

    /// Takes cells of marks.
    fn marks(&mut self, line: Fragment, was_behind_cell: bool) {
        self.is_behind_cell = true;
        let text = self.normalized.text_of(line.span);
        let mut starts: Vec<usize> = marks::find(text).map(|token| token.start).collect();
        if marks::lone_tick(text).is_some() && starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        let head = Span::new(line.span.start, line.span.start + starts.first().copied().unwrap_or(text.len()));
        // What stands before the first mark goes on with the cell before: its brackets, or the rest of them.
        if !self.normalized.text_of(head).trim().is_empty() {
            let takes = |cell: &&mut LineMarks| was_behind_cell && (cell.is_open || !cell.has_brackets);
            match self.cells.last_mut().filter(takes) {
                Some(cell) => cell.push(self.normalized, Fragment { piece: line.piece, span: head }),
                None => self.is_unclear = true,
            }
        }
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
        for (start, end) in starts.into_iter().zip(ends) {
            let span = Span::new(line.span.start + start, line.span.start + end);
            let mut cell = LineMarks::default();
            cell.push(self.normalized, Fragment { piece: line.piece, span });
            self.cells.push(cell);
        }
    }

    /// Gives the items their marks, if there are as many of each column.
    fn finish(mut self) -> (Vec<DraftSection>, bool) {
        let count = self.sections.iter().map(|section| section.items.len()).sum::<usize>();
        let (planned, done): (Vec<LineMarks>, Vec<LineMarks>) =
            self.cells.into_iter().partition(|cell| cell.has_brackets);
        let is_clear = !self.is_unclear && done.len() == count && planned.len() == count;
        if is_clear {
            let items = self.sections.iter_mut().flat_map(|section| &mut section.items);
            for (item, (done, planned)) in items.zip(done.into_iter().zip(planned)) {
                (item.done, item.planned) = (done.fragments, planned.fragments);
            }
        }
        (self.sections, is_clear)
    }
}
