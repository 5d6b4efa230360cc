//! Times of day and months: 「9:00~17:30」「午前9時から午後5時半まで」「25:00」; 「令和6年4月」.

use super::text::{DigitGap, split_brackets, squeeze, strip_any};
use super::year;
use super::{Reading, is_blank};

/// Hours that a time may have: a night's service ends at 25:00.
const MOST_HOURS: u8 = 29;

/// What stands between two times.
const BETWEEN: &[&str] = &["から", "より", "~", "〜", "～", "-", "ー", "―", "—", "–", "−"];

/// Reads a period of two times as `HH:MM` each.
#[must_use]
pub fn range(text: &str) -> Reading<[String; 2]> {
    let Some(text) = plain(text) else { return Reading::Blank };
    let Some((from, rest)) = time(&text) else { return Reading::Unparsed };
    let Some((to, rest)) = strip_any(rest, BETWEEN).and_then(time) else { return Reading::Unparsed };
    match rest.strip_prefix("まで").unwrap_or(rest) {
        "" => Reading::Value([from, to]),
        // A second period, for other days.
        rest if rest.chars().any(|c| c.is_ascii_digit()) => Reading::Several(None),
        _ => Reading::Unparsed,
    }
}

/// Reads one time as `HH:MM`.
#[must_use]
pub fn read(text: &str) -> Reading<String> {
    let Some(text) = plain(text) else { return Reading::Blank };
    match time(&text) {
        Some((time, "")) => Reading::Value(time),
        _ => Reading::Unparsed,
    }
}

/// Reads a month as `YYYY-MM`. A whole date is none.
#[must_use]
pub fn month(text: &str) -> Reading<String> {
    let Some(text) = plain_with_brackets(text) else { return Reading::Blank };
    let read = || {
        let year = year::read(&text)?;
        let western = year.western?;
        let rest = year.rest.strip_prefix(['/', '.', '-']).or_else(|| year.spelled.then_some(year.rest))?;
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let month: u8 = rest.get(..digits)?.parse().ok().filter(|month| (1..=12).contains(month))?;
        let tail = rest.get(digits..)?;
        matches!(tail.strip_prefix('月').unwrap_or(tail), "" | "現在" | "末" | "末現在" | "分" | "から" | "より" | "~")
            .then(|| format!("{western:04}-{month:02}"))
    };
    read().map_or(Reading::Unparsed, Reading::Value)
}

/// The text closed up, brackets and all; `None` where nothing is written but the form's own signs.
fn plain_with_brackets(text: &str) -> Option<String> {
    let text = squeeze(text, DigitGap::JoinSingles);
    let is_said = !is_blank(&text) && text.chars().any(|c| !"年月日時分:~〜～から令和平成()".contains(c));
    is_said.then_some(text)
}

fn plain(text: &str) -> Option<String> {
    let text = plain_with_brackets(text)?;
    let (outer, inner) = split_brackets(&text);
    // A period in brackets is another one.
    Some(if inner.chars().any(|c| c.is_ascii_digit()) { text } else { outer })
}

/// The time at the beginning of a closed-up text, and what follows.
fn time(text: &str) -> Option<(String, &str)> {
    let morning = text.strip_prefix("午前").or_else(|| text.strip_prefix("AM"));
    let afternoon = text.strip_prefix("午後").or_else(|| text.strip_prefix("PM"));
    let said = morning.or(afternoon).unwrap_or(text);
    let (hour, rest) = number(said)?;
    let (minute, rest) = if let Some(rest) = rest.strip_prefix(':') {
        let (minute, after) = number(rest)?;
        (rest.len() - after.len() == 2).then_some((minute, after))?
    } else if let Some(rest) = rest.strip_prefix('時') {
        match (rest.strip_prefix('半'), number(rest)) {
            (Some(rest), _) => (30, rest),
            (None, Some((minute, rest))) => (minute, rest.strip_prefix('分')?),
            (None, None) => (0, rest),
        }
    } else {
        return None;
    };
    let is_half = morning.is_some() || afternoon.is_some();
    if minute > 59 || hour > if is_half { 12 } else { MOST_HOURS } {
        return None;
    }
    let hour = match afternoon {
        Some(_) if hour < 12 => hour + 12,
        // 午後12時 is midnight to some and noon to others.
        Some(_) => return None,
        None => hour,
    };
    Some((format!("{hour:02}:{minute:02}"), rest))
}

fn number(text: &str) -> Option<(u8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits).then_some(())?;
    Some((text.get(..digits)?.parse().ok()?, text.get(digits..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_of_the_day() {
        for (text, from, to) in [
            ("9:00~17:30", "09:00", "17:30"),
            ("午前9時から午後5時半まで", "09:00", "17:30"),
            ("18:00 ~ 25:00(金曜日)", "18:00", "25:00"),
            ("8時30分-12時", "08:30", "12:00"),
        ] {
            assert_eq!(range(text), Reading::Value([from.to_owned(), to.to_owned()]), "{text}");
        }
        assert_eq!(range("9:00~12:00 13:00~17:00"), Reading::Several(None));
        for text in ["9:00", "24時間", "9:0~10:00", "9:00~17:75", "平日のみ", "午後12時~午後3時"] {
            assert_eq!(range(text), Reading::Unparsed, "{text}");
        }
        assert_eq!(range("時 分 ~ 時 分"), Reading::Blank);
        assert_eq!(read("23時15分"), Reading::Value("23:15".to_owned()));
        assert_eq!(read("23:15頃"), Reading::Unparsed);
    }

    #[test]
    fn months() {
        for (text, expected) in [
            ("令和6年4月", "2024-04"),
            ("2024年(令和6年)12月", "2024-12"),
            ("2024/4", "2024-04"),
            ("R6.4月末現在", "2024-04"),
        ] {
            assert_eq!(month(text), Reading::Value(expected.to_owned()), "{text}");
        }
        for text in ["令和6年4月1日", "令和6年度", "4月", "2024年13月", "2024.4.1"] {
            assert_eq!(month(text), Reading::Unparsed, "{text}");
        }
        assert_eq!(month("令和 年 月"), Reading::Blank);
    }
}
