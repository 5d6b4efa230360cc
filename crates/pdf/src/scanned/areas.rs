//! Areas: the cells that a page's ruling lines draw and the space between them, each with its rows of text.

use crate::document::Rect;
use crate::ocr::Character;
use crate::page::geometry::Area;
use crate::page::ink::Edge;
use crate::scan::Cleaned;
use crate::scan::brackets::{self, BracketPair};
use crate::scan::marks::{self, InkMark};
use crate::scan::parts::{self, InkPart, parts};
use crate::scan::pen;
use crate::scan::rows::{self, Row};
use crate::scan::strokes::Stroke;
use crate::tables::{cells, edges};

/// Parts further apart than this, in type sizes, are in different blocks of the space between tables.
const BLOCK: f32 = 3.0;

/// Splinters of a ruling line are at most this thick and this far from it, in points: text keeps a greater distance.
const SPLINTER: f32 = 2.0;
/// Splinters go on beyond the ends of a line by as much as its breaks are long, in points.
const BROKEN: f32 = 3.5;

/// A page's ruling lines, in points, and the rows of each of its areas, in pixels.
#[derive(Debug)]
pub(super) struct Areas {
    /// Width and height of the page in points.
    pub(super) size: (f32, f32),
    pub(super) level: Vec<Edge>,
    pub(super) upright: Vec<Edge>,
    rows: Vec<Vec<Row>>,
    /// The marks by their shape, in pixels.
    pub(super) marks: Vec<InkMark>,
    /// Rows with brackets that their shape tells, and these.
    brackets: Vec<(Row, RowBrackets)>,
}

/// What the shape of its parts tells of a row's brackets.
#[derive(Debug, Default)]
pub(super) struct RowBrackets {
    /// Those with nothing between them.
    pub(super) empty: Vec<BracketPair>,
    /// Opening ones right behind marks.
    pub(super) behind_marks: Vec<Rect>,
}

impl Areas {
    pub(super) fn of(page: &Cleaned) -> Self {
        let scale = page.scale;
        let edge = |stroke: &Stroke| Edge { at: stroke.at / scale, from: stroke.from / scale, to: stroke.to / scale };
        let (level, upright) = edges::merged(
            page.rulings.level.iter().map(edge).collect(),
            page.rulings.upright.iter().map(edge).collect(),
        );
        let cells: Vec<Rect> = cells::grids(&level, &upright)
            .iter()
            .flat_map(|grid| &grid.cells)
            .map(|cell| cell.bbox.scaled(scale))
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "sides of a picture")]
        let (width, height) = (page.gray.width as f32, page.gray.height as f32);
        let mut parts = rows::within(rows::text(parts(&page.bits), scale), width, height, scale);
        parts.retain(|part| !is_left_over(part.bbox.scaled(1.0 / scale), &level, &upright));
        let usual = rows::usual_size(&parts, scale);
        let mut marks = marks::marks(&page.bits, parts.iter(), (scale, usual), page.is_coarse);
        marks::mend(&page.faint, &mut parts, &mut marks, (scale, usual));
        pen::settle(&page.bits, &mut parts, &mut marks, usual);
        let usual = rows::usual_size(&parts, scale);
        let parts = parts::cut(&page.bits, parts, &page.rulings.level, usual);
        let (in_cells, free) = by_cell(&parts, &cells);
        let mut rows: Vec<Vec<Row>> = Vec::with_capacity(in_cells.len());
        let mut brackets = Vec::new();
        for parts in in_cells.iter().chain(&blocks(&free, usual)) {
            let of_parts = rows::rows(parts, usual);
            brackets.extend(of_parts.iter().map(|row| (*row, brackets_of(page, row, (parts, &marks), usual))));
            rows.push(of_parts);
        }
        brackets.retain(|(_, found)| !found.empty.is_empty() || !found.behind_marks.is_empty());
        let size = (width / scale, height / scale);
        Self { size, level, upright, rows, marks, brackets }
    }

    /// All rows.
    pub(super) fn rows(&self) -> Vec<Row> {
        self.rows.iter().flatten().copied().collect()
    }

    /// Of each of the rows, which read so: the last character of the line before it in its area and the first of the one behind; spaces
    /// where there is none.
    pub(super) fn beside(&self, read: &[Vec<Character>]) -> Vec<(char, char)> {
        let mut out = vec![(' ', ' '); read.len()];
        let mut first = 0;
        for area in &self.rows {
            for (index, (above, below)) in (first..).zip(area.iter().zip(area.iter().skip(1))) {
                let (Some(upper), Some(lower)) = (read.get(index), read.get(index + 1)) else { break };
                // Stretches of one line stand apart.
                if below.bbox.y0.midpoint(below.bbox.y1) <= above.bbox.y1 {
                    continue;
                }
                if let Some((slot, end)) = out.get_mut(index).zip(lower.first()) {
                    slot.1 = end.best.text;
                }
                if let Some((slot, end)) = out.get_mut(index + 1).zip(upper.last()) {
                    slot.0 = end.best.text;
                }
            }
            first += area.len();
        }
        out
    }

    /// The brackets in a row that their shape tells; none where there are no such.
    pub(super) fn brackets_of(&self, row: &Row) -> Option<&RowBrackets> {
        self.brackets.iter().find(|(other, _)| other == row).map(|(_, found)| found)
    }

    /// The marks that stand in a row.
    pub(super) fn marks_of(&self, row: &Row) -> Vec<InkMark> {
        self.marks.iter().filter(|mark| row.bbox.holds(mark.bbox.center())).copied().collect()
    }
}

/// The brackets in a row that their shape tells, out of the parts of its area and the page's marks.
fn brackets_of(page: &Cleaned, row: &Row, (parts, marks): (&[&InkPart], &[InkMark]), usual: f32) -> RowBrackets {
    let within: Vec<&InkPart> = parts.iter().filter(|part| row.bbox.holds(part.bbox.center())).copied().collect();
    let marks: Vec<InkMark> = marks.iter().filter(|mark| row.bbox.holds(mark.bbox.center())).copied().collect();
    let behind_marks = brackets::behind_marks(&page.bits, &within, &marks, usual);
    RowBrackets { empty: brackets::empty(&page.bits, within, usual), behind_marks }
}

/// Whether a part is a splinter of a ruling line: thin, and right beside it.
fn is_left_over(part: Rect, level: &[Edge], upright: &[Edge]) -> bool {
    let beside = |edges: &[Edge], (from, to): (f32, f32), along: f32| {
        let near = edges.iter().filter(|edge| (edge.from - BROKEN..=edge.to + BROKEN).contains(&along));
        to - from <= SPLINTER && near.into_iter().any(|edge| from >= edge.at - SPLINTER && to <= edge.at + SPLINTER)
    };
    let (x, y) = part.center();
    beside(level, (part.y0, part.y1), x) || beside(upright, (part.x0, part.x1), y)
}

/// The parts of each cell, the smallest that holds them, and those of none.
fn by_cell<'p>(parts: &'p [InkPart], cells: &[Rect]) -> (Vec<Vec<&'p InkPart>>, Vec<&'p InkPart>) {
    let mut in_cells = vec![Vec::new(); cells.len()];
    let mut free = Vec::new();
    let area = |rect: &Rect| rect.width() * rect.height();
    for part in parts {
        let holding = cells.iter().enumerate().filter(|(_, cell)| cell.holds(part.bbox.center()));
        let smallest = holding.min_by(|a, b| area(a.1).total_cmp(&area(b.1)));
        match smallest.and_then(|(index, _)| in_cells.get_mut(index)) {
            Some(list) => list.push(part),
            None => free.push(part),
        }
    }
    (in_cells, free)
}

/// Parts outside all cells, in blocks that stand apart: columns side by side have rows of their own.
fn blocks<'p>(parts: &[&'p InkPart], usual: f32) -> Vec<Vec<&'p InkPart>> {
    let mut sorted = parts.to_vec();
    sorted.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let mut blocks: Vec<(f32, Vec<&InkPart>)> = Vec::new();
    for part in sorted {
        match blocks.last_mut().filter(|block| part.bbox.x0 - block.0 <= BLOCK * usual) {
            Some(block) => {
                block.0 = block.0.max(part.bbox.x1);
                block.1.push(part);
            }
            None => blocks.push((part.bbox.x1, vec![part])),
        }
    }
    blocks.into_iter().map(|(_, parts)| parts).collect()
}
