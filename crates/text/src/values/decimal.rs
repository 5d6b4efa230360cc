//! Numbers with decimals, sign and unit: 「18.5㎡」「-3.2%」「▲1,200千円」「約2.5倍」. Percents, and ranges of such numbers.

use super::hyphen::is_hyphen_like;
use super::text::{DigitGap, split_brackets, squeeze, strip_any, strip_end};
use super::{Reading, is_blank};
use serde::{Serialize, Serializer};
use std::fmt;

/// Digits behind the point at most, and digits in all: more than any form states.
const MOST_FRACTION: usize = 6;
const MOST_DIGITS: usize = 15;

/// Words that say how exact a number is, and nothing more.
const HEDGES: &[&str] = &["およそ", "おおむね", "概ね", "平均", "約"];

/// Signs of a number below zero, as accounts write them as well.
const MINUS: &[&str] = &["▲", "△", "マイナス"];

/// Units that have a digit.
const POWERS: &[&str] = &["km2", "cm2", "mm2", "m2", "m3", "cm3"];

/// Words of a lower bound and of an upper one, behind a number.
const FROM: &[&str] = &["以上", "超", "から", "より"];
const TO: &[&str] = &["以下", "未満", "以内", "まで"];

/// What stands between the ends of a range.
const BETWEEN: &[char] = &['~', '〜', '～', '∼', '-', 'ー', '―', '—', '–', '−'];

/// A number with decimals, as written: 18.50 is 18.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i64,
    scale: u32,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.units);
        }
        let one = 10_u64.pow(self.scale);
        let sign = if self.units < 0 { "-" } else { "" };
        let (whole, rest) = (self.units.unsigned_abs() / one, self.units.unsigned_abs() % one);
        let width = usize::try_from(self.scale).unwrap_or_default();
        write!(f, "{sign}{whole}.{rest:0width$}")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.scale == 0 {
            return serializer.serialize_i64(self.units);
        }
        // Fifteen digits at most: the nearest double has them all.
        serializer.serialize_f64(self.to_string().parse().unwrap_or_default())
    }
}

impl From<u32> for Decimal {
    fn from(number: u32) -> Self {
        Self { units: i64::from(number), scale: 0 }
    }
}

impl Decimal {
    /// Reads what [`Display`](fmt::Display) writes: digits, a point among them or none, a hyphen before a number below zero. None for
    /// anything else, and for more digits than any form states.
    #[must_use]
    pub fn from_plain(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let fraction = fraction.trim_end_matches('0');
        let digits = format!("{whole}{fraction}");
        let count = digits.strip_prefix('-').unwrap_or(&digits).len();
        let units = digits.parse().ok().filter(|_| count <= MOST_DIGITS && fraction.len() <= MOST_FRACTION)?;
        Some(Self { units, scale: u32::try_from(fraction.len()).ok()? })
    }

    /// A whole number; none beyond the digits that any form states.
    pub(super) fn whole(number: u64) -> Option<Self> {
        let units = i64::try_from(number).ok().filter(|units| units.to_string().len() <= MOST_DIGITS)?;
        Some(Self { units, scale: 0 })
    }

    /// Whether it has no decimals.
    pub(super) fn is_whole(self) -> bool {
        self.scale == 0
    }

    pub(super) fn is_below(self, other: Self) -> bool {
        let scaled = |number: Self, to: u32| i128::from(number.units) * 10_i128.pow(to - number.scale);
        let scale = self.scale.max(other.scale);
        scaled(self, scale) < scaled(other, scale)
    }
}

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// The number.
    pub value: Decimal,
    /// The unit as written, where there is one.
    pub unit: Option<String>,
}

/// The ends of a range; one may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub min: Option<Decimal>,
    /// The upper end.
    pub max: Option<Decimal>,
}

/// Reads a number with its unit. A bound, a range and a second number are none.
#[must_use]
pub fn read(text: &str) -> Reading<Quantity> {
    let Some(text) = plain(text) else { return if is_blank(text) { Reading::Blank } else { Reading::Unparsed } };
    let Some((value, unit)) = number(&text) else {
        return only_unit(&text);
    };
    if !is_unit(unit) || strip_end(unit, FROM).is_some() || strip_end(unit, TO).is_some() {
        return Reading::Unparsed;
    }
    Reading::Value(Quantity { value, unit: (!unit.is_empty()).then(|| unit.to_owned()) })
}

/// Reads a percentage. A bare number counts where it can't be a fraction of one.
#[must_use]
pub fn percent(text: &str) -> Reading<Decimal> {
    match read(text) {
        Reading::Value(Quantity { value, unit: Some(unit) }) if matches!(&*unit, "%" | "パーセント") => {
            Reading::Value(value)
        }
        Reading::Value(Quantity { value, unit: None })
            if value.scale == 0 || value.units.abs() >= 10_i64.pow(value.scale) =>
        {
            Reading::Value(value)
        }
        Reading::Blank => Reading::Blank,
        _ => Reading::Unparsed,
    }
}

/// Reads a range: 「9,000~12,000円」「18㎡以上30㎡未満」「10人以下」. A single number is the range of itself.
#[must_use]
pub fn range(text: &str) -> Reading<Range> {
    let Some(text) = plain(text) else { return if is_blank(text) { Reading::Blank } else { Reading::Unparsed } };
    let Some((first, rest)) = number(&text) else {
        return only_unit(&text);
    };
    let unit = power_end(rest).unwrap_or_default();
    let tail = rest.get(unit..).unwrap_or_default();
    let cut = tail.find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |at| unit + at);
    let (between, second) = rest.split_at_checked(cut).unwrap_or((rest, ""));
    if second.is_empty() {
        let ends = |unit: Option<&str>| unit.is_some_and(is_unit);
        return match (opens(between), strip_end(between, TO)) {
            (from, None) if ends(from) => Reading::Value(Range { min: Some(first), max: None }),
            (None, to) if ends(to) => Reading::Value(Range { min: None, max: Some(first) }),
            (None, None) if is_unit(between) => Reading::Value(Range { min: Some(first), max: Some(first) }),
            _ => Reading::Unparsed,
        };
    }
    let Some((last, tail)) = number(second) else { return Reading::Unparsed };
    let unit = strip_end(tail, TO).unwrap_or(tail);
    let is_range = opens(between).is_some_and(is_unit) && is_unit(unit) && strip_end(unit, FROM).is_none();
    if !is_range || last.is_below(first) {
        return Reading::Unparsed;
    }
    Reading::Value(Range { min: Some(first), max: Some(last) })
}

/// The text closed up, without words that only hedge and without brackets; `None` where brackets hold a number.
fn plain(text: &str) -> Option<String> {
    if is_blank(text) {
        return None;
    }
    let (outer, inner) = split_brackets(&squeeze(text, DigitGap::Keep));
    let has_number = inner.chars().any(|c| c.is_ascii_digit());
    let mut outer = outer.as_str();
    while let Some(rest) = strip_any(outer, HEDGES) {
        outer = rest;
    }
    (!has_number).then(|| outer.to_owned())
}

/// What a text without a number says: nothing but a unit states nothing.
fn only_unit<T>(text: &str) -> Reading<T> {
    let is_unit = matches!(text, "%" | "円" | "m2" | "m3" | "t" | "kg" | "年" | "倍" | "名" | "人" | "件" | "時間");
    if is_unit || text.is_empty() { Reading::Blank } else { Reading::Unparsed }
}

/// A unit without the word or sign behind it that opens a range.
fn opens(word: &str) -> Option<&str> {
    if strip_end(word, TO).is_some() {
        return None;
    }
    strip_end(word, FROM).or_else(|| word.strip_suffix(BETWEEN))
}

/// Whether what follows a number is a unit: no number, no second sentence.
fn is_unit(text: &str) -> bool {
    let bare = POWERS.iter().find_map(|power| text.strip_prefix(power)).unwrap_or(text);
    bare.chars().count() <= 12
        && !bare
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, '、' | '。' | ',' | ';') || is_hyphen_like(c) && c != 'ー')
}

/// Where a unit with a digit ends that a text begins with.
fn power_end(text: &str) -> Option<usize> {
    POWERS.iter().find(|power| text.starts_with(**power)).map(|power| power.len())
}

/// The number at the beginning of a closed-up text, and what follows.
pub(super) fn number(text: &str) -> Option<(Decimal, &str)> {
    let unsigned = strip_any(text, MINUS).or_else(|| text.strip_prefix(['-', '−', '-']));
    let (is_negative, text) = unsigned.map_or((false, text), |rest| (true, rest));
    let text = text.strip_prefix('+').unwrap_or(text);
    let whole = digits(text);
    let (mut said, mut at) = (text.get(..whole)?.to_owned(), whole);
    if whole == 0 {
        return None;
    }
    // Groups of three behind commas.
    while let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(',')) {
        let group = digits(rest);
        if group != 3 || whole > 3 {
            return None;
        }
        said.push_str(rest.get(..3)?);
        at += 4;
    }
    let mut scale = 0;
    if let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix('.')) {
        scale = digits(rest);
        if scale == 0 || scale > MOST_FRACTION {
            return None;
        }
        said.push_str(rest.get(..scale)?);
        at += 1 + scale;
    }
    let rest = text.get(at..)?;
    // A second point is a date or a version; 万 and the like belong to money and counts.
    if rest.starts_with(['.', ',', '/', ':']) || rest.starts_with(['万', '億', '兆']) || said.len() > MOST_DIGITS {
        return None;
    }
    let mut units: i64 = said.parse().ok()?;
    while scale > 0 && units % 10 == 0 {
        units /= 10;
        scale -= 1;
    }
    let units = if is_negative { -units } else { units };
    Some((Decimal { units, scale: u32::try_from(scale).ok()? }, rest))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities() {
        for (text, value, unit) in [
            ("18.5m2", "18.5", Some("m2")),
            ("約 2.50倍", "2.5", Some("倍")),
            ("▲1,200千円", "-1200", Some("千円")),
            ("-3.2", "-3.2", None),
            ("0.05t", "0.05", Some("t")),
            ("12年(見込み)", "12", Some("年")),
        ] {
            let Reading::Value(read) = read(text) else { panic!("{text}") };
            assert_eq!((read.value.to_string().as_str(), read.unit.as_deref()), (value, unit), "{text}");
        }
        for text in
            ["10以上", "10~20", "3人、4人", "1,00", "2024.4.1", "10人(うち5人)", "12万円", "多数", "1.2.3", "10:30"]
        {
            assert_eq!(read(text), Reading::Unparsed, "{text}");
        }
        for text in ["", "―", "%", "m2"] {
            assert_eq!(read(text), Reading::Blank, "{text}");
        }
    }

    #[test]
    fn percents() {
        for (text, expected) in [
            ("85.5%", Some("85.5")),
            ("85", Some("85")),
            ("0.85", None),
            ("0%", Some("0")),
            ("3割", None),
            ("80%以上", None),
        ] {
            assert_eq!(percent(text).value().map(|value| value.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn ranges() {
        for (text, min, max) in [
            ("9,000~12,000円", Some("9000"), Some("12000")),
            ("9,000円~12,000円", Some("9000"), Some("12000")),
            ("18m2以上30m2未満", Some("18"), Some("30")),
            ("18.5m2~32m2", Some("18.5"), Some("32")),
            ("10人以下", None, Some("10")),
            ("10人以上", Some("10"), None),
            ("500円~", Some("500"), None),
            ("60歳から75歳まで", Some("60"), Some("75")),
            ("30名", Some("30"), Some("30")),
        ] {
            let Reading::Value(read) = range(text) else { panic!("{text}") };
            let shown = [read.min, read.max].map(|end| end.map(|end| end.to_string()));
            assert_eq!(shown, [min, max].map(|end| end.map(str::to_owned)), "{text}");
        }
        for text in ["20~10円", "10円、20円", "3万~5万円", "応相談", "1~2~3"] {
            assert_eq!(range(text), Reading::Unparsed, "{text}");
        }
    }
}
