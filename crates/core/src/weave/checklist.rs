//! The checklist of a flat text: the edition whose items its atoms are, and what each item holds.

use super::atoms::{Atom, atoms, note_mark, place_of};
use super::chain::{Link, chain};
use super::items::{AtomKind, WovenChecklist, WovenItem, WovenSection};
use super::wording::{EditionWording, Element};
use super::{cells, mixed, printed, said, strangers, times};
use crate::form::{ChecklistForm, Form, Part};
use crate::normalize::Normalized;
use crate::segment::{PiecePlace, Role, Sections};
use std::collections::BTreeSet;

/// An edition is tried when it knows at least one in so many of the atoms that the best one knows.
const EDITIONS_PER_KNOWN: usize = 2;

/// An item counts as found when one of so many of its characters is.
const CHARS_PER_FOUND: usize = 2;

/// Of this many characters of text in the checklist at most one may be no item's.
const CHARS_PER_STRANGE: usize = 8;

/// Least number of stretches known as wording before the checklist's title that make rows of it.
const LEAST_AHEAD: usize = 8;

/// Least number of characters of a text amid an item's that is not the form's, and most atoms that it is cut into.
const LEAST_INSERTED: usize = 4;
const LONGEST_INSERTED: usize = 16;

/// Most atoms over which the lines of a title stand.
const LONGEST_TITLE: usize = 60;

/// Least number of items that make a checklist.
const LEAST_ITEMS: usize = 3;

/// Reads the checklist of a flat text, if it is one that the form knows.
pub(super) fn read(normalized: &Normalized, sections: &Sections, form: &Form) -> Option<WovenChecklist> {
    let known = form.checklist.as_ref()?;
    let places = &sections.places;
    let title =
        sections.places.iter().position(|place| *place == PiecePlace { part: Part::Checklist, role: Role::Title });
    let lines = sections.places.iter().enumerate().filter_map(|(index, place)| match (place.part, place.role) {
        // Rows may stand before the title.
        (Part::Form, Role::Content | Role::Note) if title.is_none_or(|title| index > title) => None,
        (_, Role::Content | Role::Note) => Some((index, place.role == Role::Note)),
        _ => None,
    });
    let mut atoms = atoms(normalized, lines);
    let is_own = |atom: &Atom| sections.places.get(atom.piece).is_some_and(|place| place.part == Part::Checklist);
    let (mut wording, mut links) = edition(known, &atoms)?;
    let ahead = links.iter().take_while(|link| atoms.get(link.atom).is_some_and(|atom| !is_own(atom))).count();
    if ahead < LEAST_AHEAD {
        atoms.retain(is_own);
        (wording, links) = edition(known, &atoms)?;
    } else {
        let first = links.first().map_or(0, |link| link.atom);
        atoms.drain(..first);
        links.iter_mut().for_each(|link| link.atom -= first);
    }
    let mut kinds = kinds(normalized, known, &wording, &atoms, &links);
    stray_titles(&wording, &atoms, &mut kinds);
    let times = times::behind_marks(normalized, &atoms, &mut kinds);
    let mut sections = gather(&wording, &kinds);
    let is_whole = |item: &WovenItem| {
        let length: usize = item.text.iter().filter_map(|atom| atoms.get(*atom)).map(|atom| atom.key.len()).sum();
        length
    };
    let found: usize = sections.iter().map(|section| section.items.len()).sum();
    if found < LEAST_ITEMS {
        return None;
    }
    said::find(normalized, known, &atoms, &sections, &mut kinds);
    let mut others = fill(normalized, &wording, &atoms, (&kinds, &times), &mut sections);
    others = strangers::adopt(normalized, &atoms, &kinds, &mut sections, others);
    printed::number(normalized, &atoms, &kinds, &mut sections);
    others = cells::assign(normalized, known, &atoms, &kinds, &mut sections, others);
    others.retain(|atom| matches!(kinds.get(*atom), Some(AtomKind::Other | AtomKind::Note)));
    if are_mingled(&sections) {
        sections.sort_by_key(|section| section.index);
    }
    let strange: usize = others
        .iter()
        .filter(|atom| kinds.get(**atom) == Some(&AtomKind::Other))
        .filter_map(|atom| atoms.get(*atom))
        .map(|atom| atom.key.len())
        .sum();
    let written: usize = sections.iter().flat_map(|section| &section.items).map(is_whole).sum();
    if strange * CHARS_PER_STRANGE > written {
        return None;
    }
    // Titles may stand before all that goes in order.
    let used = sections.iter().filter_map(WovenSection::first).min().and_then(|first| atoms.get(first));
    let start = used.and_then(|atom| place_of(normalized, atom));
    let (first, line) = used.map_or((0, 0), |atom| (atom.piece, atom.line));
    others.retain(|other| atoms.get(*other).is_some_and(|atom| atom.line >= line));
    let is_title = |(piece, place): &(usize, &PiecePlace)| *piece > first && place.role == Role::Title;
    let titles = places.iter().enumerate().filter(is_title).map(|(piece, _)| piece).collect();
    Some(WovenChecklist { atoms, sections, titles, others, start })
}

/// The edition whose wording explains most of the atoms, and how.
fn edition(form: &ChecklistForm, atoms: &[Atom]) -> Option<(EditionWording, Vec<Link>)> {
    let wordings: Vec<EditionWording> =
        form.editions.iter().map(|edition| EditionWording::new(form, edition)).collect();
    let counts: Vec<usize> =
        wordings.iter().map(|wording| atoms.iter().filter(|atom| wording.knows(&atom.key)).count()).collect();
    let most = counts.iter().copied().max()?;
    let tried = wordings.iter().zip(counts).enumerate().filter(|(_, (_, count))| count * EDITIONS_PER_KNOWN >= most);
    let chains = tried.map(|(edition, (wording, _))| (edition, chain(wording, atoms)));
    // Of equals the first.
    let (at, (score, links)) = chains.reduce(|best, next| if next.1.0 > best.1.0 { next } else { best })?;
    if let Some(mixed) = mixed::edition(form, &wordings, at, atoms, &links) {
        let wording = EditionWording::new(form, &mixed);
        let (mixed_score, links) = chain(&wording, atoms);
        if mixed_score > score {
            return Some((wording, links));
        }
    }
    Some((wordings.into_iter().nth(at)?, links))
}

/// What each atom is. Of an item too little of which was found, and of a title that is not whole, nothing was found.
fn kinds(
    normalized: &Normalized,
    form: &ChecklistForm,
    wording: &EditionWording,
    atoms: &[Atom],
    links: &[Link],
) -> Vec<AtomKind> {
    let mut found = vec![0; wording.elements.len()];
    for link in links {
        if let Some(count) = found.get_mut(wording.element_at(link.place.start)) {
            *count += link.place.end - link.place.start - link.place.slips.min(link.place.end - link.place.start);
        }
    }
    let is_found = |at: usize| {
        let length = wording.elements.get(at).map_or(1, |of| of.end - of.start);
        found.get(at).is_some_and(|count| count * CHARS_PER_FOUND >= length)
    };
    let mut kinds: Vec<AtomKind> = atoms.iter().map(|atom| frame(normalized, form, atom)).collect();
    for link in links {
        let element = wording.element_at(link.place.start);
        if let Some(kind) = kinds.get_mut(link.atom).filter(|_| is_found(element)) {
            *kind = AtomKind::Known(element, link.place.start, link.place.end);
        }
    }
    kinds
}

/// Finds titles of sections that stand out of their order, each where it stands first, for pages may repeat it: in one piece, or in the
/// lines that a narrow column beside the items cut it into.
fn stray_titles(wording: &EditionWording, atoms: &[Atom], kinds: &mut [AtomKind]) {
    for (at, title) in wording.elements.iter().enumerate().filter(|(_, element)| element.item.is_none()) {
        let found = |kind: &AtomKind| match kind {
            AtomKind::Known(own, start, end) if *own == at => end.saturating_sub(*start),
            _ => 0,
        };
        if kinds.iter().map(found).sum::<usize>() >= title.end - title.start {
            continue;
        }
        let mut places = (0..atoms.len()).filter_map(|first| title_from(wording, at, atoms, kinds, first));
        let Some(lines) = places.next() else { continue };
        let mut start = title.start;
        for index in lines {
            let end = start + atoms.get(index).map_or(0, |atom| atom.key.len());
            if let Some(kind) = kinds.get_mut(index) {
                *kind = AtomKind::Known(at, start, end);
            }
            start = end;
        }
    }
}

/// The atoms that make up a title, beginning with one; what stands between them is other text's.
fn title_from(
    wording: &EditionWording,
    title: usize,
    atoms: &[Atom],
    kinds: &[AtomKind],
    first: usize,
) -> Option<Vec<usize>> {
    let element = wording.elements.get(title)?;
    let mut start = element.start;
    let mut lines = Vec::new();
    for (index, atom) in atoms.iter().enumerate().skip(first).take(LONGEST_TITLE) {
        let end = start + atom.key.len();
        let is_free = match kinds.get(index) {
            Some(AtomKind::Other) => !atom.is_mark && !atom.key.is_empty(),
            Some(AtomKind::Known(own, ..)) => *own == title,
            _ => false,
        };
        if is_free && end <= element.end && wording.is_at(&atom.key, start, end) {
            lines.push(index);
            start = end;
        } else if lines.is_empty() {
            return None;
        }
        if start == element.end {
            return Some(lines);
        }
    }
    None
}

/// What an atom is where it is no wording.
fn frame(normalized: &Normalized, form: &ChecklistForm, atom: &Atom) -> AtomKind {
    let text = normalized.text_of(atom.span);
    let key: String = atom.key.iter().collect();
    let is_heading = || !key.is_empty() && form.heading_keys.iter().any(|heading| heading.contains(&key));
    let is_point = || key.is_empty() && !text.contains(['(', ')']);
    match () {
        () if atom.is_note || note_mark(text).is_some_and(|(_, length)| length == text.len()) => AtomKind::Note,
        () if atom.is_mark => AtomKind::Other,
        () if super::number(text) == Some(text.len()) || is_point() => AtomKind::Number,
        () if is_heading() => AtomKind::Heading,
        () => AtomKind::Other,
    }
}

/// The sections and items whose wording was found, in the order of the text.
fn gather(wording: &EditionWording, kinds: &[AtomKind]) -> Vec<WovenSection> {
    let mut sections: Vec<WovenSection> = Vec::new();
    for (atom, kind) in kinds.iter().enumerate() {
        let AtomKind::Known(element, start, end) = kind else { continue };
        let Some(element) = wording.elements.get(*element) else { continue };
        let at = sections.iter().position(|section| section.index == element.section).unwrap_or_else(|| {
            sections.push(WovenSection { index: element.section, ..WovenSection::default() });
            sections.len() - 1
        });
        let Some(section) = sections.get_mut(at) else { continue };
        match element.item {
            // Pages may repeat it.
            None if *start >= section.title_end => {
                section.title.push(atom);
                section.title_end = *end;
            }
            None => {}
            Some(index) => match section.items.iter_mut().find(|item| item.index == Some(index)) {
                Some(item) => item.text.push(atom),
                None => section.items.push(WovenItem { index: Some(index), text: vec![atom], ..WovenItem::default() }),
            },
        }
    }
    sections.iter_mut().for_each(|section| section.items.sort_by_key(|item| item.index));
    sections
}

/// Whether sections stand within each other: then their order in the text is not the document's, but that in which a program
/// drew or took out its parts.
fn are_mingled(sections: &[WovenSection]) -> bool {
    let ends = sections.iter().filter_map(|section| {
        let texts = section.items.iter().flat_map(|item| &item.text);
        let atoms = || section.title.iter().chain(texts.clone());
        Some((*atoms().min()?, *atoms().max()?))
    });
    let mut ends: Vec<(usize, usize)> = ends.collect();
    ends.sort_unstable();
    ends.windows(2).any(|pair| matches!(pair, [a, b] if b.0 < a.1))
}

/// Gives items the text that stands where theirs was not found; what is left.
fn fill(
    normalized: &Normalized,
    wording: &EditionWording,
    atoms: &[Atom],
    (kinds, times): (&[AtomKind], &BTreeSet<usize>),
    sections: &mut [WovenSection],
) -> Vec<usize> {
    let known = |kind: &AtomKind| match kind {
        AtomKind::Known(element, start, end) => {
            wording.elements.get(*element).filter(|of| of.item.is_some()).map(|of| (*of, *start, *end))
        }
        _ => None,
    };
    let all: Vec<_> = kinds.iter().map(known).collect();
    let texts = all.iter().enumerate().map(|(at, known)| known.filter(|_| !is_point(atoms, at)));
    let (nearest, nearest_text) = (around(all.iter().copied()), around(texts));
    let mut others = Vec::new();
    for (index, atom) in atoms.iter().enumerate() {
        let kind = kinds.get(index);
        if matches!(kind, None | Some(AtomKind::Known(..))) {
            continue;
        }
        if times.contains(&index) {
            others.push(index);
            continue;
        }
        let (before, after) = nearest.get(index).copied().unwrap_or_default();
        let around = || nearest_text.get(index).and_then(|(before, after)| before.zip(*after));
        let missing_before = before.map_or(0, |(of, _, end)| of.end - end);
        let missing_after = after.map_or(0, |(of, start, _)| start - of.start);
        let home = match (before, after) {
            (Some((of, ..)), _) if closes(normalized, atoms, kinds, sections, of, index) => Some(of),
            (Some((of, ..)), Some((next, ..)))
                if of == next
                    && around()
                        .is_some_and(|(before, after)| fills(wording, atoms, kinds, index, (before.2, after.1))) =>
            {
                Some(of)
            }
            _ if kind != Some(&AtomKind::Other) || atom.key.is_empty() => None,
            (Some((of, _, end)), Some((next, start, _))) if of == next => {
                (start > end || is_inserted(normalized, atoms, kinds, index)).then_some(of)
            }
            (Some((of, ..)), _) if missing_before > 0 && missing_before >= missing_after => Some(of),
            (_, Some((of, ..))) if missing_after > 0 => Some(of),
            _ => None,
        };
        let item = home.and_then(|of| {
            let section = sections.iter_mut().find(|section| section.index == of.section)?;
            section.items.iter_mut().find(|item| item.index == of.item && item.index.is_some())
        });
        match item {
            Some(item) => {
                let at = item.text.partition_point(|atom| *atom < index);
                item.text.insert(at, index);
                item.is_doubtful |= !atom.key.is_empty() || normalized.text_of(atom.span) != "。";
            }
            None => others.push(index),
        }
    }
    others
}

/// What of some kind stands nearest before each place and behind it.
fn around<T: Copy>(of: impl DoubleEndedIterator<Item = Option<T>> + Clone) -> Vec<(Option<T>, Option<T>)> {
    let passed = |last: &mut Option<T>, here: Option<T>| {
        let before = *last;
        *last = here.or(before);
        Some(before)
    };
    let before = of.clone().scan(None, passed);
    let mut behind: Vec<Option<T>> = of.rev().scan(None, passed).collect();
    behind.reverse();
    before.zip(behind).collect()
}

/// Whether an atom is the letter of a list's point: (b).
fn is_point(atoms: &[Atom], at: usize) -> bool {
    atoms.get(at).is_some_and(|atom| matches!(atom.key[..], [letter] if letter.is_ascii_lowercase()))
}

/// Whether an atom is of a stretch that is what the wording has between the two known ones around it: 「(g) 監査」. The row's number and
/// marks may stand amid it.
fn fills(wording: &EditionWording, atoms: &[Atom], kinds: &[AtomKind], index: usize, gap: (usize, usize)) -> bool {
    let is_gap = |at: &usize| !matches!(kinds.get(*at), None | Some(AtomKind::Known(..))) || is_point(atoms, *at);
    let start = (0..index).rev().take(LONGEST_INSERTED).take_while(is_gap).last().unwrap_or(index);
    let all = (start..atoms.len()).take(LONGEST_INSERTED * 2).take_while(is_gap);
    let is_part =
        |at: &usize| matches!(kinds.get(*at), Some(AtomKind::Known(..) | AtomKind::Other | AtomKind::Heading));
    let is_text = |at: &usize| atoms.get(*at).is_some_and(|atom| !atom.is_mark && !atom.key.is_empty());
    let parts: Vec<usize> = all.filter(is_part).filter(is_text).collect();
    let key: Vec<char> = parts.iter().filter_map(|at| atoms.get(*at)).flat_map(|atom| &atom.key).copied().collect();
    parts.contains(&index) && wording.is_like(&key, gap.0, gap.1)
}

/// Whether an atom is of a stretch that stands amid an item's text without being the form's: an entry of a list that the form has
/// not, say. What stands behind a mark, and brackets that other text closes, are a cell's.
fn is_inserted(normalized: &Normalized, atoms: &[Atom], kinds: &[AtomKind], index: usize) -> bool {
    let is_own = |at: &usize| {
        let kind = kinds.get(*at);
        kind == Some(&AtomKind::Other) && atoms.get(*at).is_some_and(|atom| !atom.is_mark)
    };
    let start = (0..index).rev().take(LONGEST_INSERTED).take_while(is_own).last().unwrap_or(index);
    let end = (index..atoms.len()).take(LONGEST_INSERTED).take_while(is_own).last().map_or(index, |last| last + 1);
    let is_known =
        |at: Option<usize>| at.and_then(|at| kinds.get(at)).is_some_and(|kind| matches!(kind, AtomKind::Known(..)));
    let own = atoms.get(start..end).unwrap_or_default();
    let text = |at: usize| own.get(at).map_or("", |atom| normalized.text_of(atom.span));
    // A time in brackets is a cell's.
    if text(0).starts_with('(')
        && text(own.len().saturating_sub(1)).ends_with(')')
        && times::is_time(normalized, own.iter())
    {
        return false;
    }
    let count =
        |bracket: char| own.iter().map(|atom| normalized.text_of(atom.span).matches(bracket).count()).sum::<usize>();
    let length: usize = own.iter().map(|atom| atom.key.len()).sum();
    let line = |at: usize| atoms.get(at).map(|atom| atom.line);
    let opens_line = start.checked_sub(1).is_some_and(|before| line(before) < line(start));
    let is_amid_line = is_known(start.checked_sub(1)) && start.checked_sub(1).and_then(line) == line(end) && length > 0;
    (opens_line || is_known(start.checked_sub(1)))
        && is_known(Some(end))
        && (length >= LEAST_INSERTED || is_amid_line)
        && count('(') == count(')')
}

/// Whether an atom right behind an item's text closes the bracket that is open there, or is the full stop for which a line had no room.
fn closes(
    normalized: &Normalized,
    atoms: &[Atom],
    kinds: &[AtomKind],
    sections: &[WovenSection],
    of: Element,
    index: usize,
) -> bool {
    let text = |atom: usize| atoms.get(atom).map_or("", |atom| normalized.text_of(atom.span));
    let sections = sections.iter().filter(|section| section.index == of.section);
    let item = sections.flat_map(|section| &section.items).find(|item| item.index == of.item && item.index.is_some());
    let own = item.map_or(&[][..], |item| &item.text);
    let count = |bracket: char| own.iter().map(|atom| text(*atom).matches(bracket).count()).sum::<usize>();
    let is_closing = text(index).starts_with(')') && text(index).chars().all(|c| matches!(c, ')' | '。' | '、' | '」'));
    // The row's number and its marks may stand between.
    let is_of_row = |at: usize| {
        kinds.get(at) == Some(&AtomKind::Number) || atoms.get(at).is_some_and(|atom| atom.is_mark || atom.is_note)
    };
    let is_behind = || own.last().is_some_and(|last| (last + 1..index).take(LONGEST_INSERTED).all(is_of_row));
    let is_stop = text(index) == "。" && !own.last().is_some_and(|last| text(*last).ends_with('。'));
    is_stop || is_closing && count('(') > count(')') && is_behind()
}
