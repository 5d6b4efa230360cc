//! Tables out of grids: column by column from the left, each column's texts part the lines into bands, and the
//! bands are parted by the next column.

use super::bands::{BandCutter, Bands, LabelStanding, Unit};
use super::grid::{GridPiece, GridRow, LineGrid};
use super::line::is_number;
use super::wrap::{Wrap, Wraps, goes_on, is_option, opens_with_mark};
use std::collections::HashMap;
use std::ops::Range;

/// Columns deeper than this take part in no vote on where labels stand.
const VOTING_DEPTH: usize = 6;

/// The place of numbered items among the depths: they stand as they like.
const NUMBERS: usize = VOTING_DEPTH - 1;

/// What speaks against a way of standing that is not the text's usual one, in half lines; one more for each label.
const UNUSUAL: u32 = 4;

/// A column whose texts stand on at most one of this many lines spans rows: a column of headings.
const SPANNING: usize = 3;

/// Lines that vertical writing may leave out between two characters.
const VERTICAL_GAP: usize = 3;

/// Rows from one line of a heading that spans rows to the next, at most, and most characters of such a line.
const HEADING_GAP: usize = 3;
const HEADING_WIDTH: usize = 5;

/// Rows from one line of a cell to the next, at most: those of a label beside may stand amid them.
const MOST_APART: usize = 2;

/// What speaks against each way of standing, by depth, over the whole text.
#[derive(Debug, Clone, Default)]
pub(super) struct Votes([[u64; 3]; VOTING_DEPTH]);

impl Votes {
    fn add(&mut self, depth: usize, costs: [u32; 3]) {
        if let Some(sums) = self.0.get_mut(depth) {
            sums.iter_mut().zip(costs).for_each(|(sum, cost)| *sum += u64::from(cost));
        }
    }

    /// The way of standing that least speaks against at a depth.
    fn usual(&self, depth: usize) -> usize {
        let sums = self.0.get(depth).map(<[u64; 3]>::as_slice).unwrap_or_default();
        sums.iter().enumerate().min_by_key(|(_, sum)| **sum).map_or(0, |(standing, _)| standing)
    }
}

/// A cell: the rows and columns it covers, and its lines.
#[derive(Debug)]
pub(super) struct LaidCell<'t> {
    pub(super) rows: Range<usize>,
    pub(super) column: usize,
    pub(super) column_span: usize,
    /// Its lines, with their numbers in the input.
    pub(super) lines: Vec<(u32, &'t str)>,
    /// Whether its text may as well go on another cell's, above or below.
    pub(super) is_open: bool,
}

/// The cells of a grid in reading order. Ways of standing are judged by `votes` too; its own costs go to `cast`.
pub(super) fn cells<'t>(grid: &LineGrid<'t>, votes: &Votes, cast: &mut Votes) -> Vec<LaidCell<'t>> {
    let wraps = Wraps::new(grid);
    let mut builder = TableBuilder { grid, wraps: &wraps, votes, cast, cells: Vec::new(), tied: Vec::new() };
    let mut from = 0;
    let figures = super::figures::stretches(grid);
    for rows in &figures {
        builder.part(from..rows.start, 0, 0);
        rows.clone().for_each(|row| builder.row(row));
        from = rows.end;
    }
    builder.part(from..grid.rows.len(), 0, 0);
    let TableBuilder { mut cells, tied, .. } = builder;
    cells.sort_by_key(|cell| (cell.rows.start, cell.column));
    doubt(grid, &wraps, &tied, &mut cells);
    for cell in cells.iter_mut().filter(|cell| figures.iter().any(|rows| rows.contains(&cell.rows.start))) {
        cell.is_open = false;
    }
    cells
}

/// Marks the cells of which a line looks as if it went on in another cell, or could as well stand in the next one.
fn doubt(grid: &LineGrid<'_>, wraps: &Wraps, tied: &[(usize, usize)], cells: &mut [LaidCell<'_>]) {
    let lines = cells.iter().enumerate().flat_map(|(index, cell)| {
        let column = cell.column;
        cell.lines.iter().map(move |(number, _)| ((*number, column), index))
    });
    let cell_of: HashMap<(u32, usize), usize> = lines.collect();
    let mut open: Vec<usize> = Vec::new();
    for (row, label) in tied {
        let Some(row) = grid.rows.get(*row) else { continue };
        let beside = row.pieces.iter().filter(|piece| piece.column > *label);
        open.extend(beside.filter_map(|piece| cell_of.get(&(row.number, piece.column))));
    }
    for (at, row) in grid.rows.iter().enumerate() {
        for piece in &row.pieces {
            let Some((below, rest)) = rest_of(grid, wraps, at, piece) else { continue };
            let [above, below] = [(row.number, piece.column), (below.number, rest.column)].map(|at| cell_of.get(&at));
            if above != below {
                open.extend([above, below].into_iter().flatten());
            }
        }
    }
    for index in open {
        cells.get_mut(index).into_iter().for_each(|cell| cell.is_open = true);
    }
}

/// Where the text of a piece seems to go on: right below in its column, or at the end of the next line where that
/// has nothing in the column.
fn rest_of<'g, 't>(
    grid: &'g LineGrid<'t>,
    wraps: &Wraps,
    at: usize,
    piece: &GridPiece<'t>,
) -> Option<(&'g GridRow<'t>, &'g GridPiece<'t>)> {
    let mut below = (at + 1..=at + MOST_APART).filter_map(|index| Some((index, grid.rows.get(index)?)));
    // A label beside it tells that a line begins a cell, and blank lines above it make that sure.
    let has_label =
        |row: &GridRow<'_>, rest: &GridPiece<'_>| row.pieces.first().is_some_and(|first| first.column < rest.column);
    if let Some((index, row, rest)) = below.find_map(|(index, row)| Some((index, row, row.piece(piece.column)?))) {
        let is_full = || wraps.between(grid, piece.column, at, index) >= Wrap::Full;
        let is_rest = match (has_label(row, rest), row.after_gap) {
            (true, true) => false,
            // Around a label that stands alone lines of running text may be its value.
            (true, false) => {
                let is_around = index > at + 1 && wraps.is_running(grid, piece.column, at);
                goes_on(piece.text, rest.text) || is_around && is_full()
            }
            (false, _) => is_full(),
        };
        return is_rest.then_some((row, rest));
    }
    let next = grid.rows.get(at + 1).filter(|next| !next.after_gap)?;
    let is_last = !grid.rows.get(at)?.has_right_of(piece.column);
    let rest = next.pieces.last().filter(|rest| is_last && goes_on(piece.text, rest.text))?;
    Some((next, rest))
}

struct TableBuilder<'g, 't> {
    grid: &'g LineGrid<'t>,
    wraps: &'g Wraps,
    votes: &'g Votes,
    cast: &'g mut Votes,
    cells: Vec<LaidCell<'t>>,
    /// Rows that could as well belong to the label above or below in a column.
    tied: Vec<(usize, usize)>,
}

impl<'t> TableBuilder<'_, 't> {
    /// Parts rows by the first column from `column` on that holds text.
    fn part(&mut self, rows: Range<usize>, column: usize, depth: usize) {
        let lines = self.grid.rows.get(rows.clone()).unwrap_or_default();
        let columns = lines.iter().flat_map(|row| &row.pieces).map(|piece| piece.column);
        let Some(column) = columns.filter(|found| *found >= column).min() else { return };
        let units = self.units(&rows, column, depth);
        // On a page that goes on a table, the rows above the only label may be the rest of a row on the page before.
        let may_be_rest = self.grid.goes_on && rows.start == 0 && units.iter().any(|unit| unit.first > 0);
        if units.len() < 2 && !may_be_rest {
            if let [unit] = units[..] {
                self.cast.add(depth, LabelStanding::ALL.map(|standing| standing.distance(unit, &rows)));
            }
            self.push(&rows, column, rows.clone());
            self.part(rows, column + 1, depth + 1);
            return;
        }
        let Bands { head, bands, tied, .. } = self.bands(&rows, column, depth, &units);
        self.tied.extend(tied.into_iter().flat_map(|row| [(row.saturating_sub(1), column), (row, column)]));
        self.part(head, column + 1, depth + 1);
        for (unit, band) in units.iter().zip(bands) {
            self.push(&band, column, unit.first..unit.last + 1);
            self.part(band, column + 1, depth + 1);
        }
    }

    /// The bands of the way of standing that least speaks against.
    fn bands(&mut self, rows: &Range<usize>, column: usize, depth: usize, units: &[Unit]) -> Bands {
        let cutter = BandCutter { grid: self.grid, wraps: self.wraps, column, rows: rows.clone() };
        let [top, middle, bottom] = LabelStanding::ALL.map(|standing| cutter.cut(units, standing));
        let numbers = units.iter().filter(|unit| self.is_numbered(unit.first, column)).count();
        let depth = if numbers * 2 > units.len() { NUMBERS } else { depth };
        self.cast.add(depth, [top.cost, middle.cost, bottom.cost]);
        let usual = self.votes.usual(depth);
        let count = u32::try_from(units.len()).unwrap_or(u32::MAX);
        let ways = [top, middle, bottom].into_iter().enumerate();
        let best = ways.min_by_key(|(standing, bands)| {
            let unusual = if usual == *standing { 0 } else { UNUSUAL.saturating_add(count) };
            (bands.cost.saturating_add(unusual), *standing)
        });
        best.map_or_else(|| Bands::none(rows.clone()), |(_, bands)| bands)
    }

    /// A line as a row of its own.
    fn row(&mut self, row: usize) {
        let columns = self.grid.rows.get(row).map(|row| row.pieces.as_slice()).unwrap_or_default();
        columns.iter().for_each(|piece| self.push(&(row..row + 1), piece.column, row..row + 1));
    }

    fn push(&mut self, rows: &Range<usize>, column: usize, lines: Range<usize>) {
        let lines = self.grid.rows.get(lines).unwrap_or_default();
        let pieces: Vec<(u32, &GridPiece<'t>)> =
            lines.iter().filter_map(|row| Some((row.number, row.piece(column)?))).collect();
        let column_span = pieces.iter().map(|(_, piece)| self.grid.reach(piece)).max().unwrap_or(1);
        let lines = pieces.iter().map(|(number, piece)| (*number, piece.text)).collect();
        self.cells.push(LaidCell { rows: rows.clone(), column, column_span, lines, is_open: false });
    }

    /// The texts of a column, each of the lines that go on from one to the next.
    fn units(&self, rows: &Range<usize>, column: usize, depth: usize) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let spans = self.spans(rows, column, depth == 0);
        for row in rows.clone() {
            if self.piece(row, column).is_none() {
                continue;
            }
            match units.last_mut() {
                Some(unit) if self.goes_on(*unit, row, column, spans) => unit.last = row,
                _ => units.push(Unit { first: row, last: row }),
            }
        }
        units
    }

    /// Whether a column holds headings that span rows.
    fn spans(&self, rows: &Range<usize>, column: usize, is_first: bool) -> bool {
        let lines = self.grid.rows.get(rows.clone()).unwrap_or_default();
        let own = lines.iter().filter(|row| row.piece(column).is_some()).count();
        let beside = lines.iter().filter(|row| row.has_right_of(column)).count();
        own * SPANNING <= beside || (is_first && own * 3 <= beside * 2)
    }

    /// Whether a unit goes on on a later row.
    fn goes_on(&self, unit: Unit, row: usize, column: usize, spans: bool) -> bool {
        let distance = row - unit.last;
        if self.is_vertical(unit, row, column) {
            return distance <= VERTICAL_GAP;
        }
        let wrap = match self.wraps.between(self.grid, column, unit.last, row) {
            // What stands below a mark's text without a mark of its own goes on with it.
            // Nor can a row begin beside an open bracket.
            Wrap::No if distance == 1 && !self.is_numbered(row, column) && self.is_cut_beside(row, column) => {
                Wrap::Sure
            }
            Wrap::No | Wrap::Loose | Wrap::Full
                if self.is_marked(unit.first, column) && !self.is_marked(row, column) =>
            {
                Wrap::Sure
            }
            wrap => wrap,
        };
        let has_gap = self.grid.rows.get(row).is_none_or(|row| row.after_gap);
        // Where the text beside has ended, more of it is another row's.
        let has_ended = self.has_right_of(unit.first, column)
            && !self.has_right_of(unit.last, column)
            && self.has_right_of(row, column);
        match (wrap, distance) {
            (Wrap::No, _) => false,
            (Wrap::Sure, 1) => true,
            (Wrap::Loose | Wrap::Full, 1) => {
                !has_gap && !has_ended && (spans || !self.begins_beside(unit.last, row, column))
            }
            // Labels of two lines beside values of three stand between the values' lines.
            (_, 2) if !has_gap && !self.has_right_of(unit.last, column) && !self.has_right_of(row, column) => true,
            // Between the lines of a heading that spans rows those of the labels beside it may stand.
            (Wrap::Sure | Wrap::Full, 2..=HEADING_GAP) => {
                let between = self.grid.rows.get(unit.last + 1..=row).unwrap_or_default();
                let is_dense = between.iter().all(|row| !row.after_gap);
                is_dense && spans && self.is_short(unit.last, column) && self.is_short(row, column)
            }
            _ => false,
        }
    }

    /// Whether a text right of a column may begin on a row, the one before having ended on the row above: unless a
    /// bracket or a mark tells that it goes on. Labels cut in two are joined later, rows that were joined are not parted.
    fn begins_beside(&self, above: usize, row: usize, column: usize) -> bool {
        let beside = (column + 1..self.grid.columns.len())
            .filter(|beside| self.piece(above, *beside).is_some() && self.piece(row, *beside).is_some());
        let (mut some, mut all_marked) = (false, true);
        for beside in beside {
            match self.wraps.between(self.grid, beside, above, row) {
                Wrap::Sure => return false,
                Wrap::Full if self.is_option(above, beside) && !self.opens_with_digit(row, beside) => {}
                _ => all_marked = false,
            }
            some = true;
        }
        some && !all_marked
    }

    /// Whether a bracket stands open right of a column on the row above.
    fn is_cut_beside(&self, row: usize, column: usize) -> bool {
        row.checked_sub(1).is_some_and(|above| {
            (column + 1..self.grid.columns.len())
                .any(|beside| self.wraps.between(self.grid, beside, above, row) == Wrap::Sure)
        })
    }

    fn piece(&self, row: usize, column: usize) -> Option<&GridPiece<'t>> {
        self.grid.rows.get(row)?.piece(column)
    }

    fn has_right_of(&self, row: usize, column: usize) -> bool {
        self.grid.rows.get(row).is_some_and(|row| row.has_right_of(column))
    }

    /// Whether a line is as short as those of a narrow column of headings.
    fn is_short(&self, row: usize, column: usize) -> bool {
        let piece = self.piece(row, column);
        piece.is_some_and(|piece| piece.text.chars().filter(|c| !c.is_whitespace()).count() <= HEADING_WIDTH)
    }

    fn is_numbered(&self, row: usize, column: usize) -> bool {
        self.piece(row, column).is_some_and(|piece| is_number(piece.text))
    }

    fn is_option(&self, row: usize, column: usize) -> bool {
        self.piece(row, column).is_some_and(|piece| is_option(piece.text))
    }

    fn opens_with_digit(&self, row: usize, column: usize) -> bool {
        self.piece(row, column).is_some_and(|piece| piece.text.starts_with(|c: char| c.is_numeric()))
    }

    fn is_marked(&self, row: usize, column: usize) -> bool {
        self.piece(row, column).is_some_and(|piece| opens_with_mark(piece.text))
    }

    /// Whether a column is written from top to bottom: one character a line.
    fn is_vertical(&self, unit: Unit, row: usize, column: usize) -> bool {
        let is_single = |row: usize| {
            self.piece(row, column).is_some_and(|piece| {
                let mut characters = piece.text.chars();
                characters.next().is_some_and(|c| !c.is_ascii() && c.is_alphabetic()) && characters.next().is_none()
            })
        };
        is_single(unit.first) && is_single(unit.last) && is_single(row)
    }
}
