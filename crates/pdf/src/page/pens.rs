//! Marks that were made on top of the page: a tick drawn with the pen, a stamp, a character typed over a box.

use super::geometry::Area;
use super::ink::{Glyph, Ink, Paint, Pen, SmallShape};
use crate::budget::{Budget, Supply};
use crate::document::Rect;
use crate::spend::spend;
use std::collections::HashSet;
use yomitori_text::marks::{self, Mark, ticks_box};

/// A tick reaches out of its box, but is not wider or higher than this many boxes.
const REACH: f32 = 3.5;
/// A tick's middle lies up to this many boxes from the box's own.
const OFF: f32 = 1.2;
/// Loops around words have at least this diameter, in points.
const LOOP: f32 = 8.0;
/// The share of its rectangle that an ellipse fills.
const ELLIPSE: f32 = std::f32::consts::FRAC_PI_4;

/// Places of glyphs by their height on the page, so that what is near to an area is found without asking all.
struct Heights<'b> {
    /// The height of each glyph's middle, in order, with its index.
    middles: Vec<(f32, usize)>,
    budget: &'b Budget,
}

impl<'b> Heights<'b> {
    /// Those of the glyphs that are wanted.
    fn of(glyphs: &[Glyph], budget: &'b Budget, is_wanted: impl Fn(&Glyph) -> bool) -> Self {
        let wanted = glyphs.iter().enumerate().filter(|(_, glyph)| is_wanted(glyph));
        let mut middles: Vec<(f32, usize)> = wanted.map(|(index, glyph)| (glyph.bbox.center().1, index)).collect();
        middles.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { middles, budget }
    }

    /// The glyphs whose middles lie in a band of the page, in their own order; looking at each is charged.
    fn within(&self, top: f32, bottom: f32) -> Vec<usize> {
        let first = self.middles.partition_point(|(y, _)| *y < top);
        let level = self.middles.get(first..).unwrap_or_default().iter().take_while(|(y, _)| *y <= bottom);
        let mut level: Vec<usize> = level.map(|(_, index)| *index).collect();
        spend(self.budget, Supply::Comparisons, level.len());
        level.sort_unstable();
        level
    }

    /// The glyphs whose middles lie in an area.
    fn inside<'g>(&self, area: &Rect, glyphs: &'g [Glyph]) -> impl Iterator<Item = (usize, &'g Glyph)> {
        let level = self.within(area.y0, area.y1).into_iter().filter_map(|index| Some((index, glyphs.get(index)?)));
        let area = *area;
        level.filter(move |(_, glyph)| area.holds(glyph.bbox.center()))
    }
}

/// Makes circles of the pen around words shapes like those that the page itself draws. What stands around one box ticks it.
pub fn circles(ink: &mut Ink, budget: &Budget) {
    let boxes = Heights::of(&ink.glyphs, budget, is_empty);
    let is_circle = |pen: &Pen| pen.is_loop && pen.area.width().min(pen.area.height()) >= LOOP;
    let holds_box = |pen: &Pen| boxes.inside(&pen.area, &ink.glyphs).next().is_some();
    let (circles, rest) = std::mem::take(&mut ink.pens).into_iter().partition(|pen| is_circle(pen) && !holds_box(pen));
    ink.pens = rest;
    ink.shapes.extend(Vec::into_iter(circles).map(|pen: Pen| {
        let outer = ELLIPSE * pen.area.width() * pen.area.height();
        SmallShape {
            bbox: pen.area,
            paint: Paint::Stroke,
            rectangle: false,
            curved: true,
            closed: true,
            outer,
            area: outer,
        }
    }));
}

/// Ticks the boxes that are marked on top; tells how many drawings on the text mark none that could be told.
///
/// Looking from one to the other is charged to the budget; where that is spent it unwinds, as the interpreter's device does.
pub fn resolve(ink: &mut Ink, budget: &Budget) -> usize {
    overprinted(ink, budget);
    let pens = std::mem::take(&mut ink.pens);
    if pens.is_empty() {
        return 0;
    }
    let boxes = Heights::of(&ink.glyphs, budget, |glyph| is_empty(glyph) || glyph.text == '☑');
    let text = Heights::of(&ink.glyphs, budget, |glyph| !glyph.text.is_whitespace());
    let largest = boxes.middles.iter().filter_map(|(_, index)| ink.glyphs.get(*index)).map(side).fold(0.0, f32::max);
    let mut unread = 0;
    for pen in pens {
        let hit = target(&pen, &ink.glyphs, &boxes, largest);
        match hit.and_then(|index| ink.glyphs.get_mut(index)) {
            Some(glyph) => glyph.text = '☑',
            None => unread += usize::from(is_on_text(&pen, &ink.glyphs, &text)),
        }
    }
    unread
}

/// The longer side of a box.
fn side(glyph: &Glyph) -> f32 {
    glyph.bbox.width().max(glyph.bbox.height())
}

fn is_empty(glyph: &Glyph) -> bool {
    marks::of_char(glyph.text) == Some(Mark::Empty)
}

/// The one box that a pen marks. One that is ticked already may be crossed by a second stroke.
fn target(pen: &Pen, glyphs: &[Glyph], boxes: &Heights<'_>, largest: f32) -> Option<usize> {
    if pen.is_loop {
        let mut inside = boxes.inside(&pen.area, glyphs);
        let first = inside.next()?.0;
        return inside.next().is_none().then_some(first);
    }
    let (x, y) = pen.area.center();
    let hit = |index: &usize| {
        glyphs.get(*index).is_some_and(|glyph| {
            let ((bx, by), reach) = (glyph.bbox.center(), REACH * side(glyph));
            let is_small = pen.area.width() <= reach && pen.area.height() <= reach;
            is_small && (x - bx).hypot(y - by) <= OFF * side(glyph) && pen.area.touches(&glyph.bbox)
        })
    };
    let near = boxes.within(y - OFF * largest, y + OFF * largest);
    let mut hits = near.into_iter().filter(hit);
    let first = hits.next()?;
    hits.next().is_none().then_some(first)
}

/// Whether a drawing lies on text, or, for those that may do so, on a mark.
fn is_on_text(pen: &Pen, glyphs: &[Glyph], text: &Heights<'_>) -> bool {
    text.inside(&pen.area, glyphs).any(|(_, glyph)| !pen.may_rest || marks::of_char(glyph.text).is_some())
}

/// Ticks the boxes over which a tick is typed, and takes the tick away.
fn overprinted(ink: &mut Ink, budget: &Budget) {
    let ticks = Heights::of(&ink.glyphs, budget, |glyph| ticks_box(glyph.text));
    if ticks.middles.is_empty() {
        return;
    }
    let boxes = ink.glyphs.iter().enumerate().filter(|(_, glyph)| is_empty(glyph));
    let over: Vec<(usize, Vec<usize>)> = boxes
        .map(|(index, glyph)| (index, ticks.inside(&glyph.bbox, &ink.glyphs).map(|(tick, _)| tick).collect()))
        .filter(|(_, over): &(usize, Vec<usize>)| !over.is_empty())
        .collect();
    let taken: HashSet<usize> = over.iter().flat_map(|(_, over)| over).copied().collect();
    for (index, _) in over {
        if let Some(glyph) = ink.glyphs.get_mut(index) {
            glyph.text = '☑';
        }
    }
    let mut index = 0;
    ink.glyphs.retain(|_| {
        index += 1;
        !taken.contains(&(index - 1))
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
        let unread = resolve(&mut ink, &Budget::default());
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
        resolve(&mut ink, &Budget::default());
        assert_eq!(ink.glyphs.iter().map(|glyph| glyph.text).collect::<String>(), "□有☑無");
    }
}
