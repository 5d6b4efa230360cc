//! Pages that are only images: where a recognizer is given, the words it reads become the page's glyphs.

use super::reading;
use super::render::{Rendering, rendering};
use crate::document::Rect;
use crate::isolate::caught;
use crate::page::geometry::{Area, Turn};
use crate::page::ink::{Glyph, Ink, Scan};
use hayro_syntax::page::Page;
use yomitori_ocr::recognizer::{PageImage, Recognizer, Word};

/// Pixels of a point: 300 dots per inch, what OCR programs are made for.
const SCALE: f32 = 300.0 / 72.0;
/// The width of ASCII characters against all others, which are full-width.
const HALF: f32 = 0.5;

/// Reads a page that holds nothing but images.
pub fn read<'a>(number: u32, page: &'a Page<'a>, ink: &mut Ink, recognizer: &dyn Recognizer) {
    let rendering = rendering(number, page, ink, SCALE);
    read_picture(&rendering, ink, recognizer);
}

/// Reads a page's picture.
pub fn read_picture(rendering: &Rendering, ink: &mut Ink, recognizer: &dyn Recognizer) {
    ink.scan = Some(words(rendering, recognizer).map_or_else(Scan::Unread, |words| {
        let sheet = Rect { x0: 0.0, y0: 0.0, x1: ink.size.0, y1: ink.size.1 };
        let glyphs = (0..Glyph::NO_RUN).zip(&words).flat_map(|(run, word)| glyphs(word, rendering.scale, run));
        ink.glyphs.extend(glyphs.filter(|glyph| sheet.holds(glyph.bbox.center())));
        match ink.glyphs.iter().any(|glyph| !glyph.text.is_whitespace()) {
            true => Scan::Read(words.len()),
            false => Scan::Unread("no words were found".into()),
        }
    }));
}

fn words(rendering: &Rendering, recognizer: &dyn Recognizer) -> Result<Vec<Word>, String> {
    if !rendering.is_drawn {
        return Err("the page can't be drawn".into());
    }
    let image = PageImage {
        page: rendering.page,
        width: rendering.pixmap.width().into(),
        height: rendering.pixmap.height().into(),
        scale: rendering.scale,
        rgba: rendering.pixmap.data_as_u8_slice(),
    };
    caught(|| recognizer.words(&image)).unwrap_or_else(|_| Err("the recognizer failed".into()))
}

/// A word's characters, side by side in its box.
pub fn glyphs(word: &Word, scale: f32, run: u32) -> Vec<Glyph> {
    let bbox = word.bbox.scaled(1.0 / scale);
    let width = |c: char| if c.is_ascii() { HALF } else { 1.0 };
    let total: f32 = word.text.chars().map(width).sum();
    if !bbox.is_finite() || bbox.width() <= 0.0 || bbox.height() <= 0.0 || total <= 0.0 {
        return Vec::new();
    }
    let mut x0 = bbox.x0;
    let glyph = |text: char| {
        let bbox = Rect { x0, x1: x0 + bbox.width() * width(text) / total, ..bbox };
        x0 = bbox.x1;
        Glyph { text, bbox, size: bbox.height(), turn: Turn::None, vertical: false, run }
    };
    word.text.chars().map(glyph).filter(|glyph| reading::is_text(glyph.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, x1: f32) -> Word {
        Word { text: text.into(), bbox: Rect { x0: 0.0, y0: 40.0, x1, y1: 80.0 } }
    }

    #[test]
    fn characters_share_their_words_box() {
        let glyphs = glyphs(&word("円10", 80.0), 4.0, 7);
        let places: Vec<(char, f32, f32)> = glyphs.iter().map(|g| (g.text, g.bbox.x0, g.bbox.x1)).collect();
        assert_eq!(places, [('円', 0.0, 10.0), ('1', 10.0, 15.0), ('0', 15.0, 20.0)]);
        assert!(glyphs.iter().all(|glyph| glyph.size == 10.0 && glyph.run == 7));
    }

    #[test]
    fn boxes_that_are_none_give_nothing() {
        for x1 in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            assert!(glyphs(&word("円", x1), 4.0, 0).is_empty(), "{x1}");
        }
        assert!(glyphs(&word("", 80.0), 4.0, 0).is_empty());
    }
}
