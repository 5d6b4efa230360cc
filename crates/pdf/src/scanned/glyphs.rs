//! Glyphs: the characters read from a row, each in its em box on the page.

use crate::document::{ReadCharacter, Rect};
use crate::ocr::Character;
use crate::page::geometry::{Area, Turn};
use crate::page::ink::{Glyph, Ink};
use crate::scan::Cleaned;
use crate::scan::rows::Row;

/// A gap between a letter or a digit and a Japanese character is a space from this width on, in type sizes: the digit 1, set
/// full-width, stands 0.4 from its neighbour.
const LATIN_SPACE: f32 = 0.5;
/// A space between two Japanese characters is one from this width on, in type sizes.
const WIDE_SPACE: f32 = 0.62;
/// The border between two characters is looked for up to this far from the middle between theirs, in type sizes.
const BORDER: f32 = 0.3;

/// Kana that are narrow in their em box leave up to this much more beside them, in type sizes.
const BEARING: f32 = 0.25;
/// Such kana.
const NARROW: &[char] = &[
    'ァ', 'ィ', 'ゥ', 'ェ', 'ォ', 'ッ', 'ャ', 'ュ', 'ョ', 'っ', 'ゃ', 'ゅ', 'ょ', 'ト', 'ド', 'り', 'リ', 'し', 'く',
    'う',
];

/// Digits whose middles are at least this far apart, in type sizes, are set full-width.
const FULL_WIDTH: f32 = 0.8;
/// Letters and digits whose middles are nearer than this, in type sizes, are set half-width.
const HALF_WIDTH: f32 = 0.7;
/// A gap between half-width letters or digits and a Japanese character is a space from this width on.
const HALF_SPACE: f32 = 0.32;
/// Where half of at least so many gaps between half-width letters or digits and Japanese characters are that wide, in type sizes, the
/// typesetter left them.
const SET_APART: (usize, f32) = (4, 0.25);
/// No typesetter left them where more than the second share of all gaps between both is narrower than this: what is wide are spaces.
const CLOSE: (f32, f32) = (0.18, 0.25);
/// In what was set so, a gap is a space from this width on.
const APART_SPACE: f32 = 0.62;
/// Digits have a space between them where they are this far apart.
const FULL_SPACE: f32 = 1.6;

/// Takes out the spaces that the network sees between digits that are set full-width.
pub(super) fn close_up(line: &mut Vec<Character>, size: f32) {
    let is_number = |c: &Character| c.best.text.is_ascii_digit() || matches!(c.best.text, '-' | '－' | 'ー' | '―');
    let mut closed: Vec<Character> = Vec::with_capacity(line.len());
    let spaced = std::mem::take(line);
    for group in spaced.chunk_by(|a, b| [a, b].iter().all(|c| is_number(c) || c.best.text == ' ')) {
        let numbers: Vec<&Character> = group.iter().filter(|c| is_number(c)).collect();
        let mut pitches: Vec<f32> =
            numbers.iter().zip(numbers.iter().skip(1)).map(|(a, b)| (b.middle - a.middle) / size).collect();
        pitches.sort_by(f32::total_cmp);
        let is_full = pitches.get(pitches.len() / 2).is_some_and(|pitch| *pitch >= FULL_WIDTH);
        let is_close = pitches.last().is_some_and(|pitch| *pitch < FULL_SPACE);
        let keep = |c: &&Character| !(is_full && is_close) || is_number(c);
        closed.extend(group.iter().filter(keep).cloned());
    }
    *line = closed;
}

/// Whether a page's typesetter leaves gaps between Japanese characters and letters or digits: then most of them are as wide as spaces.
pub(super) fn sets_apart<'l>(page: &Cleaned, lines: impl Iterator<Item = (&'l Row, &'l Vec<Character>)>) -> bool {
    // All gaps of half-width letters and digits, and those beside characters that leave nothing of their own in their em boxes.
    let (mut all, mut plain): (Vec<f32>, Vec<f32>) = (Vec::new(), Vec::new());
    let (mut count, mut close) = (0.0, 0.0);
    for (row, line) in lines {
        let printed: Vec<Character> = line.iter().filter(|c| !c.best.text.is_whitespace()).cloned().collect();
        for (index, pair) in printed.windows(2).enumerate() {
            let [before, behind] = pair else { continue };
            if !are_of_two_scripts(before.best.text, behind.best.text) {
                continue;
            }
            let (from, to) = gap(page, row, border(page, row, before.middle.midpoint(behind.middle)));
            let width = (to - from) / row.size;
            count += 1.0;
            close += if width < CLOSE.0 { 1.0 } else { 0.0 };
            let Some(least) = half_width(&printed, index, row.size) else { continue };
            let bearing = least - HALF_SPACE;
            all.push(width - bearing);
            if bearing <= 0.0 {
                plain.push(width);
            }
        }
    }
    // How much an em box leaves is a guess, so gaps beside such tell only where there are no others.
    let mut gaps = if plain.len() >= SET_APART.0 { plain } else { all };
    gaps.sort_by(f32::total_cmp);
    let are_wide = gaps.get(gaps.len() / 2).is_some_and(|gap| *gap >= SET_APART.1);
    gaps.len() >= SET_APART.0 && are_wide && close <= CLOSE.1 * count
}

/// Whether one of two characters is a letter or a digit and the other a Japanese one.
fn are_of_two_scripts(a: char, b: char) -> bool {
    let is_japanese = |c: char| c.is_alphabetic() && !c.is_ascii();
    a.is_ascii_alphanumeric() && is_japanese(b) || is_japanese(a) && b.is_ascii_alphanumeric()
}

/// Takes out the spaces that the network sees where the typesetter left gaps.
pub(super) fn join(line: &mut Vec<Character>, page: &Cleaned, row: &Row) {
    let is_left = |index: usize| {
        let at = |place: usize| line.get(place);
        let (Some(before), Some(space), Some(behind)) = (index.checked_sub(1).and_then(at), at(index), at(index + 1))
        else {
            return false;
        };
        let is_between = are_of_two_scripts(before.best.text, behind.best.text);
        let (from, to) = gap(page, row, border(page, row, space.middle));
        space.best.text == ' ' && is_between && to - from < APART_SPACE * row.size
    };
    let left: Vec<bool> = (0..line.len()).map(is_left).collect();
    let mut left = left.into_iter();
    line.retain(|_| !left.next().unwrap_or(false));
}

/// Sets the characters of a row; `is_apart` says that gaps between scripts are the typesetter's.
pub(super) fn set(ink: &mut Ink, (page, is_apart): (&Cleaned, bool), row: &Row, line: &[Character], run: u32) {
    let (y0, y1) = row.raised_in.unwrap_or(row.band());
    let mut x0 = row.bbox.x0;
    let mut push = |text: char, x0: f32, x1: f32, probability: f32| {
        let bbox = Rect { x0, y0, x1, y1 }.scaled(1.0 / page.scale);
        ink.glyphs.push(Glyph { text, bbox, size: bbox.height(), turn: Turn::None, vertical: false, run });
        ink.read.push(ReadCharacter { text, bbox, probability });
    };
    for (index, character) in line.iter().enumerate() {
        let best = character.best;
        let Some(next) = line.get(index + 1) else {
            push(best.text, x0, row.bbox.x1.max(x0 + 1.0), best.probability);
            break;
        };
        let border = border(page, row, character.middle.midpoint(next.middle)).max(x0 + 1.0);
        let (from, to) = gap(page, row, border);
        let own = half_width(line, index, row.size).unwrap_or(space(best.text, next.best.text));
        let is_between = best.text.is_ascii_alphanumeric() != next.best.text.is_ascii_alphanumeric();
        let least = if is_apart && is_between { own.max(APART_SPACE) } else { own };
        if to - from >= least * row.size && from > x0 {
            push(best.text, x0, from, best.probability);
            push(' ', from, to, best.probability);
            x0 = to;
        } else {
            push(best.text, x0, border, best.probability);
            x0 = border;
        }
    }
}

/// How wide a gap is that is a space, in type sizes, between a Japanese character and a letter or digit that is set half-width, as
/// its distance to the next one tells. `None` where nothing tells, and between others.
fn half_width(line: &[Character], index: usize, size: f32) -> Option<f32> {
    let [before, behind, ..] = line.get(index..)? else { return None };
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    let is_japanese = |c: char| c.is_alphabetic() && !c.is_ascii();
    let (own, other, japanese) = match (before.best.text, behind.best.text) {
        (a, b) if is_latin(a) && is_japanese(b) => (before, line.get(index.checked_sub(1)?)?, b),
        (a, b) if is_japanese(a) && is_latin(b) => (behind, line.get(index + 2)?, a),
        _ => return None,
    };
    let is_near = (own.middle - other.middle).abs() < HALF_WIDTH * size;
    let is_one = own.best.text == '1';
    let more = u8::from(NARROW.contains(&japanese)) + u8::from(is_one);
    (is_latin(other.best.text) && is_near).then_some(HALF_SPACE + f32::from(more) * BEARING)
}

/// How wide a gap between two characters is that is a space, in type sizes: punctuation brings its own.
fn space(before: char, behind: char) -> f32 {
    let is_latin = |c: char| c.is_ascii_alphanumeric();
    match (before, behind) {
        (a, b) if a.is_whitespace() || b.is_whitespace() => f32::INFINITY,
        // Digits set full-width stand as far apart as half-width ones with a space between them.
        (a, b) if is_latin(a) && is_latin(b) => f32::INFINITY,
        (a, b) if (is_latin(a) || is_latin(b)) && a.is_alphanumeric() && b.is_alphanumeric() => LATIN_SPACE,
        (a, b) if a.is_alphanumeric() && b.is_alphanumeric() => {
            let narrow = u8::from(NARROW.contains(&a)) + u8::from(NARROW.contains(&b));
            WIDE_SPACE + f32::from(narrow) * BEARING
        }
        _ => f32::INFINITY,
    }
}

/// The columns without ink around a place in a row.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a picture"
)]
fn gap(page: &Cleaned, row: &Row, at: f32) -> (f32, f32) {
    let (top, bottom) = (row.bbox.y0.max(0.0) as usize, row.bbox.y1.max(0.0) as usize);
    let is_empty = |x: &usize| (top..bottom).all(|y| !page.bits.at(*x, y));
    let (middle, reach) = (at.max(0.0) as usize, row.size.max(0.0) as usize);
    let left = (middle.saturating_sub(reach)..=middle).rev().take_while(is_empty).last().unwrap_or(middle);
    let right = (middle..middle + reach).take_while(is_empty).last().map_or(middle, |x| x + 1);
    (left as f32, right as f32)
}

/// The column with the least ink near a place.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "places in a picture"
)]
fn border(page: &Cleaned, row: &Row, at: f32) -> f32 {
    let (top, bottom) = (row.bbox.y0.max(0.0) as usize, row.bbox.y1.max(0.0) as usize);
    let ink = |x: usize| (top..bottom).filter(|y| page.bits.at(x, *y)).count();
    let reach = BORDER * row.size;
    let (from, to) = ((at - reach).max(0.0) as usize, (at + reach).max(0.0) as usize);
    let distance = |x: usize| (x as f32 + 0.5 - at).abs();
    let best = (from..=to).min_by(|a, b| ink(*a).cmp(&ink(*b)).then(distance(*a).total_cmp(&distance(*b))));
    best.map_or(at, |x| x as f32 + 0.5)
}
