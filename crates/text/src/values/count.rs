//! Counts: how many people, sites or cases a cell states (contract: 「12万5,000件」 = 125000, 約 dropped).

use super::hyphen::is_hyphen_like;
use super::number::{Token, kanji_digit, token};
use super::text::{DigitGap, skip_char, split_brackets, squeeze, strip_any};
use super::{Reading, is_blank};

/// What is counted, in words; longer words first.
pub(super) const COUNTERS: &[&str] = &[
    "箇所",
    "個所",
    "か所",
    "カ所",
    "ヶ所",
    "ケ所",
    "ヵ所",
    "ゕ所",
    "ゖ所",
    "ヶ處",
    "事業所",
    "営業所",
    "拠点",
    "施設",
    "店舗",
    "支店",
    "支社",
    "機関",
    "教室",
    "学級",
    "クラス",
    "件数",
    "人数",
    "世帯",
    "人",
    "名",
    "件",
    "社",
    "室",
    "床",
    "棟",
    "戸",
    "台",
    "校",
    "園",
    "冊",
    "枚",
    "頭",
    "組",
];

/// Words that say how exact or how summed up a number is, and nothing more.
const HEDGES: &[&str] = &[
    "おおよそ",
    "おおむね",
    "およそ",
    "凡そ",
    "概ね",
    "概算",
    "合計",
    "のべ",
    "延べ",
    "程度",
    "前後",
    "ほど",
    "ぐらい",
    "くらい",
    "約",
    "計",
];

/// Words that make a number a bound: a bound is no count.
const BOUNDS: &[&str] = &["以上", "以下", "未満", "以内", "超", "まで", "最大", "最小", "最低", "上限", "下限"];

/// Remarks that make a number a rate: 「100件(月)」.
const RATES: &[&str] = &["月", "月間", "月当たり", "月あたり", "1ヶ月", "1か月", "1月", "週", "週間", "時間", "1時間"];

/// What follows a number that is a date or a period, so no second count.
const CALENDAR: &str = "年月日時期版";

/// What a count's text holds outside its brackets.
#[derive(Default)]
struct SeenCount {
    first: Option<u64>,
    numbers: usize,
    malformed: bool,
    dash: bool,
    leftover: bool,
}

/// Reads a count, in units of whatever is counted.
///
/// A bracketed remark with a number of its own makes it [`Reading::Several`] with the number outside; bounds (以上), rates
/// (件/月) and fractions are [`Reading::Unparsed`]; two numbers or a range are `Several(None)`.
#[must_use]
pub fn read(text: &str) -> Reading<u64> {
    if is_blank(text) {
        return Reading::Blank;
    }
    let (outer, inner) = split_brackets(&squeeze(text, DigitGap::Keep));
    let seen = look(&outer);
    match seen {
        SeenCount { malformed: true, .. } => Reading::Unparsed,
        SeenCount { numbers: 0, leftover: true, .. } => Reading::Unparsed,
        SeenCount { numbers: 0, dash, .. } => read_inside(&inner, dash),
        SeenCount { numbers: 2.., .. } => Reading::Several(None),
        SeenCount { dash: true, .. } | SeenCount { leftover: true, .. } => Reading::Unparsed,
        SeenCount { first: Some(_), .. } if rescales(&inner) => Reading::Unparsed,
        SeenCount { first: Some(value), .. } if has_count(&inner) => Reading::Several(Some(value)),
        SeenCount { first: Some(value), .. } => Reading::Value(value),
        SeenCount { first: None, .. } => Reading::Unparsed,
    }
}

/// What follows the counter a text begins with.
pub(super) fn strip_counter(text: &str) -> Option<&str> {
    strip_any(text, COUNTERS)
}

/// 一 alone is a dash to OCR; before a counter of people or places it is a number, before 件 it may be either.
fn one(text: &str) -> Option<&str> {
    let after = text.strip_prefix('一')?;
    (!after.starts_with('件') && strip_counter(after).is_some()).then_some(after)
}

fn look(mut rest: &str) -> SeenCount {
    let mut seen = SeenCount::default();
    while let Some(c) = rest.chars().next() {
        if let Some(after) = one(rest) {
            seen.number(Token::Number(1));
            rest = after;
        } else if let Some((token, length)) = token(rest) {
            seen.number(token);
            rest = rest.get(length..).unwrap_or_default();
        } else if let Some(after) = rest.strip_prefix("ゼロ") {
            seen.number(Token::Number(0));
            rest = after;
        } else if let Some(after) = strip_any(rest, COUNTERS).or_else(|| strip_any(rest, HEDGES)) {
            rest = after;
        } else {
            match c {
                ' ' | '。' => {}
                c if is_hyphen_like(c) => seen.dash = true,
                _ => seen.leftover = true,
            }
            rest = skip_char(rest);
        }
    }
    seen
}

impl SeenCount {
    fn number(&mut self, token: Token) {
        self.numbers += 1;
        match token {
            Token::Number(value) => self.first = self.first.or(Some(value)),
            Token::Malformed => self.malformed = true,
        }
    }
}

/// Only counters stand outside the brackets: the count may be filled in between them, 「( 3 )人」.
fn read_inside(inner: &str, dash: bool) -> Reading<u64> {
    let seen = look(inner);
    match seen.first {
        _ if is_blank(inner) => Reading::Blank,
        Some(value) if seen.numbers == 1 && !(seen.malformed || seen.dash || seen.leftover || dash) => {
            Reading::Value(value)
        }
        _ => Reading::Unparsed,
    }
}

/// Whether a remark changes what the number before it means: 「100(千件)」「100件(以上)」「100件(月)」.
fn rescales(inner: &str) -> bool {
    let scaled = inner.starts_with(['十', '百', '千', '万', '億']) || inner.contains("単位");
    scaled || RATES.contains(&inner) || inner.starts_with('/') || strip_any(inner, BOUNDS).is_some_and(str::is_empty)
}

/// Whether a remark holds a number that could be meant as a count (no date, no note number).
fn has_count(inner: &str) -> bool {
    let (mut rest, mut before) = (inner, ' ');
    while let Some(c) = rest.chars().next() {
        let Some((_, length)) = token(rest) else {
            before = c;
            rest = skip_char(rest);
            continue;
        };
        rest = rest.get(length..).unwrap_or_default();
        let calendar = rest.starts_with(|c| CALENDAR.contains(c));
        let kanji = kanji_digit(c).is_some() && strip_counter(rest).is_none();
        if !calendar && !kanji && !matches!(c, '十' | '百' | '千') && before != '注' {
            return true;
        }
        before = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{self, Blank, Several, Unparsed, Value};
    use super::read;

    #[test]
    fn counts() {
        let cases = [
            ("0人", 0),
            ("1 人", 1),
            ("20", 20),
            ("100,000件", 100_000),
            ("約100,000件", 100_000),
            ("225 万件", 2_250_000),
            ("約 40 万 件", 400_000),
            ("12万5,000件", 125_000),
            ("1億2,000万件", 120_000_000),
            ("1.5万件", 15_000),
            ("二十人", 20),
            ("八箇所", 8),
            ("十二", 12),
            ("二〇", 20),
            ("0(ゼロ)人", 0),
            ("ゼロ", 0),
            ("のべ 1,200名", 1_200),
            ("100、000件", 100_000),
            ("100 000件", 100_000),
            ("100, 000", 100_000),
            ("１，３７０ 件", 1_370),
            ("約 1600 件", 1_600),
            ("計5人", 5),
            ("10万件程度", 100_000),
            ("3ヶ所", 3),
            ("2カ所", 2),
            ("8 拠点", 8),
            ("3人(常勤のみ)", 3),
            ("40万件(令和5年度実績)", 400_000),
            ("12,345件(2023年4月1日現在)", 12_345),
            ("(3)人", 3),
            ("( 3人 )", 3),
            ("5名(一部兼務)", 5),
            ("3.0人", 3),
            ("5人。", 5),
            ("3人()", 3),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), Value(expected), "{input}");
        }
    }

    #[test]
    fn no_counts() {
        let cases: [(&str, Reading<u64>); 46] = [
            ("", Blank),
            ("件", Blank),
            ("人", Blank),
            ("箇所", Blank),
            ("—件", Blank),
            ("- ", Blank),
            ("― 人", Blank),
            ("約 件", Blank),
            ("ー箇所", Blank),
            ("( )人", Blank),
            ("人( )", Blank),
            ("3人(うち常勤2人)", Several(Some(3))),
            ("5人(本社3人、支社2人)", Several(Some(5))),
            ("10名(うち医師二名)", Several(Some(10))),
            ("10~20件", Several(None)),
            ("10〜20件", Several(None)),
            ("5-10人", Several(None)),
            ("本社3人、支社2人", Several(None)),
            ("1 0人", Several(None)),
            ("10、20件", Several(None)),
            ("100件以上", Unparsed),
            ("5人未満", Unparsed),
            ("最大650件", Unparsed),
            ("1,000件/月", Unparsed),
            ("1,000件/時間", Unparsed),
            ("-5人", Unparsed),
            ("0.5人", Unparsed),
            ("1,00件", Unparsed),
            ("100.000件", Unparsed),
            ("99999999999999999999件", Unparsed),
            ("なし", Unparsed),
            ("十数名", Unparsed),
            ("数十件", Unparsed),
            ("〇人", Unparsed),
            ("○○件", Unparsed),
            ("一件", Unparsed),
            ("一人", Value(1)),
            ("一箇所", Value(1)),
            ("千件", Unparsed),
            ("100(千件)", Unparsed),
            ("100件(以上)", Unparsed),
            ("100件(月)", Unparsed),
            ("3人体制", Unparsed),
            ("2024年", Unparsed),
            ("件(集計中)", Unparsed),
            ("50%", Unparsed),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), expected, "{input}");
        }
    }
}
