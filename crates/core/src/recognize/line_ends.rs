//! Ends of lines that a program wrote as spaces, where it put the lines of a cell into one: 「つばめビルディ ング」.

use crate::text::scripts::{is_hiragana, is_letter};

/// Characters that fill the line of a cell.
const LONG_LINE: usize = 14;

/// Particles that begin no entry.
const PARTICLES: [char; 8] = ['の', 'を', 'は', 'が', 'で', 'に', 'へ', 'も'];

/// What a house's number ends with; a building follows.
const ENDS_OF_ADDRESS: [char; 5] = ['号', '地', '番', '階', '棟'];

/// A text without the spaces at which lines may have ended: amid a word, beside a particle, or where a line was full.
pub(super) fn join(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut length = 0;
    for word in text.split(' ') {
        if !joined.is_empty() && !ends_line(&joined, length, word) {
            joined.push(' ');
            length = 0;
        }
        length += word.chars().count();
        joined.push_str(word);
    }
    joined
}

/// Whether a line ended behind some words, of which the last have so many characters without a space, and before another one.
fn ends_line(words: &str, length: usize, next: &str) -> bool {
    let (Some(before), Some(after)) = (words.chars().next_back(), next.chars().next()) else { return false };
    if !is_letter(before) || !is_letter(after) {
        return false;
    }
    let letters = next.chars().take_while(|c| is_letter(*c)).count();
    letters == 1
        || is_hiragana(before)
        || PARTICLES.contains(&after)
        || is_katakana(before) && is_katakana(after)
        || length >= LONG_LINE && !ENDS_OF_ADDRESS.contains(&before)
}

fn is_katakana(c: char) -> bool {
    is_letter(c) && ('\u{30a0}'..='\u{30ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_lines_that_are_spaces() {
        for (text, expected) in [
            ("つばめビルディ ング", "つばめビルディング"),
            ("定期的な変更は 求めていない", "定期的な変更は求めていない"),
            ("土日祝日及び年末年始を除 く)", "土日祝日及び年末年始を除く)"),
            ("つばめ健診センター 総務部", "つばめ健診センター 総務部"),
            ("つばめ県つばめ市中央区港町四丁目1番8号 つばめビル", "つばめ県つばめ市中央区港町四丁目1番8号 つばめビル"),
            ("つばめ市中央区港町1-2 つばめビル", "つばめ市中央区港町1-2 つばめビル"),
        ] {
            assert_eq!(join(text), expected);
        }
    }
}
