//! From drawn paths to ruling segments and small shapes.
//!
//! Producers draw the lines of a table as strokes, as thin filled rectangles, as filled frames around cells, in one piece or in
//! dots. All of them become horizontal and vertical [`Edge`]s. What is small enough to be a mark is kept as a [`SmallShape`] too.

use super::geometry::{Area, around, from_kurbo};
use super::ink::{Edge, Ink, Paint, SmallShape};
use crate::budget::{Budget, Supply};
use crate::document::Rect;
use crate::spend::spend;
use kurbo::{BezPath, PathEl, Point, Shape as _};

/// A filled rectangle this thin, in points, is a line. The widest borders of forms are 3 px = 2.25 pt.
const THIN: f32 = 2.6;
/// How far a line may be from horizontal or vertical over its length, in points.
const SKEW: f32 = 0.8;
/// Points this near to a side of a rectangle, in points, lie on it: what rounding of coordinates takes.
const ON_SIDE: f64 = 0.05;
/// What lies inside a contour may reach out of it by this, in points, for the same reason.
const ROUNDING: f32 = 0.1;
/// Shapes up to this size, in points, may be marks or parts of marks: circles drawn around a word are the largest.
const MARK: f32 = 72.0;
/// How exactly curves are followed, in points.
const FLATNESS: f64 = 0.25;
/// How far from a page's corner points count, in points: pages measure at most 14,400. Curves are flattened to as many segments as
/// the root of their size.
const FAR: f64 = 1e6;

/// One subpath: its points in page coordinates.
struct Contour {
    points: Vec<Point>,
    closed: bool,
    curved: bool,
}

impl Contour {
    fn bbox(&self) -> Option<Rect> {
        let first = *self.points.first()?;
        let rect = self.points.iter().fold(kurbo::Rect::from_points(first, first), |rect, point| rect.union_pt(*point));
        Some(from_kurbo(rect)).filter(Area::is_finite)
    }

    /// Whether it is a rectangle with sides along the axes.
    fn is_rectangle(&self) -> bool {
        let Some(bbox) = self.bbox() else { return false };
        let near = |a: f64, b: f32| (a - f64::from(b)).abs() < ON_SIDE;
        let on_side =
            |p: &Point| (near(p.x, bbox.x0) || near(p.x, bbox.x1)) && (near(p.y, bbox.y0) || near(p.y, bbox.y1));
        self.closed && !self.curved && self.points.len() <= 6 && self.points.iter().all(on_side)
    }

    fn area(&self) -> f32 {
        let mut path = BezPath::new();
        for (index, point) in self.points.iter().enumerate() {
            path.push(if index == 0 { PathEl::MoveTo(*point) } else { PathEl::LineTo(*point) });
        }
        path.close_path();
        #[expect(clippy::cast_possible_truncation, reason = "areas on a page fit an f32")]
        let area = path.area().abs() as f32;
        area
    }
}

/// The path with points that are no numbers, or far outside any page, moved to where they can be counted with.
fn near(path: &BezPath) -> BezPath {
    let near = |point: Point| {
        let near = |at: f64| if at.is_nan() { 0.0 } else { at.clamp(-FAR, FAR) };
        Point::new(near(point.x), near(point.y))
    };
    let elements = path.elements().iter().map(|element| match *element {
        PathEl::MoveTo(to) => PathEl::MoveTo(near(to)),
        PathEl::LineTo(to) => PathEl::LineTo(near(to)),
        PathEl::QuadTo(by, to) => PathEl::QuadTo(near(by), near(to)),
        PathEl::CurveTo(by, and, to) => PathEl::CurveTo(near(by), near(and), near(to)),
        PathEl::ClosePath => PathEl::ClosePath,
    });
    BezPath::from_vec(elements.collect())
}

/// The subpaths of a path, flattened.
fn contours(path: &BezPath, budget: &Budget) -> Vec<Contour> {
    let path = &near(path);
    let mut out: Vec<Contour> = Vec::new();
    let mut curves: Vec<bool> = Vec::new();
    for element in path.elements() {
        match element {
            PathEl::MoveTo(_) => curves.push(false),
            PathEl::QuadTo(..) | PathEl::CurveTo(..) => {
                curves.iter_mut().last().into_iter().for_each(|flag| *flag = true)
            }
            PathEl::LineTo(_) | PathEl::ClosePath => {}
        }
    }
    let mut take = |element: PathEl| match element {
        PathEl::MoveTo(point) => {
            let curved = curves.get(out.len()).copied().unwrap_or_default();
            out.push(Contour { points: vec![point], closed: false, curved });
        }
        PathEl::LineTo(point) => {
            if let Some(contour) = out.last_mut() {
                contour.points.push(point);
            }
        }
        PathEl::ClosePath => {
            if let Some(contour) = out.last_mut() {
                contour.closed = true;
            }
        }
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    };
    kurbo::flatten(path, FLATNESS, |element| {
        spend(budget, Supply::Segments, 1);
        take(element);
    });
    for contour in &mut out {
        contour.closed |= contour.points.len() > 2 && contour.points.first() == contour.points.last();
    }
    out
}

/// Takes a stroked path into the ink. The path is in page coordinates.
pub fn stroke(ink: &mut Ink, path: &BezPath, budget: &Budget) {
    for contour in contours(path, budget) {
        let mut points = contour.points.clone();
        if contour.closed {
            points.extend(contour.points.first());
        }
        if !contour.curved {
            for (a, b) in points.iter().zip(points.iter().skip(1)) {
                segment(ink, from_kurbo(kurbo::Rect::from_points(*a, *b)));
            }
        }
        shape(ink, std::slice::from_ref(&contour), Paint::Stroke);
    }
}

/// Takes a filled path into the ink. The path is in page coordinates.
pub fn fill(ink: &mut Ink, path: &BezPath, budget: &Budget) {
    let contours = contours(path, budget);
    let boxes: Vec<(Rect, bool)> = contours
        .iter()
        .filter_map(|c| Some((c.bbox()?, c.is_rectangle())))
        .filter(|(bbox, _)| bbox.is_finite())
        .collect();
    for (bbox, rectangle) in &boxes {
        if bbox.width().min(bbox.height()) <= THIN {
            thin(ink, *bbox);
        } else if *rectangle {
            // A frame is filled as one rectangle less another.
            let inner = boxes.iter().find(|(other, hole)| *hole && other != bbox && is_frame(bbox, other));
            if let Some((inner, _)) = inner {
                frame(ink, bbox, inner);
            }
        }
    }
    shapes(ink, &contours, Paint::Fill);
}

/// Takes a path that is filled in the paper's color into the ink: it can empty a filled square.
pub fn erase(ink: &mut Ink, path: &BezPath, budget: &Budget) {
    shapes(ink, &contours(path, budget), Paint::Erase);
}

/// A filled path as one shape when it is small: frames and letters have holes. A large one is many shapes.
fn shapes(ink: &mut Ink, contours: &[Contour], paint: Paint) {
    let all = around(contours.iter().filter_map(Contour::bbox));
    if all.is_some_and(|bbox| bbox.width() <= MARK && bbox.height() <= MARK) {
        shape(ink, contours, paint);
    } else {
        contours.iter().for_each(|contour| shape(ink, std::slice::from_ref(contour), paint));
    }
}

/// Whether the area between the two rectangles is nothing but lines.
fn is_frame(outer: &Rect, inner: &Rect) -> bool {
    outer.encloses(inner, ROUNDING)
        && inner.x0 - outer.x0 <= THIN
        && outer.x1 - inner.x1 <= THIN
        && inner.y0 - outer.y0 <= THIN
        && outer.y1 - inner.y1 <= THIN
}

fn frame(ink: &mut Ink, outer: &Rect, inner: &Rect) {
    let sides = [
        (inner.y0 - outer.y0, Rect { y1: inner.y0, ..*outer }),
        (outer.y1 - inner.y1, Rect { y0: inner.y1, ..*outer }),
        (inner.x0 - outer.x0, Rect { x1: inner.x0, ..*outer }),
        (outer.x1 - inner.x1, Rect { x0: inner.x1, ..*outer }),
    ];
    for (_, side) in sides.into_iter().filter(|(width, _)| *width > 0.0) {
        thin(ink, side);
    }
}

/// A thin filled rectangle: the line along its middle. A dot belongs to a dotted line of either direction.
fn thin(ink: &mut Ink, bbox: Rect) {
    let (x, y) = bbox.center();
    if bbox.width() >= bbox.height() || bbox.width().max(bbox.height()) <= THIN {
        ink.horizontal.push(Edge { at: y, from: bbox.x0, to: bbox.x1 });
    }
    if bbox.height() > bbox.width() || bbox.width().max(bbox.height()) <= THIN {
        ink.vertical.push(Edge { at: x, from: bbox.y0, to: bbox.y1 });
    }
}

/// A stroked segment, when it is horizontal or vertical.
fn segment(ink: &mut Ink, bbox: Rect) {
    if !bbox.is_finite() {
        return;
    }
    let (x, y) = bbox.center();
    if bbox.height() <= SKEW && bbox.width() > bbox.height() {
        ink.horizontal.push(Edge { at: y, from: bbox.x0, to: bbox.x1 });
    } else if bbox.width() <= SKEW && bbox.height() > bbox.width() {
        ink.vertical.push(Edge { at: x, from: bbox.y0, to: bbox.y1 });
    }
}

/// Contours that are painted together as one shape. What lies inside the largest one is taken for its holes.
fn shape(ink: &mut Ink, contours: &[Contour], paint: Paint) {
    let Some(bbox) = around(contours.iter().filter_map(Contour::bbox)) else { return };
    if bbox.width() > MARK || bbox.height() > MARK {
        return;
    }
    let largest = contours.iter().max_by(|a, b| a.area().total_cmp(&b.area()));
    let outer = largest.map_or(0.0, Contour::area);
    let others = contours.iter().map(Contour::area).sum::<f32>() - outer;
    let encloses = largest.and_then(Contour::bbox).is_some_and(|largest| largest.encloses(&bbox, ROUNDING));
    ink.shapes.push(SmallShape {
        bbox,
        paint,
        rectangle: largest.is_some_and(Contour::is_rectangle),
        curved: contours.iter().any(|contour| contour.curved),
        closed: contours.iter().all(|contour| contour.closed),
        outer,
        area: if encloses { (outer - others).max(0.0) } else { outer + others },
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Rect as KRect;

    #[test]
    fn stroked_rectangles_and_thin_fills_give_the_same_lines() {
        let mut stroked = Ink::default();
        stroke(&mut stroked, &KRect::new(10.0, 10.0, 110.0, 60.0).to_path(0.1), &Budget::default());
        assert_eq!((stroked.horizontal.len(), stroked.vertical.len()), (2, 2));
        let mut filled = Ink::default();
        let mut path = KRect::new(9.5, 9.5, 110.5, 60.5).to_path(0.1);
        path.extend(KRect::new(10.5, 10.5, 109.5, 59.5).to_path(0.1).reverse_subpaths());
        fill(&mut filled, &path, &Budget::default());
        assert_eq!((filled.horizontal.len(), filled.vertical.len()), (2, 2));
        assert_eq!(filled.horizontal[0].at, 10.0);
    }

    #[test]
    fn a_background_is_no_line_and_a_dot_is_part_of_either() {
        let mut ink = Ink::default();
        fill(&mut ink, &KRect::new(10.0, 10.0, 110.0, 60.0).to_path(0.1), &Budget::default());
        assert!(ink.horizontal.is_empty() && ink.vertical.is_empty());
        fill(&mut ink, &KRect::new(10.0, 10.0, 11.0, 11.0).to_path(0.1), &Budget::default());
        assert_eq!((ink.horizontal.len(), ink.vertical.len()), (1, 1));
    }

    #[test]
    fn curves_of_any_size_are_flattened_to_a_few_thousand_segments() {
        for far in [1e9, 1e300, f64::INFINITY, f64::NAN] {
            let mut path = BezPath::new();
            path.move_to((0.0, 0.0));
            path.curve_to((far, 0.0), (-far, far), (far, far));
            assert!(
                contours(&path, &Budget::default()).iter().map(|contour| contour.points.len()).sum::<usize>() < 10_000
            );
        }
    }

    #[test]
    fn diagonals_are_shapes_only() {
        let mut ink = Ink::default();
        let mut tick = BezPath::new();
        tick.move_to((0.0, 5.0));
        tick.line_to((3.0, 8.0));
        tick.line_to((9.0, 0.0));
        stroke(&mut ink, &tick, &Budget::default());
        assert!(ink.horizontal.is_empty() && ink.vertical.is_empty());
        assert_eq!(ink.shapes.len(), 1);
        assert!(!ink.shapes[0].closed);
    }
}
