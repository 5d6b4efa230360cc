//! Wrapping: whether the text on one line of a column goes on on the next.
//!
//! An open bracket goes on; a mark, a number or a full stop parts. Else a line goes on where the next one's
//! beginning would not have found room on it.

use super::grid::{GridPiece, LineGrid};
use super::line::{LEAST_GAP, Measure, is_number};
use yomitori_text::brackets::unclosed;
use yomitori_text::marks;
use yomitori_text::notes;
use yomitori_text::scripts::{is_hiragana, is_letter};

/// Characters at a line's head that always go on with it: a line is not cut before a single one.
const LEAST_CHUNK: usize = 2;

/// Characters of hiragana that may be a value of their own: なし, あり, はい.
const LONGEST_WORD: usize = 3;

/// Letters that are a value or a unit of their own.
const SHORT: [char; 8] = ['有', '無', '可', '否', '人', '円', '件', '済'];

/// Width from which a line is of running text, in half-width characters.
const RUNNING: usize = 40;

/// How sure it is that a text goes on on the next line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wrap {
    /// It does not.
    No,
    /// It would have found room but for a word that a careful typesetter does not cut.
    Loose,
    /// The line is full, or opened with a mark that the next one lacks.
    Full,
    /// A bracket is open.
    Sure,
}

/// Knows how wide the columns of a grid are.
pub(super) struct Wraps {
    /// For each column and the next one that has text beside it (the last entry: none), the widest text.
    widest: Vec<Vec<usize>>,
}

impl Wraps {
    pub(super) fn new(grid: &LineGrid<'_>) -> Self {
        let count = grid.columns.len();
        let mut widest = vec![vec![0; count + 1]; count];
        for row in &grid.rows {
            for (at, piece) in row.pieces.iter().enumerate() {
                let beside = row.pieces.get(at + 1).map_or(count, |next| next.column);
                if let Some(known) = widest.get_mut(piece.column).and_then(|known| known.get_mut(beside)) {
                    *known = (*known).max(width(piece.text));
                }
            }
        }
        Self { widest }
    }

    /// Whether the text of a column on one line goes on on a later one.
    pub(super) fn between(&self, grid: &LineGrid<'_>, column: usize, first: usize, second: usize) -> Wrap {
        let piece = |row: usize| grid.rows.get(row).and_then(|row| row.piece(column));
        let (Some(first_piece), Some(second_piece)) = (piece(first), piece(second)) else { return Wrap::No };
        if second_piece.text.chars().all(is_closing) {
            return Wrap::Sure;
        }
        if opens_amid_syllable(second_piece.text) && first_piece.text.ends_with(is_cut_at) {
            return Wrap::Sure;
        }
        if notes::ends_with_word(first_piece.text) && notes::is_of_marks(second_piece.text) {
            return Wrap::Sure;
        }
        if opens_anew(second_piece.text) {
            return Wrap::No;
        }
        if unclosed(first_piece.text) > 0 {
            return Wrap::Sure;
        }
        if is_rest(first_piece.text, second_piece.text) {
            return Wrap::Full;
        }
        // What stands right below a lone option without a mark of its own goes on with it.
        if is_option(first_piece.text) && second == first + 1 {
            return Wrap::Full;
        }
        if notes::without_marks(first_piece.text).trim_end().ends_with(['。', '．']) {
            return Wrap::No;
        }
        if goes_on(first_piece.text, second_piece.text) {
            return Wrap::Full;
        }
        let room = [first, second].into_iter().map(|row| self.room(grid, row, column)).min().unwrap_or(0);
        let rest = room.saturating_sub(width(first_piece.text));
        if width(word(second_piece.text)) > rest {
            Wrap::Full
        } else if width(chunk(second_piece.text)) > rest {
            Wrap::Loose
        } else {
            Wrap::No
        }
    }

    /// Whether a line is long enough for running text, which goes on up to its full stop.
    pub(super) fn is_running(&self, grid: &LineGrid<'_>, column: usize, row: usize) -> bool {
        grid.rows.get(row).and_then(|row| row.piece(column)).is_some_and(|piece| width(piece.text) >= RUNNING)
    }

    /// The widest text that a column takes on lines with the same neighbour.
    fn room(&self, grid: &LineGrid<'_>, row: usize, column: usize) -> usize {
        let beside = grid.rows.get(row).and_then(|row| row.pieces.iter().find(|piece| piece.column > column));
        let beside = beside.map_or(grid.columns.len(), |piece: &GridPiece<'_>| piece.column);
        let widest = self.widest.get(column).map(Vec::as_slice).unwrap_or_default();
        let widest = widest.get(..=beside).unwrap_or(widest).iter().copied().max().unwrap_or(0);
        match (grid.columns.get(column), grid.columns.get(column + 1)) {
            // Where columns are counted as wide as they are shown, the place up to the next column is known.
            (Some(start), Some(next)) if grid.measure != Measure::Characters => {
                widest.max((next - start).saturating_sub(LEAST_GAP))
            }
            _ => widest,
        }
    }
}

/// Whether a text goes on in another by their wording alone: a bracket is open, or the line was cut amid a word.
pub(super) fn goes_on(first: &str, second: &str) -> bool {
    let is_amid_word = opens_amid_word(second) && first.ends_with(is_cut_at);
    !opens_anew(second) && (unclosed(first) > 0 || is_amid_word)
}

/// The width of a text as it is shown.
fn width(text: &str) -> usize {
    Measure::WideWidth.of_text(text)
}

/// The beginning of a line before which every program cuts: one kana or kanji, or a word in Latin letters.
fn word(text: &str) -> &str {
    let length = match text.chars().next() {
        Some(c) if !c.is_ascii() => c.len_utf8(),
        _ => text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len()),
    };
    text.get(..length).unwrap_or(text)
}

/// The beginning of a line that must stay together: up to a place amid kana or kanji.
fn chunk(text: &str) -> &str {
    let mut last = [' '; 3];
    for (count, (at, c)) in text.char_indices().enumerate() {
        let [a, b, d] = last;
        // `at` is one behind the place amid a, b | d, c.
        if count > LEAST_CHUNK && [a, b, d, c].into_iter().all(is_cut_at) {
            return text.get(..at - d.len_utf8()).unwrap_or(text);
        }
        last = [b, d, c];
    }
    text
}

/// Kana and kanji beside which a line may be cut: none begins with the sign that lengthens a vowel.
fn is_cut_at(c: char) -> bool {
    is_letter(c) && c != 'ー'
}

/// Signs that no line begins with but for want of room.
fn is_closing(c: char) -> bool {
    matches!(c, '。' | '．' | '、' | '，' | ')' | '）' | '」' | '］')
}

pub(super) fn opens_with_mark(text: &str) -> bool {
    marks::at_head(text).is_some()
}

/// Whether a line is the single letter for which the one above had no room: 基本情 / 報. Some letters are values of their own.
fn is_rest(first: &str, second: &str) -> bool {
    let mut signs = notes::without_marks(second).trim_end().chars();
    let is_single = signs.next().is_some_and(|c| is_cut_at(c) && !SHORT.contains(&c)) && signs.next().is_none();
    is_single && first.ends_with(is_cut_at) && first.chars().nth(LEAST_CHUNK).is_some()
}

/// Whether a line opens with hiragana, as the rest of a sentence or label does: るサービスの選択. Short words (なし) stand alone.
fn opens_amid_word(text: &str) -> bool {
    text.starts_with(is_hiragana) && text.chars().nth(LONGEST_WORD).is_some()
}

/// Whether a line opens with a kana that only goes on a syllable: ュリティ対策.
fn opens_amid_syllable(text: &str) -> bool {
    const SMALL: &str = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー";
    let mut signs = text.chars();
    signs.next().is_some_and(|first| SMALL.contains(first)) && signs.next().is_some_and(is_letter)
}

/// Whether a text is one option alone, so that it may well be wrapped; a line of several is not so narrow.
pub(super) fn is_option(text: &str) -> bool {
    opens_with_mark(text) && marks::find(text).count() < 2
}

/// Whether a line opens with what begins something new: a mark, a bullet, a number.
fn opens_anew(text: &str) -> bool {
    is_number(text) || opens_with_mark(text) || text.starts_with(['・', '〒', '※'])
}
