//! Check marks: which characters are marks, and what a mark says.
//!
//! ○ says nothing by itself: what stands beside it decides (see `recognize::choices`).

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// Chosen.
    Filled,
    /// Not chosen.
    Empty,
    /// ○: chosen, or not, by its company.
    Circle,
}

/// A mark in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkToken {
    /// What it says.
    pub mark: Mark,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

/// What a single character says as a mark.
#[must_use]
pub fn of_char(c: char) -> Option<Mark> {
    match c {
        '■' | '☑' | '☒' | '✓' | '✔' | '✅' | '●' | '◉' | '◼' | '⬛' | '◾' | '⚫' | '⬤' | '🗸' | '🗹' | '🗷' | '🗵'
        | '⌧' | '⮽' | '⦿' | '🞊' | '🔘' | '▣' => Some(Mark::Filled),
        '□' | '☐' | '◻' | '⬜' | '◽' | '▢' | '❏' | '❐' | '❑' | '❒' | '🞎'..='🞔' => {
            Some(Mark::Empty)
        }
        '○' | '◯' | '〇' | '⚪' | '⭕' | '⭘' | '🞅'..='🞈' => Some(Mark::Circle),
        _ => None,
    }
}

/// A tick as typed: レ and its look-alikes. It is a mark only in, before or behind a box, or in a box's stead.
#[must_use]
pub fn is_tick(c: char) -> bool {
    matches!(c, 'レ' | 'ﾚ' | '✓' | '✔' | '🗸' | '√' | 'v' | 'V')
}

/// Whether a character inside a box marks it: a tick, a cross, or a mark of its own.
#[must_use]
pub fn ticks_box(c: char) -> bool {
    let crosses = matches!(c, '×' | '✕' | '✖' | '✗' | '✘' | '🗴' | '🗶' | 'x' | 'X' | 'ｘ' | 'Ｘ' | '＊' | '*');
    is_tick(c) || crosses || of_char(c) == Some(Mark::Filled)
}

/// A tick at the head of a cell that stands for the box: alone, or before brackets or another mark.
#[must_use]
pub fn lone_tick(text: &str) -> Option<(Mark, usize)> {
    let first = text.chars().next().filter(|c| is_tick(*c))?;
    let rest = text.get(first.len_utf8()..)?;
    let next = rest.chars().next();
    let ends = next.is_none_or(|c| c.is_whitespace() || c == '(' || of_char(c).is_some());
    ends.then_some((Mark::Filled, first.len_utf8()))
}

/// The mark at the head of `text`: one character, a box with its tick, or brackets such as `[x]`.
#[must_use]
pub fn at_head(text: &str) -> Option<(Mark, usize)> {
    let first = text.chars().next().filter(|first| opens_mark(*first))?;
    if let Some(bracketed) = bracketed(text) {
        return Some(bracketed);
    }
    let length = first.len_utf8();
    let rest = text.get(length..).unwrap_or_default();
    let next = rest.trim_start().chars().next();
    if let Some(mark) = of_char(first) {
        return Some(ticked_box(mark, is_tick(first), length, rest));
    }
    // A tick before its box.
    let boxed = next.filter(|next| of_char(*next) == Some(Mark::Empty))?;
    let gap = rest.len() - rest.trim_start().len();
    is_tick(first).then_some((Mark::Filled, length + gap + boxed.len_utf8()))
}

/// A box, or a box with a tick typed behind it, or a tick character with its box.
fn ticked_box(mark: Mark, is_ticked: bool, length: usize, rest: &str) -> (Mark, usize) {
    let mut chars = rest.chars();
    let next = chars.next();
    let ends_word = chars.next().is_none_or(|c| c.is_whitespace());
    match next {
        Some(c) if mark == Mark::Empty && is_tick(c) && ends_word => (Mark::Filled, length + c.len_utf8()),
        // ✓ and its box are one mark.
        Some(c) if is_ticked && of_char(c) == Some(Mark::Empty) => (Mark::Filled, length + c.len_utf8()),
        _ => (mark, length),
    }
}

/// `[x]`, `[ ]`, `[✓]`, `[レ]`, `[■]`, `[○]`.
fn bracketed(text: &str) -> Option<(Mark, usize)> {
    // No further than one character: a text may be nothing but opened brackets.
    let rest = text.strip_prefix('[')?.trim_start();
    let mut chars = rest.chars();
    let (mark, behind) = match chars.next()? {
        ']' => (Mark::Empty, chars.as_str()),
        inside => {
            let mark = if ticks_box(inside) { Some(Mark::Filled) } else { of_char(inside) };
            (mark?, chars.as_str().trim_start().strip_prefix(']')?)
        }
    };
    Some((mark, text.len() - behind.len()))
}

/// All marks of a text, in order.
pub fn find(text: &str) -> impl Iterator<Item = MarkToken> {
    let mut end = 0;
    text.char_indices().filter_map(move |(start, c)| {
        if start < end || !opens_mark(c) {
            return None;
        }
        let (mark, length) = at_head(text.get(start..)?)?;
        end = start + length;
        Some(MarkToken { mark, start, end })
    })
}

/// Whether a mark may begin with a character. Most of a text are kana and kanji, which but for レ do not.
fn opens_mark(c: char) -> bool {
    match c {
        '\0'..='\x7f' => matches!(c, '[' | 'v' | 'V'),
        '\u{3041}'..='\u{30fe}' => c == 'レ',
        '\u{4e00}'..='\u{9fff}' => false,
        _ => of_char(c).is_some() || is_tick(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_found() {
        use Mark::{Circle, Empty, Filled};
        let cases: &[(&str, &[Mark])] = &[
            ("■自己導入 □借用", &[Filled, Empty]),
            ("☑ 有 ☐ 無", &[Filled, Empty]),
            ("[x] 有 [ ] 無 [レ] 可", &[Filled, Empty, Filled]),
            ("レ□自己導入 □借用", &[Filled, Empty]),
            ("□レ 自己導入 □ 借用", &[Filled, Empty]),
            ("□レセプト点検", &[Empty]),
            ("○有 ●無 〇可", &[Circle, Filled, Circle]),
            ("[別紙] レセプト", &[]),
            ("✓ 有 無", &[Filled]),
        ];
        for (text, expected) in cases {
            let found: Vec<Mark> = find(text).map(|token| token.mark).collect();
            assert_eq!(&found, expected, "{text}");
        }
    }
}
