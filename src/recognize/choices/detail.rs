//! The detail of an option: what is written in its brackets.

use crate::form::ChoiceOption;
use crate::text::fold;
use crate::text::values;

/// The stretch of an option's detail: what stands in its brackets, without the brackets' own label.
pub(super) fn detail(text: &str, (start, end): (usize, usize), option: &ChoiceOption) -> Option<(usize, usize)> {
    let rest = text.get(start..end)?;
    let (inner_start, inner_end) = match rest.find('(') {
        Some(open) if rest.get(..open).is_some_and(|before| before.trim().is_empty()) => {
            (start + open + 1, start + closing(rest, open).unwrap_or(rest.len()))
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
    while text.ends_with(')') && text.matches(')').count() > text.matches('(').count() {
        text = text.strip_suffix(')').unwrap_or(text).trim_end();
    }
    text
}

/// Where the bracket opened at `open` closes.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.char_indices().skip_while(|(at, _)| *at < open) {
        match c {
            '(' => depth += 1,
            ')' if depth <= 1 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}
