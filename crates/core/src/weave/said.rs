//! Statuses in words: 実施済, 実施予定(…) and 未実施, beside a mark or instead of one.

use super::atoms::Atom;
use super::items::{AtomKind, SaidOfItem, WovenSection};
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::text::fold;

/// Of four items three have a status in words, at least, where words tell the statuses.
const ITEMS_PER_WORDS: (usize, usize) = (3, 4);

/// Words that head the columns of a section.
const HEADINGS_PER_SECTION: usize = 2;

/// Tells the words that are statuses from those that head columns, where most items have some.
pub(super) fn find(
    normalized: &Normalized,
    form: &ChecklistForm,
    atoms: &[Atom],
    sections: &[WovenSection],
    kinds: &mut [AtomKind],
) {
    let is_marked = |at: usize| at.checked_sub(1).and_then(|before| atoms.get(before)).is_some_and(|atom| atom.is_mark);
    let may_be = |(at, (atom, kind)): (usize, (&Atom, &AtomKind))| match kind {
        AtomKind::Heading | AtomKind::Other if !atom.is_mark => of(form, normalized.text_of(atom.span), is_marked(at)),
        _ => None,
    };
    let mut said: Vec<Option<SaidOfItem>> = atoms.iter().zip(&*kinds).enumerate().map(may_be).collect();
    let is_heading = |at: usize| kinds.get(at) == Some(&AtomKind::Heading);
    let mut start = 0;
    while start < said.len() {
        let is_part = |at: usize| is_heading(at) || said.get(at).is_some_and(Option::is_some);
        let end = (start..said.len()).find(|at| !is_part(*at)).unwrap_or(said.len());
        let run = said.get(start..end).unwrap_or_default();
        let has = |wanted: SaidOfItem| run.contains(&Some(wanted));
        // A row of headings has both columns', and that of the items or their numbers.
        if has(SaidOfItem::Done) && has(SaidOfItem::Planned) && run.iter().any(Option::is_none) {
            said.get_mut(start..end).into_iter().flatten().for_each(|own| *own = None);
        }
        start = end.max(start) + 1;
    }
    let items: usize = sections.iter().map(|section| section.items.len()).sum();
    let count = said.iter().flatten().count();
    let (least, of) = ITEMS_PER_WORDS;
    if count * of < items * least || count <= sections.len() * HEADINGS_PER_SECTION && count < items {
        return;
    }
    for (kind, said) in kinds.iter_mut().zip(said) {
        if let Some(said) = said {
            *kind = AtomKind::Said(said);
        }
    }
}

/// The status that a text says, with a time in brackets behind what is planned, or the head of one. Behind a mark it heads no column.
fn of(form: &ChecklistForm, text: &str, is_marked: bool) -> Option<SaidOfItem> {
    let rest = |words: &[String]| fold::opening(text, words).and_then(|length| text.get(length..));
    let is_end = |rest: &str| rest.trim_matches(['.', '。', ')', ' ']).is_empty();
    if rest(&form.done_keys).is_some_and(is_end) {
        return Some(SaidOfItem::Done);
    }
    if rest(&form.undone_keys).is_some_and(is_end) {
        return Some(SaidOfItem::Undone);
    }
    let shortest = form.planned_keys.iter().min_by_key(|key| key.len())?;
    // A longer wording is the heading, which names what stands in the brackets.
    let is_heading = !is_marked && form.planned_keys.iter().any(|key| key != shortest && *key == fold::key(text));
    let rest = fold::length_of(text, shortest).and_then(|length| text.get(length..))?;
    ((is_end(rest) || rest.starts_with('(')) && !is_heading).then_some(SaidOfItem::Planned)
}
