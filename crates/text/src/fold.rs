//! Folding for matching: what two writings of the same label have in common.
//!
//! A key keeps letters, digits, kana and kanji; spaces, brackets and punctuation go. Old and variant
//! kanji, Chinese forms that OCR puts, small kana and letters that OCR confuses are folded together.
//! Keys serve to find labels, options and titles; values never pass through here.

use super::charset::CharSet;
use std::sync::LazyLock;

/// Bytes of the first kanji or kana of a key.
const FIRST: usize = 3;

/// The matching key of a text.
#[must_use]
pub fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    key.extend(text.chars().filter_map(fold_char));
    key
}

/// The length in bytes of the longest of `keys` that opens `text`, writings that share a key included.
#[must_use]
pub fn opening<'k>(text: &str, keys: impl IntoIterator<Item = &'k String>) -> Option<usize> {
    let first = text.chars().find_map(fold_char)?;
    keys.into_iter().filter(|key| key.starts_with(first)).filter_map(|key| length_of(text, key)).max()
}

/// The length of the stretch at the head of `text` whose key is `key`.
#[must_use]
pub fn length_of(text: &str, key: &str) -> Option<usize> {
    let mut expected = key.chars().peekable();
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if expected.peek().is_none() {
            break;
        }
        let Some(folded) = fold_char(c) else { continue };
        if expected.next() != Some(folded) {
            return None;
        }
        end = at + c.len_utf8();
    }
    (expected.peek().is_none() && end > 0).then_some(end)
}

/// Whether a key opens with another one. Most do not, and their first characters say so at once.
#[must_use]
pub fn opens_with(key: &str, head: &str) -> bool {
    let first = |key: &str| key.as_bytes().first_chunk::<FIRST>().copied();
    first(head).is_none_or(|head| first(key) == Some(head)) && key.starts_with(head)
}

/// How a character stands in keys; `None` when keys leave it out.
#[must_use]
pub fn fold_char(c: char) -> Option<char> {
    if STANDS.contains(c) { Some(c) } else { folded(c) }
}

/// The characters that stand for themselves, as most of a text do: a bit says so without a search.
static STANDS: LazyLock<CharSet> = LazyLock::new(|| CharSet::of(|c| folded(c) == Some(c)));

fn folded(c: char) -> Option<char> {
    match c {
        'a'..='z' | '0'..='9' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '\u{3041}'..='\u{30fe}' => fold_kana(c),
        '\u{4e00}'..='\u{9fff}' => Some(fold_kanji(c)),
        _ if is_hyphen(c) => Some('ー'),
        _ if c.is_whitespace() || is_left_out(c) => None,
        _ => Some(c),
    }
}

/// Hyphens, dashes and minus signs: OCR and typing put them for the long vowel mark.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}')
}

/// Brackets and punctuation.
fn is_left_out(c: char) -> bool {
    matches!(c,
        '!'..='/' | ':'..='@' | '['..='`' | '{'..='~'
        | '\u{a0}' | '\u{b7}' | '\u{2018}'..='\u{201f}' | '\u{2022}' | '\u{2025}'..='\u{2027}'
        | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}'
        | '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// Small kana stand for their full ones, kana for the kanji that they are confused with.
fn fold_kana(c: char) -> Option<char> {
    Some(match c {
        '・' => return None,
        'ぁ' => 'あ',
        'ぃ' => 'い',
        'ぅ' => 'う',
        'ぇ' => 'え',
        'ぉ' => 'お',
        'っ' => 'つ',
        'ゃ' => 'や',
        'ゅ' => 'ゆ',
        'ょ' => 'よ',
        'ゎ' => 'わ',
        'ァ' => 'ア',
        'ィ' => 'イ',
        'ゥ' => 'ウ',
        'ェ' => 'エ',
        'ォ' => 'オ',
        'ッ' => 'ツ',
        'ャ' => 'ヤ',
        'ュ' => 'ユ',
        'ョ' => 'ヨ',
        'ヮ' => 'ワ',
        'ヵ' | 'カ' => '力',
        'ヶ' => 'ケ',
        'へ' => 'ヘ',
        'べ' => 'ベ',
        'ぺ' => 'ペ',
        'り' => 'リ',
        _ => c,
    })
    .map(|c| match c {
        'エ' => '工',
        'ニ' => '二',
        'ハ' => '八',
        'ロ' => '口',
        'タ' => '夕',
        'ト' => '卜',
        _ => c,
    })
}

/// Variant and old kanji, and forms of other standards, by the common one.
fn fold_kanji(c: char) -> char {
    VARIANTS.binary_search_by_key(&c, |pair| pair.0).ok().and_then(|at| VARIANTS.get(at)).map_or(c, |pair| pair.1)
}

include!("variants.rs");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(VARIANTS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn writings_of_a_label_share_a_key() {
        for (a, b) in [
            ("所在地(住所)", "所在地 ( 住所 )"),
            ("ホームページアドレス", "ホ-ムペ−ジアドレス"),
            ("協力・関係会社", "協力、関係会社"),
            ("一部委託", "ー部委託"),
            ("盗難", "盜難"),
            ("サポート", "サポ一ト"),
            ("あった", "あつた"),
            ("No", "NO."),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        assert_ne!(key("専任"), key("兼任"));
    }
}
