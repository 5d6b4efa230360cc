//! Checklists without tables whose lines do not follow the rows: programs that take text out of a page may write the
//! numbers, the items and the marks of several rows one behind the other.
//!
//! In each column the order is kept. So where all lines of text, one behind the other, are an edition's items in their
//! order, it is known which line is which item's; and where there are as many marks of each column as items, the first
//! is the first item's. Nothing else is told: without that, the marks are left out.

use super::borders::folded;
use super::headings::Headings;
use super::items::{DraftItem, DraftSection, TELLING_CHARS, first_mark, is_mark_cell};
use super::numbers::{lone_number, number};
use crate::document::Span;
use crate::form::{ChecklistForm, Edition};
use crate::normalize::Normalized;
use crate::recognize::excerpt::Fragment;
use crate::recognize::marks;
use crate::segment::section_of;

/// Reads the checklist as an edition's items, if it holds all of them in their order; and whether their marks are told.
pub(super) fn read(
    normalized: &Normalized,
    form: &ChecklistForm,
    pieces: &[usize],
    edition: Option<&str>,
) -> Option<(Vec<DraftSection>, bool)> {
    let in_table = |index: &usize| normalized.pieces.get(*index).is_some_and(|piece| piece.cell.is_some());
    if normalized.document.is_laid_out || pieces.iter().any(in_table) {
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
    /// Section and item that the next text belongs to, and how many characters of its key were read.
    at: (usize, usize, usize),
    done: Vec<Vec<Fragment>>,
    planned: Vec<Vec<Fragment>>,
    /// Whether the brackets of the last planned cell are open.
    is_open: bool,
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
            at: (0, 0, 0),
            done: Vec::new(),
            planned: Vec::new(),
            is_open: false,
            is_unclear: false,
        }
    }

    fn read(mut self, pieces: &[usize]) -> Option<(Vec<DraftSection>, bool)> {
        let headings = Headings { normalized: self.normalized, form: self.form };
        for &index in pieces {
            let piece = self.normalized.pieces.get(index)?;
            let text = self.normalized.text_of(piece.span);
            if let Some(known) = section_of(self.form, self.normalized.key_of(piece)) {
                let section = self.sections.iter_mut().find(|section| section.known == Some(known));
                section.into_iter().for_each(|section| section.title = section.title.or(Some(index)));
            } else if !self.goes_on(index, piece.span) && !headings.is_heading(&[index]) && lone_number(text).is_none() {
                self.line(index, piece.span);
            }
        }
        let is_complete = self.at.0 == self.edition.sections.len();
        is_complete.then(|| self.finish())
    }

    /// A line of text, marks, or both.
    fn line(&mut self, piece: usize, span: Span) {
        let text = self.normalized.text_of(span);
        if is_mark_cell(text) {
            return self.marks(piece, span);
        }
        let behind = number(text).map(|(_, length)| Span::new(span.start + length, span.end));
        for span in behind.into_iter().chain([span]) {
            let middle = first_mark(self.normalized.text_of(span)).map_or(span.end, |at| span.start + at);
            let marks = Span::new(middle, span.end);
            if self.text(Fragment { piece, span: Span::new(span.start, middle) }) {
                return if marks.is_empty() { () } else { self.marks(piece, marks) };
            }
        }
    }

    /// Takes text as going on with the items; whether it does.
    fn text(&mut self, fragment: Fragment) -> bool {
        let (section, item, read) = self.at;
        let Some(of) = self.edition.sections.get(section) else { return false };
        let Some(key) = of.keys.get(item) else { return false };
        let mut rest = key.chars().skip(read);
        let mut length = 0;
        for (_, c) in folded(self.normalized, &fragment) {
            if rest.next() != Some(c) {
                return false;
            }
            length += 1;
        }
        let Some(target) = self.sections.get_mut(section).filter(|_| length > 0) else { return false };
        if read == 0 {
            let no = u32::try_from(item + 1).unwrap_or(u32::MAX);
            target.items.push(DraftItem { no, text: vec![], done: vec![], planned: vec![], marks: vec![] });
        }
        target.items.last_mut().into_iter().for_each(|item| item.text.push(fragment));
        self.at = match (rest.next().is_some(), item + 1 < of.keys.len()) {
            (true, _) => (section, item, read + length),
            (false, true) => (section, item + 1, 0),
            (false, false) => (section + 1, 0, 0),
        };
        true
    }

    /// Takes cells of marks: a mark with brackets is the planned one's.
    fn marks(&mut self, piece: usize, span: Span) {
        let text = self.normalized.text_of(span);
        let mut starts: Vec<usize> = marks::find(text).iter().map(|token| token.start).collect();
        if marks::lone_tick(text).is_some() && starts.first() != Some(&0) {
            starts.insert(0, 0);
        }
        // Brackets in a line of their own.
        if starts.is_empty() {
            self.is_unclear = true;
        }
        let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
        for (start, end) in starts.into_iter().zip(ends) {
            let cell = Fragment { piece, span: Span::new(span.start + start, span.start + end) };
            let text = self.normalized.text_of(cell.span);
            let has_brackets = text.contains('(');
            self.is_open = has_brackets && !text.contains(')');
            let column = if has_brackets { &mut self.planned } else { &mut self.done };
            column.push(vec![cell]);
        }
    }

    /// Whether a line goes on with a planned cell whose brackets are open; a long one is no plan.
    fn goes_on(&mut self, piece: usize, span: Span) -> bool {
        let text = self.normalized.text_of(span);
        if !self.is_open || text.chars().count() > TELLING_CHARS * 3 || marks::at_head(text).is_some() {
            return false;
        }
        self.is_open = !text.contains(')');
        self.planned.last_mut().into_iter().for_each(|cell| cell.push(Fragment { piece, span }));
        true
    }

    /// Gives the items their marks, if there are as many.
    fn finish(mut self) -> (Vec<DraftSection>, bool) {
        let count = self.sections.iter().map(|section| section.items.len()).sum::<usize>();
        let is_clear = !self.is_unclear && self.done.len() == count && self.planned.len() == count;
        if is_clear {
            let cells = std::mem::take(&mut self.done).into_iter().zip(std::mem::take(&mut self.planned));
            let items = self.sections.iter_mut().flat_map(|section| &mut section.items);
            for (item, (done, planned)) in items.zip(cells) {
                (item.done, item.planned) = (done, planned);
            }
        }
        (self.sections, is_clear)
    }
}
