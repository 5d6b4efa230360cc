//! The draft: the record under way, filled field by field.

use super::excerpt::{Excerpt, Fragment};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::form::{Form, LeafId};
use crate::normalize::{Normalized, Piece};
use crate::record::{self, Evidence, Value};
use crate::text::brackets::{unclosed, unopened};

/// What recognition has found so far.
#[derive(Debug)]
pub struct Draft<'a> {
    /// The form.
    pub form: &'a Form,
    /// The text.
    pub normalized: &'a Normalized,
    /// The values, by leaf.
    pub values: Vec<Value>,
    /// The rows of the form's tables, each with the values that its row has.
    pub rows: Vec<Vec<Vec<Value>>>,
    /// Where they were read.
    pub evidence: Vec<(String, Evidence)>,
    /// The doubts.
    pub diagnostics: Vec<Diagnostic>,
    /// How many texts no label and no value took.
    pub strangers: usize,
    /// Leaves whose label is there with nothing at all behind it, not even a unit.
    pub unwritten: Vec<LeafId>,
    /// Leaves of groups in which an option stands nowhere although marks tell the others, with its wording.
    pub lost: Vec<(LeafId, String)>,
}

impl<'a> Draft<'a> {
    /// A draft in which the document says nothing yet.
    #[must_use]
    pub fn new(form: &'a Form, normalized: &'a Normalized) -> Self {
        // Behind the record's own leaves, those of the row that is being read.
        let leaves = form.leaves.iter().chain(&form.row_leaves);
        Self {
            form,
            normalized,
            values: leaves.map(|leaf| record::empty_value(leaf.kind)).collect(),
            rows: vec![Vec::new(); form.tables.len()],
            evidence: Vec::new(),
            diagnostics: Vec::new(),
            strangers: 0,
            unwritten: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Sets a leaf's value.
    pub fn put(&mut self, leaf: LeafId, value: Value) {
        if let Some(entry) = self.values.get_mut(leaf) {
            *entry = value;
        }
    }

    /// Says where a leaf was read.
    pub fn show(&mut self, leaf: LeafId, excerpt: &Excerpt) {
        self.show_part(leaf, excerpt, 0, excerpt.text.len());
    }

    /// Says from which stretch of an excerpt a leaf was read.
    pub fn show_part(&mut self, leaf: LeafId, excerpt: &Excerpt, start: usize, end: usize) {
        if let Some(evidence) = excerpt.evidence_of(self.normalized, start, end) {
            self.evidence.push((self.form.leaf(leaf).pointer.to_string(), evidence));
        }
    }

    /// Raises a doubt about a leaf.
    pub fn doubt(&mut self, leaf: LeafId, code: Code, message: impl Into<String>) {
        let form = self.form.leaf(leaf);
        let mut diagnostic = Diagnostic::new(code, &*form.pointer, message);
        if form.required && matches!(code, Code::FieldMissing | Code::FieldBlank | Code::ChoiceNone) {
            diagnostic.severity = Severity::Warning;
        }
        self.diagnostics.push(diagnostic);
    }

    /// Says once of a column that the form does not know. `heading` is the piece that heads it.
    pub fn say_unknown_column(&mut self, heading: usize, pointer: &str) {
        let Some(piece) = self.normalized.pieces.get(heading) else { return };
        let text = self.normalized.text_of(piece.span);
        let message = format!("「{text}」 heads a column that the form does not have; its cells were left out");
        let new = Diagnostic::new(Code::TableUnknownColumn, pointer, message);
        if !self.diagnostics.contains(&new) {
            self.diagnostics.push(new);
        }
    }

    /// What is to be said of text on several lines where the source marks no cells: its lines were told apart by where they stand.
    #[must_use]
    pub fn line_guess(&self, excerpt: &Excerpt) -> Option<String> {
        if self.normalized.document.is_laid_out {
            return self.laid_out_guess(excerpt);
        }
        // Other rows may have come into the cell, so all its lines count.
        let has_lines = || excerpt.pieces().count() > 1 || excerpt.pieces().any(|piece| self.is_wrapped(piece));
        self.cell_guess(excerpt).filter(|_| has_lines())
    }

    fn laid_out_guess(&self, excerpt: &Excerpt) -> Option<String> {
        let [first, last] = excerpt.evidence(self.normalized)?.lines?;
        if first < last {
            return Some(format!("lines {first} to {last} were taken for one value by how they are laid out"));
        }
        let document = &self.normalized.document;
        let is_cut = unclosed(&excerpt.text) > 0 || unopened(&excerpt.text) > 0;
        let is_doubtful = is_cut || excerpt.raw_spans(self.normalized).any(|raw| document.is_doubtful(raw));
        is_doubtful.then(|| format!("line {first} may go on in the next one, or the one above in it"))
    }

    /// Whether a piece was read from several lines.
    fn is_wrapped(&self, index: usize) -> bool {
        let whole = self.normalized.pieces.get(index).map(|piece| Fragment { piece: index, span: piece.span });
        let whole = whole.map(|fragment| Excerpt::new(self.normalized, &[fragment]));
        whole.and_then(|excerpt| excerpt.evidence(self.normalized)).is_some_and(|shown| shown.raw.trim().contains('\n'))
    }

    /// What is to be said of text in a table of a page where no lines mark its cells.
    #[must_use]
    pub fn cell_guess(&self, excerpt: &Excerpt) -> Option<String> {
        let normalized = self.normalized;
        if normalized.document.is_laid_out {
            return None;
        }
        let mut pieces = excerpt.pieces().filter_map(|piece| normalized.pieces.get(piece));
        // Among tables without ruling lines a line outside of them may be a row that was not known as one.
        let is_row = |piece: &Piece| piece.cell.is_none() && normalized.has_guesses();
        pieces
            .any(|piece| normalized.is_guessed(piece) || is_row(piece))
            .then(|| "its lines stand in a table without ruling lines and were told apart by how they align".to_owned())
    }

    /// What is to be said of text that was put into its cell by the form's wording, which left another cell possible.
    #[must_use]
    pub fn woven_guess(&self, excerpt: &Excerpt) -> Option<String> {
        let document = &self.normalized.document;
        let is_doubtful = || excerpt.raw_spans(self.normalized).any(|raw| document.is_doubtful(raw));
        (document.is_woven && is_doubtful()).then(|| format!("「{}」 may belong to another item", excerpt.text))
    }

    /// Says of a leaf that a line of the page ends inside it.
    pub fn doubt_line_end(&mut self, pointer: String) {
        let message = "a line ends inside; whether a space stood there can't be seen";
        self.diagnostics.push(Diagnostic::new(Code::FieldLineEnd, pointer, message));
    }

    /// Says so of the free texts of the form.
    pub fn doubt_line_ends(&mut self) {
        let form = self.form;
        let wrapped = self.evidence.iter().filter(|(_, evidence)| evidence.is_wrapped);
        let wrapped: Vec<String> = wrapped.map(|(pointer, _)| pointer.clone()).collect();
        for leaf in form.free_texts() {
            let pointer = &form.leaf(leaf).pointer;
            let is_text = matches!(self.values.get(leaf), Some(Value::Text(_)));
            if is_text && wrapped.iter().any(|wrapped| **wrapped == **pointer) {
                self.doubt_line_end(pointer.to_string());
            }
        }
    }

    /// Says of every value that was read from characters which could not be decoded.
    pub fn doubt_garbled(&mut self) {
        let lost = memchr::memmem::Finder::new("\u{fffd}");
        if lost.find(self.normalized.document.text.as_bytes()).is_none() {
            return;
        }
        let garbled = self.evidence.iter().filter(|(_, evidence)| lost.find(evidence.raw.as_bytes()).is_some());
        self.diagnostics.extend(garbled.map(|(pointer, evidence)| {
            let message = format!("「{}」 holds characters that could not be decoded", evidence.raw);
            Diagnostic::new(Code::TextGarbled, pointer.clone(), message)
        }));
    }
}
