//! Amounts of money in any currency, with the word that makes them a bound: 「500円以上」「$1.50」「約20万円」「200ユーロまで」.

use super::decimal::{self, Decimal};
use super::number::{Token, token};
use super::text::{DigitGap, fold, squeeze, strip_any, strip_end};
use super::{Reading, is_blank, money};

/// Signs of a currency before a number; longer ones first.
const SIGNS: &[(&str, &str)] = &[
    ("US$", "USD"),
    ("USD", "USD"),
    ("EUR", "EUR"),
    ("GBP", "GBP"),
    ("CNY", "CNY"),
    ("JPY", "JPY"),
    ("$", "USD"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("\\", "JPY"),
];

/// Words of a currency behind a number; longer ones first.
const UNITS: &[(&str, &str)] = &[
    ("(円)", "JPY"),
    ("円", "JPY"),
    ("yen", "JPY"),
    ("Yen", "JPY"),
    ("YEN", "JPY"),
    ("JPY", "JPY"),
    ("米ドル", "USD"),
    ("USドル", "USD"),
    ("ドル", "USD"),
    ("USD", "USD"),
    ("ユーロ", "EUR"),
    ("EUR", "EUR"),
    ("英ポンド", "GBP"),
    ("ポンド", "GBP"),
    ("GBP", "GBP"),
    ("人民元", "CNY"),
    ("元", "CNY"),
    ("CNY", "CNY"),
    ("韓国ウォン", "KRW"),
    ("ウォン", "KRW"),
    ("KRW", "KRW"),
    ("豪ドル", "AUD"),
    ("カナダドル", "CAD"),
    ("香港ドル", "HKD"),
    ("スイスフラン", "CHF"),
];

/// Words behind an amount or a number that make it a bound; longer ones first.
const BOUNDS: &[(&str, Bound)] = &[
    ("を超える", Bound::Above),
    ("超える", Bound::Above),
    ("を超え", Bound::Above),
    ("超え", Bound::Above),
    ("超", Bound::Above),
    ("以上", Bound::AtLeast),
    ("から", Bound::AtLeast),
    ("より", Bound::AtLeast),
    ("~", Bound::AtLeast),
    ("〜", Bound::AtLeast),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("まで", Bound::AtMost),
    ("未満", Bound::Below),
];

/// Words before an amount that make it a bound.
const BOUNDS_BEFORE: &[(&[&str], Bound)] =
    &[(&["最低", "下限", "最小"], Bound::AtLeast), (&["最高", "最大", "上限"], Bound::AtMost)];

/// On which side of an amount or a number the values lie that are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// 以上, から, ~: the number itself or more.
    AtLeast,
    /// 超: more than it.
    Above,
    /// 以下, まで: the number itself or less.
    AtMost,
    /// 未満: less than it.
    Below,
}

impl Bound {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::AtLeast, Self::Above, Self::AtMost, Self::Below];

    /// What a record calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AtLeast => "at-least",
            Self::Above => "above",
            Self::AtMost => "at-most",
            Self::Below => "below",
        }
    }

    /// Whether it is a lower end.
    pub(super) const fn is_lower(self) -> bool {
        matches!(self, Self::AtLeast | Self::Above)
    }
}

/// An amount with its currency, and what it bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// The amount.
    pub amount: Decimal,
    /// The currency's code (ISO 4217).
    pub currency: &'static str,
    /// Whether it is only an end: 以上, 以下.
    pub bound: Option<Bound>,
}

/// Reads the amount of a cell. A text without any is `Value(None)`; several amounts and a range of two are `Several(None)`.
#[must_use]
pub fn read(text: &str) -> Reading<Option<Sum>> {
    let squeezed = squeeze(text, DigitGap::Keep);
    if is_blank(&squeezed) {
        return Reading::Blank;
    }
    let amounts = amounts(&squeezed);
    let [one] = amounts.as_slice() else {
        return match (amounts.len(), money::read(text)) {
            (0, reading) => of_yen(reading),
            _ => Reading::Several(None),
        };
    };
    let BoundAmount { sum, start, end } = *one;
    let Some(amount) = sum else { return Reading::Unparsed };
    let (before, after) = (squeezed.get(..start).unwrap_or_default(), squeezed.get(end..).unwrap_or_default());
    let bound = BOUNDS_BEFORE.iter().find(|(words, _)| strip_end(before, words).is_some());
    if amount.currency == "JPY" && amount.bound.is_none() && bound.is_none() {
        return of_yen(money::read(text));
    }
    let other = |part: &str| part.chars().any(|c| c.is_ascii_digit());
    if other(before) || other(after) {
        return Reading::Several(None);
    }
    Reading::Value(Some(Sum { bound: amount.bound.or(bound.map(|(_, bound)| *bound)), ..amount }))
}

fn of_yen(reading: Reading<Option<u64>>) -> Reading<Option<Sum>> {
    let sum = |yen| Decimal::whole(yen).map(|amount| Sum { amount, currency: "JPY", bound: None });
    match reading {
        Reading::Value(Some(yen)) => sum(yen).map_or(Reading::Unparsed, |sum| Reading::Value(Some(sum))),
        other => other.map(|_| None),
    }
}

/// An amount and the bytes it stands in, with the word that makes it a bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BoundAmount {
    /// What it says; none where it can't be read.
    pub sum: Option<Sum>,
    pub start: usize,
    pub end: usize,
}

/// The amounts of a text, in order.
pub(super) fn amounts(text: &str) -> Vec<BoundAmount> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().map_or(1, char::len_utf8);
        at += match step(text, rest, at) {
            Some((amount, length)) => {
                found.extend(amount);
                length.max(1)
            }
            None => first,
        };
    }
    found
}

/// What begins at a place: an amount, or a number that is none, with its length.
fn step(text: &str, rest: &str, at: usize) -> Option<(Option<BoundAmount>, usize)> {
    let sign = SIGNS.iter().find_map(|(sign, code)| Some((rest.strip_prefix(sign)?, *code)));
    let (number, code) = sign.map_or((rest, None), |(rest, code)| (rest.trim_start(), Some(code)));
    let (amount, tail) = figure(number)?;
    let behind = tail.trim_start();
    let unit = UNITS.iter().find_map(|(unit, code)| Some((behind.strip_prefix(unit)?, *code)));
    let (tail, currency) = match (unit, code) {
        (Some((tail, code)), _) => (tail, code),
        (None, Some(code)) => (tail, code),
        (None, None) => return Some((None, rest.len() - tail.len())),
    };
    let bound = BOUNDS.iter().find_map(|(word, bound)| Some((tail.trim_start().strip_prefix(word)?, *bound)));
    let before = text.get(..at).unwrap_or_default().trim_end();
    let is_loss = before.ends_with(['▲', '△', '-', '−', '数', '何', '幾']) && !before.ends_with("円-");
    let is_whole = currency != "JPY" || amount.is_some_and(Decimal::is_whole);
    let sum = amount.filter(|_| !is_loss && is_whole).map(|amount| Sum {
        amount,
        currency,
        bound: bound.map(|(_, bound)| bound),
    });
    let tail = bound.map_or(tail, |(tail, _)| tail);
    let end = at + rest.len() - tail.len();
    Some((Some(BoundAmount { sum, start: at, end }), end - at))
}

/// The number at the beginning of a text, whole or with decimals; nothing where its digits make none. A space amid its digits may
/// part two numbers.
fn figure(text: &str) -> Option<(Option<Decimal>, &str)> {
    let (whole, length) = token(text)?;
    let (said, tail) = text.split_at_checked(length)?;
    match whole {
        Token::Number(number) if !said.contains([' ', '、']) => Some((Decimal::whole(number), tail)),
        Token::Number(_) => Some((None, tail)),
        Token::Malformed => match decimal::number(text) {
            Some((number, tail)) => Some((Some(number), tail)),
            None => Some((None, tail)),
        },
    }
}

/// The ends that a condition states: 「101件以上」「3万円以上10万円未満」「1~100件」.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConditionEnds {
    /// The lower end, and whether it is itself left out.
    pub from: Option<(Decimal, bool)>,
    /// The upper end, and whether it is itself left out.
    pub to: Option<(Decimal, bool)>,
    /// What is counted.
    pub unit: Option<String>,
}

/// The ends that a text states, where it states some without doubt.
#[must_use]
pub(super) fn ends(text: &str) -> ConditionEnds {
    ends_of(text).unwrap_or_default()
}

fn ends_of(text: &str) -> Option<ConditionEnds> {
    let text: String = text.chars().map(fold).collect();
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (head, rest) = text.split_at_checked(start)?;
    let (first, tail) = figure(rest)?;
    let first = first?;
    let opens = head.trim_end().ends_with(['~', '〜']);
    let Some((unit, bound, rest)) = bounded(tail) else {
        // ~100件: the lower end is left open.
        let unit = tail.trim();
        return (opens && is_unit(unit)).then(|| ConditionEnds {
            to: Some((first, false)),
            unit: named(unit),
            from: None,
        });
    };
    if opens || !is_unit(unit) {
        return None;
    }
    let end = (first, matches!(bound, Bound::Above | Bound::Below));
    if !bound.is_lower() {
        let is_alone = !rest.chars().any(|c| c.is_ascii_digit());
        return is_alone.then(|| ConditionEnds { from: None, to: Some(end), unit: named(unit) });
    }
    let rest = rest.trim_start_matches([' ', '、', '~', '〜']);
    if !rest.chars().any(|c| c.is_ascii_digit()) {
        return Some(ConditionEnds { from: Some(end), to: None, unit: named(unit) });
    }
    let (last, tail) = figure(rest)?;
    let (own, bound, rest) = bounded(tail).unwrap_or_else(|| (tail.trim(), Bound::AtMost, ""));
    let last = (last?, bound == Bound::Below);
    let is_range = is_unit(own) && !bound.is_lower() && !rest.chars().any(|c| c.is_ascii_digit());
    let is_of_one_unit = unit.is_empty() || own.is_empty() || unit == own;
    let is_rising = !last.0.is_below(first);
    let unit = named(if own.is_empty() { unit } else { own });
    (is_range && is_of_one_unit && is_rising).then_some(ConditionEnds { from: Some(end), to: Some(last), unit })
}

/// A unit, the first word behind it that makes its number a bound, and the rest.
fn bounded(text: &str) -> Option<(&str, Bound, &str)> {
    let upto = text.find(|c: char| c.is_ascii_digit()).and_then(|at| text.get(..at)).unwrap_or(text);
    let places = BOUNDS.iter().filter_map(|(word, bound)| Some((upto.find(word)?, *word, *bound)));
    let (at, word, bound) = places.min_by_key(|(at, word, _)| (*at, std::cmp::Reverse(word.len())))?;
    Some((text.get(..at)?.trim(), bound, text.get(at + word.len()..)?))
}

/// Characters of a unit, at most: longer words are a sentence's.
const LONGEST_UNIT: usize = 8;

fn is_unit(text: &str) -> bool {
    text.chars().count() <= LONGEST_UNIT && text.chars().all(|c| c.is_alphanumeric() && !c.is_ascii_digit() || c == '%')
}

fn named(unit: &str) -> Option<String> {
    (!unit.is_empty()).then(|| unit.to_owned())
}

/// What follows a slash behind an amount: what it is for.
pub(super) fn per(text: &str) -> Option<(&str, &str)> {
    let rest = strip_any(text, &["/"])?;
    let end = rest.find([' ', '、', '。', ';', ',', '\n', '(']).unwrap_or(rest.len());
    let (per, tail) = rest.split_at_checked(end)?;
    (!per.is_empty() && amounts(per).is_empty()).then_some((per, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums() {
        for (text, amount, currency, bound) in [
            ("5,000円", "5000", "JPY", None),
            ("20万円(税込)", "200000", "JPY", None),
            ("500円以上", "500", "JPY", Some(Bound::AtLeast)),
            ("1,000円~", "1000", "JPY", Some(Bound::AtLeast)),
            ("9,800円以下", "9800", "JPY", Some(Bound::AtMost)),
            ("上限 3,000円", "3000", "JPY", Some(Bound::AtMost)),
            ("1万円未満", "10000", "JPY", Some(Bound::Below)),
            ("$1.50", "1.5", "USD", None),
            ("200ユーロ", "200", "EUR", None),
            ("5万ドル", "50000", "USD", None),
            ("無料", "0", "JPY", None),
            ("3,500", "3500", "JPY", None),
        ] {
            let Reading::Value(Some(sum)) = read(text) else { panic!("{text}: {:?}", read(text)) };
            assert_eq!((sum.amount.to_string().as_str(), sum.currency, sum.bound), (amount, currency, bound), "{text}");
        }
        for (text, expected) in [
            ("要相談", Reading::Value(None)),
            ("1万円~3万円", Reading::Several(None)),
            ("100ドル(約15,000円)", Reading::Several(None)),
            ("500円以上、10人まで", Reading::Several(None)),
            ("▲500円", Reading::Unparsed),
            ("1.5円", Reading::Unparsed),
            ("―", Reading::Blank),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn conditions_state_ends() {
        for (text, from, to, unit) in [
            ("101件以上", Some(("101", false)), None, Some("件")),
            ("1~100件", Some(("1", false)), Some(("100", false)), Some("件")),
            ("1件から100件まで", Some(("1", false)), Some(("100", false)), Some("件")),
            ("3万円以上10万円未満", Some(("30000", false)), Some(("100000", true)), Some("円")),
            ("1,000件超", Some(("1000", true)), None, Some("件")),
            ("65歳以上の方", Some(("65", false)), None, Some("歳")),
            ("~100件", None, Some(("100", false)), Some("件")),
            ("10人まで", None, Some(("10", false)), Some("人")),
            ("大人", None, None, None),
            ("1件あたり", None, None, None),
            ("4月1日~9月30日", None, None, None),
            ("平日10:00~12:00", None, None, None),
            ("3人~2人", None, None, None),
        ] {
            let read = ends(text);
            let end = |end: Option<(Decimal, bool)>| end.map(|(number, is_out)| (number.to_string(), is_out));
            let wanted = |end: Option<(&str, bool)>| end.map(|(number, is_out)| (number.to_owned(), is_out));
            assert_eq!((end(read.from), end(read.to)), (wanted(from), wanted(to)), "{text}");
            assert_eq!(read.unit.as_deref(), unit, "{text}");
        }
    }
}
