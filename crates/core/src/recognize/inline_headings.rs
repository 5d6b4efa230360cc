//! Headings in the values: without a table, a row's values may each say whose they are (「保険者:50,000円」) instead of
//! standing below a heading.

use super::excerpt::Excerpt;
use super::labels::{Candidate, Fit};
use super::numbering;
use crate::form::{Field, Form, LabelId};
use crate::normalize::Normalized;

/// The headings of columns that stand behind the first row they would head: they head no column, but values.
#[must_use]
pub fn find(
    normalized: &Normalized,
    form: &Form,
    candidates: &[Candidate],
    assigned: &[Option<usize>],
) -> Vec<LabelId> {
    // In a table a heading heads its column, wherever its row stands.
    let is_line =
        |candidate: &&Candidate| normalized.pieces.get(candidate.piece).is_some_and(|piece| piece.cell.is_none());
    let place = |label: LabelId| assigned.get(label).copied().flatten().and_then(|index| candidates.get(index));
    let heads = |row: LabelId, column: LabelId| {
        let field = form.label(row).field.as_ref();
        field.is_some_and(|field| field.targets.iter().any(|target| target.column == Some(column)))
    };
    // A row that was passed over for the sake of headings behind it.
    let is_passed_over = |row: LabelId, heading: usize| {
        form.label(row).is_unique
            && place(row).is_none()
            && candidates.iter().any(|found| {
                found.label == row && !found.is_fuzzy && found.fit >= Fit::Prefix && found.span.start < heading
            })
    };
    let is_inline = |column: &LabelId| {
        form.label(*column).is_column
            && place(*column).filter(is_line).is_some_and(|heading| {
                (0..form.labels.len()).any(|row| heads(row, *column) && is_passed_over(row, heading.span.start))
            })
    };
    (0..form.labels.len()).filter(is_inline).collect()
}

/// Parts a text at the headings in it: one excerpt a column, without the heading. `None` where it does not begin with one.
#[must_use]
pub fn split(form: &Form, field: &Field, whole: &Excerpt) -> Option<Vec<Excerpt>> {
    let text = whole.text.as_str();
    let lines: Vec<usize> = whole.starts().collect();
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (column, target) in field.targets.iter().enumerate() {
        let label = form.label(target.column?);
        let mut places = label.texts.iter().flat_map(|wording| text.match_indices(wording.as_str()));
        let heading = places.find_map(|(at, wording)| heading(text, &lines, at, wording.len()));
        found.extend(heading.map(|(start, end)| (start, end, column)));
    }
    found.sort_unstable();
    found.first().filter(|(start, ..)| *start == 0)?;
    let mut columns = vec![Excerpt::default(); field.targets.len()];
    for (index, (_, end, column)) in found.iter().enumerate() {
        let next = found.get(index + 1).map_or(text.len(), |(start, ..)| *start);
        *columns.get_mut(*column)? = whole.slice(*end, next.max(*end));
    }
    Some(columns)
}

/// The stretch of a heading with its bullet and colon, where the wording at a place is one.
fn heading(text: &str, lines: &[usize], at: usize, length: usize) -> Option<(usize, usize)> {
    let is_edge = |c: char| c.is_whitespace() || matches!(c, ':' | '/' | '、');
    let line = lines.iter().rfind(|line| **line <= at).copied().unwrap_or(0);
    let before = text.get(line..at)?;
    let opens_line = before.chars().all(is_edge) || numbering::is_bullet(before.trim());
    let after = text.get(at + length..)?;
    let has_colon = after.trim_start().starts_with(':');
    let is_alone = opens_line && (after.starts_with(' ') || after.is_empty() || lines.contains(&(at + length)));
    if !(has_colon && (opens_line || before.ends_with(is_edge))) && !is_alone {
        return None;
    }
    let start = if opens_line { line } else { at };
    let end = text.len() - after.trim_start_matches([':', ' ']).len();
    Some((start, end))
}
