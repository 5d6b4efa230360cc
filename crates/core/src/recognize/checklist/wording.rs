//! What the form's editions have for an item, compared with what is read.

use super::edit_distance::distance;
use crate::document::Span;
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::recognize::excerpt::Excerpt;
use crate::text::fold::fold_char;
use crate::text::scripts::{is_hiragana, is_letter};
use std::iter::Peekable;
use std::str::CharIndices;

/// One slip is forgiven for this many characters of an item's head.
const CHARS_PER_SLIP: usize = 20;

/// One character is misread of so many at most in a text that differs from its wording for no other reason.
const CHARS_PER_MISREADING: usize = 8;
/// Longer wordings than this are not compared so: comparing takes its time, and no item is as long.
const LONGEST: usize = 1500;

/// Least number of first characters that tell which item a text is.
const TELLING_CHARS: usize = 8;

/// Characters before a space and behind it that a wording has without one.
const AROUND: usize = 3;

/// How much of the form's wording of an item a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordingShare {
    Whole,
    /// Its head or its end.
    Part,
    /// All of it, with text behind it or stray signs amid it.
    More,
}

/// The wordings of an item in the editions, each with its key.
fn wordings(form: &ChecklistForm, section: Option<usize>, no: u32) -> impl Iterator<Item = (&String, &String)> + Clone {
    let index = usize::try_from(no).ok().and_then(|no| no.checked_sub(1));
    let sections = form.editions.iter().flat_map(|edition| &edition.sections);
    sections
        .filter(move |of| Some(of.section) == section)
        .filter_map(move |of| of.items.get(index?).zip(of.keys.get(index?)))
}

/// The number that the editions have for an item with the given key: the printed one, unless the document leaves items out and
/// numbers the rest anew.
pub(super) fn number(form: &ChecklistForm, (section, no): (Option<usize>, u32), key: &str) -> u32 {
    let shared = |known: &str| known.chars().zip(key.chars()).take_while(|(a, b)| a == b).count();
    if key.is_empty() || wordings(form, section, no).any(|(_, known)| shared(known) >= TELLING_CHARS) {
        return no;
    }
    let sections = form.editions.iter().flat_map(|edition| &edition.sections).filter(|of| Some(of.section) == section);
    let items = sections.flat_map(|of| of.keys.iter().zip(1u32..)).map(|(known, own)| (shared(known), own));
    let best = items
        .filter(|(shared, _)| *shared >= TELLING_CHARS)
        .max_by_key(|(shared, own)| (*shared, std::cmp::Reverse(*own)));
    best.map_or(no, |(_, own)| own)
}

/// Whether a text is what an edition has for an item of the section, to the letter.
pub(super) fn is_of_form(form: &ChecklistForm, (section, no): (Option<usize>, u32), text: &str) -> bool {
    wordings(form, section, no).any(|(wording, _)| wording == text)
}

/// Whether a text that is no wording of the item differs from one by few characters, as a picture does that was misread.
pub(super) fn is_almost(form: &ChecklistForm, (section, no): (Option<usize>, u32), key: &str) -> bool {
    let found: Vec<char> = key.chars().collect();
    wordings(form, section, no).any(|(_, known)| {
        let known: Vec<char> = known.chars().collect();
        let allowed = known.len() / CHARS_PER_MISREADING + 1;
        known.len().abs_diff(found.len()) <= allowed && known.len() <= LONGEST && distance(&known, &found) <= allowed
    })
}

/// How a text with the given key fits the wordings that the editions have for an item of the section.
pub(super) fn of_item(
    form: &ChecklistForm,
    (section, no): (Option<usize>, u32),
    text: &str,
    key: &str,
) -> Option<WordingShare> {
    let mut keys = wordings(form, section, no).map(|(_, key)| key);
    if keys.clone().any(|known| known == key) {
        return Some(if has_stray_signs(text) { WordingShare::More } else { WordingShare::Whole });
    }
    let is_part = |known: &String| !key.is_empty() && (is_head(key, known) || known.ends_with(key));
    keys.find_map(|known| {
        let is_more = || key.starts_with(known.as_str());
        if is_part(known) { Some(WordingShare::Part) } else { is_more().then_some(WordingShare::More) }
    })
}

/// Whether a word of a text is nothing but full stops and brackets.
fn has_stray_signs(text: &str) -> bool {
    let is_stray = |start: usize| {
        let mut word = text.bytes().skip(start).take_while(|byte| *byte != b' ').peekable();
        word.peek().is_some() && word.all(|byte| matches!(byte, b'.' | b'(' | b')'))
    };
    let starts = memchr::memchr_iter(b' ', text.as_bytes()).map(|space| space + 1);
    std::iter::once(0).chain(starts).any(is_stray)
}

/// Whether a key is the head of a longer wording, but for few characters.
fn is_head(key: &str, wording: &str) -> bool {
    let length = key.chars().count();
    forgives(key, wording, length) && length < wording.chars().count()
}

/// Whether few characters at the same places differ.
fn forgives(key: &str, wording: &str, length: usize) -> bool {
    let forgiven = length / CHARS_PER_SLIP;
    key.chars().zip(wording.chars()).filter(|(a, b)| a != b).take(forgiven + 1).count() <= forgiven
}

/// The length of the longest key that the editions have for an item, in characters.
pub(super) fn longest(form: &ChecklistForm, (section, no): (Option<usize>, u32)) -> usize {
    wordings(form, section, no).map(|(_, key)| key.chars().count()).max().unwrap_or_default()
}

/// Whether a key is the head of a wording that the editions have for an item, or all of it.
pub(super) fn goes_on(form: &ChecklistForm, (section, no): (Option<usize>, u32), key: &str) -> bool {
    let length = key.chars().count();
    let may_be = |known: &str| forgives(key, known, length) && length <= known.chars().count();
    wordings(form, section, no).any(|(_, known)| may_be(known))
}

/// An item's text with the spaces of the form's wording where lines end, when it is that wording but for spaces: a page
/// does not show whether a space stands at the end of a line.
pub(super) fn spaced(
    normalized: &Normalized,
    form: &ChecklistForm,
    (section, no): (Option<usize>, u32),
    excerpt: &Excerpt,
) -> Option<String> {
    if !normalized.document.wraps_lines() {
        return None;
    }
    let wordings = wordings(form, section, no).map(|(wording, _)| wording);
    let spaced = wordings.clone().filter_map(|wording| spaced_as(normalized, wording, excerpt));
    let whole = spaced.min_by_key(|(slips, _)| *slips).map(|(_, text)| text);
    whole.or_else(|| normalized.document.is_woven.then(|| spaced_in_part(wordings, &excerpt.text)).flatten())
}

/// The text of an item that is worded otherwise in some places, without the spaces amid what a wording has without one: programs that
/// take text out of pages put a space where a line ends.
fn spaced_in_part<'w>(wordings: impl Iterator<Item = &'w String> + Clone, text: &str) -> Option<String> {
    let words: Vec<&str> = text.split(' ').collect();
    let is_amid = |before: &str, at: usize| {
        let tail: Vec<char> = before.chars().rev().filter(|c| *c != ' ').take(AROUND).collect();
        let head = words.iter().skip(at).flat_map(|word| word.chars()).take(AROUND);
        let around: String = tail.into_iter().rev().chain(head).collect();
        around.chars().count() == 2 * AROUND && wordings.clone().any(|wording| wording.contains(&around))
    };
    let mut out = String::with_capacity(text.len());
    for (at, word) in words.iter().enumerate() {
        if at > 0 && !is_amid(&out, at) && !goes_on_in(out.chars().next_back(), word.chars().next()) {
            out.push(' ');
        }
        out.push_str(word);
    }
    (out != text).then_some(out)
}

/// Whether a sentence goes on behind a space, by the characters around it: behind a comma, or with hiragana, which neither ends nor begins
/// an entry of a list.
fn goes_on_in(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let is_word = is_letter(before) && is_letter(after) && (is_hiragana(before) || is_hiragana(after));
    before == '、' || is_word
}

/// The text with the spaces of a wording at the ends of its lines, and how many characters differ; none where more do than slips.
fn spaced_as(normalized: &Normalized, wording: &str, excerpt: &Excerpt) -> Option<(usize, String)> {
    let (mut read, mut printed) = (excerpt.text.char_indices().peekable(), wording.char_indices().peekable());
    let mut out = String::with_capacity(wording.len());
    let mut last: Option<usize> = None;
    let mut slips = 0;
    let is_scanned = !normalized.document.scanned.is_empty();
    loop {
        let (is_apart, should_be) = (skip_spaces(&mut read), skip_spaces(&mut printed));
        let Some((at, mut c)) = read.next() else { break };
        let behind = at + c.len_utf8();
        if let Some((_, expected)) = printed.peek().filter(|(_, expected)| is_scanned && are_alike(c, *expected)) {
            c = *expected;
        }
        match printed.peek().map(|(_, expected)| *expected) {
            Some(expected) if expected == c => drop(printed.next()),
            // A character more, …
            Some(expected) if read.peek().is_some_and(|(_, next)| *next == expected) => slips += 1,
            _ => {
                slips += 1;
                printed.next();
                // … one less, or another one.
                printed.next_if(|(_, next)| *next == c);
            }
        }
        let ends_line = |last| excerpt.ends_line(normalized, Span::new(last, behind));
        // Programs that take text out of pages may put a space where a line ends, or where another script begins.
        let is_put = is_apart && !should_be && normalized.document.is_woven;
        // How wide a gap is that is a space, a picture hardly tells.
        let is_open = is_put || is_apart != should_be && last.is_some_and(|last| is_scanned || ends_line(last));
        if if is_open { should_be } else { is_apart } {
            out.push(' ');
        }
        out.push(c);
        last = Some(at);
    }
    slips += printed.filter(|(_, c)| !c.is_whitespace()).count();
    (slips * CHARS_PER_SLIP <= out.chars().count()).then_some((slips, out))
}

/// Whether no picture tells two characters apart, or only by their size. Small vowels are apart: words are written both ways.
fn are_alike(a: char, b: char) -> bool {
    const VOWELS: &str = "ぁぃぅぇぉァィゥェォ";
    const KANA: &[[char; 2]] = &[['/', 'ノ'], ['ミ', '三'], ['ー', '一']];
    let is_pair = |pair: &[char; 2]| pair.contains(&a) && pair.contains(&b);
    let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{30fa}');
    let is_letter = |c: char| is_letter(c) && !c.is_ascii() && !VOWELS.contains(c);
    // Variants of a kanji are told apart.
    let is_folded = || (is_kana(a) || is_kana(b)) && is_letter(a) && is_letter(b) && fold_char(a) == fold_char(b);
    a != b && (KANA.iter().any(is_pair) || is_folded())
}

/// Goes behind spaces; whether there were any.
fn skip_spaces(characters: &mut Peekable<CharIndices<'_>>) -> bool {
    let mut any = false;
    while characters.next_if(|(_, c)| c.is_whitespace()).is_some() {
        any = true;
    }
    any
}
