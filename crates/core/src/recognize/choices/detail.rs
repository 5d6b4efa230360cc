//! The detail of an option: what is written in its brackets.

use super::FoundOption;
use crate::form::{ChoiceOption, Field};
use crate::text::brackets::{closing, unopened};
use crate::text::fold;
use crate::text::marks::Mark;
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

/// A stretch of a text, or none, and the position of the option whose detail it is.
type Own = (usize, Option<(usize, usize)>);

/// The details of two options whose lines ran together: オンライン(回線種別 オフライン(送付手段 専用線) DVD-R). The brackets of the first
/// hold nothing before the second begins, which closes one bracket more than it opens. One detail alone is the marked option's.
pub(super) fn crossed(text: &str, found: &[FoundOption], field: &Field) -> Option<[Own; 2]> {
    let own = |found: &FoundOption| field.options.get(found.option).filter(|option| option.detail.is_some());
    found.windows(2).find_map(|pair| {
        let [first, second] = pair else { return None };
        let (before, after) = (own(first)?, own(second)?);
        let label = text.get(first.rest.0..first.rest.1)?.trim().strip_prefix('(')?;
        let is_empty = label.is_empty() || fold::opening(label, &before.detail_keys) == Some(label.len());
        let start = second.rest.0;
        let inner = text.get(start..second.rest.1)?;
        let middle = inner.find('(').and_then(|open| Some(open + 1 + closing(inner.get(open + 1..)?)?))?;
        let rest = inner.get(middle + 1..)?;
        let rest = rest.get(..rest.rfind(')')?)?;
        if !is_empty || unopened(rest) > 0 || rest.matches('(').count() != rest.matches(')').count() {
            return None;
        }
        let nearer = detail(text, (start, start + middle + 1), after)?;
        let from = start + middle + 1 + (rest.len() - rest.trim_start().len());
        let farther = (from, start + middle + 1 + rest.trim_end().len());
        match (first.mark, second.mark) {
            _ if farther.0 < farther.1 => Some([(first.option, Some(nearer)), (second.option, Some(farther))]),
            (Some(mark), Some(Mark::Empty)) if mark != Mark::Empty => {
                Some([(first.option, Some(nearer)), (second.option, None)])
            }
            _ => None,
        }
    })
}

/// Drops closing brackets at the end that nothing opened.
fn trim_unopened(text: &str) -> &str {
    let mut text = text;
    while text.ends_with(')') && unopened(text) > 0 {
        text = text.strip_suffix(')').unwrap_or(text).trim_end();
    }
    text
}
