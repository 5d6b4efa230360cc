//! The printed wording of a checklist's edition as one text: titles and items in their order, and where a stretch of a
//! document may stand in it, slips allowed.

use crate::form::{ChecklistForm, Edition};
use foldhash::{HashMap, HashMapExt};
use std::collections::BTreeMap;

/// Characters that are looked up at once; shorter stretches only go on with what stands before them.
const GRAM: usize = 4;

/// How many places of a stretch are looked up, spread over its length.
const LOOKUPS: usize = 24;

/// How many places in the wording are compared for one stretch.
const PLACES: usize = 5;

/// One slip is forgiven for this many characters of a stretch.
const CHARS_PER_SLIP: usize = 5;

/// Stretches of more characters are compared only where they fit to the letter: pages have no lines as long.
const LONG: usize = 160;

/// A title or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element {
    /// The section's position in the edition.
    pub(super) section: usize,
    /// The item's position in the section; none for a title.
    pub(super) item: Option<usize>,
    /// Where it begins in the wording, in characters.
    pub(super) start: usize,
    /// Where it ends in the wording, in characters.
    pub(super) end: usize,
}

/// Where a stretch stands in the wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WordingPlace {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) slips: usize,
}

/// An edition's wording.
pub(super) struct EditionWording {
    chars: Vec<char>,
    pub(super) elements: Vec<Element>,
    grams: HashMap<[char; GRAM], Vec<usize>>,
}

impl EditionWording {
    /// The wording of an edition.
    pub(super) fn new(form: &ChecklistForm, edition: &Edition) -> Self {
        let mut wording = Self { chars: Vec::new(), elements: Vec::new(), grams: HashMap::new() };
        for (at, section) in edition.sections.iter().enumerate() {
            for title in form.sections.get(section.section).into_iter().flat_map(|known| &known.keys) {
                wording.push(at, None, title);
            }
            for (item, key) in section.keys.iter().enumerate() {
                wording.push(at, Some(item), key);
            }
        }
        for (at, gram) in wording.chars.windows(GRAM).enumerate() {
            if let Ok(gram) = <[char; GRAM]>::try_from(gram) {
                wording.grams.entry(gram).or_default().push(at);
            }
        }
        wording
    }

    fn push(&mut self, section: usize, item: Option<usize>, key: &str) {
        let start = self.chars.len();
        self.chars.extend(key.chars());
        self.elements.push(Element { section, item, start, end: self.chars.len() });
    }

    /// The element that holds a character.
    pub(super) fn element_at(&self, at: usize) -> usize {
        self.elements.partition_point(|element| element.end <= at).min(self.elements.len().saturating_sub(1))
    }

    /// Whether a stretch is what stands between two places.
    pub(super) fn is_at(&self, stretch: &[char], start: usize, end: usize) -> bool {
        !stretch.is_empty() && self.chars.get(start..end) == Some(stretch)
    }

    /// Whether a stretch is what stands between two places; points of a list may have other letters.
    pub(super) fn is_like(&self, stretch: &[char], start: usize, end: usize) -> bool {
        let own = self.chars.get(start..end).filter(|own| own.len() == stretch.len() && !own.is_empty());
        let are_alike = |(a, b): (&char, &char)| a == b || a.is_ascii_lowercase() && b.is_ascii_lowercase();
        own.is_some_and(|own| own.iter().zip(stretch).all(are_alike))
    }

    /// How many lookups of a stretch find anything: what tells the edition.
    pub(super) fn knows(&self, stretch: &[char]) -> bool {
        grams(stretch).any(|(_, gram)| self.grams.contains_key(&gram))
    }

    /// The places where a stretch may stand.
    pub(super) fn places(&self, stretch: &[char]) -> Vec<WordingPlace> {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for (offset, gram) in grams(stretch) {
            for at in self.grams.get(&gram).into_iter().flatten() {
                // What stands before the element's beginning is no wording.
                let first = self.elements.get(self.element_at(*at)).map_or(0, |of| of.start);
                *votes.entry(at.saturating_sub(offset).max(first)).or_default() += 1;
            }
        }
        let mut votes: Vec<(usize, usize)> = votes.into_iter().map(|(start, count)| (count, start)).collect();
        votes.sort_by_key(|(count, start)| (std::cmp::Reverse(*count), *start));
        votes.iter().take(PLACES).filter_map(|(_, start)| self.fit(stretch, *start)).collect()
    }

    /// The place of a stretch from a character on, if it fits there.
    pub(super) fn fit(&self, stretch: &[char], start: usize) -> Option<WordingPlace> {
        let end = self.elements.get(self.element_at(start))?.end;
        let rest = self.chars.get(start..end)?;
        if rest.starts_with(stretch) {
            return Some(WordingPlace { start, end: start + stretch.len(), slips: 0 });
        }
        let allowed = stretch.len() / CHARS_PER_SLIP;
        if allowed == 0 || stretch.len() > LONG || rest.len() + allowed < stretch.len() {
            return None;
        }
        let rest = rest.get(..rest.len().min(stretch.len() + allowed)).unwrap_or(rest);
        let (slips, length) = closest_head(stretch, rest);
        (slips <= allowed).then_some(WordingPlace { start, end: start + length, slips })
    }
}

/// Some groups of characters of a stretch, with their offsets.
fn grams(stretch: &[char]) -> impl Iterator<Item = (usize, [char; GRAM])> {
    let step = (stretch.len() / LOOKUPS).max(1);
    let grams = stretch.windows(GRAM).enumerate().step_by(step);
    grams.filter_map(|(offset, gram)| Some((offset, gram.try_into().ok()?)))
}

/// The head of a text that comes closest to a stretch: how many characters differ, and how long it is.
fn closest_head(stretch: &[char], text: &[char]) -> (usize, usize) {
    let mut row: Vec<usize> = (0..=text.len()).collect();
    for (index, c) in stretch.iter().enumerate() {
        let mut above_left = index;
        let mut left = index + 1;
        for (entry, d) in row.iter_mut().skip(1).zip(text) {
            let best = (above_left + usize::from(c != d)).min(left + 1).min(*entry + 1);
            above_left = *entry;
            *entry = best;
            left = best;
        }
        row.first_mut().into_iter().for_each(|first| *first = index + 1);
    }
    // Of heads that come equally close, the whole text or the one as long as the stretch.
    let heads = row.iter().enumerate().map(|(length, slips)| (*slips, length));
    heads
        .min_by_key(|(slips, length)| (*slips, *length != text.len(), length.abs_diff(stretch.len())))
        .unwrap_or_default()
}
