//! Times that stand loose: a column of their own beside the marks, whose lines other text parts from them.
//!
//! A loose time goes to the planned item that has none, in whose lines it stands, or by order, where a page has as many of both. And what
//! stands behind the marks of an item that is not planned, without being a time, is a remark.

use super::atoms::Atom;
use super::items::{AtomKind, WovenItem, WovenSection};
use super::lone;
use super::times::{is_loose_time, is_part_of_time};
use crate::normalize::Normalized;
use crate::text::marks::Mark;
use std::collections::{BTreeMap, BTreeSet};

/// Lines behind an item's last in which its time may stand.
const LINES_BEHIND: u32 = 2;

/// Gives items the loose times that are theirs, and takes remarks from them; what is left of the other atoms.
pub(super) fn place(
    normalized: &Normalized,
    atoms: &[Atom],
    kinds: &[AtomKind],
    sections: &mut [WovenSection],
    mut others: Vec<usize>,
) -> Vec<usize> {
    let mut items: Vec<&mut WovenItem> = sections.iter_mut().flat_map(|section| &mut section.items).collect();
    for item in &mut items {
        others.extend(take_remark(normalized, atoms, item));
    }
    others.sort_unstable();
    let waiting: Vec<usize> =
        (0..items.len()).filter(|at| items.get(*at).is_some_and(|item| waits(normalized, atoms, item))).collect();
    if waiting.is_empty() {
        return others;
    }
    let text = |at: usize| atoms.get(at).map_or("", |atom| normalized.text_of(atom.span));
    let is_part = |at: &usize| {
        let is_free = kinds.get(*at) == Some(&AtomKind::Other) && atoms.get(*at).is_some_and(|atom| !atom.is_mark);
        // Figures alone number items, if they are not a line's end that was taken for a number.
        is_free && is_part_of_time(text(*at)) && !is_figures(text(*at)) || is_cut_off(normalized, atoms, *at)
    };
    let parts: Vec<usize> = others.iter().copied().filter(is_part).collect();
    let mut used: BTreeSet<usize> = BTreeSet::new();
    // In the lines of the item, which may be parted by other text.
    let mut starts: Vec<usize> = items.iter().filter_map(|item| item.text.first().copied()).collect();
    starts.sort_unstable();
    let mut left = Vec::new();
    for at in waiting {
        let Some(item) = items.get_mut(at) else { continue };
        let own = item.text.iter().chain(&item.planned);
        let (Some(first), Some(last)) = (item.text.first().copied(), own.max().and_then(|last| atoms.get(*last)))
        else {
            continue;
        };
        let end = starts.get(starts.partition_point(|start| *start <= first)).copied().unwrap_or(atoms.len());
        let is_near = |at: &&usize| atoms.get(**at).is_some_and(|atom| atom.line <= last.line + LINES_BEHIND);
        let range = parts.partition_point(|part| *part < first)..parts.partition_point(|part| *part < end);
        let begun = item.planned.iter().skip(1);
        let near: Vec<usize> = parts.get(range).unwrap_or_default().iter().filter(is_near).copied().collect();
        let whole: String = begun.chain(&near).map(|at| text(*at)).collect();
        if !near.is_empty() && is_loose_time(&whole) {
            give(item, &near, &mut used);
        } else if item.planned.len() == 1 {
            left.push(at);
        }
    }
    // By order, page by page.
    let page = |at: usize| atoms.get(at).map_or(0, |atom| atom.page);
    let mut by_page: BTreeMap<usize, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for at in left {
        let Some(mark) = items.get(at).and_then(|item| item.planned.first().copied()) else { continue };
        by_page.entry(page(mark)).or_default().0.push(at);
    }
    for part in parts.iter().filter(|part| is_loose_time(text(**part)) && !used.contains(*part)) {
        by_page.entry(page(*part)).or_default().1.push(*part);
    }
    for (own, times) in by_page.values().filter(|(own, times)| own.len() == times.len()) {
        for (at, time) in own.iter().zip(times) {
            if let Some(item) = items.get_mut(*at) {
                give(item, &[*time], &mut used);
            }
        }
    }
    others.retain(|at| !used.contains(at));
    others
}

/// Gives an item its time.
fn give(item: &mut WovenItem, time: &[usize], used: &mut BTreeSet<usize>) {
    item.planned.extend(time);
    item.has_doubtful_marks = true;
    used.extend(time);
}

/// Whether an item is planned without a whole time, and without brackets for one.
fn waits(normalized: &Normalized, atoms: &[Atom], item: &WovenItem) -> bool {
    let text = |at: &usize| atoms.get(*at).map_or("", |atom| normalized.text_of(atom.span));
    let rest: String = item.planned.iter().skip(1).map(text).collect();
    // The day may have lost its unit to the next line, and its figures were taken for a number.
    let is_cut = || {
        let is_next = item.planned.last().is_some_and(|last| is_cut_off(normalized, atoms, last + 1));
        rest.ends_with(|c: char| c.is_ascii_digit()) || is_next
    };
    let is_bare = rest.is_empty() || is_part_of_time(&rest) && is_cut();
    is_bare && is_chosen(normalized, atoms, &item.planned) && !is_chosen(normalized, atoms, &item.done)
}

/// Whether an atom is the figures that end a part of a time, cut off from it.
fn is_cut_off(normalized: &Normalized, atoms: &[Atom], at: usize) -> bool {
    let pair = at.checked_sub(1).and_then(|before| atoms.get(before)).zip(atoms.get(at));
    pair.is_some_and(|(before, own)| {
        let (before_text, text) = (normalized.text_of(before.span), normalized.text_of(own.span));
        let is_behind = before.span.end == own.span.start && before.line == own.line;
        is_behind && is_figures(text) && is_part_of_time(before_text) && before_text.ends_with(['年', '月'])
    })
}

fn is_figures(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit())
}

/// Takes what stands behind the marks of an item that is done, and is neither in brackets nor a time.
fn take_remark(normalized: &Normalized, atoms: &[Atom], item: &mut WovenItem) -> Vec<usize> {
    let text = |at: &usize| atoms.get(*at).map_or("", |atom| normalized.text_of(atom.span));
    let rest: String = item.planned.iter().skip(1).map(text).collect();
    let is_marked = lone::mark_at(normalized, atoms, &item.planned).is_some();
    let is_planned = is_chosen(normalized, atoms, &item.planned);
    let is_done = is_chosen(normalized, atoms, &item.done);
    let is_remark = is_done && is_marked && !is_planned && !rest.contains(['(', ')']) && !is_loose_time(&rest);
    if is_remark { item.planned.split_off(1) } else { Vec::new() }
}

/// Whether a cell begins with a mark that says something by itself.
fn is_chosen(normalized: &Normalized, atoms: &[Atom], cell: &[usize]) -> bool {
    lone::mark_at(normalized, atoms, cell) == Some(Mark::Filled)
}
