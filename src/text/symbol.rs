//! Symbol fonts and check marks: what Wingdings and its kin draw for a character, and the marks for boxes.
//!
//! Office writes such characters as codes of the font, plain (`þ`) or moved to the private use area (U+F0FE); only the
//! font tells that a ticked box is meant.

/// The character that stands for a ticked box.
pub const TICKED: &str = "☑";
/// The character that stands for an empty box.
pub const EMPTY: &str = "☐";

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
    /// Symbol: Greek and mathematics.
    Symbol,
}

impl SymbolFont {
    /// The symbol font of that name, or none.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim_matches(['"', '\'', ' ']);
        let fonts = [
            ("Wingdings", Self::Wingdings),
            ("Wingdings 2", Self::Wingdings2),
            ("Wingdings 3", Self::Wingdings3),
            ("Webdings", Self::Webdings),
            ("Symbol", Self::Symbol),
        ];
        fonts.into_iter().find(|(font, _)| font.eq_ignore_ascii_case(name)).map(|(_, font)| font)
    }

    /// What the font draws for a code, or none for what is no mark, bullet or number.
    pub fn symbol(self, code: u8) -> Option<char> {
        let table: &[(u8, char)] = match self {
            Self::Wingdings => WINGDINGS,
            Self::Wingdings2 => WINGDINGS_2,
            Self::Wingdings3 => &[],
            Self::Webdings => WEBDINGS,
            Self::Symbol => SYMBOL,
        };
        let circled = |first: u8, digits: char| {
            let offset = code.checked_sub(first).filter(|offset| *offset < 10)?;
            char::from_u32(u32::from(digits) + u32::from(offset))
        };
        let found = table.iter().find(|(symbol, _)| *symbol == code).map(|(_, symbol)| *symbol);
        match self {
            Self::Wingdings => found.or_else(|| circled(0x81, '①')).or_else(|| circled(0x8C, '❶')),
            _ => found,
        }
    }

    /// A text as the font draws it. Characters outside the font's codes stay, codes without a meaning here are left
    /// out: they are ornaments.
    pub fn draw(self, text: &str) -> String {
        let draw = |character: char| match (u32::from(character), code(character)) {
            (0x20, _) => Some(' '),
            (0x0A, _) => Some('\n'),
            (_, Some(code)) => self.symbol(code).or_else(|| self.as_written(character)),
            (_, None) => Some(character),
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
    match u32::from(character) {
        value @ 0..=0xFF => u8::try_from(value).ok(),
        value @ 0xF000..=0xF0FF => u8::try_from(value - 0xF000).ok(),
        _ => {
            let mut buffer = [0; 4];
            let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(character.encode_utf8(&mut buffer));
            bytes.first().copied().filter(|_| !unmappable)
        }
    }
}

/// What the alternative text of a picture says of a box: ticked, empty, or nothing.
pub fn pictured_mark(alternative: &str) -> Option<bool> {
    const TICKED: [&str; 14] = [
        "☑",
        "☒",
        "✓",
        "✔",
        "✅",
        "■",
        "●",
        "レ",
        "レ点",
        "チェック",
        "チェックあり",
        "チェック済",
        "checked",
        "check",
    ];
    const EMPTY: [&str; 8] = ["☐", "□", "○", "未チェック", "チェックなし", "チェック無し", "unchecked", "uncheck"];
    let alternative = alternative.trim().to_lowercase();
    if TICKED.contains(&alternative.as_str()) {
        Some(true)
    } else {
        EMPTY.contains(&alternative.as_str()).then_some(false)
    }
}

const WINGDINGS: &[(u8, char)] = &[
    (0x28, '☎'),
    (0x2A, '✉'),
    (0x6C, '●'),
    (0x6D, '○'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '□'),
    (0x71, '□'),
    (0x72, '□'),
    (0x73, '◆'),
    (0x74, '◆'),
    (0x75, '◆'),
    (0x9E, '・'),
    (0x9F, '・'),
    (0xA0, '・'),
    (0xA1, '○'),
    (0xA2, '○'),
    (0xA3, '○'),
    (0xA4, '◉'),
    (0xA5, '◎'),
    (0xA6, '○'),
    (0xA7, '■'),
    (0xA8, '☐'),
    (0xD8, '➢'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE8, '→'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

const WINGDINGS_2: &[(u8, char)] = &[
    (0x4F, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x95, '・'),
    (0x96, '●'),
    (0x97, '●'),
    (0x98, '●'),
    (0x99, '○'),
    (0x9A, '○'),
    (0x9B, '○'),
    (0x9E, '◉'),
    (0x9F, '◉'),
    (0xA0, '■'),
    (0xA1, '■'),
    (0xA2, '■'),
    (0xA3, '☐'),
];

const WEBDINGS: &[(u8, char)] = &[(0x3D, '●'), (0x61, '✓'), (0x63, '☐'), (0x67, '■'), (0x6E, '●'), (0x72, '✗')];

const SYMBOL: &[(u8, char)] =
    &[(0x7E, '~'), (0xA8, '♦'), (0xB4, '×'), (0xB7, '・'), (0xAE, '→'), (0xAC, '←'), (0xD7, '・')];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_marks_of_symbol_fonts() {
        let wingdings = SymbolFont::named("Wingdings").unwrap();
        assert_eq!(wingdings.draw("\u{F0FE}þ\u{F0A8}¨ü"), "☑☑☐☐✓");
        assert_eq!(wingdings.draw("n o"), "■ □");
        assert_eq!(wingdings.draw("\u{F081}\u{F08A}\u{F08C}"), "①⑩❶");
        assert_eq!(SymbolFont::named("wingdings 2").unwrap().draw("R£P"), "☑☐✓");
        assert_eq!(SymbolFont::named("Webdings").unwrap().draw("ac"), "✓☐");
        assert_eq!(wingdings.draw("有"), "有", "characters that the font does not have come from another");
        assert!(SymbolFont::named("MS Gothic").is_none());
    }

    #[test]
    fn pictures_of_marks() {
        assert_eq!(pictured_mark(" チェック "), Some(true));
        assert_eq!(pictured_mark("□"), Some(false));
        assert_eq!(pictured_mark("当社のロゴ"), None);
    }
}
