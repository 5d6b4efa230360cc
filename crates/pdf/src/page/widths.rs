//! Characters that the widths of their glyphs contradict: what a font states for them is wrong.
//!
//! Programs that write PDF anew lose the upper byte of some entries of `/ToUnicode`; kana then read as Latin letters, and
//! nothing in the file tells which. In a Japanese font Latin letters are no wider than half an em or so, kana and kanji are
//! one em wide. Where several Latin letters are exactly one em wide, no Latin character of that width is believed.

use super::geometry::Area;
use super::ink::{Glyph, Ink};
use std::collections::BTreeSet;

/// How far a width may be from one em, in em: positions are rounded.
const EXACT: f32 = 0.015;
/// This many different Latin letters of one em are no accident: some fonts have one or two, such as Æ.
const CONVICTING: usize = 3;

/// Takes away the characters that can not be true: they become U+FFFD.
pub fn doubt(inks: &mut [Ink]) {
    let glyphs = || inks.iter().flat_map(|ink| &ink.glyphs);
    let letters: BTreeSet<char> =
        glyphs().filter(|glyph| is_wide(glyph) && is_accented(glyph.text)).map(|glyph| glyph.text).collect();
    if letters.len() < CONVICTING {
        return;
    }
    for glyph in inks.iter_mut().flat_map(|ink| &mut ink.glyphs) {
        if is_wide(glyph) && matches!(glyph.text, '!'..='\u{24f}') {
            glyph.text = '\u{fffd}';
        }
    }
}

/// Whether a glyph is one em wide.
fn is_wide(glyph: &Glyph) -> bool {
    let (from, to) = glyph.along();
    !glyph.is_drawn()
        && !glyph.vertical
        && (to - from - glyph.size).abs() <= EXACT * glyph.size
        && glyph.bbox.is_finite()
}

/// Whether a character is a Latin letter that no Japanese text is written with. × and ÷ are.
fn is_accented(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}') && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::super::geometry::Turn;
    use super::*;
    use crate::document::Rect;

    fn page(text: &str, width: f32) -> Ink {
        let bbox = Rect { x0: 0.0, y0: 0.0, x1: width, y1: 10.0 };
        let glyph = |text| Glyph { text, bbox, size: 10.0, turn: Turn::None, vertical: false, run: 1 };
        Ink { glyphs: text.chars().map(glyph).collect(), ..Ink::default() }
    }

    fn read(text: &str, width: f32) -> String {
        let mut inks = [page(text, width)];
        doubt(&mut inks);
        inks.iter().flat_map(|ink| &ink.glyphs).map(|glyph| glyph.text).collect()
    }

    #[test]
    fn kana_that_read_as_latin_are_unread() {
        assert_eq!(read("個人情報~取扱ÿ·öĀ", 10.0), "個人情報\u{fffd}取扱\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(read("ÿöĀ~", 5.0), "ÿöĀ~");
        assert_eq!(read("±×÷§{}", 10.0), "±×÷§{}");
    }
}
