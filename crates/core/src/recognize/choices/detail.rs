//! The detail of an option: what is written in its brackets.

use crate::form::ChoiceOption;
use crate::text::brackets::{closing, unopened};
use crate::text::fold;
use crate::text::values;

/// The stretch of an option's detail: what stands in its brackets, without the brackets' own label.
pub(super) fn detail(text: &str, (start, end): (usize, usize), option: &ChoiceOption) -> Option<(usize, usize)> {
    let rest = text.get(start..end)?;
    let (inner_start, inner_end) = match rest.find('(') {
        Some(open) if rest.get(..open).is_some_and(|before| before.trim().is_empty()) => {
            let inside = open + 1;
            let length = rest.get(inside..).and_then(closing).unwrap_or(rest.len() - inside);
            (start + inside, start + inside + length)
        }
        _ => (start, end),
    };
    let inner = text.get(inner_start..inner_end)?;
    let content = inner.get(fold::opening(inner, &option.detail_keys).unwrap_or(0)..)?;
    let content_start = inner_end - content.len();
    let trimmed = content.trim_start_matches([' ', ':', '\u{3000}']);
    let from = content_start + (content.len() - trimmed.len());
    let trimmed = trim_unopened(trimmed.trim_end());
    let is_blank = values::is_blank(trimmed) || !trimmed.chars().any(char::is_alphanumeric);
    (!is_blank).then_some((from, from + trimmed.len()))
}

/// Drops closing brackets at the end that nothing opened.
fn trim_unopened(text: &str) -> &str {
    let mut text = text;
    while text.ends_with(')') && unopened(text) > 0 {
        text = text.strip_suffix(')').unwrap_or(text).trim_end();
    }
    text
}
