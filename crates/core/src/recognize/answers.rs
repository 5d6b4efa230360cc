//! Answers: one of a set of words and signs, or yes and no.
//!
//! A sign alone (○, ×) or a wording alone is an answer; else options are read as those of a choice are, marked or left alone.

use super::choices;
use super::draft::Draft;
use super::excerpt::Excerpt;
use crate::diagnostic::Code;
use crate::form::{Field, FieldKind, LeafId};
use crate::record::Value;
use crate::text::fold::key;
use crate::text::values::{is_blank, sign};

/// What a text answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answered {
    /// The answer at this place of the set.
    One(usize),
    /// Nothing is written.
    Blank,
    /// Several answers, or none of the set.
    Unclear(Code),
}

/// What a text answers, in a field whose options are answers.
pub(super) fn told(text: &str, starts: &[usize], field: &Field) -> Answered {
    let of_sign = |sign: char| field.options.iter().position(|option| option.signs.contains(&sign));
    if let Some(sign) = sign::alone(text) {
        if let Some(answer) = of_sign(sign) {
            return Answered::One(answer);
        }
        return if is_blank(text) || sign == '□' { Answered::Blank } else { Answered::Unclear(Code::FieldUnparsed) };
    }
    if is_blank(text) {
        return Answered::Blank;
    }
    let whole = key(text);
    let wordings = |wanted: &str| field.options.iter().position(|option| option.keys.iter().any(|key| key == wanted));
    let first = text.chars().next().and_then(sign::of_char).and_then(of_sign);
    match (wordings(&whole), first) {
        // A sign with the words of the same answer behind it.
        (Some(answer), Some(sign)) if answer != sign => return Answered::Unclear(Code::ChoiceAmbiguousMark),
        (Some(answer), _) if !whole.is_empty() => return Answered::One(answer),
        _ => {}
    }
    if field.kind == FieldKind::Boolean
        && let Some(answer) = by_ending(text)
    {
        return Answered::One(answer);
    }
    if field.options.iter().all(|option| option.keys.is_empty()) {
        return Answered::Unclear(Code::FieldUnparsed);
    }
    let choice = choices::read(text, starts, field, false);
    match choice.chosen.as_slice() {
        [answer] if !choice.is_ambiguous && !choice.has_loose_mark => Answered::One(*answer),
        [] => Answered::Unclear(choice.doubt.unwrap_or(Code::ChoiceNone)),
        [_] => Answered::Unclear(Code::ChoiceAmbiguousMark),
        _ => Answered::Unclear(Code::ChoiceMultiple),
    }
}

/// The longest text whose ending tells yes or no, in characters: a longer one may say more.
const LONGEST_PHRASE: usize = 12;

/// Yes (0) or no (1) by how a short phrase ends: 設置している, 公表していません.
fn by_ending(text: &str) -> Option<usize> {
    let is_plain = text.chars().count() <= LONGEST_PHRASE && text.chars().all(|c| c.is_alphanumeric());
    let ends = |endings: &[&str]| endings.iter().any(|ending| text.ends_with(ending));
    let no = ends(&["していない", "していません", "しない", "しません", "ありません", "できない", "できません"]);
    let yes = ends(&["している", "しています", "します", "あります", "できる", "できます", "済み"]);
    (is_plain && (no || yes)).then_some(usize::from(no))
}

/// Reads an answer into its leaf.
pub(super) fn read(draft: &mut Draft<'_>, field: &Field, leaves: &[LeafId], excerpt: &Excerpt) {
    let &[leaf] = leaves else { return };
    let trimmed = excerpt.text.trim_start_matches([':', ' ']);
    let cut = excerpt.text.len() - trimmed.len();
    let starts: Vec<usize> = excerpt.starts().map(|start| start.saturating_sub(cut)).collect();
    match told(trimmed, &starts, field) {
        Answered::Blank => {
            draft.add_diagnostic(leaf, Code::FieldBlank, "nothing is written");
            draft.unwritten.push(leaf);
        }
        Answered::Unclear(code) => {
            draft.add_evidence(leaf, excerpt);
            draft.add_diagnostic(leaf, code, message(code, field, trimmed));
        }
        Answered::One(answer) => {
            draft.add_evidence(leaf, excerpt);
            let Some(option) = field.options.get(answer) else { return };
            let value = match field.kind {
                FieldKind::Boolean => Value::Boolean(answer == 0),
                _ => Value::Text(option.id.to_string()),
            };
            draft.set_value(leaf, value);
        }
    }
}

/// What is said of a text that is no answer: what was expected.
pub(super) fn message(code: Code, field: &Field, text: &str) -> String {
    let answers: Vec<&str> = field.options.iter().map(|option| option.text.as_str()).collect();
    match code {
        Code::ChoiceMultiple => format!("more than one answer is marked in 「{text}」"),
        Code::ChoiceUnmarkedOptions => format!("all answers stand in 「{text}」 and none carries a mark"),
        Code::ChoiceNone => format!("no answer is marked in 「{text}」"),
        Code::ChoiceAmbiguousMark => format!("the marks in 「{text}」 tell no answer"),
        _ => format!("「{text}」 is none of the answers {}", answers.join(", ")),
    }
}
