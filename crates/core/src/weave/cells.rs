//! Marks: which cells of marks a checklist has, and which item each belongs to.
//!
//! A planned cell has brackets, a done cell has none. In each column the cells stand in the order of the items; where
//! there are as many as items, the first is the first item's. Where there are not, each goes to the item it stands
//! with, and where that tells nothing the marks are left out.

use super::atoms::Atom;
use super::cell::{CELLS_PER_STRAY, LEAST_APART, MarkCell};
use super::items::{AtomKind, SaidOfItem, WovenItem, WovenSection};
use super::mark_headings::{headings, under_headings};
use super::parts::AtomParts;
use super::{company, lone, loose, numbered, times};
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::recognize::checklist::numbers;
use crate::text::marks::{self, Mark};
use std::collections::BTreeSet;

/// Lines over which the brackets of a cell may stay open.
const OPEN_LINES: u32 = 4;

/// Most characters of a plan.
const LONGEST_PLAN: usize = 24;

/// Most characters of a plan's end on a line of its own: 10月).
const LONGEST_END: usize = 6;

/// Cost of a cell or an item that is passed over, in items that a cell stands from its own.
const PASSED: u32 = 3;

/// Of so many items one has brackets in its planned cell, at least, where brackets tell the columns.
const ITEMS_PER_BRACKET: usize = 2;

/// Gives the items their marks; what is left of the other atoms.
pub(super) fn assign(
    normalized: &Normalized,
    form: &ChecklistForm,
    atoms: &[Atom],
    kinds: &[AtomKind],
    sections: &mut [WovenSection],
    others: Vec<usize>,
) -> Vec<usize> {
    let count = sections.iter().map(|section| section.items.len()).sum();
    let (mut cells, others) = cells(normalized, atoms, kinds, others, count);
    swap_brackets(normalized, atoms, &mut cells);
    let items = sections.iter().flat_map(|section| &section.items);
    let starts: Vec<usize> = items.filter_map(|item| item.text.first().copied()).collect();
    let doubles = lone::take_doubles(normalized, atoms, &mut cells, &starts);
    give(normalized, form, atoms, kinds, sections, cells);
    for item in sections.iter_mut().flat_map(|section| &mut section.items) {
        lone::give_double(atoms, &doubles, item);
    }
    loose::place(normalized, atoms, kinds, sections, others)
}

/// Gives the items the cells of marks that are theirs.
fn give(
    normalized: &Normalized,
    form: &ChecklistForm,
    atoms: &[Atom],
    kinds: &[AtomKind],
    sections: &mut [WovenSection],
    cells: Vec<MarkCell>,
) {
    let homes = numbered::homes(normalized, atoms, sections);
    let parts = AtomParts::new(atoms, sections);
    let has_words = cells.iter().filter(|cell| cell.said.is_some()).count() * 2 > cells.len();
    let mut items: Vec<&mut WovenItem> = sections.iter_mut().flat_map(|section| &mut section.items).collect();
    let ends = |item: &&mut WovenItem| item.text.first().copied();
    let starts: Vec<usize> = items.iter().filter_map(ends).collect();
    let headings = headings(form, atoms, kinds);
    let first = headings.first().map_or(0, |heading| heading.line);
    let is_below =
        |cell: &&MarkCell| cell.atoms.first().and_then(|atom| atoms.get(*atom)).is_some_and(|atom| atom.line > first);
    let (below, times): (Vec<MarkCell>, Vec<MarkCell>) =
        cells.iter().filter(is_below).cloned().partition(|cell| is_marked(atoms, cell));
    if has_words && !cells.iter().any(|cell| is_marked(atoms, cell)) {
        let said: Vec<MarkCell> = cells.into_iter().filter(|cell| cell.said.is_some()).collect();
        give_each(&parts, &said, &homes, &starts, &mut items);
        doubt(normalized, atoms, &mut items);
        return;
    }
    if let Some(under) = under_headings(normalized, &headings, &below, atoms, starts.len()) {
        let cells = below;
        let assigned = order(&cells, &starts).unwrap_or_default();
        for (item, at) in items.iter_mut().zip(assigned) {
            let Some((cell, (is_done, is_clear))) = at.and_then(|at| cells.get(at).zip(under.get(at))) else {
                continue;
            };
            item.has_doubtful_marks |= !is_clear || cells.len() != starts.len();
            let marks = if *is_done { &mut item.done } else { &mut item.planned };
            marks.clone_from(&cell.atoms);
        }
        place_times(atoms, &times, &mut items);
        doubt(normalized, atoms, &mut items);
        return;
    }
    let in_words = has_words.then(|| cells.iter().filter(|cell| cell.said.is_some()).cloned());
    let in_words = in_words.map(|cells| cells.partition(|cell| cell.said != Some(SaidOfItem::Planned)));
    let Some((done, planned)) = in_words
        .or_else(|| columns(&cells, atoms, &starts))
        .or_else(|| company::columns(normalized, atoms, kinds, &cells, starts.len()))
    else {
        give_alone(
            normalized,
            atoms,
            lone::with_times(normalized, atoms, cells, &starts),
            &parts,
            (&homes, &starts),
            &mut items,
        );
        return;
    };
    let mut are_numbered = true;
    for (column, is_done) in [(&done, true), (&planned, false)] {
        let by_order = order(column, &starts);
        let by_numbers = if by_order.is_some() { None } else { by_numbers(column, &homes, starts.len()) };
        are_numbered &= by_numbers.is_some();
        let assigned = by_order.or(by_numbers).or_else(|| parts.assign(column, &starts));
        for (item, cell) in items.iter_mut().zip(assigned.unwrap_or_default()) {
            let cell = cell.and_then(|cell| column.get(cell)).cloned().unwrap_or_default();
            item.has_doubtful_marks |= cell.is_doubtful;
            let atoms = cell.atoms;
            if is_done { item.done = atoms } else { item.planned = atoms }
        }
    }
    give_to_the_others(atoms, &parts, &done, &starts, &mut items);
    pair(normalized, atoms, &done, &planned, &mut items);
    if !are_numbered {
        doubt(normalized, atoms, &mut items);
    }
}

/// Gives the done column's marks to the items whose planned cell has none, where only chosen boxes are printed and each item has one:
/// both columns together have as many marks as items, or those of a part, if that tells more than the columns by themselves.
fn give_to_the_others(
    atoms: &[Atom],
    parts: &AtomParts,
    done: &[MarkCell],
    starts: &[usize],
    items: &mut [&mut WovenItem],
) {
    let is_free = |item: &WovenItem| {
        let first = item.planned.first().and_then(|first| atoms.get(*first));
        first.is_some_and(|first| !first.is_mark)
    };
    let free: Vec<usize> = (0..items.len()).filter(|at| items.get(*at).is_some_and(|item| is_free(item))).collect();
    if free.len() == items.len() {
        return;
    }
    let own: Vec<usize> = free.iter().filter_map(|at| starts.get(*at).copied()).collect();
    let all = (free.len() == done.len()).then(|| (0..done.len()).map(Some).collect());
    let assigned: Vec<Option<usize>> = all.or_else(|| parts.assign(done, &own)).unwrap_or_default();
    if assigned.iter().flatten().count() <= items.iter().filter(|item| !item.done.is_empty()).count() {
        return;
    }
    items.iter_mut().for_each(|item| item.done.clear());
    for (at, cell) in free.iter().zip(assigned) {
        let (Some(item), Some(cell)) = (items.get_mut(*at), cell.and_then(|cell| done.get(cell))) else { continue };
        item.has_doubtful_marks = true;
        item.done.clone_from(&cell.atoms);
    }
}

/// Gives items their marks, and times without brackets, where nothing tells two columns apart.
fn give_alone(
    normalized: &Normalized,
    atoms: &[Atom],
    cells: Vec<MarkCell>,
    parts: &AtomParts,
    (homes, starts): (&[Option<usize>], &[usize]),
    items: &mut [&mut WovenItem],
) {
    let (marked, times): (Vec<MarkCell>, Vec<MarkCell>) = cells.into_iter().partition(|cell| is_marked(atoms, cell));
    let alone = lone::assign(normalized, atoms, &marked, starts, parts);
    if alone.is_empty()
        && lone::are_chosen(normalized, atoms, &marked)
        && lone::are_bare_times(normalized, atoms, &times)
        && place_times(atoms, &times, items)
    {
        give_each(parts, &marked, homes, starts, items);
        for item in items.iter_mut().filter(|item| !item.done.is_empty()) {
            item.has_doubtful_marks = true;
            if !item.planned.is_empty() {
                item.planned.splice(..0, std::mem::take(&mut item.done));
            }
        }
        return;
    }
    for (item, lone) in items.iter_mut().zip(alone) {
        let Some((cell, lone)) = lone.and_then(|own| Some((marked.get(own.cell)?, own))) else { continue };
        // Planned items may be without a time.
        item.has_doubtful_marks |= !lone.is_told || cell.is_doubtful;
        let marks = if lone.is_planned { &mut item.planned } else { &mut item.done };
        marks.clone_from(&cell.atoms);
    }
}

/// Gives items their one cell: that of the done column, unless its words say otherwise.
fn give_each(
    parts: &AtomParts,
    cells: &[MarkCell],
    homes: &[Option<usize>],
    starts: &[usize],
    items: &mut [&mut WovenItem],
) {
    let assigned = order(cells, starts).or_else(|| by_numbers(cells, homes, starts.len()));
    let assigned = assigned.or_else(|| parts.assign(cells, starts)).unwrap_or_default();
    for (item, cell) in items.iter_mut().zip(assigned) {
        let Some(cell) = cell.and_then(|cell| cells.get(cell)) else { continue };
        item.has_doubtful_marks |= cell.is_doubtful;
        let own = if cell.said == Some(SaidOfItem::Planned) { &mut item.planned } else { &mut item.done };
        own.clone_from(&cell.atoms);
    }
}

/// Whether a cell begins with a mark.
fn is_marked(atoms: &[Atom], cell: &MarkCell) -> bool {
    cell.atoms.first().and_then(|atom| atoms.get(*atom)).is_some_and(|atom| atom.is_mark)
}

/// Whether words stand before their marks: 実施済■.
fn are_words_ahead(atoms: &[Atom], kinds: &[AtomKind]) -> bool {
    let is_said = |kind: &AtomKind| matches!(kind, AtomKind::Said(_));
    let pairs = atoms.windows(2).zip(kinds.windows(2));
    let (ahead, behind) = pairs.fold((0, 0), |(ahead, behind), (atoms, kinds)| match (atoms, kinds) {
        ([a, b], [own, next]) if a.piece == b.piece && a.span.end == b.span.start => {
            (ahead + usize::from(is_said(own) && b.is_mark), behind + usize::from(a.is_mark && is_said(next)))
        }
        _ => (ahead, behind),
    });
    ahead > behind
}

/// Gives times that stand without a mark to the items on whose lines they begin; whether one stands with or between the items.
fn place_times(atoms: &[Atom], times: &[MarkCell], items: &mut [&mut WovenItem]) -> bool {
    let line = |atom: &usize| atoms.get(*atom).map(|atom| atom.line);
    let ends = |(at, item): (usize, &&mut WovenItem)| {
        let lines = || item.text.iter().filter_map(line);
        Some((lines().min()?, lines().max()?, at))
    };
    let mut ends: Vec<(u32, u32, usize)> = items.iter().enumerate().filter_map(ends).collect();
    ends.sort_unstable();
    let mut is_among = false;
    for time in times {
        let Some(own) = time.atoms.first().and_then(line) else { continue };
        let begun = ends.partition_point(|(first, ..)| *first <= own);
        let Some((_, last, at)) = begun.checked_sub(1).and_then(|last| ends.get(last)) else { continue };
        is_among |= own <= *last || begun < ends.len();
        if let Some(item) = items.get_mut(*at).filter(|_| own <= *last) {
            item.planned.extend(&time.atoms);
            item.has_doubtful_marks = true;
        }
    }
    is_among
}

/// Gives an item that has one of its two cells the other one, where both stand side by side. Where they don't, a circle says
/// nothing without its company, and any other mark is doubted.
fn pair(
    normalized: &Normalized,
    atoms: &[Atom],
    done: &[MarkCell],
    planned: &[MarkCell],
    items: &mut [&mut WovenItem],
) {
    let is_beside = |left: usize, right: usize| {
        let line = |atom: usize| atoms.get(atom).map(|atom| atom.line);
        left + 1 == right && line(left) == line(right)
    };
    let used: Vec<usize> =
        items.iter().flat_map(|item| item.done.first().into_iter().chain(item.planned.first())).copied().collect();
    let free = |cell: &&MarkCell| cell.atoms.first().is_some_and(|first| !used.contains(first));
    for item in items {
        let other = match (&item.done[..], &item.planned[..]) {
            ([], [first, ..]) => {
                done.iter().find(|cell| cell.atoms.last().is_some_and(|last| is_beside(*last, *first)))
            }
            ([.., last], []) => {
                planned.iter().find(|cell| cell.atoms.first().is_some_and(|first| is_beside(*last, *first)))
            }
            _ => continue,
        };
        let other = other.filter(free);
        let (own, lacking) = if item.done.is_empty() {
            (&mut item.planned, &mut item.done)
        } else {
            (&mut item.done, &mut item.planned)
        };
        let text = own.first().and_then(|own| atoms.get(*own)).map_or("", |own| normalized.text_of(own.span));
        match other {
            Some(cell) => lacking.clone_from(&cell.atoms),
            None if marks::at_head(text).is_some_and(|(mark, _)| mark == Mark::Circle) => own.clear(),
            None => item.has_doubtful_marks = true,
        }
    }
}

/// Doubts marks that nothing but their order gives to an item, where the order tells something: pairs on a line that
/// were parted, a number beside that is another item's, cells apart from their item or from each other.
fn doubt(normalized: &Normalized, atoms: &[Atom], items: &mut [&mut WovenItem]) {
    let text = |atom: usize| atoms.get(atom).map_or("", |atom| normalized.text_of(atom.span));
    let line = |atom: usize| atoms.get(atom).map(|atom| atom.line);
    let has_columns = atoms.iter().any(|atom| atom.column.is_some());
    let is_plain = |item: &WovenItem| {
        let planned = item.planned.first().and_then(|mark| marks::at_head(text(*mark)));
        planned.is_some_and(|(mark, _)| mark != Mark::Filled)
            && item.planned.iter().skip(1).all(|atom| text(*atom).trim_matches(['(', ')', ' ']).is_empty())
    };
    let all_plain = items.iter().all(|item| is_plain(item));
    let starts: Vec<usize> = items.iter().filter_map(|item| item.text.first().copied()).collect();
    let homes: Vec<(usize, usize)> = items
        .iter()
        .enumerate()
        .flat_map(|(at, item)| [&item.done, &item.planned].into_iter().flatten().map(move |atom| (*atom, at)))
        .collect();
    let mut doubted = vec![false; items.len()];
    let mut doubt = |at: usize| doubted.get_mut(at).into_iter().for_each(|entry| *entry = true);
    for (atom, home) in &homes {
        let before = atom.checked_sub(1).filter(|before| line(*before) == line(*atom));
        let other = before.and_then(|before| homes.iter().find(|(atom, _)| *atom == before)).map(|(_, home)| *home);
        if let Some(other) = other.filter(|other| other != home) {
            doubt(other);
            doubt(*home);
        }
        let number = before.and_then(|before| numbers::lone_number(text(before))).map(|(no, _)| no as usize);
        let is_numbered = items.get(*home).is_some_and(|item| number.is_none_or(|no| no == item.no));
        let is_home = starts.partition_point(|start| start <= atom).checked_sub(1) == Some(*home);
        if !is_numbered || !is_home && !has_columns && !all_plain && number.is_none() {
            doubt(*home);
        }
    }
    for (item, is_doubted) in items.iter_mut().zip(doubted) {
        let ends = item.done.first().zip(item.planned.first());
        let is_parted = ends.is_some_and(|(done, planned)| line(*done) != line(*planned));
        let column = |atom: &usize| atoms.get(*atom).and_then(|atom| atom.column);
        let is_in_order =
            ends.is_some_and(|(done, planned)| column(done).zip(column(planned)).is_some_and(|(a, b)| a < b));
        item.has_doubtful_marks |= is_doubted || is_parted && !is_in_order && !all_plain;
    }
}

/// The cells of marks among the atoms that are no text of an item, and the other ones.
fn cells(
    normalized: &Normalized,
    atoms: &[Atom],
    kinds: &[AtomKind],
    others: Vec<usize>,
    items: usize,
) -> (Vec<MarkCell>, Vec<usize>) {
    let (others, moved) = marks_first(normalized, atoms, others, items);
    let mut cells: Vec<MarkCell> = Vec::new();
    let mut left = Vec::new();
    let mut last: Option<usize> = None;
    let are_words_ahead = are_words_ahead(atoms, kinds);
    // Where only chosen boxes are printed, brackets behind a mark may be the other cell's, if each item has some.
    let count = others.iter().filter(|atom| atoms.get(**atom).is_some_and(|atom| atom.is_mark)).count();
    let is_lone = count * ITEMS_PER_BRACKET < items * 3;
    let opens = |atom: &&usize| atoms.get(**atom).is_some_and(|atom| normalized.text_of(atom.span).starts_with('('));
    let are_printed = others.iter().filter(opens).count() * ITEMS_PER_BRACKET >= items;
    for index in others {
        let Some(atom) = atoms.get(index) else { continue };
        let text = normalized.text_of(atom.span);
        let before = last.and_then(|last| atoms.get(last));
        let is_right_behind = last.is_some_and(|last| last + 1 == index) || moved.contains(&index);
        let is_near = before.is_some_and(|before| atom.line <= before.line + OPEN_LINES);
        let same_line = before.is_some_and(|before| before.line == atom.line);
        let kind = kinds.get(index).copied().unwrap_or(AtomKind::Other);
        // The end of a time may be the end of a heading's word: で実 | 施).
        let is_end = text.ends_with(')') && !text.contains('(');
        let is_text = !matches!(kind, AtomKind::Note) && (same_line || is_end || kind != AtomKind::Heading);
        // Of two marks the second is the planned cell's, though its brackets stand on a later line.
        let is_second = cells.iter().rev().take(2).filter(|cell| !cell.has_brackets).count() == 2;
        let is_close = before.is_some_and(|before| {
            before.piece == atom.piece && (before.span.end == atom.span.start || atom.column.is_some())
        });
        let said = if let AtomKind::Said(said) = kind { Some(said) } else { None };
        // Words go with the mark beside them.
        let is_next_line = before.is_some_and(|before| atom.piece <= before.piece + 1);
        let is_beside = |cell: &MarkCell| {
            is_right_behind && is_next_line && cell.atoms.len() == 1 && is_marked(atoms, cell) != atom.is_mark
        };
        if said.is_some() || atom.is_mark && are_words_ahead {
            match cells.last_mut().filter(|cell| are_words_ahead == atom.is_mark && is_beside(cell)) {
                Some(cell) => cell.atoms.push(index),
                None => cells.push(MarkCell { atoms: vec![index], ..MarkCell::default() }),
            }
            if let Some(cell) = cells.last_mut() {
                cell.said = cell.said.or(said);
                cell.has_brackets |= text.contains('(');
                cell.is_open = text.contains('(') && !text.contains(')');
            }
            last = Some(index);
            continue;
        }
        let is_parted = is_lone && are_printed && text.starts_with('(') && !is_close;
        let goes_on = |cell: &&MarkCell| {
            if is_parted && !cell.is_open {
                return false;
            }
            let length: usize = cell.atoms.iter().filter_map(|atom| atoms.get(*atom)).map(|atom| atom.key.len()).sum();
            let is_short = length + atom.key.len() <= LONGEST_PLAN;
            let column = cell.atoms.first().and_then(|first| atoms.get(*first)).and_then(|first| first.column);
            let is_below = column.zip(atom.column).is_none_or(|(own, new)| new + LEAST_APART > own);
            cell.is_open && is_short && is_text && is_below
                || (is_right_behind || is_second)
                    && !cell.has_brackets
                    && text.starts_with('(')
                    && kind == AtomKind::Other
                || is_right_behind && same_line && kind == AtomKind::Other && !text.starts_with(')')
        };
        // The end of a time may stand below the other mark of its item, which is set amid the cell's height.
        if let [.., cell, other] = &mut cells[..]
            && cell.is_open
            && is_end
            && kind == AtomKind::Other
            && atom.key.len() <= LONGEST_END
            && other.atoms.len() == 1
            && is_marked(atoms, other)
            && cell
                .atoms
                .first()
                .and_then(|first| atoms.get(*first))
                .is_some_and(|first| atom.line <= first.line + OPEN_LINES)
        {
            cell.atoms.push(index);
            (cell.is_open, cell.is_doubtful) = (false, true);
            continue;
        }
        if atom.is_mark {
            // Of an item's two marks the left one may stand on a later line.
            let is_left = |cell: &MarkCell| {
                let column = cell.atoms.first().and_then(|first| atoms.get(*first)).and_then(|first| first.column);
                let is_one = cell.atoms.len() == 1 && !same_line && is_near;
                is_one && column.zip(atom.column).is_some_and(|(own, new)| new + LEAST_APART <= own)
            };
            if !is_lone && cells.last().is_some_and(is_left) {
                let at = cells.len() - 1;
                cells.insert(at, MarkCell { atoms: vec![index], ..MarkCell::default() });
                last = Some(index);
                continue;
            }
            cells.push(MarkCell::default());
        } else if cells.last().filter(|_| is_near).is_some_and(|cell| goes_on(&cell)) {
            // It is taken below.
        } else if (text.starts_with('(') || is_lone && !are_printed && times::is_bare_time(text))
            && kind == AtomKind::Other
            && atom.key.len() <= LONGEST_PLAN
        {
            cells.push(MarkCell::default());
        } else {
            left.push(index);
            continue;
        }
        if let Some(cell) = cells.last_mut() {
            cell.is_doubtful |= !same_line && text.starts_with('(') && !cell.atoms.is_empty() && atom.column.is_none();
            cell.is_doubtful |= is_parted && atom.column.is_none();
            cell.atoms.push(index);
            cell.has_brackets |= text.contains('(');
            cell.is_open = (cell.is_open || text.contains('(')) && !text.contains(')');
        }
        last = Some(index);
    }
    (cells, left)
}

/// Puts marks before the brackets that open their line, where nearly every second item has such a line and nothing else on it: the mark
/// of the planned cell was drawn behind its brackets or amid them. The brackets that stand right behind their mark now are told.
fn marks_first(
    normalized: &Normalized,
    atoms: &[Atom],
    others: Vec<usize>,
    items: usize,
) -> (Vec<usize>, BTreeSet<usize>) {
    let line = |at: usize| atoms.get(at).map(|atom| atom.line);
    let is_mark = |at: &usize| atoms.get(*at).is_some_and(|atom| atom.is_mark);
    let opens = |at: usize| atoms.get(at).is_some_and(|atom| normalized.text_of(atom.span).starts_with('('));
    let mark_of = |own: &[usize]| {
        let (first, last) = (*own.first()?, *own.last()?);
        let is_whole = last - first + 1 == own.len()
            && first.checked_sub(1).and_then(line) != line(first)
            && line(last + 1) != line(first);
        let mut marks = own.iter().copied().filter(is_mark);
        marks.next().filter(|_| marks.next().is_none() && is_whole && opens(first))
    };
    let lines = || others.chunk_by(|a, b| line(*a) == line(*b));
    if lines().filter_map(mark_of).count() * ITEMS_PER_BRACKET < items {
        return (others, BTreeSet::new());
    }
    let mut moved = BTreeSet::new();
    let mut ordered = Vec::with_capacity(others.len());
    for own in lines() {
        let mark = mark_of(own);
        ordered.extend(mark);
        ordered.extend(own.iter().copied().filter(|at| Some(*at) != mark));
        moved.extend(mark.and(own.first()).copied());
    }
    (ordered, moved)
}

/// Gives brackets to the mark behind them, where most of them are blank and stand apart from the first mark of an item, and another
/// mark follows: the planned cell has its brackets below its mark, on the line of the done cell's, or they were drawn before it.
fn swap_brackets(normalized: &Normalized, atoms: &[Atom], cells: &mut [MarkCell]) {
    let is_mark = |at: usize| atoms.get(at).is_some_and(|atom| atom.is_mark);
    let is_apart = |pair: &[MarkCell]| {
        let [of_brackets, lone] = pair else { return None };
        let ([first, brackets @ ..], [third]) = (&of_brackets.atoms[..], &lone.atoms[..]) else { return None };
        let (opening, closing) = (brackets.first()?, brackets.last()?);
        let (mark, next) = (atoms.get(*first)?, atoms.get(*third)?);
        let (open, close) = (atoms.get(*opening)?, atoms.get(*closing)?);
        let texts = || brackets.iter().filter_map(|at| atoms.get(*at)).map(|atom| normalized.text_of(atom.span));
        let is_below = open.line == mark.line + 1;
        let is_apart =
            open.line == close.line && (is_below || mark.line == open.line && mark.span.end < open.span.start);
        let is_first = first.checked_sub(1).is_none_or(|before| !is_mark(before));
        let is_next = next.line == close.line + 1 || next.span.start == close.span.end;
        let is_lone = mark.is_mark && next.is_mark && closing + 1 == *third;
        let is_pair = texts().next_back()?.ends_with(')') && is_apart && is_first && is_next && is_lone;
        is_pair.then(|| texts().all(times::is_blank_time))
    };
    let pairs: Vec<(usize, bool)> = (0..cells.len().saturating_sub(1))
        .filter_map(|at| Some((at, cells.get(at..at + 2).and_then(is_apart)?)))
        .collect();
    let blank = pairs.iter().filter(|(_, is_blank)| *is_blank).count();
    let bracketed = cells.iter().filter(|cell| cell.has_brackets).count();
    if blank * 2 <= bracketed {
        return;
    }
    for (at, _) in pairs {
        if let Some([done, planned]) = cells.get_mut(at..at + 2) {
            planned.atoms.extend(done.atoms.split_off(1));
            (done.has_brackets, planned.has_brackets) = (false, true);
            (done.is_doubtful, planned.is_doubtful) = (true, true);
        }
    }
}

/// The cells of the done and of the planned column.
fn columns(cells: &[MarkCell], atoms: &[Atom], starts: &[usize]) -> Option<(Vec<MarkCell>, Vec<MarkCell>)> {
    let items = starts.len();
    let bracketed = cells.iter().filter(|cell| cell.has_brackets).count();
    if bracketed * ITEMS_PER_BRACKET >= items {
        let (planned, done) = cells.iter().cloned().partition(|cell| cell.has_brackets);
        return Some((done, planned));
    }
    by_rows(cells, atoms, items).or_else(|| by_items(cells, atoms, starts))
}

/// The cells of two columns whose marks stand in pairs, a line for each item. What is of one row may have been drawn apart.
fn by_rows(cells: &[MarkCell], atoms: &[Atom], items: usize) -> Option<(Vec<MarkCell>, Vec<MarkCell>)> {
    if cells.len() != items * 2 {
        return None;
    }
    let first = |cell: &MarkCell| cell.atoms.first().and_then(|atom| atoms.get(*atom));
    let line = |cell: &MarkCell| first(cell).map(|atom| atom.line);
    let mut cells = cells.to_vec();
    cells.sort_by_key(|cell| (line(cell), first(cell).and_then(|atom| atom.column)));
    let is_row = |pair: &[MarkCell]| matches!(pair, [a, b] if line(a) == line(b));
    let column = |at: usize| cells.iter().skip(at).step_by(2).cloned().collect();
    cells.chunks(2).all(is_row).then(|| (column(0), column(1)))
}

/// The cells of two columns whose marks stand in pairs behind nearly every item, a line for each mark.
fn by_items(cells: &[MarkCell], atoms: &[Atom], starts: &[usize]) -> Option<(Vec<MarkCell>, Vec<MarkCell>)> {
    let home = |cell: &MarkCell| cell.atoms.first().map(|first| starts.partition_point(|start| start <= first));
    // Marks ahead of the first item may all be the next one's.
    let is_behind = |cell: &MarkCell| is_marked(atoms, cell) && home(cell) != Some(0);
    if !starts.is_sorted() || !cells.iter().all(is_behind) {
        return None;
    }
    let pairs = cells.chunk_by(|a, b| home(a) == home(b)).filter_map(|own| match own {
        [done, planned] => Some((done.clone(), planned.clone())),
        _ => None,
    });
    let (done, planned): (Vec<MarkCell>, Vec<MarkCell>) = pairs.unzip();
    (starts.len().saturating_sub(done.len()) * CELLS_PER_STRAY <= starts.len()).then_some((done, planned))
}

/// For each item its cell of a column, given where the items begin.
fn order(column: &[MarkCell], starts: &[usize]) -> Option<Vec<Option<usize>>> {
    if column.len() == starts.len() {
        return Some((0..column.len()).map(Some).collect());
    }
    if !starts.is_sorted() {
        return None;
    }
    let homes: Vec<usize> = column
        .iter()
        .filter_map(|cell| cell.atoms.first())
        .map(|first| starts.partition_point(|start| start <= first).saturating_sub(1))
        .collect();
    let assigned = align(&homes, starts.len());
    let strays =
        assigned.iter().enumerate().filter(|(item, cell)| cell.is_some_and(|cell| homes.get(cell) != Some(item)));
    (strays.count() * CELLS_PER_STRAY <= column.len()).then_some(assigned)
}

/// For each item its cell of a column, where nearly all cells stand behind the numbers of items.
fn by_numbers(column: &[MarkCell], homes: &[Option<usize>], items: usize) -> Option<Vec<Option<usize>>> {
    let mut homed: Vec<Vec<usize>> = vec![Vec::new(); items];
    for (cell, own) in column.iter().enumerate() {
        let home = own.atoms.first().and_then(|first| *homes.get(*first)?);
        homed.get_mut(home.unwrap_or(items)).into_iter().for_each(|cells| cells.push(cell));
    }
    // Of two cells at one number either may be another's.
    let only = |cells: &Vec<usize>| cells.first().copied().filter(|_| cells.len() == 1);
    let assigned: Vec<Option<usize>> = homed.iter().map(only).collect();
    let strays = column.len() - assigned.iter().flatten().count();
    (strays * CELLS_PER_STRAY <= column.len()).then_some(assigned)
}

/// The cheapest assignment of cells, in order, to items, given the item that each stands with.
fn align(homes: &[usize], items: usize) -> Vec<Option<usize>> {
    let width = items + 1;
    let cost_of = |cell: usize, item: usize| {
        u32::try_from(homes.get(cell).copied().unwrap_or_default().abs_diff(item)).unwrap_or(u32::MAX / 4)
    };
    let mut table = vec![0u32; (homes.len() + 1) * width];
    let at = |table: &[u32], cell: usize, item: usize| table.get(cell * width + item).copied().unwrap_or(u32::MAX / 4);
    for cell in 0..=homes.len() {
        for item in 0..=items {
            let pass_cell = cell.checked_sub(1).map(|before| at(&table, before, item) + PASSED);
            let pass_item = item.checked_sub(1).map(|before| at(&table, cell, before) + PASSED);
            let take = cell.checked_sub(1).zip(item.checked_sub(1));
            let take = take.map(|(cell, item)| at(&table, cell, item) + cost_of(cell, item));
            let best = [pass_cell, pass_item, take].into_iter().flatten().min().unwrap_or_default();
            if let Some(entry) = table.get_mut(cell * width + item) {
                *entry = best;
            }
        }
    }
    let mut assigned = vec![None; items];
    let (mut cell, mut item) = (homes.len(), items);
    while cell > 0 && item > 0 {
        let here = at(&table, cell, item);
        if here == at(&table, cell - 1, item - 1) + cost_of(cell - 1, item - 1) {
            (cell, item) = (cell - 1, item - 1);
            if let Some(entry) = assigned.get_mut(item) {
                *entry = Some(cell);
            }
        } else if here == at(&table, cell - 1, item) + PASSED {
            cell -= 1;
        } else {
            item -= 1;
        }
    }
    assigned
}
