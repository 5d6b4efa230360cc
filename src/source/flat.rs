//! Flat text as it is: lines, cut at wide gaps. What the form's wording is aligned with ([`crate::weave`]).

use super::lines::lines;
use super::markup;
use crate::document::{Block, Document, Place, Script, Span};

/// Spaces that part two texts of a line; a single one stands between words.
const LEAST_GAP: usize = 2;

/// The text as paragraphs, each a stretch of a line; none where the source marks up what its texts are.
pub(super) fn document(text: &str) -> Option<Document> {
    if markup::may_be_in(text) {
        return None;
    }
    let mut document = Document::new("text/plain");
    document.text.reserve(text.len());
    for (line, number) in lines(text).zip(1u32..) {
        let span = document.push(line, Place::Line(number), Script::Normal);
        document.push("\n", Place::Line(number), Script::Normal);
        for (start, end) in stretches(line) {
            document.blocks.push(Block::Paragraph(Span::new(span.start + start, span.start + end)));
        }
    }
    Some(document)
}

/// The stretches of a line between wide gaps.
fn stretches(line: &str) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut spaces = LEAST_GAP;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            spaces += 1;
            continue;
        }
        match found.last_mut().filter(|_| spaces < LEAST_GAP) {
            Some((_, end)) => *end = at + c.len_utf8(),
            None => found.push((at, at + c.len_utf8())),
        }
        spaces = 0;
    }
    found
}
