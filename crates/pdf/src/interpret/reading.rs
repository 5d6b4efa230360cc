//! From a glyph to its characters: `/ToUnicode` and names first, then what the fonts know, then what the outline looks like.

use super::fonts::Font;
use crate::page::symbols;
use hayro_cmap::BfString;
use hayro_interpret::font::Glyph;
use kurbo::{BezPath, PathEl, Shape};
use yomitori_text::symbol::{is_private_use, private_use};

/// A box outline fills at least this share of its bounding box when it is a filled square.
const FILLED: f64 = 0.85;
/// A box outline fills at most this share when it is empty.
const EMPTY: f64 = 0.40;
/// How far a box may be from a square: the longer side over the shorter.
const SQUARE: f64 = 1.25;

/// The characters that the document states for a glyph: by its code, its symbol font's code, `/ToUnicode` or its name.
pub fn stated(glyph: &Glyph<'_>, font: Option<&Font<'_>>) -> Option<String> {
    let written = font.and_then(|font| font.written(glyph)).map(String::from);
    let stated = written.or_else(|| glyph.as_unicode().map(into_string)).filter(|text| is_meaningful(text));
    if let Some(font) = font.filter(|font| font.is_symbols()) {
        return font.symbol(glyph, stated.as_deref().and_then(single)).map(String::from);
    }
    let trusted = stated.filter(|text| !font.is_some_and(|font| font.untrusted) && text.chars().all(is_public))?;
    Some(trusted.chars().map(symbols::plain).collect())
}

/// The characters of a glyph for which nothing trustworthy is stated; `None` where nothing tells.
pub fn guessed(glyph: &Glyph<'_>, font: Option<&Font<'_>>) -> Option<String> {
    font.and_then(|font| font.characters(glyph))
        .map(into_string)
        .filter(|text| is_meaningful(text))
        .or_else(|| glyph.as_unicode().map(into_string).filter(|text| text.chars().any(|c| !is_public(c))))
        .map(|text| shown(&text).collect())
        .or_else(|| box_outline(glyph).map(String::from))
}

/// The characters of a text as they are shown: private-use symbols as marks.
pub fn shown(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| is_text(*c)).map(|c| private_use(c).unwrap_or(symbols::plain(c)))
}

fn into_string(text: BfString) -> String {
    match text {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn is_public(c: char) -> bool {
    !is_private_use(c)
}

/// Whether a mapping says something: producers write U+0000 and U+FFFD for "unknown", and no font draws delete and what follows it.
fn is_meaningful(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| matches!(c, '\0' | '\u{7f}'..='\u{9f}' | '\u{fffd}' | '\u{ffff}'))
}

/// Whether a character is part of the text: variation selectors, joiners and byte order marks only steer the display. A soft
/// hyphen that is drawn is a hyphen.
pub fn is_text(c: char) -> bool {
    !matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
        && (!c.is_control() || c == '\t')
}

/// The mark that a glyph without any character draws, when its outline is that of a square box. Only one-byte codes are asked:
/// among thousands of ideographs there are boxes too.
fn box_outline(glyph: &Glyph<'_>) -> Option<char> {
    let Glyph::Outline(outline) = glyph else { return None };
    if glyph.char_code() > 0xff {
        return None;
    }
    classify(&outline.outline())
}

/// □, ■ or ☑ when the outline is a square box, empty, filled or with something in it.
fn classify(path: &BezPath) -> Option<char> {
    let bounds = path.bounding_box();
    let (short, long) = (bounds.width().min(bounds.height()), bounds.width().max(bounds.height()));
    // The outer contour must itself be the square: a round or ragged glyph is a character.
    let outer = contours(path).into_iter().max_by(|a, b| a.area().abs().total_cmp(&b.area().abs()))?;
    if short <= 0.0 || long / short > SQUARE || outer.area().abs() < FILLED * bounds.area() {
        return None;
    }
    match path.area().abs() / bounds.area() {
        share if share >= FILLED => Some('■'),
        share if share <= EMPTY => Some('□'),
        _ => Some('☑'),
    }
}

fn contours(path: &BezPath) -> Vec<BezPath> {
    let mut out: Vec<BezPath> = Vec::new();
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) {
            out.push(BezPath::new());
        }
        if let Some(contour) = out.last_mut() {
            contour.push(*element);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Rect;

    fn square(inset: f64, reversed: bool) -> BezPath {
        let path = Rect::new(inset, inset, 100.0 - inset, 100.0 - inset).to_path(0.1);
        if reversed { path.reverse_subpaths() } else { path }
    }

    #[test]
    fn boxes_are_told_by_their_ink() {
        assert_eq!(classify(&square(0.0, false)), Some('■'));
        let mut empty = square(0.0, false);
        empty.extend(square(8.0, true));
        assert_eq!(classify(&empty), Some('□'));
        let mut ticked = empty.clone();
        ticked.extend(square(30.0, false));
        assert_eq!(classify(&ticked), Some('☑'));
        let mut triangle = BezPath::new();
        triangle.move_to((0.0, 0.0));
        triangle.line_to((100.0, 0.0));
        triangle.line_to((50.0, 100.0));
        triangle.close_path();
        assert_eq!(classify(&triangle), None);
    }

    #[test]
    fn only_steering_characters_are_left_out() {
        assert!(!is_text('\u{fe00}') && !is_text('\u{e0100}') && !is_text('\u{feff}'));
        assert_eq!(shown("03\u{ad}1234").collect::<String>(), "03-1234");
        assert!(!is_meaningful("\u{8f}") && is_meaningful("ー"));
        assert!(is_text('漢') && is_text(' ') && is_text('\u{3000}'));
    }
}
