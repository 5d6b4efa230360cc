//! The order of lines: whether a text without tables goes row by row, or column by column.
//!
//! Programs that take text out of a page may write a table's labels first and then its values. What then stands
//! behind a label may be another's value, and nothing about it looks wrong; only that labels stand together without
//! their values gives it away.

use super::draft::Draft;
use super::labels::{Candidate, Fit};
use super::matches::Matches;
use super::region::Region;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::{Form, LabelId, Part};
use crate::normalize::Normalized;
use crate::record::Value;
use crate::segment::Sections;
use std::collections::BTreeSet;

/// Labels that stand right above the next one without a value: one or two have been left blank, more tell of columns.
const LONE_LABELS: usize = 3;

/// What says that lines may be out of order.
const MESSAGE: &str = "labels stand together without their values: lines may not follow the rows of the table";

/// Whether lines of the form part are out of order. `found` are its fields' labels with their values.
pub(super) fn is_by_columns(
    (normalized, form): (&Normalized, &Form),
    sections: &Sections,
    matches: &Matches,
    found: &[(LabelId, Region)],
) -> bool {
    let in_table = |index: &usize| normalized.pieces.get(*index).is_some_and(|piece| piece.cell.is_some());
    if normalized.document.is_laid_out || sections.content(Part::Form).iter().any(in_table) {
        return false;
    }
    let has_value = |label: &Candidate| {
        let region = found.iter().find(|(known, _)| *known == label.label).map(|(_, region)| region);
        let text = |region: &Region| {
            let texts = region.fragments.iter().map(|fragment| normalized.text_of(fragment.span));
            texts.flat_map(str::chars).any(|c| !c.is_whitespace())
        };
        region.is_none_or(text)
    };
    let is_field = |label: &Candidate| form.label(label.label).field.is_some();
    let mut labels: Vec<&Candidate> = matches.iter().filter(|label| is_field(label)).collect();
    labels.sort_by_key(|label| (label.piece, label.span.start));
    let is_lone = |pair: &&[&Candidate]| match pair {
        [one, next] => one.fit == Fit::Whole && next.fit == Fit::Whole && !has_value(one),
        _ => false,
    };
    labels.windows(2).filter(is_lone).count() >= LONE_LABELS
}

/// Says of every value of the document that it may be another field's.
pub(super) fn doubt(draft: &mut Draft<'_>) {
    draft.diagnostics.push(Diagnostic::new(Code::TextByColumns, "/data", MESSAGE));
    let doubted: BTreeSet<&str> = draft
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::FieldLineGuess)
        .map(|diagnostic| diagnostic.pointer.as_str())
        .collect();
    let has_value = |value: &Value| !matches!(value, Value::Null) && !matches!(value, Value::List(list) if list.is_empty());
    let leaves: Vec<usize> = draft
        .form
        .leaves
        .iter()
        .zip(&draft.values)
        .enumerate()
        .filter(|(_, (leaf, value))| has_value(value) && !doubted.contains(&*leaf.pointer))
        .map(|(leaf, _)| leaf)
        .collect();
    leaves.into_iter().for_each(|leaf| draft.doubt(leaf, Code::FieldLineGuess, MESSAGE));
}
