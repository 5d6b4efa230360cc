//! Periods of two dates: 「令和6年4月1日～令和7年3月31日」「2024/4/1から2025/3/31まで」; either end may be open.

use super::text::{DigitGap, squeeze, strip_any};
use super::{Reading, date, is_blank};
use jiff::civil::Date;

/// What stands between the two dates. A hyphen may be part of a date.
const BETWEEN: &[&str] = &["から", "より", "~", "〜", "～", "→", "至", "–", "—", "―"];

/// Words before the first date that say nothing more.
const LEAD: &[&str] = &["自"];

/// Reads the first and the last day; an open end is `None`.
#[must_use]
pub fn read(text: &str) -> Reading<[Option<Date>; 2]> {
    let text = squeeze(text, DigitGap::JoinSingles);
    let is_said = text.chars().any(|c| !"年月日自至から~〜～令和平成昭和().".contains(c));
    if is_blank(&text) || !is_said {
        return Reading::Blank;
    }
    let cut = text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        strip_any(rest, BETWEEN).map(|after| (text.get(..at).unwrap_or_default(), after))
    });
    let Some((from, to)) = cut else {
        return match text.strip_suffix("まで").map(date::read) {
            Some(Reading::Value(to)) => Reading::Value([None, Some(to)]),
            _ => Reading::Unparsed,
        };
    };
    let to = to.trim_start_matches(|c| BETWEEN.iter().any(|word| word.starts_with(c)));
    let to = to.strip_suffix("まで").unwrap_or(to);
    let from = strip_any(from, LEAD).unwrap_or(from);
    let end = |text: &str| match text.is_empty() {
        true => Some(None),
        false => {
            if let Reading::Value(date) = date::read(text) {
                Some(Some(date))
            } else {
                None
            }
        }
    };
    match (end(from), end(to)) {
        (Some(None), Some(None)) | (None, _) | (_, None) => Reading::Unparsed,
        (Some(Some(from)), Some(Some(to))) if to < from => Reading::Unparsed,
        (Some(from), Some(to)) => Reading::Value([from, to]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods() {
        for (text, from, to) in [
            ("令和6年4月1日～令和7年3月31日", Some("2024-04-01"), Some("2025-03-31")),
            ("2024/4/1から2025/3/31まで", Some("2024-04-01"), Some("2025-03-31")),
            ("自 令和6年4月1日 至 令和7年3月31日", Some("2024-04-01"), Some("2025-03-31")),
            ("令和6年4月1日~", Some("2024-04-01"), None),
            ("令和7年3月31日まで", None, Some("2025-03-31")),
        ] {
            let Reading::Value(read) = read(text) else { panic!("{text}") };
            assert_eq!(read.map(|end| end.map(|end| end.to_string())), [from, to].map(|end| end.map(str::to_owned)));
        }
        for text in ["令和6年4月1日~3月31日", "令和7年4月1日~令和6年3月31日", "令和6年度", "令和6年4月1日", "未定"]
        {
            assert_eq!(read(text), Reading::Unparsed, "{text}");
        }
        for text in ["", "―", "年 月 日 ~ 年 月 日"] {
            assert_eq!(read(text), Reading::Blank, "{text}");
        }
    }
}
