//! Labels that name their column: 初期費用（保険者） and 初期費用（健診・保健指導機関） stand apart, each with its own value behind it.

use super::labels::{Candidate, Fit};
use crate::document::Span;
use crate::form::Form;
use crate::normalize::Normalized;
use crate::text::fold;

/// Brackets that a column's heading stands in, and those that close them.
const OPENING: [char; 4] = ['(', '[', '【', '「'];
const CLOSING: [char; 4] = [')', ']', '】', '」'];

/// A label with the heading of a column in brackets behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headed {
    /// Which of the field's columns it names.
    pub target: usize,
    /// The label; the heading is of its text.
    pub label: Candidate,
}

/// Takes the labels that name their column out of the candidates, with what else may stand in the same places.
pub(super) fn take(normalized: &Normalized, form: &Form, candidates: &mut Vec<Candidate>) -> Vec<Headed> {
    let mut found: Vec<Headed> = Vec::new();
    for candidate in candidates.iter().filter(|candidate| candidate.fit >= Fit::Head && !candidate.is_fuzzy) {
        let Some((target, end)) = target_of(normalized, form, candidate) else { continue };
        // Of two that are the same the first.
        if !found.iter().any(|known| (known.label.label, known.target) == (candidate.label, target)) {
            let span = Span::new(candidate.span.start, end);
            found.push(Headed { target, label: Candidate { span, ..candidate.clone() } });
        }
    }
    let is_within = |candidate: &Candidate| {
        let mut places = found.iter().map(|headed| (headed.label.piece, headed.label.span));
        places.any(|(piece, span)| piece == candidate.piece && (span.start..span.end).contains(&candidate.span.start))
    };
    candidates.retain(|candidate| !is_within(candidate));
    found
}

/// The column that is named in brackets right behind a label, and where the brackets end.
fn target_of(normalized: &Normalized, form: &Form, label: &Candidate) -> Option<(usize, usize)> {
    let field = form.label(label.label).field.as_ref().filter(|field| field.targets.len() > 1)?;
    let end = normalized.pieces.get(label.piece)?.span.end;
    let behind = normalized.text_of(Span::new(label.span.end, end));
    let inner = behind.trim_start().strip_prefix(OPENING)?;
    let columns = field.targets.iter().enumerate();
    columns.into_iter().find_map(|(target, of)| {
        let length = fold::opening(inner, &form.label(of.column?).keys)?;
        let rest = inner.get(length..)?.trim_start().strip_prefix(CLOSING)?;
        Some((target, end - rest.len()))
    })
}
