//! Atoms: the smallest stretches of a flat text that belong to one cell: marks, and text between marks and spaces.

use crate::document::{Place, Span};
use crate::normalize::{Normalized, fold};
use crate::recognize::marks;

/// A stretch of the normalized text.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) span: Span,
    /// The line it stands on.
    pub(super) line: u32,
    /// Whether it is a mark.
    pub(super) is_mark: bool,
    /// Its matching key.
    pub(super) key: Vec<char>,
}

/// Cuts pieces into atoms.
pub(super) fn atoms(normalized: &Normalized, pieces: impl Iterator<Item = usize>) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for piece in pieces.filter_map(|index| normalized.pieces.get(index)) {
        let line = match normalized.document.runs.get(piece.run).map(|run| run.place) {
            Some(Place::Line(line)) => line,
            _ => 0,
        };
        cut(normalized, piece.span, line, &mut atoms);
    }
    atoms
}

/// Cuts a stretch at its marks and spaces.
fn cut(normalized: &Normalized, stretch: Span, line: u32, atoms: &mut Vec<Atom>) {
    let text = normalized.text_of(stretch);
    let mut at = 0;
    for token in marks::find(text) {
        words(normalized, Span::new(stretch.start + at, stretch.start + token.start), line, at > 0, atoms);
        let span = Span::new(stretch.start + token.start, stretch.start + token.end);
        atoms.push(Atom { span, line, is_mark: true, key: Vec::new() });
        at = token.end;
    }
    words(normalized, Span::new(stretch.start + at, stretch.end), line, at > 0, atoms);
}

/// Cuts a stretch without marks at its spaces, and behind brackets that stand by a mark.
fn words(normalized: &Normalized, stretch: Span, line: u32, is_behind_mark: bool, atoms: &mut Vec<Atom>) {
    let mut is_behind_mark = is_behind_mark;
    let mut start = stretch.start;
    for word in normalized.text_of(stretch).split(' ') {
        let span = Span::new(start, start + word.len());
        start = span.end + 1;
        if word.is_empty() {
            continue;
        }
        let bracket = word.find(')').filter(|_| is_behind_mark && word.starts_with('(')).map(|at| at + 1);
        is_behind_mark = false;
        match marks::lone_tick(word) {
            Some((_, length)) => {
                atoms.push(Atom {
                    span: Span::new(span.start, span.start + length),
                    line,
                    is_mark: true,
                    key: Vec::new(),
                });
                push(normalized, Span::new(span.start + length, span.end), line, atoms);
            }
            None => {
                let middle = bracket.map_or(span.end, |at| span.start + at);
                push(normalized, Span::new(span.start, middle), line, atoms);
                push(normalized, Span::new(middle, span.end), line, atoms);
            }
        }
    }
}

/// Appends a word, its item's number and the marks of notes apart.
fn push(normalized: &Normalized, span: Span, line: u32, atoms: &mut Vec<Atom>) {
    if span.is_empty() {
        return;
    }
    let text = normalized.text_of(span);
    for (at, length) in note_mark(text).into_iter().chain(super::number(text).map(|length| (0, length))) {
        if length < text.len() {
            let (start, end) = (span.start + at, span.start + at + length);
            push(normalized, Span::new(span.start, start), line, atoms);
            push(normalized, Span::new(start, end), line, atoms);
            return push(normalized, Span::new(end, span.end), line, atoms);
        }
    }
    let key = text.chars().filter_map(fold::fold_char).collect();
    atoms.push(Atom { span, line, is_mark: false, key });
}

/// Where the mark of a note, 注1), stands in a text, and its length.
pub(super) fn note_mark(text: &str) -> Option<(usize, usize)> {
    text.match_indices('注').find_map(|(at, sign)| {
        let rest = text.get(at + sign.len()..)?;
        let number = rest.bytes().take_while(u8::is_ascii_digit).count();
        (number > 0 && rest.get(number..)?.starts_with(')')).then_some((at, sign.len() + number + 1))
    })
}
