//! The marks of notes: 注1), (注1), ※2, *. One stands raised behind what it explains, and at the head of its note.

use super::brackets::{CLOSING, OPENING};
use super::scripts::is_digit;

/// The word that opens a numbered mark.
const WORD: char = '注';

/// Signs that open a note without a number.
const SIGNS: [char; 3] = ['※', '*', '＊'];

/// What parts the number from the note itself.
const BEHIND_NUMBER: [char; 6] = [')', '）', ':', '：', '.', '．'];

/// How a text opens as a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening<'t> {
    /// By a mark with its number; what follows it.
    Numbered(&'t str),
    /// By a sign, or the mark without a number; what follows it.
    Sign(&'t str),
}

/// How a text opens as a note or an instruction, if it does: 注1) …, 注: …, ※…, *….
pub fn opening(text: &str) -> Option<Opening<'_>> {
    if let Some(rest) = text.strip_prefix(SIGNS) {
        return Some(Opening::Sign(rest));
    }
    let number = text.strip_prefix(WORD)?.trim_start();
    let after = number.trim_start_matches(is_digit);
    let rest = after.trim_start().strip_prefix(BEHIND_NUMBER)?;
    Some(if after.len() < number.len() { Opening::Numbered(rest) } else { Opening::Sign(rest) })
}

/// The characters of the numbered mark at the head of a text, with the bracket around it: 注1), (注1).
pub fn mark_length(text: impl Iterator<Item = char>) -> Option<usize> {
    let mut text = text.peekable();
    let mut length = usize::from(text.next_if(|c| OPENING.contains(c)).is_some());
    text.next_if_eq(&WORD)?;
    length += 1;
    while text.next_if(|c| c.is_whitespace()).is_some() {
        length += 1;
    }
    let mut digits = 0;
    while text.next_if(|c| is_digit(*c)).is_some() {
        digits += 1;
    }
    text.next_if(|c| digits > 0 && CLOSING.contains(c)).map(|_| length + digits + 1)
}

/// A text without the numbered marks at its end. One that is all of the text stays.
pub fn without_marks(text: &str) -> &str {
    let shorter = |text: &'_ str| -> Option<usize> {
        let marked = text.trim_end();
        let word = marked.rfind(WORD).filter(|_| marked.ends_with(CLOSING))?;
        let before = marked.get(..word)?;
        let before = before.strip_suffix(OPENING).unwrap_or(before);
        let mark = marked.get(before.len()..)?;
        let is_mark = mark_length(mark.chars()) == Some(mark.chars().count());
        (is_mark && !before.trim().is_empty()).then_some(before.len())
    };
    std::iter::successors(Some(text), |text| text.get(..shorter(text)?)).last().unwrap_or(text)
}

/// How many bytes at the head of a text are the number of a mark whose word stands before: `1)`.
pub fn number_length(text: &str) -> Option<usize> {
    let number = text.trim_start();
    let after = number.trim_start_matches(is_digit);
    let rest = after.strip_prefix(CLOSING).filter(|_| after.len() < number.len())?;
    Some(text.len() - rest.len())
}

/// Whether a text ends with the word of a mark, so that its number follows.
pub fn ends_with_word(text: &str) -> bool {
    text.trim_end().ends_with(WORD)
}

/// Whether the word of numbered marks stands in a text.
pub fn has_word(text: &str) -> bool {
    text.contains(WORD)
}

/// Whether a text holds nothing but what marks of notes consist of; of raised text that is enough.
pub fn is_of_marks(text: &str) -> bool {
    let is_part = |c: char| {
        is_digit(c)
            || c.is_whitespace()
            || c == WORD
            || SIGNS.contains(&c)
            || OPENING.contains(&c)
            || CLOSING.contains(&c)
            || matches!(c, ',' | '，' | '、')
    };
    text.chars().all(is_part)
}

/// Whether a text that may not be raised holds nothing but marks of notes: 注1)注2), (※1).
pub fn is_marks(text: &str) -> bool {
    text.starts_with(['注', '※', '(', '（']) && text.contains([WORD, '※']) && is_of_marks(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_by_how_they_open() {
        assert_eq!(opening("注1) 名称等は"), Some(Opening::Numbered(" 名称等は")));
        assert_eq!(opening("注 １０．名称"), Some(Opening::Numbered("名称")));
        assert_eq!(opening("注：要予約"), Some(Opening::Sign("要予約")));
        assert_eq!(opening("※必ず"), Some(Opening::Sign("必ず")));
        assert_eq!(opening("注文書"), None);
        assert_eq!(opening("注1 名称"), None);
    }

    #[test]
    fn marks_by_their_parts() {
        let length = |text: &str| mark_length(text.chars());
        assert_eq!((length("注1)名"), length("（注 １２）"), length("(注)")), (Some(3), Some(6), None));
        assert_eq!(number_length(" 1)名"), Some(3));
        assert_eq!(number_length("1名"), None);
        assert!(is_marks("注4)注 5）") && !is_marks("注意") && !is_marks("(1)"));
        assert!(is_of_marks("*1") && is_of_marks("2") && !is_of_marks("注意"));
    }

    #[test]
    fn marks_at_the_end_go_but_not_the_whole() {
        for (text, expected) in [
            ("機関名注1)", "機関名"),
            ("機関名 (注1)注 2） ", "機関名 "),
            ("注1)", "注1)"),
            ("注1)注2)", "注1)"),
            ("注意(1)", "注意(1)"),
        ] {
            assert_eq!(without_marks(text), expected, "{text}");
        }
    }
}
