//! Marks by their company: of an item's two marks one is chosen and the other is not, which tells pairs where no brackets do.
//!
//! Programs write two columns of marks a row at a time (●○●○), or each column of a stretch of rows at once (●●●○○○). Of the ways to
//! part a run of marks into such stretches that one is taken in which fewest pairs agree.

use super::atoms::Atom;
use super::cell::MarkCell;
use super::items::AtomKind;
use super::lone;
use crate::normalize::Normalized;
use crate::text::marks::Mark;

/// Of so many pairs at most one may be of two marks that say the same.
const PAIRS_PER_EQUAL: usize = 10;

/// Of so many items at most one may be without its pair.
const ITEMS_PER_LOST: usize = 5;

/// Most marks of a run that is parted into stretches.
const LONGEST_RUN: usize = 240;

/// Cost of a pair that agrees, in stretches.
const EQUAL: usize = 3;

/// The cells of the done and of the planned column, where the marks come in pairs of which one is chosen.
pub(super) fn columns(
    normalized: &Normalized,
    atoms: &[Atom],
    kinds: &[AtomKind],
    cells: &[MarkCell],
    items: usize,
) -> Option<(Vec<MarkCell>, Vec<MarkCell>)> {
    let is_chosen = |cell: &MarkCell| lone::mark_of(normalized, atoms, cell).map(|mark| mark == Mark::Filled);
    let marked: Vec<(&MarkCell, bool)> = cells.iter().filter_map(|cell| Some((cell, is_chosen(cell)?))).collect();
    // Texts of items part runs; their numbers, times and headings don't.
    let texts = kinds.iter().scan(0, |texts, kind| {
        *texts += usize::from(matches!(kind, AtomKind::Known(..)));
        Some(*texts)
    });
    let texts: Vec<usize> = texts.collect();
    let place = |cell: &MarkCell| cell.atoms.first().and_then(|first| texts.get(*first));
    let runs = || marked.chunk_by(|a, b| place(a.0) == place(b.0));
    let by_rows: Vec<Pair> = runs().flat_map(|run| stretch(0, run, 1, run.len() / 2)).collect();
    let pairs = if is_like(&by_rows, items) {
        by_rows.into_iter().map(|pair| (pair, false)).collect()
    } else {
        // Of more pairs than items none is parted.
        let parted = runs().filter(|run| is_parted(run.len())).map(|run| run.len() / 2);
        if parted.sum::<usize>() > items {
            return None;
        }
        let by_columns: Vec<(Pair, bool)> = runs().flat_map(by_columns).collect();
        let pairs: Vec<Pair> = by_columns.iter().map(|(pair, _)| *pair).collect();
        is_like(&pairs, items).then_some(by_columns)?
    };
    let cell = |(cell, _): (&MarkCell, bool), is_doubtful: bool| MarkCell {
        is_doubtful: cell.is_doubtful || is_doubtful,
        ..cell.clone()
    };
    Some(pairs.iter().map(|((done, planned), doubt)| (cell(*done, *doubt), cell(*planned, *doubt))).unzip())
}

/// The two marks of an item, and whether each is chosen.
type Pair<'a> = ((&'a MarkCell, bool), (&'a MarkCell, bool));

/// Whether pairs are those of the items: as many, and of unlike marks.
fn is_like(pairs: &[Pair], items: usize) -> bool {
    let equal = pairs.iter().filter(|(done, planned)| done.1 == planned.1).count();
    pairs.len() <= items && (items - pairs.len()) * ITEMS_PER_LOST <= items && equal * PAIRS_PER_EQUAL <= pairs.len()
}

/// The pairs of rows whose columns stand one behind the other: so many stretches, each of so many rows.
fn stretch<'a>(start: usize, run: &[(&'a MarkCell, bool)], rows: usize, stretches: usize) -> Vec<Pair<'a>> {
    let pair = |at: usize| Some((*run.get(at)?, *run.get(at + rows)?));
    let firsts = (0..stretches).map(|stretch| start + stretch * rows * 2);
    firsts.flat_map(|first| first..first + rows).filter_map(pair).collect()
}

/// Whether a run of so many marks is parted into pairs.
fn is_parted(marks: usize) -> bool {
    marks <= LONGEST_RUN && marks.is_multiple_of(2)
}

/// The pairs of a run, a column at a time, and whether they might as well be others.
fn by_columns<'a>(run: &[(&'a MarkCell, bool)]) -> Vec<(Pair<'a>, bool)> {
    if !is_parted(run.len()) {
        return Vec::new();
    }
    // For each even place the least cost of the marks before it, and the length of the last stretch.
    let half = run.len() / 2;
    let mut best: Vec<(usize, usize)> = vec![(usize::MAX, 0); half + 1];
    best.iter_mut().take(1).for_each(|first| *first = (0, 0));
    for end in 1..=half {
        for rows in 1..=end {
            let start = (end - rows) * 2;
            let pairs = stretch(start, run, rows, 1);
            let equal = pairs.iter().filter(|(done, planned)| done.1 == planned.1).count();
            let before = best.get(end - rows).map_or(usize::MAX, |(cost, _)| *cost);
            let cost = before.saturating_add(1 + equal * EQUAL);
            if let Some(own) = best.get_mut(end).filter(|own| cost < own.0) {
                *own = (cost, rows);
            }
        }
    }
    let mut pairs = Vec::new();
    let mut end = half;
    while let Some((_, rows)) = best.get(end).filter(|(_, rows)| *rows > 0) {
        let own = stretch((end - rows) * 2, run, *rows, 1);
        let as_rows = stretch((end - rows) * 2, run, 1, *rows);
        // Of two ways that are as unlike none says which are the item's: the one by which more is done.
        let is_open = *rows > 1 && as_rows.iter().all(|(done, planned)| done.1 != planned.1);
        let done = |pairs: &[Pair]| pairs.iter().filter(|(done, _)| done.1).count();
        let own = if is_open && done(&as_rows) > done(&own) { as_rows } else { own };
        pairs.splice(..0, own.into_iter().map(|pair| (pair, is_open)));
        end -= rows;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pairs of a run that is written with # for what is chosen, as places, and whether each is open.
    fn pairs(run: &str) -> Vec<(usize, usize, bool)> {
        let cells: Vec<MarkCell> =
            (0..run.len()).map(|at| MarkCell { atoms: vec![at], ..MarkCell::default() }).collect();
        let run: Vec<(&MarkCell, bool)> = cells.iter().zip(run.chars().map(|c| c == '#')).collect();
        let at = |cell: &MarkCell| cell.atoms.first().copied().unwrap_or_default();
        by_columns(&run).into_iter().map(|((done, planned), open)| (at(done.0), at(planned.0), open)).collect()
    }

    #[test]
    fn columns_of_a_stretch_of_rows_give_its_pairs() {
        assert_eq!(pairs("##.#..#."), [(0, 4, false), (1, 5, false), (2, 6, false), (3, 7, false)]);
        assert_eq!(pairs("##..#."), [(0, 2, false), (1, 3, false), (4, 5, false)]);
        assert_eq!(pairs("#.#"), []);
    }

    #[test]
    fn rows_that_may_as_well_be_columns_are_open() {
        assert!(pairs("#.#..#").iter().take(1).all(|(.., open)| !open));
        assert!(pairs(".##.").iter().all(|(.., open)| *open));
        assert_eq!(pairs("#.#.#."), [(0, 1, true), (2, 3, true), (4, 5, true)]);
    }
}
