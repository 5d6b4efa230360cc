//! Flat text as it is: lines, cut at wide gaps. What the form's wording is aligned with ([`crate::weave`]).

use super::layout::line::Measure;
use super::lines::lines;
use super::{layout, markup, scripts};
use crate::document::{Block, Document, PAGE_END, Place, Script, Span};
use yomitori_text::marks;

/// Spaces that part two texts of a line; a single one stands between words.
const LEAST_GAP: usize = 2;

/// Of so many lines one has a wide gap where a text is laid out in columns.
const LINES_PER_GAP: usize = 10;

/// The text as paragraphs, each a stretch of a line; none where the source marks up what its texts are.
pub(super) fn document(text: &str, is_laid_out: bool) -> Option<Document> {
    if markup::may_be_in(text) {
        return None;
    }
    let mut document = Document::new("text/plain");
    document.script_gaps = scripts::set_apart(text);
    document.text.reserve(text.len());
    let measure = if is_laid_out { layout::measure(text) } else { None };
    let measure = measure.or_else(|| has_gaps(text).then_some(Measure::Characters));
    let mut number = 1u32;
    for page in text.split(PAGE_END) {
        for line in lines(page) {
            let span = document.push(line, Place::Line(number), Script::Normal);
            document.push("\n", Place::Line(number), Script::Normal);
            number = number.saturating_add(1);
            if let Some(measure) = measure {
                columns(line, span.start, measure, &mut document.columns);
            }
            for (start, end) in stretches(line) {
                document.blocks.push(Block::Paragraph(Span::new(span.start + start, span.start + end)));
            }
        }
        document.text.push(PAGE_END);
    }
    Some(document)
}

/// Whether many lines hold wide gaps.
fn has_gaps(text: &str) -> bool {
    let written = lines(text).filter(|line| !line.trim().is_empty());
    let (count, gaps) =
        written.fold((0, 0), |(count, gaps), line| (count + 1, gaps + usize::from(line.trim().contains("   "))));
    gaps * LINES_PER_GAP >= count
}

/// Appends the columns in which the words of a line begin.
fn columns(line: &str, start: usize, measure: Measure, columns: &mut Vec<(usize, u32)>) {
    let (mut column, mut is_apart) = (0, true);
    for (at, c) in line.char_indices() {
        if !c.is_whitespace() && (is_apart || marks::of_char(c).is_some()) {
            columns.push((start + at, column));
        }
        is_apart = c.is_whitespace();
        column += if c.is_control() { 0 } else { u32::try_from(measure.of(c)).unwrap_or_default() };
    }
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
