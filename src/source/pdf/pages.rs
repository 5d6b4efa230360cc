//! Tables that go on over a page's end: their parts become one table with the columns of all.

use super::layout::{Item, Layout, TextCell};
use super::lines::Line;
use crate::document::Rect;

/// Sides nearer to each other than this, in points, are the same.
const SAME_SIDE: f32 = 2.5;

/// A table's part on one page.
pub(super) struct Part<'l> {
    /// The page's number, 1-based.
    pub(super) page: u32,
    /// Its layout.
    pub(super) layout: &'l Layout,
    /// The cells there.
    pub(super) cells: &'l [TextCell],
}

/// What the pages hold, one after the other.
pub(super) enum Flow<'l> {
    /// A line outside any table.
    Line(u32, &'l Layout, &'l Line),
    /// A table on one or several pages.
    Table(Vec<Part<'l>>),
}

/// Joins the pages. A table that opens a page goes on the one that ends the page before, if their sides agree.
pub(super) fn joined<'l>(layouts: impl Iterator<Item = (u32, &'l Layout)>) -> Vec<Flow<'l>> {
    let mut flow: Vec<Flow<'l>> = Vec::new();
    for (page, layout) in layouts {
        for (index, item) in layout.items.iter().enumerate() {
            match item {
                Item::Line(line) => flow.push(Flow::Line(page, layout, line)),
                Item::Table(cells) => {
                    let part = Part { page, layout, cells };
                    match flow.last_mut() {
                        Some(Flow::Table(parts))
                            if index == 0 && parts.last().is_some_and(|last| goes_on(last, &part)) =>
                        {
                            parts.push(part);
                        }
                        _ => flow.push(Flow::Table(vec![part])),
                    }
                }
            }
        }
    }
    flow
}

fn goes_on(last: &Part<'_>, part: &Part<'_>) -> bool {
    let sides = |part: &Part<'_>| super::geometry::around(part.cells.iter().map(|cell| cell.cell.bbox));
    let (Some(above), Some(below)) = (sides(last), sides(part)) else { return false };
    let agree = |a: f32, b: f32| (a - b).abs() <= SAME_SIDE;
    last.page < part.page && agree(above.x0, below.x0) && agree(above.x1, below.x1)
}

/// The columns of a table's parts together.
pub(super) struct Columns(Vec<f32>);

impl Columns {
    /// The columns between the sides of all cells.
    pub(super) fn new(parts: &[Part<'_>]) -> Self {
        let boxes = parts.iter().flat_map(|part| part.cells).map(|cell| cell.cell.bbox);
        let mut sides: Vec<f32> = boxes.flat_map(|bbox| [bbox.x0, bbox.x1]).collect();
        sides.sort_by(f32::total_cmp);
        sides.dedup_by(|next, kept| *next - *kept <= SAME_SIDE);
        Self(sides)
    }

    /// The first column that a cell covers and their number.
    pub(super) fn of(&self, bbox: Rect) -> (u32, u32) {
        let at = |x: f32| self.0.partition_point(|side| *side <= x).saturating_sub(1);
        let (first, end) = (at(bbox.x0), at(bbox.x1));
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(first), number(end.saturating_sub(first).max(1)))
    }
}

/// How many rows a part has.
pub(super) fn rows(part: &Part<'_>) -> u32 {
    part.cells.iter().map(|cell| cell.cell.row + cell.cell.row_span).max().unwrap_or(0)
}
