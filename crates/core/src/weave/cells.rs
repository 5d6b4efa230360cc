//! Marks: which cells of marks a checklist has, and which item each belongs to.
//!
//! A planned cell has brackets, a done cell has none. In each column the cells stand in the order of the items; where
//! there are as many as items, the first is the first item's. Where there are not, each goes to the item it stands
//! with, and where that tells nothing the marks are left out.

use super::atoms::Atom;
use super::cell::MarkCell;
use super::items::{AtomKind, SaidOfItem, WovenItem, WovenSection};
use super::parts::AtomParts;
use super::{lone, numbered, times};
use crate::document::Span;
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::recognize::checklist::numbers;
use crate::text::marks::{self, Mark};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Lines over which the brackets of a cell may stay open.
const OPEN_LINES: u32 = 4;

/// Columns between the marks of two cells.
const LEAST_APART: u32 = 3;

/// Most characters of a plan.
const LONGEST_PLAN: usize = 24;

/// Most characters of a plan's end on a line of its own: 10月).
const LONGEST_END: usize = 6;

/// Cost of a cell or an item that is passed over, in items that a cell stands from its own.
const PASSED: u32 = 3;

/// Of this many cells at most one may stand elsewhere than with its item, where their number does not tell.
const CELLS_PER_STRAY: usize = 5;

/// Of so many items one has brackets in its planned cell, at least, where brackets tell the columns.
const ITEMS_PER_BRACKET: usize = 2;

/// How much nearer to one heading than to the other a mark stands under it, in columns.
const LEAST_CLEAR: u32 = 2;

/// How far the columns of two pages stand apart, at most, that are set alike.
const MOST_SHIFTED: u32 = 1;

/// Lines from the first to the last of the headings of one table.
const HEADING_LINES: u32 = 2;

/// Columns over which the marks of one column of a page may stand.
const WIDEST_COLUMN: u32 = 3;

/// Least length of what a line's end left of the planned column's heading, in characters.
const LEAST_HEADING: usize = 3;

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
        give_words(&parts, &said, &homes, &starts, &mut items);
        doubt(normalized, atoms, &mut items);
        return others;
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
        return others;
    }
    let in_words = has_words.then(|| cells.iter().filter(|cell| cell.said.is_some()).cloned());
    let in_words = in_words.map(|cells| cells.partition(|cell| cell.said != Some(SaidOfItem::Planned)));
    let Some((done, planned)) = in_words.or_else(|| columns(&cells, atoms, &starts)) else {
        let cells = lone::with_times(normalized, atoms, cells, &starts);
        let (marked, times): (Vec<MarkCell>, Vec<MarkCell>) =
            cells.into_iter().partition(|cell| is_marked(atoms, cell));
        let alone = lone::assign(normalized, atoms, &marked, &starts, &parts);
        let has_times = || lone::are_bare_times(normalized, atoms, &times);
        if alone.is_empty() && lone::are_chosen(normalized, atoms, &marked) && has_times() {
            let assigned = order(&marked, &starts).or_else(|| by_numbers(&marked, &homes, starts.len()));
            let assigned = assigned.or_else(|| parts.assign(&marked, &starts)).unwrap_or_default();
            for (item, cell) in items.iter_mut().zip(assigned) {
                let Some(cell) = cell.and_then(|cell| marked.get(cell)) else { continue };
                item.has_doubtful_marks = true;
                item.done.clone_from(&cell.atoms);
            }
            place_times(atoms, &times, &mut items);
            for item in items.iter_mut().filter(|item| !item.planned.is_empty()) {
                item.planned.splice(..0, std::mem::take(&mut item.done));
            }
            return others;
        }
        for (item, lone) in items.iter_mut().zip(alone) {
            let Some((cell, lone)) = lone.and_then(|own| Some((marked.get(own.cell)?, own))) else { continue };
            // Planned items may be without a time.
            item.has_doubtful_marks |= !lone.is_told || cell.is_doubtful;
            let marks = if lone.is_planned { &mut item.planned } else { &mut item.done };
            marks.clone_from(&cell.atoms);
        }
        return others;
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
    others
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

/// Gives items the one cell that says their status in words.
fn give_words(
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

/// Gives times that stand without a mark to the items on whose lines they begin.
fn place_times(atoms: &[Atom], times: &[MarkCell], items: &mut [&mut WovenItem]) {
    let line = |atom: &usize| atoms.get(*atom).map(|atom| atom.line);
    let ends = |item: &&mut WovenItem| {
        let lines = || item.text.iter().filter_map(line);
        lines().min().zip(lines().max())
    };
    let ends: Vec<Option<(u32, u32)>> = items.iter().map(ends).collect();
    for time in times {
        let Some(own) = time.atoms.first().and_then(line) else { continue };
        let home = ends.iter().position(|ends| ends.is_some_and(|(first, last)| first <= own && own <= last));
        if let Some(item) = home.and_then(|home| items.get_mut(home)) {
            item.planned.extend(&time.atoms);
            item.has_doubtful_marks = true;
        }
    }
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
        let is_right_behind = last.is_some_and(|last| last + 1 == index);
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

/// Of each cell whether it stands under the heading of the done column, and whether it does so clearly, where every item has one
/// cell at most and most stand clearly under one of the two headings: only the chosen boxes are printed. What is not clear goes
/// with the most.
fn under_headings(
    normalized: &Normalized,
    headings: &[HeadingRow],
    cells: &[MarkCell],
    atoms: &[Atom],
    items: usize,
) -> Option<Vec<(bool, bool)>> {
    if cells.is_empty() || cells.len() > items {
        return None;
    }
    let usual = usual_columns(cells, atoms);
    // A page that has none may be set as one that has.
    let is_set_as = |page: usize, other: usize| {
        usual.get(&page).zip(usual.get(&other)).is_some_and(|(own, other)| own.abs_diff(*other) <= MOST_SHIFTED)
    };
    let placed = |cell: &MarkCell| {
        let at = *cell.atoms.first()?;
        let first = atoms.get(at).filter(|atom| atom.is_mark)?;
        // The columns of a page are its own: above its first headings they are those of the headings below.
        let below = headings.partition_point(|heading| heading.line <= first.line);
        let nearest = || [below.checked_sub(1), Some(below)].into_iter().flatten().filter_map(|at| headings.get(at));
        let own = nearest().find(|heading| heading.page == first.page);
        let heading = own.or_else(|| nearest().find(|heading| is_set_as(first.page, heading.page)))?;
        let is_pushed = is_pushed(normalized, atoms, at);
        let is_done = under(heading, first.column?, is_pushed)?;
        let start = if is_done { heading.done.0 } else { heading.planned.0 };
        Some(PlacedMark {
            page: first.page,
            column: first.column?,
            is_done,
            is_pushed,
            from_start: first.column?.abs_diff(start),
        })
    };
    let placed: Vec<Option<PlacedMark>> = cells.iter().map(placed).collect();
    let strays = strays(&placed);
    if strays.len() * CELLS_PER_STRAY > cells.len() {
        return None;
    }
    let is_done =
        |(at, own): (usize, &Option<PlacedMark>)| own.filter(|_| !strays.contains(&at)).map(|own| own.is_done);
    let under: Vec<Option<bool>> = placed.iter().enumerate().map(is_done).collect();
    let clear = under.iter().flatten().count();
    let done = under.iter().flatten().filter(|is_done| **is_done).count();
    // Where all that are clear are of one column, so are the others.
    let is_one_column = clear > 0 && (done == clear || done == 0);
    let most_unclear = if is_one_column { cells.len() / 2 } else { cells.len() / CELLS_PER_STRAY };
    let is_told = cells.len() - clear <= most_unclear;
    is_told.then(|| under.iter().map(|own| (own.unwrap_or(done * 2 > clear), own.is_some())).collect())
}

/// Of each page the column in which most marks stand, the first of them.
fn usual_columns(cells: &[MarkCell], atoms: &[Atom]) -> BTreeMap<usize, u32> {
    let place = |cell: &MarkCell| {
        let first = atoms.get(*cell.atoms.first()?)?;
        Some((first.page, first.column?))
    };
    let mut places: Vec<(usize, u32)> = cells.iter().filter_map(place).collect();
    places.sort_unstable();
    let mut groups: Vec<&[(usize, u32)]> = places.chunk_by(|a, b| a.0 == b.0 && b.1 - a.1 < LEAST_APART).collect();
    groups.sort_by_key(|group| group.len());
    // Of each page the last and largest stays.
    groups.into_iter().filter_map(|group| group.first().copied()).collect()
}

/// Whether a mark stands under the heading of the done column; nothing where it may stand under either, or is far from both. One that
/// the text before it pushed to the right stands under none right of its own.
fn under(heading: &HeadingRow, column: u32, is_pushed: bool) -> Option<bool> {
    let (done, planned) = (apart(column, heading.done), apart(column, heading.planned));
    let between = heading.done.0.abs_diff(heading.planned.0);
    let is_clear = done.abs_diff(planned) >= LEAST_CLEAR && done.min(planned) <= between;
    let is_left = (done < planned) == (heading.done.0 < heading.planned.0);
    (is_clear && (is_left || !is_pushed)).then_some(done < planned)
}

/// Whether what stands before a mark on its line leaves no more than a space: where the text is long, the mark may have been pushed on.
fn is_pushed(normalized: &Normalized, atoms: &[Atom], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| atoms.get(before));
    let pair = before.zip(atoms.get(at)).filter(|(before, mark)| before.line == mark.line);
    pair.is_some_and(|(before, mark)| {
        let gap = Span::new(normalized.raw_span(before.span).end, normalized.raw_span(mark.span).start);
        gap.of(&normalized.document.text).chars().nth(1).is_none()
    })
}

/// A mark under a heading.
#[derive(Clone, Copy)]
struct PlacedMark {
    page: usize,
    column: u32,
    is_done: bool,
    is_pushed: bool,
    /// How far from where its heading begins.
    from_start: u32,
}

/// The marks that stand elsewhere than in the two columns of their page that have most, or those with most under their headings:
/// where many do, where marks stand tells nothing.
fn strays(placed: &[Option<PlacedMark>]) -> BTreeSet<usize> {
    let own = |(at, placed): (usize, &Option<PlacedMark>)| placed.filter(|own| !own.is_pushed).map(|own| (at, own));
    let mut marks: Vec<(usize, PlacedMark)> = placed.iter().enumerate().filter_map(own).collect();
    marks.sort_by_key(|(at, own)| (own.page, own.column, *at));
    let mut strays = BTreeSet::new();
    for page in marks.chunk_by(|a, b| a.1.page == b.1.page) {
        let mut groups: Vec<_> = page.chunk_by(|a, b| b.1.column - a.1.column < LEAST_APART).collect();
        let most = groups.iter().min_by_key(|group| Reverse(group.len()));
        let usual = most.and_then(|most| most.first()).map_or(0, |(_, own)| own.from_start);
        let apart = |group: &&[(usize, PlacedMark)]| group.first().map_or(0, |(_, own)| own.from_start.abs_diff(usual));
        groups.sort_by_key(|group| (Reverse(group.len()), apart(group)));
        let ends = |group: &[(usize, PlacedMark)]| Some((group.first()?.1.column, group.last()?.1.column));
        let is_wide =
            |group: &[(usize, PlacedMark)]| ends(group).is_some_and(|(first, last)| last - first > WIDEST_COLUMN);
        let others = groups.iter().enumerate().filter(|(index, group)| *index > 1 || is_wide(group));
        strays.extend(others.flat_map(|(_, group)| group.iter().map(|(at, _)| *at)));
    }
    strays
}

/// A row of headings: where its done and its planned column's stand, as first column and the one behind the last.
struct HeadingRow {
    line: u32,
    page: usize,
    done: (u32, u32),
    planned: (u32, u32),
}

/// The rows of headings that have both columns, in the order of their lines. Headings on lines that follow each other are a row, where
/// no line has both: one of them stands over columns of its own, whose headings are on the next lines.
fn headings(form: &ChecklistForm, atoms: &[Atom], kinds: &[AtomKind]) -> Vec<HeadingRow> {
    let own = atoms.iter().enumerate().zip(kinds).filter(|(_, kind)| **kind == AtomKind::Heading);
    let columns = own.filter_map(|((at, atom), _)| {
        let (key, column): (String, u32) = (atom.key.iter().collect(), atom.column?);
        let is_done = form.done_keys.contains(&key);
        let is_planned =
            atom.key.len() >= LEAST_HEADING && form.planned_keys.iter().any(|planned| planned.starts_with(&key));
        let end = column + u32::try_from(atom.key.len()).unwrap_or_default();
        (is_done || is_planned).then_some(FoundHeading {
            at,
            line: atom.line,
            page: atom.page,
            is_done,
            place: (column, end),
        })
    });
    let columns: Vec<FoundHeading> = columns.collect();
    let of = |row: &[FoundHeading], is_done: bool| row.iter().find(|own| own.is_done == is_done).copied();
    let mut rows = Vec::new();
    let mut lines = columns.chunk_by(|a, b| (a.line, a.page) == (b.line, b.page)).peekable();
    while let Some(row) = lines.next() {
        let Some(first) = row.first() else { continue };
        let (mut done, mut planned) = (of(row, true), of(row, false));
        let below = lines.peek().filter(|below| {
            let below = below.first();
            below.is_some_and(|below| below.page == first.page && below.line - first.line <= HEADING_LINES)
        });
        if let Some(below) = below.filter(|_| done.is_none() || planned.is_none()) {
            (done, planned) = (done.or_else(|| of(below, true)), planned.or_else(|| of(below, false)));
        }
        let (Some(done), Some(planned)) = (done, planned) else { continue };
        if done.line != planned.line {
            lines.next();
        }
        let place = if done.line == planned.line { planned.place } else { over(atoms, kinds, planned, done) };
        rows.push(HeadingRow { line: done.line.max(planned.line), page: first.page, done: done.place, planned: place });
    }
    rows
}

/// A heading of a column of marks.
#[derive(Clone, Copy)]
struct FoundHeading {
    at: usize,
    line: u32,
    page: usize,
    is_done: bool,
    /// Its first column and the one behind the last.
    place: (u32, u32),
}

/// The place of a heading and of those below it that stand on its side of the other heading.
fn over(atoms: &[Atom], kinds: &[AtomKind], heading: FoundHeading, other: FoundHeading) -> (u32, u32) {
    let is_right = heading.place.0 > other.place.0;
    let from = heading.at.min(other.at);
    let texts = atoms.iter().zip(kinds).skip(from).take_while(|(atom, kind)| {
        atom.line <= heading.line + HEADING_LINES
            && !atom.is_mark
            && !matches!(kind, AtomKind::Known(..) | AtomKind::Number)
    });
    let below = texts.filter(|(atom, _)| atom.line > heading.line && !atom.key.is_empty()).filter_map(|(atom, _)| {
        let start = atom.column?;
        let end = start + u32::try_from(atom.key.len()).unwrap_or_default();
        let is_own = if is_right { start >= other.place.1 } else { end <= other.place.0 };
        is_own.then_some((start, end))
    });
    below.fold(heading.place, |(start, end), own| (start.min(own.0), end.max(own.1)))
}

/// How many columns a mark stands from a heading; none where it stands under it.
fn apart(column: u32, (start, end): (u32, u32)) -> u32 {
    if column < start { start - column } else { column.saturating_sub(end.saturating_sub(1)) }
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
    let first = |cell: &MarkCell| cell.atoms.first().and_then(|atom| atoms.get(*atom));
    let line = |cell: &MarkCell| first(cell).map(|atom| atom.line);
    let mut cells: Vec<&MarkCell> = cells.iter().collect();
    cells.sort_by_key(|cell| (line(cell), first(cell).and_then(|atom| atom.column)));
    let is_row = |pair: &[&MarkCell]| matches!(pair, [a, b] if line(a) == line(b));
    if cells.len() != items * 2 || !cells.chunks(2).all(is_row) {
        return None;
    }
    let column = |at: usize| cells.iter().skip(at).step_by(2).copied().cloned().collect();
    Some((column(0), column(1)))
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
    ((starts.len() - done.len().min(starts.len())) * CELLS_PER_STRAY <= starts.len()).then_some((done, planned))
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
