//! The numbers that are printed: a document that leaves items out may number the rest anew, or go on through all sections.
//!
//! Which item a text is, is told by its wording; which number it bears, by the number that stands with it. Where the numbers
//! stand apart, they are one sequence, and of the ways to number the items that one is taken whose sequence it is most like.

use super::atoms::Atom;
use super::items::{AtomKind, WovenItem, WovenSection};
use crate::normalize::Normalized;
use crate::recognize::checklist::numbers;

/// Of so many items one bears its number in the text, at least, where the numbers tell how items are numbered.
const ITEMS_PER_NUMBER: usize = 2;

/// Of three items two have their number beside them, at least, where those are gone by.
const ITEMS_PER_BESIDE: (usize, usize) = (2, 3);

/// Gives the items their numbers.
pub(super) fn number(normalized: &Normalized, atoms: &[Atom], kinds: &[AtomKind], sections: &mut [WovenSection]) {
    let of = |(atom, _): &(&Atom, &AtomKind)| {
        let number = numbers::lone_number(normalized.text_of(atom.span));
        number.map(|(no, _)| no as usize)
    };
    let numbers: Vec<Option<usize>> = atoms
        .iter()
        .zip(kinds)
        .map(|pair| Some(pair).filter(|(_, kind)| **kind == AtomKind::Number).and_then(|pair| of(&pair)))
        .collect();
    by_sequence(&numbers, sections);
    for section in sections {
        beside(&numbers, atoms, &mut section.items);
    }
}

/// Numbers the items in the way that is most like the sequence of all numbers.
fn by_sequence(numbers: &[Option<usize>], sections: &mut [WovenSection]) {
    let printed: Vec<usize> = numbers.iter().flatten().copied().collect();
    let counts = || sections.iter().map(|section| section.items.len());
    let of_form: Vec<usize> = sections.iter().flat_map(|section| of_form(&section.items)).collect();
    let anew: Vec<usize> = counts().flat_map(|count| 1..=count).collect();
    let on: Vec<usize> = (1..=of_form.len()).collect();
    // Of equals the first.
    let ways = [of_form, anew, on].map(|way| (common(&printed, &way), way));
    let [form, anew, _] = &ways;
    let (common, best) = ways.iter().reduce(|best, next| if next.0 > best.0 { next } else { best }).unwrap_or(form);
    let is_doubtful = common * ITEMS_PER_NUMBER < best.len();
    let items = sections.iter_mut().flat_map(|section| &mut section.items);
    for ((item, no), renumbered) in items.zip(best).zip(&anew.1) {
        item.no = *no;
        // Left out or not found: nothing tells.
        item.is_doubtful |= is_doubtful && no != renumbered;
    }
}

/// The numbers that the form has for items, those that it does not know among them.
fn of_form(items: &[WovenItem]) -> impl Iterator<Item = usize> {
    items.iter().scan(0, |last, item| {
        *last = item.index.map_or(*last + 1, |index| index + 1);
        Some(*last)
    })
}

/// Numbers the items of a section by what stands with them, where that is so for most and the numbers ascend.
fn beside(numbers: &[Option<usize>], atoms: &[Atom], items: &mut [WovenItem]) {
    let own = |at: usize| numbers.get(at).copied().flatten();
    let within = |first: usize, last: usize| {
        let mut within = (first..last).filter_map(own);
        within.next().filter(|_| within.next().is_none())
    };
    let is_between = |at: &usize| own(*at).is_some() || atoms.get(*at).is_some_and(|atom| atom.is_mark);
    // Of numbers one below the other the last is not the next text's.
    let is_one = |at: usize| at.checked_sub(1).and_then(own).is_none();
    let right_before = |first: usize| first.checked_sub(1).filter(|at| is_one(*at)).and_then(own);
    // Right before the text or amid its lines; else with marks between.
    let ways: [&dyn Fn(usize, usize) -> Option<usize>; 2] =
        [&|first, last| right_before(first).or_else(|| within(first, last)), &|first, _| {
            (0..first).rev().take_while(is_between).find(|at| own(*at).is_some()).filter(|at| is_one(*at)).and_then(own)
        }];
    for way in ways {
        let of = |item: &WovenItem| way(*item.text.first()?, *item.text.last()?);
        let found: Vec<Option<usize>> = items.iter().map(of).collect();
        let (least, per) = ITEMS_PER_BESIDE;
        if found.iter().flatten().count() * per < items.len() * least {
            continue;
        }
        let whole = found.iter().scan(0, |last, no| {
            *last = no.unwrap_or(*last + 1);
            Some(*last)
        });
        let whole: Vec<usize> = whole.collect();
        if whole.is_sorted_by(|a, b| a < b) {
            for ((item, no), found) in items.iter_mut().zip(whole).zip(found) {
                item.is_doubtful |= found.is_none() && item.no != no;
                item.no = no;
            }
            return;
        }
    }
}

/// The length of the longest sequence that both have, in order: the items are as many as an edition has, at most.
fn common(printed: &[usize], way: &[usize]) -> usize {
    let mut row = vec![0usize; way.len() + 1];
    for no in printed {
        let mut above_left = 0;
        for at in 0..way.len() {
            let above = row.get(at + 1).copied().unwrap_or_default();
            let left = row.get(at).copied().unwrap_or_default();
            let best = if way.get(at) == Some(no) { above_left + 1 } else { above.max(left) };
            above_left = above;
            row.get_mut(at + 1).into_iter().for_each(|entry| *entry = best);
        }
    }
    row.last().copied().unwrap_or_default()
}
