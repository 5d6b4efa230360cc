//! Parts of a checklist, pages, sections and what stands before a run of marks: where one holds as many cells of marks as items begin in it, each item has one.

use super::atoms::Atom;
use super::cell::MarkCell;
use super::items::WovenSection;
use std::collections::BTreeMap;

/// Which part each atom stands in, for each way to part the text.
pub(super) struct AtomParts {
    ways: [Vec<usize>; 3],
}

impl AtomParts {
    /// The parts that a checklist's atoms stand in.
    pub(super) fn new(atoms: &[Atom], sections: &[WovenSection]) -> Self {
        let mut firsts: Vec<usize> = sections.iter().filter_map(WovenSection::first).collect();
        firsts.sort_unstable();
        let of_section: Vec<usize> =
            (0..atoms.len()).map(|atom| firsts.partition_point(|first| *first <= atom)).collect();
        let of_page: Vec<usize> = atoms.iter().map(|atom| atom.page).collect();
        let both = of_page.iter().zip(&of_section).map(|(page, section)| page * (sections.len() + 1) + section);
        Self { ways: [both.collect(), of_section, of_page] }
    }

    /// For each item its cell of a column, given where the items begin, where parts hold as many cells as items; the other
    /// parts' items get none.
    pub(super) fn assign(&self, column: &[MarkCell], starts: &[usize]) -> Option<Vec<Option<usize>>> {
        let cells: Vec<usize> = column.iter().filter_map(|cell| cell.atoms.first()).copied().collect();
        let runs = runs(&cells, starts);
        let found = self.ways.iter().chain([&runs]).map(|way| even(way, &cells, starts));
        // Of equals the first.
        let count = |assigned: &Vec<Option<usize>>| assigned.iter().flatten().count();
        let best = found.reduce(|best, next| if count(&next) > count(&best) { next } else { best })?;
        (count(&best) > 0).then_some(best)
    }
}

/// The runs of cells: which run each atom stands in, or before which, where cells stand behind the items that they belong to.
fn runs(cells: &[usize], starts: &[usize]) -> Vec<usize> {
    let marks = cells.iter().map(|atom| (*atom, true));
    let mut places: Vec<(usize, bool)> = marks.chain(starts.iter().map(|atom| (*atom, false))).collect();
    places.sort_unstable();
    let mut parts = vec![0; places.last().map_or(0, |(last, _)| last + 1)];
    let (mut run, mut is_behind) = (0, false);
    for (atom, is_mark) in places {
        run += usize::from(is_behind && !is_mark);
        is_behind = is_mark;
        parts.get_mut(atom).into_iter().for_each(|part| *part = run);
    }
    parts
}

/// For each item its cell, where its part holds as many of both.
fn even(parts: &[usize], cells: &[usize], starts: &[usize]) -> Vec<Option<usize>> {
    let (cells, items) = (counts(parts, cells), counts(parts, starts));
    let of = |(item, start): (usize, &usize)| {
        let own = parts.get(*start)?;
        let ((first_cell, cells), (first_item, items)) = (cells.get(own)?, items.get(own)?);
        (cells == items).then(|| (first_cell + item).checked_sub(*first_item)).flatten()
    };
    starts.iter().enumerate().map(of).collect()
}

/// Of each part the first of the atoms that stand in it, and how many do.
fn counts(parts: &[usize], atoms: &[usize]) -> BTreeMap<usize, (usize, usize)> {
    let mut counts = BTreeMap::new();
    for (at, part) in atoms.iter().enumerate().filter_map(|(at, atom)| Some((at, parts.get(*atom)?))) {
        counts.entry(*part).or_insert((at, 0)).1 += 1;
    }
    counts
}
