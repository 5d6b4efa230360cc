//! A sheet: what a page shows, made ready to be laid out. It is turned upright and enlarged to the usual size, drawn marks have become
//! characters, and the rulings and the tables they draw are found.
//!
//! Stands between the ink and the layout. `inspect` shows sheets, to find out why a table was misread.

use super::page::geometry::{Area, Turn};
use super::page::ink::{Edge, Glyph, Ink};
use super::page::{marks, pens, underscores, vertical};
use super::tables::alignment::Setting;
use super::tables::cells::{RuledGrid, grids};
use super::tables::edges;
use super::tables::layout::{PageContent, PageLayout};
use super::tables::profile::Profile;
use super::text::lines::Line;
use super::text::spacing::WordSpacing;
use crate::budget::Budget;
use crate::document::Rect;

/// The gutter between two pages on one sheet is at least this wide, in points.
const GUTTER: f32 = 14.0;
/// The gutter lies within this share of the sheet's width around the middle.
const GUTTER_ZONE: std::ops::RangeInclusive<f32> = 0.42..=0.58;
/// Each of two pages on one sheet holds at least this share of the sheet's glyphs.
const HALF_PAGE: f32 = 0.08;
/// Two pages without rulings begin and end at the same places of their halves, up to this, in points: a line may end short.
const SAME_PAGE: (f32, f32) = (12.0, 40.0);
/// Up to this many cells a table around another table is a frame.
const FRAME_CELLS: usize = 3;

/// A page, ready to be laid out.
#[derive(Debug, Clone)]
pub(super) struct PreparedPage {
    /// What it shows; the lines are snapped and merged.
    ink: Ink,
    /// How the page was turned to read upright.
    turn: Turn,
    /// How much the page was enlarged.
    pub(super) factor: f32,
    /// How many drawings on the text mark nothing that could be told.
    pub(super) unread: usize,
    /// The tables that the lines draw.
    tables: Vec<RuledGrid>,
}

impl PreparedPage {
    /// Makes a page ready.
    pub(super) fn new(ink: Ink, budget: &Budget) -> Self {
        let factor = ink.enlargement();
        let mut ink = if factor > 1.0 { ink.scaled(factor) } else { ink };
        vertical::resolve(&mut ink);
        let turn = ink.turn().undone();
        let mut ink = ink.turned(turn);
        underscores::resolve(&mut ink);
        pens::circles(&mut ink, budget);
        marks::resolve(&mut ink, budget);
        let unread = pens::resolve(&mut ink, budget);
        (ink.horizontal, ink.vertical) =
            edges::merged(std::mem::take(&mut ink.horizontal), std::mem::take(&mut ink.vertical));
        let tables = without_frames(grids(&ink.horizontal, &ink.vertical));
        Self { ink, turn, factor, unread, tables }
    }

    /// The glyphs' boxes on the page as it is displayed, marks included.
    pub(super) fn glyphs(&self) -> impl Iterator<Item = Rect> + '_ {
        let glyphs = self.ink.glyphs.iter().filter(|glyph| !glyph.text.is_whitespace());
        glyphs.map(|glyph| self.displayed(glyph.bbox))
    }

    /// The ruling lines on the page as it is displayed: rectangles without width or without height.
    pub(super) fn rulings(&self) -> impl Iterator<Item = Rect> + '_ {
        let flat = |edge: &Edge| Rect { x0: edge.from, y0: edge.at, x1: edge.to, y1: edge.at };
        let upright = |edge: &Edge| Rect { x0: edge.at, y0: edge.from, x1: edge.at, y1: edge.to };
        let lines = self.ink.horizontal.iter().map(flat).chain(self.ink.vertical.iter().map(upright));
        lines.map(|line| self.displayed(line))
    }

    fn displayed(&self, rect: Rect) -> Rect {
        self.turn.undone().apply(rect, self.ink.size).scaled(1.0 / self.factor)
    }

    /// The sheet's text in lines and cells. Two pages on it give two leaves.
    pub(super) fn leaves(self, gaps: &WordSpacing) -> Vec<PageHalf> {
        let Self { ink, turn, factor, tables, .. } = self;
        let gutter = gutter(&ink, &tables);
        let Ink { size, glyphs, horizontal: rules, .. } = ink;
        let leaf = |glyphs: Vec<Glyph>, tables: Vec<RuledGrid>| {
            let content = PageContent::new(&glyphs, &tables, gaps);
            PageHalf { size, turn, factor, rules: rules.clone(), content }
        };
        match gutter {
            Some(x) => {
                let (left, right) = glyphs.into_iter().partition(|glyph| glyph.bbox.center().0 < x);
                let (left_tables, right_tables) = tables.into_iter().partition(|table| table.bbox.center().0 < x);
                vec![leaf(left, left_tables), leaf(right, right_tables)]
            }
            None => vec![leaf(glyphs, tables)],
        }
    }
}

/// A page, or one of two on a sheet, with its lines; which of them align is told when all pages are known.
#[derive(Debug, Clone)]
pub(super) struct PageHalf {
    size: (f32, f32),
    turn: Turn,
    factor: f32,
    rules: Vec<Edge>,
    content: PageContent,
}

impl PageHalf {
    /// The lines of a page where nothing is ruled.
    fn open_lines(&self) -> Option<&[Line]> {
        self.content.is_open.then_some(self.content.free.as_slice())
    }

    fn layout(self, profile: &Profile, carried: &[f32]) -> PageLayout {
        let Self { size, turn, factor, rules, content } = self;
        let is_aligned = content.is_open;
        let carried: Vec<f32> = carried.iter().map(|x0| x0 * factor).collect();
        let items = content.items(Setting { rules: &rules, profile, carried: &carried });
        let layout = PageLayout { size, turn, is_aligned, items };
        if factor > 1.0 { layout.scaled(1.0 / factor) } else { layout }
    }
}

/// Lays out the leaves of a document.
pub(super) fn layouts(leaves: Vec<PageHalf>) -> Vec<PageLayout> {
    let profile = Profile::of(leaves.iter().filter_map(PageHalf::open_lines));
    let mut layouts: Vec<PageLayout> = Vec::with_capacity(leaves.len());
    for leaf in leaves {
        let carried = layouts.last().map(PageLayout::last_columns).unwrap_or_default();
        layouts.push(leaf.layout(&profile, &carried));
    }
    layouts
}

/// Leaves out frames: single cells, tables of few cells around another table, and tables inside a cell of a real one.
fn without_frames(tables: Vec<RuledGrid>) -> Vec<RuledGrid> {
    let tables: Vec<RuledGrid> = tables.into_iter().filter(|table| table.cells.len() > 1).collect();
    let around = |outer: &RuledGrid, inner: &RuledGrid| outer != inner && outer.bbox.encloses(&inner.bbox, 1.0);
    let keep = |table: &&RuledGrid| {
        let is_frame = table.cells.len() <= FRAME_CELLS && tables.iter().any(|inner| around(table, inner));
        let is_nested = tables.iter().any(|outer| outer.cells.len() > FRAME_CELLS && around(outer, table));
        !is_frame && !is_nested
    };
    tables.iter().filter(keep).cloned().collect()
}

/// The middle of the empty band between two pages on a landscape sheet.
fn gutter(ink: &Ink, tables: &[RuledGrid]) -> Option<f32> {
    let (width, height) = ink.size;
    if width <= height {
        return None;
    }
    let glyphs = || ink.glyphs.iter().filter(|glyph| !glyph.text.is_whitespace());
    let mut spans: Vec<(f32, f32)> =
        glyphs().map(|g| (g.bbox.x0, g.bbox.x1)).chain(tables.iter().map(|t| (t.bbox.x0, t.bbox.x1))).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut end, mut found) = (f32::MIN, None);
    for (from, to) in spans {
        let middle = f32::midpoint(end, from);
        if from - end >= GUTTER && GUTTER_ZONE.contains(&(middle / width)) {
            found = Some(middle);
        }
        end = end.max(to);
    }
    #[expect(clippy::cast_precision_loss, reason = "glyphs of a page fit an f32")]
    let share = |left: bool| {
        let side = glyphs().filter(|glyph| found.is_some_and(|x| (glyph.bbox.x1 <= x) == left)).count();
        side as f32 / glyphs().count().max(1) as f32
    };
    let is_two = found.is_some_and(|x| !tables.is_empty() || are_alike(ink, x));
    found.filter(|_| is_two && share(true) >= HALF_PAGE && share(false) >= HALF_PAGE)
}

/// Whether the text on both sides of a gutter begins and ends at the same places of its half: columns of a table do not.
fn are_alike(ink: &Ink, gutter: f32) -> bool {
    let extent = |is_left: bool| {
        let side =
            ink.glyphs.iter().filter(|glyph| !glyph.text.is_whitespace() && (glyph.bbox.x1 <= gutter) == is_left);
        side.fold((f32::MAX, f32::MIN), |(from, to), glyph| (from.min(glyph.bbox.x0), to.max(glyph.bbox.x1)))
    };
    let (left, right, half) = (extent(true), extent(false), ink.size.0 / 2.0);
    (right.0 - half - left.0).abs() <= SAME_PAGE.0 && (right.1 - half - left.1).abs() <= SAME_PAGE.1
}
