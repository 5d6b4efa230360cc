//! Plain pieces: each character has a normal form of its own, and typesetting leaves all as they are. Most pieces are
//! so; their normal form and their key are written in one go.

use super::charset::CharSet;
use super::transcript::{Replaced, Transcript};
use super::typesetting::is_letter;
use super::{fold, nfkc};
use std::sync::LazyLock;

/// Characters that stand as they are in the normal form and in keys.
static SAME: LazyLock<CharSet> =
    LazyLock::new(|| CharSet::of(|c| is_in_word(c) && nfkc::alone(c) == Some(c) && fold::fold_char(c) == Some(c)));

/// The normal form and the key of each character of the basic multilingual plane that belongs to a word.
static FORMS: LazyLock<Vec<Option<Form>>> = LazyLock::new(|| {
    let form = |c: char| nfkc::alone(c).map(|normal| Form { normal, key: fold::fold_char(normal) });
    (0..=0xffff).map(|code| char::from_u32(code).filter(|c| is_in_word(*c)).and_then(form)).collect()
});

/// How a character stands.
#[derive(Clone, Copy)]
struct Form {
    normal: char,
    /// `None` where keys leave it out.
    key: Option<char>,
}

/// Whether a character belongs to a word, and goes nowhere: 注 may open a note mark.
fn is_in_word(c: char) -> bool {
    !c.is_whitespace() && c != '注' && nfkc::alone(c).is_some()
}

/// The words so far, as far as typesetting looks at them.
#[derive(Default)]
struct Words {
    /// Characters of the word under way.
    length: usize,
    /// Whether there was a word before it …
    has_previous: bool,
    /// … which is a single letter.
    is_previous_letter: bool,
}

impl Words {
    /// Ends the word under way, of which `last` is the last character; false when typesetting may take it for a letter
    /// set apart.
    fn end(&mut self, last: Option<char>) -> bool {
        let single = last.filter(|_| self.length == 1).and_then(nfkc::alone);
        let is_letter = single.is_some_and(is_letter);
        let is_set_apart = is_letter && self.is_previous_letter || single.is_some_and(|c| c.is_ascii_alphabetic());
        let is_word = self.length > 0 && !is_set_apart;
        *self = Self { length: 0, has_previous: true, is_previous_letter: is_letter };
        is_word
    }
}

/// Writes the normal form of a stretch of the document's text that begins at `start`, and its key. Of a stretch that
/// is not plain nothing of use is written: false.
pub(super) fn transcribe(raw: &str, start: usize, mut text: Transcript<'_>, mut keys: Transcript<'_>) -> bool {
    let (same, forms) = (&*SAME, FORMS.as_slice());
    let before = |at: usize| raw.get(..at).and_then(|before| before.chars().next_back());
    let mut words = Words::default();
    for (at, c) in raw.char_indices() {
        if same.contains(c) {
            words.length += 1;
            continue;
        }
        let length = c.len_utf8();
        let form = match c {
            ' ' if words.end(before(at)) => Form { normal: ' ', key: None },
            '注' if !opens_note(raw, at) => {
                words.length += 1;
                continue;
            }
            _ => {
                words.length += 1;
                let Some(form) = forms.get(c as usize).copied().flatten() else { return false };
                form
            }
        };
        if form.key != Some(c) {
            keys.replace(Replaced { at, length, origin: form.normal, origin_at: text.offset(at) }, form.key);
        }
        if form.normal != c {
            text.replace(Replaced { at, length, origin: c, origin_at: start + at }, Some(form.normal));
        }
    }
    keys.finish(text.offset(raw.len()));
    text.finish(start + raw.len());
    !words.has_previous || words.end(before(raw.len()))
}

/// Whether the 注 at an offset may open a note mark: not at the head, nor before a word.
fn opens_note(raw: &str, at: usize) -> bool {
    let next = || raw.get(at + '注'.len_utf8()..).and_then(|rest| rest.chars().next());
    at > 0 && !next().is_some_and(|next| is_in_word(next) && !next.is_numeric())
}
