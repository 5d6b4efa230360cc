//! How much doubts matter: what is harmless where cells are drawn may hide a value where they are not.
//!
//! That a label is missing or nothing stands behind it is mostly the document's own doing, and an info. Flat text
//! (laid out with spaces, line by line, or put together by the form's wording) loses labels and values as well. Where
//! something in it is not as the form has it, such doubts ask for a person's eyes.

use super::draft::Draft;
use super::matches::Matches;
use super::unread::Unread;
use crate::diagnostic::{Code, Severity};
use crate::form::Part;
use crate::segment::Sections;

/// Raises the infos of a draft that may hide a value to warnings.
pub(super) fn weigh(draft: &mut Draft<'_>, sections: &Sections, labels: &Matches, unread: Unread) {
    let form = draft.form;
    let is_flat = labels.iter().next().is_some() && is_flat(draft, sections);
    let is_guessed = is_flat || draft.normalized.has_guesses();
    let is_missing = draft.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::FieldMissing);
    let is_disordered = unread.is_amid || labels.has_moved();
    let may_hide = is_disordered || is_missing;
    let unwritten = std::mem::take(&mut draft.unwritten);
    let below = form.checklist.as_ref().map(|checklist| format!("{}/", checklist.pointer));
    for diagnostic in &mut draft.diagnostics {
        if diagnostic.severity != Severity::Info || diagnostic.pointer == "/data" {
            continue;
        }
        let is_of_checklist = below.as_ref().is_some_and(|below| diagnostic.pointer.starts_with(below.as_str()));
        let is_unwritten = || unwritten.iter().any(|leaf| *form.leaf(*leaf).pointer == *diagnostic.pointer);
        let is_raised = match diagnostic.code {
            Code::FieldLineGuess if is_of_checklist => is_flat,
            Code::ChecklistMissingTitle => is_flat,
            _ if is_of_checklist => false,
            // A text that was taken for nothing may be the value of a label that was not known.
            Code::FieldMissing => unread.is_amid || is_flat,
            Code::FieldBlank => is_guessed && may_hide && is_unwritten(),
            Code::FieldLineGuess | Code::FieldFuzzyLabel | Code::FieldOutOfOrder | Code::FieldMergedColumns => {
                is_flat && is_disordered
            }
            Code::ChoiceNone => is_flat && may_hide,
            _ => false,
        };
        if is_raised {
            diagnostic.severity = Severity::Warning;
        }
    }
}

/// Whether nothing in the source marks the cells of the form part.
fn is_flat(draft: &Draft<'_>, sections: &Sections) -> bool {
    let document = &draft.normalized.document;
    let in_table = |piece: &usize| draft.normalized.pieces.get(*piece).is_some_and(|piece| piece.cell.is_some());
    document.is_laid_out || document.is_woven || !sections.content(Part::Form).iter().any(in_table)
}
