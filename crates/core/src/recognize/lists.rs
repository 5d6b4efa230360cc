//! Lists: texts parted by commas or bullets, or on lines of their own.

use super::draft::Draft;
use super::excerpt::Excerpt;
use crate::diagnostic::Code;
use crate::form::LeafId;
use crate::record::Value;
use crate::text::values::{self, Reading};
use std::borrow::Cow;

/// A list: its entries are parted by commas and bullets, or else stand on lines of their own.
///
/// Lines that the source breaks part entries beside commas too; those of a page or a text may only be full.
pub(super) fn read(draft: &mut Draft<'_>, leaf: LeafId, excerpt: &Excerpt, text: &str) -> Reading<Value> {
    let entries = values::list::read(text);
    let cut = excerpt.text.len() - text.len();
    let starts = excerpt.line_starts(draft.normalized);
    let shown = excerpt.evidence(draft.normalized);
    let is_laid_out = shown.is_some_and(|shown| shown.page.is_some() || shown.lines.is_some());
    let mut lines = String::with_capacity(text.len() + starts.len());
    let mut last = 0;
    for start in starts.iter().filter_map(|start| start.checked_sub(cut)) {
        let Some(stretch) = text.get(last..start) else { continue };
        lines.push_str(stretch);
        lines.push('\n');
        last = start;
    }
    lines.push_str(text.get(last..).unwrap_or_default());
    let by_lines = values::list::read(&lines);
    let is_by_lines = by_lines.len() > entries.len() && (entries.len() <= 1 || !is_laid_out);
    if by_lines.len() != entries.len() && (is_laid_out || entries.len() > 1) {
        let message = format!("the lines of 「{text}」 may be entries of their own, or go on");
        draft.add_diagnostic(leaf, Code::FieldLineGuess, message);
    }
    let entries = if is_by_lines { by_lines } else { entries };
    // A middle dot is as often within a word as between two.
    if let [whole] = entries.as_slice()
        && whole.contains('・')
    {
        draft.add_diagnostic(leaf, Code::FieldLineGuess, format!("「{whole}」 may be entries parted by middle dots"));
    }
    Reading::Value(Value::List(entries.into_iter().map(Cow::Owned).collect()))
}
