//! Connected parts of the ink: strokes that touch, also at corners.

use super::ink::Bits;
use super::strokes::Stroke;
use crate::document::Rect;

/// Characters reach over a line by less than this, in type sizes.
const OVER: f32 = 0.4;
/// Characters of some rows that touch across the lines between them are together at most this high, in type sizes, and no narrower than the
/// second and no wider than the third: what is narrower is a line's.
const TOUCHING: (f32, f32, f32) = (6.0, 0.3, 3.0);

/// A connected part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InkPart {
    /// The rectangle around it, in pixels.
    pub bbox: Rect,
    /// Its ink in pixels.
    pub(crate) ink: usize,
}

/// A part that is being collected.
#[derive(Debug, Clone, Copy)]
struct PartDraft {
    x0: usize,
    y0: usize,
    x1: usize,
    y1: usize,
    ink: usize,
    /// The part it was joined to.
    joined: usize,
}

/// A run of ink in a row: its ends and its part.
type PartRun = (usize, usize, usize);

/// All parts of a picture, by their first row, then by their column there.
pub fn parts(bits: &Bits) -> Vec<InkPart> {
    let mut drafts: Vec<PartDraft> = Vec::new();
    let mut above: Vec<PartRun> = Vec::new();
    for (y, row) in bits.rows().enumerate() {
        let runs = runs(row);
        let mut here: Vec<PartRun> = Vec::with_capacity(runs.len());
        let mut first = 0;
        for (from, to) in runs {
            first += above.iter().skip(first).take_while(|run| run.1 < from).count();
            let touching = above.iter().skip(first).take_while(|run| run.0 <= to);
            let mut part = None;
            for run in touching {
                let root = root(&drafts, run.2);
                part = Some(part.map_or(root, |part| join(&mut drafts, part, root)));
            }
            let part = part.unwrap_or(drafts.len());
            if part == drafts.len() {
                drafts.push(PartDraft { x0: from, y0: y, x1: to, y1: y + 1, ink: 0, joined: part });
            }
            if let Some(draft) = drafts.get_mut(part) {
                draft.x0 = draft.x0.min(from);
                draft.x1 = draft.x1.max(to);
                draft.y1 = y + 1;
                draft.ink += to - from;
            }
            here.push((from, to, part));
        }
        above = here;
    }
    let own = drafts.iter().enumerate().filter(|(index, draft)| draft.joined == *index);
    own.map(|(_, draft)| draft.part()).collect()
}

/// Cuts the parts that reach from one side of a level line far over to the other: they are characters of rows that touch where the
/// line between them was erased. `usual` is the usual size of type, in pixels.
pub fn cut(bits: &Bits, parts: Vec<InkPart>, level: &[Stroke], usual: f32) -> Vec<InkPart> {
    let mut sorted: Vec<&Stroke> = level.iter().collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let lines_over = |bbox: Rect| {
        let (height, width) = ((bbox.y1 - bbox.y0) / usual, (bbox.x1 - bbox.x0) / usual);
        let fits = height <= TOUCHING.0 && (TOUCHING.1..=TOUCHING.2).contains(&width);
        let first = sorted.partition_point(|line| line.at < bbox.y0 + OVER * usual);
        let over = sorted.iter().skip(first).take_while(move |line| fits && line.at <= bbox.y1 - OVER * usual);
        over.filter(move |line| line.from <= bbox.x0 && bbox.x1 <= line.to).map(|line| line.at)
    };
    let mut out = Vec::with_capacity(parts.len());
    for part in parts {
        let mut top = part.bbox.y0;
        for at in lines_over(part.bbox) {
            out.extend(within(bits, Rect { y0: top, y1: at, ..part.bbox }));
            top = at;
        }
        if top > part.bbox.y0 {
            out.extend(within(bits, Rect { y0: top, ..part.bbox }));
        } else {
            out.push(part);
        }
    }
    out
}

/// The ink within a rectangle as one part; `None` where there is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a picture; casts saturate"
)]
fn within(bits: &Bits, rect: Rect) -> Option<InkPart> {
    let (columns, rows) = (rect.x0 as usize..rect.x1.ceil() as usize, rect.y0 as usize..rect.y1.ceil() as usize);
    let places = rows.flat_map(|y| columns.clone().map(move |x| (x, y))).filter(|(x, y)| bits.at(*x, *y));
    places.map(|(x, y)| (x as f32, y as f32)).fold(None, |part: Option<InkPart>, (x, y)| {
        let here = Rect { x0: x, y0: y, x1: x + 1.0, y1: y + 1.0 };
        let Some(InkPart { bbox, ink }) = part else { return Some(InkPart { bbox: here, ink: 1 }) };
        let bbox = Rect { x0: bbox.x0.min(x), y0: bbox.y0, x1: bbox.x1.max(here.x1), y1: bbox.y1.max(here.y1) };
        Some(InkPart { bbox, ink: ink + 1 })
    })
}

impl PartDraft {
    #[expect(clippy::cast_precision_loss, reason = "places within a picture")]
    fn part(&self) -> InkPart {
        let bbox = Rect { x0: self.x0 as f32, y0: self.y0 as f32, x1: self.x1 as f32, y1: self.y1 as f32 };
        InkPart { bbox, ink: self.ink }
    }
}

/// The runs of ink in a row.
fn runs(row: &[bool]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, ink)| **ink) {
        match out.last_mut().filter(|run| run.1 == x) {
            Some(run) => run.1 = x + 1,
            None => out.push((x, x + 1)),
        }
    }
    out
}

fn root(drafts: &[PartDraft], mut part: usize) -> usize {
    while let Some(next) = drafts.get(part).map(|draft| draft.joined).filter(|next| *next != part) {
        part = next;
    }
    part
}

/// Makes two parts one and returns it: the earlier.
fn join(drafts: &mut [PartDraft], a: usize, b: usize) -> usize {
    let (kept, lost) = (a.min(b), a.max(b));
    if let Some(other) = drafts.get(lost).copied().filter(|_| kept != lost) {
        if let Some(draft) = drafts.get_mut(kept) {
            draft.x0 = draft.x0.min(other.x0);
            draft.y0 = draft.y0.min(other.y0);
            draft.x1 = draft.x1.max(other.x1);
            draft.y1 = draft.y1.max(other.y1);
            draft.ink += other.ink;
        }
        if let Some(draft) = drafts.get_mut(lost) {
            draft.joined = kept;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_touch_over_a_line_are_two_parts() {
        let picture = ["###.", ".#..", ".#..", ".#..", ".##.", "..#."];
        let ink = picture.iter().flat_map(|row| row.chars().map(|c| c == '#')).collect();
        let bits = Bits { width: 4, height: 6, ink };
        let found = |at: f32| {
            let line = Stroke { at, from: 0.0, to: 4.0, thickness: 1.0 };
            let cut = cut(&bits, parts(&bits), &[line], 4.0);
            cut.iter().map(|part| (part.bbox.y0, part.bbox.y1, part.ink)).collect::<Vec<_>>()
        };
        assert_eq!((found(3.0), found(5.0)), (vec![(0.0, 3.0, 5), (3.0, 6.0, 4)], vec![(0.0, 6.0, 9)]));
    }

    #[test]
    fn strokes_that_meet_later_are_one_part() {
        let picture = ["#..#..#", "#..#...", ".##...#"];
        let ink = picture.iter().flat_map(|row| row.chars().map(|c| c == '#')).collect();
        let parts = parts(&Bits { width: 7, height: 3, ink });
        let found: Vec<(f32, f32, f32, f32, usize)> =
            parts.iter().map(|p| (p.bbox.x0, p.bbox.y0, p.bbox.x1, p.bbox.y1, p.ink)).collect();
        assert_eq!(found, [(0.0, 0.0, 4.0, 3.0, 6), (6.0, 0.0, 7.0, 1.0, 1), (6.0, 2.0, 7.0, 3.0, 1)]);
    }
}
