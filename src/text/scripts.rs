//! Which script a character is of.

/// Kana and kanji.
pub(crate) fn is_letter(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fe}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' | '〇')
}

/// Kana, kanji and the punctuation that is set with them.
pub(crate) fn is_japanese(c: char) -> bool {
    is_letter(c) || matches!(c, '\u{3001}'..='\u{301f}')
}
