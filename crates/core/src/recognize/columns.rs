//! Columns: a row of fees has one value a column, told apart by where its cells stand, or by headings within them.

use super::excerpt::{Excerpt, Fragment};
use super::inline_headings;
use super::labels::Candidate;
use super::matches::Matches;
use crate::form::{Field, FieldKind, Form, Target};
use crate::normalize::{Normalized, Piece, Position};
use crate::text::brackets::{unclosed, unopened};
use crate::text::values::{self, Reading};

/// How a row's text fell to the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// One excerpt a column.
    Columns(Vec<Excerpt>),
    /// The same where only the words tell where one column's text ends.
    Guessed(Vec<Excerpt>),
    /// One excerpt that holds for every column; whether that had to be guessed.
    Merged(Excerpt, bool),
    /// Which column the text belongs to can't be told.
    Unclear(Excerpt),
}

/// A row's text by columns, and what was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How it fell to the columns.
    pub split: Split,
    /// The pieces that head columns which the form does not know, and under which text stands.
    pub unknown: Vec<usize>,
}

/// Tells the columns' texts apart. A cell goes under its heading, never by position: what stands under a heading that the
/// form does not know is no column's.
#[must_use]
pub fn split(
    normalized: &Normalized,
    form: &Form,
    matches: &Matches,
    label: &Candidate,
    fragments: &[Fragment],
) -> Told {
    let field = form.label(label.label).field.as_ref();
    let targets = field.iter().flat_map(|field| &field.targets);
    let known: Vec<Position> = targets.filter_map(|target| heading(normalized, matches, target)).collect();
    let (mut own, mut unknown) = (Vec::with_capacity(fragments.len()), Vec::new());
    for fragment in fragments {
        match cell(normalized, fragment).and_then(|cell| strange_heading(normalized, &known, &cell)) {
            Some(heading) if !normalized.text_of(fragment.span).trim().is_empty() => unknown.push(heading),
            _ => own.push(*fragment),
        }
    }
    Told { split: among(normalized, form, matches, label, &own), unknown }
}

/// The piece of the heading row that stands over a cell which is under none of the known headings, but right of one.
fn strange_heading(normalized: &Normalized, known: &[Position], cell: &Position) -> Option<usize> {
    let first = known.first()?;
    let is_beside = cell.column > first.column && !known.iter().any(|heading| overlap(heading, cell));
    let is_below = first.table == cell.table && cell.row > first.row;
    let heads = |piece: &Piece| {
        let heading = piece.cell.filter(|heading| heading.table == first.table && heading.row == first.row);
        heading.is_some_and(|heading| overlap(&heading, cell) && !known.contains(&heading))
    };
    (is_beside && is_below).then(|| normalized.pieces.iter().position(heads)).flatten()
}

/// Tells the texts of the known columns apart.
fn among(normalized: &Normalized, form: &Form, matches: &Matches, label: &Candidate, fragments: &[Fragment]) -> Split {
    let Some(field) = &form.label(label.label).field else { return Split::Unclear(Excerpt::default()) };
    let excerpt = |fragments: &[Fragment]| Excerpt::new(normalized, fragments);
    let written: Vec<Fragment> = fragments
        .iter()
        .filter(|fragment| !normalized.text_of(fragment.span).trim_matches([' ', ':']).is_empty())
        .copied()
        .collect();
    let whole = excerpt(&written);
    if let Some(columns) = inline_headings::split(form, field, &whole) {
        return Split::Columns(columns);
    }
    let headings: Option<Vec<Position>> =
        field.targets.iter().map(|target| heading(normalized, matches, target)).collect();
    if let Some(headings) = &headings {
        let Some(headings) = of_row(normalized, matches, headings, label, &written) else {
            return Split::Unclear(whole);
        };
        let columns = by_headings(normalized, &headings, &written);
        if let Some(columns) = columns.filter(|columns| !are_misplaced(normalized, &headings, &written, columns)) {
            return match columns {
                ByHeading::Columns(columns) => Split::Columns(columns.iter().map(|column| excerpt(column)).collect()),
                ByHeading::Merged => Split::Merged(excerpt(&written), false),
            };
        }
    }
    let is_in_table = written.iter().all(|fragment| cell(normalized, fragment).is_some());
    if field.targets.len() == 2 && !is_in_table {
        return in_lines(normalized, field, &written, whole);
    }
    let groups = by_column(normalized, &written);
    match groups.len() {
        0 => Split::Columns(vec![Excerpt::default(); field.targets.len()]),
        count if count == field.targets.len() => {
            // In the order of the headings, where they are known.
            let rank = |at: usize| headings.as_ref().map_or(at, |headings| rank(headings, at));
            let group = |at: usize| groups.get(rank(at)).map(|group| excerpt(group)).unwrap_or_default();
            Split::Columns((0..count).map(group).collect())
        }
        1 if headings.is_some() => Split::Merged(whole, true),
        _ => Split::Unclear(whole),
    }
}

/// How many headings stand left of one.
fn rank(headings: &[Position], at: usize) -> usize {
    let own = headings.get(at).map(|heading| heading.column);
    headings.iter().filter(|heading| Some(heading.column) < own).count()
}

fn cell(normalized: &Normalized, fragment: &Fragment) -> Option<Position> {
    normalized.pieces.get(fragment.piece)?.cell
}

/// Where the heading of a target's column stands.
fn heading(normalized: &Normalized, matches: &Matches, target: &Target) -> Option<Position> {
    let candidate = matches.get(target.column?)?;
    normalized.pieces.get(candidate.piece)?.cell
}

/// Where the columns stand in a label's row. Text has no merged cells: rows whose label stands in a heading's column are one or more
/// cells further right than the row of headings, with their values behind the label, if others like it show that there is room for
/// all. `None` where it can't be told.
fn of_row(
    normalized: &Normalized,
    matches: &Matches,
    headings: &[Position],
    label: &Candidate,
    written: &[Fragment],
) -> Option<Vec<Position>> {
    let at = |piece: usize| normalized.pieces.get(piece).and_then(|piece| piece.cell);
    let (Some(first), Some(last), Some(own)) = (headings.first(), headings.last(), at(label.piece)) else {
        return Some(headings.to_vec());
    };
    if has_merged_cells(normalized, first.table) {
        return Some(headings.to_vec());
    }
    let below = || matches.iter().filter_map(|label| at(label.piece)).filter(|cell| is_below(cell, first));
    let is_shifted = |cell: &Position| cell.column + cell.column_span > first.column && cell.column <= last.column;
    let values: Vec<Position> = written.iter().filter_map(|fragment| at(fragment.piece)).collect();
    if !is_below(&own, first) || !is_shifted(&own) || values.contains(&own) {
        let is_last = |value: &Position| overlap(value, last) && !overlap(value, first);
        let is_doubtful = !values.is_empty() && values.iter().all(is_last) && below().any(|cell| is_shifted(&cell));
        return (!is_doubtful || !is_below(&own, first)).then(|| headings.to_vec());
    }
    let by = own.column + own.column_span - first.column;
    let shifted: Vec<Position> =
        headings.iter().map(|heading| Position { column: heading.column + by, ..*heading }).collect();
    let is_filled = |row: u32, heading: &Position| {
        let cells = normalized.pieces.iter().filter_map(|piece| piece.cell);
        cells.filter(|cell| cell.table == own.table && cell.row == row).any(|cell| overlap(&cell, heading))
    };
    let alike = || below().filter(|cell| cell.column == own.column);
    alike().any(|cell| shifted.iter().all(|heading| is_filled(cell.row, heading))).then_some(shifted)
}

/// Whether a table has merged cells, so that its cells stand where they are.
fn has_merged_cells(normalized: &Normalized, table: usize) -> bool {
    let mut cells = normalized.pieces.iter().filter_map(|piece| piece.cell);
    cells.any(|cell| cell.table == table && cell.column_span > 1)
}

/// Whether a cell stands below a heading in its table.
fn is_below(cell: &Position, heading: &Position) -> bool {
    cell.table == heading.table && cell.row > heading.row
}

enum ByHeading {
    Columns(Vec<Vec<Fragment>>),
    Merged,
}

/// Puts each fragment under the heading whose columns its cell covers; `None` when one stands under none.
fn by_headings(normalized: &Normalized, headings: &[Position], fragments: &[Fragment]) -> Option<ByHeading> {
    let mut columns: Vec<Vec<Fragment>> = vec![Vec::new(); headings.len()];
    let mut is_merged = false;
    for fragment in fragments {
        let cell = cell(normalized, fragment)?;
        let under: Vec<usize> = headings
            .iter()
            .enumerate()
            .filter(|(_, heading)| overlap(heading, &cell))
            .map(|(index, _)| index)
            .collect();
        match under.as_slice() {
            [] => return None,
            [one] => columns.get_mut(*one)?.push(*fragment),
            _ => is_merged = true,
        }
    }
    let is_split = columns.iter().any(|column| !column.is_empty());
    match (is_merged, is_split) {
        (true, true) => None,
        (true, false) => Some(ByHeading::Merged),
        (false, _) => Some(ByHeading::Columns(columns)),
    }
}

/// Whether columns were told by the headings of another table, whose columns are others: all cells of the row fell under one of them.
fn are_misplaced(normalized: &Normalized, headings: &[Position], written: &[Fragment], columns: &ByHeading) -> bool {
    let ByHeading::Columns(columns) = columns else { return false };
    let is_elsewhere = |fragment: &Fragment| {
        let table = cell(normalized, fragment).map(|cell| cell.table);
        headings.iter().any(|heading| Some(heading.table) != table)
    };
    let filled = columns.iter().filter(|column| !column.is_empty()).count();
    filled == 1 && written.iter().any(is_elsewhere) && by_column(normalized, written).len() > 1
}

fn overlap(a: &Position, b: &Position) -> bool {
    a.column < b.column + b.column_span && b.column < a.column + a.column_span
}

/// Groups fragments by the column their cells begin in.
fn by_column(normalized: &Normalized, fragments: &[Fragment]) -> Vec<Vec<Fragment>> {
    let mut groups: Vec<(Option<u32>, Vec<Fragment>)> = Vec::new();
    for fragment in fragments {
        let column = cell(normalized, fragment).map(|cell| cell.column);
        match groups.iter_mut().find(|(known, _)| *known == column) {
            Some((_, group)) => group.push(*fragment),
            None => groups.push((column, vec![*fragment])),
        }
    }
    groups.sort_by_key(|(column, _)| *column);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Two columns in text without cells: where everything is said twice, where the first option stands again,
/// between two amounts, or line by line.
fn in_lines(normalized: &Normalized, field: &Field, written: &[Fragment], whole: Excerpt) -> Split {
    let text = whole.text.as_str();
    let middle = twice(text).or_else(|| second_group(text, field));
    let middle = middle.or_else(|| if written.len() == 1 { between_amounts(text, field) } else { None });
    if let Some(middle) = middle {
        let (first, second) = whole.split_at(middle);
        return Split::Columns(vec![first, second]);
    }
    if let Some(middle) = Some(text).filter(|_| written.len() == 1).and_then(|text| between_texts(text, field)) {
        let (first, second) = whole.split_at(middle);
        return Split::Guessed(vec![first, second]);
    }
    let lines: Vec<Excerpt> = written.iter().map(|line| Excerpt::new(normalized, &[*line])).collect();
    let is_whole = |line: &Excerpt| unclosed(&line.text) == 0 && unopened(&line.text) == 0;
    match lines.len() {
        0 => Split::Columns(vec![Excerpt::default(); 2]),
        2 if lines.iter().all(is_whole) => Split::Columns(lines),
        // A column without a value has its unit, or a dash.
        1 if field.options.is_empty() => Split::Merged(whole, true),
        _ => Split::Unclear(whole),
    }
}

/// Where a text that says the same twice has its middle; line breaks may have put spaces anywhere.
fn twice(text: &str) -> Option<usize> {
    let letters = || text.char_indices().filter(|(_, c)| !c.is_whitespace());
    let count = letters().count();
    let half = count / 2;
    let is_twice =
        count > 0 && count % 2 == 0 && letters().take(half).map(|(_, c)| c).eq(letters().skip(half).map(|(_, c)| c));
    letters().nth(half).filter(|_| is_twice).map(|(at, _)| at)
}

/// The only space between two texts that are each an amount, or a unit left blank.
fn between_amounts(text: &str, field: &Field) -> Option<usize> {
    let is_amount = |text: &str| {
        let reading = values::money::read(text);
        matches!(reading, Reading::Blank)
            || matches!(reading, Reading::Value(Some(_)) if text.ends_with(|c: char| !c.is_ascii_digit()))
    };
    let mut spaces = text.match_indices(' ').map(|(at, _)| at).filter(|at| {
        let (first, second) = text.split_at_checked(*at).unwrap_or_default();
        is_amount(first.trim()) && is_amount(second.trim())
    });
    let only = spaces.next().filter(|_| field.kind == FieldKind::Money)?;
    spaces.next().is_none().then_some(only)
}

/// The only space between two texts that are each whole: an amount with what stands before it, or a word.
fn between_texts(text: &str, field: &Field) -> Option<usize> {
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_rest = |word: &str| !has_digit(word) && !matches!(values::money::read(word), Reading::Blank);
    let is_whole = |part: &str| {
        let words: Vec<&str> = part.split(' ').collect();
        match &words[..] {
            [only] => has_digit(only) || part.contains('円') || is_rest(only),
            // 年額 66,000円
            [before @ .., last] => has_digit(last) && before.iter().all(|word| !has_digit(word) && !is_rest(word)),
            [] => false,
        }
    };
    let mut spaces = text.match_indices(' ').map(|(at, _)| at).filter(|at| {
        let (first, second) = text.split_at_checked(*at).unwrap_or_default();
        is_whole(first.trim()) && is_whole(second.trim())
    });
    let only =
        spaces.next().filter(|_| matches!(field.kind, FieldKind::Money | FieldKind::UnitPrice | FieldKind::Text))?;
    spaces.next().is_none().then_some(only)
}

/// Where the first option stands for the second time, with the mark before it.
fn second_group(text: &str, field: &Field) -> Option<usize> {
    let wording = field.options.first()?.text.as_str();
    let mut places = text.match_indices(wording).map(|(at, _)| at);
    let (_, second) = (places.next()?, places.next()?);
    let before = text.get(..second)?.trim_end().len();
    let mark = crate::text::marks::find(text).find(|mark| mark.end == before);
    Some(mark.map_or(second, |mark| mark.start))
}
