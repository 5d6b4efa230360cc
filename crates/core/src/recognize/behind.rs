//! Labels that stand behind their values: 令和5年3月31日 現在.
//!
//! They take no part in the alignment: such a phrase stands wherever the writer puts it, even within another label's cell
//! (従業員数(令和5年3月31日現在)). The first one before which a value of the field's type stands is it.

use super::excerpt::Fragment;
use super::labels::{Candidate, Fit};
use crate::document::Span;
use crate::form::{FieldKind, Form, LabelId, Part};
use crate::normalize::Normalized;
use crate::text::values::{self, Reading};

/// The longest value before a label in one piece with it, in characters: a date with its era and its western year has 25.
const LONGEST: usize = 40;

/// A label with the value before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LabelBehind {
    /// The label.
    pub label: Candidate,
    /// Its value.
    pub value: Fragment,
    /// Another value before another such label.
    pub other: Option<String>,
}

/// Finds the labels of a part that stand behind their values.
pub(super) fn find(normalized: &Normalized, form: &Form, part: Part, pieces: &[usize]) -> Vec<LabelBehind> {
    let is_it =
        |id: &LabelId| form.label(*id).is_behind && form.label(*id).part == part && form.label(*id).field.is_some();
    if !(0..form.labels.len()).any(|id| is_it(&id)) {
        return Vec::new();
    }
    let mut found: Vec<LabelBehind> = Vec::new();
    for (at, &index) in pieces.iter().enumerate() {
        let Some(piece) = normalized.pieces.get(index) else { continue };
        let near = [at.checked_sub(1), Some(at + 1)].map(|at| at.and_then(|at| pieces.get(at)).copied());
        for occurrence in form.matcher.find(normalized.key_of(piece)) {
            let key = Span::new(piece.key.start + occurrence.start, piece.key.start + occurrence.end);
            let span = normalized.text_span(key);
            for &label in form.matcher.labels(occurrence.key).iter().filter(|id| is_it(id)) {
                let Some(kind) = form.label(label).field.as_ref().map(|field| field.kind) else { continue };
                let Some(value) = value(normalized, kind, (index, span), near) else { continue };
                let fit = Fit::Prefix;
                let label = Candidate { piece: index, label, span, fit, score: 0, is_fuzzy: false, tail: vec![] };
                add(normalized, &mut found, LabelBehind { label, value, other: None });
            }
        }
    }
    found
}

/// Adds a label with its value, or another value of one that is known.
pub(super) fn add(normalized: &Normalized, found: &mut Vec<LabelBehind>, new: LabelBehind) {
    match found.iter_mut().find(|known| known.label.label == new.label.label) {
        Some(known) => {
            let text = normalized.text_of(new.value.span);
            let is_other = text != normalized.text_of(known.value.span);
            known.other = known.other.take().or_else(|| is_other.then(|| text.to_owned()));
        }
        None => found.push(new),
    }
}

/// The value of a label: before it, or else behind it in its piece, as of other labels.
fn value(
    normalized: &Normalized,
    kind: FieldKind,
    (index, label): (usize, Span),
    pieces: [Option<usize>; 2],
) -> Option<Fragment> {
    let [above, next] = pieces;
    before(normalized, kind, (index, label), above).or_else(|| {
        let piece = normalized.pieces.get(index)?;
        let opens = normalized.text_of(Span::new(piece.span.start, label.start)).trim_matches(['(', ' ']).is_empty();
        let rest = normalized.text_of(Span::new(label.end, piece.span.end));
        let own = rest.trim_start_matches([' ', ':', '(']);
        let value = Span::new(piece.span.end - own.len(), piece.span.end);
        let value = Fragment {
            piece: index,
            span: Span::new(value.start, value.start + own.trim_end_matches([' ', ')']).len()),
        };
        let beside = || {
            let other = next?;
            let of = normalized.pieces.get(other)?;
            let is_beside = piece.cell.zip(of.cell).is_some_and(|(a, b)| a.table == b.table && a.row == b.row);
            is_beside.then_some(Fragment { piece: other, span: of.span })
        };
        let value = if own.is_empty() { beside()? } else { value };
        (opens && tells(kind) && reads(kind, normalized.text_of(value.span))).then_some(value)
    })
}

/// Whether the texts of a kind are told from others.
fn tells(kind: FieldKind) -> bool {
    use FieldKind::{Count, Date, Decimal, Money, Percent, YearMonth};
    matches!(kind, Date | YearMonth | Count | Decimal | Percent | Money)
}

/// What stands before a label in its piece, or else in the piece before, in the same row or the line above.
fn before(
    normalized: &Normalized,
    kind: FieldKind,
    (index, label): (usize, Span),
    above: Option<usize>,
) -> Option<Fragment> {
    let piece = normalized.pieces.get(index)?;
    let behind =
        normalized.text_of(Span::new(label.end, piece.span.end)).trim_start_matches([' ', ')', '】', ']', '。', '、']);
    let head = normalized.text_of(Span::new(piece.span.start, label.start));
    let head = head.trim_end();
    if head.trim_matches(['(', '※', ' ']).is_empty() {
        let other = above?;
        let above = normalized.pieces.get(other)?;
        let is_beside = match (above.cell, piece.cell) {
            (Some(a), Some(b)) => a.table == b.table && a.row == b.row,
            (None, None) => true,
            _ => false,
        };
        return (behind.is_empty() && is_beside && reads(kind, normalized.text_of(above.span)))
            .then_some(Fragment { piece: other, span: above.span });
    }
    // From the longest stretch that is of the type down: each begins behind a sign or a space.
    let from = head.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let near = head.get(from..)?.char_indices();
    let starts = near.filter(|(_, c)| parts(*c)).map(|(at, c)| from + at + c.len_utf8());
    let whole = (from == 0).then_some(0);
    let start =
        whole.into_iter().chain(starts).find(|start| head.get(*start..).is_some_and(|text| reads(kind, text)))?;
    let span = Span::new(piece.span.start + start, piece.span.start + head.len());
    Some(Fragment { piece: index, span })
}

fn parts(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ':' | '、' | '[' | '【' | '※' | '・' | '。')
}

/// Whether a text is a value of the kind, where the kind tells.
fn reads(kind: FieldKind, text: &str) -> bool {
    let is_value = |is_it: bool| is_it && !values::is_blank(text);
    match kind {
        FieldKind::Date => matches!(values::date::read(text), Reading::Value(_)),
        FieldKind::YearMonth => matches!(values::time::month(text), Reading::Value(_)),
        FieldKind::Count => matches!(values::count::read(text), Reading::Value(_)),
        FieldKind::Decimal => matches!(values::decimal::read(text), Reading::Value(_)),
        FieldKind::Percent => matches!(values::decimal::percent(text), Reading::Value(_)),
        FieldKind::Money => matches!(values::money::read(text), Reading::Value(Some(_))),
        _ => is_value(!text.contains(['(', ':', '、', '。', ' '])),
    }
}
