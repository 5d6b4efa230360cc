//! Checklists between two editions: a section that the edition which explains most of a text lacks, or has in other words, is
//! taken from an edition that explains it. Guidelines are revised section by section, and not every revision is in the form file.

use super::atoms::Atom;
use super::chain::Link;
use super::wording::EditionWording;
use crate::form::{ChecklistForm, Edition, EditionSection};
use std::collections::BTreeMap;

/// Least number of characters that a section of another edition explains more: about an item.
const LEAST_MORE: usize = 20;

/// The edition put together of the sections that explain most of the atoms, if any of them is of another edition than the one at
/// `best`, whose chain leaves atoms that others know.
pub(super) fn edition(
    form: &ChecklistForm,
    wordings: &[EditionWording],
    best: usize,
    atoms: &[Atom],
    links: &[Link],
) -> Option<Edition> {
    let own = form.editions.get(best)?;
    let is_left = |at: usize, atom: &Atom| !atom.key.is_empty() && links.binary_search_by_key(&at, |l| l.atom).is_err();
    let left = atoms.iter().enumerate().filter(|(at, atom)| is_left(*at, atom));
    let is_known = |atom: &Atom| wordings.iter().any(|wording| wording.knows(&atom.key));
    if left.filter(|(_, atom)| is_known(atom)).map(|(_, atom)| atom.key.len()).sum::<usize>() < LEAST_MORE {
        return None;
    }
    // By the section's position in the form: how much the own edition's explains, and the most that another's does.
    let mut sections: BTreeMap<usize, (usize, &EditionSection)> = BTreeMap::new();
    let counts = explained(wordings.get(best)?, own, atoms);
    sections.extend(own.sections.iter().zip(counts).map(|(section, count)| (section.section, (count, section))));
    let mut is_mixed = false;
    for (at, (edition, wording)) in form.editions.iter().zip(wordings).enumerate() {
        let counts = if at == best { Vec::new() } else { explained(wording, edition, atoms) };
        for (section, count) in edition.sections.iter().zip(counts) {
            let known = sections.get(&section.section).map_or(0, |(count, _)| *count);
            if count >= known + LEAST_MORE {
                sections.insert(section.section, (count, section));
                is_mixed = true;
            }
        }
    }
    let sections = sections.into_values().map(|(_, section)| section.clone()).collect();
    is_mixed.then(|| Edition { edition: own.edition.clone(), sections })
}

/// How many characters of the atoms each section of an edition explains.
fn explained(wording: &EditionWording, edition: &Edition, atoms: &[Atom]) -> Vec<usize> {
    let mut counts = vec![0; edition.sections.len()];
    for atom in atoms.iter().filter(|atom| !atom.is_note) {
        let mut best: BTreeMap<usize, usize> = BTreeMap::new();
        for place in wording.places(&atom.key) {
            let Some(element) = wording.elements.get(wording.element_at(place.start)) else { continue };
            let count = (place.end - place.start).saturating_sub(place.slips);
            let most = best.entry(element.section).or_default();
            *most = count.max(*most);
        }
        for (section, count) in best {
            counts.get_mut(section).into_iter().for_each(|sum| *sum += count);
        }
    }
    counts
}
