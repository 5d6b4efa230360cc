//! NFKC over a stretch of text, character by character, each result knowing what it came from.
//!
//! UAX #15. Most characters of a Japanese text are their own NFKC and combine with nothing: they pass
//! through untouched. Others are taken together with what follows them up to the next such character.

use crate::text::charset::CharSet;
use crate::text::radicals;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// A normalized character and the offset of what it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NormalGlyph {
    pub c: char,
    /// Byte offset in the document's text.
    pub raw: usize,
}

/// Appends the NFKC of `text`, which begins at byte `offset` of the document's text.
pub(super) fn push(text: &str, offset: usize, out: &mut Vec<NormalGlyph>) {
    let inert = &*INERT;
    // Where the last character begins that others may join, in the text and among the glyphs, and how much is read.
    let (mut base, mut glyphs, mut read) = (0, out.len(), 0);
    for (at, c) in text.char_indices() {
        if at < read {
            continue;
        }
        if inert.contains(c) || !combines(c) {
            (base, glyphs) = (at, out.len());
            if let Some(c) = alone(c) {
                out.push(NormalGlyph { c, raw: offset + at });
                continue;
            }
        }
        let behind = text.get(at + c.len_utf8()..).unwrap_or_default();
        read = text.len() - behind.trim_start_matches(combines).len();
        out.truncate(glyphs);
        let cluster = text.get(base..read).unwrap_or_default();
        out.extend(cluster.nfkc().filter(|c| !is_invisible(*c)).map(|c| NormalGlyph { c, raw: offset + base }));
    }
}

/// Whether a text may be longer than so many bytes in normal form: each character is taken by itself, what combines too.
#[must_use]
pub fn exceeds(text: &str, most: usize) -> bool {
    let length = |c: char| match alone(c) {
        Some(c) => c.len_utf8(),
        None => std::iter::once(c).nfkc().map(char::len_utf8).sum(),
    };
    let mut sum = 0;
    text.chars().any(|c| {
        sum += length(c);
        sum > most
    })
}

/// The NFKC of a character that nothing joins, where it is one character and known without a table.
pub(super) fn alone(c: char) -> Option<char> {
    match c {
        _ if INERT.contains(c) => Some(c),
        '\u{3000}' => Some(' '),
        // The tilde of fonts that have it only as an accent, and what JIS X 0201 has in its place: in NFKC they are a space
        // and a combining mark.
        '\u{2dc}' | '\u{203e}' => Some('~'),
        // The hyphenation point, which tools write for the middle dot where a font has one glyph for both.
        '\u{2027}' => Some('・'),
        // The division and fraction slashes, which they write for the solidus.
        '\u{2044}' | '\u{2215}' => Some('/'),
        '\u{2e80}'..='\u{2eff}' => radicals::ideograph(c),
        // Full-width ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        _ => None,
    }
}

/// Characters that NFKC leaves as they are: ASCII, kana, CJK punctuation, unified ideographs, most symbols.
static INERT: LazyLock<CharSet> = LazyLock::new(|| {
    CharSet::of(|c| match c {
        '\u{20}'..='\u{7e}' | '\n' | '\t' => true,
        '\u{3001}'..='\u{301f}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}' => true,
        '\u{2027}' | '\u{2044}' | '\u{2215}' => false,
        '\u{2010}'..='\u{27bf}' => !combines(c) && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes,
        _ => false,
    })
});

/// Characters that join the one before: combining marks, voiced sound marks (half width too).
fn combines(c: char) -> bool {
    // Nearly every character of a Japanese text lies in these ranges.
    if matches!(c, '\0'..='\u{ac}' | '\u{309b}'..='\u{fdff}' | '\u{3000}'..='\u{3098}') {
        return false;
    }
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{ff9e}' | '\u{ff9f}' | '\u{20dd}'..='\u{20e3}')
        || is_invisible(c)
}

/// Variation selectors, joiners and marks that show nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_know_where_they_came_from() {
        for (text, expected) in [
            ("２０１９年", "2019年"),
            ("ｶﾞｲﾄﾞ", "ガイド"),
            ("か\u{3099}", "が"),
            ("㈱(株)", "(株)(株)"),
            ("神\u{e0100}奈川", "神奈川"),
            ("☑\u{fe0f}有", "☑有"),
            ("㍻30", "平成30"),
            ("⼈員", "人員"),
            ("9:00˜17:00", "9:00~17:00"),
        ] {
            let mut out = Vec::new();
            push(text, 10, &mut out);
            assert_eq!(out.iter().map(|glyph| glyph.c).collect::<String>(), expected);
            assert!(out.iter().all(|glyph| text.is_char_boundary(glyph.raw - 10)), "{text}");
        }
    }
}
