//! Marks made with a pen: a tick, a cross or a ring over a printed square or circle, which it touches or not.
//!
//! The marks that nobody touched tell how large the printed ones are. An outline of that size within a larger part is a mark with a
//! stroke over it, and a part around a mark is a ring.

use super::ink::{Bits, pixels};
use super::marks::{CROSSED, EMPTY, InkMark, inside, outline};
use super::parts::InkPart;
use crate::document::Rect;

/// Fewer untouched squares than this do not tell how large the printed ones are.
const SQUARES: usize = 2;
/// Circles up to this share of the type's size are letters.
const LETTER: f32 = 0.66;
/// A part with a square in it is larger than the square by this factor at least in one direction, and at most by the other in both.
const LARGER: (f32, f32) = (1.12, 4.0);
/// It is no smaller than this share of the square in either direction.
const SMALLER: f32 = 0.85;
/// This share of the mark's outline is drawn.
const DRAWN: f32 = 0.8;
/// A ring is larger than its square by this factor at least, and at most.
const RING: (f32, f32) = (1.1, 3.0);
/// A ring goes beyond its mark by this share of the mark's size.
const BEYOND: f32 = 0.1;
/// A ring wider than this against its height runs into the characters beside it.
const TOUCHING: f32 = 1.15;
/// Characters of larger type are at least so high, in sizes of the mark, and stand so near to each other.
const WORD: (f32, f32) = (1.2, 0.6);
/// Characters that touch are a part that is at least so many times as wide as it is high, and no higher than this, in sizes of the mark: a pen's
/// stroke over a mark goes beyond it.
const TOUCHING_WORD: (f32, f32) = (1.8, 1.35);
/// Squares are looked for in steps of this share of their size.
const STEP: f32 = 0.08;

/// Printed marks that are empty, and what they are once a pen has been over them.
const PRINTED: [(char, char); 2] = [('□', '☑'), ('○', CROSSED)];

/// Adds the marks that pen strokes run over, and ticks those in rings. The parts become the marks alone: the strokes over them are no
/// text. `usual` is the page's usual size of type.
pub fn settle(bits: &Bits, parts: &mut Vec<InkPart>, marks: &mut Vec<InkMark>, usual: f32) {
    for (empty, chosen) in PRINTED {
        let least = if empty == '○' { LETTER * usual } else { 0.0 };
        over(bits, parts, marks, (empty, chosen), least);
    }
}

fn over(bits: &Bits, parts: &mut Vec<InkPart>, marks: &mut Vec<InkMark>, (empty, chosen): (char, char), least: f32) {
    let mut sizes: Vec<f32> = marks
        .iter()
        .filter(|mark| mark.text == empty)
        .map(|mark| (mark.bbox.x1 - mark.bbox.x0).max(mark.bbox.y1 - mark.bbox.y0))
        .filter(|size| *size >= least)
        .collect();
    sizes.sort_by(f32::total_cmp);
    let Some(size) = sizes.get(sizes.len() / 2).copied().filter(|_| sizes.len() >= SQUARES) else { return };
    let mut touched = Vec::new();
    let mut boxes: Vec<Rect> = parts.iter().map(|part| part.bbox).collect();
    boxes.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    for part in parts.iter_mut().filter(|part| is_larger(part.bbox, size)) {
        if is_amid_larger(part.bbox, &boxes, size)
            || is_word(part.bbox, size)
            || marks.iter().any(|mark| encloses(part.bbox, mark.bbox))
        {
            continue;
        }
        if let Some(bbox) = printed(bits, empty, part.bbox, size) {
            if inside(bits, bbox) < EMPTY && !surrounds(part.bbox, bbox) {
                // A character beside touches it.
                marks.push(InkMark { text: empty, bbox });
                touched.push(part.bbox);
            } else {
                marks.push(InkMark { text: chosen, bbox });
                part.bbox = bbox;
            }
        }
    }
    parts.retain_mut(|part| {
        let (width, height) = (part.bbox.x1 - part.bbox.x0, part.bbox.y1 - part.bbox.y0);
        let is_ring =
            width.min(height) >= RING.0 * size && width.max(height) <= RING.1 * size && !touched.contains(&part.bbox);
        let mut ringed = None;
        for mark in marks
            .iter_mut()
            .filter(|mark| is_ring && mark.text == empty && mark.bbox != part.bbox && encloses(part.bbox, mark.bbox))
        {
            ringed = Some(mark.bbox);
            mark.text = chosen;
        }
        // A ring that runs into the characters beside leaves those.
        if let Some(square) = ringed {
            part.bbox = Rect { x0: square.x0, y0: square.y0, y1: square.y1, ..part.bbox };
        }
        ringed.is_none() || width > TOUCHING * height
    });
}

fn is_larger(bbox: Rect, size: f32) -> bool {
    let (width, height) = (bbox.x1 - bbox.x0, bbox.y1 - bbox.y0);
    let (short, long) = (width.min(height), width.max(height));
    short >= SMALLER * size && (LARGER.0 * size..=LARGER.1 * size).contains(&long)
}

/// Whether characters that are larger than printed marks stand right before and right behind a part: it is one of them, whatever outline it has
/// inside. The boxes come sorted from the left.
fn is_amid_larger(bbox: Rect, boxes: &[Rect], size: f32) -> bool {
    let near = WORD.1 * size;
    let reach = LARGER.1 * size;
    let first = boxes.partition_point(|other| other.x0 < bbox.x0 - reach - near);
    let (mut is_before, mut is_behind) = (false, false);
    for other in boxes.iter().skip(first).take_while(|other| other.x0 <= bbox.x1 + near) {
        let overlap = other.y1.min(bbox.y1) - other.y0.max(bbox.y0);
        if other.y1 - other.y0 >= WORD.0 * size && overlap >= size {
            is_before |= (0.0..=near).contains(&(bbox.x0 - other.x1));
            is_behind |= (0.0..=near).contains(&(other.x0 - bbox.x1));
        }
    }
    is_before && is_behind
}

/// Whether a part is characters of a row that touch each other.
fn is_word(bbox: Rect, size: f32) -> bool {
    let (width, height) = (bbox.x1 - bbox.x0, bbox.y1 - bbox.y0);
    width >= TOUCHING_WORD.0 * height && height <= TOUCHING_WORD.1 * size
}

fn encloses(outer: Rect, inner: Rect) -> bool {
    outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1
}

/// Whether a part goes beyond a mark on all sides, as a ring does that touches it.
fn surrounds(part: Rect, mark: Rect) -> bool {
    let least = BEYOND * (mark.x1 - mark.x0);
    let beyond = [mark.x0 - part.x0, mark.y0 - part.y0, part.x1 - mark.x1, part.y1 - mark.y1];
    beyond.iter().all(|beyond| *beyond >= least)
}

/// The mark of a size within a part, where one is drawn.
#[expect(clippy::cast_precision_loss, reason = "places within a part")]
fn printed(bits: &Bits, mark: char, bbox: Rect, size: f32) -> Option<Rect> {
    let step = pixels(STEP * size).max(1);
    let room = |from: f32, to: f32| (0..=pixels((to - from - size).max(0.0))).step_by(step);
    let mut best: Option<(f32, Rect)> = None;
    for down in room(bbox.y0, bbox.y1) {
        for right in room(bbox.x0, bbox.x1) {
            let (x0, y0) = (bbox.x0 + right as f32, bbox.y0 + down as f32);
            let tried = Rect { x0, y0, x1: x0 + size, y1: y0 + size };
            let drawn = outline(bits, mark, tried);
            // Where the outline is hit all around, the least ink is inside.
            let fits = drawn - inside(bits, tried) / 2.0;
            if drawn >= DRAWN && best.is_none_or(|(most, _)| fits > most) {
                best = Some((fits, tried));
            }
        }
    }
    best.map(|(_, bbox)| bbox)
}

#[cfg(test)]
mod tests {
    use super::super::marks::marks;
    use super::super::parts::parts;
    use super::*;

    /// Squares of 20 pixels at some places, and what else is drawn.
    fn found(squares: &[(usize, usize)], draw: impl Fn(f32, f32) -> bool) -> (String, usize) {
        let (width, height) = (240, 60);
        let is_rim = |x: usize, y: usize, at: &(usize, usize)| {
            let (x, y) = (x.wrapping_sub(at.0), y.wrapping_sub(at.1));
            x < 20 && y < 20 && (x < 2 || y < 2 || x >= 18 || y >= 18)
        };
        let at = |index: usize| (index % width, index / width);
        let ink = (0..width * height).map(at);
        let ink = ink.map(|(x, y)| squares.iter().any(|square| is_rim(x, y, square)) || draw(x as f32, y as f32));
        let bits = Bits { width, height, ink: ink.collect() };
        let mut all = parts(&bits);
        let mut found = marks(&bits, all.iter(), (2.0, 20.0), false);
        settle(&bits, &mut all, &mut found, 10.0);
        found.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
        (found.iter().map(|mark| mark.text).collect(), all.len())
    }

    #[test]
    fn characters_that_touch_are_no_square_with_a_stroke() {
        assert!(is_word(Rect { x0: 0.0, y0: 0.0, x1: 57.0, y1: 27.0 }, 22.0));
        assert!(!is_word(Rect { x0: 0.0, y0: 0.0, x1: 57.0, y1: 40.0 }, 22.0));
    }

    #[test]
    fn a_tick_over_a_square_and_a_ring_around_one() {
        let squares = [(20, 20), (80, 20), (140, 20), (200, 20)];
        let tick = |x: f32, y: f32| (130.0..166.0).contains(&x) && (x - 130.0 + y - 46.0).abs() < 2.0 && y > 8.0;
        let ring = |x: f32, y: f32| ((x - 210.0).hypot(y - 30.0) - 19.0).abs() < 1.2;
        assert_eq!(found(&squares, |x, y| tick(x, y) || ring(x, y)), ("□□☑☑".into(), 4));
        assert_eq!(found(&squares, |_, _| false), ("□□□□".into(), 4));
        let bracket = |x: f32, y: f32| (160.0..163.0).contains(&x) && (10.0..50.0).contains(&y);
        assert_eq!(found(&squares, bracket), ("□□□□".into(), 4));
    }
}
