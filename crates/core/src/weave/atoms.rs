//! Atoms: the smallest stretches of a flat text that belong to one cell: marks, and text between marks and spaces.

use crate::document::PAGE_END;
use crate::document::{Place, Span};
use crate::normalize::Normalized;
use crate::text::scripts::is_letter;
use crate::text::{fold, marks, notes};
use std::collections::BTreeMap;

/// Most digits of an item's number.
const DIGITS: usize = 2;

/// The word of a note's mark.
const WORD_OF_NOTE: &str = "注";

/// Most atoms behind the word of a note's mark in which its number stands on the next line.
const NOTE_NUMBER: usize = 5;

/// A stretch of the normalized text.
#[derive(Debug, Clone, Default)]
pub(super) struct Atom {
    pub(super) span: Span,
    /// The line it stands on.
    pub(super) line: u32,
    /// The piece it is cut from.
    pub(super) piece: usize,
    /// The page it stands on, where the text tells pages.
    pub(super) page: usize,
    /// The column it stands in, where the text is laid out in columns.
    pub(super) column: Option<u32>,
    /// Whether it is a mark.
    pub(super) is_mark: bool,
    /// Whether it stands in what looks like a printed note.
    pub(super) is_note: bool,
    /// Its matching key.
    pub(super) key: Vec<char>,
}

/// Cuts pieces into atoms. `pieces` says of each whether it looks like a note.
pub(super) fn atoms(normalized: &Normalized, pieces: impl Iterator<Item = (usize, bool)>) -> Vec<Atom> {
    let text = &normalized.document.text;
    let pages: Vec<usize> = text.match_indices(PAGE_END).map(|(at, _)| at).collect();
    let mut cutter = AtomCutter { normalized, home: Atom::default(), atoms: Vec::new() };
    let (mut line, mut last) = (0, None);
    for (index, is_note) in pieces {
        let Some(piece) = normalized.pieces.get(index) else { continue };
        let run = normalized.document.runs.get(piece.run);
        line = match run.map(|run| run.place) {
            Some(Place::Line(line)) => line,
            // Lines of a page are counted.
            place if last.zip(place).is_some_and(|(last, place)| is_beside(last, place)) => line,
            _ => line + 1,
        };
        last = run.map(|run| run.place).or(last);
        let page = run.map_or(0, |run| pages.partition_point(|end| *end < run.start));
        let is_note = is_note && has_words(normalized.text_of(piece.span));
        cutter.home = Atom { piece: index, line, page, is_note, ..Atom::default() };
        cutter.cut(piece.span);
    }
    part_notes(normalized, cutter.atoms)
}

/// The atom that holds the number of a note's mark whose word ends the line of another.
fn number_of_note(normalized: &Normalized, atoms: &[Atom], at: usize) -> Option<usize> {
    let text = |atom: &Atom| normalized.text_of(atom.span);
    let word = atoms.get(at).filter(|atom| notes::ends_with_word(text(atom)))?;
    let mut behind = atoms.iter().enumerate().skip(at + 1).take(NOTE_NUMBER);
    let (number, next) = behind.find(|(_, next)| next.line == word.line + 1)?;
    (notes::number_length(text(next)) == Some(text(next).len())).then_some(number)
}

/// Cuts off the marks of notes whose word ends a line, and whose number opens the next: ……している。注 / 3).
fn part_notes(normalized: &Normalized, mut atoms: Vec<Atom>) -> Vec<Atom> {
    // Where the word ends a line, and where the number stands.
    let marks: BTreeMap<usize, usize> =
        (0..atoms.len()).filter_map(|at| Some((at, number_of_note(normalized, &atoms, at)?))).collect();
    for at in marks.values() {
        if let Some(number) = atoms.get_mut(*at) {
            (number.is_note, number.key) = (true, Vec::new());
        }
    }
    let parts = atoms.into_iter().enumerate().flat_map(|(at, mut atom)| {
        let word = marks.contains_key(&at).then(|| {
            let sign = atom.span.end - WORD_OF_NOTE.len();
            let word = Atom { span: Span::new(sign, atom.span.end), is_note: true, key: Vec::new(), ..atom.clone() };
            atom.span.end = sign;
            atom.key.pop();
            word
        });
        Some(atom).filter(|atom| !atom.span.is_empty()).into_iter().chain(word)
    });
    parts.collect()
}

/// Whether two places of a page are on one line.
fn is_beside(a: Place, b: Place) -> bool {
    match (a, b) {
        (Place::Page { page, bbox }, Place::Page { page: other, bbox: below }) => {
            let middle = f32::midpoint(below.y0, below.y1);
            page == other && bbox.y0 < middle && middle < bbox.y1
        }
        _ => false,
    }
}

/// Where an atom stands in the input.
pub(super) fn place_of(normalized: &Normalized, atom: &Atom) -> Option<Place> {
    let piece = normalized.pieces.get(atom.piece)?;
    normalized.document.runs.get(piece.run).map(|run| run.place)
}

/// Whether words stand behind a note's sign. Marks and numbers are none of its text, nor is what stands behind a mark.
fn has_words(note: &str) -> bool {
    let sign = note_mark(note).filter(|(at, _)| *at == 0).map_or(0, |(_, length)| length);
    let body = note.get(sign..).unwrap_or_default();
    let end = marks::find(body).next().map_or(body.len(), |mark| mark.start);
    body.get(..end).is_some_and(|words| words.contains(is_letter))
}

struct AtomCutter<'n> {
    normalized: &'n Normalized,
    /// Where the atoms of the piece under way stand.
    home: Atom,
    atoms: Vec<Atom>,
}

impl AtomCutter<'_> {
    /// Cuts a stretch at its marks and spaces.
    fn cut(&mut self, stretch: Span) {
        let mut at = stretch.start;
        for token in marks::find(self.normalized.text_of(stretch)) {
            let (start, end) = (stretch.start + token.start, stretch.start + token.end);
            self.words(Span::new(at, start), at > stretch.start);
            self.mark(Span::new(start, end));
            at = end;
        }
        self.words(Span::new(at, stretch.end), at > stretch.start);
    }

    /// Cuts a stretch without marks at its spaces, behind brackets that stand by a mark, and around the marks of notes.
    fn words(&mut self, stretch: Span, is_behind_mark: bool) {
        let text = self.normalized.text_of(stretch);
        if let Some((at, length)) = note_mark(text).filter(|(_, length)| *length < text.len()) {
            let (start, end) = (stretch.start + at, stretch.start + at + length);
            self.words(Span::new(stretch.start, start), is_behind_mark);
            self.push(Span::new(start, end));
            return self.words(Span::new(end, stretch.end), false);
        }
        if note_mark(text).is_some() {
            return self.push(stretch);
        }
        let mut is_behind_mark = is_behind_mark;
        let mut start = stretch.start;
        for word in text.split(' ') {
            let span = Span::new(start, start + word.len());
            start = span.end + 1;
            let end = span.end - self.tail(word);
            if !word.is_empty() {
                let word = word.get(..end - span.start).unwrap_or(word);
                self.word(Span::new(span.start, end), word, std::mem::take(&mut is_behind_mark));
                self.push(Span::new(end, span.end));
            }
        }
    }

    /// Cuts a word: a tick at its head, brackets at its head by a mark, and an item's number.
    fn word(&mut self, span: Span, word: &str, is_behind_mark: bool) {
        let tick = marks::lone_tick(word).map_or(0, |(_, length)| length);
        if tick > 0 {
            self.mark(Span::new(span.start, span.start + tick));
        }
        let rest = word.get(tick..).unwrap_or_default();
        let is_bracket = (is_behind_mark || tick > 0) && rest.starts_with('(');
        let head = rest.find(')').filter(|_| is_bracket).map(|at| at + 1).or_else(|| numbered(rest)).unwrap_or(0);
        let middle = span.start + tick + head;
        self.push(Span::new(span.start + tick, middle));
        self.push(Span::new(middle, span.end));
    }

    /// The length of an item's number at the end of a word, where columns may stand that close.
    fn tail(&self, word: &str) -> usize {
        let rest = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = word.len() - rest.len();
        let is_number = digits <= DIGITS && rest.ends_with(is_letter) && !self.normalized.document.columns.is_empty();
        if is_number { digits } else { 0 }
    }

    fn mark(&mut self, span: Span) {
        let column = self.column(span);
        self.atoms.push(Atom { span, column, is_mark: true, ..self.home.clone() });
    }

    fn push(&mut self, span: Span) {
        if !span.is_empty() {
            let key = self.normalized.text_of(span).chars().filter_map(fold::fold_char).collect();
            let column = self.column(span);
            self.atoms.push(Atom { span, column, key, ..self.home.clone() });
        }
    }

    /// The column that a stretch begins in.
    fn column(&self, span: Span) -> Option<u32> {
        let columns = &self.normalized.document.columns;
        let start = self.normalized.raw_span(span).start;
        columns.get(columns.partition_point(|(at, _)| *at <= start).checked_sub(1)?).map(|(_, column)| *column)
    }
}

/// The length of an item's number at the head of a word; nothing may set it off from its text.
fn numbered(word: &str) -> Option<usize> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_bare = || word.get(digits..).and_then(|rest| rest.chars().next()).is_some_and(is_letter);
    super::number(word).or_else(|| ((1..=DIGITS).contains(&digits) && is_bare()).then_some(digits))
}

/// Where the mark of a note, 注1), stands in a text, and its length.
pub(super) fn note_mark(text: &str) -> Option<(usize, usize)> {
    text.match_indices('注').find_map(|(at, sign)| {
        let behind = text.get(at + sign.len()..)?;
        let rest = behind.trim_start_matches(' ');
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        let length = sign.len() + (behind.len() - rest.len()) + number + 1;
        (number > 0 && rest.get(number..)?.starts_with(')')).then_some((at, length))
    })
}
