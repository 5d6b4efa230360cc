//! Tables in grids of `+---+` and `|`: where a border is left out, cells are merged.

use super::{MEASURES, MOST_COLUMNS, Measure, RuledCell, RuledTable, WIDEST, between};

/// A line of a grid by columns: what stands in each, a space behind the first column of a wide character.
type GridLine = Vec<char>;

/// What a cell's borders and the spaces beside them take of its width: `| ` and a space.
const FRAME: usize = 3;

/// Most columns of a grid, characters of its lines: far more than any page has.
const MOST_WIDTH: usize = 4000;

/// Reads the grid that begins at a line; where there is none, the line behind what looked like one.
pub(super) fn read<'t>(lines: &[&'t str], at: usize) -> Result<RuledTable<'t>, usize> {
    let top = lines.get(at).map_or("", |line| line.trim());
    if !is_border(top) || top.len() > MOST_WIDTH {
        return Err(at);
    }
    let is_own = |line: &&&str| line.trim_start().starts_with(['+', '|']);
    let end = at + lines.get(at..).unwrap_or_default().iter().take_while(is_own).count();
    grid(lines, at, end).ok_or(end)
}

fn grid<'t>(lines: &[&'t str], at: usize, end: usize) -> Option<RuledTable<'t>> {
    let own = lines.get(at..end)?;
    let last = own.iter().rposition(|line| is_border(line.trim()))?;
    let own = own.get(..=last).filter(|own| own.len() > 2)?;
    let width = lines.get(at)?.trim_end().len();
    let measure = MEASURES.into_iter().find(|measure| own.iter().all(|line| is_wide(line, *measure, width)))?;
    let grid: Vec<GridLine> = own.iter().map(|line| columns_of(line, measure)).collect();
    let is_cut = |line: &GridLine| line.windows(2).any(|pair| matches!(pair, ['+', '-' | '='] | ['-' | '=', '+']));
    let cuts: Vec<usize> = (0..grid.len()).filter(|line| grid.get(*line).is_some_and(is_cut)).collect();
    let mut edges: Vec<usize> = cuts
        .iter()
        .filter_map(|line| grid.get(*line))
        .flat_map(|line| line.iter().enumerate().filter(|(_, c)| **c == '+').map(|(at, _)| at))
        .collect();
    edges.sort_unstable();
    edges.dedup();
    if edges.len() > MOST_COLUMNS {
        return None;
    }
    let shape = GridShape { lines: own, grid: &grid, cuts: &cuts, edges: &edges, measure, first: at };
    Some(RuledTable { cells: shape.cells(), end: at + last + 1 })
}

/// Whether a line is a border from end to end.
pub(super) fn is_border(line: &str) -> bool {
    line.len() > 2 && line.starts_with("+") && line.ends_with('+') && line.bytes().all(|byte| b"+-=:".contains(&byte))
}

/// Whether a line ends with a border where the first one does.
fn is_wide(line: &str, measure: Measure, width: usize) -> bool {
    let line = line.trim_end();
    line.ends_with(['|', '+']) && measure.of_text(line) == width
}

fn columns_of(line: &str, measure: Measure) -> GridLine {
    let mut columns = GridLine::new();
    for c in line.chars() {
        columns.push(c);
        columns.extend(std::iter::repeat_n(' ', measure.of(c).saturating_sub(1)));
    }
    columns
}

struct GridShape<'l, 't> {
    lines: &'l [&'t str],
    grid: &'l [GridLine],
    cuts: &'l [usize],
    edges: &'l [usize],
    measure: Measure,
    /// The index of the first line in the text.
    first: usize,
}

impl<'t> GridShape<'_, 't> {
    fn cells(&self) -> Vec<RuledCell<'t>> {
        let mut cells: Vec<RuledCell<'t>> = Vec::new();
        // For each column the cell that is open there.
        let mut open: Vec<Option<usize>> = vec![None; self.edges.len()];
        for (row, band) in self.cuts.windows(2).enumerate() {
            let &[above, below] = band else { continue };
            let mut column = 0;
            while column + 1 < self.edges.len() {
                if let Some(cell) = open.get(column).copied().flatten().filter(|_| !self.is_closed(above, column)) {
                    let Some(cell) = cells.get_mut(cell) else { break };
                    let until = column + cell.column_span.max(1);
                    cell.row_span += 1;
                    self.fill(cell, above..below, column, until);
                    column = until;
                    continue;
                }
                let mut until = column + 1;
                while until + 1 < self.edges.len() && !self.is_parted(above + 1..below, until) {
                    until += 1;
                }
                let ends = self.edges.get(column).zip(self.edges.get(until));
                let room = ends.map(|(start, end)| ((end - start).saturating_sub(FRAME), self.measure));
                let mut cell =
                    RuledCell { row, column, row_span: 1, column_span: until - column, lines: Vec::new(), room };
                self.fill(&mut cell, above + 1..below, column, until);
                open.iter_mut().take(until).skip(column).for_each(|open| *open = Some(cells.len()));
                cells.push(cell);
                column = until;
            }
        }
        cells.sort_by_key(|cell| (cell.row, cell.column));
        cells
    }

    /// Whether a border stands above a column in a line.
    fn is_closed(&self, line: usize, column: usize) -> bool {
        let ends = self.edges.get(column).zip(self.edges.get(column + 1));
        let part = ends.and_then(|(start, end)| self.grid.get(line)?.get(start + 1..*end));
        part.is_none_or(|part| part.iter().all(|c| matches!(c, '-' | '=' | ':' | '+')))
    }

    /// Whether a border stands before a column in any of the lines.
    fn is_parted(&self, lines: std::ops::Range<usize>, column: usize) -> bool {
        lines.into_iter().any(|line| {
            let edge = self.edge(line, column);
            edge.is_none_or(|edge| self.grid.get(line).is_some_and(|line| matches!(line.get(edge), Some('|' | '+'))))
        })
    }

    /// Where the border before a column stands in a line: a wide character pushes it out of a column that is narrower.
    fn edge(&self, line: usize, column: usize) -> Option<usize> {
        let edge = *self.edges.get(column)?;
        let start = column.checked_sub(1).and_then(|before| self.edges.get(before));
        let is_narrow = start.is_some_and(|start| edge - start < FRAME + WIDEST);
        let is_border = |at: usize| self.grid.get(line).is_some_and(|line| line.get(at) == Some(&'|'));
        Some(if is_narrow && !is_border(edge) && is_border(edge + 1) { edge + 1 } else { edge })
    }

    /// Adds the text of the lines between two columns to a cell.
    fn fill(&self, cell: &mut RuledCell<'t>, lines: std::ops::Range<usize>, column: usize, until: usize) {
        for index in lines {
            let Some((start, end)) = self.edge(index, column).zip(self.edge(index, until)) else { return };
            let text = self.lines.get(index).map_or("", |line| between(line, self.measure, start + 1, end).trim());
            if !text.is_empty() {
                cell.lines.push((self.first + index, text));
            }
        }
    }
}
