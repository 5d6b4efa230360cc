//! Numbering: the number or bullet that a list puts before a label (「(2) 所在地」, 「②所在地」, 「・所在地」) is the label's,
//! never the end of the value before it.

use crate::document::Span;
use crate::normalize::Normalized;
use std::collections::BTreeSet;

/// Least number of lines that begin with the number of an entry in its section, where entries are numbered so.
const LEAST_BY_SECTION: usize = 5;

/// Least number of rows whose number is the next one, where rows are numbered by bare numbers.
const LEAST_IN_ORDER: usize = 5;

/// Digits that the number of a list entry has at most.
const DIGITS: usize = 2;

/// Where a label begins that stands at `span` in a piece: before the numbering at the piece's head, if there is one.
#[must_use]
pub fn start(normalized: &Normalized, piece: Span, span: Span) -> usize {
    let before = Span::new(piece.start, span.start);
    let is_numbering = || {
        let text = normalized.text_of(before).trim().trim_end_matches(['「', '【', '[']);
        is_bullet(text) || is_number(text) || is_section(text) || is_circled(normalized, before)
    };
    if before.start < before.end && is_numbering() { before.start } else { span.start }
}

/// Whether the lines of a text are numbered by their section, 5-2: then such a number alone is the next label's.
#[must_use]
pub fn is_by_section(normalized: &Normalized, pieces: &[usize]) -> bool {
    let numbers = |index: &&usize| {
        let text = normalized.pieces.get(**index).map_or("", |piece| normalized.text_of(piece.span));
        is_section(text.split(' ').next().unwrap_or_default())
    };
    pieces.iter().filter(numbers).count() >= LEAST_BY_SECTION
}

/// The pieces that are the bare number of a label's row, or begin with it, where rows are numbered one behind the other: 3 | 所在地.
/// `labels` is where labels stand, in reading order. Where few are, a number may end the value before.
#[must_use]
pub fn of_rows(normalized: &Normalized, labels: &[(usize, Span)]) -> BTreeSet<usize> {
    let number = |span: Span| {
        let text = normalized.text_of(span).trim();
        let is_number = (1..=DIGITS).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| is_number)
    };
    let numbered = labels.iter().filter_map(|(index, label)| {
        let piece = normalized.pieces.get(*index)?.span;
        let before = Span::new(piece.start, label.start);
        if !normalized.text_of(before).trim().is_empty() {
            return Some((*index, number(before)?));
        }
        let above = index.checked_sub(1)?;
        Some((above, number(normalized.pieces.get(above)?.span)?))
    });
    let numbered: Vec<(usize, u32)> = numbered.collect();
    let is_next = |pair: &&[(usize, u32)]| matches!(pair, [(_, one), (_, other)] if one + 1 == *other);
    let in_order = numbered.windows(2).filter(is_next).count();
    let is_list = in_order >= LEAST_IN_ORDER && in_order * 2 >= numbered.len();
    let rows = numbered.windows(2).filter(|pair| is_list && is_next(pair)).flatten();
    rows.map(|(index, _)| *index).collect()
}

/// Whether a text is the number of an entry in its section: 5-2, 1-2-3.
#[must_use]
pub fn is_section(text: &str) -> bool {
    let is_part = |part: &str| (1..=DIGITS).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts = || text.trim_end_matches('.').split('-');
    (2..=3).contains(&parts().count()) && parts().all(is_part)
}

/// Whether a text is the numbering of a list entry and nothing else.
#[must_use]
pub fn is_alone(normalized: &Normalized, span: Span) -> bool {
    is_number(normalized.text_of(span).trim()) || is_circled(normalized, span)
}

/// Whether a text is a bullet.
#[must_use]
pub fn is_bullet(text: &str) -> bool {
    matches!(text, "・" | "■" | "●" | "◆" | "◇" | "▼" | "○" | "*" | "-")
}

/// `(1)`, `1)`, `1.`, `(ア)`, `ア.`: a number alone is none, it may be the end of the value before.
fn is_number(text: &str) -> bool {
    let is_name = |name: &str| {
        let mut characters = name.chars();
        let is_sign = |c: char| matches!(c, 'ア'..='ン' | 'a'..='z' | 'A'..='Z');
        (name.len() <= DIGITS && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()))
            || (characters.next().is_some_and(is_sign) && characters.next().is_none())
    };
    let inner = text.strip_prefix('(').unwrap_or(text);
    inner.strip_suffix([')', '.', '、']).is_some_and(is_name)
}

/// Whether each character as read was a number in a circle, which compatibility made digits.
fn is_circled(normalized: &Normalized, span: Span) -> bool {
    let raw = normalized.raw_span(span).of(&normalized.document.text).trim();
    let mut signs = raw.chars();
    signs.next().is_some_and(|sign| matches!(sign, '①'..='⑳' | '㉑'..='㉟' | '⑴'..='⒇' | '❶'..='❿' | 'Ⅰ'..='ⅿ'))
        && signs.next().is_none()
}
