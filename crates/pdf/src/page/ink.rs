//! What a page shows: glyphs, line segments, small shapes and images, as the interpreter's device collects them.

use super::geometry::{Area, Turn};
use crate::document::{ReadCharacter, Rect};
use yomitori_text::symbol::is_private_use;

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

/// A character where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// The character; U+FFFD where the font does not say.
    pub text: char,
    /// Its em box: advance wide, font size high.
    pub bbox: Rect,
    /// Font size in points, as it is seen.
    pub size: f32,
    /// How its head is turned.
    pub turn: Turn,
    /// Whether it is set in a vertical line.
    pub vertical: bool,
    /// The number of the text-showing operation that drew it; marks that are no text have [`Glyph::NO_RUN`].
    pub run: u32,
}

/// How far the em box reaches below the base line, in em: the descent of the common Japanese faces.
pub const DESCENT: f32 = 0.12;

impl Glyph {
    /// The run of marks that were drawn, not written.
    pub const NO_RUN: u32 = u32::MAX;

    /// A mark that was drawn, not written.
    pub fn mark(text: char, bbox: Rect) -> Self {
        Self { text, bbox, size: bbox.height(), turn: Turn::None, vertical: false, run: Self::NO_RUN }
    }

    /// Whether the mark was drawn, not written.
    pub fn is_drawn(&self) -> bool {
        self.run == Self::NO_RUN
    }

    /// The direction in which the line runs.
    pub fn flow(&self) -> Turn {
        if self.vertical { self.turn.minus(Turn::ThreeQuarters) } else { self.turn }
    }

    /// First and last coordinate along the line.
    pub fn along(&self) -> (f32, f32) {
        match self.flow() {
            Turn::None => (self.bbox.x0, self.bbox.x1),
            Turn::Quarter => (self.bbox.y0, self.bbox.y1),
            Turn::Half => (-self.bbox.x1, -self.bbox.x0),
            Turn::ThreeQuarters => (-self.bbox.y1, -self.bbox.y0),
        }
    }

    /// First and last coordinate across the line: growing from line to line.
    pub fn across(&self) -> (f32, f32) {
        match self.flow() {
            Turn::None => (self.bbox.y0, self.bbox.y1),
            Turn::Quarter => (-self.bbox.x1, -self.bbox.x0),
            Turn::Half => (-self.bbox.y1, -self.bbox.y0),
            Turn::ThreeQuarters => (self.bbox.x0, self.bbox.x1),
        }
    }
}

/// A horizontal or vertical line segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// The coordinate that stays the same: y of a horizontal, x of a vertical segment.
    pub at: f32,
    /// Where it starts.
    pub from: f32,
    /// Where it ends; not before `from`.
    pub to: f32,
}

impl Edge {
    /// Length in points.
    pub fn len(&self) -> f32 {
        self.to - self.from
    }
}

/// How a small shape is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    /// Its outline is drawn.
    Stroke,
    /// Its area is filled.
    Fill,
    /// Its area is filled in the paper's color: it takes away what lies below.
    Erase,
}

/// A small shape that may be a mark or a part of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SmallShape {
    /// Bounding box.
    pub bbox: Rect,
    /// How it is painted.
    pub paint: Paint,
    /// Whether it is a rectangle with sides along the axes, drawn as one closed path.
    pub rectangle: bool,
    /// Whether curves are part of it.
    pub curved: bool,
    /// Whether it comes back to its beginning.
    pub closed: bool,
    /// The area inside its outer contour, in square points.
    pub outer: f32,
    /// The painted area, holes taken off, in square points; of a stroke, that of the outer contour.
    pub area: f32,
}

/// An image on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PagePicture {
    /// Where it stands.
    pub bbox: Rect,
    /// The share of dark area in its middle and in its rim, measured for images of a check mark's size.
    pub ink: Option<(f32, f32)>,
    /// How many pixels it has.
    pub pixels: u64,
    /// How many of them a point has, along the side that has more.
    pub resolution: f32,
}

/// What a recognizer made of a page's picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scan {
    /// So many words; they are the page's glyphs.
    Read(usize),
    /// Nothing, and why.
    Unread(String),
}

/// All that a page shows.
#[derive(Debug, Clone, Default)]
pub struct Ink {
    /// Width and height of the page in points, as it is displayed.
    pub size: (f32, f32),
    /// The glyphs in the order of drawing.
    pub glyphs: Vec<Glyph>,
    /// Horizontal segments.
    pub horizontal: Vec<Edge>,
    /// Vertical segments.
    pub vertical: Vec<Edge>,
    /// Small shapes.
    pub shapes: Vec<SmallShape>,
    /// Images.
    pub pictures: Vec<PagePicture>,
    /// The most pixels that an image has.
    pub largest_image: u64,
    /// What became of the page's picture, where the page is only an image and was given to a recognizer.
    pub scan: Option<Scan>,
    /// The characters that were read from the page's picture, with their probabilities.
    pub read: Vec<ReadCharacter>,
    /// Glyphs that are not painted: the text layer of an OCR program.
    pub invisible: usize,
    /// What was drawn by hand on the page.
    pub pens: Vec<Pen>,
    /// What the watermarks said that were left out.
    pub watermarks: Vec<String>,
    /// The text that is set across the page.
    pub slanted: String,
}

/// Text below this size, in points, is smaller than forms are meant to be read.
const SMALLEST: f32 = 7.0;
/// Text below this size, in points, is no text.
const TINIEST: f32 = 0.5;
/// The size that distances on a page are thought for, in points.
const USUAL: f32 = 9.0;

/// Two drawings of a character closer than this, in em, are one: bold by double printing moves it by about 1/30 em.
const TWICE: f32 = 0.12;
/// How many glyphs of the same text, level with each other, are compared with one: a line of dots has some hundreds.
const MOST_NEAR: usize = 512;

impl Ink {
    /// Leaves out what is drawn twice: filled and stroked, or printed again beside itself to look bold.
    pub fn dedup(&mut self) {
        let mut order: Vec<usize> = (0..self.glyphs.len()).collect();
        let key = |index: &usize| self.glyphs.get(*index).map(|glyph| (glyph.text, glyph.bbox.y0, glyph.bbox.x0));
        order.sort_by(|a, b| key(a).partial_cmp(&key(b)).unwrap_or(std::cmp::Ordering::Equal));
        let mut again = vec![false; self.glyphs.len()];
        // What stands on the very same place is one to all others: the first of it is kept.
        order.dedup_by(|next, kept| {
            let is_same = key(next) == key(kept) && self.glyphs.get(*next).is_some_and(|g| !g.text.is_whitespace());
            if let Some(flag) = again.get_mut(*next).filter(|_| is_same) {
                *flag = true;
            }
            is_same
        });
        for (place, index) in order.iter().enumerate() {
            let Some(glyph) = self.glyphs.get(*index).filter(|glyph| !glyph.text.is_whitespace()) else { continue };
            let near = TWICE * glyph.size;
            let followers = order.iter().skip(place + 1).take(MOST_NEAR);
            let followers = followers.filter_map(|other| Some((*other, self.glyphs.get(*other)?)));
            for (other, next) in
                followers.take_while(|(_, next)| next.text == glyph.text && next.bbox.y0 - glyph.bbox.y0 <= near)
            {
                if (next.bbox.x0 - glyph.bbox.x0).abs() <= near
                    && let Some(flag) = again.get_mut((*index).max(other))
                {
                    *flag = true;
                }
            }
        }
        let mut again = again.into_iter();
        self.glyphs.retain(|_| !again.next().unwrap_or_default());
    }

    /// How many glyphs could not be read: unknown ones and private-use leftovers.
    pub fn garbled(&self) -> usize {
        self.glyphs.iter().filter(|glyph| glyph.text == '\u{fffd}' || is_private_use(glyph.text)).count()
    }

    /// The direction in which most of the text runs.
    pub fn turn(&self) -> Turn {
        let mut counts = [(0_usize, Turn::None), (0, Turn::Quarter), (0, Turn::Half), (0, Turn::ThreeQuarters)];
        for glyph in self.glyphs.iter().filter(|glyph| !glyph.is_drawn()) {
            for (count, turn) in &mut counts {
                *count += usize::from(*turn == glyph.flow());
            }
        }
        counts.into_iter().rev().max_by_key(|(count, _)| *count).map_or(Turn::None, |(_, turn)| turn)
    }

    /// The page turned by quarters clockwise, so that text of the opposite turn reads upright.
    pub fn turned(mut self, turn: Turn) -> Self {
        if turn == Turn::None {
            return self;
        }
        let size = self.size;
        let quarters = turn.undone();
        for glyph in &mut self.glyphs {
            glyph.bbox = turn.apply(glyph.bbox, size);
            if !glyph.is_drawn() {
                glyph.turn = glyph.turn.minus(quarters);
            }
        }
        for bbox in self
            .shapes
            .iter_mut()
            .map(|shape| &mut shape.bbox)
            .chain(self.pictures.iter_mut().map(|p| &mut p.bbox))
            .chain(self.pens.iter_mut().map(|pen| &mut pen.area))
        {
            *bbox = turn.apply(*bbox, size);
        }
        for character in &mut self.read {
            character.bbox = turn.apply(character.bbox, size);
        }
        let (mut horizontal, mut vertical) = (Vec::new(), Vec::new());
        let flat = |edge: &Edge| Rect { x0: edge.from, y0: edge.at, x1: edge.to, y1: edge.at };
        let upright = |edge: &Edge| Rect { x0: edge.at, y0: edge.from, x1: edge.at, y1: edge.to };
        for rect in self.horizontal.iter().map(flat).chain(self.vertical.iter().map(upright)) {
            let rect = turn.apply(rect, size);
            if rect.width() >= rect.height() {
                horizontal.push(Edge { at: rect.y0, from: rect.x0, to: rect.x1 });
            } else {
                vertical.push(Edge { at: rect.x0, from: rect.y0, to: rect.y1 });
            }
        }
        Self { size: turn.size(size), horizontal, vertical, ..self }
    }

    /// How much larger the page must be seen for its text to have the usual size: sheets that were made to fit a
    /// page's width are printed small, and lines are as near to each other as those of a double line elsewhere.
    pub fn enlargement(&self) -> f32 {
        let mut sizes: Vec<f32> =
            self.glyphs.iter().filter(|glyph| !glyph.is_drawn()).map(|glyph| glyph.size).collect();
        sizes.sort_by(f32::total_cmp);
        match sizes.get(sizes.len() / 2) {
            Some(usual) if (TINIEST..SMALLEST).contains(usual) => USUAL / usual,
            _ => 1.0,
        }
    }

    /// The page with all lengths multiplied.
    pub fn scaled(mut self, factor: f32) -> Self {
        for glyph in &mut self.glyphs {
            glyph.bbox = glyph.bbox.scaled(factor);
            glyph.size *= factor;
        }
        for shape in &mut self.shapes {
            shape.bbox = shape.bbox.scaled(factor);
            shape.outer *= factor * factor;
            shape.area *= factor * factor;
        }
        for picture in &mut self.pictures {
            picture.bbox = picture.bbox.scaled(factor);
        }
        for pen in &mut self.pens {
            pen.area = pen.area.scaled(factor);
        }
        for edge in self.horizontal.iter_mut().chain(&mut self.vertical) {
            *edge = Edge { at: edge.at * factor, from: edge.from * factor, to: edge.to * factor };
        }
        self.size = (self.size.0 * factor, self.size.1 * factor);
        self
    }
}
