//! Lines of laid-out text: cut at wide gaps into segments, each knowing the columns it takes.

use unicode_width::UnicodeWidthChar;
use yomitori_text::notes::{self, Opening};
use yomitori_text::scripts::is_digit;

/// Spaces that make a gap between two columns; a single one stands between words.
pub(crate) const LEAST_GAP: usize = 2;

/// Spaces behind a note's mark that are too many for its text to follow.
const FAR_GAP: usize = 5;

/// How the program that laid out the text counted columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Every character takes one column, as `pdftotext -layout` counts.
    Characters,
    /// Full-width characters take two.
    Width,
    /// The same, but for full-width signs of money (￥), which take one.
    NarrowMoney,
    /// Full-width characters and those of ambiguous width (■ ○ …) take two.
    WideWidth,
}

impl Measure {
    /// The measures of laid-out text, the likeliest first.
    pub(super) const ALL: [Self; 3] = [Self::WideWidth, Self::Width, Self::Characters];

    /// The columns that a character takes.
    pub(crate) fn of(self, c: char) -> usize {
        match self {
            Self::Characters => 1,
            Self::NarrowMoney if ('\u{ffe0}'..='\u{ffe6}').contains(&c) => 1,
            Self::Width | Self::NarrowMoney => c.width().unwrap_or(0),
            Self::WideWidth => c.width_cjk().unwrap_or(0),
        }
    }

    /// The columns that a text takes.
    pub(crate) fn of_text(self, text: &str) -> usize {
        text.chars().map(|c| self.of(c)).sum()
    }
}

/// A stretch of a line between wide gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LineSegment<'t> {
    pub(super) text: &'t str,
    /// The column it begins in.
    pub(super) start: usize,
    /// The column behind it.
    pub(super) end: usize,
}

/// Cuts a line into segments.
pub(super) fn segments(line: &str, measure: Measure) -> Vec<LineSegment<'_>> {
    let mut found: Vec<LineSegment<'_>> = Vec::new();
    let (mut column, mut spaces) = (0, LEAST_GAP);
    let mut open: Option<(usize, LineSegment<'_>)> = None;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            // A full-width space is a space between words, as wide as it is.
            spaces += 1;
        } else {
            let head = open.take_if(|_| spaces >= LEAST_GAP);
            found.extend(head.map(|(_, segment)| segment));
            let (first, segment) = open.get_or_insert((at, LineSegment { text: "", start: column, end: column }));
            segment.text = line.get(*first..at + c.len_utf8()).unwrap_or_default();
            segment.end = column + measure.of(c);
            spaces = 0;
        }
        column += if c.is_control() { 0 } else { measure.of(c) };
    }
    found.extend(open.map(|(_, segment)| segment));
    found
}

/// Whether a line opens a note or an instruction. A mark far from what follows is the end of a label, and what follows another cell.
pub(super) fn opens_note(line: &str) -> bool {
    match notes::opening(line.trim_start()) {
        Some(Opening::Sign(_)) => true,
        Some(Opening::Numbered(body)) => {
            let gap = body.len() - body.trim_start_matches(' ').len();
            gap < FAR_GAP && !notes::is_marks(line.trim())
        }
        None => false,
    }
}

/// Whether a text opens with an item's number: 1. (2) 3） or digits alone.
pub(super) fn is_number(text: &str) -> bool {
    let inner = text.trim_start_matches(['(', '（', '[']);
    let rest = inner.trim_start_matches(is_digit);
    rest.len() < inner.len() && rest.chars().next().is_none_or(|c| matches!(c, '.' | '．' | ')' | '）' | ']'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_gaps_part_segments() {
        let shown = |line| -> Vec<(String, usize, usize)> {
            segments(line, Measure::WideWidth).iter().map(|s| (s.text.to_owned(), s.start, s.end)).collect()
        };
        assert_eq!(shown("  名称  ab c"), [("名称".to_owned(), 2, 6), ("ab c".to_owned(), 8, 12)]);
        assert_eq!(shown("■ 有"), [("■ 有".to_owned(), 0, 5)]);
        assert!(shown("   ").is_empty());
    }

    #[test]
    fn notes_are_told_from_their_marks() {
        assert!(opens_note("注1) 名称等は"));
        assert!(opens_note("※必ず"));
        assert!(!opens_note("注4)"));
        assert!(!opens_note("注文書"));
    }
}
