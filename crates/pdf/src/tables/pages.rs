//! Tables that go on over a page's end: their parts become one table with the columns of all.

use super::cells::RuledGridCell;
use super::content::{PageItem, TextCell};
use super::layout::PageLayout;
use crate::document::Rect;
use crate::text::lines::Line;

/// Sides nearer to each other than this, in points, are the same.
const SAME_SIDE: f32 = 2.5;

/// A table's part on one page.
pub struct TablePart<'l> {
    /// The page's number, 1-based.
    pub page: u32,
    /// Its layout.
    pub layout: &'l PageLayout,
    /// The cells there.
    pub cells: &'l [TextCell],
}

impl TablePart<'_> {
    fn boxes(&self) -> impl Iterator<Item = Rect> {
        self.cells.iter().map(|cell| cell.cell.bbox)
    }
}

/// What the pages hold, one after the other.
pub enum PagesFlow<'l> {
    /// A line outside any table.
    Line(u32, &'l PageLayout, &'l Line),
    /// A table on one or several pages.
    Table(Vec<TablePart<'l>>),
}

/// Joins the pages. A table that opens a page goes on the one that ends the page before, if their sides agree.
pub fn joined<'l>(layouts: impl Iterator<Item = (u32, &'l PageLayout)>) -> Vec<PagesFlow<'l>> {
    let mut flow: Vec<PagesFlow<'l>> = Vec::new();
    for (page, layout) in layouts {
        for (index, item) in layout.items.iter().enumerate() {
            match item {
                PageItem::Line(line) => flow.push(PagesFlow::Line(page, layout, line)),
                PageItem::Table(cells) => {
                    let part = TablePart { page, layout, cells };
                    match flow.last_mut() {
                        Some(PagesFlow::Table(parts))
                            if index == 0 && parts.last().is_some_and(|last| goes_on(last, &part)) =>
                        {
                            parts.push(part);
                        }
                        _ => flow.push(PagesFlow::Table(vec![part])),
                    }
                }
            }
        }
    }
    flow
}

fn goes_on(last: &TablePart<'_>, part: &TablePart<'_>) -> bool {
    let sides = |part: &TablePart<'_>| crate::page::geometry::around(part.cells.iter().map(|cell| cell.cell.bbox));
    let (Some(above), Some(below)) = (sides(last), sides(part)) else { return false };
    let agree = |a: f32, b: f32| (a - b).abs() <= SAME_SIDE;
    // A cell merged downward may leave nothing on the next page.
    let begins = |x0: f32| last.cells.iter().any(|cell| agree(cell.cell.bbox.x0, x0));
    let is_same = match last.layout.is_aligned && part.layout.is_aligned {
        true => part.cells.iter().all(|cell| begins(cell.cell.bbox.x0)),
        false => agree(above.x1, below.x1) && begins(below.x0),
    };
    last.page < part.page && is_same
}

/// The cells of a table's parts, with their places in the whole table.
pub fn cells<'p, 'l>(parts: &'p [TablePart<'l>]) -> Vec<(&'p TablePart<'l>, RuledGridCell, &'l TextCell)> {
    let columns = (parts.len() > 1).then(|| JoinedColumns::new(parts));
    let mut out = Vec::new();
    let mut first_row = 0;
    for part in parts {
        out.extend(part.cells.iter().map(|text| {
            let mut cell = text.cell;
            cell.row += first_row;
            if let Some(columns) = &columns {
                (cell.column, cell.column_span) = columns.of(cell.bbox);
            }
            (part, cell, text)
        }));
        first_row += rows(part);
    }
    out
}

/// The columns of a table's parts together.
struct JoinedColumns(Vec<f32>);

impl JoinedColumns {
    /// The columns between the sides of all cells.
    fn new(parts: &[TablePart<'_>]) -> Self {
        // Where nothing is ruled, cells end with their text.
        let sides = |part: &TablePart<'_>, bbox: Rect| [Some(bbox.x0), (!part.layout.is_aligned).then_some(bbox.x1)];
        let of_part = |part| {
            let boxes = TablePart::boxes(part);
            boxes.flat_map(move |bbox| sides(part, bbox)).flatten()
        };
        let mut sides: Vec<f32> = parts.iter().flat_map(of_part).collect();
        sides.sort_by(f32::total_cmp);
        sides.dedup_by(|next, kept| *next - *kept <= SAME_SIDE);
        Self(sides)
    }

    /// The first column that a cell covers and their number.
    fn of(&self, bbox: Rect) -> (u32, u32) {
        let at = |x: f32| self.0.partition_point(|side| *side <= x).saturating_sub(1);
        let (first, end) = (at(bbox.x0), at(bbox.x1));
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        (number(first), number(end.saturating_sub(first).max(1)))
    }
}

/// How many rows a part has.
fn rows(part: &TablePart<'_>) -> u32 {
    part.cells.iter().map(|cell| cell.cell.row + cell.cell.row_span).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::geometry::Turn;

    /// A page with a table of one row whose cells have these sides.
    fn page(sides: &[f32]) -> PageLayout {
        let cell = |(column, pair): (u32, &[f32])| {
            let bbox = Rect { x0: pair[0], y0: 20.0, x1: pair[1], y1: 40.0 };
            TextCell { cell: RuledGridCell { row: 0, column, row_span: 1, column_span: 1, bbox }, lines: Vec::new() }
        };
        let cells = (0..).zip(sides.windows(2)).map(cell).collect();
        PageLayout { size: (600.0, 800.0), turn: Turn::None, is_aligned: false, items: vec![PageItem::Table(cells)] }
    }

    #[test]
    fn a_table_goes_on_where_its_sides_agree() {
        let tables = |pages: &[PageLayout]| joined((1..).zip(pages)).len();
        assert_eq!(tables(&[page(&[50.0, 200.0, 500.0]), page(&[50.5, 120.0, 200.0, 499.0])]), 1);
        assert_eq!(tables(&[page(&[50.0, 200.0, 500.0]), page(&[50.0, 200.0, 450.0])]), 2);
    }

    #[test]
    fn parts_share_their_columns() {
        let pages = [page(&[50.0, 200.0, 500.0]), page(&[50.5, 120.0, 199.0, 500.0])];
        let flow = joined((1..).zip(&pages));
        let [PagesFlow::Table(parts)] = flow.as_slice() else { panic!("one table") };
        let columns = JoinedColumns::new(parts);
        let of = |part: usize| -> Vec<(u32, u32)> {
            parts[part].cells.iter().map(|cell| columns.of(cell.cell.bbox)).collect()
        };
        assert_eq!(of(0), [(0, 2), (2, 1)]);
        assert_eq!(of(1), [(0, 1), (1, 1), (2, 1)]);
    }
}
