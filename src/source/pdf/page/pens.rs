//! Marks that were made on top of the page: a tick drawn with the pen, a stamp, a character typed over a box.

use super::geometry::Area;
use super::ink::{Glyph, Ink, Paint, Shape};
use crate::document::Rect;
use crate::text::marks::{self, Mark, ticks_box};

/// Something drawn by hand or stamped.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pen {
    /// Where it stands.
    pub area: Rect,
    /// Whether it goes around something.
    pub is_loop: bool,
    /// Whether it may stand on text without saying anything: seals and stamps do.
    pub may_rest: bool,
}

/// A tick reaches out of its box, but is not wider or higher than this many boxes …
const REACH: f32 = 3.5;
/// … and its middle lies up to this many boxes from the box's own.
const OFF: f32 = 1.2;
/// Loops around words have at least this diameter, in points.
const LOOP: f32 = 8.0;
/// The share of its rectangle that an ellipse fills.
const ELLIPSE: f32 = std::f32::consts::FRAC_PI_4;

/// Makes circles of the pen around words shapes like those that the page itself draws. What stands around one box ticks it.
pub fn circles(ink: &mut Ink) {
    let is_circle = |pen: &Pen| pen.is_loop && pen.area.width().min(pen.area.height()) >= LOOP;
    let holds_box =
        |pen: &Pen, ink: &Ink| ink.glyphs.iter().any(|glyph| is_empty(glyph) && pen.area.holds(glyph.bbox.center()));
    let (circles, rest) =
        std::mem::take(&mut ink.pens).into_iter().partition(|pen| is_circle(pen) && !holds_box(pen, ink));
    ink.pens = rest;
    ink.shapes.extend(Vec::into_iter(circles).map(|pen: Pen| {
        let outer = ELLIPSE * pen.area.width() * pen.area.height();
        Shape { bbox: pen.area, paint: Paint::Stroke, rectangle: false, curved: true, closed: true, outer, area: outer }
    }));
}

/// Ticks the boxes that are marked on top; tells how many drawings on the text mark none that could be told.
pub fn resolve(ink: &mut Ink) -> usize {
    overprinted(ink);
    let mut unread = 0;
    for pen in std::mem::take(&mut ink.pens) {
        match target(&pen, &ink.glyphs).and_then(|index| ink.glyphs.get_mut(index)) {
            Some(glyph) => glyph.text = '☑',
            None => unread += usize::from(is_on_text(&pen, &ink.glyphs)),
        }
    }
    unread
}

fn is_empty(glyph: &Glyph) -> bool {
    marks::of_char(glyph.text) == Some(Mark::Empty)
}

/// The one box that a pen marks. One that is ticked already may be crossed by a second stroke.
fn target(pen: &Pen, glyphs: &[Glyph]) -> Option<usize> {
    let (x, y) = pen.area.center();
    let is_box = |glyph: &Glyph| is_empty(glyph) || glyph.text == '☑';
    let hit = |glyph: &Glyph| {
        let side = glyph.bbox.width().max(glyph.bbox.height());
        let ((bx, by), reach) = (glyph.bbox.center(), REACH * side);
        let is_small = pen.area.width() <= reach && pen.area.height() <= reach;
        is_small && (x - bx).hypot(y - by) <= OFF * side && pen.area.touches(&glyph.bbox)
    };
    let mut boxes = glyphs.iter().enumerate().filter(|(_, glyph)| is_box(glyph));
    if pen.is_loop {
        let mut inside = boxes.filter(|(_, glyph)| pen.area.holds(glyph.bbox.center()));
        return inside.next().filter(|_| inside.next().is_none()).map(|(index, _)| index);
    }
    let first = boxes.by_ref().find(|(_, glyph)| hit(glyph))?;
    boxes.all(|(_, glyph)| !hit(glyph)).then_some(first.0)
}

/// Whether a drawing lies on text, or, for those that may do so, on a mark.
fn is_on_text(pen: &Pen, glyphs: &[Glyph]) -> bool {
    let matters = |glyph: &&Glyph| match pen.may_rest {
        true => marks::of_char(glyph.text).is_some(),
        false => !glyph.text.is_whitespace(),
    };
    glyphs.iter().filter(matters).any(|glyph| pen.area.holds(glyph.bbox.center()))
}

/// Ticks the boxes over which a tick is typed, and takes the tick away.
fn overprinted(ink: &mut Ink) {
    let boxes: Vec<usize> =
        (0..ink.glyphs.len()).filter(|index| ink.glyphs.get(*index).is_some_and(is_empty)).collect();
    let mut ticks: Vec<usize> = Vec::new();
    for index in boxes {
        let Some(area) = ink.glyphs.get(index).map(|glyph| glyph.bbox) else { continue };
        let is_over = |glyph: &Glyph| ticks_box(glyph.text) && area.holds(glyph.bbox.center());
        let over: Vec<usize> = (0..ink.glyphs.len()).filter(|at| ink.glyphs.get(*at).is_some_and(is_over)).collect();
        if let (false, Some(glyph)) = (over.is_empty(), ink.glyphs.get_mut(index)) {
            glyph.text = '☑';
            ticks.extend(over);
        }
    }
    let mut index = 0;
    ink.glyphs.retain(|_| {
        index += 1;
        !ticks.contains(&(index - 1))
    });
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Turn;
    use super::*;

    fn page(text: &str) -> Ink {
        let glyph = |(text, at): (char, u8)| {
            let x0 = f32::from(at) * 10.0;
            Glyph {
                text,
                bbox: Rect { x0, y0: 0.0, x1: x0 + 10.0, y1: 10.0 },
                size: 10.0,
                turn: Turn::None,
                vertical: false,
                run: 1,
            }
        };
        Ink { glyphs: text.chars().zip(0..).map(glyph).collect(), ..Ink::default() }
    }

    fn marked(text: &str, x: (f32, f32), is_loop: bool) -> (String, usize) {
        let mut ink = page(text);
        let area = Rect { x0: x.0, y0: -4.0, x1: x.1, y1: 9.0 };
        ink.pens.push(Pen { area, is_loop, may_rest: false });
        let unread = resolve(&mut ink);
        (ink.glyphs.iter().map(|glyph| glyph.text).collect(), unread)
    }

    #[test]
    fn a_tick_over_one_box_marks_it_and_anything_else_is_said() {
        assert_eq!(marked("□有□無", (1.0, 13.0), false), ("☑有□無".into(), 0));
        assert_eq!(marked("□有□無", (0.0, 40.0), false), ("□有□無".into(), 1));
        assert_eq!(marked("□有□無", (-1.0, 19.0), true), ("☑有□無".into(), 0));
        assert_eq!(marked("□有□無", (-1.0, 39.0), true), ("□有□無".into(), 1));
        assert_eq!(marked("□有□無", (60.0, 70.0), false), ("□有□無".into(), 0));
    }

    #[test]
    fn a_tick_typed_over_a_box_marks_it() {
        let mut ink = page("□有□無");
        let over = ink.glyphs[2].bbox;
        ink.glyphs.push(Glyph { text: 'レ', ..Glyph::mark('レ', over) });
        resolve(&mut ink);
        assert_eq!(ink.glyphs.iter().map(|glyph| glyph.text).collect::<String>(), "□有☑無");
    }
}
