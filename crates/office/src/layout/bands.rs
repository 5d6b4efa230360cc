//! Bands: which lines belong to each of the texts that stand one below the other in a column of labels.
//!
//! A row's cells may all begin on its first line, or each stand amid the row's height. The bands are cut
//! so that every label stands in its band as labels do in this table, and no text beside is cut in two.

use super::grid::LineGrid;
use super::wrap::{Wrap, Wraps};
use std::cmp::Ordering;
use std::ops::Range;

/// Lines between two labels beyond which only the nearest are tried for the cut.
const MOST_PLACES: usize = 64;

/// Cost of rows at the head that belong to no label, in half lines that a label stands from its place.
const HEADLESS: u32 = 3;

/// The same where they may be the rest of a row on the page before.
const REST: u32 = 1;

/// Cost of a cut through a text that surely goes on, and of one that is full, in half lines.
const CUT: (u32, u32) = (6, 3);

/// Cost of a cut amid lines though blank lines part others between the two labels, in half lines.
const AMID: u32 = 2;

/// Cost of a label on whose first line nothing stands beside it, though something does below, in half lines.
const NOTHING_BESIDE: u32 = 2;

/// A text of one or more lines in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Where labels stand in the height of their rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LabelStanding {
    Top,
    Middle,
    Bottom,
}

impl LabelStanding {
    pub(super) const ALL: [Self; 3] = [Self::Top, Self::Middle, Self::Bottom];

    /// How far from its place a label stands in a band, in half lines.
    pub(super) fn distance(self, unit: Unit, band: &Range<usize>) -> u32 {
        let doubled = match self {
            Self::Top => (unit.first - band.start) * 2,
            Self::Middle => (unit.first + unit.last + 1).abs_diff(band.start + band.end),
            Self::Bottom => (band.end - 1 - unit.last) * 2,
        };
        u32::try_from(doubled).unwrap_or(u32::MAX / 4)
    }
}

/// The bands for one way of standing, and what speaks against them.
#[derive(Debug)]
pub(super) struct Bands {
    pub(super) cost: u32,
    /// The rows above the first band; empty for most tables.
    pub(super) head: Range<usize>,
    /// One band a unit.
    pub(super) bands: Vec<Range<usize>>,
    /// The rows where a band begins that could as well begin elsewhere.
    pub(super) tied: Vec<usize>,
}

impl Bands {
    /// No band in rows.
    pub(super) fn none(rows: Range<usize>) -> Self {
        Self { cost: 0, head: rows, bands: Vec::new(), tied: Vec::new() }
    }
}

/// A place for a cut, with the best way to get there.
#[derive(Debug, Clone, Copy)]
struct CutPlace {
    row: usize,
    cost: u32,
    /// How far from their places the labels of the next column stand that are alone in their bands, in half lines.
    beyond: u32,
    previous: usize,
    /// Whether another way there costs no more.
    is_tied: bool,
}

/// Cuts bands in the rows around a column's units.
pub(super) struct BandCutter<'g, 't> {
    pub(super) grid: &'g LineGrid<'t>,
    pub(super) wraps: &'g Wraps,
    pub(super) column: usize,
    pub(super) rows: Range<usize>,
}

impl BandCutter<'_, '_> {
    /// The best bands where units stand in a given way.
    pub(super) fn cut(&self, units: &[Unit], standing: LabelStanding) -> Bands {
        let Some((first, rest)) = units.split_first() else {
            return Bands::none(self.rows.clone());
        };
        let mut steps: Vec<Vec<CutPlace>> = vec![self.heads(first.first)];
        let mut unit = *first;
        for next in rest {
            let gaps = self.has_gap(unit.last + 1..next.first + 1);
            let places = places(unit.last + 1, next.first, standing);
            steps.push(self.step(steps.last().map(Vec::as_slice).unwrap_or_default(), unit, places, standing, gaps));
            unit = *next;
        }
        let end = self.rows.end..=self.rows.end;
        steps.push(self.step(steps.last().map(Vec::as_slice).unwrap_or_default(), unit, end, standing, false));
        self.trace(&steps)
    }

    /// Whether blank lines stand before one of the rows.
    fn has_gap(&self, rows: Range<usize>) -> bool {
        self.grid.rows.get(rows).unwrap_or_default().iter().any(|row| row.after_gap)
    }

    /// The places where the first band may begin: at the first row, or lower where rows before it have no label.
    fn heads(&self, first: usize) -> Vec<CutPlace> {
        let start = self.rows.start;
        let headless = (start + 1..=first).rev().take(MOST_PLACES).map(|row| {
            let headless = if self.grid.goes_on && start == 0 { REST } else { HEADLESS };
            let cost = if (start..row).all(|row| self.is_of_heading(row)) { 0 } else { headless + self.cut_cost(row) };
            CutPlace { row, cost, beyond: 0, previous: 0, is_tied: false }
        });
        let whole = if first > start && self.is_heading(start) { HEADLESS } else { 0 };
        std::iter::once(CutPlace { row: start, cost: whole, beyond: 0, previous: 0, is_tied: false })
            .chain(headless)
            .collect()
    }

    fn step(
        &self,
        before: &[CutPlace],
        unit: Unit,
        places: impl Iterator<Item = usize>,
        standing: LabelStanding,
        has_gaps: bool,
    ) -> Vec<CutPlace> {
        let best = |row: usize| {
            let amid = if has_gaps && !self.has_gap(row..row + 1) { AMID } else { 0 };
            let own = self.cut_cost(row) + amid;
            let ways = before.iter().enumerate().map(|(previous, place)| {
                let band = place.row..row;
                let cost = place.cost.saturating_add(standing.distance(unit, &band)).saturating_add(own);
                let cost = cost.saturating_add(self.beside(unit, &band, standing));
                let beyond = place.beyond.saturating_add(self.beyond(&band, standing));
                CutPlace { row, cost, beyond, previous, is_tied: false }
            });
            ways.reduce(|best, way| match (way.cost.cmp(&best.cost), way.beyond < best.beyond) {
                (Ordering::Less, _) => way,
                (Ordering::Equal, true) => CutPlace { is_tied: true, ..way },
                (Ordering::Equal, false) => CutPlace { is_tied: true, ..best },
                (Ordering::Greater, _) => best,
            })
        };
        places.filter_map(best).collect()
    }

    /// How far from its place the only label of the next column stands in a band, where texts stand beside and beyond it.
    fn beyond(&self, band: &Range<usize>, standing: LabelStanding) -> u32 {
        if band.len() > MOST_PLACES {
            return 0;
        }
        let rows = || band.clone().filter_map(|row| Some((row, self.grid.rows.get(row)?)));
        let columns = rows().flat_map(|(_, row)| &row.pieces).map(|piece| piece.column);
        let Some(next) = columns.filter(|column| *column > self.column).min() else { return 0 };
        let mut own = rows().filter(|(_, row)| row.piece(next).is_some()).map(|(row, _)| row);
        let (Some(first), None) = (own.next(), own.next()) else { return 0 };
        let is_label = rows().any(|(row, line)| row != first && line.has_right_of(next));
        if is_label { standing.distance(Unit { first, last: first }, band) } else { 0 }
    }

    /// Cost of a label that should have text beside its first or last line and has not.
    fn beside(&self, unit: Unit, band: &Range<usize>, standing: LabelStanding) -> u32 {
        let has_text = |row: usize| self.grid.rows.get(row).is_some_and(|row| row.has_right_of(self.column));
        let row = match standing {
            LabelStanding::Top => unit.first,
            LabelStanding::Bottom => unit.last,
            LabelStanding::Middle => return 0,
        };
        if !has_text(row) && band.clone().take(MOST_PLACES).any(has_text) { NOTHING_BESIDE } else { 0 }
    }

    /// What is lost by a cut before a row: texts right of the column that go on there. Blank lines and texts that
    /// begin there speak for the cut, so that a full line beside them says nothing.
    fn cut_cost(&self, row: usize) -> u32 {
        if row >= self.rows.end
            || self.is_around_label(row)
            || row.checked_sub(3).is_some_and(|row| self.is_around_label(row))
        {
            return 0;
        }
        let (mut sure, mut full) = (0, 0);
        let mut begins = self.grid.rows.get(row).is_some_and(|row| row.after_gap);
        for column in self.column + 1..self.grid.columns.len() {
            let has = |row: &usize| self.grid.rows.get(*row).is_some_and(|row| row.piece(column).is_some());
            let above = (self.rows.start..row).rev().take(MOST_PLACES).find(has);
            let below = (row..self.rows.end).take(MOST_PLACES).find(has);
            let (Some(above), Some(below)) = (above, below) else { continue };
            match self.wraps.between(self.grid, column, above, below) {
                Wrap::Sure => sure += CUT.0,
                Wrap::Full => full += CUT.1,
                Wrap::Loose if self.wraps.is_running(self.grid, column, above) => full += CUT.1,
                Wrap::No | Wrap::Loose => begins |= above + 1 == row && below == row,
            }
        }
        if begins { sure } else { sure + full }
    }

    /// Whether from a row on a label stands alone between two lines of one text each, and the lines above and below have labels with
    /// something beside them in the same column: the label is amid the height of its row.
    fn is_around_label(&self, row: usize) -> bool {
        let of = |row: usize| self.grid.rows.get(row).filter(|_| self.rows.contains(&row));
        let text = |row: usize| match of(row)?.pieces.as_slice() {
            [piece] if piece.column > self.column => Some(piece.column),
            _ => None,
        };
        let is_alone =
            |row: usize| of(row).is_some_and(|own| own.piece(self.column).is_some() && !own.has_right_of(self.column));
        let is_beside = |row: usize, column: usize| {
            of(row).is_some_and(|own| own.piece(self.column).is_some() && own.piece(column).is_some())
        };
        let is_dense = (row + 1..row + 3).all(|row| of(row).is_some_and(|row| !row.after_gap));
        let column = text(row).filter(|column| is_alone(row + 1) && text(row + 2) == Some(*column));
        column.is_some_and(|column| {
            let is_above = row.checked_sub(1).is_some_and(|above| is_beside(above, column));
            is_dense && is_above && (row + 3 >= self.rows.end || is_beside(row + 3, column))
        })
    }

    /// Whether a row heads the columns of values, or holds only the rest of such a row above it.
    fn is_of_heading(&self, row: usize) -> bool {
        let goes_on = |row: usize| {
            let above = row.checked_sub(1).filter(|above| self.rows.contains(above));
            let pieces = self.grid.rows.get(row).map(|row| row.pieces.as_slice()).unwrap_or_default();
            above.is_some_and(|above| {
                pieces.iter().all(|piece| {
                    piece.column > self.column && self.wraps.between(self.grid, piece.column, above, row) >= Wrap::Full
                })
            })
        };
        self.is_heading(row) || (goes_on(row) && self.is_heading(row - 1))
    }

    /// Whether a row heads the columns of values: it leaves out a column that other rows have, and marks nothing.
    fn is_heading(&self, row: usize) -> bool {
        let pieces = self.grid.rows.get(row).map(|row| row.pieces.as_slice()).unwrap_or_default();
        let values = pieces.get(pieces.partition_point(|piece| piece.column <= self.column)..).unwrap_or_default();
        let ([first, _, ..], true) = (values, values.iter().all(|piece| !super::wrap::opens_with_mark(piece.text)))
        else {
            return false;
        };
        let is_between = |column: usize| column > self.column && column < first.column;
        // Blank lines part tables with other columns; right below, a page may have ended.
        let below = self.grid.rows.get(row + 1..self.rows.end).unwrap_or_default();
        let rest = below.iter().skip(1).take(MOST_PLACES).take_while(|row| !row.after_gap);
        below.first().into_iter().chain(rest).any(|row| row.pieces.iter().any(|piece| is_between(piece.column)))
    }

    fn trace(&self, steps: &[Vec<CutPlace>]) -> Bands {
        let mut starts = Vec::with_capacity(steps.len());
        let mut tied = Vec::new();
        let (mut at, mut is_tied) = (0, false);
        for step in steps.iter().rev() {
            let Some(place) = step.get(at) else { continue };
            starts.push(place.row);
            tied.extend(is_tied.then_some(place.row));
            (at, is_tied) = (place.previous, place.is_tied);
        }
        starts.reverse();
        let cost = steps.last().and_then(|last| last.first()).map_or(0, |place| place.cost);
        let head = self.rows.start..starts.first().copied().unwrap_or(self.rows.start);
        let bands = starts.windows(2).filter_map(|pair| Some(*pair.first()?..*pair.get(1)?)).collect();
        Bands { cost, head, bands, tied }
    }
}

/// The rows before which the band of one unit may end and the next one's begin.
fn places(first: usize, last: usize, standing: LabelStanding) -> impl Iterator<Item = usize> {
    let range = match standing {
        LabelStanding::Top => last..=last,
        LabelStanding::Bottom => first..=first,
        LabelStanding::Middle => first.max(last.saturating_sub(MOST_PLACES))..=last,
    };
    range.into_iter()
}
