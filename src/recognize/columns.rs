//! Columns: a row of fees has one value a column, told apart by where its cells stand.

use super::excerpt::{Excerpt, Fragment};
use super::matches::Matches;
use crate::form::{Field, Target};
use crate::normalize::{Normalized, Position};

/// How a row's text fell to the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Split {
    /// One excerpt a column.
    Columns(Vec<Excerpt>),
    /// One excerpt that holds for every column; whether that had to be guessed.
    Merged(Excerpt, bool),
    /// Which column the text belongs to can't be told.
    Unclear(Excerpt),
}

/// Tells the columns' texts apart.
#[must_use]
pub fn split(normalized: &Normalized, matches: &Matches, field: &Field, fragments: &[Fragment]) -> Split {
    let excerpt = |fragments: &[Fragment]| Excerpt::new(normalized, fragments);
    let written: Vec<Fragment> = fragments
        .iter()
        .filter(|fragment| !normalized.text_of(fragment.span).trim_matches([' ', ':']).is_empty())
        .copied()
        .collect();
    let headings: Option<Vec<Position>> =
        field.targets.iter().map(|target| heading(normalized, matches, target)).collect();
    if let Some(headings) = &headings
        && let Some(columns) = by_headings(normalized, headings, &written)
    {
        return match columns {
            ByHeading::Columns(columns) => Split::Columns(columns.iter().map(|column| excerpt(column)).collect()),
            ByHeading::Merged => Split::Merged(excerpt(&written), false),
        };
    }
    let groups = by_column(normalized, &written);
    match groups.len() {
        0 => Split::Columns(vec![Excerpt::default(); field.targets.len()]),
        count if count == field.targets.len() => Split::Columns(groups.iter().map(|group| excerpt(group)).collect()),
        1 => single(normalized, field, &written, headings.is_some()),
        _ => Split::Unclear(excerpt(&written)),
    }
}

/// Where the heading of a target's column stands.
fn heading(normalized: &Normalized, matches: &Matches, target: &Target) -> Option<Position> {
    let candidate = matches.get(target.column?)?;
    normalized.pieces.get(candidate.piece)?.cell
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
        let cell = normalized.pieces.get(fragment.piece)?.cell?;
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

fn overlap(a: &Position, b: &Position) -> bool {
    a.column < b.column + b.column_span && b.column < a.column + a.column_span
}

/// Groups fragments by the column their cells begin in; lines without cells are groups of their own.
fn by_column(normalized: &Normalized, fragments: &[Fragment]) -> Vec<Vec<Fragment>> {
    let mut groups: Vec<(Option<u32>, Vec<Fragment>)> = Vec::new();
    for fragment in fragments {
        let column = normalized.pieces.get(fragment.piece).and_then(|piece| piece.cell).map(|cell| cell.column);
        match groups.iter_mut().find(|(known, _)| column.is_some() && *known == column) {
            Some((_, group)) => group.push(*fragment),
            None => groups.push((column, vec![*fragment])),
        }
    }
    groups.sort_by_key(|(column, _)| *column);
    groups.into_iter().map(|(_, group)| group).collect()
}

/// A single text for all columns: the same said twice, one group of options after the other, or a merged cell.
fn single(normalized: &Normalized, field: &Field, written: &[Fragment], is_in_table: bool) -> Split {
    let whole = Excerpt::new(normalized, written);
    if let ([fragment], 2) = (written, field.targets.len())
        && let Some(at) = halves(normalized.text_of(fragment.span), field)
    {
        let middle = fragment.span.start + at;
        let part = |start, end| {
            Excerpt::new(
                normalized,
                &[Fragment { piece: fragment.piece, span: crate::document::Span::new(start, end) }],
            )
        };
        return Split::Columns(vec![part(fragment.span.start, middle), part(middle, fragment.span.end)]);
    }
    if is_in_table { Split::Merged(whole, true) } else { Split::Unclear(whole) }
}

/// Where a text that says everything twice has its middle.
fn halves(text: &str, field: &Field) -> Option<usize> {
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let same = |at: &&usize| {
        let (first, second) = text.split_at_checked(**at).unwrap_or_default();
        !first.trim().is_empty() && first.trim() == second.trim()
    };
    spaces.iter().find(same).copied().or_else(|| second_group(text, field))
}

/// Where the first option stands for the second time, with the mark before it.
fn second_group(text: &str, field: &Field) -> Option<usize> {
    let wording = field.options.first()?.text.as_str();
    let mut places = text.match_indices(wording).map(|(at, _)| at);
    let (_, second) = (places.next()?, places.next()?);
    let before = text.get(..second)?.trim_end();
    let mark = before.chars().next_back().filter(|c| super::marks::of_char(*c).is_some());
    Some(mark.map_or(second, |mark| before.len() - mark.len_utf8()))
}
