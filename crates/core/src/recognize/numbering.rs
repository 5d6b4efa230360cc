//! Numbering: the number or bullet that a list puts before a label (「(2) 所在地」, 「②所在地」, 「・所在地」) is the label's,
//! never the end of the value before it.

use crate::document::Span;
use crate::normalize::Normalized;

/// Least number of lines that begin with the number of an entry in its section, where entries are numbered so.
const LEAST_BY_SECTION: usize = 5;

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
