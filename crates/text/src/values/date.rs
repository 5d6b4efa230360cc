//! Dates, western and by era (contract: 「2019年(令和元年)7月1日」 and 「R5.4.1」 are read; year and month alone are no date).

use jiff::civil::Date;

use super::hyphen::is_hyphen_like;
use super::text::{DigitGap, skip_char, squeeze, strip_any};
use super::year::{self, Year};
use super::{Reading, is_blank};

/// What a date leaves when nobody filled it in.
const PLACEHOLDERS: &[&str] = &[
    "令和", "平成", "昭和", "大正", "明治", "西暦", "年", "月", "日", "○", "〇", "◯", "*", "/", ".", "・", " ", "_",
    "(", ")", ":", "□",
];

/// Words and marks that make two dates a period.
const TO: &[&str] = &["から", "より", "~", "〜", "~", "→", "至"];

/// One date found in a text; None where it stands there but is impossible.
type FoundDate = Option<Date>;

/// Reads a date. Words around it (改定, 現在, a weekday, a time) are passed over as long as it is the only one.
///
/// A period, a second date, or a day without a year beside the date are `Several(None)`; impossible dates, an era year that
/// disagrees with the western one, two-digit years, and year and month alone are [`Reading::Unparsed`].
#[must_use]
pub fn read(text: &str) -> Reading<Date> {
    let text = squeeze(text, DigitGap::JoinSingles);
    if is_placeholder(&text) {
        return Reading::Blank;
    }
    let (mut rest, mut before, mut first, mut several) = (text.as_str(), ' ', None, false);
    while let Some(c) = rest.chars().next() {
        if let Some((found, after)) = starts_date(c, before).then(|| date(rest)).flatten() {
            let Some(found) = found else { return Reading::Unparsed };
            several |= first.is_some_and(|first| first != found) || opens_period(after);
            first = Some(found);
            rest = after;
            before = '日';
            continue;
        }
        let Some((after, last, loose)) = number(rest, before) else {
            before = c;
            rest = skip_char(rest);
            continue;
        };
        several |= loose && first.is_some();
        (rest, before) = (after, last);
    }
    match first {
        Some(_) if several => Reading::Several(None),
        Some(date) => Reading::Value(date),
        None => Reading::Unparsed,
    }
}

fn is_placeholder(text: &str) -> bool {
    let mut rest = text;
    while !rest.is_empty() {
        rest = match strip_any(rest, PLACEHOLDERS) {
            Some(rest) => rest,
            None if rest.starts_with(is_hyphen_like) || is_blank(rest) => skip_char(rest),
            None => return false,
        };
    }
    true
}

/// Whether a date may begin here: at a digit or an era, and not within a longer word or number.
fn starts_date(c: char, before: char) -> bool {
    !(c.is_ascii_alphanumeric() && before.is_ascii_alphanumeric())
}

/// Passes over a run of digits that begins no date: what follows, its last character, whether it is a month or day
/// without a year of its own.
fn number(rest: &str, before: char) -> Option<(&str, char, bool)> {
    let (_, length, after) = year::positional(rest)?;
    let own_year = before == '年';
    let loose = after.starts_with(['月', '日']) && !own_year && length <= 2;
    Some((after, '0', loose))
}

fn opens_period(after: &str) -> bool {
    let after = strip_weekday(after);
    let to = strip_any(after, TO).or_else(|| after.strip_prefix(is_hyphen_like));
    to.is_some_and(|to| year::positional(to).is_some() || year::read(to).is_some())
}

/// 「(月)」「(月曜日)」 after a date.
fn strip_weekday(text: &str) -> &str {
    let day =
        text.strip_prefix('(').and_then(|inside| inside.strip_prefix(['月', '火', '水', '木', '金', '土', '日', '祝']));
    let closed = day.map(|day| day.strip_prefix("曜日").or_else(|| day.strip_prefix('曜')).unwrap_or(day));
    closed.and_then(|closed| closed.strip_prefix(')')).unwrap_or(text)
}

/// The date a closed-up text begins with.
fn date(text: &str) -> Option<(FoundDate, &str)> {
    if let Some(compact) = compact(text) {
        return Some(compact);
    }
    let Year { western, rest, spelled } = year::read(text)?;
    let mark = if spelled { None } else { Some(separator(rest)?) };
    let rest = mark.map_or(rest, |_| skip_char(rest));
    let (month, rest) = year::small(rest)?;
    let (day_sign, rest) = match rest.strip_prefix('月') {
        Some(rest) => (true, rest),
        None => (false, skip_char(rest.strip_prefix(|c| separates(c, mark)).map(|_| rest)?)),
    };
    let (day, rest) = year::small(rest)?;
    let rest = match rest.strip_prefix('日') {
        Some(rest) => rest,
        None if day_sign || goes_on(rest) => return None,
        None => rest,
    };
    let (agrees, rest) = match year::second(rest) {
        Some((again, after)) => (again == western, after),
        None => (true, rest),
    };
    let found = western.filter(|_| agrees).and_then(|year| Date::new(year, month, day).ok());
    Some((found, rest))
}

/// Eight digits, 20240401.
fn compact(text: &str) -> Option<(FoundDate, &str)> {
    let (value, 8, rest) = year::positional(text)? else { return None };
    let (western, month, day) = (value / 10_000, value / 100 % 100, value % 100);
    let known = (1868..=2100).contains(&western) && text.starts_with(|c: char| c.is_ascii_digit());
    let date = Date::new(i16::try_from(western).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    known.then(|| (date.ok(), rest))
}

/// The mark between the parts of a date, look-alike hyphens as `-`.
fn separator(rest: &str) -> Option<char> {
    match rest.chars().next()? {
        c @ ('/' | '.') => Some(c),
        '・' => Some('.'),
        c if is_hyphen_like(c) => Some('-'),
        _ => None,
    }
}

/// Whether a character stands between month and day: the same mark as after the year, any after 年.
fn separates(c: char, mark: Option<char>) -> bool {
    let mut bytes = [0; 4];
    separator(c.encode_utf8(&mut bytes)).is_some_and(|found| mark.is_none_or(|mark| mark == found))
}

/// Whether the digits and marks of a date go on after its day, so that it is none: 2024.4.1.2.
fn goes_on(rest: &str) -> bool {
    let marked = rest.strip_prefix(['/', '.']);
    rest.starts_with(|c: char| c.is_ascii_digit())
        || marked.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{self, Blank, Several, Unparsed, Value};
    use super::read;
    use jiff::civil::{Date, date};

    #[test]
    fn dates() {
        let cases = [
            ("2019年(令和元年)7月1日", (2019, 7, 1)),
            ("令和元年 7月 1日", (2019, 7, 1)),
            ("R5.4.1", (2023, 4, 1)),
            ("R5/4/1", (2023, 4, 1)),
            ("H20.4.1", (2008, 4, 1)),
            ("S63年1月7日", (1988, 1, 7)),
            ("2013 年 3 月 1 日", (2013, 3, 1)),
            ("2024/8/26", (2024, 8, 26)),
            ("2024.8.26", (2024, 8, 26)),
            ("2024-08-26", (2024, 8, 26)),
            ("2024‐08‐26", (2024, 8, 26)),
            ("平成20年4月1日", (2008, 4, 1)),
            ("2019年7月1日(月)", (2019, 7, 1)),
            ("2024年4月1日現在", (2024, 4, 1)),
            ("令和6(2024)年4月1日", (2024, 4, 1)),
            ("2024(令和6)年4月1日", (2024, 4, 1)),
            ("令和五年四月一日", (2023, 4, 1)),
            ("二〇二四年十二月三十一日", (2024, 12, 31)),
            ("20240401", (2024, 4, 1)),
            ("平成31年5月1日", (2019, 5, 1)),
            ("２０２４年４月１日", (2024, 4, 1)),
            ("2 0 2 4 年 1 2 月 1 日", (2024, 12, 1)),
            ("R 5. 4. 1", (2023, 4, 1)),
            ("R.5.4.1", (2023, 4, 1)),
            ("2024年4月1日 一部改正", (2024, 4, 1)),
            ("初版 2019年7月1日", (2019, 7, 1)),
            ("西暦2024年4月1日", (2024, 4, 1)),
            ("2024年4月1日(令和6年4月1日)", (2024, 4, 1)),
            ("2024年4月1日(令和6年)", (2024, 4, 1)),
            ("2024年4/1", (2024, 4, 1)),
            ("2024/4/1 12:30", (2024, 4, 1)),
            ("第2版 2024年4月1日", (2024, 4, 1)),
            ("(1) 2024.4.1", (2024, 4, 1)),
            ("2024年2月29日", (2024, 2, 29)),
            ("昭和64年1月7日", (1989, 1, 7)),
            ("2024年4月1日~", (2024, 4, 1)),
            ("2024年4月1日より", (2024, 4, 1)),
            ("初版2019年7月、改定2024年4月1日", (2024, 4, 1)),
            ("2024.4.1.", (2024, 4, 1)),
            ("2024/令和6年4月1日", (2024, 4, 1)),
            ("平成21年度版 2010年5月1日", (2010, 5, 1)),
        ];
        for (input, (y, m, d)) in cases {
            assert_eq!(read(input), Value(date(y, m, d)), "{input}");
        }
    }

    #[test]
    fn no_dates() {
        let cases: [(&str, Reading<Date>); 38] = [
            ("", Blank),
            ("年 月 日", Blank),
            ("令和 年 月 日", Blank),
            ("—", Blank),
            (" / / ", Blank),
            ("令和○年○月○日", Blank),
            ("2024年4月", Unparsed),
            ("令和6年4月", Unparsed),
            ("2024/4", Unparsed),
            ("24.4.1", Unparsed),
            ("24年4月1日", Unparsed),
            ("2023年2月30日", Unparsed),
            ("2019年(平成30年)7月1日", Unparsed),
            ("2019年7月1日(平成30年)", Unparsed),
            ("平成45年4月1日", Unparsed),
            ("令和6年4月吉日", Unparsed),
            ("4月1日", Unparsed),
            ("なし", Unparsed),
            ("未定", Unparsed),
            ("4/1/2024", Unparsed),
            ("2024年4月1", Unparsed),
            ("2024.4.1.2", Unparsed),
            ("12024年4月1日", Unparsed),
            ("91399113", Unparsed),
            ("20241301", Unparsed),
            ("2024-8/26", Unparsed),
            ("0120-12-31", Unparsed),
            ("平成21年度", Unparsed),
            ("令和年4月1日", Unparsed),
            ("2024年13月1日", Unparsed),
            ("2024年4月1日から5月1日", Several(None)),
            ("2024年4月1日~2025年3月31日", Several(None)),
            ("2024/4/1-5/1", Several(None)),
            ("2024年4月1日、2023年4月1日", Several(None)),
            ("2024/4/1 2025/4/1", Several(None)),
            ("2024年4月1日・15日", Several(None)),
            ("2024年4月1日~2024年5月", Several(None)),
            ("2024年4月1日(2023年10月1日改定)", Several(None)),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), expected, "{input}");
        }
    }
}
