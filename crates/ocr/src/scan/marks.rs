//! Marks by shape: squares and circles, empty, filled or ticked, told by where their ink is.

use super::ink::Bits;
use super::parts::InkPart;
use crate::document::Rect;

/// A circle that a stroke runs through, as many characters are: a mark only where nothing else stands in its row.
pub const CROSSED: char = '◍';
/// A square of which a coarse scan lost the upper or the lower side: a mark only where it opens an option.
pub const OPEN: char = '▢';
/// Such a square with ink inside.
pub const OPEN_TICKED: char = '▣';
/// Marks are between these sizes, in points.
const SIZE: std::ops::RangeInclusive<f32> = 4.5..=17.0;
/// Beside small type, marks are also as small as this share of it, and never smaller than the second, in points.
const SMALL: (f32, f32) = (0.5, 3.0);
/// Marks are as high as they are wide, up to this quotient.
const SQUARE: f32 = 1.3;
/// The rim's depth as a share of the size.
const RIM: f32 = 0.2;
/// Of a square's side, this share is drawn; of its corners, all.
const SIDE: f32 = 0.85;
/// Ink of a corner is this near to it, in shares of the sides.
const CORNER: [f32; 3] = [0.0, 0.04, 0.08];
/// Ink of a worn one.
const WORN: [f32; 4] = [0.0, 0.04, 0.08, 0.14];
/// Of a circle's directions, this share is drawn.
const ROUND: f32 = 0.88;
/// Of one that dust touches at a corner, this share is.
const WHOLE: f32 = 0.95;
/// A mark whose inside has less ink than this is empty, as a share of it.
pub(super) const EMPTY: f32 = 0.05;
/// A circle whose inside has more ink than this share is filled.
const FILLED: f32 = 0.72;
/// So is a square; one with less is ticked, as a dense ideograph is that a coarse scan shows.
const FULL: f32 = 0.88;

/// A mark and where it stands, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InkMark {
    /// The character that it is read as.
    pub text: char,
    /// Where it stands in the picture, in pixels.
    pub bbox: Rect,
}

/// The marks among the parts. Ideographs that are boxes are among them: who reads the row tells those. `usual` is the usual size of
/// type, in pixels; on a coarse page squares may have lost a side.
pub fn marks<'p>(
    bits: &Bits,
    parts: impl Iterator<Item = &'p InkPart>,
    (scale, usual): (f32, f32),
    is_coarse: bool,
) -> Vec<InkMark> {
    let smallest = SIZE.start().min((SMALL.0 * usual / scale).max(SMALL.1));
    let fits = |part: &&InkPart| {
        let (width, height) = (part.bbox.x1 - part.bbox.x0, part.bbox.y1 - part.bbox.y0);
        let (short, long) = (width.min(height), width.max(height));
        short >= smallest * scale && long <= SIZE.end() * scale && long <= SQUARE * short
    };
    let shape = |part: &InkPart| shape(bits, part.bbox).or_else(|| open(bits, part.bbox).filter(|_| is_coarse));
    parts.filter(fits).filter_map(|part| Some(InkMark { text: shape(part)?, bbox: part.bbox })).collect()
}

/// Adds the empty marks whose thin outlines the threshold broke, which are whole in the faint ink; their pieces become one part.
pub fn mend(faint: &Bits, parts: &mut Vec<InkPart>, marks: &mut Vec<InkMark>, (scale, usual): (f32, f32)) {
    let mut whole = super::parts::parts(faint);
    let mut pieces: Vec<Rect> = parts.iter().map(|part| part.bbox).collect();
    pieces.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let within = |outer: Rect, inner: Rect| {
        inner.x0 >= outer.x0 && inner.x1 <= outer.x1 && inner.y0 >= outer.y0 && inner.y1 <= outer.y1
    };
    let is_broken = |bbox: Rect| {
        let first = pieces.partition_point(|piece| piece.x0 < bbox.x0);
        let mut near = pieces.iter().skip(first).take_while(|piece| piece.x0 <= bbox.x1);
        near.any(|piece| within(bbox, *piece))
    };
    let mut known: Vec<Rect> = marks.iter().map(|mark| mark.bbox).collect();
    known.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let is_known = |bbox: Rect| {
        let first = known.partition_point(|mark| mark.x0 < bbox.x0);
        let mut near = known.iter().skip(first).take_while(|mark| mark.x0 <= bbox.x1);
        near.any(|mark| within(bbox, *mark))
    };
    whole.retain(|part| is_broken(part.bbox) && !is_known(part.bbox));
    let mut mended = self::marks(faint, whole.iter(), (scale, usual), false);
    mended.retain(|mark| matches!(mark.text, '□' | '○'));
    mended.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let widest = mended.iter().map(|mark| mark.bbox.x1 - mark.bbox.x0).fold(0.0, f32::max);
    let is_piece = |part: &InkPart| {
        let first = mended.partition_point(|mark| mark.bbox.x0 < part.bbox.x0 - widest);
        let mut near = mended.iter().skip(first).take_while(|mark| mark.bbox.x0 <= part.bbox.x0);
        near.any(|mark| within(mark.bbox, part.bbox))
    };
    parts.retain(|part| !is_piece(part));
    parts.extend(whole.into_iter().filter(|part| {
        let first = mended.partition_point(|mark| mark.bbox.x0 < part.bbox.x0);
        mended.iter().skip(first).take_while(|mark| mark.bbox.x0 <= part.bbox.x0).any(|mark| mark.bbox == part.bbox)
    }));
    marks.extend(mended);
}

/// How much of an empty mark's outline is drawn in a rectangle, as a share: of a square's least drawn side, or of a circle's directions.
pub(super) fn outline(bits: &Bits, mark: char, bbox: Rect) -> f32 {
    let view = PartView { bits, bbox };
    if mark == '□' { view.sides() } else { view.directions() }
}

/// The share of ink inside an outline.
pub(super) fn inside(bits: &Bits, bbox: Rect) -> f32 {
    PartView { bits, bbox }.share(RIM, 1.0 - RIM)
}

/// What a part's shape is.
fn shape(bits: &Bits, bbox: Rect) -> Option<char> {
    let view = PartView { bits, bbox };
    let inside = view.share(RIM, 1.0 - RIM);
    let corners = view.corners(&CORNER);
    // The end of one side may be worn off; a circle has no corner at all.
    if (corners == 4 || corners == 3 && view.corners(&WORN) == 4) && view.sides() >= SIDE {
        return Some(match inside {
            inside if inside < EMPTY => '□',
            inside if inside > FULL => '■',
            _ => '☑',
        });
    }
    let directions = view.directions();
    // Dust may touch a circle that is whole.
    if corners == 1 && directions >= WHOLE && inside < EMPTY {
        return Some('○');
    }
    if corners == 0 && directions >= ROUND {
        return match inside {
            inside if inside < EMPTY => Some('○'),
            inside if inside > FILLED => Some('●'),
            _ if view.share(0.36, 0.64) > FILLED => Some('◉'),
            _ => Some(CROSSED),
        };
    }
    None
}

/// A square without its upper or its lower side.
fn open(bits: &Bits, bbox: Rect) -> Option<char> {
    let view = PartView { bits, bbox };
    let [top, bottom, left, right] = view.each_side();
    let inside = view.share(RIM, 1.0 - RIM);
    let is_open = left.min(right).min(top.max(bottom)) >= SIDE && inside < FULL;
    is_open.then_some(if inside < EMPTY { OPEN } else { OPEN_TICKED })
}

/// A part's rectangle, looked at in shares of its sides.
struct PartView<'b> {
    bits: &'b Bits,
    bbox: Rect,
}

impl PartView<'_> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places in a picture; casts saturate")]
    fn ink(&self, right: f32, down: f32) -> bool {
        let x = self.bbox.x0 + right * (self.bbox.x1 - self.bbox.x0 - 1.0);
        let y = self.bbox.y0 + down * (self.bbox.y1 - self.bbox.y0 - 1.0);
        self.bits.at(x.round() as usize, y.round() as usize)
    }

    /// The share of ink in the square between two shares of the sides.
    fn share(&self, from: f32, to: f32) -> f32 {
        let places = || steps(24).map(|step| from + step * (to - from));
        let (mut ink, mut all) = (0.0, 0.0);
        for down in places() {
            for right in places() {
                ink += f32::from(u8::from(self.ink(right, down)));
                all += 1.0;
            }
        }
        ink / all
    }

    /// The corners that have ink so near.
    fn corners(&self, near: &[f32]) -> usize {
        let corner = |right: bool, down: bool| {
            let place = |far: bool, step: f32| if far { 1.0 - step } else { step };
            near.iter().any(|a| near.iter().any(|b| self.ink(place(right, *a), place(down, *b))))
        };
        [(false, false), (true, false), (false, true), (true, true)].iter().filter(|(r, d)| corner(*r, *d)).count()
    }

    /// The share of the least drawn side that has ink in the rim.
    fn sides(&self) -> f32 {
        self.each_side().into_iter().fold(1.0, f32::min)
    }

    /// The share of each side that has ink in the rim: of the top, the bottom, the left and the right one.
    fn each_side(&self) -> [f32; 4] {
        let depth = || [0.0, 0.05, 0.1, 0.15];
        let drawn = |ink: &dyn Fn(f32, f32) -> bool| {
            steps(24).map(|along| f32::from(u8::from(depth().iter().any(|deep| ink(along, *deep))))).sum::<f32>() / 24.0
        };
        [
            drawn(&|along, deep| self.ink(along, deep)),
            drawn(&|along, deep| self.ink(along, 1.0 - deep)),
            drawn(&|along, deep| self.ink(deep, along)),
            drawn(&|along, deep| self.ink(1.0 - deep, along)),
        ]
    }

    /// The share of directions from the middle in which ink lies at a circle's distance.
    fn directions(&self) -> f32 {
        let ring = |angle: f32| {
            let (sin, cos) = angle.sin_cos();
            [0.5, 0.47, 0.44, 0.41, 0.38].iter().any(|radius| self.ink(0.5 + radius * cos, 0.5 + radius * sin))
        };
        steps(32).map(|step| f32::from(u8::from(ring(step * std::f32::consts::TAU)))).sum::<f32>() / 32.0
    }
}

/// Places from 0 to 1, in the middle of equal steps.
fn steps(count: u8) -> impl Iterator<Item = f32> {
    (0..count).map(move |step| (f32::from(step) + 0.5) / f32::from(count))
}

#[cfg(test)]
mod tests {
    use super::super::parts::parts;
    use super::*;

    fn found(draw: impl Fn(f32, f32) -> bool) -> String {
        found_on(false, draw)
    }

    fn found_on(is_coarse: bool, draw: impl Fn(f32, f32) -> bool) -> String {
        let size = 28;
        let at = |index: usize| ((index % size) as f32 - 4.0, (index / size) as f32 - 4.0);
        let ink =
            (0..size * size).map(at).map(|(x, y)| (0.0..20.0).contains(&x) && (0.0..20.0).contains(&y) && draw(x, y));
        let bits = Bits { width: size, height: size, ink: ink.collect() };
        marks(&bits, parts(&bits).iter(), (2.0, 20.0), is_coarse).iter().map(|mark| mark.text).collect()
    }

    #[test]
    fn a_circle_that_the_threshold_broke_is_whole_in_the_faint_ink() {
        let (size, radius) = (28, |x: usize, y: usize| (x as f32 - 13.5).hypot(y as f32 - 13.5));
        let on = |is_ink: &dyn Fn(usize, usize) -> bool| Bits {
            width: size,
            height: size,
            ink: (0..size * size).map(|at| is_ink(at % size, at / size)).collect(),
        };
        let faint = on(&|x, y| (8.0..10.0).contains(&radius(x, y)));
        let bits = on(&|x, y| (8.0..10.0).contains(&radius(x, y)) && x != 13 && y != 13);
        let mut parts = parts(&bits);
        let mut found = marks(&bits, parts.iter(), (2.0, 20.0), false);
        assert_eq!((parts.len(), found.len()), (4, 0));
        mend(&faint, &mut parts, &mut found, (2.0, 20.0));
        assert_eq!((parts.len(), found[0].text, found.len()), (1, '○', 1));
    }

    #[test]
    fn squares_and_circles() {
        let rim = |x: f32, y: f32| x < 2.0 || y < 2.0 || x >= 18.0 || y >= 18.0;
        let radius = |x: f32, y: f32| (x - 9.5).hypot(y - 9.5);
        assert_eq!(found(rim), "□");
        assert_eq!(found(|_, _| true), "■");
        assert_eq!(found(|x, y| rim(x, y) || (x + y) % 4.0 < 3.0), "☑");
        let cup = |x: f32, y: f32| x < 2.0 || y >= 18.0 || x >= 18.0;
        assert_eq!((found(cup), found_on(true, cup)), (String::new(), "▢".into()));
        assert_eq!(found_on(true, |x, y| cup(x, y) || (x - y).abs() < 2.0), "▣");
        assert_eq!(found(|x, y| rim(x, y) || (x - y).abs() < 2.0), "☑");
        assert_eq!(found(|x, y| (8.0..10.0).contains(&radius(x, y))), "○");
        assert_eq!(found(|x, y| radius(x, y) < 10.0), "●");
        assert_eq!(found(|x, y| x < 2.0 || y < 2.0), "");
        assert_eq!(found(|x, y| (x - y).abs() < 2.0 || (x + y - 19.0).abs() < 2.0), "");
    }
}
