//! Addresses (contract: the text without its postal code; the prefecture only as written).

use super::hyphen::is_hyphen_like;
use super::text::{digit_run, fold, skip_char};
use super::{Reading, is_blank, prefecture};

/// Words before a postal code that belong to it.
const POSTAL_WORDS: &[&str] = &["郵便番号", "〒"];
/// Where an address may begin behind leading words such as 「本社:」.
const LEAD_ENDS: [char; 8] = [':', '：', ')', '）', ']', '】', '」', ' '];
/// What may part a postal code from the address behind it.
const AFTER_CODE: [char; 7] = [' ', '\u{3000}', '、', ',', ':', '：', '，'];
/// How many characters such leading words may have.
const LEAD_LENGTH: usize = 12;

/// An address taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The text without the postal code, otherwise as it stands.
    pub text: String,
    /// `NNN-NNNN`. None while `text` still holds 〒 means a code stands there that cannot be read.
    pub postal_code: Option<String>,
    /// One of the 47, where the address begins with it.
    pub prefecture: Option<&'static str>,
}

/// A postal code and the bytes it takes with its mark and brackets.
struct Postal {
    code: String,
    start: usize,
    end: usize,
}

/// Reads an address. A second 〒 makes it [`Reading::Several`] with the first code; a postal code alone is [`Reading::Unparsed`].
#[must_use]
pub fn read(text: &str) -> Reading<Address> {
    let text = text.trim();
    if is_blank(text.trim_start_matches('〒')) {
        return Reading::Blank;
    }
    let postal = postal(text);
    let (left, right) = match &postal {
        Some(postal) => (text.get(..postal.start).unwrap_or_default(), text.get(postal.end..).unwrap_or_default()),
        None => ("", strip_empty_mark(text)),
    };
    let (left, right) = (left.trim_end(), right.trim_start_matches(AFTER_CODE));
    let glue = if left.is_empty() || right.is_empty() || left.ends_with([':', '：']) { "" } else { " " };
    let rest = [left, glue, right].concat();
    if is_blank(&rest) {
        return Reading::Unparsed;
    }
    let several = postal.is_some() && rest.contains('〒');
    let prefecture = prefecture::leading(right).or_else(|| behind_lead(&rest));
    let address = Address { text: rest, postal_code: postal.map(|postal| postal.code), prefecture };
    if several { Reading::Several(Some(address)) } else { Reading::Value(address) }
}

/// The postal code of a text that holds nothing else.
#[must_use]
pub fn lone_code(text: &str) -> Option<String> {
    let text = text.trim();
    let postal = postal(text)?;
    let around = (text.get(..postal.start)?, text.get(postal.end..)?);
    (is_blank(around.0) && is_blank(around.1)).then_some(postal.code)
}

/// 「〒 - 東京都…」: the mark is printed, the code is not filled in.
fn strip_empty_mark(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('〒') else { return text };
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_hyphen_like(c));
    if rest.starts_with(|c: char| fold(c).is_ascii_digit()) { text } else { rest }
}

/// The prefecture after leading words such as 「本社:」 or 「(本社)」.
fn behind_lead(text: &str) -> Option<&'static str> {
    prefecture::leading(text).or_else(|| {
        let starts = text.char_indices().take(LEAD_LENGTH).filter(|(_, c)| LEAD_ENDS.contains(c));
        starts
            .filter_map(|(at, c)| text.get(at + c.len_utf8()..))
            .find_map(|rest| prefecture::leading(rest.trim_start()))
    })
}

/// The first postal code: after its mark anywhere, without a mark only at the very start.
fn postal(text: &str) -> Option<Postal> {
    let marked = POSTAL_WORDS.iter().filter_map(|word| text.find(word).map(|at| (at, at + word.len()))).min();
    if let Some((start, end)) = marked {
        let body = text.get(end..)?;
        let body = body.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '〒' | '(' | '（'));
        let (code, rest) = code(body, true)?;
        return Some(enclosed(text, start, rest, code));
    }
    let body = text.trim_start_matches(['(', '（', '[']);
    let (code, rest) = code(body, false)?;
    Some(enclosed(text, text.len() - body.len(), rest, code))
}

/// Widens a postal code by the brackets around it.
fn enclosed(text: &str, start: usize, rest: &str, code: String) -> Postal {
    let before = text.get(..start).unwrap_or_default();
    let open = before.trim_end().strip_suffix(['(', '（', '[']);
    let close = rest.trim_start().strip_prefix([')', '）', ']']);
    let inner_open = text.get(start..text.len() - rest.len()).is_some_and(|said| said.contains(['(', '（']));
    let end = |rest: &str| text.len() - rest.len();
    match (open, close) {
        (Some(open), Some(close)) => Postal { code, start: open.len(), end: end(close) },
        (None, Some(close)) if inner_open => Postal { code, start, end: end(close) },
        _ => Postal { code, start, end: end(rest) },
    }
}

/// NNN-NNNN at the beginning. Without a mark before it, it needs its hyphen or a prefecture right behind it.
fn code(text: &str, marked: bool) -> Option<(String, &str)> {
    let (mut digits, mut rest, mut hyphen) = (String::with_capacity(8), text, false);
    while let Some(c) = rest.chars().next().map(fold) {
        match c {
            c if c.is_ascii_digit() && digits.len() < 8 => {
                if digits.len() == 3 {
                    digits.push('-');
                }
                digits.push(c);
            }
            c if is_hyphen_like(c) && digits.len() == 3 && !hyphen => hyphen = true,
            ' ' if digits.len() < 8
                && (marked || (digits.len() == 3 && hyphen) || is_spaced_hyphen(rest, digits.len())) => {}
            _ => break,
        }
        rest = skip_char(rest);
    }
    let next = rest.chars().next().map(fold);
    let goes_on = next.is_some_and(is_hyphen_like) && digit_run(skip_char(rest)) > 0;
    let ends = !goes_on && digit_run(rest) == 0;
    let evident = marked || hyphen || prefecture::leading(rest.trim_start()).is_some();
    (digits.len() == 8 && ends && evident).then_some((digits, rest))
}

fn is_spaced_hyphen(rest: &str, taken: usize) -> bool {
    taken == 3 && rest.trim_start().starts_with(is_hyphen_like)
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{Blank, Several, Unparsed, Value};
    use super::{Address, lone_code, read};

    #[test]
    fn lone_codes() {
        for (text, code) in [
            ("〒812-0011", Some("812-0011")),
            (" (〒５４１－００４６) ", Some("541-0046")),
            ("〒", None),
            ("〒812-0011 福岡県", None),
            ("〒812-0011 〒812-0012", None),
        ] {
            assert_eq!(lone_code(text).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn addresses() {
        let code = "173-0004";
        let cases: [(&str, &str, Option<&str>, Option<&str>); 25] = [
            (
                "〒173-0004 東京都板橋区板橋1-6-5 ヒルサイドビル2F",
                "東京都板橋区板橋1-6-5 ヒルサイドビル2F",
                Some(code),
                Some("東京都"),
            ),
            ("173-0004 東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("〒1730004東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("1730004 東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("〒 173 ー 0004 東京都", "東京都", Some(code), Some("東京都")),
            ("173 - 0004 東京都", "東京都", Some(code), Some("東京都")),
            ("〒１７３－０００４　東京都", "東京都", Some(code), Some("東京都")),
            ("(〒173-0004)東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("〒(173-0004) 東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("(173-0004) 東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("東京都板橋区板橋1-6-5(〒173-0004)", "東京都板橋区板橋1-6-5", Some(code), Some("東京都")),
            ("東京都板橋区板橋1-6-5 〒173-0004", "東京都板橋区板橋1-6-5", Some(code), Some("東京都")),
            ("本社:〒173-0004 東京都板橋区", "本社:東京都板橋区", Some(code), Some("東京都")),
            ("郵便番号:173-0004 東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("(本社)東京都板橋区", "(本社)東京都板橋区", None, Some("東京都")),
            ("〒173-0004、東京都板橋区", "東京都板橋区", Some(code), Some("東京都")),
            ("大手町二丁目6番2号", "大手町二丁目6番2号", None, None),
            ("大阪市北区梅田1-1-1", "大阪市北区梅田1-1-1", None, None),
            ("京都府京都市下京区", "京都府京都市下京区", None, Some("京都府")),
            ("〒173-004 東京都", "〒173-004 東京都", None, Some("東京都")),
            ("〒173-00045 東京都", "〒173-00045 東京都", None, Some("東京都")),
            ("〒 - 東京都", "東京都", None, Some("東京都")),
            ("東京都港区100-0001", "東京都港区100-0001", None, Some("東京都")),
            ("173-0004-1 ビル", "173-0004-1 ビル", None, None),
            ("板橋173-0004", "板橋173-0004", None, None),
        ];
        for (input, text, postal, prefecture) in cases {
            let postal_code = postal.map(str::to_owned);
            let found = read(input).value().map(|found| (found.text, found.postal_code, found.prefecture));
            assert_eq!(found, Some((text.to_owned(), postal_code, prefecture)), "{input}");
        }
    }

    #[test]
    fn other_texts() {
        for (input, expected) in
            [("", Blank), ("—", Blank), ("〒", Blank), ("〒 - ", Blank), ("〒( )", Blank), ("〒173-0004", Unparsed)]
        {
            assert_eq!(read(input), expected, "{input}");
        }
        let text = "東京都板橋区 / 〒530-0001 大阪府".to_owned();
        let address = Address { text, postal_code: Some("173-0004".to_owned()), prefecture: Some("東京都") };
        assert_eq!(read("〒173-0004 東京都板橋区 / 〒530-0001 大阪府"), Several(Some(address)));
        assert!(matches!(read("なし"), Value(_)));
    }
}
