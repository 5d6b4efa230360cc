//! Marks that stand alone: where only chosen boxes are printed, an item has one mark at most, and where nothing tells
//! the columns apart, a time in brackets right behind a mark does: only a planned cell has one.

use super::atoms::Atom;
use super::cell::MarkCell;
use super::items::WovenItem;
use super::parts::AtomParts;
use super::times::{is_bare_time, is_time};
use crate::normalize::Normalized;
use crate::recognize::checklist::numbers;
use crate::text::marks::{self, Mark};

/// Of this many cells at most one may stand with an item that has another.
const CELLS_PER_STRAY: usize = 10;

/// Of so many marks one may have a time, at most, where a time is told from brackets that are printed for every item.
const MARKS_PER_TIME: usize = 2;

/// Gives times in brackets to the marks right before them, on the line above say, or to the item's only other one, where no brackets
/// are printed for every item.
pub(super) fn with_times(
    normalized: &Normalized,
    atoms: &[Atom],
    cells: Vec<MarkCell>,
    starts: &[usize],
) -> Vec<MarkCell> {
    let is_mark = |at: usize| atoms.get(at).is_some_and(|atom| atom.is_mark);
    let is_marked = |cell: &MarkCell| cell.atoms.first().is_some_and(|first| is_mark(*first));
    let has = |cell: &MarkCell, of: fn(char) -> bool| {
        cell.atoms.iter().filter_map(|atom| atoms.get(*atom)).any(|atom| normalized.text_of(atom.span).contains(of))
    };
    let home = |atom: usize| starts.partition_point(|start| *start <= atom);
    let is_own_time = |mark: &MarkCell, cell: &MarkCell| {
        let ends = mark.atoms.last().zip(cell.atoms.first());
        let is_behind = ends.is_some_and(|(mark, time)| mark + 1 == *time || home(*mark) == home(*time));
        let own = cell.atoms.iter().filter_map(|atom| atoms.get(*atom));
        is_behind && is_marked(mark) && mark.atoms.len() == 1 && !is_marked(cell) && is_time(normalized, own)
    };
    let times = cells.windows(2).filter(|pair| matches!(pair, [mark, cell] if is_own_time(mark, cell))).count();
    let is_printed = |cell: &&MarkCell| !is_marked(cell) && !has(cell, char::is_alphanumeric);
    if times * MARKS_PER_TIME > cells.len() || cells.iter().any(|cell| is_printed(&cell)) {
        return cells;
    }
    let mut joined: Vec<MarkCell> = Vec::with_capacity(cells.len());
    for cell in cells {
        match joined.last_mut().filter(|mark| is_own_time(mark, &cell)) {
            Some(mark) => {
                mark.atoms.extend(cell.atoms);
                (mark.has_brackets, mark.is_doubtful) = (true, true);
            }
            None => joined.push(cell),
        }
    }
    joined
}

/// Takes the second of two chosen marks side by side, or of two alone behind an item, where but few stand so among chosen marks only:
/// both of the item's boxes are chosen.
pub(super) fn take_doubles(
    normalized: &Normalized,
    atoms: &[Atom],
    cells: &mut Vec<MarkCell>,
    starts: &[usize],
) -> Vec<MarkCell> {
    let is_mark = |at: usize| atoms.get(at).is_some_and(|atom| atom.is_mark);
    let first = |cell: &MarkCell| cell.atoms.first().copied().filter(|first| is_mark(*first));
    let line = |at: usize| atoms.get(at).map(|atom| atom.line);
    let home = |at: usize| starts.partition_point(|start| *start < at);
    let is_sorted = starts.is_sorted();
    let is_double = |at: &usize| {
        let Some([left, right]) = at.checked_sub(1).and_then(|before| cells.get(before..=*at)) else { return false };
        let before = at.checked_sub(2).and_then(|before| cells.get(before)).and_then(first);
        // A mark with a time is a planned item's own.
        let is_bare = right.atoms.len() == 1;
        let (1, Some((left, right))) = (left.atoms.len(), first(left).zip(first(right))) else { return false };
        let is_behind_one = || is_bare && is_sorted && home(left) == before.map_or(0, home) + 1 && !is_mark(right + 1);
        left + 1 == right && (line(left) == line(right) || is_behind_one())
    };
    let seconds: Vec<usize> = (1..cells.len()).filter(is_double).collect();
    let marked: Vec<MarkCell> = cells.iter().filter(|cell| first(cell).is_some()).cloned().collect();
    if seconds.len() * CELLS_PER_STRAY > marked.len() || !are_alike(normalized, atoms, &marked) {
        return Vec::new();
    }
    // From the last, so that places stay.
    seconds.into_iter().rev().map(|at| cells.remove(at)).collect()
}

/// Gives an item the second of two chosen marks of which it has the first.
pub(super) fn give_double(atoms: &[Atom], doubles: &[MarkCell], item: &mut WovenItem) {
    let first = item
        .done
        .first()
        .or(item.planned.first())
        .filter(|first| atoms.get(**first).is_some_and(|first| first.is_mark));
    let is_next = |cell: &&MarkCell| first.is_some_and(|first| cell.atoms.first() == Some(&(first + 1)));
    let Some(second) = doubles.iter().find(is_next) else { return };
    if item.done.is_empty() {
        item.done.append(&mut item.planned);
    }
    item.planned.splice(..0, second.atoms.iter().copied());
    item.has_doubtful_marks = true;
}

/// What the mark says that a cell begins with.
pub(super) fn mark_of(normalized: &Normalized, atoms: &[Atom], cell: &MarkCell) -> Option<Mark> {
    mark_at(normalized, atoms, &cell.atoms)
}

/// What the first of some atoms says, if it is a mark.
pub(super) fn mark_at(normalized: &Normalized, atoms: &[Atom], cell: &[usize]) -> Option<Mark> {
    let first = cell.first().and_then(|first| atoms.get(*first)).filter(|first| first.is_mark)?;
    let text = normalized.text_of(first.span);
    marks::at_head(text).or_else(|| marks::lone_tick(text)).map(|(mark, _)| mark)
}

/// Whether cells begin with marks that say something, all of them.
pub(super) fn are_chosen(normalized: &Normalized, atoms: &[Atom], cells: &[MarkCell]) -> bool {
    cells.iter().all(|cell| mark_of(normalized, atoms, cell).is_some_and(|mark| mark != Mark::Empty))
}

/// Whether cells begin with marks that say the same: beside others, a circle is one that is not chosen.
fn are_alike(normalized: &Normalized, atoms: &[Atom], cells: &[MarkCell]) -> bool {
    let mut marks = cells.iter().map(|cell| mark_of(normalized, atoms, cell));
    let first = marks.next().flatten();
    first.is_some_and(|mark| mark != Mark::Empty) && marks.all(|mark| mark == first)
}

/// Whether cells are times without brackets, of which there are some.
pub(super) fn are_bare_times(normalized: &Normalized, atoms: &[Atom], cells: &[MarkCell]) -> bool {
    let is_time = |cell: &MarkCell| match cell.atoms[..] {
        [time] => atoms.get(time).is_some_and(|time| is_bare_time(normalized.text_of(time.span))),
        _ => false,
    };
    !cells.is_empty() && cells.iter().all(is_time)
}

/// The mark of an item.
pub(super) struct Lone {
    pub(super) cell: usize,
    pub(super) is_planned: bool,
    /// Whether its column is told by what stands right behind it.
    pub(super) is_told: bool,
}

/// For each item its mark, given where the items begin. Nothing where the marks are not such ones, or where no mark has a
/// time: then all may be of either column.
pub(super) fn assign(
    normalized: &Normalized,
    atoms: &[Atom],
    cells: &[MarkCell],
    starts: &[usize],
    parts: &AtomParts,
) -> Vec<Option<Lone>> {
    let text = |atom: &usize| atoms.get(*atom).map_or("", |atom| normalized.text_of(atom.span));
    let has_time = |cell: &MarkCell| {
        let mut behind = cell.atoms.iter().skip(1).map(text);
        behind.any(|text| if cell.has_brackets { text.contains(char::is_alphanumeric) } else { is_bare_time(text) })
    };
    let is_close = |cell: &MarkCell| match cell.atoms[..] {
        [mark, time, ..] => {
            atoms.get(mark).zip(atoms.get(time)).is_some_and(|(mark, time)| mark.span.end == time.span.start)
        }
        _ => false,
    };
    // Marks that open their line before a number, ahead of the first item and of the last, are that item's: ✓ 1.
    let line = |at: usize| atoms.get(at).map(|atom| atom.line);
    let leads = |cell: &MarkCell| {
        let ends = cell.atoms.first().zip(cell.atoms.last());
        ends.is_some_and(|(first, last)| {
            numbers::lone_number(text(&(last + 1))).is_some() && first.checked_sub(1).and_then(line) != line(*first)
        })
    };
    let firsts = || cells.iter().map(|cell| cell.atoms.first());
    let are_ahead = firsts().next() < Some(starts.first()) && firsts().next_back() < Some(starts.last());
    let are_leading = are_ahead && cells.iter().filter(|cell| !leads(cell)).count() * CELLS_PER_STRAY <= cells.len();
    let is_ahead = |cell: &&MarkCell| !are_leading && cell.atoms.first() < starts.first();
    let is_behind = cells.iter().filter(is_ahead).count() * CELLS_PER_STRAY <= cells.len();
    let are_told = are_chosen(normalized, atoms, cells) && cells.iter().any(has_time);
    if !is_behind || !are_told || !starts.is_sorted() || cells.len() > starts.len() {
        return Vec::new();
    }
    let mut homed: Vec<Vec<usize>> = vec![Vec::new(); starts.len()];
    for (at, cell) in cells.iter().enumerate() {
        let next = cell.atoms.first().map(|first| starts.partition_point(|start| start <= first));
        let home = if are_leading { next } else { next.and_then(|next| next.checked_sub(1)) };
        home.and_then(|home| homed.get_mut(home)).into_iter().for_each(|own| own.push(at));
    }
    let strays: usize = homed.iter().filter(|own| own.len() > 1).map(Vec::len).sum();
    let is_homed = strays * CELLS_PER_STRAY <= cells.len();
    let only = |own: &Vec<usize>| if let [cell] = own[..] { Some(cell) } else { None };
    let by_home = || homed.iter().map(only).collect();
    let assigned = if is_homed { by_home() } else { parts.assign(cells, starts).unwrap_or_default() };
    let lone = |cell: usize| {
        let is_planned = cells.get(cell).is_some_and(has_time);
        let is_told = is_homed && is_planned && cells.get(cell).is_some_and(is_close);
        Lone { cell, is_planned, is_told }
    };
    assigned.into_iter().map(|cell| cell.map(lone)).collect()
}
