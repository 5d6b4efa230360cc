//! The draft: the record under way, filled field by field.

use super::excerpt::{Excerpt, Fragment};
use super::line_ends;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Extent;
use crate::form::{Form, LeafId};
use crate::normalize::Normalized;
use crate::record::{self, Evidence, Value};
use crate::text::brackets::{unclosed, unopened};
use crate::text::scripts::is_letter;

/// What is said where a line of the page ends inside a text.
const LINE_END: &str = "a line ends inside; whether a space stood there can't be seen";

/// What a doubt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The document as a whole.
    Document,
    /// A leaf of the form.
    Leaf(LeafId),
    /// A table of the form, or a part of one.
    Table,
    /// What stands in the checklist's sections.
    Checklist,
}

/// A doubt, with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about.
    pub about: About,
    /// How the record says it.
    pub diagnostic: Diagnostic,
}

/// Where a value was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The form's leaf that holds it; values in the checklist's sections have none.
    pub leaf: Option<LeafId>,
    /// JSON Pointer of the value in the record.
    pub pointer: String,
    /// Where it was read.
    pub evidence: Evidence,
}

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
    pub evidence: Vec<Shown>,
    /// The doubts.
    pub doubts: Vec<Doubt>,
    /// How many texts no label and no value took.
    pub strangers: usize,
    /// Whether marks in cells of their own stand before their options, by the groups that tell.
    pub marks_lead: bool,
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
            doubts: Vec::new(),
            strangers: 0,
            marks_lead: false,
            unwritten: Vec::new(),
            lost: Vec::new(),
        }
    }

    /// Sets a leaf's value.
    pub fn set_value(&mut self, leaf: LeafId, value: Value) {
        if let Some(entry) = self.values.get_mut(leaf) {
            *entry = value;
        }
    }

    /// Says where a leaf was read.
    pub fn add_evidence(&mut self, leaf: LeafId, excerpt: &Excerpt) {
        self.add_evidence_of(leaf, excerpt, 0, excerpt.text.len());
    }

    /// Says from which stretch of an excerpt a leaf was read.
    pub fn add_evidence_of(&mut self, leaf: LeafId, excerpt: &Excerpt, start: usize, end: usize) {
        if let Some(evidence) = excerpt.evidence_of(self.normalized, start, end) {
            let pointer = self.form.leaf(leaf).pointer.to_string();
            self.evidence.push(Shown { leaf: Some(leaf), pointer, evidence });
        }
    }

    /// Keeps where a value was read that is none of the form's leaves.
    pub fn add_evidence_at(&mut self, pointer: String, evidence: Evidence) {
        self.evidence.push(Shown { leaf: None, pointer, evidence });
    }

    /// Raises a doubt about a leaf.
    pub fn add_diagnostic(&mut self, leaf: LeafId, code: Code, message: impl Into<String>) {
        let form = self.form.leaf(leaf);
        let mut diagnostic = Diagnostic::new(code, &*form.pointer, message);
        if form.required && matches!(code, Code::FieldMissing | Code::FieldBlank | Code::ChoiceNone) {
            diagnostic.severity = Severity::Warning;
        }
        self.doubts.push(Doubt { about: About::Leaf(leaf), diagnostic });
    }

    /// Raises a doubt about a leaf that asks for a person's eyes, whatever its code.
    pub fn add_warning(&mut self, leaf: LeafId, code: Code, message: impl Into<String>) {
        let mut diagnostic = Diagnostic::new(code, &*self.form.leaf(leaf).pointer, message);
        diagnostic.severity = Severity::Warning;
        self.doubts.push(Doubt { about: About::Leaf(leaf), diagnostic });
    }

    /// Raises a doubt about the document as a whole.
    pub fn add_to_document(&mut self, code: Code, message: impl Into<String>) {
        self.doubts.push(Doubt { about: About::Document, diagnostic: Diagnostic::new(code, "/data", message) });
    }

    /// Raises a doubt about something in the checklist's sections.
    pub fn add_to_checklist(&mut self, code: Code, pointer: impl Into<String>, message: impl Into<String>) {
        self.doubts.push(Doubt { about: About::Checklist, diagnostic: Diagnostic::new(code, pointer, message) });
    }

    /// Whether characters of the document were read from pictures.
    pub fn is_scanned(&self) -> bool {
        !self.normalized.document.scanned.is_empty()
    }

    /// Raises a doubt about something in the checklist's sections that asks for a person's eyes, whatever its code.
    pub fn add_warning_to_checklist(&mut self, code: Code, pointer: impl Into<String>, message: impl Into<String>) {
        let diagnostic = Diagnostic { severity: Severity::Warning, ..Diagnostic::new(code, pointer, message) };
        self.doubts.push(Doubt { about: About::Checklist, diagnostic });
    }

    /// Says once of a column that the form does not know. `heading` is the piece that heads it.
    pub fn say_unknown_column(&mut self, heading: usize, pointer: &str) {
        let Some(piece) = self.normalized.pieces.get(heading) else { return };
        let text = self.normalized.text_of(piece.span);
        let message = format!("「{text}」 heads a column that the form does not have; its cells were left out");
        let diagnostic = Diagnostic::new(Code::TableUnknownColumn, pointer, message);
        let new = Doubt { about: About::Table, diagnostic };
        if !self.doubts.contains(&new) {
            self.doubts.push(new);
        }
    }

    /// What is to be said of text on several lines where the source marks no cells: its lines were told apart by where they stand.
    #[must_use]
    pub fn line_guess(&self, excerpt: &Excerpt) -> Option<String> {
        if self.normalized.extent.is_by_lines() {
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
        let is_cut = unclosed(&excerpt.text) > 0 || unopened(&excerpt.text) > 0;
        (is_cut || self.is_open(excerpt))
            .then(|| format!("line {first} may go on in the next one, or the one above in it"))
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
        self.extents(excerpt)
            .any(|extent| extent == Extent::Aligned)
            .then(|| "its lines stand in a table without ruling lines and were told apart by how they align".to_owned())
    }

    /// What is to be said of text that was put into its cell by the form's wording, which left another cell possible.
    #[must_use]
    pub fn woven_guess(&self, excerpt: &Excerpt) -> Option<String> {
        let may_be_other = self.normalized.document.is_woven && self.is_open(excerpt);
        may_be_other.then(|| format!("「{}」 may belong to another item", excerpt.text))
    }

    /// How it was told where the texts of an excerpt begin and end.
    fn extents(&self, excerpt: &Excerpt) -> impl Iterator<Item = Extent> {
        excerpt.pieces().filter_map(|piece| self.normalized.pieces.get(piece)).map(|piece| piece.extent)
    }

    /// Whether a text of an excerpt may begin or end elsewhere.
    fn is_open(&self, excerpt: &Excerpt) -> bool {
        self.extents(excerpt).any(Extent::is_open)
    }

    /// Says of a leaf in the checklist's sections that a line of the page ends inside it.
    pub fn add_line_end(&mut self, pointer: String) {
        self.add_to_checklist(Code::FieldLineEnd, pointer, LINE_END);
    }

    /// Says so of the free texts of the form.
    pub fn add_line_ends(&mut self) {
        let form = self.form;
        let wrapped = self.evidence.iter().filter(|shown| shown.evidence.is_wrapped);
        let wrapped: Vec<LeafId> = wrapped.filter_map(|shown| shown.leaf).collect();
        // A program that takes text out of pages may have put a space where a line ends.
        let document = &self.normalized.document;
        let is_of_tool = document.is_woven && !document.is_laid_out && document.pages.is_none();
        for leaf in form.free_texts() {
            let Some(Value::Text(text)) = self.values.get_mut(leaf) else { continue };
            if is_of_tool && has_space_amid_japanese(text) {
                if document.script_gaps.lines {
                    *text = line_ends::join(text);
                }
                self.add_warning(leaf, Code::FieldLineEnd, LINE_END);
            } else if wrapped.contains(&leaf) {
                self.add_diagnostic(leaf, Code::FieldLineEnd, LINE_END);
            }
        }
    }

    /// Says of every value that was read from characters which could not be decoded.
    pub fn add_garbled(&mut self) {
        let lost = memchr::memmem::Finder::new("\u{fffd}");
        if lost.find(self.normalized.document.text.as_bytes()).is_none() {
            return;
        }
        let garbled = self.evidence.iter().filter(|shown| lost.find(shown.evidence.raw.as_bytes()).is_some());
        self.doubts.extend(garbled.map(|Shown { leaf, pointer, evidence }| {
            let message = format!("「{}」 holds characters that could not be decoded", evidence.raw);
            let about = leaf.map_or(About::Checklist, About::Leaf);
            Doubt { about, diagnostic: Diagnostic::new(Code::TextGarbled, pointer.clone(), message) }
        }));
    }
}

/// Whether a space stands between two letters of Japanese.
fn has_space_amid_japanese(text: &str) -> bool {
    let words = text.split(' ').zip(text.split(' ').skip(1));
    words.into_iter().any(|(before, after)| before.ends_with(is_letter) && after.starts_with(is_letter))
}
