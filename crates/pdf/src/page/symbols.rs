//! Characters as they are meant: where a font has one glyph for several, producers write any of them.

use yomitori_text::radicals;

/// A glyph's character as it is meant: the dingbats' shadowed boxes are boxes, radicals ideographs; a soft hyphen shares its glyph
/// with the hyphen, combining marks alone stand for the tilde and the dash.
pub fn plain(c: char) -> char {
    match c {
        '\u{ad}' => '-',
        '\u{303}' => '~',
        '\u{336}' => '―',
        '❏' | '❐' | '❑' | '❒' => '□',
        other => radicals::ideograph(other).unwrap_or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_are_read_as_ideographs() {
        assert_eq!("国\u{2ea0}健康".chars().map(plain).collect::<String>(), "国民健康");
    }
}
