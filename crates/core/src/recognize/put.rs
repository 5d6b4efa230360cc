//! Putting what was read into the leaves of a field, with its evidence and what is doubtful about it.

use super::draft::Draft;
use super::excerpt::Excerpt;
use crate::diagnostic::Code;
use crate::form::LeafId;
use crate::record::Value;
use crate::text::values::Reading;

/// Puts a reading into a leaf, with what is doubtful about it.
pub(super) fn put(draft: &mut Draft<'_>, leaf: LeafId, excerpt: &Excerpt, reading: Reading<Value>) {
    let text = &excerpt.text;
    match &reading {
        Reading::Blank => {
            return draft.add_diagnostic(leaf, Code::FieldBlank, format!("nothing is written but 「{text}」"));
        }
        Reading::Several(kept) => {
            let outcome = if kept.is_some() { "the first is kept" } else { "none is taken" };
            draft.add_diagnostic(
                leaf,
                Code::FieldMultipleValues,
                format!("「{text}」 holds more than one value; {outcome}"),
            );
        }
        Reading::Unparsed => {
            let example = draft.form.field_of(leaf).and_then(|field| field.kind.example());
            let expected = example.map(|example| format!(": {example}, was expected")).unwrap_or_default();
            draft.add_diagnostic(leaf, Code::FieldUnparsed, format!("「{text}」 is not of the field's type{expected}"));
        }
        Reading::Value(_) => {}
    }
    draft.add_evidence(leaf, excerpt);
    if let Some(value) = reading.value() {
        draft.set_value(leaf, value);
    }
}

/// A value that may well be absent where its field is not.
pub(super) fn optional(draft: &mut Draft<'_>, leaf: LeafId, excerpt: &Excerpt, value: Option<String>, absent: &str) {
    match value {
        Some(value) => put(draft, leaf, excerpt, Reading::Value(Value::Text(value))),
        None => draft.add_diagnostic(leaf, Code::FieldBlank, absent),
    }
}

/// Puts a fee's own text; false when the cell is blank.
pub(super) fn fee_text(draft: &mut Draft<'_>, leaf: LeafId, excerpt: &Excerpt, text: &str, is_blank: bool) -> bool {
    let reading = if is_blank { Reading::Blank } else { Reading::Value(Value::Text(text.to_owned())) };
    put(draft, leaf, excerpt, reading);
    !is_blank
}
