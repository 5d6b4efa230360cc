//! Columns of tables without lines: the places where segments of lines begin, or lie one below the other when centered.

use super::segments::{ALIGNED, GAP, Segment, append, cut, is_mark, stands_alone};
use crate::text::lines::{Line, LinePiece};
use std::collections::HashMap;

/// A gap this wide, in em, parts two columns where several rows have it at the same place.
const NARROW_GAP: f32 = 0.6;
/// At least so many rows have a narrow gap that parts columns.
const ROWS: usize = 3;
/// A gap this wide, in em, parts two columns even where only one row has it.
const WIDE_GAP: f32 = 2.0;
/// Segments are beside each other when this much of their height, in em, is level.
const LEVEL: f32 = 0.3;
/// Columns of one table begin at the same place, up to this, in points.
const FLUSH: f32 = 1.0;
/// What adding up widths takes, in points.
const ROUNDING: f32 = 0.01;
/// A table of one row has at least this many segments; with fewer it is a line with a gap.
const ONE_ROW: usize = 3;

/// A place where segments begin.
#[derive(Debug, Clone)]
struct SegmentColumn {
    x0: f32,
    x1: f32,
    lines: Vec<usize>,
}

/// The segments of a run of lines with the columns they make.
pub struct AlignedColumns {
    segments: Vec<Segment>,
    columns: Vec<SegmentColumn>,
    /// Whether they are those of the table that may go on here.
    goes_on: bool,
}

impl AlignedColumns {
    /// The columns of lines; `known` are those of the table that may go on here.
    pub fn find(lines: &[Line], known: &[f32]) -> Self {
        let all = narrow_segments(lines, known);
        let mut columns: Vec<SegmentColumn> = Vec::new();
        let mut sorted: Vec<&Segment> = all.iter().collect();
        sorted.sort_by(|a, b| a.bbox().x0.total_cmp(&b.bbox().x0));
        for segment in sorted {
            match columns.last_mut() {
                Some(column) if segment.bbox().x0 - column.x0 <= ALIGNED => {
                    column.x1 = column.x1.max(segment.bbox().x1);
                    column.lines.push(segment.line);
                }
                _ => {
                    let bbox = segment.bbox();
                    columns.push(SegmentColumn { x0: bbox.x0, x1: bbox.x1, lines: vec![segment.line] });
                }
            }
        }
        let begins = |column: &SegmentColumn, segment: &Segment| {
            (segment.bbox().x0 - column.x0).abs() <= ALIGNED && column.lines.contains(&segment.line)
        };
        let is_known = |column: &SegmentColumn| known.iter().any(|x0| (x0 - column.x0).abs() <= ALIGNED);
        let has_wide = |column: &SegmentColumn| all.iter().any(|segment| segment.gap >= GAP && begins(column, segment));
        let supported = |column: &SegmentColumn| {
            column.lines.len() >= if has_wide(column) { 2 } else { ROWS }
                || is_known(column)
                || all.iter().any(|segment| (segment.gap >= WIDE_GAP || segment.is_mark()) && begins(column, segment))
        };
        columns.retain(supported);
        // What stands at the first place alone may be a paragraph.
        let is_first = |column: &SegmentColumn| known.first().is_some_and(|x0| column.x0 <= x0 + ALIGNED);
        let goes_on = columns.iter().all(is_known) && columns.iter().any(|column| !is_first(column));
        Self { segments: all, columns: centered(columns), goes_on }
    }

    /// Whether the columns of the narrower of two tables are among those of the other.
    pub fn agree(&self, other: &Self) -> bool {
        let (few, many) = if self.columns.len() <= other.columns.len() { (self, other) } else { (other, self) };
        let begins = |x: f32| many.columns.iter().any(|column| (column.x0 - x).abs() <= FLUSH);
        many.columns.len() > 1 && few.columns.iter().all(|column| begins(column.x0))
    }

    fn column_of(&self, segment: &Segment) -> Option<usize> {
        let x = segment.bbox().x0;
        self.columns.iter().rposition(|column| column.x0 - ROUNDING <= x && x <= column.x1).filter(|at| {
            // Within a column, only what begins where its segments do begins a cell.
            self.columns.get(*at).is_some_and(|column| column.lines.contains(&segment.line))
        })
    }

    /// The segments with the number of their column; those that begin in no column belong to the segment before.
    pub fn segments(&self) -> Vec<(usize, Segment)> {
        let mut out: Vec<(usize, Segment)> = Vec::new();
        for segment in &self.segments {
            match (self.column_of(segment), out.last_mut()) {
                (Some(column), _) => out.push((column, segment.clone())),
                (None, Some((_, before))) if before.line == segment.line => {
                    for (index, piece) in segment.text.pieces.iter().enumerate() {
                        append(&mut before.text, LinePiece { spaced: index == 0 || piece.spaced, ..piece.clone() });
                    }
                }
                (None, _) => out.push((0, segment.clone())),
            }
        }
        out
    }

    /// Whether a line of one segment stands alone and begins where no other line has a column.
    pub fn is_stray(&self, index: usize, lines: &[Line]) -> bool {
        let mut own = self.segments.iter().filter(|segment| segment.line == index);
        let Some(segment) = own.next() else { return true };
        let shared = self
            .columns
            .iter()
            .any(|column| (column.x0 - segment.bbox().x0).abs() <= ALIGNED && column.lines.len() > 1);
        own.next().is_none() && stands_alone(index, lines) && !shared && !self.goes_on
    }

    /// Whether there are at least two columns and enough rows that have them.
    pub fn is_table(&self) -> bool {
        let segments = self.segments();
        let mut counts: HashMap<usize, usize> = HashMap::new();
        segments.iter().for_each(|(_, segment)| *counts.entry(segment.line).or_default() += 1);
        let count = |line: usize| counts.get(&line).copied().unwrap_or_default();
        // In rows with texts of several lines no two lines need be level.
        let is_beside = |(own, segment): &(usize, Segment)| {
            let level = |other: &Segment| {
                let (top, bottom) = (other.bbox().y0.max(segment.bbox().y0), other.bbox().y1.min(segment.bbox().y1));
                bottom - top > LEVEL * segment.text.size
            };
            segments.iter().any(|(column, other)| column != own && other.line != segment.line && level(other))
        };
        let mut rows: Vec<(usize, usize)> = segments
            .iter()
            .map(|entry| {
                let own = count(entry.1.line);
                (entry.1.line, if own > 1 { own } else { 1 + usize::from(is_beside(entry)) })
            })
            .filter(|(_, count)| *count > 1)
            .collect();
        rows.dedup_by_key(|(line, _)| *line);
        self.goes_on || rows.len() > 1 || rows.iter().any(|(_, count)| *count >= ONE_ROW)
    }
}

/// Lines cut at gaps that may part columns (`known` are those of the table that may go on), and at columns that touch: behind a number where other lines begin, and before
/// a mark where other marks stand.
fn narrow_segments(lines: &[Line], known: &[f32]) -> Vec<Segment> {
    let cut_lines = |parts: &dyn Fn(&Segment, &LinePiece, f32) -> bool| -> Vec<Segment> {
        lines.iter().enumerate().flat_map(|(number, line)| cut(number, line, parts)).collect()
    };
    let by_gaps = cut_lines(&|_, _, gap| gap >= NARROW_GAP);
    let texts =
        places(by_gaps.iter().filter_map(|segment| segment.text.pieces.first()).filter(|piece| !is_mark(piece)));
    let marks = places(by_gaps.iter().filter_map(|segment| segment.text.pieces.first()).filter(|piece| is_mark(piece)));
    let begin_at = |places: &[f32], x0: f32| {
        let is_known = known.iter().any(|place| (place - x0).abs() <= FLUSH);
        let from = places.partition_point(|place| *place < x0 - FLUSH);
        is_known || places.get(from + ROWS - 1).is_some_and(|place| *place <= x0 + FLUSH)
    };
    cut_lines(&|before, piece, gap| {
        gap >= NARROW_GAP
            || (is_mark(piece) && begin_at(&marks, piece.bbox.x0))
            || (before.gap.is_infinite() && before.is_number() && begin_at(&texts, piece.bbox.x0))
    })
}

/// Where pieces begin, from left to right.
fn places<'p>(pieces: impl Iterator<Item = &'p LinePiece>) -> Vec<f32> {
    let mut places: Vec<f32> = pieces.map(|piece| piece.bbox.x0).collect();
    places.sort_by(f32::total_cmp);
    places
}

/// Joins columns that lie over each other and never share a line: text that is centered begins at ever other places.
fn centered(columns: Vec<SegmentColumn>) -> Vec<SegmentColumn> {
    let mut out: Vec<SegmentColumn> = Vec::new();
    for column in columns {
        let joins = |other: &&mut SegmentColumn| {
            let overlap = other.x1.min(column.x1) - other.x0.max(column.x0);
            let narrower = (other.x1 - other.x0).min(column.x1 - column.x0);
            let single = other.lines.len() == 1 || column.lines.len() == 1;
            let concentric = (other.x0 + other.x1 - column.x0 - column.x1).abs() <= 2.0 * ALIGNED;
            overlap > 0.5 * narrower
                && (single || concentric)
                && !other.lines.iter().any(|line| column.lines.contains(line))
        };
        match out.iter_mut().rev().find(joins) {
            Some(other) => {
                other.x1 = other.x1.max(column.x1);
                other.lines.extend(column.lines);
            }
            None => out.push(column),
        }
    }
    out
}
