//! Signs that answer: ○ × △ ― and their look-alikes, each in one form.

use super::hyphen::is_hyphen_like;

/// The sign that a text is, and nothing more, in the form that all its look-alikes have.
#[must_use]
pub fn alone(text: &str) -> Option<char> {
    let mut chars = text.chars().filter(|c| !c.is_whitespace());
    let sign = chars.next().and_then(of_char)?;
    // A dash may be drawn long.
    chars.all(|c| sign == DASH && of_char(c) == Some(DASH)).then_some(sign)
}

/// What all dashes are.
const DASH: char = '―';

/// A sign in the form that all its look-alikes have.
#[must_use]
pub fn of_char(c: char) -> Option<char> {
    Some(match c {
        '○' | '◯' | '〇' | '⚪' | '⭕' | '⭘' => '○',
        '◎' | '⊚' => '◎',
        '●' | '⚫' | '⬤' => '●',
        '×' | '✕' | '✖' | '✗' | '✘' | '╳' | '☓' | '❌' | 'x' | 'X' => '×',
        '△' | '▵' | '⊿' => '△',
        '▲' | '▴' => '▲',
        '□' | '☐' | '◻' | '⬜' => '□',
        '■' | '◼' | '⬛' => '■',
        '☆' => '☆',
        '★' => '★',
        'レ' | 'ﾚ' | '✓' | '✔' | '🗸' | '√' | '☑' => '✓',
        '/' | '\\' => '/',
        c if is_hyphen_like(c) => DASH,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::alone;

    #[test]
    fn look_alikes_are_one_sign() {
        assert_eq!(alone("〇"), alone("○"));
        assert_eq!(alone("✕"), alone("x"));
        assert_eq!(alone(" ー "), alone("―"));
        assert_eq!(alone("――"), alone("-"));
        assert_eq!(alone("○○"), None);
        assert_eq!(alone("○ 実施"), None);
        assert_ne!(alone("△"), alone("▲"));
    }
}
