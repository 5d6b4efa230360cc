//! Value parsers: from the normalized text of a cell to a typed value.
//!
//! They stand behind label alignment: what comes in is the text between a label and the next (NFKC, one line, trimmed),
//! what goes out is a [`Reading`]. No parser knows the form's labels; units, era names and prefectures are tables here.
//! Where a text allows two readings the parser says so or gives up: a wrong value that nothing flags is worse than none.

pub mod address;
pub mod code;
pub mod count;
pub mod date;
pub mod decimal;
pub mod email;
pub mod fee_range;
pub mod hyphen;
pub mod list;
pub mod money;
pub mod name;
pub mod number;
pub mod period;
pub mod phone;
pub mod plan;
pub mod prefecture;
pub mod sign;
pub mod sites;
pub mod sum;
mod text;
pub mod tiers;
pub mod time;
pub mod unit_price;
pub mod url;
mod year;

use hyphen::is_hyphen_like;

/// What reading a text as a type came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading<T> {
    /// Nothing is stated: empty, only a dash, only a unit or a counter, only placeholders such as 「年 月 日」.
    Blank,
    /// Read without doubt.
    Value(T),
    /// More than one value stands there; the value the contract settles on, or None where it settles on none.
    Several(Option<T>),
    /// There is text, but it is not of the type.
    Unparsed,
}

impl<T> Reading<T> {
    /// The same reading with its value, if there is one, turned into another.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Reading<U> {
        match self {
            Self::Blank => Reading::Blank,
            Self::Value(value) => Reading::Value(turn(value)),
            Self::Several(value) => Reading::Several(value.map(turn)),
            Self::Unparsed => Reading::Unparsed,
        }
    }

    /// The value that goes into the record, if any.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Several(value) => value,
            Self::Blank | Self::Unparsed => None,
        }
    }
}

/// Whether a text states nothing: empty, or only white space, dashes, underlines and brackets. 「なし」 states something.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let is_frame = |c: char| {
        matches!(
            c,
            '_' | '＿' | '(' | ')' | '（' | '）' | '[' | ']' | '［' | '］' | '【' | '】' | '「' | '」' | '〔' | '〕'
        )
    };
    text.chars().all(|c| c.is_whitespace() || is_hyphen_like(c) || is_frame(c))
}

#[cfg(test)]
mod tests {
    use super::{Reading, is_blank};

    #[test]
    fn blank_is_only_dashes_brackets_and_space() {
        let cases = [
            ("", true),
            (" \u{3000}", true),
            ("—", true),
            ("ー", true),
            ("- -", true),
            ("―", true),
            ("－", true),
            ("( )", true),
            ("（　）", true),
            ("＿＿＿", true),
            ("なし", false),
            ("〃", false),
            ("0", false),
            ("一", false),
        ];
        for (input, expected) in cases {
            assert_eq!(is_blank(input), expected, "{input}");
        }
    }

    /// Every parser takes any text: pieces of real cells in random order, cut anywhere.
    #[test]
    fn no_text_makes_a_parser_panic() {
        let pieces = "0 1 23 456 78901234 , . 、 - ー — ( ) （ ） / : ~ 〜 年 月 日 令和 平成 R H 元 十 百 千 万 億 一 二 〇 円 ¥ あたり につき 件 人 \
            箇所 東京都 京都 三重 〒 @ info example.jp https:// http www. + 約 以上 無料 税込 1,000 03 2024 内線 他 ○ 年度 ※ x";
        let pieces: Vec<&str> = pieces.split_whitespace().chain([" ", "\u{3000}", "１"]).collect();
        let mut state = 1_u64;
        for _ in 0..5_000 {
            let mut text = String::new();
            for _ in 0..9 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            read_as_everything(&text);
        }
    }

    fn read_as_everything(text: &str) {
        let _ =
            (super::address::read(text), super::code::read(text), super::count::read(text), super::date::read(text));
        let _ = (
            super::email::find(text),
            super::money::read(text),
            super::unit_price::read_unit_price(text),
            super::phone::read(text),
        );
        let _ =
            (super::plan::read(text), super::prefecture::list(text), super::sites::split(text), super::url::read(text));
        let _ = (super::decimal::read(text), super::decimal::percent(text), super::decimal::range(text));
        let _ = (super::time::read(text), super::time::range(text), super::time::month(text));
        let _ = (super::period::read(text), super::list::read(text), super::fee_range::read(text));
        let _ = (super::email::count(text), super::code::check_digit_ok(text), super::number::scan(text));
    }

    #[test]
    fn map_keeps_the_kind_of_reading() {
        assert_eq!(Reading::Value(2).map(|n| n * 2), Reading::Value(4));
        assert_eq!(Reading::Several(Some(2)).map(|n| n * 2).value(), Some(4));
        assert_eq!(Reading::<u8>::Several(None).value(), None);
        assert_eq!(Reading::<u8>::Unparsed.map(u16::from), Reading::Unparsed);
    }
}
