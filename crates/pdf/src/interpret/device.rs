//! The interpreter's device: collects what a page shows into [`Ink`].
//!
//! It paints nothing. Characters are asked from the fonts, `/ActualText` overrules them (ISO 32000-1, 14.9.4), text that is filled
//! and stroked or drawn twice to look bold counts once, and the [`Budget`] stops pages that never end.

use super::fonts::{Font, PageFonts};
use super::paper::is_paper;
use super::{pictures, reading, type3};
use crate::budget::{Budget, Supply};
use crate::document::Rect;
use crate::page::geometry::{Area, Turn, from_kurbo};
use crate::page::ink::{Glyph, Ink, PagePicture};
use crate::page::paths;
use crate::spend::spend;
use hayro_interpret::font::{Glyph as FontGlyph, GlyphRun, PositionedGlyph};
use hayro_interpret::{BlendMode, CacheKey, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use hayro_syntax::object::{Dict, Name, String as PdfString};
use kurbo::{Affine, BezPath, Point, Rect as KurboRect};
use std::collections::BTreeMap;
use std::rc::Rc;
use yomitori_text::symbol::is_private_use;

/// The em of the interpreter's glyph space.
const EM: f64 = 1000.0;
/// Text is slanted whose base line rises or falls by more than this share: by about eight degrees.
const SLANT: f64 = 0.14;
/// The em box of a CJK glyph above the base line, in 1/1000 em.
const ASCENT: f64 = 880.0;

/// A marked-content sequence that is open.
struct MarkedContent {
    /// Its `/ActualText`.
    actual: Option<String>,
    /// Number of glyphs when it began.
    start: usize,
    /// Whether it is a header, a footer or a page number by its own word.
    pagination: bool,
}

/// Collects a page.
pub struct Collector<'f, 'a> {
    /// What was collected.
    pub ink: Ink,
    /// What may still be spent.
    budget: &'f Budget,
    fonts: &'f PageFonts<'a>,
    spans: Vec<MarkedContent>,
    runs: u32,
    /// The marks that glyphs without a character show, by the glyph.
    drawn: BTreeMap<u128, Option<char>>,
    /// Whether paths count: annotations bring text, but no lines.
    pub text_only: bool,
}

impl<'f, 'a> Collector<'f, 'a> {
    /// A collector for a page of the given size.
    pub fn new(size: (f32, f32), fonts: &'f PageFonts<'a>, budget: &'f Budget) -> Self {
        let (spans, drawn) = (Vec::new(), BTreeMap::new());
        Self { ink: Ink { size, ..Ink::default() }, budget, fonts, spans, runs: 0, drawn, text_only: false }
    }

    fn glyph(&mut self, glyph: &PositionedGlyph<'a>, props: &DrawProps<'a>, vertical: bool, font: Option<&Font<'_>>) {
        let placed = props.transform * glyph.transform();
        let Some((bbox, size, turn)) = em_box(glyph, placed, vertical) else { return };
        let is_slanted = is_slanted(placed);
        let find = || self.fonts.of_run(std::slice::from_ref(glyph), vertical);
        let text = reading::stated(glyph, font).or_else(|| match font {
            Some(font) => reading::guessed(glyph, Some(font)),
            None => reading::guessed(glyph, find().as_deref()),
        });
        let text = text.or_else(|| self.drawn(glyph, props).map(String::from));
        spend(self.budget, Supply::Glyphs, text.as_ref().map_or(1, String::len));
        let chars: Vec<char> = text.as_deref().unwrap_or("\u{fffd}").chars().filter(|c| reading::is_text(*c)).collect();
        if is_slanted {
            self.ink.slanted.extend(chars);
            return;
        }
        let count = chars.len();
        for (index, text) in chars.into_iter().enumerate() {
            let (turn, run) = (turn, self.runs);
            let bbox = part(bbox, index, count, if vertical { Turn::Quarter } else { turn });
            self.ink.glyphs.push(Glyph { text, bbox, size, turn, vertical, run });
        }
    }

    /// The mark that a Type 3 glyph is drawn as.
    fn drawn(&mut self, glyph: &PositionedGlyph<'a>, props: &DrawProps<'a>) -> Option<char> {
        let FontGlyph::Type3(drawing) = &**glyph else { return None };
        if is_paper(&props.paint) {
            return None;
        }
        let key = drawing.cache_key();
        if let Some(known) = self.drawn.get(&key) {
            return *known;
        }
        let mark = type3::mark(drawing, (props.transform, glyph.transform()), &props.paint, self.budget);
        self.drawn.insert(key, mark);
        mark
    }

    /// Whether the content belongs to the page's furniture by its own word (ISO 32000-1, 14.8.2.2).
    fn in_pagination(&self) -> bool {
        self.spans.iter().any(|span| span.pagination)
    }
}

/// The part of a glyph's box for one of several characters that it stands for, side by side in the direction of writing.
fn part(bbox: Rect, index: usize, count: usize, flow: Turn) -> Rect {
    #[expect(clippy::cast_precision_loss, reason = "a glyph stands for a handful of characters")]
    let (from, to) = (index as f32 / count as f32, (index + 1) as f32 / count as f32);
    let (width, height) = (bbox.width(), bbox.height());
    match flow {
        Turn::None => Rect { x0: bbox.x0 + from * width, x1: bbox.x0 + to * width, ..bbox },
        Turn::Quarter => Rect { y0: bbox.y0 + from * height, y1: bbox.y0 + to * height, ..bbox },
        Turn::Half => Rect { x0: bbox.x1 - to * width, x1: bbox.x1 - from * width, ..bbox },
        Turn::ThreeQuarters => Rect { y0: bbox.y1 - to * height, y1: bbox.y1 - from * height, ..bbox },
    }
}

/// A glyph's em box on the page, its size and its turn; `None` for glyphs without extent.
fn em_box(glyph: &PositionedGlyph<'_>, placed: Affine, vertical: bool) -> Option<(Rect, f32, Turn)> {
    let advance = match &**glyph {
        FontGlyph::Outline(outline) => outline.advance_width(),
        FontGlyph::Type3(glyph) => glyph.advance_width(),
    };
    let width = if vertical { EM } else { f64::from(advance.unwrap_or(500.0)).clamp(-2.0 * EM, 4.0 * EM) };
    let bbox = from_kurbo(placed.transform_rect_bbox(KurboRect::new(0.0, ASCENT - EM, width, ASCENT)));
    let origin = placed * Point::ZERO;
    let right = placed * Point::new(EM, 0.0) - origin;
    #[expect(clippy::cast_possible_truncation, reason = "points on a page fit an f32")]
    let size = (placed * Point::new(0.0, EM) - origin).hypot() as f32;
    let turn = Turn::of_direction(right.x, right.y);
    (bbox.is_finite() && size.is_finite() && size > 0.0).then_some((bbox, size, turn))
}

/// Whether a glyph is neither upright nor turned by quarters: text across the page is a watermark. Scanned pages lie a little askew.
fn is_slanted(placed: Affine) -> bool {
    let right = placed * Point::new(EM, 0.0) - placed * Point::ZERO;
    let (short, long) = (right.x.abs().min(right.y.abs()), right.x.abs().max(right.y.abs()));
    short > long * SLANT
}

impl<'a> Device<'a> for Collector<'_, 'a> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        spend(self.budget, Supply::Operations, 1);
        if self.text_only {
            return;
        }
        spend(self.budget, Supply::Segments, path.elements().len());
        let path = props.transform * path.clone();
        let (ink, budget) = (&mut self.ink, self.budget);
        match mode {
            DrawMode::Fill(_) if is_paper(&props.paint) => paths::erase(ink, &path, budget),
            _ if is_paper(&props.paint) => {}
            DrawMode::Fill(_) => paths::fill(ink, &path, budget),
            DrawMode::Stroke(_) | DrawMode::FillAndStroke(..) => paths::stroke(ink, &path, budget),
            DrawMode::Invisible => {}
        }
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        spend(self.budget, Supply::Operations, 1);
        self.runs = self.runs.saturating_add(1).min(Glyph::NO_RUN - 1);
        if self.in_pagination() {
            return;
        }
        let vertical = run.writing_mode() == hayro_cmap::WritingMode::Vertical;
        let font: Option<Rc<Font<'_>>> =
            if self.fonts.doubtful { self.fonts.of_run(run.glyphs(), vertical) } else { None };
        let before = self.ink.glyphs.len();
        for glyph in run.glyphs() {
            self.glyph(glyph, &props, vertical, font.as_deref());
        }
        if matches!(mode, DrawMode::Invisible) {
            self.ink.invisible += self.ink.glyphs.len() - before;
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        spend(self.budget, Supply::Operations, 1);
        if self.text_only {
            return;
        }
        let pixels = u64::from(image.width()) * u64::from(image.height());
        self.ink.largest_image = self.ink.largest_image.max(pixels);
        let area = KurboRect::new(0.0, 0.0, f64::from(image.width()), f64::from(image.height()));
        let bbox = from_kurbo(props.transform.transform_rect_bbox(area));
        if bbox.is_finite() {
            let ink = pictures::is_small(&bbox).then(|| pictures::ink(&image)).flatten();
            let [a, b, c, d, ..] = props.transform.as_coeffs();
            #[expect(clippy::cast_possible_truncation, reason = "lengths on a page")]
            let resolution = (1.0 / a.hypot(b).min(c.hypot(d)).max(1e-3)) as f32;
            self.ink.pictures.push(PagePicture { bbox, ink, pixels, resolution });
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let actual = properties.and_then(|dict| dict.get::<PdfString<'_>>("ActualText"));
        let pagination = tag == b"Artifact"
            && properties
                .and_then(|dict| dict.get::<Name<'_>>("Type"))
                .is_some_and(|kind| kind.as_ref() == b"Pagination");
        let actual = actual.map(|text| text_string(text.as_bytes()));
        self.spans.push(MarkedContent { actual, start: self.ink.glyphs.len(), pagination });
    }

    fn end_marked_content(&mut self) {
        let Some(span) = self.spans.pop() else { return };
        if let Some(actual) = span.actual {
            spend(self.budget, Supply::Glyphs, actual.len());
            replace(&mut self.ink, span.start, &actual);
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        spend(self.budget, Supply::Operations, 1);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

/// Puts the actual text in place of the glyphs since `start`: one for one where the numbers agree, else spread over their box. A
/// replacement that would move text from line to line is not taken: the glyphs then know better.
fn replace(ink: &mut Ink, start: usize, actual: &str) {
    let chars: Vec<char> = reading::shown(actual).collect();
    if chars.iter().any(|c| is_private_use(*c)) {
        return;
    }
    let Some(first) = ink.glyphs.get(start).copied() else { return };
    let glyphs = ink.glyphs.split_off(start);
    let one_line = glyphs.iter().all(|glyph| (glyph.across().0 - first.across().0).abs() < first.size);
    if glyphs.len() == chars.len() {
        ink.glyphs.extend(glyphs.iter().zip(&chars).map(|(glyph, text)| Glyph { text: *text, ..*glyph }));
    } else if one_line && first.flow() == Turn::None {
        let bbox = glyphs.iter().map(|glyph| glyph.bbox).fold(first.bbox, Rect::union);
        #[expect(clippy::cast_precision_loss, reason = "a line holds a few hundred characters")]
        let step = bbox.width() / chars.len().max(1) as f32;
        let mut x0 = bbox.x0;
        for text in chars {
            ink.glyphs.push(Glyph { text, bbox: Rect { x0, x1: x0 + step, ..bbox }, ..first });
            x0 += step;
        }
    } else {
        ink.glyphs.extend(glyphs);
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 by its byte order mark, else PDFDocEncoding, read as Latin-1.
pub fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(text: &str) -> Ink {
        let glyphs = text.chars().zip(0_u8..).map(|(text, index)| Glyph {
            text,
            bbox: Rect { x0: f32::from(index) * 10.0, y0: 0.0, x1: f32::from(index) * 10.0 + 10.0, y1: 10.0 },
            size: 10.0,
            turn: Turn::None,
            vertical: false,
            run: 1,
        });
        Ink { glyphs: glyphs.collect(), ..Ink::default() }
    }

    fn text(ink: &Ink) -> String {
        ink.glyphs.iter().map(|glyph| glyph.text).collect()
    }

    #[test]
    fn actual_text_replaces_the_glyphs_of_its_span() {
        let mut page = ink("健\u{2027}導");
        replace(&mut page, 1, "・指導");
        assert_eq!(text(&page), "健・指導");
        assert!((page.glyphs[3].bbox.x1 - 30.0).abs() < 0.01);
        replace(&mut page, 4, "nothing was drawn");
        assert_eq!(text(&page), "健・指導");
    }

    #[test]
    fn text_strings_by_their_byte_order_mark() {
        assert_eq!(text_string(b"\xfe\xff\x30\xfb"), "・");
        assert_eq!(text_string(b"\xef\xbb\xbf\xe3\x83\xbb"), "・");
        assert_eq!(text_string(b"plain"), "plain");
    }
}
