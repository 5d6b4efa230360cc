//! Japanese typesetting: which spaces carry meaning, and which only the setting put.
//!
//! A line break inside a cell, spaces between single characters (電 話 番 号) and letter-spaced Latin
//! (T E L) are typesetting. A space between two Japanese words was put by the writer and stays.
//! Annotation marks (注1) are taken out here as well, except at the head of a note.

use super::nfkc::NormalGlyph;
use crate::document::ScriptGaps;
use crate::text::notes::mark_length;
use crate::text::scripts::{is_hiragana, is_japanese, is_letter, is_unit};

/// Last characters of what joins a number to what stands before it.
const PARTICLES: [char; 8] = ['ら', 'の', 'を', 'は', 'が', 'で', 'に', 'と'];

/// Words that begin no entry: they go on with what stands before them.
const BOUND: [&str; 24] = [
    "の",
    "を",
    "は",
    "が",
    "で",
    "に",
    "と",
    "へ",
    "や",
    "も",
    "から",
    "まで",
    "など",
    "より",
    "以上",
    "以下",
    "以内",
    "以降",
    "以前",
    "未満",
    "及び",
    "又は",
    "または",
    "等",
];

/// Signs before a number of a date: 令和8年, 年3月, 第2.
const BEFORE_NUMBER: [char; 6] = ['年', '月', '和', '成', '第', '約'];

/// Least number of single letters in a row that count as letter-spaced.
const LEAST_SPACED_LETTERS: usize = 3;

/// Rewrites a piece's glyphs: white space settled, annotation marks removed. `apart` says where a space between
/// Japanese and Latin script is typesetting, `wraps` whether lines end where a page has no more room.
pub(super) fn set(glyphs: &mut Vec<NormalGlyph>, apart: ScriptGaps, wraps: bool) {
    if glyphs.iter().any(|glyph| glyph.c == '注') {
        remove_annotations(glyphs);
    }
    if glyphs.iter().any(|glyph| glyph.c.is_whitespace()) {
        settle_spaces(glyphs, apart, wraps);
    }
}

/// Removes 注1), (注1) and lists of them wherever they do not open the piece.
fn remove_annotations(glyphs: &mut Vec<NormalGlyph>) {
    let mut kept: Vec<NormalGlyph> = Vec::with_capacity(glyphs.len());
    let mut rest = glyphs.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        match mark_length(rest.iter().map(|glyph| glyph.c))
            .filter(|_| kept.iter().any(|glyph| !glyph.c.is_whitespace()))
        {
            Some(length) => rest = rest.get(length..).unwrap_or_default(),
            None => {
                kept.push(*first);
                rest = tail;
            }
        }
    }
    *glyphs = kept;
}

/// Keeps the spaces that mean something, as single spaces.
fn settle_spaces(glyphs: &mut Vec<NormalGlyph>, apart: ScriptGaps, wraps: bool) {
    let mut words = words(glyphs);
    mark_set_apart(&mut words);
    let mut kept = Vec::with_capacity(glyphs.len());
    let mut spaced = 0;
    for (index, word) in words.iter().enumerate() {
        let previous = index.checked_sub(1).and_then(|before| words.get(before));
        if let Some(previous) = previous {
            if spaced == 0 {
                spaced = spaced_letters(words.get(index - 1..).unwrap_or_default());
            }
            let is_set_apart = previous.is_set_apart || word.is_set_apart;
            let keeps = keeps_space(previous.last(), word.first(), word.breaks, is_set_apart);
            let is_wrapped = wraps && (opens_behind(previous, word) || is_cut(previous, word));
            if spaced <= 1 && keeps && !is_wrapped && !parts_scripts(previous, word, apart) {
                kept.push(NormalGlyph { c: ' ', raw: word.gap });
            }
            spaced = spaced.saturating_sub(1);
        }
        kept.extend_from_slice(word.glyphs);
    }
    *glyphs = kept;
}

/// A run of glyphs without white space, and the white space before it.
struct GlyphRun<'a> {
    glyphs: &'a [NormalGlyph],
    /// Offset of the white space before the word.
    gap: usize,
    /// How many characters of white space those are.
    width: usize,
    /// Whether that white space breaks the line.
    breaks: bool,
    /// Whether it is one of several letters set apart.
    is_set_apart: bool,
}

fn words(glyphs: &[NormalGlyph]) -> Vec<GlyphRun<'_>> {
    let mut words = Vec::new();
    let mut rest = glyphs;
    loop {
        let space = rest.iter().take_while(|glyph| glyph.c.is_whitespace()).count();
        let (gap, tail) = rest.split_at_checked(space).unwrap_or((rest, &[]));
        let length = tail.iter().take_while(|glyph| !glyph.c.is_whitespace()).count();
        let (word, after) = tail.split_at_checked(length).unwrap_or((tail, &[]));
        let Some(first) = word.first() else { return words };
        words.push(GlyphRun {
            glyphs: word,
            gap: gap.first().unwrap_or(first).raw,
            width: gap.len(),
            breaks: gap.iter().any(|glyph| glyph.c == '\n'),
            is_set_apart: false,
        });
        rest = after;
    }
}

/// How many words at the head are letters set apart; a word before them joins where they go on in lower case.
fn spaced_letters(words: &[GlyphRun<'_>]) -> usize {
    let singles = |words: &[GlyphRun<'_>]| {
        words
            .iter()
            .take_while(|word| word.glyphs.len() == 1 && word.first().is_ascii_alphabetic() && !word.breaks)
            .count()
    };
    let Some((first, rest)) = words.split_first() else { return 0 };
    let following = singles(rest);
    if first.glyphs.len() == 1 && first.first().is_ascii_alphabetic() {
        let count = following + 1;
        return if count >= LEAST_SPACED_LETTERS { count } else { 0 };
    }
    let goes_on =
        first.last().is_ascii_alphabetic() && rest.first().is_some_and(|word| word.first().is_ascii_lowercase());
    if following >= LEAST_SPACED_LETTERS && goes_on { following + 1 } else { 0 }
}

/// Whether the white space between two words means something, told by the characters around it, whether it breaks the
/// line, and whether one of the words is a letter set apart.
pub(super) fn keeps_space(before: char, after: char, breaks: bool, is_set_apart: bool) -> bool {
    if after == '・' {
        return true;
    }
    if breaks {
        // A line does not begin with an ending or a particle.
        let goes_on = before == ')' && is_hiragana(after);
        let is_joined = is_japanese(before) && is_japanese(after) || goes_on;
        return !is_joined && !matches!(before, '-' | '/' | '(' | '・') && !matches!(after, ')' | ',');
    }
    !(is_letter(before) && is_letter(after) && is_set_apart)
}

/// Whether a line opens with a bracket that goes on with the one above: 健診データ変換ソフト / (初期費用に含む).
fn opens_behind(left: &GlyphRun<'_>, right: &GlyphRun<'_>) -> bool {
    right.breaks && is_letter(left.last()) && right.first() == '(' && !opens_entry(right.glyphs)
}

/// Whether an address or an abbreviation was cut amid: 「https://」 and the rest, 「C」 and 「D-R」 on the next line.
fn is_cut(left: &GlyphRun<'_>, right: &GlyphRun<'_>) -> bool {
    let is_address = left.glyphs.iter().rev().map(|glyph| glyph.c).take(3).eq("//:".chars());
    let is_capital = left.glyphs.len() == 1 && left.last().is_ascii_uppercase();
    let is_abbreviation = right.breaks && is_capital && right.first().is_ascii_uppercase();
    is_address && right.first().is_ascii_alphanumeric() || is_abbreviation
}

/// Whether a raw text may hold such a cut.
pub(super) fn may_be_cut(raw: &str) -> bool {
    let pairs = raw.chars().zip(raw.chars().skip(1));
    let is_cut = |(a, b): (char, char)| match a {
        '/' | '／' => b.is_whitespace(),
        _ => a.is_whitespace() && matches!(b, 'A'..='Z' | 'Ａ'..='Ｚ'),
    };
    pairs.into_iter().any(is_cut)
}

/// Whether the space between two words only sets Japanese and Latin script apart. Beside telephone numbers, addresses
/// of e-mail and house numbers it may be the writer's own: 「2-9-12 医師会館」, 「総務課 03-1234-5678」.
fn parts_scripts(left: &GlyphRun<'_>, right: &GlyphRun<'_>, apart: ScriptGaps) -> bool {
    let (before, after) = (left.last(), right.first());
    let is_single = !right.breaks && right.width == 1;
    let is_of_number =
        before.is_ascii_digit() && is_unit(after) || after.is_ascii_digit() && BEFORE_NUMBER.contains(&before);
    if apart.units && is_single && is_of_number {
        return true;
    }
    let is_apart = if is_letter(before) && !right.breaks { apart.ahead } else { apart.behind };
    if !is_apart {
        return false;
    }
    if is_letter(before) && after == '(' {
        return !opens_entry(right.glyphs);
    }
    if right.breaks {
        // 「PC」 and 「等」 in the next line; where Latin follows, a new entry may begin: 「経営管理部」, 「TEL 03」.
        return is_letter(after) && before.is_ascii_alphabetic() && is_simple(&latin(left.glyphs.iter().rev()));
    }
    if right.width != 1 {
        return false;
    }
    if is_letter(before) {
        let token = latin(right.glyphs.iter());
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_house_number = !token.starts_with('0') && token.split('-').all(is_number);
        // A particle ends no entry: 「9:15から」, 「17:45まで」.
        let is_joined =
            PARTICLES.contains(&before) && !token.starts_with('0') && !token.contains('@') && !token.contains("//");
        return is_simple(&token) || is_house_number || is_joined;
    }
    if before.is_ascii_alphanumeric() {
        // Nor does one begin an entry: 「TLS1.3による」, 「TLS1.2以上」.
        if right.opens_with(&BOUND) {
            return true;
        }
        // A name may: 「3-1 つばめビル」.
        if is_hiragana(after) {
            return !before.is_ascii_digit();
        }
    }
    is_letter(after) && (before == ')' && !closes_entry(left.glyphs) || is_simple(&latin(left.glyphs.iter().rev())))
}

/// The letters and digits at the head, with what stands inside numbers and addresses.
fn latin<'g>(glyphs: impl Iterator<Item = &'g NormalGlyph>) -> String {
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '@' | ':' | '/' | '_' | '~');
    glyphs.map(|glyph| glyph.c).take_while(is_part).collect()
}

/// Letters and digits alone: PC, AES256, 3F, 12.5.
fn is_simple(token: &str) -> bool {
    let is_digit = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'~');
    // 「/1」 in 「円/1 件」.
    let token = token.trim_end_matches('/');
    !token.is_empty() && (token.bytes().all(|byte| byte.is_ascii_alphanumeric()) || token.bytes().all(is_digit))
}

/// Whether such a letter or number stands at the end.
fn closes_entry(glyphs: &[NormalGlyph]) -> bool {
    glyphs.iter().rposition(|glyph| glyph.c == '(').and_then(|at| glyphs.get(at..)).is_some_and(opens_entry)
}

/// Whether a letter or number in brackets opens an entry of a list: (a), (1).
fn opens_entry(glyphs: &[NormalGlyph]) -> bool {
    let inner = glyphs.iter().skip(1).take_while(|glyph| glyph.c.is_ascii_alphanumeric()).count();
    (1..=2).contains(&inner) && glyphs.get(inner + 1).is_some_and(|glyph| glyph.c == ')')
}

/// Marks the words that are letters set apart: single kana or kanji, two or more in a row. The same one twice is said twice: 円 円.
fn mark_set_apart(words: &mut [GlyphRun<'_>]) {
    let is_single = |word: &GlyphRun<'_>| word.glyphs.len() == 1 && is_letter(word.first());
    for run in words.chunk_by_mut(|a, b| is_single(a) && is_single(b) && a.first() != b.first()) {
        let is_set_apart = run.len() > 1;
        run.iter_mut().for_each(|word| word.is_set_apart = is_set_apart);
    }
}

impl GlyphRun<'_> {
    fn first(&self) -> char {
        self.glyphs.first().map_or(' ', |glyph| glyph.c)
    }

    /// Whether it begins with one of some words.
    fn opens_with(&self, words: &[&str]) -> bool {
        words.iter().any(|word| {
            let signs = word.chars().count();
            self.glyphs.len() >= signs && self.glyphs.iter().zip(word.chars()).all(|(glyph, c)| glyph.c == c)
        })
    }

    fn last(&self) -> char {
        self.glyphs.last().map_or(' ', |glyph| glyph.c)
    }
}

#[cfg(test)]
mod tests {
    use super::super::nfkc;
    use super::*;

    #[test]
    fn spaces_and_annotations() {
        for (text, expected) in [
            ("電 話 番 号", "電話番号"),
            ("株式会社QOL e a d", "株式会社QOLead"),
            ("T E L 03", "TEL 03"),
            ("Plan A B", "Plan A B"),
            ("渋谷3丁目8番12号 渋谷第一生命ビル", "渋谷3丁目8番12号 渋谷第一生命ビル"),
            ("提供するサー\nビス", "提供するサービス"),
            ("暗号化(不可逆)\nされ", "暗号化(不可逆)され"),
            ("経営管理部\nTEL 03", "経営管理部 TEL 03"),
            ("  a  \n b ", "a b"),
            ("次の事項。\n・甲\n・乙", "次の事項。 ・甲 ・乙"),
            ("機関名 注1)", "機関名"),
            ("従事する職員の数注4)注5)", "従事する職員の数"),
            ("従量単価(注11)", "従量単価"),
            ("注4) 当該機関のうち", "注4) 当該機関のうち"),
            ("受注1件", "受注1件"),
            ("氏 名", "氏名"),
            ("電話 番 号", "電話番号"),
            ("協力・関係会社 人", "協力・関係会社 人"),
            ("東京都港区 芝 1-2", "東京都港区 芝 1-2"),
            ("2022 年 4 月", "2022 年 4 月"),
        ] {
            let mut glyphs = Vec::new();
            nfkc::push(text, 0, &mut glyphs);
            set(&mut glyphs, ScriptGaps::default(), false);
            assert_eq!(glyphs.iter().map(|glyph| glyph.c).collect::<String>(), expected, "{text}");
        }
    }

    #[test]
    fn scripts_set_apart() {
        for (text, expected) in [
            ("(2023 年 3 月末)", "(2023年3月末)"),
            ("体制 (b) 文書", "体制 (b) 文書"),
            ("番号 1~5 の対策", "番号1~5の対策"),
            ("存在する PC 等", "存在するPC等"),
            ("担当者 (正) の", "担当者(正)の"),
            ("機器\n(携帯", "機器(携帯"),
            ("存在する PC\n等の", "存在するPC等の"),
            ("経営管理部\nTEL 03", "経営管理部 TEL 03"),
            ("青葉区中央 2-9-12 医師会館 15 階", "青葉区中央2-9-12 医師会館15階"),
            ("総務課 03-1234-5678", "総務課 03-1234-5678"),
            ("窓口 info@example.jp", "窓口 info@example.jp"),
            ("甲  ABC", "甲 ABC"),
            ("165 円/1 件あたり", "165円/1件あたり"),
            ("平日 9:15 から 17:45 まで", "平日 9:15から17:45まで"),
            ("TLS1.3 による", "TLS1.3による"),
            ("平日、除く 12/29-1/3", "平日、除く 12/29-1/3"),
            ("令和 8 年 6月 つばめ", "令和8年6月 つばめ"),
            ("TLS1.2 以上、AES256 ビット", "TLS1.2以上、AES256ビット"),
            ("港町 1-2 つばめビル 3F", "港町1-2 つばめビル3F"),
            ("送付手段 C\nD-R", "送付手段CD-R"),
            ("https:// www.example.jp/", "https://www.example.jp/"),
        ] {
            let mut glyphs = Vec::new();
            nfkc::push(text, 0, &mut glyphs);
            set(&mut glyphs, ScriptGaps { ahead: true, behind: true, units: true, lines: false }, true);
            assert_eq!(glyphs.iter().map(|glyph| glyph.c).collect::<String>(), expected, "{text}");
        }
    }
}
