//! Cells and tables: what the edges of a page enclose.
//!
//! Edges that cross belong together. Their coordinates span a grid; neighbouring grid squares without a line between them are one
//! cell, so merged cells in both directions come out as they are drawn. Outer sides may be open, as many forms leave them.

use crate::document::Rect;
use crate::page::geometry::{Area, around};
use crate::page::ink::Edge;

/// How far lines may miss each other at a crossing, in points.
const CROSSING: f32 = 3.0;
/// A line separates two squares when it covers at least this share of the side between them.
const COVER: f32 = 0.6;
/// A line that separates reaches the ends of the side up to this distance, in points: underlines end with their text.
const REACH: f32 = 3.2;
/// Cells narrower or lower than this, in points, are the inside of a double line.
const SLIT: f32 = 4.5;

/// A cell of a ruled table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RuledGridCell {
    /// First row, 0-based.
    pub row: u32,
    /// First column, 0-based.
    pub column: u32,
    /// Rows covered.
    pub row_span: u32,
    /// Columns covered.
    pub column_span: u32,
    /// Where it stands.
    pub bbox: Rect,
}

/// A ruled table: its cells, sorted by row and column.
#[derive(Debug, Clone, PartialEq)]
pub struct RuledGrid {
    /// The cells.
    pub cells: Vec<RuledGridCell>,
    /// The area of all cells.
    pub bbox: Rect,
}

/// The tables that the edges draw, from the top down. A single cell is a table too: a frame.
pub fn grids(horizontal: &[Edge], vertical: &[Edge]) -> Vec<RuledGrid> {
    let mut grids: Vec<RuledGrid> = components(horizontal, vertical)
        .into_iter()
        .filter(|(rows, columns)| !rows.is_empty() && !columns.is_empty())
        .filter_map(|(rows, columns)| Lattice::new(&rows, &columns).grid())
        .collect();
    grids.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0).then(a.bbox.x0.total_cmp(&b.bbox.x0)));
    grids
}

fn crosses(horizontal: &Edge, vertical: &Edge) -> bool {
    horizontal.from - CROSSING <= vertical.at
        && vertical.at <= horizontal.to + CROSSING
        && vertical.from - CROSSING <= horizontal.at
        && horizontal.at <= vertical.to + CROSSING
}

/// Groups of horizontal and vertical edges that hang together; an edge that crosses none is a group. The edges are sorted by
/// their coordinate.
pub fn components(horizontal: &[Edge], vertical: &[Edge]) -> Vec<(Vec<Edge>, Vec<Edge>)> {
    let mut sets = Sets::new(horizontal.len() + vertical.len());
    for (h, row) in horizontal.iter().enumerate() {
        let first = vertical.partition_point(|column| column.at < row.from - CROSSING);
        let near = vertical.iter().enumerate().skip(first).take_while(|(_, column)| column.at <= row.to + CROSSING);
        for (v, column) in near {
            if crosses(row, column) {
                sets.join(h, horizontal.len() + v);
            }
        }
    }
    let mut groups: Vec<(Vec<Edge>, Vec<Edge>)> = vec![(Vec::new(), Vec::new()); horizontal.len() + vertical.len()];
    for (index, edge) in horizontal.iter().enumerate() {
        if let Some(group) = groups.get_mut(sets.root(index)) {
            group.0.push(*edge);
        }
    }
    for (index, edge) in vertical.iter().enumerate() {
        if let Some(group) = groups.get_mut(sets.root(horizontal.len() + index)) {
            group.1.push(*edge);
        }
    }
    groups.retain(|(rows, columns)| !rows.is_empty() || !columns.is_empty());
    groups
}

/// Disjoint sets over `0..n`.
struct Sets(Vec<usize>);

impl Sets {
    fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&mut self, mut item: usize) -> usize {
        while let Some(parent) = self.0.get(item).copied().filter(|parent| *parent != item) {
            let next = self.0.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.0.get_mut(item) {
                *slot = next;
            }
            item = next;
        }
        item
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

/// The grid that a group of edges spans.
struct Lattice<'e> {
    rows: &'e [Edge],
    columns: &'e [Edge],
    xs: Vec<f32>,
    ys: Vec<f32>,
}

/// A block of grid squares: columns `x0..x1`, rows `y0..y1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SquareBlock {
    x0: usize,
    y0: usize,
    x1: usize,
    y1: usize,
}

impl<'e> Lattice<'e> {
    fn new(rows: &'e [Edge], columns: &'e [Edge]) -> Self {
        let extent = |edges: &[Edge]| {
            edges.iter().fold((f32::MAX, f32::MIN), |(from, to), edge| (from.min(edge.from), to.max(edge.to)))
        };
        let ((left, right), (top, bottom)) = (extent(rows), extent(columns));
        let xs = coordinates(columns.iter().map(|edge| edge.at).chain([left, right]));
        let ys = coordinates(rows.iter().map(|edge| edge.at).chain([top, bottom]));
        Self { rows, columns, xs, ys }
    }

    fn x(&self, index: usize) -> f32 {
        self.xs.get(index).copied().unwrap_or_default()
    }

    fn y(&self, index: usize) -> f32 {
        self.ys.get(index).copied().unwrap_or_default()
    }

    /// Whether a horizontal line covers the top of the squares `x0..x1` of row `y`.
    fn has_row(&self, y: usize, x0: usize, x1: usize) -> bool {
        covers(self.rows, self.y(y), self.x(x0), self.x(x1))
    }

    /// Whether a vertical line covers the left of the squares `y0..y1` of column `x`.
    fn has_column(&self, x: usize, y0: usize, y1: usize) -> bool {
        covers(self.columns, self.x(x), self.y(y0), self.y(y1))
    }

    /// The squares, joined where no line parts them.
    fn blocks(&self) -> Vec<SquareBlock> {
        let (width, height) = (self.xs.len().saturating_sub(1), self.ys.len().saturating_sub(1));
        let mut sets = Sets::new(width * height);
        for y in 0..height {
            for x in 0..width {
                if x > 0 && !self.has_column(x, y, y + 1) {
                    sets.join(y * width + x, y * width + x - 1);
                }
                if y > 0 && !self.has_row(y, x, x + 1) {
                    sets.join(y * width + x, (y - 1) * width + x);
                }
            }
        }
        let mut members: Vec<Vec<(usize, usize)>> = vec![Vec::new(); width * height];
        for y in 0..height {
            for x in 0..width {
                if let Some(list) = members.get_mut(sets.root(y * width + x)) {
                    list.push((x, y));
                }
            }
        }
        members.iter().filter(|list| !list.is_empty()).flat_map(|list| self.rectangles(list)).collect()
    }

    /// The squares of a block as rectangles: one, when it is one. Else it is cut along rows or along columns, by the shorter lines:
    /// where a line is missing it is a short one.
    fn rectangles(&self, squares: &[(usize, usize)]) -> Vec<SquareBlock> {
        let by_rows = rectangles(squares);
        if by_rows.len() <= 1 {
            return by_rows;
        }
        let turned: Vec<(usize, usize)> = squares.iter().map(|(x, y)| (*y, *x)).collect();
        let turn = |block: SquareBlock| SquareBlock { x0: block.y0, y0: block.x0, x1: block.y1, y1: block.x1 };
        let by_columns: Vec<SquareBlock> = rectangles(&turned).into_iter().map(turn).collect();
        let are_cells = by_columns.iter().all(|block| self.is_cell(block));
        if are_cells && self.cuts(&by_columns) < self.cuts(&by_rows) { by_columns } else { by_rows }
    }

    /// How long the sides are, in points, that blocks share.
    fn cuts(&self, blocks: &[SquareBlock]) -> f32 {
        let shared = |from: (f32, f32), to: (f32, f32)| (from.1.min(to.1) - from.0.max(to.0)).max(0.0);
        let sides = blocks.iter().flat_map(|a| blocks.iter().map(move |b| (a, b)));
        let lengths = sides.map(|(a, b)| {
            let (own, other) = (self.rect(a), self.rect(b));
            let below = if a.y1 == b.y0 { shared((own.x0, own.x1), (other.x0, other.x1)) } else { 0.0 };
            let right = if a.x1 == b.x0 { shared((own.y0, own.y1), (other.y0, other.y1)) } else { 0.0 };
            below + right
        });
        lengths.sum()
    }

    /// Whether enough of a block's sides are drawn to call it a cell: two that face each other.
    fn is_cell(&self, block: &SquareBlock) -> bool {
        let SquareBlock { x0, y0, x1, y1 } = *block;
        (self.has_row(y0, x0, x1) && self.has_row(y1, x0, x1))
            || (self.has_column(x0, y0, y1) && self.has_column(x1, y0, y1))
    }

    fn rect(&self, block: &SquareBlock) -> Rect {
        Rect { x0: self.x(block.x0), y0: self.y(block.y0), x1: self.x(block.x1), y1: self.y(block.y1) }
    }

    fn grid(&self) -> Option<RuledGrid> {
        let blocks: Vec<SquareBlock> = self
            .blocks()
            .into_iter()
            .filter(|block| self.is_cell(block))
            .filter(|block| self.rect(block).width() >= SLIT && self.rect(block).height() >= SLIT)
            .collect();
        // Grid lines that no cell begins or ends at (underlines, slits) do not count as rows or columns.
        let starts_x = sorted(blocks.iter().map(|block| block.x0));
        let starts_y = sorted(blocks.iter().map(|block| block.y0));
        let place = |starts: &[usize], from: usize, to: usize| {
            let first = starts.partition_point(|start| *start < from);
            let end = starts.partition_point(|start| *start < to).max(first + 1);
            (u32::try_from(first).unwrap_or(u32::MAX), u32::try_from(end - first).unwrap_or(1))
        };
        let mut cells: Vec<RuledGridCell> = blocks
            .iter()
            .map(|block| {
                let (column, column_span) = place(&starts_x, block.x0, block.x1);
                let (row, row_span) = place(&starts_y, block.y0, block.y1);
                RuledGridCell { row, column, row_span, column_span, bbox: self.rect(block) }
            })
            .collect();
        cells.sort_by_key(|cell| (cell.row, cell.column));
        Some(RuledGrid { bbox: around(cells.iter().map(|cell| cell.bbox))?, cells })
    }
}

/// Sorted coordinates, those nearer than a crossing's slack taken as one.
fn coordinates(values: impl Iterator<Item = f32>) -> Vec<f32> {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.dedup_by(|next, kept| *next - *kept <= CROSSING);
    values
}

fn sorted(values: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut values: Vec<usize> = values.collect();
    values.sort_unstable();
    values.dedup();
    values
}

/// Whether edges at a coordinate cover the stretch from `from` to `to`.
fn covers(edges: &[Edge], at: f32, from: f32, to: f32) -> bool {
    let start = edges.partition_point(|edge| edge.at < at - CROSSING);
    let (mut covered, mut first, mut last) = (0.0_f32, f32::MAX, f32::MIN);
    for edge in edges.iter().skip(start).take_while(|edge| edge.at <= at + CROSSING) {
        let (a, b) = (edge.from.max(from), edge.to.min(to));
        if a < b {
            covered += b - a;
            first = first.min(a);
            last = last.max(b);
        }
    }
    covered >= COVER * (to - from) && first <= from + REACH && last >= to - REACH
}

/// A set of squares as rectangles: one, when it is one; else the squares of each row, joined with equal stretches below.
fn rectangles(squares: &[(usize, usize)]) -> Vec<SquareBlock> {
    let mut rows: Vec<SquareBlock> = Vec::new();
    let mut squares = squares.to_vec();
    squares.sort_unstable_by_key(|(x, y)| (*y, *x));
    for (x, y) in squares {
        match rows.last_mut() {
            Some(block) if block.y0 == y && block.x1 == x => block.x1 += 1,
            _ => rows.push(SquareBlock { x0: x, y0: y, x1: x + 1, y1: y + 1 }),
        }
    }
    let mut out: Vec<SquareBlock> = Vec::new();
    for row in rows {
        match out.iter_mut().find(|block| (block.x0, block.x1, block.y1) == (row.x0, row.x1, row.y0)) {
            Some(block) => block.y1 = row.y1,
            None => out.push(row),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(at: f32, from: f32, to: f32) -> Edge {
        Edge { at, from, to }
    }

    fn places(grid: &RuledGrid) -> Vec<(u32, u32, u32, u32)> {
        grid.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect()
    }

    /// Three columns, two rows; the first column merged downward, the second row's other two merged across.
    fn merged_cells() -> (Vec<Edge>, Vec<Edge>) {
        let rows = vec![edge(0.0, 0.0, 300.0), edge(20.0, 100.0, 300.0), edge(40.0, 0.0, 300.0)];
        let columns =
            vec![edge(0.0, 0.0, 40.0), edge(100.0, 0.0, 40.0), edge(200.0, 0.0, 20.0), edge(300.0, 0.0, 40.0)];
        (rows, columns)
    }

    #[test]
    fn merged_cells_in_both_directions() {
        let (rows, columns) = merged_cells();
        let grids = grids(&rows, &columns);
        assert_eq!(grids.len(), 1);
        assert_eq!(places(&grids[0]), [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 2)]);
    }

    #[test]
    fn open_sides_still_enclose_cells() {
        let (rows, columns) = merged_cells();
        let inner: Vec<Edge> = columns.into_iter().filter(|edge| edge.at > 0.0 && edge.at < 300.0).collect();
        assert_eq!(places(&grids(&rows, &inner)[0]).len(), 4);
    }

    #[test]
    fn an_underline_divides_nothing_and_counts_as_no_row() {
        let (mut rows, columns) = merged_cells();
        rows.insert(2, edge(33.0, 102.0, 180.0));
        assert_eq!(places(&grids(&rows, &columns)[0]), [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 2)]);
    }

    #[test]
    fn separate_tables_and_lone_lines() {
        let (mut rows, columns) = merged_cells();
        rows.push(edge(400.0, 0.0, 300.0));
        assert_eq!(grids(&rows, &columns).len(), 1);
        let frame = (
            vec![edge(100.0, 0.0, 50.0), edge(150.0, 0.0, 50.0)],
            vec![edge(0.0, 100.0, 150.0), edge(50.0, 100.0, 150.0)],
        );
        rows.splice(3..3, frame.0);
        let mut columns: Vec<Edge> = columns.into_iter().chain(frame.1).collect();
        columns.sort_by(|a, b| a.at.total_cmp(&b.at));
        assert_eq!(grids(&rows, &columns).len(), 2);
    }

    #[test]
    fn an_area_beside_the_table_is_no_cell() {
        // The top right corner has no lines of its own.
        let rows = vec![edge(0.0, 0.0, 100.0), edge(20.0, 0.0, 200.0), edge(40.0, 0.0, 200.0)];
        let columns = vec![edge(0.0, 0.0, 40.0), edge(100.0, 0.0, 40.0), edge(200.0, 20.0, 40.0)];
        assert_eq!(places(&grids(&rows, &columns)[0]), [(0, 0, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]);
    }
}
