//! Label candidates: every place where a label of the form may stand, with how likely it is.
//!
//! A label that fills its cell is likely; one at a cell's head with its value behind it less so; one in
//! the middle of a text only between spaces. The alignment ([`super::align`]) chooses among them.

use crate::document::Span;
use crate::form::{Form, LabelId, LabelOccurrence, Part};
use crate::normalize::{Normalized, Piece};
use crate::text::{fold, marks};

/// How a candidate stands in its piece. The points are of one unit with [`super::align`]'s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fit {
    /// In running text on both sides.
    Glued,
    /// Inside a piece, between spaces or other separators.
    Inner,
    /// At the head of a piece, with text right behind it.
    Head,
    /// At the head of a piece, with a separator or a number behind it.
    Prefix,
    /// Alone in its piece.
    Whole,
}

impl Fit {
    /// Points of a label of usual length that stands so.
    fn points(self) -> i32 {
        match self {
            Self::Whole => 300,
            Self::Prefix => 200,
            Self::Inner => 110,
            Self::Head => 60,
            Self::Glued => 25,
        }
    }
}

/// Length from which a label is as telling as it gets, in characters of its key.
const TELLING_LENGTH: usize = 8;

/// Brackets that a label may open, and those that close them.
const OPENING: [char; 4] = ['(', '「', '【', '['];
const CLOSING: [char; 4] = [')', '」', '】', ']'];

/// Least length of a label that is believed without a separator around it, in characters of its key.
const LEAST_GLUED: usize = 4;

/// A place where a label may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The piece it stands in.
    pub piece: usize,
    /// The label.
    pub label: LabelId,
    /// Its text, in the normalized text.
    pub span: Span,
    /// How it stands there.
    pub fit: Fit,
    /// Points for it.
    pub score: i32,
    /// Whether it was known again only approximately.
    pub is_fuzzy: bool,
    /// Later pieces that hold the rest of a label that was cut in two.
    pub tail: Vec<usize>,
}

/// Points of a label with this fit: longer labels tell more.
pub(super) fn score(fit: Fit, key: &str) -> i32 {
    let length = key.chars().count().min(TELLING_LENGTH);
    fit.points() * (60 + 10 * i32::try_from(length).unwrap_or(0)) / 100
}

/// All candidates for the labels of a part among the given pieces, in reading order.
#[must_use]
pub fn candidates(normalized: &Normalized, form: &Form, part: Part, pieces: &[usize]) -> Vec<Candidate> {
    let mut found = Vec::new();
    for &index in pieces {
        let Some(piece) = normalized.pieces.get(index) else { continue };
        let mut occurrences = occurrences(normalized, form, piece);
        keep_longest(&mut occurrences);
        for occurrence in occurrences {
            let labels = form
                .matcher
                .labels(occurrence.key)
                .iter()
                .filter(|id| form.label(**id).part == part && !form.label(**id).is_behind);
            for &label in labels {
                found.extend(candidate(normalized, form, index, piece, occurrence, label));
            }
        }
    }
    found
}

fn occurrences(normalized: &Normalized, form: &Form, piece: &Piece) -> Vec<LabelOccurrence> {
    form.matcher.find(normalized.key_of(piece)).collect()
}

/// Drops occurrences that stand inside longer ones: システム in システムの保有.
fn keep_longest(occurrences: &mut Vec<LabelOccurrence>) {
    occurrences.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
    let mut end = 0;
    occurrences.retain(|found| {
        let is_outer = found.end > end;
        end = end.max(found.end);
        is_outer
    });
}

fn candidate(
    normalized: &Normalized,
    form: &Form,
    index: usize,
    piece: &Piece,
    found: LabelOccurrence,
    label: LabelId,
) -> Option<Candidate> {
    let key = Span::new(piece.key.start + found.start, piece.key.start + found.end);
    let span = normalized.text_span(key);
    let text = normalized.text_of(piece.span);
    let before = text.get(..span.start - piece.span.start)?;
    let after = text.get(span.end - piece.span.start..)?;
    let label_key = key.of(&normalized.keys);
    if is_marked(before) && form.is_option(label_key) {
        return None;
    }
    let (head, tail) = normalized.key_of(piece).split_at_checked(found.start)?;
    // Behind the labels that hold it, it stands as if at the head: サービス提供時間(拠点).
    let before = if is_of_holders(form, label, head) { "" } else { before };
    if piece.cell.is_some() && is_cut(tail, label_key, &form.label(label).keys) {
        let fit = self::fit(before, "", label_key.chars().count())?;
        let span = Span::new(span.start, piece.span.end);
        return Some(Candidate {
            piece: index,
            label,
            span,
            fit,
            score: score(fit, tail),
            is_fuzzy: false,
            tail: Vec::new(),
        });
    }
    let length = label_key.chars().count();
    let fit = match fit(before, after, length) {
        // Lines of a cell may be joined without a space: one begins as if behind a separator.
        None if normalized.opens_line(span) => fit("|", after, length)?,
        fit => fit?,
    };
    let own = normalized.text_of(span);
    let is_open = own.matches(OPENING).count() > own.matches(CLOSING).count();
    // A label that is spread by spaces has one before its bracket too.
    let spaces = if is_open { after.len() - after.trim_start().len() } else { 0 };
    let brackets = closing(after.get(spaces..).unwrap_or_default());
    let span = Span::new(span.start, if brackets > 0 { span.end + spaces + brackets } else { span.end });
    let score = score(fit, label_key);
    Some(Candidate { piece: index, label, span, fit, score, is_fuzzy: false, tail: Vec::new() })
}

/// Whether a text is nothing but wordings of the labels that hold a label, outermost first.
pub(super) fn is_of_holders(form: &Form, label: LabelId, head: &str) -> bool {
    let trim = |text: &'_ str| -> usize { text.trim_end_matches(|c: char| !c.is_alphanumeric()).len() };
    let (mut length, mut holder) = (trim(head), form.label(label).parent);
    while let Some(id) = holder {
        let rest = head.get(..length).unwrap_or_default();
        let wordings = form.label(id).keys.iter().filter_map(|key| rest.strip_suffix(key.as_str()));
        length = wordings.map(trim).min().unwrap_or(length);
        holder = form.label(id).parent;
    }
    let rest = head.get(..length).unwrap_or_default();
    // A key has no hyphen but that of fold: 5-2.
    let is_part = |c: char| c.is_whitespace() || is_numbering(c) || fold::fold_char('-') == Some(c);
    length < trim(head) && rest.chars().all(is_part)
}

/// Whether what follows a short wording of a label in its cell is the head of a longer one's rest, which a page's end cut off.
fn is_cut(tail: &str, key: &str, wordings: &[String]) -> bool {
    tail.len() > key.len() && wordings.iter().any(|longer| longer.len() > tail.len() && longer.starts_with(tail))
}

/// Closing brackets that belong to the label: 施設数(サポート拠点数).
pub(super) fn closing(after: &str) -> usize {
    after.chars().take_while(|c| CLOSING.contains(c)).map(char::len_utf8).sum()
}

/// Whether a text ends with a mark, so that what follows is an option.
fn is_marked(before: &str) -> bool {
    before.trim_end().chars().next_back().is_some_and(|c| marks::of_char(c).is_some() || c == ']')
}

/// How a label with this text around it stands; `None` where it can be no label.
pub(super) fn fit(before: &str, after: &str, length: usize) -> Option<Fit> {
    let before = before.trim_end_matches(OPENING);
    let head = before.trim_matches(|c: char| c.is_whitespace() || is_numbering(c));
    let last = before.chars().next_back();
    let after = after.trim_start_matches(CLOSING);
    let is_separated = after
        .chars()
        .next()
        .is_none_or(|c| separates(c) || c.is_ascii_digit() || c == '約' || marks::of_char(c).is_some());
    if head.is_empty() {
        return match (after.trim_matches(|c: char| c.is_whitespace() || c == ':').is_empty(), is_separated) {
            (true, _) => Some(Fit::Whole),
            (false, true) => Some(Fit::Prefix),
            (false, false) => (length >= 2).then_some(Fit::Head),
        };
    }
    match (last.is_some_and(separates), is_separated) {
        (true, true) => Some(Fit::Inner),
        (false, false) => None,
        _ => (length >= LEAST_GLUED).then_some(Fit::Glued),
    }
}

/// Characters that part a label from its value.
fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, ':' | '(' | '/' | '、' | '|' | '。' | ',' | ';' | '-' | '—' | '―')
}

/// Characters with which lists are numbered or bulleted.
fn is_numbering(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(c, '.' | '(' | ')' | '・' | '■' | '●' | '◆' | '◇' | '▼' | '【' | '「' | '[' | '*' | '-')
}
