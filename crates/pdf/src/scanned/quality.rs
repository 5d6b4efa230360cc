//! How well a page reads: which way is up is told by reading some of its rows.

use crate::ocr::Character;
use crate::scan::rows::Row;

/// So many rows are read to tell whether a page is upright.
const ROWS: usize = 6;
/// Rows wider than this, in type sizes, tell more than they cost.
const WIDE: f32 = 24.0;
/// A page that reads as well as this is upright: turned pages stay below 0.7.
pub(super) const GOOD: f32 = 0.85;

/// Rows at least this wide, in type sizes, hold words.
const WORDS: f32 = 4.0;
/// Where this share of the text stands in such rows, lines of text are level.
pub(super) const LEVEL: f32 = 0.6;

/// The share of the text that stands in rows of words: of a page turned by a quarter most rows are single characters.
pub(super) fn words(rows: &[Row]) -> f32 {
    let width = |row: &Row| row.bbox.x1 - row.bbox.x0;
    let all: f32 = rows.iter().map(width).sum();
    let of_words: f32 = rows.iter().filter(|row| width(row) >= WORDS * row.size).map(width).sum();
    if all > 0.0 { of_words / all } else { 0.0 }
}

/// Some rows: long ones, but not the longest, from all over the page.
pub(super) fn sample(rows: &[Row]) -> Vec<Row> {
    let length = |row: &Row| (row.bbox.x1 - row.bbox.x0) / row.size.max(1.0);
    let mut sorted: Vec<Row> = rows.iter().filter(|row| (3.0..=WIDE).contains(&length(row))).copied().collect();
    if sorted.is_empty() {
        sorted = rows.to_vec();
    }
    sorted.sort_by(|a, b| length(b).total_cmp(&length(a)));
    sorted.truncate(4 * ROWS);
    sorted.into_iter().step_by(4).collect()
}

/// Small raised print is kept where the mean probability of its characters is at least this: else it is a note mark that can't be read.
const PLAIN: f32 = 0.85;

/// Whether small raised print can be read.
pub(super) fn is_plain(line: &[Character]) -> bool {
    score(&[line.to_vec()]) >= PLAIN
}

/// The mean probability of the characters read; 0 where none are.
pub(super) fn score(lines: &[Vec<Character>]) -> f32 {
    let (mut sum, mut count) = (0.0, 0.0);
    for character in lines.iter().flatten() {
        sum += character.best.probability;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
}
