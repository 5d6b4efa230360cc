//! WordSpacing: how wide the space between two characters must be to stand for one that was written.
//!
//! Most producers draw the spaces of a text; what is left are gaps of columns, and typesetting's own. TeX draws none: its spaces
//! are gaps, hardly wider than the one it sets between Japanese and Latin, but each of just one width.

use crate::page::ink::{Glyph, Ink};
use yomitori_text::scripts::is_letter;

/// A gap between Latin letters or digits wider than this, in em, is a space; the narrowest word spaces are about 0.2.
const LATIN: f32 = 0.18;
/// The same between Latin and Japanese, where typesetting alone puts a quarter em.
const MIXED: f32 = 0.45;
/// The same between Japanese characters and around marks.
const JAPANESE: f32 = 0.8;
/// The same where Japanese is set solid and no spaces are drawn.
const SOLID: f32 = 0.22;
/// Characters nearer than this, in em, are set solid.
const TOUCHING: f32 = 0.02;
/// Of the Japanese letters in a row at least so many parts of a whole are set solid, where gaps tell spaces.
const MOSTLY: (usize, usize) = (4, 5);
/// WordSpacing that differ by less than this, in em, are of one width.
const WIDTH: f32 = 0.01;
/// The widths of typesetting's own gap and of a space differ by at least this, in em.
const APART: f32 = 0.03;
/// Each of the two widths is there at least so many times.
const ENOUGH: usize = 3;
/// The two widths together are at least so many parts of all.
const SHARP: (usize, usize) = (4, 5);
/// WordSpacing further apart than this, in em, are those of columns.
const FAR: f32 = 1.0;
/// Glyphs of one line differ in their base and in their size by at most this, in em.
const LEVEL: f32 = 0.2;

/// How wide gaps must be, in em, to be spaces.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WordSpacing {
    mixed: f32,
    /// Between Japanese punctuation and Latin.
    punctuated: f32,
    japanese: f32,
}

impl Default for WordSpacing {
    fn default() -> Self {
        Self { mixed: MIXED, punctuated: MIXED, japanese: JAPANESE }
    }
}

impl WordSpacing {
    /// As the pages of a document tell.
    pub fn of(inks: &[Ink]) -> Self {
        let draws_spaces = |ink: &Ink| {
            ink.scan.is_some()
                || ink.invisible > 0
                || ink.glyphs.iter().any(|glyph| matches!(glyph.text, ' ' | '\u{a0}'))
        };
        if inks.iter().any(draws_spaces) {
            return Self::default();
        }
        let (mut solid, mut all, mut mixed) = (0, 0, Vec::new());
        for line in inks.iter().flat_map(|ink| ink.glyphs.chunk_by(is_level)) {
            let pairs = || line.iter().zip(line.iter().skip(1)).map(|(a, b)| (a, b, distance(a, b)));
            let letters = || pairs().filter(|(a, b, gap)| is_letter(a.text) && is_letter(b.text) && *gap < FAR);
            let touching = letters().filter(|(.., gap)| gap.abs() <= TOUCHING).count();
            solid += touching;
            all += letters().count();
            // A line that was stretched to the column's width tells no widths.
            if letters().all(|(.., gap)| gap.abs() <= TOUCHING || gap >= SOLID) && touching > 0 {
                mixed.extend(pairs().filter(|(a, b, gap)| is_mixed(a.text, b.text) && *gap < FAR).map(|(.., gap)| gap));
            }
        }
        if all == 0 || solid * MOSTLY.1 < all * MOSTLY.0 {
            return Self::default();
        }
        Self { mixed: between(mixed).unwrap_or(MIXED), punctuated: SOLID, japanese: SOLID }
    }

    /// How wide a gap between two characters must be, in em, to be a space.
    pub fn space(&self, a: char, b: char) -> f32 {
        let latin = |c| matches!(class(c), Class::Latin | Class::Digit);
        let mark = |c| class(c) == Class::Mark;
        match (latin(a), latin(b)) {
            (true, true) => LATIN,
            // Dashes are drawn narrower than they are set.
            (true, false) | (false, true) if is_dash(a) || is_dash(b) => JAPANESE,
            (true, false) | (false, true) if is_mixed(a, b) => self.mixed,
            (true, false) | (false, true) if !mark(a) && !mark(b) => self.punctuated,
            _ if mark(a) || mark(b) || is_dash(a) || is_dash(b) => JAPANESE,
            _ => self.japanese,
        }
    }
}

/// The middle between typesetting's own gap and a space, where nearly all gaps are of these two widths.
fn between(mut gaps: Vec<f32>) -> Option<f32> {
    gaps.retain(|gap| *gap > TOUCHING);
    gaps.sort_by(f32::total_cmp);
    let mut widths: Vec<(usize, f32)> = gaps
        .chunk_by(|a, b| b - a < WIDTH)
        .filter_map(|width| Some((width.len(), f32::midpoint(*width.first()?, *width.last()?))))
        .collect();
    widths.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)));
    let [(first, one), (second, other), ..] = widths.as_slice() else { return None };
    let is_sharp = (first + second) * SHARP.1 >= gaps.len() * SHARP.0 && *second >= ENOUGH;
    (is_sharp && (one - other).abs() >= APART).then_some(f32::midpoint(*one, *other))
}

/// Whether a glyph goes on with the line of the one before.
fn is_level(a: &Glyph, b: &Glyph) -> bool {
    a.flow() == b.flow()
        && (a.across().1 - b.across().1).abs() <= LEVEL * a.size
        && (a.size - b.size).abs() <= LEVEL * a.size
        && b.along().0 >= a.along().0
}

/// The gap between two glyphs of a line, in em.
fn distance(a: &Glyph, b: &Glyph) -> f32 {
    (b.along().0 - a.along().1) / a.size.max(b.size).max(1.0)
}

/// What a character is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Latin,
    Digit,
    Japanese,
    Mark,
}

/// The class of a character.
pub fn class(c: char) -> Class {
    match c {
        '0'..='9' => Class::Digit,
        '!'..='~' | '\u{a1}'..='\u{24f}' => Class::Latin,
        '\u{2190}'..='\u{21ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f5f0}'..='\u{1f5ff}' => {
            Class::Mark
        }
        _ => Class::Japanese,
    }
}

/// Whether one is Japanese, but no punctuation with space of its own, and the other a sign of Latin.
fn is_mixed(a: char, b: char) -> bool {
    let is_plain = |c| class(c) == Class::Japanese && !is_dash(c) && !is_punctuation(c);
    (is_plain(a) && b.is_ascii_graphic()) || (a.is_ascii_graphic() && is_plain(b))
}

fn is_punctuation(c: char) -> bool {
    let is_bracket =
        matches!(c, '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}' | '（' | '）' | '［' | '］' | '｛' | '｝');
    is_bracket || matches!(c, '、' | '。' | '，' | '．' | '・' | '：' | '；' | '！' | '？')
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{301c}' | '\u{ff5e}' | '\u{ff0d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Rect;
    use crate::page::geometry::Turn;

    /// A line of glyphs, `_` leaving a space of 0.37 em; between Japanese and Latin there are 0.31 em.
    fn set(text: &str, y0: f32) -> Vec<Glyph> {
        let (mut x0, mut before, mut out) = (10.0, None, Vec::new());
        for text in text.chars() {
            if text == '_' {
                (x0, before) = (x0 + 3.7, None);
                continue;
            }
            x0 += if before.is_some_and(|before| is_mixed(before, text)) { 3.1 } else { 0.0 };
            let bbox = Rect { x0, y0, x1: x0 + if text.is_ascii() { 5.0 } else { 10.0 }, y1: y0 + 10.0 };
            (x0, before) = (bbox.x1, Some(text));
            out.push(Glyph { text, bbox, size: 10.0, turn: Turn::None, vertical: false, run: 1 });
        }
        out
    }

    #[test]
    fn spaces_that_are_not_drawn_are_told_by_their_width() {
        let lines = ["管理本部_財務課24時間365日_稼動", "年中_365日3_時間", "平日_9時から_5時まで第_2月曜"];
        let glyphs: Vec<Glyph> =
            lines.iter().zip(0_u8..).flat_map(|(line, y)| set(line, 20.0 * f32::from(y))).collect();
        let gaps = WordSpacing::of(&[Ink { glyphs: glyphs.clone(), ..Ink::default() }]);
        assert!((gaps.space('日', '3') - 0.34).abs() < 0.01 && (gaps.space('部', '財') - SOLID).abs() < 0.01);
        let drawn = glyphs.into_iter().chain(set(" ", 80.0)).collect();
        assert_eq!(WordSpacing::of(&[Ink { glyphs: drawn, ..Ink::default() }]), WordSpacing::default());
    }
}
