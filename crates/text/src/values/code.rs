//! A code of a number of digits: an agency's has eight, the last a check digit.

use super::hyphen::is_hyphen_like;
use super::text::{fold, skip_char};
use super::{Reading, is_blank};

/// Digits of an agency's code.
pub const LENGTH: usize = 8;

/// Reads an agency's code.
#[must_use]
pub fn read(text: &str) -> Reading<String> {
    read_of(text, LENGTH)
}

/// Reads a code of so many digits; spaces and hyphens between the digits go, text around them is passed over.
///
/// Two different codes are `Several(None)`; a run of more digits, or a letter on the code, makes it [`Reading::Unparsed`].
#[must_use]
pub fn read_of(text: &str, length: usize) -> Reading<String> {
    if is_blank(text) {
        return Reading::Blank;
    }
    let (mut rest, mut before, mut first, mut several) = (text, ' ', None::<String>, false);
    while let Some(c) = rest.chars().next().map(fold) {
        if !c.is_ascii_digit() {
            before = c;
            rest = skip_char(rest);
            continue;
        }
        let (digits, after) = run(rest, length);
        let smudged = before.is_ascii_alphabetic()
            || after.starts_with(|c: char| fold(c).is_ascii_alphabetic() || matches!(c, '*' | '?'));
        if digits.len() > length || (smudged && digits.len() == length) {
            return Reading::Unparsed;
        }
        if digits.len() == length {
            several |= first.as_ref().is_some_and(|first| *first != digits);
            first = first.or(Some(digits));
        }
        (rest, before) = (after, '0');
    }
    match first {
        Some(_) if several => Reading::Several(None),
        Some(code) => Reading::Value(code),
        None => Reading::Unparsed,
    }
}

/// The digits a text begins with, over single separators; as many as the code has, unbroken, end before a space.
fn run(text: &str, length: usize) -> (String, &str) {
    let (mut digits, mut rest, mut unbroken) = (String::with_capacity(length), text, true);
    loop {
        while let Some(c) = rest.chars().next().map(fold).filter(char::is_ascii_digit) {
            digits.push(c);
            rest = skip_char(rest);
        }
        let gap = rest.trim_start_matches(|c: char| c.is_whitespace() || is_hyphen_like(c));
        let hyphen = rest.get(..rest.len() - gap.len()).is_some_and(|gap| gap.contains(is_hyphen_like));
        let done = digits.len() == length && unbroken && !hyphen;
        if done || gap.len() == rest.len() || !gap.starts_with(|c: char| fold(c).is_ascii_digit()) {
            return (digits, rest);
        }
        unbroken = false;
        rest = gap;
    }
}

/// Whether the last digit of a code is its check digit: weights 2 and 1 in turn from the digit before it leftward, the
/// products' digits added up, their sum taken from the next multiple of ten.
#[must_use]
pub fn check_digit_ok(code: &str) -> bool {
    let digits: Option<Vec<u32>> = code.chars().map(|c| c.to_digit(10)).collect();
    let Some((check, body)) = digits.as_deref().and_then(<[u32]>::split_last) else { return false };
    let products = body.iter().rev().zip([2, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight);
    let sum: u32 = products.map(|product| product / 10 + product % 10).sum();
    body.len() == LENGTH - 1 && (10 - sum % 10) % 10 == *check
}

/// How a code checks itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckDigit {
    /// The last digit; weights 2, 1 from the right, the products' digits added: codes of medical institutions and insurers.
    Mod10,
    /// The first of thirteen digits: the number of a corporation (法人番号).
    CorporateNumber,
    /// The last digit; weights 3, 1 from the right: JAN and ISBN.
    Jan,
}

impl CheckDigit {
    /// Whether a code's check digit is right.
    #[must_use]
    pub fn is_right(self, code: &str) -> bool {
        let digits: Option<Vec<u32>> = code.chars().map(|c| c.to_digit(10)).collect();
        let Some(digits) = digits.as_deref() else { return false };
        let last = digits.split_last();
        match self {
            Self::Mod10 => last.is_some_and(|(check, body)| {
                let products = body.iter().rev().zip([2, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight);
                let sum: u32 = products.map(|product| product / 10 + product % 10).sum();
                (10 - sum % 10) % 10 == *check
            }),
            Self::Jan => last.is_some_and(|(check, body)| {
                let sum: u32 =
                    body.iter().rev().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
                (10 - sum % 10) % 10 == *check
            }),
            Self::CorporateNumber => digits.split_first().is_some_and(|(check, body)| {
                let sum: u32 =
                    body.iter().rev().zip([1, 2].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
                body.len() == 12 && 9 - sum % 9 == *check
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn check_digits_by_their_rules() {
        use super::CheckDigit;
        assert!(CheckDigit::Mod10.is_right("91399113") && !CheckDigit::Mod10.is_right("91399114"));
        assert!(CheckDigit::Jan.is_right("4006381333931") && !CheckDigit::Jan.is_right("4006381333932"));
        // The example that the tax agency publishes.
        assert!(CheckDigit::CorporateNumber.is_right("8700110005901"));
        assert!(!CheckDigit::CorporateNumber.is_right("7700110005901") && !CheckDigit::CorporateNumber.is_right("x"));
    }

    use super::super::Reading::{Blank, Several, Unparsed, Value};
    use super::{check_digit_ok, read};

    #[test]
    fn codes() {
        let code = || Value("91399113".to_owned());
        let cases = [
            ("91399113", code()),
            ("9139 9113", code()),
            ("9 1 3 9 9 1 1 3", code()),
            ("9139-9113", code()),
            ("９１３９９１１３", code()),
            ("91399113番", code()),
            ("91399113(2020年取得)", code()),
            ("91399113 2020年取得", code()),
            ("代行コード:91399113", code()),
            ("91399113、91399113", code()),
            ("", Blank),
            ("—", Blank),
            ("9139911", Unparsed),
            ("913991133", Unparsed),
            ("A91399113", Unparsed),
            ("91399113X", Unparsed),
            ("申請中", Unparsed),
            ("91399113-12", Unparsed),
            ("9139911*", Unparsed),
            ("91399113 91399170", Several(None)),
            ("91399113、91399170", Several(None)),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), expected, "{input}");
        }
    }

    #[test]
    fn check_digits() {
        for code in ["91399113", "91399170", "91399246", "91399055"] {
            assert!(check_digit_ok(code), "{code}");
        }
        for code in ["91399114", "9139911", "", "9139911X", "91399131", "0000000000"] {
            assert!(!check_digit_ok(code), "{code}");
        }
    }
}
