//! Items that no edition of the form has: text behind the next item's number, with none of the edition's wording.

use super::atoms::Atom;
use super::items::{AtomKind, WovenItem, WovenSection};
use crate::normalize::Normalized;
use crate::recognize::checklist::numbers;
use std::collections::BTreeMap;

/// Least number of characters of such an item, and most atoms that it is cut into.
const LEAST_LENGTH: usize = 8;
const MOST_ATOMS: usize = 64;

/// Most such items: more than any edition has, so that what is held against them stays within bounds.
const MOST_ITEMS: usize = 300;

/// Least number of characters of a text that is said where no item takes it.
const LEAST_SAID: usize = 4;

/// Gives the sections the items that the form does not know, and doubts the items behind which other text is left; what is left.
pub(super) fn adopt(
    normalized: &Normalized,
    atoms: &[Atom],
    kinds: &[AtomKind],
    sections: &mut [WovenSection],
    others: Vec<usize>,
) -> Vec<usize> {
    let is_free = |at: usize| {
        kinds.get(at) == Some(&AtomKind::Other)
            && others.binary_search(&at).is_ok()
            && atoms.get(at).is_some_and(|atom| !atom.is_mark)
    };
    let length = |run: &[usize]| run.iter().filter_map(|at| atoms.get(*at)).map(|atom| atom.key.len()).sum::<usize>();
    let mut owner: Vec<(usize, usize)> = Vec::new();
    for (at, section) in sections.iter().enumerate() {
        let texts = section.items.iter().flat_map(|item| &item.text);
        owner.extend(section.title.iter().chain(texts).map(|atom| (*atom, at)));
    }
    owner.sort_unstable();
    // What stands on several pages is printed around them.
    let mut counts: BTreeMap<&[char], usize> = BTreeMap::new();
    atoms.iter().for_each(|atom| *counts.entry(&atom.key).or_default() += 1);
    let is_single =
        |at: &usize| atoms.get(*at).is_some_and(|atom| counts.get(atom.key.as_slice()).is_none_or(|count| *count < 2));
    let mut taken: Vec<usize> = Vec::new();
    let (mut last, mut adopted) = (0, 0);
    for at in 0..atoms.len() {
        let number = atoms.get(at).filter(|_| kinds.get(at) == Some(&AtomKind::Number));
        let number = number.and_then(|atom| numbers::lone_number(normalized.text_of(atom.span)));
        let Some(no) = number.map(|(no, _)| no as usize) else { continue };
        let is_next = (no == 1 || no == last + 1) && adopted < MOST_ITEMS;
        last = no;
        let behind: Vec<usize> = (at + 1..atoms.len()).take(MOST_ATOMS).take_while(|at| is_free(*at)).collect();
        let before = owner.partition_point(|(atom, _)| *atom < at);
        let home = before.checked_sub(1).and_then(|before| owner.get(before)).map(|(_, section)| *section);
        if let Some(section) = home
            .filter(|_| is_next && length(&behind) >= LEAST_LENGTH && behind.iter().any(is_single))
            .and_then(|at| sections.get_mut(at))
        {
            let place = section.items.partition_point(|item| item.text.first().is_none_or(|first| *first < at));
            taken.extend(&behind);
            let item = WovenItem { text: behind, is_doubtful: true, ..WovenItem::default() };
            section.items.insert(place, item);
            adopted += 1;
        }
    }
    let mut left = others;
    left.retain(|at| taken.binary_search(at).is_err());
    for at in left.iter().filter(|at| is_other(kinds, atoms, **at)) {
        let before = owner.partition_point(|(atom, _)| atom < at);
        let section = before.checked_sub(1).and_then(|before| owner.get(before)).map(|(_, section)| *section);
        let items = section.and_then(|section| sections.get_mut(section)).map(|section| &mut section.items);
        let item =
            items.and_then(|items| items.iter_mut().rfind(|item| item.text.first().is_some_and(|first| first < at)));
        item.into_iter().for_each(|item| item.is_doubtful = true);
    }
    left
}

/// Whether an atom is text that should be some item's.
fn is_other(kinds: &[AtomKind], atoms: &[Atom], at: usize) -> bool {
    kinds.get(at) == Some(&AtomKind::Other)
        && atoms.get(at).is_some_and(|atom| !atom.is_mark && atom.key.len() >= LEAST_SAID)
}
