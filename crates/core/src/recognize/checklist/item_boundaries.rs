//! Borders between items: in laid-out text and in tables that no lines draw, which lines belong to which item is told by where they stand, and a line
//! may fall to the item above or below. Where the wording of several items taken together is the form's, the borders
//! are where the form has them. No character is changed, only moved to the item it belongs to.

use super::items::{DraftItem, DraftSection};
use crate::document::Span;
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::recognize::excerpt::Fragment;
use crate::text::fold;

/// Puts borders between items where the form has them.
pub(super) fn mend(normalized: &Normalized, form: &ChecklistForm, section: &mut DraftSection) {
    let Some(known) = section.known else { return };
    for edition in form.editions.iter().flat_map(|edition| &edition.sections).filter(|of| of.section == known) {
        let mut at = 0;
        while let Some(items) = section.items.get_mut(at..).filter(|items| !items.is_empty()) {
            let count = run(normalized, &edition.keys, items);
            if count > 1 {
                redistribute(normalized, &edition.keys, items.get_mut(..count).unwrap_or_default());
            }
            at += count.max(1);
        }
    }
}

/// How many items from the first have together the wording that the form's have; 1 when the first has its own.
fn run(normalized: &Normalized, keys: &[String], items: &[DraftItem]) -> usize {
    let (mut written, mut wanted) = (String::new(), String::new());
    let numbers = items.first().map_or(0, |item| item.no)..;
    for (count, (item, no)) in (1..).zip(items.iter().zip(numbers)) {
        let Some(key) = key_of(keys, no).filter(|_| item.no == no) else { return 0 };
        wanted.push_str(key);
        written.extend(item.text.iter().flat_map(|fragment| folded(normalized, fragment)).map(|(_, c)| c));
        if written == wanted {
            return count;
        }
        if !written.starts_with(&wanted) && !wanted.starts_with(&written) {
            return 0;
        }
    }
    0
}

fn key_of(keys: &[String], no: u32) -> Option<&String> {
    keys.get(usize::try_from(no).ok()?.checked_sub(1)?)
}

/// The characters of a fragment that stand in its key, each with the offset behind it.
pub(super) fn folded<'n>(
    normalized: &'n Normalized,
    fragment: &Fragment,
) -> impl Iterator<Item = (usize, char)> + use<'n> {
    let start = fragment.span.start;
    let text = normalized.text_of(fragment.span);
    text.char_indices().filter_map(move |(at, c)| Some((start + at + c.len_utf8(), fold::fold_char(c)?)))
}

/// Gives each item the fragments that hold its wording; what closes a sentence goes with what is before it.
fn redistribute(normalized: &Normalized, keys: &[String], items: &mut [DraftItem]) {
    let mut fragments: Vec<Fragment> = items.iter_mut().flat_map(|item| std::mem::take(&mut item.text)).rev().collect();
    let last = items.len().saturating_sub(1);
    for (index, item) in items.iter_mut().enumerate() {
        let mut missing = key_of(keys, item.no).map_or(0, |key| key.chars().count());
        while index == last || missing > 0 {
            let Some(fragment) = fragments.pop() else { break };
            let ends: Vec<usize> = folded(normalized, &fragment).map(|(end, _)| end).take(missing).collect();
            missing -= ends.len();
            let middle =
                ends.last().map_or(fragment.span.end, |end| behind_closing(normalized, *end, fragment.span.end));
            if missing > 0 || index == last || middle >= fragment.span.end {
                item.text.push(fragment);
                continue;
            }
            item.text.push(Fragment { piece: fragment.piece, span: Span::new(fragment.span.start, middle) });
            fragments.push(Fragment { piece: fragment.piece, span: Span::new(middle, fragment.span.end) });
        }
    }
}

/// Goes behind the punctuation that closes what ends at an offset.
fn behind_closing(normalized: &Normalized, at: usize, end: usize) -> usize {
    let rest = normalized.text_of(Span::new(at, end));
    let closing = |c: char| c.is_whitespace() || matches!(c, '。' | '、' | ')' | ']' | '」' | '』' | '”' | '.');
    at + (rest.len() - rest.trim_start_matches(closing).len())
}
