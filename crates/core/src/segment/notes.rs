//! Printed notes and instructions: told from values by how they open, and by the form's own texts.
//!
//! In a document without tables a note may run over several lines; the form's text says how far.

use crate::form::Form;
use crate::normalize::{Normalized, Piece};
use crate::text::notes::{self, Opening};

/// Least shared beginning that ties a line to a known note, in key bytes (three bytes a kanji).
const LEAST_SHARED: usize = 24;

/// How much of a known note may be missing at its end before the next line is taken for its rest, in key bytes.
const REST_SLACK: usize = 12;

/// Most text of a line that is made of labels, in key bytes.
const MOST_LABELS: usize = 120;

/// How much of a following line must stand in the rest of the note, in key bytes.
const CONTINUATION: usize = 12;

/// Reads notes piece by piece; knows what is still open of the note before.
pub(super) struct NoteReader<'f> {
    form: &'f Form,
    /// What of the last note's text has not come yet.
    open: &'f str,
    /// The piece that ended last.
    last: usize,
    /// Whether it is a line of an unknown note that ends inside a sentence.
    is_cut: bool,
}

impl<'f> NoteReader<'f> {
    pub(super) fn new(form: &'f Form) -> Self {
        Self { form, open: "", last: 0, is_cut: false }
    }

    /// Whether the piece is a note or goes on with the one before.
    pub(super) fn is_note(&mut self, normalized: &Normalized, index: usize, piece: &Piece) -> bool {
        let text = normalized.text_of(piece.span);
        let key = normalized.key_of(piece);
        let body = key.strip_prefix("注").map_or(key, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
        let is_alone = stands_alone(normalized, index, piece);
        let opening = notes::opening(text);
        let numbered = matches!(opening, Some(Opening::Numbered(_)));
        let fits = |note: &&String| is_of(note, body) || (numbered && shared(note, body) >= LEAST_SHARED);
        let alike = body.chars().next().filter(|_| is_alone).and_then(|first| self.form.note_keys.get(&first));
        let known = alike.and_then(|notes| notes.iter().find(fits));
        let is_open = index == self.last + 1 && self.goes_on(key);
        let opens = numbered || is_alone && opening.is_some();
        let goes_on = index == self.last + 1 && self.is_cut && piece.cell.is_none() && !self.opens_label(key);
        let is_known = known.is_some() || !is_alone && is_whole(self.form, key);
        let is_note = (is_known || opens || is_open || goes_on) && !self.is_of_labels(key);
        if is_note {
            self.last = index;
            // A note that the form does not know goes on until its sentence ends.
            let opens = numbered && known.is_none() && !notes::is_marks(text);
            self.is_cut = piece.cell.is_none() && !text.ends_with('。') && (opens || goes_on);
            self.open = match known {
                Some(note) => note.get(body.len()..).unwrap_or_default(),
                None if is_open => rest_after(self.open, key),
                None => "",
            };
        }
        is_note
    }

    /// Whether a key is made of labels and nothing else: the headings of columns on one line open a note as well.
    fn is_of_labels(&self, key: &str) -> bool {
        if key.len() > MOST_LABELS {
            return false;
        }
        let found: Vec<_> = self.form.matcher.find(key).collect();
        let mut end = 0;
        while let Some(next) = found.iter().filter(|label| label.start == end).map(|label| label.end).max() {
            end = next;
        }
        end == key.len() && end > 0
    }

    /// Whether a key opens with a label or a checklist's title.
    fn opens_label(&self, key: &str) -> bool {
        let titles = self
            .form
            .checklist
            .iter()
            .flat_map(|checklist| checklist.sections.iter().flat_map(|section| &section.keys));
        self.form.matcher.find(key).any(|found| found.start == 0)
            || titles.into_iter().any(|title| key.starts_with(title.as_str()))
    }

    fn goes_on(&self, key: &str) -> bool {
        let end =
            key.char_indices().map(|(at, c)| at + c.len_utf8()).find(|end| *end >= CONTINUATION).unwrap_or(key.len());
        let head = key.get(..end).unwrap_or(key);
        self.open.len() > REST_SLACK && !head.is_empty() && self.open.contains(head)
    }
}

/// Whether a key is a note of the form to its end, beside which other cells may stand.
pub(super) fn is_whole(form: &Form, key: &str) -> bool {
    let notes = key.chars().next().and_then(|first| form.note_keys.get(&first));
    notes.is_some_and(|notes| notes.iter().any(|note| note.len() >= LEAST_SHARED && note == key))
}

/// What follows `key` in the open rest of a note.
fn rest_after<'f>(open: &'f str, key: &str) -> &'f str {
    open.get(key.len()..).unwrap_or_default()
}

/// Whether a line is a known note or its beginning.
fn is_of(note: &str, body: &str) -> bool {
    let shared = shared(note, body);
    let shorter = note.len().min(body.len());
    shared >= LEAST_SHARED.min(note.len()) && shared * 5 >= shorter * 4
}

/// Length of the common beginning.
fn shared(a: &str, b: &str) -> usize {
    let bytes = a.bytes().zip(b.bytes()).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
    a.floor_char_boundary(bytes)
}

/// Whether the piece is a paragraph, or the only cell with text in its row.
fn stands_alone(normalized: &Normalized, index: usize, piece: &Piece) -> bool {
    let Some(cell) = piece.cell else { return true };
    let same_row = |other: Option<&Piece>| {
        other.and_then(|other| other.cell).is_some_and(|other| other.table == cell.table && other.row == cell.row)
    };
    let before = index.checked_sub(1).and_then(|before| normalized.pieces.get(before));
    !same_row(before) && !same_row(normalized.pieces.get(index + 1))
}
