//! The options of a group in a text: which one opens a stretch, and which stand there without marks.

use super::FoundOption;
use crate::form::Field;
use crate::text::brackets::unclosed;
use crate::text::fold;

/// Share of an option's characters that may be wrong, as one in this many.
const CHARS_PER_SLIP: usize = 5;

/// Options that stand without marks in a stretch of the text: at its head and behind separators, outside brackets.
pub(super) fn plain_options(text: &str, start: usize, end: usize, field: &Field) -> Vec<FoundOption> {
    let mut found: Vec<FoundOption> = Vec::new();
    let (mut at, mut depth, mut opens) = (start, 0i32, true);
    while at < end {
        let Some(c) = text.get(at..end).and_then(|rest| rest.chars().next()) else { break };
        if depth == 0
            && opens
            && !separates(c)
            && let Some((option, rest)) = option_at(text, at, end, field)
            && is_bounded(text, rest, end, field, option)
        {
            found.push(FoundOption { option, mark: None, start: at, rest: (rest, end) });
            at = rest;
            opens = true;
            continue;
        }
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth = depth.max(0);
        opens = separates(c);
        at += c.len_utf8();
    }
    found
}

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, '、' | ',' | '/' | ')' | '・' | ';' | '|' | '。')
}

/// Whether an option's wording ends where it seems to: short ones (有, 可) need a separator behind.
fn is_bounded(text: &str, rest: usize, end: usize, field: &Field, option: usize) -> bool {
    let next = text.get(rest..end).and_then(|rest| rest.chars().next());
    let is_long = field.options.get(option).is_some_and(|option| option.text.chars().count() >= 4);
    // 可 否 loses its space to typesetting: an option may end where another begins.
    is_long
        || next.is_none_or(|c| separates(c) || matches!(c, '(' | ':'))
        || opens_option(text, rest, end, field, option)
}

/// Whether another option, properly ended, begins at an offset.
fn opens_option(text: &str, start: usize, end: usize, field: &Field, before: usize) -> bool {
    option_at(text, start, end, field).is_some_and(|(option, rest)| {
        let next = text.get(rest..end).and_then(|rest| rest.chars().next());
        option != before && next.is_none_or(|c| separates(c) || c == '(')
    })
}

/// The option whose wording opens `text[start..end]`, and where the wording ends. The longest wording wins;
/// a long one may have slips.
pub(in crate::recognize) fn option_at(text: &str, start: usize, end: usize, field: &Field) -> Option<(usize, usize)> {
    let slice = text.get(start..end)?;
    let first = slice.chars().find_map(fold::fold_char)?;
    let exact = keys(field)
        .filter(|(_, key)| key.starts_with(first))
        .filter_map(|(option, key)| Some((key.len(), option, fold::length_of(slice, key)?)));
    let exact = exact.max_by_key(|(length, ..)| *length).map(|(_, option, end)| (option, end));
    let (option, wording_end) = exact.or_else(|| closest(slice, field))?;
    // A bracket that the wording opened is part of it.
    let wording = slice.get(..wording_end)?;
    let open = unclosed(wording) > 0;
    let after = slice.get(wording_end..)?;
    let gap = after.len() - after.trim_start().len();
    let closes = open && after.trim_start().starts_with(')');
    Some((option, start + wording_end + if closes { gap + 1 } else { 0 }))
}

/// Whether a text ends with the whole wording of an option.
pub(super) fn ends_option(text: &str, field: &Field) -> bool {
    keys(field).any(|(_, key)| {
        let mut own = text.chars().rev().filter_map(fold::fold_char);
        key.chars().rev().all(|c| own.next() == Some(c))
    })
}

/// The option that comes closest where none opens the text to the letter, and where its wording ends.
fn closest(text: &str, field: &Field) -> Option<(usize, usize)> {
    // No wording has more characters than bytes: what stands behind that is not asked for.
    let longest = keys(field).map(|(_, key)| key.len()).max()?;
    let folded = text.char_indices().filter_map(|(at, c)| Some((at + c.len_utf8(), fold::fold_char(c)?)));
    let folded: Vec<(usize, char)> = folded.take(longest).collect();
    let slips = |key: &str| -> usize { key.chars().zip(&folded).filter(|(a, (_, b))| a != b).count() };
    let (_, option, length) = keys(field)
        .map(|(option, key)| (option, key, key.chars().count()))
        .filter(|(_, _, length)| *length >= CHARS_PER_SLIP && *length <= folded.len())
        .map(|(option, key, length)| (slips(key), option, length))
        .filter(|(slips, _, length)| slips * CHARS_PER_SLIP <= *length)
        .min_by_key(|(slips, _, length)| (*slips, std::cmp::Reverse(*length)))?;
    Some((option, folded.get(length.checked_sub(1)?)?.0))
}

fn keys(field: &Field) -> impl Iterator<Item = (usize, &str)> {
    field
        .options
        .iter()
        .enumerate()
        .flat_map(|(index, option)| option.keys.iter().map(move |key| (index, key.as_str())))
}
