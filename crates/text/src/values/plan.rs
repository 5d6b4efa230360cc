//! The plan of a checklist row, in the brackets of its 「planned」 cell (contract: only 「年 月」 or empty brackets: null).

use super::hyphen::is_hyphen_like;
use super::is_blank;
use super::text::{fold, skip_char, strip_any};

/// What a plan cell holds before anything is filled in.
const PRINTED: &[&str] = &[
    "令和", "平成", "西暦", "年度", "年", "月", "日", "頃", "ころ", "ごろ", "○", "〇", "◯", "/", ".", "・", "~", "〜",
    ":",
];
/// Words that say something alone, but nothing beside an unfilled date.
const TIMING: &[&str] = &["までに", "まで", "実施", "予定", "から", "末", "上旬", "中旬", "下旬", "R", "H"];

/// The plan's text, trimmed; None for an empty one, a dash, or a date's unfilled placeholders.
#[must_use]
pub fn read(text: &str) -> Option<String> {
    let text = text.trim();
    (!is_blank(text) && !is_unfilled(text)).then(|| text.to_owned())
}

fn is_unfilled(text: &str) -> bool {
    let (mut rest, mut dated, mut timed) = (text, false, false);
    while let Some(c) = rest.chars().next() {
        dated |= matches!(c, '年' | '月' | '日');
        rest = match (strip_any(rest, PRINTED), strip_any(rest, TIMING)) {
            (Some(after), _) => after,
            (None, Some(after)) => {
                timed = true;
                after
            }
            _ if is_hyphen_like(c) || is_blank(fold(c).encode_utf8(&mut [0; 4])) => skip_char(rest),
            _ => return false,
        };
    }
    dated || !timed
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn plans() {
        let cases = [
            ("", None),
            ("—", None),
            ("()", None),
            ("年 月", None),
            ("年 月 日", None),
            ("令和 年 月", None),
            ("令和 年 月頃", None),
            (" 頃 ", None),
            ("年 月予定", None),
            ("○年○月", None),
            ("年 月 ~ 年 月", None),
            ("年　月", None),
            ("年 月 日までに実施予定", None),
            ("R  年  月", None),
            ("令和 年度", None),
            ("2024年4月", Some("2024年4月")),
            (" 令和6年度中 ", Some("令和6年度中")),
            ("未定", Some("未定")),
            ("予定", Some("予定")),
            ("4月頃", Some("4月頃")),
            ("なし", Some("なし")),
            ("年内", Some("年内")),
            ("来年3月", Some("来年3月")),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input).as_deref(), expected, "{input}");
        }
    }
}
