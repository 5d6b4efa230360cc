//! Segments: the parts of lines between wide gaps, of which the columns of tables without lines are made.

use crate::document::Rect;
use crate::text::lines::{Line, LinePiece};
use crate::text::spacing::{Class, class};

/// A gap this wide, in em, can part two columns.
pub const GAP: f32 = 0.9;
/// Segments that begin nearer than this, in points, begin at the same place.
pub const ALIGNED: f32 = 3.0;
/// Lines that share more than this of their height, in em, are level.
const LEVEL: f32 = 0.15;

/// A part of a line between wide gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The number of its line.
    pub line: usize,
    /// Its text.
    pub text: Line,
    /// The gap before it, in em; infinite at the beginning of a line.
    pub gap: f32,
}

impl Segment {
    pub fn bbox(&self) -> Rect {
        self.text.bbox
    }

    /// Whether it is a number alone, as of an item.
    pub fn is_number(&self) -> bool {
        self.text.pieces.iter().all(|piece| piece.text.chars().all(|sign| class(sign) == Class::Digit || sign == '.'))
    }

    /// Whether it opens with a mark, drawn or in square brackets.
    pub fn opens_with_mark(&self) -> bool {
        yomitori_text::marks::at_head(&self.text.text()).is_some()
    }

    /// Whether it is a mark alone: that of an option stands before its words.
    pub fn is_mark(&self) -> bool {
        let mut signs = self.text.pieces.iter().flat_map(|piece| piece.text.chars());
        signs.next().is_some_and(|sign| class(sign) == Class::Mark) && signs.all(|sign| matches!(sign, '(' | ')'))
    }
}

/// A line cut at its wide gaps.
pub fn segments(number: usize, line: &Line) -> Vec<Segment> {
    cut(number, line, |_, _, gap| gap >= GAP)
}

/// A line cut where `parts` says so of what stands before, the next piece, and the gap between them in em.
pub fn cut(number: usize, line: &Line, parts: impl Fn(&Segment, &LinePiece, f32) -> bool) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for piece in &line.pieces {
        let gap = (piece.bbox.x0 - end).min(piece.gap) / line.size.max(1.0);
        end = piece.bbox.x1;
        match out.last_mut() {
            Some(segment) if !parts(segment, piece, gap) => append(&mut segment.text, piece.clone()),
            _ => {
                let first = LinePiece { spaced: false, ..piece.clone() };
                let text = Line { bbox: first.bbox, size: line.size, pieces: vec![first], ends_spaced: false };
                out.push(Segment { line: number, text, gap });
            }
        }
    }
    if let Some(last) = out.last_mut() {
        last.text.ends_spaced = line.ends_spaced;
    }
    out
}

/// Whether a piece is a mark.
pub fn is_mark(piece: &LinePiece) -> bool {
    piece.text.chars().next().is_some_and(|sign| class(sign) == Class::Mark)
}

/// Lengthens a line by a piece behind it.
pub fn append(line: &mut Line, piece: LinePiece) {
    line.bbox = line.bbox.union(piece.bbox);
    line.pieces.push(piece);
}

/// Whether no other line is level with a line.
pub fn stands_alone(index: usize, lines: &[Line]) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let beside = |other: &Line| {
        let (top, bottom) = (other.bbox.y0.max(line.bbox.y0), other.bbox.y1.min(line.bbox.y1));
        bottom - top > LEVEL * line.size
    };
    !lines.iter().enumerate().any(|(other, text)| other != index && beside(text))
}
