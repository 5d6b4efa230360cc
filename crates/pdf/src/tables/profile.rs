//! The typesetting profile of a document: how far the lines of one cell are apart, and where the text begins.
//!
//! One page may not tell whether lines that follow each other are one cell or rows; all pages together do, for the cells of
//! a document are set alike. Stands between the sheets and the tables without lines, see [`super::alignment`].

use super::segments::{ALIGNED, Segment, segments};
use crate::document::Script;
use crate::text::lines::Line;
use std::ops::RangeInclusive;

/// Lines of a cell follow each other with at most this gap, in em of the text; rows are further apart.
pub const LEADING: f32 = 0.85;
/// Lines may be set so close that their em boxes overlap by this much, in em.
const OVERLAP: f32 = 0.3;
/// Gaps that lines of a cell may leave, in em.
const USUAL: RangeInclusive<f32> = -OVERLAP..=LEADING;
/// A line that ends nearer than this to the right side of its column, in em, is full: what follows it was wrapped.
const FULL: f32 = 1.3;
/// A shorter line, in em, tells nothing: all cells of its column may be as wide.
const TELLING: f32 = 8.0;
/// WordSpacing up to this much larger than a small one, as a factor and in em, are the same gap.
const SAME: (f32, f32) = (1.25, 0.08);
/// WordSpacing up to this much larger than the usual one, as a factor and in points, are the same gap: browsers set lines on whole
/// pixels of 0.75 points.
pub const REACH: (f32, f32) = (1.25, 0.8);
/// So many wrapped lines tell a gap.
const ENOUGH: usize = 3;
/// They tell it if they are at least one in so many of all full lines.
const SHARE: usize = 8;
/// They must also be one in so many of all wide lines that are followed at this gap.
const WRAPPED: usize = 2;

/// Cells are level by their tops where at least so many parts of a whole of those with several lines begin level with others.
const TOPS: (usize, usize) = (3, 4);
/// Cells are level by their middles where at most so many parts do.
const MIDDLES: (usize, usize) = (1, 2);

/// Rows are solid where at least so many parts of a whole of those near each other follow like lines of a cell.
const SOLID: (usize, usize) = (3, 4);
/// In a gap smaller than this, in em, no other line stands.
const LINE: f32 = 1.0;

/// What of a cell is level with its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    Middle,
    Top,
}

/// What all pages without rulings tell.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Profile {
    /// The gap between the lines of a cell, in em.
    pub leading: Option<f32>,
    /// Where the leftmost text begins, in points.
    pub left: Option<f32>,
    /// How the cells of a row are level.
    pub level: Option<Level>,
    /// Whether rows follow each other as closely as the lines of a cell.
    pub is_solid: bool,
}

impl Profile {
    /// What the free lines of pages tell.
    pub fn of<'l>(pages: impl Iterator<Item = &'l [Line]>) -> Self {
        let (mut pairs, mut left) = (Vec::new(), None::<f32>);
        for lines in pages {
            for line in lines {
                left = Some(left.map_or(line.bbox.x0, |left| left.min(line.bbox.x0)));
            }
            pairs.push(followers(lines));
        }
        let all = pairs.concat();
        let wrapped = wrapped(&all);
        let is_solid = wrapped.is_some_and(|gap| are_solid(&all, gap));
        let leading = wrapped.filter(|gap| is_solid || is_leading(&all, *gap));
        Self { leading, left, level: leading.and_then(|gap| level(&pairs, gap, is_solid)), is_solid }
    }

    /// The largest gap between lines of a cell set in a size, in points.
    pub fn reach(&self, size: f32) -> Option<f32> {
        self.leading.map(|gap| gap.max(0.0) * size * REACH.0 + REACH.1)
    }
}

/// A segment's line and left side.
type SegmentPlace = (usize, f32);

/// A line and the next one below it that begins at the same place.
#[derive(Debug, Clone, Copy)]
struct LinePair {
    /// The gap between them, in em.
    gap: f32,
    /// Where they stand: the numbers of their lines, and the left side.
    above: SegmentPlace,
    below: SegmentPlace,
    /// Whether the upper one is wide enough to tell, and whether it is full.
    is_wide: bool,
    is_full: bool,
    /// Whether both begin lines of several cells, and the upper one has room left.
    begin_rows: bool,
}

fn followers(lines: &[Line]) -> Vec<LinePair> {
    let is_even = |segment: &Segment| segment.text.pieces.iter().all(|piece| piece.script == Script::Normal);
    let mut sorted: Vec<Segment> =
        lines.iter().enumerate().flat_map(|(number, line)| segments(number, line)).filter(is_even).collect();
    sorted.sort_by(|a, b| a.text.bbox.x0.total_cmp(&b.text.bbox.x0));
    // Where each line's segments begin.
    let mut starts: Vec<Vec<f32>> = vec![Vec::new(); lines.len()];
    for segment in &sorted {
        starts.get_mut(segment.line).into_iter().for_each(|line| line.push(segment.text.bbox.x0));
    }
    let starts_of = |segment: &Segment| starts.get(segment.line).map(Vec::as_slice).unwrap_or_default();
    // Two lines of several cells, of which the first begin at the same place, are two rows.
    let are_rows = |above: &Segment, below: &Segment| {
        let (above, below) = (starts_of(above), starts_of(below));
        let is_flush = above.first().zip(below.first()).is_some_and(|(one, other)| (one - other).abs() <= ALIGNED);
        above.len() > 1 && below.len() > 1 && is_flush
    };
    let mut pairs = Vec::new();
    for column in sorted.chunk_by_mut(|a, b| b.text.bbox.x0 - a.text.bbox.x0 <= ALIGNED) {
        column.sort_by(|a, b| a.text.bbox.y0.total_cmp(&b.text.bbox.y0));
        let right = column.iter().map(|segment| segment.text.bbox.x1).fold(f32::MIN, f32::max);
        pairs.extend(column.iter().zip(column.iter().skip(1)).map(|(above, below)| {
            let (bbox, size) = (above.text.bbox, above.text.size.max(1.0));
            let is_wide = bbox.x1 - bbox.x0 >= TELLING * size;
            let is_full = is_wide && bbox.x1 >= right - FULL * size && !are_rows(above, below);
            let place = |segment: &Segment| (segment.line, segment.text.bbox.x0);
            let gap = (below.text.bbox.y0 - bbox.y1) / size;
            let begin_rows = are_rows(above, below)
                && bbox.x1 < right - FULL * size
                && [above, below].iter().all(|one| starts_of(one).first() == Some(&one.text.bbox.x0));
            LinePair { gap, above: place(above), below: place(below), is_wide, is_full, begin_rows }
        }));
    }
    pairs
}

/// The largest gap that is the same as a small one, in em.
fn upper(gap: f32) -> f32 {
    gap.max(0.0) * SAME.0 + SAME.1
}

/// Whether nearly all rows that are near each other follow at the gap of wrapped lines.
fn are_solid(pairs: &[LinePair], gap: f32) -> bool {
    let rows = pairs.iter().filter(|pair| pair.begin_rows && pair.gap < LINE);
    let near = rows.clone().filter(|pair| pair.gap <= upper(gap)).count();
    near >= ENOUGH && near * SOLID.1 >= rows.count() * SOLID.0
}

/// How cells are level: whether those of several lines begin on lines where other cells begin too.
fn level(pages: &[Vec<LinePair>], gap: f32, is_solid: bool) -> Option<Level> {
    let (mut tops, mut all) = (0, 0);
    for pairs in pages {
        let wraps: Vec<&LinePair> =
            pairs.iter().filter(|pair| pair.gap <= upper(gap) && (pair.is_full || !is_solid)).collect();
        let is_rest = |place: SegmentPlace| wraps.iter().any(|pair| pair.below == place);
        let begins = |place: SegmentPlace| !is_rest(place);
        let beside = |place: SegmentPlace| {
            pairs
                .iter()
                .flat_map(|pair| [pair.above, pair.below])
                .any(|(line, x0)| line == place.0 && (x0 - place.1).abs() > ALIGNED && begins((line, x0)))
        };
        for wrap in wraps.iter().filter(|pair| begins(pair.above)) {
            all += 1;
            tops += usize::from(beside(wrap.above));
        }
    }
    match (tops, all) {
        (_, 0..ENOUGH) => None,
        (tops, all) if tops * TOPS.1 >= all * TOPS.0 => Some(Level::Top),
        (tops, all) if tops * MIDDLES.1 <= all * MIDDLES.0 => Some(Level::Middle),
        _ => None,
    }
}

/// The smallest gap that full lines leave, if there are enough of them.
fn wrapped(pairs: &[LinePair]) -> Option<f32> {
    let mut full: Vec<f32> =
        pairs.iter().filter(|pair| pair.is_full && USUAL.contains(&pair.gap)).map(|pair| pair.gap).collect();
    full.sort_by(f32::total_cmp);
    let count = |gap: f32| full.iter().filter(|other| (gap..=upper(gap)).contains(*other)).count();
    full.iter().copied().find(|gap| count(*gap) >= ENOUGH && count(*gap) * SHARE >= full.len())
}

/// Whether the gap that full lines leave is that of lines of a cell: most wide lines that are followed at it are full.
fn is_leading(pairs: &[LinePair], gap: f32) -> bool {
    let near = pairs.iter().filter(|pair| (gap..=upper(gap)).contains(&pair.gap));
    let full = near.clone().filter(|pair| pair.is_full && USUAL.contains(&pair.gap)).count();
    full * WRAPPED >= near.filter(|pair| pair.is_wide).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rect;
    use crate::text::lines::LinePiece;

    fn line(y0: f32, width: f32) -> Line {
        let bbox = Rect { x0: 50.0, y0, x1: 50.0 + width, y1: y0 + 10.0 };
        let piece =
            LinePiece { text: "個人".into(), bbox, script: Script::Normal, spaced: false, gap: f32::INFINITY };
        Line { pieces: vec![piece], bbox, size: 10.0, ends_spaced: false }
    }

    fn of(lines: &[Line]) -> Option<f32> {
        Profile::of([lines].into_iter()).leading
    }

    #[test]
    fn wrapped_lines_tell_the_gap_within_cells() {
        // Three cells of two lines, 4 points between the lines and 12 between the cells.
        let cells: Vec<Line> =
            [0.0, 36.0, 72.0].iter().flat_map(|y| [line(*y, 200.0), line(*y + 14.0, 60.0)]).collect();
        assert!(of(&cells).is_some_and(|gap| (gap - 0.4).abs() < 0.01));
    }

    #[test]
    fn rows_of_one_line_tell_nothing() {
        let rows: Vec<Line> =
            [60.0, 200.0, 90.0, 40.0, 120.0].iter().zip(0_u8..).map(|(w, y)| line(14.0 * f32::from(y), *w)).collect();
        assert_eq!(of(&rows), None);
    }
}
