//! The order of lines: whether a text without tables goes row by row, or column by column.
//!
//! Programs that take text out of a page may write a table's labels first and then its values. What then stands
//! behind a label may be another's value, and nothing about it looks wrong; only that labels stand together without
//! their values gives it away.

use super::draft::{About, Draft};
use super::excerpt::Fragment;
use super::labels::{Candidate, Fit};
use super::matches::Matches;
use super::region::Region;
use crate::diagnostic::Code;
use crate::form::{LabelId, LeafId, Part};
use crate::segment::Sections;
use std::collections::BTreeSet;

/// Labels in a row that stand right above the next one without a value: one may have been left blank, more tell of
/// columns.
const LONE_LABELS: usize = 2;

/// What the lines of a text without tables say of their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Order {
    /// Nothing: they go row by row, or tables tell.
    #[default]
    Rows,
    /// A text was taken for no field, or a label stands elsewhere than the form has it.
    Doubtful,
    /// Labels stand together, without their values.
    Columns,
    /// There were none: they were cut out of running text.
    Cut,
}

/// The order of the form part's lines. `found` are its fields' labels with their values.
///
/// `has_unread` says that a text was taken for no field.
pub(super) fn of(
    draft: &Draft<'_>,
    sections: &Sections,
    matches: &Matches,
    found: &[(LabelId, Region)],
    has_unread: bool,
) -> Order {
    let (normalized, form) = (draft.normalized, draft.form);
    if normalized.document.is_cut {
        return Order::Cut;
    }
    let in_table = |index: &usize| normalized.pieces.get(*index).is_some_and(|piece| piece.cell.is_some());
    if normalized.extent.is_by_lines() || sections.content(Part::Form).iter().any(in_table) {
        return Order::Rows;
    }
    let has_strays = has_unread || found.iter().any(|(label, _)| matches.is_moved(*label));
    let lines = |label: &Candidate| {
        let region = found.iter().find(|(known, _)| *known == label.label).map(|(_, region)| region);
        let is_text = |fragment: &&Fragment| !normalized.text_of(fragment.span).trim().is_empty();
        region.map_or(0, |region| region.fragments.iter().filter(is_text).count())
    };
    let mut labels: Vec<&Candidate> = matches.iter().filter(|label| form.label(label.label).field.is_some()).collect();
    labels.sort_by_key(|label| (label.piece, label.span.start));
    let mut lone = 0;
    for label in labels {
        let options = form.label(label.label).field.as_ref().map_or(0, |field| field.options.len());
        let lines = lines(label);
        // The values of the labels above stand behind the last, or were taken for nothing.
        let has_others = has_strays || (lines > lone && lines > options + 1);
        if lone >= LONE_LABELS && label.fit == Fit::Whole && lines > 0 && has_others {
            return Order::Columns;
        }
        lone = if label.fit == Fit::Whole && lines == 0 { lone + 1 } else { 0 };
    }
    if has_strays { Order::Doubtful } else { Order::Rows }
}

/// Says of every value that it may be another field's.
pub(super) fn doubt(draft: &mut Draft<'_>, order: Order) {
    let message = match order {
        Order::Rows => return,
        Order::Doubtful => {
            "lines may be out of order: some were taken for no field, or stand elsewhere than in the form"
        }
        Order::Cut => "running text was cut at the form's wording: what stands beside a label may be another's",
        Order::Columns => "labels stand together without their values: lines may go column by column",
    };
    if order == Order::Columns {
        draft.add_to_document(Code::TextByColumns, message);
    }
    let guessed = draft.doubts.iter().filter(|doubt| doubt.diagnostic.code == Code::FieldLineGuess);
    let doubted: BTreeSet<LeafId> =
        guessed.filter_map(|doubt| if let About::Leaf(leaf) = doubt.about { Some(leaf) } else { None }).collect();
    let leaves: Vec<usize> = draft
        .values
        .iter()
        .take(draft.form.leaves.len())
        .enumerate()
        .filter(|(leaf, value)| value.is_stated() && !doubted.contains(leaf))
        .map(|(leaf, _)| leaf)
        .collect();
    leaves.into_iter().for_each(|leaf| draft.add_diagnostic(leaf, Code::FieldLineGuess, message));
}
