//! Symbol fonts: which mark a code of Wingdings and its kin draws.
//!
//! Word processors set check boxes in fonts whose codes are no Unicode. The document's text gets the mark that is seen.

/// A font whose codes stand for symbols.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Microsoft Wingdings.
    Wingdings,
    /// Microsoft Wingdings 2.
    Wingdings2,
    /// Microsoft Webdings.
    Webdings,
    /// ITC Zapf Dingbats.
    Dingbats,
    /// OpenSymbol and StarSymbol, LibreOffice's own.
    OpenSymbol,
}

impl Family {
    /// The family of a font's PostScript name, with or without a subset prefix.
    pub fn of_name(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if name.contains("wingdings2") {
            Some(Self::Wingdings2)
        } else if name.contains("wingdings3") {
            None
        } else if name.contains("wingdings") {
            Some(Self::Wingdings)
        } else if name.contains("webdings") {
            Some(Self::Webdings)
        } else if name.contains("dingbats") {
            Some(Self::Dingbats)
        } else if name.contains("opensymbol") || name.contains("starsymbol") {
            Some(Self::OpenSymbol)
        } else {
            None
        }
    }

    /// The mark that the code draws: a one-byte code, or the character U+F0xx that stands for it.
    pub fn mark(self, code: u32) -> Option<char> {
        let byte = match code {
            0xf000..=0xf0ff => code - 0xf000,
            0x20..=0xff => code,
            _ => return open_symbol(code),
        };
        match self {
            Self::Wingdings | Self::OpenSymbol => wingdings(byte),
            Self::Wingdings2 => wingdings2(byte),
            Self::Webdings => webdings(byte),
            Self::Dingbats => dingbats(byte),
        }
    }
}

fn wingdings(byte: u32) -> Option<char> {
    Some(match byte {
        0x6c => '●',
        0x6d => '○',
        0x6e => '■',
        0x6f | 0x70 | 0x71 | 0x72 | 0xa8 => '□',
        0x75 | 0x77 => '◆',
        0xa1 | 0xa2 | 0xa6 => '○',
        0xa4 => '◉',
        0xa5 => '◎',
        0xa7 => '▪',
        0x9e | 0x9f => '・',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

fn wingdings2(byte: u32) -> Option<char> {
    Some(match byte {
        0x4f => '✗',
        0x50 => '✓',
        0x51 | 0x53 | 0x54 => '☒',
        0x52 => '☑',
        0x96..=0x98 => '●',
        0x99 | 0x9a => '○',
        0x9b => '◉',
        0x9f => '▪',
        0xa0..=0xa2 => '■',
        0xa3..=0xa6 => '□',
        _ => return None,
    })
}

fn webdings(byte: u32) -> Option<char> {
    Some(match byte {
        0x61 => '✓',
        0x63 => '□',
        0x67 => '■',
        0x6e => '●',
        0x72 => '✗',
        _ => return None,
    })
}

fn dingbats(byte: u32) -> Option<char> {
    Some(match byte {
        0x33 | 0x34 => '✓',
        0x35..=0x38 => '✗',
        0x6c => '●',
        0x6d => '○',
        0x6e => '■',
        0x6f..=0x72 => '□',
        _ => return None,
    })
}

/// OpenSymbol's own private-use characters: bullets and the recoded Wingdings.
fn open_symbol(code: u32) -> Option<char> {
    Some(match code {
        0xe005 | 0xe009 => '○',
        0xe007 | 0xe4c2 => '✓',
        0xe008 => '●',
        0xe00a => '■',
        0xe00b | 0xe4c0 => '□',
        0xe00c => '◆',
        0xe01e => '・',
        0xe4c1 => '✗',
        0xe4c3 => '☒',
        0xe4c4 => '☑',
        _ => return None,
    })
}

/// The mark of a private-use character whose font is not known: U+F0xx is written for the codes of Wingdings far more often than
/// for those of any other font.
pub fn private_use(c: char) -> Option<char> {
    match u32::from(c) {
        0xf0b7 => Some('・'),
        code @ 0xf000..=0xf0ff => wingdings(code - 0xf000),
        code => open_symbol(code),
    }
}

/// Whether the character lies in a private-use area: it means nothing without its font.
pub fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xe000..=0xf8ff | 0xf_0000..=0x10_fffd)
}

/// CJK radicals that look like a whole ideograph (Unicode's EquivalentUnifiedIdeograph): fonts have one glyph for both, and
/// producers that go from the glyph back to a character may write the radical.
#[rustfmt::skip]
const RADICALS: &[(char, char)] = &[
    ('\u{2e84}', '乙'), ('\u{2e88}', '刀'), ('\u{2e8a}', '卜'), ('\u{2e8c}', '小'), ('\u{2e92}', '巳'), ('\u{2e9c}', '日'),
    ('\u{2e9d}', '月'), ('\u{2e9f}', '母'), ('\u{2ea0}', '民'), ('\u{2ea7}', '牛'), ('\u{2ea9}', '王'), ('\u{2eac}', '示'),
    ('\u{2eae}', '竹'), ('\u{2eb6}', '羊'), ('\u{2eb8}', '羊'), ('\u{2ebc}', '肉'), ('\u{2ebd}', '臼'), ('\u{2ec1}', '虎'),
    ('\u{2ec4}', '西'), ('\u{2ec6}', '角'), ('\u{2ed1}', '長'), ('\u{2ed5}', '阜'), ('\u{2ed7}', '雨'), ('\u{2ed8}', '青'),
    ('\u{2edd}', '食'), ('\u{2ede}', '食'), ('\u{2ee1}', '首'), ('\u{2ee3}', '骨'), ('\u{2ee4}', '鬼'), ('\u{2ee8}', '麦'),
    ('\u{2ee9}', '黄'), ('\u{2eeb}', '斉'), ('\u{2eed}', '歯'), ('\u{2eef}', '竜'), ('\u{2ef2}', '亀'),
];

/// A glyph's character as it is meant: the dingbats' shadowed boxes are boxes, radicals ideographs; a soft hyphen shares its glyph
/// with the hyphen, combining marks alone stand for the tilde and the dash.
pub fn plain(c: char) -> char {
    match c {
        '\u{ad}' => '-',
        '\u{303}' => '~',
        '\u{336}' => '―',
        '❏' | '❐' | '❑' | '❒' => '□',
        '\u{2e80}'..='\u{2eff}' => {
            RADICALS.iter().find(|(radical, _)| *radical == c).map_or(c, |(_, ideograph)| *ideograph)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_and_without_subset_prefix() {
        assert_eq!(Family::of_name("ABCDEF+Wingdings-Regular"), Some(Family::Wingdings));
        assert_eq!(Family::of_name("Wingdings 2"), Some(Family::Wingdings2));
        assert_eq!(Family::of_name("Wingdings3"), None);
        assert_eq!(Family::of_name("MS-Gothic"), None);
    }

    #[test]
    fn radicals_are_read_as_ideographs() {
        assert_eq!("国\u{2ea0}健康".chars().map(plain).collect::<String>(), "国民健康");
    }

    #[test]
    fn codes_and_private_use_characters_draw_the_same_mark() {
        assert_eq!(Family::Wingdings.mark(0xfe), Some('☑'));
        assert_eq!(Family::Wingdings.mark(0xf0fe), Some('☑'));
        assert_eq!(Family::Wingdings2.mark(0xa3), Some('□'));
        assert_eq!(private_use('\u{f0a8}'), Some('□'));
        assert_eq!(private_use('\u{f8ff}'), None);
    }
}
