//! Rows by their numbers: marks go to the item whose number they stand behind, wherever its text is.
//!
//! Some programs draw the rows of a table first and the wrapped texts of its cells behind all of them. What then stands in
//! a row is its number and its marks.

use super::atoms::Atom;
use super::items::WovenSection;
use crate::normalize::Normalized;
use crate::recognize::checklist::numbers;

/// For each atom the item, counted over all sections, whose number was the last before it: numbers run from 1 behind each section's
/// title, and begin anew where a section has no more.
pub(super) fn homes(normalized: &Normalized, atoms: &[Atom], sections: &[WovenSection]) -> Vec<Option<usize>> {
    let firsts: Vec<usize> = sections
        .iter()
        .scan(0, |first, section| Some(std::mem::replace(first, *first + section.items.len())))
        .collect();
    let mut titles: Vec<(usize, usize)> = sections
        .iter()
        .enumerate()
        .flat_map(|(at, section)| section.title.iter().map(move |title| (*title, at)))
        .collect();
    titles.sort_unstable();
    let (mut own, mut number, mut home) = (None, 0, None);
    let mut homes = Vec::with_capacity(atoms.len());
    for (index, atom) in atoms.iter().enumerate() {
        let title = titles.binary_search_by_key(&index, |(title, _)| *title).ok();
        let title = title.and_then(|at| titles.get(at)).map(|(_, section)| *section);
        let new = numbers::lone_number(normalized.text_of(atom.span)).map(|(number, _)| number as usize);
        if title.is_some() && title != own {
            (own, number, home) = (title, 0, None);
        } else if let (Some(section), Some(new)) = (own, new) {
            let count = sections.get(section).map_or(0, |section| section.items.last().map_or(0, |item| item.no));
            if new == 1 && number > 0 && number >= count && section + 1 < sections.len() {
                (own, number) = (Some(section + 1), 0);
            }
            let next = own.and_then(|section| sections.get(section)?.items.iter().find(|item| item.no > number));
            if new == number + 1 || next.is_some_and(|item| item.no == new) {
                number = new;
                home = own.and_then(|section| {
                    let at = sections.get(section)?.items.iter().position(|item| item.no == number)?;
                    Some(firsts.get(section)? + at)
                });
            }
        }
        homes.push(home);
    }
    homes
}
