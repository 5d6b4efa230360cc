//! Value parsers: from the normalized text of a cell to a typed value.
//!
//! They stand behind label alignment: what comes in is the text between a label and the next (NFKC, one line, trimmed),
//! what goes out is a [`Reading`]. No parser knows the form's labels; units, era names and prefectures are tables here.
//! Where a text allows two readings the parser says so or gives up: a wrong value that nothing flags is worse than none.

pub mod address;
pub mod code;
pub mod count;
pub mod date;
pub mod email;
pub mod hyphen;
pub mod money;
pub mod name;
pub mod number;
pub mod phone;
pub mod plan;
pub mod prefecture;
pub mod sites;
mod text;
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
    text.chars().all(|c| c.is_whitespace() || is_hyphen_like(c) || "_＿()（）[]［］【】「」〔〕".contains(c))
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

    #[test]
    fn map_keeps_the_kind_of_reading() {
        assert_eq!(Reading::Value(2).map(|n| n * 2), Reading::Value(4));
        assert_eq!(Reading::Several(Some(2)).map(|n| n * 2).value(), Some(4));
        assert_eq!(Reading::<u8>::Several(None).value(), None);
        assert_eq!(Reading::<u8>::Unparsed.map(u16::from), Reading::Unparsed);
    }
}
