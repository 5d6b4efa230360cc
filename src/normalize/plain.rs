//! Plain pieces: each character has a normal form of its own, and typesetting leaves all as they are. Most pieces are
//! so; their normal form and their key are written in one go.

use super::charset::CharSet;
use super::transcript::{Replaced, Transcript};
use super::{fold, nfkc};
use std::sync::LazyLock;

/// Least number of characters in a word that typesetting never takes for a letter set apart.
const LEAST_WORD: usize = 2;

/// Characters that stand as they are in the normal form and in keys.
static SAME: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(|c| is_in_word(c) && nfkc::alone(c) == Some(c) && fold::fold_char(c) == Some(c)));

/// Whether a character belongs to a word, and goes nowhere: 注 may open a note mark.
fn is_in_word(c: char) -> bool {
    !c.is_whitespace() && c != '注' && nfkc::alone(c).is_some()
}

/// Writes the normal form of a stretch of the document's text that begins at `start`, and its key. Of a stretch that
/// is not plain nothing of use is written: false.
pub(super) fn transcribe(raw: &str, start: usize, mut text: Transcript<'_>, mut keys: Transcript<'_>) -> bool {
    let same = &*SAME;
    let (mut word, mut has_spaces) = (0, false);
    for (at, c) in raw.char_indices() {
        if same.contains(c) {
            word += 1;
            continue;
        }
        let length = c.len_utf8();
        let goes_on = || raw.get(at + length..).and_then(|rest| rest.chars().next());
        let is_settled = match c {
            // Between longer words a space stays.
            ' ' => word >= LEAST_WORD,
            // No mark opens at the head, nor before a word.
            '注' => word == 0 && !has_spaces || goes_on().is_some_and(|next| is_in_word(next) && !next.is_numeric()),
            _ => !c.is_whitespace(),
        };
        let Some(normal) = nfkc::alone(c).filter(|_| is_settled) else { return false };
        (word, has_spaces) = if c == ' ' { (0, true) } else { (word + 1, has_spaces) };
        let key = fold::fold_char(normal);
        if normal != c || key != Some(c) {
            keys.replace(Replaced { at, length, origin: normal, origin_at: text.offset(at) }, key);
        }
        if normal != c {
            text.replace(Replaced { at, length, origin: c, origin_at: start + at }, Some(normal));
        }
    }
    keys.finish(text.offset(raw.len()));
    text.finish(start + raw.len());
    word >= LEAST_WORD || !has_spaces
}
