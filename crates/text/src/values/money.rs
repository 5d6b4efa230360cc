//! Yen amounts of fee cells (contract: 「無料」 = 0; several amounts or a range: none; 月額, (税込), ¥ do not hinder).
//!
//! An amount is a number before 円 or after ¥; a number alone in its cell counts too. Every other number (a date, 「1件」,
//! a percentage, a phone) is none.

use super::hyphen::is_hyphen_like;
use super::number::{Token, token};
use super::text::{DigitGap, only_words, skip_char, split_brackets, squeeze, strip_any, strip_end};
use super::{Reading, is_blank};

/// Words beside an amount that state none themselves; longer words first.
pub(super) const NEUTRAL: &[&str] = &[
    "消費税",
    "税込み",
    "税込",
    "税抜き",
    "税抜",
    "税別",
    "月額",
    "年額",
    "年間",
    "一律",
    "あたり",
    "当たり",
    "当り",
    "につき",
    "円",
    "¥",
    "\\",
    "/",
    "(",
    ")",
    ":",
    "、",
    "。",
    "万",
    "約",
    "およそ",
    "程度",
    "各",
    "毎月",
    "毎年",
    "-",
    "‐",
    "–",
    "—",
    "―",
    "−",
    "ー",
    "─",
    "_",
    " ",
];

/// What makes the amount before it a bound, a range or a factor.
const OPEN_AFTER: &[&str] =
    &["~", "〜", "から", "より", "以上", "以下", "未満", "以内", "超", "まで", "×", "✕", "*", "x", "弱", "強", "余"];
/// What makes the only amount before it a bound.
const BOUNDS: &[&str] = &["以下", "以上", "以内", "未満", "まで"];
/// What makes the amount after it a bound or a range.
const OPEN_BEFORE: &[&str] = &["上限", "下限", "最大", "最小", "最低", "最高", "~", "〜", "×", "✕"];
/// What makes a price open at the text's very end: 「150円/件~」.
const OPEN_END: &[&str] = &["~", "〜", "から", "より"];
/// Marks and words between the two ends of a range.
const RANGE: &[&str] = &["~", "〜", "から", "-", "‐", "‑", "–", "—", "―", "−", "ー"];
/// Costs nothing.
const FREE: &[&str] = &["無料", "無償"];
/// Words that leave 「無料」 without conditions.
const FREE_AROUND: &[&str] = &["無料", "無償", "です", "とする", "すべて", "全て", "全額", "完全", "は"];
/// Numbers from here on that stand loose beside an amount may be a second one (「5,000円、追加300」).
const LOOSE_AMOUNT: u64 = 100;

/// An amount and the bytes it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) yen: u64,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What amounts a closed-up text states.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) first: Option<Amount>,
    pub(super) amounts: usize,
    /// A number before 円 that cannot be read.
    pub(super) doubtful: bool,
    /// A range, a bound or a factor, or a loose number that may be a second amount.
    pub(super) open: bool,
    pub(super) free: bool,
}

/// Reads the amount of a fee cell, in yen. `Value(None)` is a text without any amount (「要求仕様による」).
#[must_use]
pub fn read(text: &str) -> Reading<Option<u64>> {
    let text = squeeze(text, DigitGap::Keep);
    if is_blank(&text) || only_words(&text, NEUTRAL) {
        return Reading::Blank;
    }
    let survey = survey(&text);
    match survey {
        Survey { doubtful: true, .. } => Reading::Unparsed,
        Survey { open: true, .. } | Survey { amounts: 2.., .. } => Reading::Several(None),
        Survey { first: Some(Amount { yen: 1.., .. }), free: true, .. } => Reading::Several(None),
        Survey { first: Some(amount), .. } => Reading::Value(Some(amount.yen)),
        Survey { free: true, .. } => match is_free(&text) {
            true => Reading::Value(Some(0)),
            false => Reading::Unparsed,
        },
        _ => lone_number(&text),
    }
}

/// A text whose only amount is a bound, without the word that says so, and the word: 「9,800円以下/人」.
#[must_use]
pub fn without_bound(text: &str) -> Option<(String, &'static str)> {
    let bound = BOUNDS.iter().find(|bound| text.contains(**bound))?;
    let (amount, rest) = text.split_once(bound)?;
    let amount = amount.trim_end();
    let is_only = amount.ends_with('円') && amount.matches('円').count() == 1 && !rest.contains('円');
    is_only.then(|| ([amount, rest].concat(), *bound))
}

/// Finds the amounts of a closed-up text.
pub(super) fn survey(text: &str) -> Survey {
    let (mut survey, mut at) = (Survey { free: FREE.iter().any(|word| text.contains(word)), ..Survey::default() }, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += survey.step(text, rest, at).max(1);
        while !text.is_char_boundary(at) {
            at += 1;
        }
    }
    survey.open |= survey.amounts > 0 && (has_loose_number(text) || strip_end(text, OPEN_END).is_some());
    survey
}

impl Survey {
    /// Looks at what stands at `at`; the bytes it takes.
    fn step(&mut self, text: &str, rest: &str, at: usize) -> usize {
        let sign = rest.len() - strip_any(rest, &["¥", "\\", "JPY"]).map_or(rest.len(), str::len);
        let Some((number, length)) = rest.get(sign..).and_then(token) else {
            return rest.chars().next().map_or(1, char::len_utf8);
        };
        let after = rest.get(sign + length..).unwrap_or_default();
        let Some(tail) = strip_yen(after).or((sign > 0).then_some(after)) else {
            self.open |= ends_in_amount(after);
            return sign + length;
        };
        let before = text.get(..at).unwrap_or_default();
        let end = text.len() - tail.len();
        self.amounts += 1;
        self.doubtful |= is_negative(before) || has_sen(tail);
        self.open |= is_open(before, tail);
        match number {
            Token::Number(yen) => self.first = self.first.or(Some(Amount { yen, start: at, end })),
            Token::Malformed => self.doubtful = true,
        }
        end - at
    }
}

fn strip_yen(text: &str) -> Option<&str> {
    strip_any(text, &["円", "(円)", "yen", "YEN", "Yen"])
}

/// Whether a number's other end of a range follows: 「1~3万円」.
fn ends_in_amount(after: &str) -> bool {
    let to = strip_any(after, RANGE).unwrap_or_default();
    let to = strip_any(to, &["¥", "\\"]).unwrap_or(to);
    token(to).and_then(|(_, length)| strip_yen(to.get(length..)?)).is_some()
}

/// A sign of loss, or 数 and 何 (「数十万円」), before the number.
fn is_negative(before: &str) -> bool {
    let dash = before.strip_suffix(is_hyphen_like);
    before.ends_with(['▲', '△', '数', '何', '幾'])
        || dash.is_some_and(|before| before.is_empty() || before.ends_with(['(', ':']))
}

fn has_sen(tail: &str) -> bool {
    token(tail).and_then(|(_, length)| tail.get(length..)).is_some_and(|rest| rest.starts_with('銭'))
}

fn is_open(before: &str, tail: &str) -> bool {
    let bracket = tail.strip_prefix('(').and_then(|inside| inside.split_once(')')).map(|(_, after)| after);
    let lead = before.trim_end_matches([':', 'で', 'も', '¥', '(']);
    strip_any(tail, OPEN_AFTER).is_some()
        || bracket.is_some_and(|after| strip_any(after, OPEN_AFTER).is_some())
        || strip_any(tail.trim_start_matches('('), OPEN_AFTER).is_some()
        || strip_end(lead, OPEN_BEFORE).is_some()
}

/// Whether a number stands loose beside the amounts, neither counted nor dated nor part of a code.
fn has_loose_number(text: &str) -> bool {
    let (mut rest, mut before) = (text, ' ');
    while let Some(c) = rest.chars().next() {
        let Some((number, length)) = token(rest) else {
            before = c;
            rest = skip_char(rest);
            continue;
        };
        rest = rest.get(length..).unwrap_or_default();
        let ends = rest.is_empty() || rest.starts_with(['、', ',', ')', ' ']);
        let bound = is_hyphen_like(before) || "※注*第/.¥\\Y".contains(before);
        if ends && !bound && matches!(number, Token::Number(LOOSE_AMOUNT..)) {
            return true;
        }
        before = c;
    }
    false
}

fn is_free(text: &str) -> bool {
    let mut rest = split_brackets(text).0;
    for word in FREE_AROUND.iter().chain(NEUTRAL) {
        rest = rest.replace(word, "");
    }
    rest.is_empty()
}

/// A cell with a number and no word but neutral ones: 「3,500」「月額 3,500(税込)」.
fn lone_number(text: &str) -> Reading<Option<u64>> {
    let mut rest = text;
    let (mut numbers, mut last) = (0, None);
    while !rest.is_empty() {
        rest = match (strip_any(rest, NEUTRAL).or_else(|| rest.strip_prefix(['~', '〜'])), token(rest)) {
            (None, None) => return Reading::Value(None),
            (Some(after), _) => after,
            (None, Some((number, length))) => {
                numbers += 1;
                last = Some((number, text.len() - rest.len(), length));
                rest.get(length..).unwrap_or_default()
            }
        };
    }
    let marked = text.contains(['~', '〜', '/']) || text.contains(is_hyphen_like);
    match last {
        Some((Token::Malformed, ..)) => Reading::Unparsed,
        Some((Token::Number(yen), ..)) if numbers == 1 && !marked => Reading::Value(Some(yen)),
        Some(_) if numbers == 1 => Reading::Unparsed,
        Some(_) => Reading::Several(None),
        None => Reading::Value(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{Blank, Several, Unparsed, Value};
    use super::read;

    #[test]
    fn amounts() {
        let cases = [
            ("200,000 円", 200_000),
            ("20万円", 200_000),
            ("¥5,000", 5_000),
            ("\\5,000", 5_000),
            ("￥5,000-", 5_000),
            ("5,000円(税込)", 5_000),
            ("月額 5,000円", 5_000),
            ("一律3千円", 3_000),
            ("一律十万円", 100_000),
            ("無料", 0),
            ("無償", 0),
            ("0円", 0),
            ("年間 120,000円(税込)", 120_000),
            ("3,500", 3_500),
            ("月額3,500(税込)", 3_500),
            ("1件あたり150円", 150),
            ("5,000円/月", 5_000),
            ("5,000円(10名まで)", 5_000),
            ("10名まで5,000円", 5_000),
            ("5,000円(消費税10%別)", 5_000),
            ("2024年4月1日より5,000円", 5_000),
            ("約20万円", 200_000),
            ("1,000千円", 1_000_000),
            ("サーバー 5,000円", 5_000),
            ("無料です。", 0),
            ("5,000円 ※2", 5_000),
            ("¥5,000円", 5_000),
            ("二十万円", 200_000),
            ("５，０００円", 5_000),
            ("20万", 200_000),
            ("無料(キャンペーン期間中)", 0),
            ("5,000円(TEL 03-1234-5678)", 5_000),
            ("1万5千円", 15_000),
            ("0円(無料)", 0),
            ("無料(0円)", 0),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), Value(Some(expected)), "{input}");
        }
    }

    #[test]
    fn no_amounts() {
        let cases = [
            ("要求仕様による", Value(None)),
            ("なし", Value(None)),
            ("応相談", Value(None)),
            ("別途見積", Value(None)),
            ("別途見積(TEL:03-1234-5678)", Value(None)),
            ("10%", Value(None)),
            ("○○円", Value(None)),
            ("一式見積", Value(None)),
            ("円", Blank),
            ("円/あたり", Blank),
            ("¥", Blank),
            ("—", Blank),
            ("-円", Blank),
            ("", Blank),
            ("円(税込)", Blank),
            ("月額 円", Blank),
            ("万円", Blank),
            ("― 円", Blank),
            ("1万円~3万円", Several(None)),
            ("1~3万円", Several(None)),
            ("5,000-6,000円", Several(None)),
            ("基本 5,000円、追加 300円", Several(None)),
            ("5,000円(税抜)/5,500円(税込)", Several(None)),
            ("5,000円~", Several(None)),
            ("5,000円(税抜)~", Several(None)),
            ("上限5,000円", Several(None)),
            ("5,000円以上", Several(None)),
            ("5,000円×12ヶ月", Several(None)),
            ("初年度無料、以降5,000円", Several(None)),
            ("5,000円、追加300", Several(None)),
            ("3,500~4,000", Several(None)),
            ("最低でも5,000円", Several(None)),
            ("▲5,000円", Unparsed),
            ("-5,000円", Unparsed),
            ("5,00円", Unparsed),
            ("数十万円", Unparsed),
            ("千円", Unparsed),
            ("1円50銭", Unparsed),
            ("1.5円", Unparsed),
            ("一部無料", Unparsed),
            ("有料/無料", Unparsed),
            ("-3,500", Unparsed),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), expected, "{input}");
        }
    }
}
