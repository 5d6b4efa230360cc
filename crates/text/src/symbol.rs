//! Symbol fonts and check marks: what Wingdings and its kin draw for a code, a glyph's name or a private character, and the marks
//! for boxes. One table for all kinds of input.
//!
//! Word processors write such characters as codes of the font, plain (`þ`) or moved to the private use area (U+F0FE); only the
//! font tells that a ticked box is meant.

mod charts;
mod names;

use super::marks;

/// The character that stands for a ticked box.
const TICKED: &str = "☑";
/// The character that stands for an empty box.
const EMPTY: &str = "☐";
/// The first code of the charts.
const FIRST: u8 = 0x20;
/// How many codes a line of a chart has.
const LINE: usize = 16;

/// The character for a box in the given state.
pub fn check_box(ticked: bool) -> &'static str {
    if ticked { TICKED } else { EMPTY }
}

/// A font whose characters are symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolFont {
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// Wingdings 3: arrows.
    Wingdings3,
    /// Webdings.
    Webdings,
    /// ITC Zapf Dingbats.
    Dingbats,
    /// OpenSymbol and `StarSymbol`, LibreOffice's own, which take over the codes of Wingdings.
    OpenSymbol,
    /// Symbol: Greek and mathematics.
    Symbol,
}

impl SymbolFont {
    /// The symbol font of that name, or none. Names of PDF fonts have a subset's prefix and no spaces.
    pub fn named(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let held = [
            ("wingdings2", Self::Wingdings2),
            ("wingdings3", Self::Wingdings3),
            ("wingdings", Self::Wingdings),
            ("webdings", Self::Webdings),
            ("dingbats", Self::Dingbats),
            ("monotypesorts", Self::Dingbats),
            ("opensymbol", Self::OpenSymbol),
            ("starsymbol", Self::OpenSymbol),
        ];
        // Fonts such as Segoe UI Symbol are laid out as Unicode.
        let symbol = matches!(name.as_str(), "symbol" | "symbolmt").then_some(Self::Symbol);
        held.into_iter().find(|(part, _)| name.contains(part)).map(|(_, font)| font).or(symbol)
    }

    /// What the font draws for a code, or none where it draws nothing.
    pub fn symbol(self, code: u8) -> Option<char> {
        let chart = match self {
            Self::Wingdings | Self::OpenSymbol => &charts::WINGDINGS,
            Self::Wingdings2 => &charts::WINGDINGS_2,
            Self::Wingdings3 => &charts::WINGDINGS_3,
            Self::Webdings => &charts::WEBDINGS,
            Self::Dingbats => &charts::DINGBATS,
            Self::Symbol => return SYMBOL.iter().find(|(symbol, _)| *symbol == code).map(|(_, symbol)| *symbol),
        };
        let place = usize::from(code.checked_sub(FIRST)?);
        let symbol = chart.get(place / LINE)?.chars().nth(place % LINE)?;
        (symbol != ' ' || code == FIRST).then_some(symbol)
    }

    /// The code of the glyph that has that name.
    pub fn code_of(self, glyph: &str) -> Option<u8> {
        match self {
            Self::Wingdings => names::WINGDINGS.iter().find(|(name, _)| *name == glyph).map(|(_, code)| *code),
            Self::Dingbats => {
                let number = glyph.strip_prefix('a')?.parse::<u8>().ok().filter(|number| *number > 0)?;
                let place = names::DINGBATS.iter().position(|named| *named == number)?;
                u8::try_from(place + usize::from(FIRST)).ok()
            }
            _ => None,
        }
    }

    /// A text as the font draws it. Characters outside the font's codes stay, codes without a glyph are left out.
    pub fn draw(self, text: &str) -> String {
        let draw = |character: char| match (u32::from(character), code(character)) {
            (0x0A, _) => Some('\n'),
            (_, Some(code)) => self.symbol(code).or_else(|| self.as_written(character)),
            (_, None) => Some(open_symbol(character).unwrap_or(character)),
        };
        text.chars().filter_map(draw).collect()
    }

    /// Text that is only said to be in the Symbol font, such as digits, is what it says.
    fn as_written(self, character: char) -> Option<char> {
        (self == Self::Symbol && character.is_ascii()).then_some(character)
    }
}

/// The code of a character in a symbol font: below U+0100, or moved to the private use area. Word writes the codes
/// from 0x80 to 0x9F as the characters that Windows-1252 has there.
pub fn code(character: char) -> Option<u8> {
    plain_code(character).or_else(|| {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
        bytes.first().copied().filter(|_| !unmappable)
    })
}

/// The code of a character that can be nothing else in a symbol font: below U+0100, or moved to the private use area.
pub fn plain_code(character: char) -> Option<u8> {
    match u32::from(character) {
        value @ 0..=0xFF => u8::try_from(value).ok(),
        value @ 0xF000..=0xF0FF => u8::try_from(value - 0xF000).ok(),
        _ => None,
    }
}

/// The symbol of a private-use character whose font is not known: U+F0xx is written for the codes of Wingdings far more often than
/// for those of any other font, but for the bullet of Symbol.
pub fn private_use(c: char) -> Option<char> {
    match u32::from(c) {
        0xF0B7 => Some('・'),
        0xF000..=0xF0FF => SymbolFont::Wingdings.symbol(plain_code(c)?),
        _ => open_symbol(c),
    }
}

/// Whether the character lies in a private-use area: it means nothing without its font.
pub fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF_0000..=0x10_FFFD)
}

/// OpenSymbol's own private-use characters: bullets and the recoded Wingdings.
fn open_symbol(c: char) -> Option<char> {
    Some(match u32::from(c) {
        0xE005 | 0xE009 => '○',
        0xE007 | 0xE4C2 => '✓',
        0xE008 => '●',
        0xE00A => '■',
        0xE00B | 0xE4C0 => '☐',
        0xE00C => '◆',
        0xE01E => '・',
        0xE4C1 => '✗',
        0xE4C3 => '☒',
        0xE4C4 => '☑',
        _ => return None,
    })
}

/// What the alternative text of a picture says of a box: ticked, empty, or nothing.
pub fn pictured_mark(alternative: &str) -> Option<bool> {
    const TICKED: [&str; 6] = ["レ点", "チェック", "チェックあり", "チェック済", "checked", "check"];
    const EMPTY: [&str; 5] = ["未チェック", "チェックなし", "チェック無し", "unchecked", "uncheck"];
    let alternative = alternative.trim().to_lowercase();
    let mut chars = alternative.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return marks::ticks_box(c).then_some(true).or_else(|| marks::of_char(c).map(|_| false));
    }
    if TICKED.contains(&alternative.as_str()) {
        Some(true)
    } else {
        EMPTY.contains(&alternative.as_str()).then_some(false)
    }
}

/// Symbol: what stands in disclosures.
const SYMBOL: &[(u8, char)] =
    &[(0x20, ' '), (0x7E, '~'), (0xA8, '♦'), (0xB4, '×'), (0xB7, '・'), (0xAE, '→'), (0xAC, '←'), (0xD7, '・')];

#[cfg(test)]
mod tests {
    use super::SymbolFont::{Dingbats, Webdings, Wingdings, Wingdings2, Wingdings3};
    use super::marks::Mark::{self, Circle, Empty, Filled};
    use super::*;

    #[test]
    fn check_marks_of_symbol_fonts() {
        assert_eq!(Wingdings.draw("\u{F0FE}þ\u{F0A8}¨ü"), "☑☑☐☐✓");
        assert_eq!(Wingdings.draw("n o"), "■ □");
        assert_eq!(Wingdings.draw("\u{F081}\u{F08A}\u{F08C}"), "①⑩❶");
        assert_eq!(Wingdings2.draw("R£P"), "☑☐✓");
        assert_eq!(Webdings.draw("ac"), "✓☐");
        assert_eq!(Wingdings.draw("有"), "有", "characters that the font does not have come from another");
    }

    #[test]
    fn names_of_fonts_as_files_write_them() {
        for (name, font) in [
            ("ABCDEF+Wingdings-Regular", Some(Wingdings)),
            ("Wingdings 2", Some(Wingdings2)),
            ("'wingdings 3'", Some(Wingdings3)),
            ("ITC Zapf Dingbats", Some(Dingbats)),
            ("SymbolMT", Some(SymbolFont::Symbol)),
            ("Segoe UI Symbol", None),
            ("MS Gothic", None),
        ] {
            assert_eq!(SymbolFont::named(name), font, "{name}");
        }
    }

    /// All codes that are marks, by font and state, as the fonts' specimens show them; every other code is none.
    const MARKS: [(SymbolFont, Mark, &[u8]); 12] = [
        (Wingdings, Filled, &[0x6C, 0x6E, 0x78, 0xA4, 0xFC, 0xFD, 0xFE]),
        (Wingdings, Empty, &[0x6F, 0x70, 0x71, 0x72, 0xA8]),
        (Wingdings, Circle, &[0x6D, 0xA1, 0xA2, 0xA3, 0xA6]),
        (Wingdings2, Filled, &[0x50, 0x51, 0x52, 0x53, 0x54, 0x97, 0x98, 0x9D, 0x9E, 0xA1, 0xA2, 0xA8, 0xA9, 0xAA]),
        (Wingdings2, Empty, &[0xA3, 0xA4, 0xA5, 0xA6, 0xA7]),
        (Wingdings2, Circle, &[0x99, 0x9A, 0x9B, 0x9C]),
        (Wingdings3, Filled, &[]),
        (Webdings, Filled, &[0x3D, 0x61, 0x67, 0x6E]),
        (Webdings, Empty, &[0x63]),
        (Dingbats, Filled, &[0x33, 0x34, 0x6C, 0x6E]),
        (Dingbats, Empty, &[0x6F, 0x70, 0x71, 0x72]),
        (Dingbats, Circle, &[0x6D]),
    ];

    #[test]
    fn every_code_is_the_mark_that_is_seen() {
        for font in [Wingdings, Wingdings2, Wingdings3, Webdings, Dingbats] {
            for code in 0x20..=0xFF {
                let expected = MARKS.iter().find(|(of, _, codes)| *of == font && codes.contains(&code));
                let found = font.symbol(code).and_then(marks::of_char);
                assert_eq!(found, expected.map(|(_, mark, _)| *mark), "{font:?} {code:x}");
                let moved = char::from_u32(0xF000 + u32::from(code)).unwrap();
                let drawn = font.symbol(code).map(String::from).unwrap_or_default();
                assert_eq!(font.draw(&moved.to_string()), drawn, "{font:?} {code:x}");
            }
        }
    }

    #[test]
    fn glyphs_are_known_by_name() {
        assert_eq!(Wingdings.code_of("boxcheckbld"), Some(0xFE));
        assert_eq!(Wingdings.code_of("dieresis"), None);
        let named = |name: &str| Dingbats.code_of(name).and_then(|code| Dingbats.symbol(code));
        assert_eq!(
            (named("a20"), named("a73"), named("a71"), named("a191")),
            (Some('✓'), Some('■'), Some('●'), Some('➾'))
        );
        assert_eq!((named("a0"), named("a207"), named("alpha")), (None, None, None));
    }

    #[test]
    fn private_characters_without_a_font() {
        assert_eq!((private_use('\u{F0A8}'), private_use('\u{F0B7}')), (Some('☐'), Some('・')));
        assert_eq!((private_use('\u{E4C4}'), private_use('\u{F8FF}')), (Some('☑'), None));
    }

    #[test]
    fn pictures_of_marks() {
        assert_eq!(pictured_mark(" チェック "), Some(true));
        assert_eq!(
            (pictured_mark("□"), pictured_mark("○"), pictured_mark("■")),
            (Some(false), Some(false), Some(true))
        );
        assert_eq!(pictured_mark("当社のロゴ"), None);
    }
}
