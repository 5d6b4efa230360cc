//! Codes that are characters: a composite font without `/ToUnicode` whose encoding is a predefined CMap over Unicode,
//! Shift_JIS, EUC-JP or JIS says by each code which character was written (ISO 32000-1, table 118).
//!
//! The way over the CID tells only which glyph is drawn, and some glyphs stand for several characters: ～ and 〜, － and −.

use encoding_rs::{EUC_JP, Encoding, SHIFT_JIS};

/// Codes below are single bytes: the way over the CID does as well, and tells ¥ from a backslash.
const FIRST: u32 = 0x100;

/// Rows that vendors filled with half-width characters of ASCII.
const ROW_9: std::ops::RangeInclusive<u32> = 0x2921..=0x297e;
/// Rows that vendors filled with half-width katakana.
const ROW_10: std::ops::RangeInclusive<u32> = 0x2a21..=0x2a5f;

/// What the codes of a predefined CMap are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codes {
    /// UCS-2 or UTF-16, big-endian.
    Utf16,
    Utf8,
    Utf32,
    ShiftJis,
    EucJp,
    /// JIS X 0208 without escapes, seven bits.
    Jis,
}

impl Codes {
    /// What the codes of a CMap are, by its name.
    pub fn of_cmap(name: &str) -> Option<Self> {
        let base = name.strip_suffix("-H").or(name.strip_suffix("-V")).unwrap_or(name);
        if base.starts_with("UniJIS") {
            let base = base.strip_suffix("-HW").unwrap_or(base);
            return match base.rsplit_once('-')?.1 {
                "UCS2" | "UTF16" => Some(Self::Utf16),
                "UTF8" => Some(Self::Utf8),
                "UTF32" => Some(Self::Utf32),
                _ => None,
            };
        }
        match base {
            "90ms-RKSJ" | "90msp-RKSJ" => Some(Self::ShiftJis),
            "EUC" => Some(Self::EucJp),
            "H" | "V" | "78" | "Add" | "Ext" | "NWP" => Some(Self::Jis),
            _ => None,
        }
    }

    /// The character that a code is.
    pub fn character(self, code: u32) -> Option<char> {
        let bytes = code.to_be_bytes();
        let used = bytes.get(bytes.iter().take_while(|byte| **byte == 0).count()..).filter(|_| code >= FIRST)?;
        match self {
            Self::Utf16 if code > 0xffff => {
                let [a, b, c, d] = bytes;
                char::decode_utf16([u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d])]).next()?.ok()
            }
            Self::Utf16 | Self::Utf32 => char::from_u32(code),
            Self::Utf8 => std::str::from_utf8(used).ok()?.chars().next(),
            Self::ShiftJis => decode(SHIFT_JIS, used),
            Self::EucJp => decode(EUC_JP, used),
            Self::Jis if ROW_9.contains(&code) => char::from_u32(code - 0x2900),
            Self::Jis if ROW_10.contains(&code) => char::from_u32(code - ROW_10.start() + 0xff61),
            Self::Jis => decode(EUC_JP, &used.iter().map(|byte| byte | 0x80).collect::<Vec<u8>>()),
        }
    }
}

/// The one character that bytes are.
fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<char> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_characters() {
        for (cmap, code, expected) in [
            ("UniJIS-UCS2-H", 0xff5e, Some('～')),
            ("UniJIS-UCS2-HW-V", 0x301c, Some('〜')),
            ("UniJIS-UTF16-H", 0xd842_dfb7, Some('𠮷')),
            ("UniJIS2004-UTF32-H", 0x20bb7, Some('𠮷')),
            ("UniJIS-UTF8-H", 0xe6_a99f, Some('機')),
            ("90ms-RKSJ-H", 0x8160, Some('～')),
            ("90ms-RKSJ-V", 0x817c, Some('－')),
            ("EUC-H", 0xa1c1, Some('～')),
            ("H", 0x3521, Some('機')),
            ("Ext-H", 0x2941, Some('A')),
            ("H", 0x2a36, Some('ｶ')),
            ("90ms-RKSJ-H", 0x5c, None),
            ("90ms-RKSJ-H", 0x8100, None),
            ("UniJIS-UTF16-H", 0xd842, None),
        ] {
            let found = Codes::of_cmap(cmap).and_then(|codes| codes.character(code));
            assert_eq!(found, expected, "{cmap} {code:x}");
        }
        assert_eq!(Codes::of_cmap("Identity-H"), None);
    }
}
