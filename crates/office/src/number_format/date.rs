//! Showing dates and times.

use super::FormatToken;
use jiff::civil::{Date, Weekday, date};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// Days that spreadsheets count: to the end of the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

/// Eras by their first day, the latest first: name, short name, letter.
const ERAS: [(Date, &str, &str, &str); 5] = [
    (date(2019, 5, 1), "令和", "令", "R"),
    (date(1989, 1, 8), "平成", "平", "H"),
    (date(1926, 12, 25), "昭和", "昭", "S"),
    (date(1912, 7, 30), "大正", "大", "T"),
    (date(1868, 1, 25), "明治", "明", "M"),
];

/// A moment as a cell holds it.
struct CellMoment {
    date: Date,
    /// Seconds since midnight.
    second: i64,
    /// Seconds since the count began.
    total: i64,
}

impl CellMoment {
    fn hour(&self) -> i64 {
        self.second / 3600
    }
}

/// A serial number shown by a section, or none where it is no date.
pub(super) fn show(tokens: &[FormatToken], serial: f64, from_1904: bool) -> Option<String> {
    let moment = moment(serial, from_1904)?;
    let half_day = tokens.iter().any(|token| matches!(token, FormatToken::HalfDay(..)));
    let mut shown = String::new();
    for token in tokens {
        match token {
            FormatToken::Literal(literal) => shown.push_str(literal),
            FormatToken::Point => shown.push('.'),
            FormatToken::Comma => shown.push(','),
            FormatToken::Date(letter, count) => shown.push_str(&part(&moment, *letter, *count, half_day)),
            FormatToken::Elapsed('h') => shown.push_str(&(moment.total / 3600).to_string()),
            FormatToken::Elapsed('m') => shown.push_str(&(moment.total / 60).to_string()),
            FormatToken::Elapsed(_) => shown.push_str(&moment.total.to_string()),
            FormatToken::HalfDay(before, after) => shown.push_str(if moment.hour() < 12 { before } else { after }),
            _ => {}
        }
    }
    Some(shown)
}

/// The moment of a serial number. Excel counts a 29 February 1900 that never was.
fn moment(serial: f64, from_1904: bool) -> Option<CellMoment> {
    if !(0.0..LAST_DAY).contains(&serial) {
        return None;
    }
    let total = (serial * DAY as f64).round() as i64;
    let days = total / DAY;
    let origin = match (from_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, 0..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    };
    let date = origin.checked_add(jiff::Span::new().try_days(days).ok()?).ok()?;
    Some(CellMoment { date, second: total % DAY, total })
}

fn part(moment: &CellMoment, letter: char, count: usize, half_day: bool) -> String {
    let date = moment.date;
    let padded = |number: i64| if count >= 2 { format!("{number:02}") } else { number.to_string() };
    match letter {
        'y' if count <= 2 => format!("{:02}", date.year() % 100),
        'y' => date.year().to_string(),
        'M' if count >= 3 => month_name(date.month(), count),
        'M' => padded(i64::from(date.month())),
        'd' if count >= 3 => english_day(date.weekday(), count),
        'd' => padded(i64::from(date.day())),
        'h' if half_day => padded(if moment.hour() % 12 == 0 { 12 } else { moment.hour() % 12 }),
        'h' => padded(moment.hour()),
        'm' => padded(moment.second / 60 % 60),
        's' => padded(moment.second % 60),
        'g' => era(date)
            .and_then(|(_, [name, short, letter])| [letter, short, name].get(count.min(3) - 1).copied())
            .unwrap_or_default()
            .to_owned(),
        'e' => padded(era(date).map_or(i64::from(date.year()), |(year, _)| year)),
        'a' => japanese_day(date.weekday(), count),
        _ => String::new(),
    }
}

/// The year of the era that a date lies in, and the era's names.
fn era(date: Date) -> Option<(i64, [&'static str; 3])> {
    let (first, name, short, letter) = ERAS.into_iter().find(|(first, ..)| date >= *first)?;
    Some((i64::from(date.year() - first.year()) + 1, [name, short, letter]))
}

fn month_name(month: i8, count: usize) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = usize::try_from(month - 1).ok().and_then(|index| NAMES.get(index)).copied().unwrap_or_default();
    let length = match count {
        3 => 3,
        5 => 1,
        _ => name.len(),
    };
    name.get(..length).unwrap_or(name).to_owned()
}

fn english_day(day: Weekday, count: usize) -> String {
    let name = match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    name.get(..if count == 3 { 3 } else { name.len() }).unwrap_or(name).to_owned()
}

fn japanese_day(day: Weekday, count: usize) -> String {
    let name = match day {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    };
    if count >= 4 { format!("{name}曜日") } else { name.to_owned() }
}
