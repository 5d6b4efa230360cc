//! Splicing: the tables that stand in cells become part of the table around them.
//!
//! A row whose cell holds a table of three rows becomes three rows, and the cells beside it span them: what a reader
//! sees on the page. A cell's columns are divided evenly among the columns of the table in it; where they don't meet
//! those of other rows, [`super::collapse`] makes them columns of their own.

use super::{Flow, Grid, GridCell, collapse};

/// Units into which a column is divided, so that tables in its cells have room for their own columns. Divisible by
/// all small numbers of columns, and small enough for 32-bit indices of some thousand columns.
const UNITS: u32 = 55_440;

/// The grid's cells in reading order.
pub(super) fn in_reading_order(mut grid: Grid) -> Vec<GridCell> {
    grid.cells.sort_by_key(|cell| (cell.row, cell.column));
    grid.cells
}

/// The cells of a grid and of all tables in its cells, on one grid. No cell of the result holds a table.
pub(super) fn splice(grid: Grid) -> Vec<GridCell> {
    let nested = |flow: &Flow| matches!(flow, Flow::Table(_));
    if !grid.cells.iter().any(|cell| cell.content.iter().any(nested)) {
        return grid.cells;
    }
    // The renumbering makes indices small, whatever spans the input claims.
    let outer: Vec<Outer> = collapse::collapse(grid.cells).into_iter().map(Outer::new).collect();
    let tops = row_tops(&outer);
    outer.into_iter().flat_map(|cell| cell.place(&tops)).collect()
}

/// A cell of the outer grid with its content as parts, one above the other.
struct Outer {
    cell: GridCell,
    parts: Vec<SplicedPart>,
}

/// Paragraphs, or the spliced and collapsed cells of a table.
enum SplicedPart {
    Text(Vec<Flow>),
    Table(Vec<GridCell>),
}

impl SplicedPart {
    fn rows(&self) -> u32 {
        match self {
            Self::Text(_) => 1,
            Self::Table(cells) => cells.iter().map(GridCell::row_end).max().unwrap_or(1),
        }
    }
}

impl Outer {
    fn new(mut cell: GridCell) -> Self {
        let mut parts: Vec<SplicedPart> = Vec::new();
        for flow in std::mem::take(&mut cell.content) {
            match (flow, parts.last_mut()) {
                (Flow::Table(grid), _) => parts.push(SplicedPart::Table(collapse::collapse(splice(grid)))),
                (text, Some(SplicedPart::Text(texts))) => texts.push(text),
                (text, _) => parts.push(SplicedPart::Text(vec![text])),
            }
        }
        // Word ends every cell with a paragraph, if an empty one behind a table: no row of its own.
        let blank = |part: &SplicedPart| {
            matches!(part, SplicedPart::Text(texts)
                if texts.iter().all(|flow| matches!(flow, Flow::Text(_, text) if text.is_blank())))
        };
        if parts.len() > 1 {
            parts.retain(|part| !blank(part));
        }
        Self { cell, parts }
    }

    fn rows(&self) -> u32 {
        self.parts.iter().map(SplicedPart::rows).sum::<u32>().max(1)
    }

    /// The cell's parts as cells of the finer grid, given the first fine row of every row.
    fn place(self, tops: &[u32]) -> Vec<GridCell> {
        let top_of = |row: u32| tops.get(row as usize).or(tops.last()).copied().unwrap_or_default();
        let (mut top, bottom) = (top_of(self.cell.row), top_of(self.cell.row_end()));
        let (left, right) = (self.cell.column.saturating_mul(UNITS), self.cell.column_end().saturating_mul(UNITS));
        let count = self.parts.len();
        let mut cells = Vec::new();
        for (index, part) in self.parts.into_iter().enumerate() {
            // The last part takes the rows that the cell's neighbours need more.
            let end = if index + 1 == count { bottom } else { top + part.rows() };
            match part {
                SplicedPart::Text(content) => cells.push(GridCell {
                    row: top,
                    column: left,
                    row_span: end.saturating_sub(top),
                    column_span: right - left,
                    content,
                }),
                SplicedPart::Table(inner) => cells.extend(fit(inner, top..end, left..right)),
            }
            top = end;
        }
        cells
    }
}

/// Moves the cells of an inner table to the given rows and columns of the outer one.
fn fit(cells: Vec<GridCell>, rows: std::ops::Range<u32>, columns: std::ops::Range<u32>) -> Vec<GridCell> {
    let height = cells.iter().map(GridCell::row_end).max().unwrap_or(1);
    let width = cells.iter().map(GridCell::column_end).max().unwrap_or(1);
    let at = |column: u32| {
        let share = u64::from(columns.end - columns.start) * u64::from(column) / u64::from(width);
        columns.start + u32::try_from(share).unwrap_or_default()
    };
    let place = |cell: GridCell| {
        let row = rows.start + cell.row;
        let end = if cell.row_end() >= height { rows.end } else { rows.start + cell.row_end() };
        let (left, right) = (at(cell.column), at(cell.column_end()));
        GridCell {
            row,
            column: left,
            row_span: end.saturating_sub(row),
            column_span: right - left,
            content: cell.content,
        }
    };
    cells.into_iter().map(place).collect()
}

/// The first fine row of every row, and one more for the end. A row is as high as its highest cell; cells over
/// several rows that need more than these have make the last of them higher.
fn row_tops(cells: &[Outer]) -> Vec<u32> {
    let rows = cells.iter().map(|outer| outer.cell.row_end()).max().unwrap_or(0) as usize;
    let mut heights = vec![1u32; rows];
    let (single, spanning): (Vec<&Outer>, Vec<&Outer>) = cells.iter().partition(|outer| outer.cell.row_span <= 1);
    for outer in single {
        if let Some(height) = heights.get_mut(outer.cell.row as usize) {
            *height = (*height).max(outer.rows());
        }
    }
    for outer in spanning {
        let range = outer.cell.row as usize..outer.cell.row_end() as usize;
        let have: u32 = heights.get(range.clone()).unwrap_or_default().iter().sum();
        if let Some(last) = heights.get_mut(range).and_then(<[u32]>::last_mut) {
            *last += outer.rows().saturating_sub(have);
        }
    }
    let mut top = 0;
    let sums = heights.iter().map(|height| {
        top += height;
        top
    });
    std::iter::once(0).chain(sums).collect()
}
