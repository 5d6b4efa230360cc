//! Connected parts of the ink: strokes that touch, also at corners.

use super::ink::Bits;
use crate::document::Rect;

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
    fn strokes_that_meet_later_are_one_part() {
        let picture = ["#..#..#", "#..#...", ".##...#"];
        let ink = picture.iter().flat_map(|row| row.chars().map(|c| c == '#')).collect();
        let parts = parts(&Bits { width: 7, height: 3, ink });
        let found: Vec<(f32, f32, f32, f32, usize)> =
            parts.iter().map(|p| (p.bbox.x0, p.bbox.y0, p.bbox.x1, p.bbox.y1, p.ink)).collect();
        assert_eq!(found, [(0.0, 0.0, 4.0, 3.0, 6), (6.0, 0.0, 7.0, 1.0, 1), (6.0, 2.0, 7.0, 3.0, 1)]);
    }
}
