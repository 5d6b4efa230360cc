//! Where marks stand: under which of the two headings of their page, where only the chosen boxes are printed.

use super::atoms::Atom;
use super::cell::{CELLS_PER_STRAY, LEAST_APART, MarkCell};
use super::items::AtomKind;
use super::times::is_time;
use crate::document::Span;
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// How much nearer to one heading than to the other a mark stands under it, in columns.
const LEAST_CLEAR: u32 = 2;

/// Of so many planned items at least one has a time, where most items are planned and some have one.
const PLANNED_PER_TIME: usize = 4;

/// How far the columns of two pages stand apart, at most, that are set alike.
const MOST_SHIFTED: u32 = 1;

/// Lines from the first to the last of the headings of one table.
const HEADING_LINES: u32 = 2;

/// Columns over which the marks of one column of a page may stand.
const WIDEST_COLUMN: u32 = 3;

/// Least length of what a line's end left of the planned column's heading, in characters.
const LEAST_HEADING: usize = 3;

/// Of each cell whether it stands under the heading of the done column, and whether it does so clearly, where every item has one
/// cell at most and most stand clearly under one of the two headings: only the chosen boxes are printed. What is not clear goes
/// with the most.
pub(super) fn under_headings(
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
    // Of what is planned more have a time than not, where any has: columns that say otherwise were moved.
    let is_planned = |at: usize| under.get(at).copied().flatten().map_or(done * 2 <= clear, |is_done| !is_done);
    let planned: Vec<&MarkCell> =
        (0..cells.len()).filter(|at| is_planned(*at)).filter_map(|at| cells.get(at)).collect();
    let has_time =
        |cell: &&&MarkCell| is_time(normalized, cell.atoms.iter().skip(1).filter_map(|atom| atoms.get(*atom)));
    let with_time = planned.iter().filter(has_time).count();
    let is_moved = with_time > 0 && planned.len() * 2 > cells.len() && with_time * PLANNED_PER_TIME < planned.len();
    let is_told = !is_moved && cells.len() - clear <= most_unclear;
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
pub(super) struct HeadingRow {
    pub(super) line: u32,
    page: usize,
    done: (u32, u32),
    planned: (u32, u32),
}

/// The rows of headings that have both columns, in the order of their lines. Headings on lines that follow each other are a row, where
/// no line has both: one of them stands over columns of its own, whose headings are on the next lines.
pub(super) fn headings(form: &ChecklistForm, atoms: &[Atom], kinds: &[AtomKind]) -> Vec<HeadingRow> {
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
