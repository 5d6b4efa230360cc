//! Wraps: which line ends in a cell the typesetter put, because the next word found no room, and whether that
//! cut a word. Japanese is set without spaces, so a wrap beside kana or kanji is no space either, while the end
//! of a line with room left was meant as one.

use super::lines::Line;
use crate::document::Rect;
use crate::page::geometry::Area;
use std::ops::Range;
use yomitori_text::brackets::unclosed;
use yomitori_text::scripts::is_japanese;

/// Cells keep text this far from their sides at most, in em.
const PADDING: f32 = 0.8;
/// Typesetting puts up to this much, in em, between Japanese and Latin.
const MIXED_GAP: f32 = 0.3;
/// The width of a Latin letter or digit, in em, with what rounding takes.
const GLYPH: f32 = 0.65;
/// A line higher than this, in em, is a vertical one.
const UPRIGHT: f32 = 1.8;
/// Digits of a group in a number.
const GROUP: usize = 3;
/// The width of a closing bracket of half the usual width, in em.
const HALF: f32 = 0.5;
/// Marks of lists are at most this long, with the bracket that closes them.
const LONGEST_MARK: usize = 3;
/// Numbers of more characters are two: one below the other stand telephone numbers.
const LONGEST_NUMBER: usize = 11;

/// Whether nothing stands between a line of a cell and the next: neither a space nor an end that was meant.
/// Between Japanese nothing ever does, which normalization knows.
pub fn is_seamless(cell: Rect, lines: &[Line], line: &Line, next: &Line) -> bool {
    let (text, next_text) = (line.text(), next.text());
    let (Some(before), Some(after)) = (text.chars().next_back(), next_text.chars().next()) else { return false };
    let is_horizontal = |line: &Line| line.bbox.height() <= UPRIGHT * line.size;
    if (is_japanese(before) && is_japanese(after)) || !is_horizontal(line) || !is_horizontal(next) {
        return false;
    }
    let room = room(cell, lines);
    let rest = next_text.trim_start_matches(is_of_word);
    let word = next_text.strip_suffix(rest).unwrap_or_default();
    let last_word = text.get(text.trim_end_matches(is_of_word).len()..).unwrap_or_default();
    let word_width = share(next, &next_text, 0..word.len());
    if is_cut_group(last_word, word) {
        return true;
    }
    if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric() {
        return line.bbox.width() + GLYPH * next.size > room && is_one_word(last_word, word);
    }
    if (is_list_mark(word) && !is_in_brackets(lines, next)) || is_list_mark(last_word) {
        return false;
    }
    // What can't begin a line stays with what is before it.
    let closing = rest.chars().skip(usize::from(word.is_empty())).take_while(|c| is_closing(*c));
    let closing: f32 = closing.map(|c| if c.is_ascii() { HALF } else { 1.0 }).sum::<f32>() * next.size;
    let needed = match word.chars().next_back() {
        None if matches!(after, '（' | '「' | '『' | '【') => 2.0 * next.size,
        None => next.size + closing,
        // A bracket stays with what it opens.
        Some('(') => word_width + next.size,
        Some(_) => word_width + closing,
    };
    line.bbox.width() + needed + MIXED_GAP * line.size > room
}

/// Whether a text opens an entry of a list: (a), 2).
fn is_list_mark(text: &str) -> bool {
    let inner = text.trim_start_matches('(');
    inner.len() <= LONGEST_MARK && inner.strip_suffix(')').is_some_and(|mark| mark.chars().all(char::is_alphanumeric))
}

/// Whether a number was cut amid a group of digits: 1,2 and 34.
fn is_cut_group(head: &str, rest: &str) -> bool {
    let digits = |c: &char| c.is_ascii_digit();
    let (before, after) = (head.chars().rev().take_while(digits).count(), rest.chars().take_while(digits).count());
    let number = head.get(..head.len() - before).and_then(|number| number.strip_suffix(','));
    number.is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit())) && before + after == GROUP && after > 0
}

/// Whether a bracket is open where a line of a cell begins.
fn is_in_brackets(lines: &[Line], line: &Line) -> bool {
    let above = lines.iter().take_while(|above| !std::ptr::eq(*above, line));
    unclosed(&above.map(Line::text).collect::<String>()) > 0
}

/// Punctuation that begins no line.
fn is_closing(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '・' | '：' | '）' | '」' | '』' | '】' | 'ー' | 'っ' | 'ッ' | ')' | ']')
}

/// Whether two stretches of Latin letters or digits make one word: an address, a number, an abbreviation.
fn is_one_word(head: &str, rest: &str) -> bool {
    let head = head.rsplit('(').next().unwrap_or(head);
    let is_numeric = |text: &str| text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | ',' | '.'));
    let is_capital = |text: &str| text.chars().all(|c| c.is_ascii_uppercase() || c == '-');
    let is_number = is_numeric(head) && rest.starts_with(|c: char| c.is_ascii_digit());
    let is_short = head.len() + rest.len() <= LONGEST_NUMBER;
    let is_address = |text: &str| text.contains('@') || text.contains("://") || text.starts_with("www.");
    // A year of an era: R8.4.
    let is_era = matches!(head, "R" | "H" | "S") && rest.starts_with(|c: char| c.is_ascii_digit());
    is_era
        || (is_address(head) && !is_address(rest))
        || (is_number && is_short)
        || (is_capital(head) && is_capital(rest))
}

/// The room for text in a cell, in points.
fn room(cell: Rect, lines: &[Line]) -> f32 {
    let size = lines.first().map_or(0.0, |line| line.size);
    let left = lines.iter().map(|line| line.bbox.x0 - cell.x0).fold(PADDING * size, f32::min).max(0.0);
    cell.width() - 2.0 * left
}

/// The width of a stretch of a line, in points: Japanese is set twice as wide as the rest.
fn share(line: &Line, text: &str, stretch: Range<usize>) -> f32 {
    let weight = |text: &str| -> f32 { text.chars().map(|c| if is_japanese(c) { 2.0 } else { 1.0 }).sum() };
    line.bbox.width() * weight(text.get(stretch).unwrap_or_default()) / weight(text).max(1.0)
}

/// Whether a character is of those that lines are not cut amid.
fn is_of_word(c: char) -> bool {
    c.is_ascii_graphic()
}

#[cfg(test)]
mod tests {
    use super::super::lines::LinePiece;
    use super::*;
    use crate::document::Script;

    const SIZE: f32 = 10.0;

    /// A line set from the left of the cell, half an em for a narrow character.
    fn line(text: &str) -> Line {
        let width: f32 = text.chars().map(|c| if c.is_ascii() { SIZE / 2.0 } else { SIZE }).sum();
        let bbox = Rect { x0: 5.0, y0: 0.0, x1: 5.0 + width, y1: SIZE };
        let piece = LinePiece { text: text.into(), bbox, script: Script::Normal, spaced: false, gap: f32::INFINITY };
        Line { pieces: vec![piece], bbox, size: SIZE, ends_spaced: false }
    }

    #[test]
    fn full_lines_are_wraps_and_others_were_ended() {
        // Room for eight wide characters.
        let cell = Rect { x0: 0.0, y0: 0.0, x1: 90.0, y1: 40.0 };
        for (first, second, expected) in [
            ("月曜から金曜日は", "9:00から", true),
            ("平日 9:00-17:00", "（土曜を除く）", true),
            ("経営管理部", "TEL 03-1234", false),
            ("税込価格1,185,0", "00円", true),
            ("tokutei@kenshin", "n.example.jp", true),
            ("インターネット", "VPN", true),
            ("03-1234-5678", "03-1234-5679", false),
            ("a@example.co.jpa", "b@example.co.jpa", false),
            ("次を定めている。", "(a) 方法", false),
            ("税抜115,000円(126", "円)", true),
            ("□今年度中(R8.", "4)", true),
            ("約3,7", "13", true),
            ("約3,700", "13", false),
            ("健診実施予定(202", "6年3月末)", true),
            ("健診実施時期は(R", "8.4)", true),
            ("日本語だけの行は", "続く", false),
        ] {
            let lines = [line(first), line(second)];
            let [above, below] = &lines;
            assert_eq!(is_seamless(cell, &lines, above, below), expected, "{first} | {second}");
        }
    }
}
