//! The text of a paragraph on its way to the document: what is written, what is raised, what stands for markup.

use crate::document::{Document, Place, Script, Span};
use yomitori_text::marks;

/// The bullet of list entries, whatever shape the document gives it: ● and ■ would be read as marks of chosen options.
pub const BULLET: &str = "・";
/// What texts begin with, beside marks, that need no bullet before it.
const OWN_BULLETS: [char; 4] = ['・', '･', '•', '※'];

/// A paragraph's text with the stretches that are set or written otherwise than plain.
#[derive(Debug, Default, Clone)]
pub struct Text {
    text: String,
    stretches: Vec<TextStretch>,
}

/// A stretch of the text; it ends where the next begins.
#[derive(Debug, Clone)]
struct TextStretch {
    start: usize,
    script: Script,
    literal: Option<Box<str>>,
}

impl Text {
    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { stretches: vec![TextStretch { start: 0, script: Script::Normal, literal: None }], text }
    }

    /// Appends text.
    pub fn push(&mut self, text: &str, script: Script) {
        if text.is_empty() {
            return;
        }
        if self.stretches.last().is_none_or(|last| last.script != script || last.literal.is_some()) {
            self.stretches.push(TextStretch { start: self.text.len(), script, literal: None });
        }
        self.text.push_str(text);
    }

    /// Appends text that the input writes as `literal`.
    pub fn push_literal(&mut self, text: &str, literal: &str, script: Script) {
        self.stretches.push(TextStretch { start: self.text.len(), script, literal: Some(literal.into()) });
        self.text.push_str(text);
    }

    /// Appends another text.
    pub fn append(&mut self, other: &Self) {
        for (stretch, span) in other.parts(Span::new(0, other.text.len())) {
            match &stretch.literal {
                Some(literal) => self.push_literal(span.of(&other.text), literal, stretch.script),
                None => self.push(span.of(&other.text), stretch.script),
            }
        }
    }

    /// The text behind its list label. Bullets stand close to their text, as in Japanese typing; a text that brings
    /// its own bullet or begins with a box needs no other.
    pub fn labelled(self, label: &str) -> Self {
        let is_bullet = label == BULLET;
        let has_own = |c: char| OWN_BULLETS.contains(&c) || marks::of_char(c).is_some();
        if is_bullet && self.text.trim_start().starts_with(has_own) {
            return self;
        }
        let mut whole = Self::plain(if is_bullet { label.to_owned() } else { format!("{label} ") });
        whole.append(&self);
        whole
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether its end is raised.
    pub fn ends_raised(&self) -> bool {
        self.stretches.last().is_some_and(|last| last.script == Script::Superscript)
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether it holds nothing but white space.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }

    /// The text without white space at its ends.
    pub(super) fn trimmed(&self) -> Span {
        trim(&self.text, Span::new(0, self.text.len()))
    }

    /// Its lines without white space at their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = Span> {
        let mut start = 0;
        self.text.split('\n').map(move |line| {
            let span = Span::new(start, start + line.len());
            start = span.end + 1;
            trim(&self.text, span)
        })
    }

    /// Appends the given part of the text to the document.
    pub(super) fn write(&self, part: Span, place: Place, document: &mut Document) -> Span {
        let start = document.text.len();
        for (stretch, span) in self.parts(part) {
            match &stretch.literal {
                Some(literal) => document.push_literal(span.of(&self.text), literal, place, stretch.script),
                None => document.push(span.of(&self.text), place, stretch.script),
            };
        }
        Span::new(start, document.text.len())
    }

    /// The stretches within a part of the text.
    fn parts(&self, part: Span) -> impl Iterator<Item = (&TextStretch, Span)> {
        let first = self.stretches.partition_point(|stretch| stretch.start <= part.start).saturating_sub(1);
        let stretches = self.stretches.get(first..).unwrap_or_default();
        let ends = stretches.iter().skip(1).map(|stretch| stretch.start).chain([self.text.len()]);
        stretches
            .iter()
            .zip(ends)
            .take_while(move |(stretch, _)| stretch.start < part.end)
            .map(move |(stretch, end)| (stretch, Span::new(stretch.start.max(part.start), end.min(part.end))))
            .filter(|(_, span)| !span.is_empty())
    }
}

/// The beginning of a text, at most the given number of bytes and whole characters.
pub fn head(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

fn trim(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let start = span.start + (part.len() - part.trim_start().len());
    Span::new(start, start + part.trim().len())
}
