//! Glyphs of Type 3 fonts, which are drawn by content streams: a square box is a mark, whatever the font calls it.
//!
//! Asked for glyphs without any character. The drawing is looked at where a box has its ink: along its sides and in its middle.

use super::paper::is_paper;
use crate::budget::{Budget, Supply};
use crate::spend::spend;
use hayro_interpret::font::{GlyphRun, Type3Glyph};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, FillRule, Image, ImageDrawProps, LumaData, Paint, SoftMask,
};
use kurbo::{Affine, BezPath, Point, Rect, Shape, Stroke, StrokeOpts};

/// How far a box may be from a square: the longer side over the shorter.
const SQUARE: f64 = 1.25;
/// Looked at per side and, in the middle, per row and column.
const SAMPLES: u8 = 24;
/// How far inside its outline a side is looked at, as a share of the box: the thinnest lines seen take 3 %.
const RIM: f64 = 0.015;
/// The middle is the box without this share at each side.
const MIDDLE: f64 = 0.2;
/// A side of a box is painted over this share of its length: corners may be round.
const SIDE: f64 = 0.85;
/// The middle of a filled box is painted over this share of its area.
const FILLED: f64 = 0.85;
/// The middle of an empty box is painted over this share of its area at most.
const EMPTY: f64 = 0.03;
/// A row or column of the middle that is painted over this share is a bar: ideographs like 田 and 日 have bars, marks have none.
const BAR: f64 = 0.9;
/// A drawing of more layers, or of more path elements, is no box.
const LAYERS: usize = 64;
/// The same for the elements of all its paths.
const ELEMENTS: usize = 1024;
/// How exactly strokes are outlined, as a share of their width.
const TOLERANCE: f64 = 0.02;
/// Bitmaps of more pixels than this are no glyphs.
const PIXELS: u64 = 1_000_000;

/// The mark that a glyph's drawing shows: □, ■ or ☑; `None` when it is no square box.
pub fn mark<'a>(
    glyph: &Type3Glyph<'a>,
    (transform, placed): (Affine, Affine),
    paint: &Paint<'a>,
    budget: &Budget,
) -> Option<char> {
    let mut drawing = GlyphDrawing { layers: Vec::new(), elements: 0, is_other: false, budget };
    glyph.interpret(&mut drawing, transform, placed, paint);
    drawing.mark()
}

/// Something that was painted, one over the other.
struct PaintedLayer {
    shape: Painted,
    bbox: Rect,
    /// Whether it is ink, not the paper's color.
    is_ink: bool,
}

enum Painted {
    Path(BezPath, FillRule),
    /// A bitmap, and the way from the page to its pixels.
    Bitmap(LumaData, Affine),
}

impl Painted {
    fn covers(&self, point: Point) -> bool {
        match self {
            Self::Path(path, FillRule::NonZero) => path.winding(point) != 0,
            Self::Path(path, FillRule::EvenOdd) => path.winding(point) % 2 != 0,
            Self::Bitmap(bitmap, to_pixels) => covers(bitmap, *to_pixels * point).unwrap_or_default(),
        }
    }
}

/// Whether a bitmap's pixel is painted; `None` outside of it.
fn covers(bitmap: &LumaData, at: Point) -> Option<bool> {
    let inside = |value: f64, size: u32| (0.0..f64::from(size)).contains(&value);
    if !inside(at.x, bitmap.width) || !inside(at.y, bitmap.height) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie inside the bitmap")]
    let index = at.y as usize * usize::try_from(bitmap.width).ok()? + at.x as usize;
    bitmap.data.get(index).map(|value| *value > 127)
}

/// What a glyph draws.
struct GlyphDrawing<'b> {
    layers: Vec<PaintedLayer>,
    elements: usize,
    /// Whether there is more than paths and bitmaps, or too much of them.
    is_other: bool,
    budget: &'b Budget,
}

impl GlyphDrawing<'_> {
    fn add(&mut self, shape: Painted, bbox: Rect, is_ink: bool) {
        if self.layers.len() < LAYERS && self.elements <= ELEMENTS && bbox.is_finite() {
            self.layers.push(PaintedLayer { shape, bbox, is_ink });
        } else {
            self.is_other = true;
        }
    }

    fn path(&mut self, path: BezPath, rule: FillRule, is_ink: bool) {
        self.elements += path.elements().len();
        if !path.is_empty() {
            let bbox = path.bounding_box();
            self.add(Painted::Path(path, rule), bbox, is_ink);
        }
    }

    fn is_ink(&self, point: Point) -> bool {
        let mut above = self.layers.iter().rev().filter(|layer| layer.bbox.contains(point));
        above.find(|layer| layer.shape.covers(point)).is_some_and(|layer| layer.is_ink)
    }

    fn mark(&self) -> Option<char> {
        let bbox = self.layers.iter().filter(|layer| layer.is_ink).map(|layer| layer.bbox).reduce(|a, b| a.union(b))?;
        let (short, long) = (bbox.width().min(bbox.height()), bbox.width().max(bbox.height()));
        if self.is_other || short <= 0.0 || long / short > SQUARE {
            return None;
        }
        let at = |x: f64, y: f64| Point::new(bbox.x0 + x * bbox.width(), bbox.y0 + y * bbox.height());
        classify(|x, y| self.is_ink(at(x, y)))
    }
}

/// The mark of a square whose ink is asked for by shares of its sides.
fn classify(is_ink: impl Fn(f64, f64) -> bool) -> Option<char> {
    let is_side =
        |side: f64| share(0.0, |along| is_ink(along, side)) >= SIDE && share(0.0, |along| is_ink(side, along)) >= SIDE;
    if !is_side(RIM) || !is_side(1.0 - RIM) {
        return None;
    }
    let rows: Vec<f64> = samples(MIDDLE).map(|y| share(MIDDLE, |x| is_ink(x, y))).collect();
    let columns = samples(MIDDLE).map(|x| share(MIDDLE, |y| is_ink(x, y)));
    let all = rows.iter().sum::<f64>() / f64::from(SAMPLES);
    if all >= FILLED {
        return Some('■');
    }
    if rows.iter().copied().chain(columns).any(|bar| bar >= BAR) {
        return None;
    }
    Some(if all <= EMPTY { '□' } else { '☑' })
}

/// Where a side is looked at, as shares of it, without a margin at both ends.
fn samples(margin: f64) -> impl Iterator<Item = f64> {
    (0..SAMPLES).map(move |index| margin + (1.0 - 2.0 * margin) * (f64::from(index) + 0.5) / f64::from(SAMPLES))
}

/// The share of the samples that are painted.
fn share(margin: f64, is_ink: impl Fn(f64) -> bool) -> f64 {
    let painted: u8 = samples(margin).map(|at| u8::from(is_ink(at))).sum();
    f64::from(painted) / f64::from(SAMPLES)
}

impl<'a> Device<'a> for GlyphDrawing<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        spend(self.budget, Supply::Operations, 1);
        if self.is_other {
            return;
        }
        let is_ink = !is_paper(&props.paint);
        if let DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _) = mode {
            self.path(props.transform * path.clone(), *rule, is_ink);
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = mode {
            let width = f64::from(stroke.line_width);
            let style = Stroke { width, join: stroke.line_join, ..Stroke::default() }.with_caps(stroke.line_cap);
            let outline = kurbo::stroke(path.iter(), &style, &StrokeOpts::default(), TOLERANCE * width);
            self.path(props.transform * outline, FillRule::NonZero, is_ink);
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        spend(self.budget, Supply::Operations, 1);
        let Image::Stencil(stencil) = image else {
            self.is_other = true;
            return;
        };
        if u64::from(stencil.width()) * u64::from(stencil.height()) > PIXELS {
            self.is_other = true;
            return;
        }
        let area = Rect::new(0.0, 0.0, f64::from(stencil.width()), f64::from(stencil.height()));
        let bbox = props.transform.transform_rect_bbox(area);
        stencil.with_stencil(
            |bitmap, paint| {
                self.add(Painted::Bitmap(bitmap, props.transform.inverse()), bbox, !is_paper(paint));
            },
            None,
        );
    }

    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        spend(self.budget, Supply::Operations, 1);
        self.is_other = true;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        spend(self.budget, Supply::Operations, 1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.is_other = true;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(x: f64, y: f64) -> bool {
        ![x, y].iter().all(|at| (0.06..0.94).contains(at))
    }

    #[test]
    fn boxes_by_their_sides_and_their_middle() {
        assert_eq!(classify(|_, _| true), Some('■'));
        assert_eq!(classify(frame), Some('□'));
        assert_eq!(classify(|x, y| frame(x, y) || (x - y).abs() < 0.05 || (x + y - 1.0).abs() < 0.05), Some('☑'));
        assert_eq!(classify(|x, y| frame(x, y) || [x, y].iter().all(|at| (0.25..0.75).contains(at))), Some('☑'));
    }

    #[test]
    fn ideographs_and_letters_are_no_boxes() {
        let field = |x: f64, y: f64| frame(x, y) || (x - 0.5).abs() < 0.04 || (y - 0.5).abs() < 0.04;
        let letter_e = |x: f64, y: f64| x < 0.1 || !(0.06..0.94).contains(&y) || (y - 0.5).abs() < 0.04;
        let circle = |x: f64, y: f64| (x - 0.5).hypot(y - 0.5) < 0.5;
        let with_legs = |x: f64, y: f64| if y > 0.95 { (0.1..0.9).contains(&x) ^ true } else { frame(x, y) };
        assert_eq!(classify(field), None);
        assert_eq!(classify(letter_e), None);
        assert_eq!(classify(circle), None);
        assert_eq!(classify(with_legs), None);
    }
}
