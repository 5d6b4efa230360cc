//! Choices: which options of a group are marked, and the details in their brackets.
//!
//! Marks part the text into segments, each beginning with its option; so a bracket that closes behind the
//! next option does no harm. Without any mark the options that stand there are the chosen ones, unless all
//! of them do. ○ is read by its company (the record's contract, "How options are marked").

use super::marks::{self, Mark, MarkToken};
use crate::diagnostic::Code;
use crate::form::{ChoiceOption, Field, FieldKind};
use crate::normalize::fold;

/// Share of an option's characters that may be wrong, as one in this many.
const CHARS_PER_SLIP: usize = 5;

/// What a group of options came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Positions of the chosen options, in the form's order.
    pub chosen: Vec<usize>,
    /// For each option, the stretch of the text in its brackets, if anything is written there.
    pub details: Vec<Option<(usize, usize)>>,
    /// What is doubtful.
    pub doubt: Option<Code>,
    /// Details of options that are not chosen.
    pub unmarked_details: Vec<usize>,
    /// Whether the marks could be read in more than one way although something was chosen.
    pub is_ambiguous: bool,
}

/// An option found in the text.
#[derive(Debug, Clone, Copy)]
struct Found {
    option: usize,
    mark: Option<Mark>,
    /// Where it begins, its mark included.
    start: usize,
    /// Where the text behind the option's wording begins, and where the segment ends.
    rest: (usize, usize),
}

/// Reads a group. `starts` are the offsets at which cells begin in the text.
#[must_use]
pub fn read(text: &str, starts: &[usize], field: &Field) -> Choice {
    let tokens = marks_of(text, field);
    let mut found = match tokens.is_empty() {
        true => without_marks(text, field),
        false if marks_follow(text, &tokens, field) => by_marks_behind(text, &tokens, field),
        false => by_marks(text, &tokens, field),
    };
    part_segments(&mut found);
    let mut choice = Choice { details: vec![None; field.options.len()], ..Choice::default() };
    for found in &found {
        let option = field.options.get(found.option).filter(|option| option.detail.is_some());
        let detail = option.and_then(|option| detail(text, found.rest, option));
        if let Some(entry) = choice.details.get_mut(found.option) {
            *entry = entry.or(detail);
        }
    }
    choose(&mut choice, text, starts, &found, field);
    choice.chosen.sort_unstable();
    choice.chosen.dedup();
    let details = choice.details.iter().enumerate().filter(|(_, detail)| detail.is_some()).map(|(option, _)| option);
    choice.unmarked_details = details.filter(|option| !choice.chosen.contains(option)).collect();
    if choice.doubt.is_none() && field.kind == FieldKind::Choice && choice.chosen.len() > 1 {
        choice.doubt = Some(Code::ChoiceMultiple);
    }
    choice
}

/// Ends each option's text where the next option begins.
fn part_segments(found: &mut [Found]) {
    found.sort_by_key(|found| found.start);
    let starts: Vec<usize> = found.iter().skip(1).map(|next| next.start).collect();
    for (found, next) in found.iter_mut().zip(starts) {
        found.rest.1 = found.rest.1.min(next);
    }
}

/// Decides which of the options found are chosen.
fn choose(choice: &mut Choice, text: &str, starts: &[usize], found: &[Found], field: &Field) {
    let has = |mark: Mark| found.iter().any(|found| found.mark == Some(mark));
    let marked = |accept: &dyn Fn(Mark) -> bool| -> Vec<usize> {
        found.iter().filter(|found| found.mark.is_some_and(accept)).map(|found| found.option).collect()
    };
    let standing = |found: &[Found]| -> usize {
        let mut options: Vec<usize> = found.iter().map(|found| found.option).collect();
        options.sort_unstable();
        options.dedup();
        options.len()
    };
    let group = field.options.len();
    if found.is_empty() {
        let is_blank = text.chars().all(|c| !c.is_alphanumeric() || marks::of_char(c).is_some());
        choice.doubt = Some(if is_blank { Code::FieldBlank } else { Code::FieldUnparsed });
    } else if found.iter().all(|found| found.mark.is_none()) {
        if standing(found) == group {
            choice.doubt = Some(Code::ChoiceUnmarkedOptions);
        } else {
            choice.chosen = found.iter().map(|found| found.option).collect();
        }
    } else if has(Mark::Filled) {
        choice.chosen = marked(&|mark| mark == Mark::Filled);
        choice.is_ambiguous = has(Mark::Circle) && has(Mark::Empty);
    } else if has(Mark::Circle) {
        let circled = marked(&|mark| mark == Mark::Circle);
        if (!has(Mark::Empty) && circled.len() == group) || is_unclear(text, starts, found) {
            choice.doubt = Some(Code::ChoiceAmbiguousMark);
        } else {
            choice.chosen = circled;
            choice.is_ambiguous = has(Mark::Empty);
        }
    } else {
        choice.doubt = Some(Code::ChoiceNone);
    }
}

/// A lone ○ in a cell of its own between two options belongs to either.
fn is_unclear(text: &str, starts: &[usize], found: &[Found]) -> bool {
    let bare = found.iter().any(|found| found.mark.is_none());
    let alone = |token: MarkToken| {
        let in_own_cell =
            starts.contains(&token.start) && (starts.contains(&(token.end + 1)) || token.end == text.len());
        in_own_cell && token.start > 0 && token.end < text.len()
    };
    bare && marks::find(text).any(alone)
}

/// The marks of a group: those of the text, and ticks typed in a box's stead right before an option.
fn marks_of(text: &str, field: &Field) -> Vec<MarkToken> {
    let mut tokens: Vec<MarkToken> = marks::find(text).collect();
    let ticks = text.char_indices().filter(|(_, c)| marks::is_tick(*c)).filter_map(|(start, c)| {
        let end = start + c.len_utf8();
        let opens = text
            .get(..start)?
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || matches!(before, ')' | '、' | ','));
        let is_new = !tokens.iter().any(|token| token.start <= start && start < token.end);
        (is_new && opens && option_at(text, end, text.len(), field).is_some()).then_some(MarkToken {
            mark: Mark::Filled,
            start,
            end,
        })
    });
    let ticks: Vec<MarkToken> = ticks.collect();
    tokens.extend(ticks);
    tokens.sort_by_key(|token| token.start);
    tokens
}

/// Each mark with the option behind it; text that is no option goes on the segment before.
fn by_marks(text: &str, tokens: &[MarkToken], field: &Field) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    // Options before the first mark carry none.
    let first = tokens.first().map_or(text.len(), |token| token.start);
    found.extend(plain_options(text, 0, first, field));
    for (index, token) in tokens.iter().enumerate() {
        let end = tokens.get(index + 1).map_or(text.len(), |next| next.start);
        match option_at(text, token.end, end, field) {
            Some((option, rest)) => {
                found.push(Found { option, mark: Some(token.mark), start: token.start, rest: (rest, end) });
                // In one segment with a marked option others may stand bare.
                found.extend(bare_after(text, rest, end, field));
            }
            None => {
                if let Some(last) = found.last_mut() {
                    last.rest.1 = end;
                }
            }
        }
    }
    found
}

/// Options without marks behind a marked one: ○有 無.
fn bare_after(text: &str, start: usize, end: usize, field: &Field) -> Vec<Found> {
    let slice = text.get(start..end).unwrap_or_default();
    if slice.trim_start().starts_with('(') && !slice.contains(')') {
        return Vec::new();
    }
    plain_options(text, start, end, field)
}

/// Each option with the mark behind it: 有 ■ 無 □.
fn by_marks_behind(text: &str, tokens: &[MarkToken], field: &Field) -> Vec<Found> {
    let mut start = 0;
    let mut found = Vec::new();
    for token in tokens {
        if let Some((option, rest)) = option_at(text, start, token.start, field) {
            found.push(Found { option, mark: Some(token.mark), start, rest: (rest, token.start) });
        }
        start = token.end;
    }
    found
}

/// Whether marks stand behind their options: the text opens with an option and ends with a mark.
fn marks_follow(text: &str, tokens: &[MarkToken], field: &Field) -> bool {
    let first = tokens.first().map_or(0, |token| token.start);
    let ends_with_mark =
        tokens.last().is_some_and(|token| text.get(token.end..).is_none_or(|rest| rest.trim().is_empty()));
    ends_with_mark && option_at(text, 0, first, field).is_some()
}

fn without_marks(text: &str, field: &Field) -> Vec<Found> {
    plain_options(text, 0, text.len(), field)
}

/// Options that stand without marks in a stretch of the text: at its head and behind separators, outside brackets.
fn plain_options(text: &str, start: usize, end: usize, field: &Field) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let (mut at, mut depth, mut opens) = (start, 0i32, true);
    while at < end {
        let Some(c) = text.get(at..end).and_then(|rest| rest.chars().next()) else { break };
        if depth == 0
            && opens
            && !separates(c)
            && let Some((option, rest)) = option_at(text, at, end, field)
            && is_bounded(text, rest, end, field, option)
        {
            found.push(Found { option, mark: None, start: at, rest: (rest, end) });
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
fn option_at(text: &str, start: usize, end: usize, field: &Field) -> Option<(usize, usize)> {
    let slice = text.get(start..end)?;
    let first = slice.chars().find_map(fold::fold_char)?;
    let exact = keys(field)
        .filter(|(_, key)| key.starts_with(first))
        .filter_map(|(option, key)| Some((key.len(), option, fold::length_of(slice, key)?)));
    let exact = exact.max_by_key(|(length, ..)| *length).map(|(_, option, end)| (option, end));
    let (option, wording_end) = exact.or_else(|| closest(slice, field))?;
    // A bracket that the wording opened is part of it.
    let wording = slice.get(..wording_end)?;
    let open = wording.matches('(').count() > wording.matches(')').count();
    let after = slice.get(wording_end..)?;
    let gap = after.len() - after.trim_start().len();
    let closes = open && after.trim_start().starts_with(')');
    Some((option, start + wording_end + if closes { gap + 1 } else { 0 }))
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

/// The stretch of an option's detail: what stands in its brackets, without the brackets' own label.
fn detail(text: &str, (start, end): (usize, usize), option: &ChoiceOption) -> Option<(usize, usize)> {
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
    let is_blank = super::values::is_blank(trimmed) || !trimmed.chars().any(char::is_alphanumeric);
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
