//! Drawn marks: check boxes, circles and ticks that are no text become characters beside the options they mark.

use super::geometry::{Area, around};
use super::ink::{Edge, Glyph, Ink, PagePicture, Paint, SmallShape};
use crate::budget::{Budget, Supply};
use crate::document::Rect;
use crate::spend::spend;
use yomitori_text::marks::ticks_box;

/// Sides of check boxes and radio buttons, in points.
const SIDE: std::ops::RangeInclusive<f32> = 4.5..=17.0;
/// How far a box may be from a square: the longer side over the shorter.
const SQUARE: f32 = 1.3;
/// A square's outer contour fills at least this share of its bounding box; rounded corners take a few per cent, a circle 21.
const ANGULAR: f32 = 0.9;
/// A round contour fills at least this share of its bounding box (a circle: π/4).
const ROUND: f32 = 0.7;
/// A shape is solid when this share of its outer contour is painted.
const SOLID: f32 = 0.7;
/// A shape is a frame when at most this share of its outer contour is painted.
const FRAME: f32 = 0.45;
/// What is drawn inside a box marks it when it is at least this share of the box in width or height.
const INSIDE: f32 = 0.35;
/// What marks a box reaches out of it by at most this many points: ticks do.
const OUT: f32 = 4.0;
/// Sides of a box that lie on longer lines, nearer than this, in points, are a table's.
const ALIGNED: f32 = 1.0;
/// A table's lines begin up to this far from the box, in points: cells with borders of their own stand a spacing apart.
const SPACING: f32 = 4.0;
/// Such lines are longer than the side by at least this factor.
const LONGER: f32 = 1.5;
/// The contours of one box lie within each other up to this, in points: a border drawn twice, a box and its shadow.
const NESTED: f32 = 1.5;
/// An angular shape inside a box is the box's own border when it has more than this share of its size.
const BORDER: f32 = 0.8;
/// Paper painted over a box takes its mark away when it has more than this share of its size.
const ERASED: f32 = 0.6;
/// Areas count at least this, in square points, so that shares of them stay finite.
const LEAST_AREA: f32 = 0.1;
/// The width, in points, of the mark that stands for a circle around words: it only has to come before them.
const SLIVER: f32 = 0.2;
/// Circles drawn around words have at least this diameter in both directions, in points.
const CIRCLE: f32 = 8.0;
/// A picture of a box has at least this share of ink in its rim.
const PICTURE_RIM: f32 = 0.08;
/// A picture of a ticked box has at least this share of ink in its middle.
const PICTURE_TICK: f32 = 0.07;

/// Puts a mark glyph for everything on the page that is drawn as one, and takes its lines out of the rulings.
///
/// Each shape is held against lines and glyphs, each box against all that may stand in it. That is charged to the budget; where it is
/// spent this unwinds, as the interpreter's device does.
pub fn resolve(ink: &mut Ink, budget: &Budget) {
    let lines = ink.horizontal.len() + ink.vertical.len();
    spend(budget, Supply::Comparisons, ink.shapes.len().saturating_mul(lines + ink.glyphs.len()));
    let mut boxes = boxes(ink, budget);
    let everything = lines + 2 * ink.glyphs.len() + ink.shapes.len();
    spend(budget, Supply::Comparisons, boxes.len().saturating_mul(everything));
    let mut marks = Vec::new();
    // A box that holds text is a small cell: its lines stay.
    boxes.retain(|area| {
        let mark = read_box(ink, area);
        marks.extend(mark.map(|mark| Glyph::mark(mark, *area)));
        mark.is_some()
    });
    marks.extend(ink.pictures.iter().filter_map(picture));
    let circles: Vec<Glyph> = ink.shapes.iter().filter_map(|shape| circle(shape, ink)).collect();
    for mark in circles {
        if !marks.iter().any(|other| other.bbox.touches(&mark.bbox)) {
            marks.push(mark);
        }
    }
    let outside = |edge: &Edge, rect: Rect| {
        !boxes.iter().any(|area| edge.len() <= *SIDE.end() + OUT && area.encloses(&rect, OUT))
    };
    ink.horizontal.retain(|edge| outside(edge, Rect { x0: edge.from, y0: edge.at, x1: edge.to, y1: edge.at }));
    ink.vertical.retain(|edge| outside(edge, Rect { x0: edge.at, y0: edge.from, x1: edge.at, y1: edge.to }));
    let ticked: Vec<Rect> = marks.iter().map(|mark| mark.bbox).collect();
    let is_inner = |glyph: &Glyph| ticks_box(glyph.text) || is_widget(glyph);
    ink.glyphs.retain(|glyph| !(is_inner(glyph) && ticked.iter().any(|area| area.holds(glyph.bbox.center()))));
    ink.glyphs.extend(marks);
}

fn is_small_square(bbox: &Rect) -> bool {
    let (short, long) = (bbox.width().min(bbox.height()), bbox.width().max(bbox.height()));
    SIDE.contains(&short) && SIDE.contains(&long) && long <= SQUARE * short
}

fn area(bbox: &Rect) -> f32 {
    bbox.width() * bbox.height()
}

fn is_angular(shape: &SmallShape) -> bool {
    shape.closed && shape.outer >= ANGULAR * area(&shape.bbox)
}

/// The areas of drawn boxes: small squares that are no cells of a table, each once.
fn boxes(ink: &Ink, budget: &Budget) -> Vec<Rect> {
    let mut found: Vec<Rect> = Vec::new();
    let squares = ink
        .shapes
        .iter()
        .filter(|shape| shape.paint != Paint::Erase && is_small_square(&shape.bbox) && is_angular(shape));
    for shape in squares.filter(|shape| !is_cell(&shape.bbox, ink)) {
        spend(budget, Supply::Comparisons, found.len());
        match found.iter_mut().find(|area| area.encloses(&shape.bbox, NESTED) || shape.bbox.encloses(area, NESTED)) {
            Some(area) => *area = area.union(shape.bbox),
            None => found.push(shape.bbox),
        }
    }
    found
}

/// Whether two or more sides of a square continue in longer lines.
fn is_cell(bbox: &Rect, ink: &Ink) -> bool {
    let longer = |edge: &Edge, from: f32, to: f32| {
        edge.len() > LONGER * (to - from) && edge.from <= to + SPACING && edge.to >= from - SPACING
    };
    let row =
        |y: f32| ink.horizontal.iter().any(|edge| (edge.at - y).abs() <= ALIGNED && longer(edge, bbox.x0, bbox.x1));
    let column =
        |x: f32| ink.vertical.iter().any(|edge| (edge.at - x).abs() <= ALIGNED && longer(edge, bbox.y0, bbox.y1));
    [row(bbox.y0), row(bbox.y1), column(bbox.x0), column(bbox.x1)].into_iter().filter(|side| *side).count() >= 2
}

/// What a drawn box shows; `None` when it holds text and so is no check box.
fn read_box(ink: &Ink, area: &Rect) -> Option<char> {
    let inside: Vec<&Glyph> = ink.glyphs.iter().filter(|glyph| area.holds(glyph.bbox.center())).collect();
    if !inside.is_empty() && inside.iter().all(|glyph| is_widget(glyph)) {
        return Some('☐');
    }
    if inside.iter().any(|glyph| !glyph.text.is_whitespace() && !ticks_box(glyph.text)) {
        return None;
    }
    if inside.iter().any(|glyph| ticks_box(glyph.text)) {
        return Some('☑');
    }
    let (mut mark, mut solid) = (None, false);
    for shape in ink.shapes.iter().filter(|shape| area.encloses(&shape.bbox, OUT)) {
        let share = shape.bbox.width().max(shape.bbox.height()) / area.width().max(area.height());
        let is_border = is_angular(shape) && share > BORDER;
        match shape.paint {
            Paint::Erase if share > ERASED => (mark, solid) = (None, false),
            Paint::Fill if is_border => solid |= shape.area >= SOLID * shape.outer,
            Paint::Fill if is_angular(shape) && share >= INSIDE => solid = true,
            Paint::Fill | Paint::Stroke if !is_border && share >= INSIDE => mark = Some('☑'),
            _ => {}
        }
    }
    mark.or(Some(if solid { '■' } else { '□' }))
}

/// Whether a mark is that of a form's unticked check box: what is drawn around it is its border.
fn is_widget(glyph: &Glyph) -> bool {
    glyph.is_drawn() && glyph.text == '☐'
}

/// A picture of a check box.
fn picture(picture: &PagePicture) -> Option<Glyph> {
    let (middle, rim) = picture.ink?;
    let mark = match (middle >= PICTURE_TICK, rim >= PICTURE_RIM) {
        (true, _) => '☑',
        (false, true) => '☐',
        (false, false) => return None,
    };
    Some(Glyph::mark(mark, picture.bbox))
}

/// A circle: around words it marks them, alone it is a radio button.
fn circle(shape: &SmallShape, ink: &Ink) -> Option<Glyph> {
    let share = shape.outer / area(&shape.bbox).max(LEAST_AREA);
    if !shape.curved || !shape.closed || shape.paint == Paint::Erase || !(ROUND..ANGULAR).contains(&share) {
        return None;
    }
    let frame = shape.paint == Paint::Stroke || shape.area <= FRAME * shape.outer;
    let inside = around(ink.glyphs.iter().filter(|g| shape.bbox.holds(g.bbox.center())).map(|g| g.bbox));
    match inside {
        Some(words) if frame && shape.bbox.width().min(shape.bbox.height()) >= CIRCLE => {
            // Right before the words, so that it comes first in their line.
            Some(Glyph::mark('○', Rect { x0: words.x0 - SLIVER, x1: words.x0, ..words }))
        }
        None if is_small_square(&shape.bbox) => {
            let dotted = ink.shapes.iter().any(|dot| {
                dot.paint == Paint::Fill
                    && dot.bbox != shape.bbox
                    && shape.bbox.encloses(&dot.bbox, 0.0)
                    && dot.area >= SOLID * dot.outer
            });
            let enclosed = ink
                .shapes
                .iter()
                .any(|ring| ring.curved && ring.bbox != shape.bbox && ring.bbox.encloses(&shape.bbox, 0.0));
            (!enclosed).then(|| Glyph::mark(if dotted || !frame { '●' } else { '○' }, shape.bbox))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Turn;
    use super::super::paths;
    use super::*;
    use crate::budget::Budget;
    use kurbo::{BezPath, Circle, Rect as KRect, Shape as _};

    fn marks(ink: &Ink) -> String {
        ink.glyphs.iter().filter(|glyph| glyph.is_drawn()).map(|glyph| glyph.text).collect()
    }

    fn square(x: f64) -> BezPath {
        KRect::new(x, 10.0, x + 9.0, 19.0).to_path(0.1)
    }

    fn tick(x: f64) -> BezPath {
        let mut path = BezPath::new();
        path.move_to((x + 1.5, 14.0));
        path.line_to((x + 4.0, 17.5));
        path.line_to((x + 10.5, 8.0));
        path
    }

    #[test]
    fn empty_ticked_and_filled_boxes() {
        let mut ink = Ink::default();
        paths::stroke(&mut ink, &square(0.0), &Budget::default());
        paths::stroke(&mut ink, &square(100.0), &Budget::default());
        paths::stroke(&mut ink, &tick(100.0), &Budget::default());
        paths::stroke(&mut ink, &square(200.0), &Budget::default());
        paths::fill(&mut ink, &KRect::new(202.0, 12.0, 207.0, 17.0).to_path(0.1), &Budget::default());
        paths::fill(&mut ink, &square(300.0), &Budget::default());
        paths::fill(&mut ink, &square(400.0), &Budget::default());
        paths::erase(&mut ink, &KRect::new(401.0, 11.0, 408.0, 18.0).to_path(0.1), &Budget::default());
        resolve(&mut ink, &Budget::default());
        assert_eq!(marks(&ink), "□☑■■□");
        assert!(ink.horizontal.is_empty() && ink.vertical.is_empty());
    }

    #[test]
    fn a_square_cell_of_a_table_is_no_box() {
        let mut ink = Ink::default();
        paths::stroke(&mut ink, &square(0.0), &Budget::default());
        paths::stroke(&mut ink, &KRect::new(0.0, 10.0, 200.0, 19.0).to_path(0.1), &Budget::default());
        resolve(&mut ink, &Budget::default());
        assert_eq!(marks(&ink), "");
        assert!(!ink.horizontal.is_empty());
    }

    #[test]
    fn a_circle_marks_the_word_it_is_drawn_around() {
        let mut ink = Ink::default();
        let bbox = Rect { x0: 20.0, y0: 20.0, x1: 30.0, y1: 30.0 };
        ink.glyphs.push(Glyph { text: '有', bbox, size: 10.0, turn: Turn::None, vertical: false, run: 1 });
        paths::stroke(&mut ink, &Circle::new((25.0, 25.0), 8.0).to_path(0.1), &Budget::default());
        paths::stroke(&mut ink, &Circle::new((95.0, 25.0), 4.0).to_path(0.1), &Budget::default());
        resolve(&mut ink, &Budget::default());
        assert_eq!(marks(&ink), "○○");
        assert!(ink.glyphs[1].bbox.x0 < 20.0 && ink.glyphs[1].bbox.x1 <= 20.0);
    }
}
