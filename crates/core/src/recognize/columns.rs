//! Columns: a row of fees has one value a column, told apart by where its cells stand, or by headings within them.

use super::excerpt::{Excerpt, Fragment};
use super::inline_headings;
use super::labels::Candidate;
use super::matches::Matches;
use crate::document::Place;
use crate::form::{Field, FieldKind, FieldTarget, Form};
use crate::normalize::{Normalized, Position};
use crate::text::brackets::{unclosed, unopened};
use crate::text::scripts::{is_hiragana, is_letter};
use crate::text::values::{self, Reading};
use std::collections::BTreeMap;

/// By how much a line may be shorter than the longest of its column and go on in the next, in half-width characters: no more room
/// is left where a word is not cut.
const ROOM_LEFT: usize = 4;

/// Most bytes of two columns' texts on one line: a line of a page has half as many. Each space is tried.
const LONGEST_OF_TWO: usize = 800;

/// Most cells that two columns of fees are cut into by the room within what the form prints.
const MOST_CELLS: usize = 8;

/// Least width of a column whose lines tell where its text ends, in half-width characters.
const LEAST_WIDTH: usize = 16;

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
pub struct RowText {
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
) -> RowText {
    let field = form.label(label.label).field.as_ref();
    let targets = field.iter().flat_map(|field| &field.targets);
    let known: Vec<Position> = targets.filter_map(|target| heading(normalized, matches, target)).collect();
    let beside = known.first().map(|first| heading_row(normalized, first)).unwrap_or_default();
    let (mut own, mut unknown) = (Vec::with_capacity(fragments.len()), Vec::new());
    for fragment in fragments {
        match cell(normalized, fragment).and_then(|cell| strange_heading(&known, &beside, &cell)) {
            Some(heading) if !normalized.text_of(fragment.span).trim().is_empty() => unknown.push(heading),
            _ => own.push(*fragment),
        }
    }
    RowText { split: among(normalized, form, matches, label, &own), unknown }
}

/// The pieces of a heading's row, with their cells.
fn heading_row(normalized: &Normalized, heading: &Position) -> Vec<(usize, Position)> {
    let cells = normalized.pieces.iter().enumerate().filter_map(|(at, piece)| Some((at, piece.cell?)));
    cells.filter(|(_, cell)| (cell.table, cell.row) == (heading.table, heading.row)).collect()
}

/// The piece of the heading row that stands over a cell which is under none of the known headings, but right of one.
fn strange_heading(known: &[Position], row: &[(usize, Position)], cell: &Position) -> Option<usize> {
    let first = known.first()?;
    let is_beside = cell.column > first.column && !known.iter().any(|heading| overlap(heading, cell));
    let is_below = first.table == cell.table && cell.row > first.row;
    let heads = |(_, heading): &&(usize, Position)| overlap(heading, cell) && !known.contains(heading);
    row.iter().find(heads).map(|(piece, _)| *piece).filter(|_| is_beside && is_below)
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
        if let Some(first) = is_first_of_row(normalized, headings, label, &written) {
            let blank = Excerpt::default();
            return Split::Columns(if first { vec![whole, blank] } else { vec![blank, whole] });
        }
        let Some(headings) = of_row(normalized, matches, headings, label, &written) else {
            return Split::Unclear(whole);
        };
        let columns = by_headings(normalized, &headings, &written);
        if let Some(columns) = columns.filter(|columns| !are_misplaced(normalized, &headings, &written, columns)) {
            return match columns {
                ByHeading::Columns(columns) if reaches_end(normalized, &columns) => {
                    Split::Merged(excerpt(&written), true)
                }
                ByHeading::Columns(columns) => Split::Columns(columns.iter().map(|column| excerpt(column)).collect()),
                ByHeading::Merged => between_columns(normalized, field, &written)
                    .map_or_else(|| Split::Merged(excerpt(&written), false), Split::Guessed),
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
        _ => blanks_together(normalized, field, &groups).map_or(Split::Unclear(whole), Split::Guessed),
    }
}

/// Whether the only text behind a label in a row of scraped text is the first of two columns', or the second's: a program that puts tabs
/// around empty cells leaves the place of the other one.
fn is_first_of_row(
    normalized: &Normalized,
    headings: &[Position],
    label: &Candidate,
    written: &[Fragment],
) -> Option<bool> {
    let [first, second] = headings else { return None };
    let own = normalized.pieces.get(label.piece)?.cell?;
    let value = cell(normalized, written.first()?)?;
    let is_one = written.iter().all(|fragment| cell(normalized, fragment) == Some(value));
    let is_in_row = (value.table, value.row) == (own.table, own.row);
    if !is_one || !is_in_row || !normalized.document.is_scraped() {
        return None;
    }
    let cells = normalized.pieces.iter().filter_map(|piece| piece.cell);
    let mut row = cells.filter(|cell| (cell.table, cell.row) == (second.table, second.row));
    match value.column.checked_sub(own.column)? {
        // The last cell of the row may be that of a column right of both.
        1 if first.column == value.column && row.all(|cell| cell.column <= second.column) => {
            ends_before_tab(normalized, written.last()?).filter(|is_tabbed| *is_tabbed)
        }
        2 if (first.column, second.column) == (own.column + 1, value.column) => Some(false),
        _ => None,
    }
}

/// The columns where one was left blank and the room within what the form prints there parts it: 円/ | あたり | 165円/件.
fn blanks_together(normalized: &Normalized, field: &Field, groups: &[Vec<Fragment>]) -> Option<Vec<Excerpt>> {
    let join = |groups: &[Vec<Fragment>]| Excerpt::new(normalized, &groups.concat());
    let is_cut = (field.targets.len() + 1..=MOST_CELLS).contains(&groups.len());
    let ([_, _], true) = (field.targets.as_slice(), is_cut) else { return None };
    let is_column = |part: &[Vec<Fragment>]| part.len() == 1 || is_blank(&join(part).text);
    let mut cuts = (1..groups.len()).filter_map(|at| groups.split_at_checked(at)).filter(|(first, second)| {
        // Of two blanks any place may be the cut.
        is_column(first) && is_column(second) && !(is_blank(&join(first).text) && is_blank(&join(second).text))
    });
    let (first, second) = cuts.next()?;
    cuts.next().is_none().then(|| vec![join(first), join(second)])
}

/// The fees of two columns in a cell over both that no line is drawn around: a tool may have left one space of a gap.
fn between_columns(normalized: &Normalized, field: &Field, written: &[Fragment]) -> Option<Vec<Excerpt>> {
    let is_fee = matches!(field.kind, FieldKind::Money | FieldKind::UnitPrice) && field.targets.len() == 2;
    let is_told =
        |fragment: &Fragment| normalized.pieces.get(fragment.piece).is_some_and(|piece| piece.extent.is_by_place());
    if !is_fee || !written.iter().all(is_told) {
        return None;
    }
    let whole = Excerpt::new(normalized, written);
    let middle = between_amounts(&whole.text, field).or_else(|| between_texts(&whole.text, field))?;
    let (first, second) = whole.split_at(middle);
    Some(vec![first, second])
}

/// Whether only the first column of a row of scraped text has a cell, and that ends the row where the program that wrote the text
/// puts a tab before an empty cell: it is merged over all columns.
fn reaches_end(normalized: &Normalized, columns: &[Vec<Fragment>]) -> bool {
    let [first, others @ ..] = columns else { return false };
    let (Some(last), true) = (first.last(), others.iter().all(Vec::is_empty)) else { return false };
    !normalized.document.tabbed_ends.is_empty() && ends_before_tab(normalized, last) == Some(false)
}

/// Whether the line of text that a fragment ends on ends with a tab; nothing where it stands on no line.
fn ends_before_tab(normalized: &Normalized, fragment: &Fragment) -> Option<bool> {
    let ends = &normalized.document.tabbed_ends;
    match normalized.document.runs_in(normalized.raw_span(fragment.span)).last()?.0.place {
        Place::Line(line) => Some(ends.binary_search(&line).is_ok()),
        _ => None,
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
fn heading(normalized: &Normalized, matches: &Matches, target: &FieldTarget) -> Option<Position> {
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
    let mut groups: BTreeMap<Option<u32>, Vec<Fragment>> = BTreeMap::new();
    for fragment in fragments {
        groups.entry(cell(normalized, fragment).map(|cell| cell.column)).or_default().push(*fragment);
    }
    groups.into_values().collect()
}

/// Two columns in text without cells: where everything is said twice, where the first option stands again, between two texts of a
/// line that are each whole, or line by line.
fn in_lines(normalized: &Normalized, field: &Field, written: &[Fragment], whole: Excerpt) -> Split {
    let text = whole.text.as_str();
    let both = |(first, second): (Excerpt, Excerpt)| vec![first, second];
    if let Some(middle) = twice(text).or_else(|| second_group(text, field)) {
        return Split::Columns(both(whole.split_at(middle)));
    }
    let lines = closed_lines(normalized, written);
    match lines.as_slice() {
        [] => Split::Columns(vec![Excerpt::default(); 2]),
        [_] => {
            if let Some(middle) = between_amounts(text, field) {
                return Split::Columns(both(whole.split_at(middle)));
            }
            match between_texts(text, field) {
                Some(middle) => Split::Guessed(both(whole.split_at(middle))),
                // A column without a value has its unit, or a dash.
                None if field.options.is_empty() => Split::Merged(whole, true),
                None => Split::Unclear(whole),
            }
        }
        [first, second] if goes_on(&first.text, &second.text) => Split::Merged(whole, true),
        // Where a line holds both columns' texts, what stands below may be the rest of either.
        [first, second] if lines.iter().all(|line| is_whole(line) && !holds_two(&line.text, field)) => {
            Split::Columns(vec![first.clone(), second.clone()])
        }
        _ if field.options.is_empty() => {
            by_full_lines(normalized, written).map_or(Split::Unclear(whole), Split::Guessed)
        }
        _ => Split::Unclear(whole),
    }
}

/// Whether a line holds the amounts of two columns.
fn holds_two(text: &str, field: &Field) -> bool {
    let states = |part: &str| part.contains(['円', '¥']) && part.contains(|c: char| c.is_ascii_digit());
    let is_amount = |part: &str| is_blank(part.trim()) || states(part);
    between_texts(text, field)
        .and_then(|middle| text.split_at_checked(middle))
        .is_some_and(|(a, b)| is_amount(a) && is_amount(b))
}

/// Whether a line goes on in the next: that opens with the end of a word.
fn goes_on(line: &str, next: &str) -> bool {
    let opening = next.chars().take_while(|c| is_hiragana(*c)).count();
    let is_word = next.chars().nth(opening).is_none_or(|c| c.is_whitespace());
    opening > 0 && !is_word && line.ends_with(is_letter)
}

/// Whether all brackets of a text are closed.
fn is_whole(text: &Excerpt) -> bool {
    unclosed(&text.text) == 0 && unopened(&text.text) == 0
}

/// The lines of a value, with those that open brackets let go on up to the line that closes them.
fn closed_lines(normalized: &Normalized, written: &[Fragment]) -> Vec<Excerpt> {
    let mut open = 0usize;
    let is_open = |before: &Fragment, _: &Fragment| {
        let text = normalized.text_of(before.span);
        open = unclosed(text) + open.saturating_sub(unopened(text));
        open > 0
    };
    written.chunk_by(is_open).map(|line| Excerpt::new(normalized, line)).collect()
}

/// The texts of two columns of the same width: a line that is as long as the longest goes on in the next, a shorter one ends a
/// text.
fn by_full_lines(normalized: &Normalized, written: &[Fragment]) -> Option<Vec<Excerpt>> {
    let width = |fragment: &Fragment| {
        let text = normalized.text_of(fragment.span).trim();
        text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
    };
    let widest = written.iter().map(width).max()?;
    let text = |part: &[Fragment]| Excerpt::new(normalized, part);
    let is_full = |a: &Fragment, _: &Fragment| width(a) + ROOM_LEFT >= widest;
    let texts: Vec<Excerpt> = written.chunk_by(is_full).map(text).collect();
    (widest >= LEAST_WIDTH && texts.len() == 2 && texts.iter().all(is_whole)).then_some(texts)
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
        let is_told = text.starts_with(['¥', '\\']) || text.ends_with(|c: char| !c.is_ascii_digit());
        is_blank(text) || is_told && matches!(values::money::read(text), Reading::Value(Some(_)))
    };
    only_space(text, |first, second| is_amount(first) && is_amount(second)).filter(|_| field.kind == FieldKind::Money)
}

/// The only space between two texts that are each whole: an amount with what stands before it, a word, or a column left blank.
fn between_texts(text: &str, field: &Field) -> Option<usize> {
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_rest = |word: &str| !has_digit(word) && !is_blank(word);
    let is_whole = |part: &str| {
        let words: Vec<&str> = part.split(' ').collect();
        match &words[..] {
            _ if is_blank(part) => true,
            [only] => has_digit(only) || part.contains('円') || is_rest(only),
            // 年額 66,000円
            [before @ .., last] => has_digit(last) && before.iter().all(|word| !has_digit(word) && !is_rest(word)),
            [] => false,
        }
    };
    if is_blank(text) {
        return None;
    }
    if !field.options.is_empty() {
        return only_space(text, |first, second| is_blank(first) != is_blank(second) && !second.contains(' '));
    }
    if !matches!(field.kind, FieldKind::Money | FieldKind::UnitPrice | FieldKind::Text) {
        return None;
    }
    // 25,000 円
    let is_cut = |first: &str, second: &str| first.ends_with(|c: char| c.is_ascii_digit()) && second.starts_with('円');
    let parts = |first: &str, second: &str| is_whole(first) && is_whole(second) && !is_cut(first, second);
    only_space(text, parts).or_else(|| alike(text))
}

/// Whether nothing is stated in a column: a dash, or a unit without its amount. Words that come before an amount are no column.
fn is_blank(text: &str) -> bool {
    let is_unit = || matches!(values::unit_price::read_unit_price(text), Reading::Blank);
    values::is_blank(text) || text.contains('円') && is_unit()
}

/// The only space of a text between two parts that are accepted.
fn only_space(text: &str, accepts: impl Fn(&str, &str) -> bool) -> Option<usize> {
    if text.len() > LONGEST_OF_TWO {
        return None;
    }
    let mut spaces = text.match_indices(' ').map(|(at, _)| at).filter(|at| {
        let (first, second) = text.split_at_checked(*at).unwrap_or_default();
        accepts(first.trim(), second.trim())
    });
    let only = spaces.next()?;
    spaces.next().is_none().then_some(only)
}

/// The space between two halves that say the same of different amounts: 年会費 20,000円 年会費 5,000円.
fn alike(text: &str) -> Option<usize> {
    let bare = |part: &str| part.chars().filter(|c| !c.is_ascii_digit() && *c != ',').collect::<String>();
    let has_words = |part: &str| part.contains(' ') && part.contains(|c: char| c.is_ascii_digit());
    only_space(text, |first, second| has_words(first) && bare(first) == bare(second))
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
