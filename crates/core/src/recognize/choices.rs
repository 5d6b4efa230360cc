//! Choices: which options of a group are marked, and the details in their brackets.
//!
//! Marks part the text into segments, each beginning with its option; so a bracket that closes behind the
//! next option does no harm. Without any mark the options that stand there are the chosen ones, unless all
//! of them do. ○ is read by its company (the record's contract, "How options are marked").

mod detail;
mod options;

use crate::diagnostic::Code;
use crate::form::{Field, FieldKind};
use crate::text::marks::{self, Mark, MarkToken};
use detail::{crossed, detail};
pub(super) use options::option_at;
use options::{ends_option, plain_options};

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
    /// Options that stand nowhere in the text, although marks tell the others.
    pub lost: Vec<usize>,
    /// Whether the marks could be read in more than one way although something was chosen.
    pub is_ambiguous: bool,
    /// Whether a mark has no option, and an option no mark.
    pub has_loose_mark: bool,
    /// Whether the brackets of two options were told apart by their order.
    pub are_crossed: bool,
}

/// An option found in the text.
#[derive(Debug, Clone, Copy)]
struct FoundOption {
    option: usize,
    mark: Option<Mark>,
    /// Where it begins, its mark included.
    start: usize,
    /// Where the text behind the option's wording begins, and where the segment ends.
    rest: (usize, usize),
}

/// Reads a group. `starts` are the offsets at which cells begin in the text; `marks_lead` says that marks in cells of their own stand
/// before their options, as the document's other groups have them.
#[must_use]
pub fn read(text: &str, starts: &[usize], field: &Field, marks_lead: bool) -> Choice {
    let tokens = marks_of(text, field);
    let mut found = match tokens.is_empty() {
        true => without_marks(text, field),
        false if marks_follow(text, &tokens, field) => by_marks_behind(text, &tokens, field),
        false => by_marks(text, &tokens, field),
    };
    part_segments(&mut found);
    let mut choice = Choice { details: vec![None; field.options.len()], ..Choice::default() };
    if !tokens.is_empty() {
        let stands = |option: &usize| found.iter().any(|found| found.option == *option);
        choice.lost = (0..field.options.len()).filter(|option| !stands(option)).collect();
    }
    for found in &found {
        let option = field.options.get(found.option).filter(|option| option.detail.is_some());
        let detail = option.and_then(|option| detail(text, found.rest, option));
        if let Some(entry) = choice.details.get_mut(found.option) {
            *entry = entry.or(detail);
        }
    }
    if let Some([first, second]) = crossed(text, &found, field) {
        choice.are_crossed = true;
        for (option, own) in [first, second] {
            choice.details.get_mut(option).into_iter().for_each(|entry| *entry = own);
        }
    }
    let starts = if marks_lead { &[] } else { starts };
    choose(&mut choice, text, starts, &found, field);
    // A mark without an option may be that of one without a mark: ☑保険者向け 健診・保健指導機関向け ☑.
    let marked = found.iter().filter(|found| found.mark.is_some()).count();
    choice.has_loose_mark = !choice.chosen.is_empty() && marked < found.len() && marked < tokens.len();
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
fn part_segments(found: &mut [FoundOption]) {
    found.sort_by_key(|found| found.start);
    let starts: Vec<usize> = found.iter().skip(1).map(|next| next.start).collect();
    for (found, next) in found.iter_mut().zip(starts) {
        found.rest.1 = found.rest.1.min(next);
    }
}

/// Decides which of the options found are chosen.
fn choose(choice: &mut Choice, text: &str, starts: &[usize], found: &[FoundOption], field: &Field) {
    let has = |mark: Mark| found.iter().any(|found| found.mark == Some(mark));
    let marked = |accept: &dyn Fn(Mark) -> bool| -> Vec<usize> {
        found.iter().filter(|found| found.mark.is_some_and(accept)).map(|found| found.option).collect()
    };
    let standing = |found: &[FoundOption]| -> usize {
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

/// Whether a group opens with a mark that an option follows, or ends with one that follows its option: what tells of all groups of a
/// document where marks stand.
#[must_use]
pub(super) fn leads(text: &str, field: &Field) -> Option<bool> {
    let text = text.trim();
    let is_option = |(_, length)| option_at(text, length, text.len(), field).is_some();
    let opens = marks::at_head(text).is_some_and(is_option);
    let ends = marks::find(text).last().is_some_and(|token| token.end == text.len());
    (opens != ends).then_some(opens)
}

/// A lone ○ in a cell of its own between two options belongs to either.
fn is_unclear(text: &str, starts: &[usize], found: &[FoundOption]) -> bool {
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
        let head = text.get(..start)?;
        let last = head.chars().next_back();
        // Lines of a cell that begin with ticks are joined without a space: 保険者向けレ健診機関向け.
        let opens = last.is_none_or(|before| before.is_whitespace() || matches!(before, ')' | '、' | ','))
            || ends_option(head, field);
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
fn by_marks(text: &str, tokens: &[MarkToken], field: &Field) -> Vec<FoundOption> {
    let mut found: Vec<FoundOption> = Vec::new();
    // Options before the first mark carry none.
    let first = tokens.first().map_or(text.len(), |token| token.start);
    found.extend(plain_options(text, 0, first, field));
    for (index, token) in tokens.iter().enumerate() {
        let end = tokens.get(index + 1).map_or(text.len(), |next| next.start);
        match option_at(text, token.end, end, field) {
            Some((option, rest)) => {
                found.push(FoundOption { option, mark: Some(token.mark), start: token.start, rest: (rest, end) });
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
fn bare_after(text: &str, start: usize, end: usize, field: &Field) -> Vec<FoundOption> {
    let slice = text.get(start..end).unwrap_or_default();
    if slice.trim_start().starts_with('(') && !slice.contains(')') {
        return Vec::new();
    }
    plain_options(text, start, end, field)
}

/// Each option with the mark behind it: 有 ■ 無 □.
fn by_marks_behind(text: &str, tokens: &[MarkToken], field: &Field) -> Vec<FoundOption> {
    let mut start = 0;
    let mut found = Vec::new();
    for token in tokens {
        if let Some((option, rest)) = option_at(text, start, token.start, field) {
            found.push(FoundOption { option, mark: Some(token.mark), start, rest: (rest, token.start) });
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

fn without_marks(text: &str, field: &Field) -> Vec<FoundOption> {
    plain_options(text, 0, text.len(), field)
}
