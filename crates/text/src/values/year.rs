//! Years as dates write them: 「2019年」「令和元年」「R5」「2019年(令和元年)」「令和6(2024)年」「二〇二四年」.

use super::number::kanji_digit;
use super::text::{skip_char, strip_any};

/// An era: its names, the year before its first, and its last year.
struct Era {
    names: &'static [&'static str],
    base: i16,
    last: i16,
}

const ERAS: &[Era] = &[
    Era { names: &["令和", "R.", "r.", "R", "r"], base: 2018, last: 99 },
    Era { names: &["平成", "H.", "h.", "H", "h"], base: 1988, last: 31 },
    Era { names: &["昭和", "S.", "s.", "S", "s"], base: 1925, last: 64 },
    Era { names: &["大正", "T.", "t.", "T", "t"], base: 1911, last: 15 },
    Era { names: &["明治", "M.", "m.", "M", "m"], base: 1867, last: 45 },
];

/// Years an era's name is still written after its end (forms printed ahead); past them the year is a slip.
const ERA_OVERHANG: i16 = 5;

/// Western years that are read: from 明治元年 on.
const WESTERN: std::ops::RangeInclusive<i16> = 1868..=2100;

/// A year at the beginning of a text.
pub(super) struct Year<'a> {
    /// The western year; None when it is impossible or two ways to write it disagree.
    pub(super) western: Option<i16>,
    /// What follows, 年 taken.
    pub(super) rest: &'a str,
    /// Whether 年 stood there.
    pub(super) spelled: bool,
}

/// Reads the year a closed-up text begins with, and the same year written a second way beside it.
pub(super) fn read(text: &str) -> Option<Year<'_>> {
    let (first, rest) = single(text)?;
    let (rest, before) = strip_nen(rest);
    let (western, rest) = match second(rest) {
        Some((again, after)) => (first.filter(|_| first == again), after),
        None => (first, rest),
    };
    let (rest, after) = strip_nen(rest);
    Some(Year { western, rest, spelled: before || after })
}

/// The second way a year is written: in brackets, or after a slash or dot by its era.
pub(super) fn second(text: &str) -> Option<(Option<i16>, &str)> {
    if let Some(inside) = text.strip_prefix('(') {
        let (again, rest) = single(inside)?;
        return Some((again, strip_nen(rest).0.strip_prefix(')')?));
    }
    let after = text.strip_prefix(['/', '・'])?;
    after.starts_with(|c: char| !c.is_ascii()).then(|| single(after)).flatten()
}

fn strip_nen(text: &str) -> (&str, bool) {
    // 年度 is a fiscal year, and no part of a date.
    match text.strip_prefix('年').filter(|rest| !rest.starts_with('度')) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// A year written one way; the inner None is an impossible one.
fn single(text: &str) -> Option<(Option<i16>, &str)> {
    if let Some((era, rest)) = ERAS.iter().find_map(|era| strip_any(text, era.names).map(|rest| (era, rest))) {
        let (year, rest) = match rest.strip_prefix('元') {
            Some(rest) => (1, rest),
            None => small(rest)?,
        };
        let year = i16::from(year);
        return Some(((1..=era.last + ERA_OVERHANG).contains(&year).then_some(era.base + year), rest));
    }
    let (value, length, rest) = positional(text)?;
    (length == 4).then_some((i16::try_from(value).ok().filter(|year| WESTERN.contains(year)), rest))
}

/// A run of digits, ASCII or kanji by position: its value, its number of digits and what follows.
pub(super) fn positional(text: &str) -> Option<(u64, usize, &str)> {
    let ascii = text.starts_with(|c: char| c.is_ascii_digit());
    let (mut rest, mut value, mut length) = (text, 0_u64, 0);
    while let Some(c) = rest.chars().next() {
        let digit = if ascii { c.to_digit(10).map(u64::from) } else { kanji_digit(c) };
        let Some(digit) = digit else { break };
        value = value.saturating_mul(10).saturating_add(digit);
        length += 1;
        rest = skip_char(rest);
    }
    (length > 0).then_some((value, length, rest))
}

/// A number of one or two digits: 「5」「05」「五」「十二」「二十五」「三一」.
pub(super) fn small(text: &str) -> Option<(i8, &str)> {
    let head = positional(text);
    let (tens, rest) = head.map_or((None, text), |(value, length, rest)| (Some((value, length)), rest));
    let Some(after) = rest.strip_prefix('十') else {
        let (value, length) = tens?;
        return (length <= 2).then_some((i8::try_from(value).ok()?, rest));
    };
    if text.starts_with(|c: char| c.is_ascii_digit()) || tens.is_some_and(|(value, length)| length > 1 || value == 0) {
        return None;
    }
    let (ones, rest) = match positional(after).filter(|_| !after.starts_with(|c: char| c.is_ascii_digit())) {
        Some((value, 1, rest)) => (value, rest),
        Some(_) => return None,
        None => (0, after),
    };
    let value = tens.map_or(1, |(value, _)| value) * 10 + ones;
    Some((i8::try_from(value).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{read, small};

    #[test]
    fn years() {
        let cases = [
            ("2019年7月", Some(Some(2019)), "7月"),
            ("令和元年7月", Some(Some(2019)), "7月"),
            ("R5.4.1", Some(Some(2023)), ".4.1"),
            ("2019年(令和元年)7月", Some(Some(2019)), "7月"),
            ("令和6(2024)年4月", Some(Some(2024)), "4月"),
            ("平成31年(令和元年)", Some(Some(2019)), ""),
            ("二〇二四年四月", Some(Some(2024)), "四月"),
            ("平成36年", Some(Some(2024)), ""),
            ("平成45年", Some(None), ""),
            ("令和0年", Some(None), ""),
            ("2019年(平成30年)7月", Some(None), "7月"),
            ("24年", None, ""),
            ("12024年", None, ""),
        ];
        for (input, western, rest) in cases {
            let year = read(input);
            assert_eq!(year.as_ref().map(|year| year.western), western, "{input}");
            assert_eq!(year.map_or("", |year| year.rest), rest, "{input}");
        }
    }

    #[test]
    fn small_numbers() {
        let cases = [
            ("4月", Some(4)),
            ("04月", Some(4)),
            ("十二月", Some(12)),
            ("二十五日", Some(25)),
            ("三十日", Some(30)),
            ("一月", Some(1)),
            ("123", None),
            ("月", None),
            ("2十", None),
        ];
        for (input, expected) in cases {
            assert_eq!(small(input).map(|(value, _)| value), expected, "{input}");
        }
    }
}
