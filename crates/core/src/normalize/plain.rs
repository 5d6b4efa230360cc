//! Plain pieces: each character has a normal form of its own, and typesetting leaves all as they are. Most pieces are
//! so; their normal form and their key are written in one go.

use super::nfkc;
use super::transcript::{Replaced, Transcript};
use super::typesetting;
use crate::text::charset::CharSet;
use crate::text::fold;
use crate::text::scripts::is_letter;
use std::sync::LazyLock;

/// Characters that stand as they are in the normal form and in keys.
static SAME: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(|c| is_in_word(c) && nfkc::alone(c) == Some(c) && fold::fold_char(c) == Some(c)));

/// The normal form and the key of each character of the basic multilingual plane that belongs to a word.
static FORMS: LazyLock<Vec<Option<CharacterForm>>> = LazyLock::new(|| {
    let form =
        |c: char| nfkc::alone(c).map(|normal| CharacterForm { normal: Some(normal), key: fold::fold_char(normal) });
    (0..=0xffff).map(|code| char::from_u32(code).filter(|c| is_in_word(*c)).and_then(form)).collect()
});

/// How a character stands in the normal form and in keys, where it does.
#[derive(Clone, Copy)]
struct CharacterForm {
    normal: Option<char>,
    key: Option<char>,
}

/// Whether a character belongs to a word, and goes nowhere: 注 may open a note mark.
fn is_in_word(c: char) -> bool {
    !c.is_whitespace() && c != '注' && nfkc::alone(c).is_some()
}

/// The words so far, as far as typesetting looks at them.
#[derive(Default)]
struct WordsSoFar {
    /// Characters of the word under way.
    length: usize,
    /// Whether there was a word before it.
    has_previous: bool,
    /// The word before it, if that is a single letter.
    previous_letter: Option<char>,
}

impl WordsSoFar {
    /// Ends the word under way, of which `last` is the last character; false when typesetting may take it for a letter
    /// set apart.
    fn end(&mut self, last: char) -> bool {
        let is_single = self.length == 1;
        let is_letter = is_single && is_letter(last);
        let is_other = self.previous_letter.is_some_and(|previous| previous != last);
        let is_set_apart = is_letter && is_other || is_single && last.is_ascii_alphabetic();
        *self = Self { length: 0, has_previous: true, previous_letter: Some(last).filter(|_| is_letter) };
        !is_set_apart
    }
}

/// Writes the normal form of a stretch of the document's text that begins at `start`, and its key. Of a stretch that
/// is not plain nothing of use is written.
pub(super) fn transcribe(raw: &str, start: usize, mut text: Transcript<'_>, mut keys: Transcript<'_>) -> Option<()> {
    let (same, forms) = (&*SAME, FORMS.as_slice());
    let mut words = WordsSoFar::default();
    let mut at = 0;
    loop {
        let (bytes, characters) = same.run(raw.get(at..)?);
        words.length += characters;
        at += bytes;
        let rest = raw.get(at..)?;
        let Some(c) = rest.chars().next() else { break };
        let (length, form) = if c.is_whitespace() {
            let after = rest.trim_start();
            let length = rest.len() - after.len();
            (length, space(&mut words, raw.get(..at)?, rest.get(..length)?, after)?)
        } else {
            words.length += 1;
            let is_plain = c == '注' && !opens_note(raw, at);
            let plain = || is_plain.then_some(CharacterForm { normal: Some(c), key: Some(c) });
            (c.len_utf8(), forms.get(c as usize).copied().flatten().or_else(plain)?)
        };
        if form.key != Some(c) {
            let origin = form.normal.unwrap_or(c);
            keys.replace(Replaced { at, length, origin, origin_at: text.offset(at) }, form.key);
        }
        if form.normal != Some(c) || length > c.len_utf8() {
            text.replace(Replaced { at, length, origin: c, origin_at: start + at }, form.normal);
        }
        at += length;
    }
    keys.finish(text.offset(raw.len()));
    text.finish(start + raw.len());
    let last = raw.trim_end().chars().next_back().and_then(nfkc::alone);
    (!words.has_previous || words.end(last?)).then_some(())
}

/// How white space stands between what is before it and after it: as one space or not at all.
fn space(words: &mut WordsSoFar, before: &str, gap: &str, after: &str) -> Option<CharacterForm> {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
        return Some(CharacterForm { normal: None, key: None });
    };
    let (last, next) = (nfkc::alone(last)?, nfkc::alone(next)?);
    if next == '(' && gap.contains('\n') {
        // Whether it opens a list's entry is told by what follows.
        return None;
    }
    let keeps = typesetting::keeps_space(last, next, gap.contains('\n'), false);
    words.end(last).then_some(CharacterForm { normal: keeps.then_some(' '), key: None })
}

/// Whether the 注 at an offset may open a note mark: not at the head of a text, nor before a word.
fn opens_note(raw: &str, at: usize) -> bool {
    let next = || raw.get(at + '注'.len_utf8()..).and_then(|rest| rest.chars().next());
    !raw.get(..at).unwrap_or_default().trim().is_empty()
        && !next().is_some_and(|next| is_in_word(next) && !next.is_numeric())
}
