//! Phone and fax numbers (contract: digits in groups joined by `-`; the first number; (代表) and extensions dropped).

use super::hyphen::is_hyphen_like;
use super::text::{digit_run, fold, skip_char};
use super::{Reading, is_blank};

/// Digits of a domestic number, trunk 0 included.
const DOMESTIC: std::ops::RangeInclusive<usize> = 9..=11;
/// Digits of a number in international form, country code included.
const INTERNATIONAL: std::ops::RangeInclusive<usize> = 8..=15;
/// From so many digits on a run that is no number is a number with a slip; below it is an extension or a house number.
const SLIP: usize = 5;
/// Digits from which on a number is complete, so that another group that begins with 0 begins another number.
const COMPLETE: usize = 9;
/// Marks before a shortened second number: 「03-1234-5678~9」.
const SECOND: [char; 7] = ['~', '〜', '・', '、', ',', '/', '&'];

/// Digit groups as they stand in the text, up to the first character that belongs to no number.
struct DigitGroups<'a> {
    groups: Vec<String>,
    digits: usize,
    plus: bool,
    rest: &'a str,
    /// A letter or a masking sign stands right after the last digit.
    smudged: bool,
}

/// Reads a phone number. A second number makes it [`Reading::Several`] with the first; fewer than nine or more than eleven
/// digits, or a number that does not begin with 0 or +, are [`Reading::Unparsed`].
#[must_use]
pub fn read(text: &str) -> Reading<String> {
    if is_blank(text) {
        return Reading::Blank;
    }
    let (mut rest, mut first, mut several) = (text, None::<String>, false);
    while let Some(c) = rest.chars().next().map(fold) {
        if !c.is_ascii_digit() && c != '+' {
            let tail = skip_char(rest);
            several |= first.is_some() && SECOND.contains(&c) && shortened(tail);
            rest = tail;
            continue;
        }
        let run = take(rest);
        rest = skip_minutes(run.rest);
        match run.verdict() {
            Verdict::Slip => return Reading::Unparsed,
            Verdict::Other => {}
            Verdict::Number(number) => match &first {
                None => first = Some(number),
                Some(first) => several |= !same(first, &number),
            },
        }
    }
    match first {
        Some(number) if several => Reading::Several(Some(number)),
        Some(number) => Reading::Value(number),
        None => Reading::Unparsed,
    }
}

/// 「9:00 03-1234-5678」: the minutes of a time are no part of the number behind them.
fn skip_minutes(text: &str) -> &str {
    let Some(minutes) = text.strip_prefix([':', '：']).filter(|rest| digit_run(rest) == 2) else { return text };
    let after = skip_char(skip_char(minutes));
    if after.starts_with(|c: char| is_hyphen_like(c) || c == '(') { text } else { after }
}

fn same(a: &str, b: &str) -> bool {
    a.bytes().filter(u8::is_ascii_digit).eq(b.bytes().filter(u8::is_ascii_digit))
}

/// Whether one to four digits follow that stand for the end of a second number.
fn shortened(tail: &str) -> bool {
    let tail = tail.trim_start();
    let digits = digit_run(tail);
    let after = tail.chars().nth(digits).map(fold);
    (1..=4).contains(&digits) && after.is_none_or(|c| c == ')' || c == '(' || c == ' ')
}

enum Verdict {
    Number(String),
    /// Too few digits to be meant as one.
    Other,
    /// Meant as one, but wrong.
    Slip,
}

impl DigitGroups<'_> {
    fn verdict(self) -> Verdict {
        let begins = self.groups.first().is_some_and(|group| group.starts_with('0') && !group.starts_with("00"));
        let meant = if begins || self.plus { SLIP } else { COMPLETE };
        let length = if self.plus { INTERNATIONAL } else { DOMESTIC };
        let last = self.groups.len().saturating_sub(1);
        let shaped = self.groups.iter().enumerate().all(|(at, group)| group.len() > 1 || (self.plus && at < last));
        if self.digits < meant {
            return Verdict::Other;
        }
        if self.smudged || !(begins || self.plus) || !length.contains(&self.digits) || !shaped || last > 4 {
            return Verdict::Slip;
        }
        let sign = if self.plus { "+" } else { "" };
        Verdict::Number(format!("{sign}{}", self.groups.join("-")))
    }
}

/// Takes the run of digit groups a text begins with.
fn take(text: &str) -> DigitGroups<'_> {
    let plus = text.starts_with(['+', '＋']);
    let mut run = DigitGroups { groups: Vec::with_capacity(4), digits: 0, plus, rest: text, smudged: false };
    let mut rest = if plus { skip_char(text) } else { text };
    let mut gap = Gap::default();
    loop {
        let length = digit_run(rest);
        if length > 0 {
            let group: String = rest.chars().take(length).map(fold).collect();
            if run.ends_before(&group, &gap) {
                return run;
            }
            rest = rest.get(rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at)..).unwrap_or_default();
            run.push(group, &gap);
            run.rest = rest;
            gap = Gap { last: length, ..Gap::default() };
            run.smudged = rest.starts_with(|c: char| fold(c).is_ascii_alphabetic() || "*○●×■□?".contains(fold(c)));
            continue;
        }
        match rest.chars().next().map(fold) {
            Some(' ') => gap.space = true,
            Some(c) if is_hyphen_like(c) || c == '.' || c == ')' => gap.mark = true,
            Some('(') => (gap.mark, gap.bracket) = (true, true),
            _ => break,
        }
        rest = skip_char(rest);
    }
    if run.rest.len() == text.len() {
        run.rest = skip_char(text);
    }
    run
}

/// What stands between two digit groups.
#[derive(Default)]
struct Gap {
    space: bool,
    mark: bool,
    bracket: bool,
    /// Digits of the run before it.
    last: usize,
}

impl DigitGroups<'_> {
    /// Whether a group begins another number.
    fn ends_before(&self, group: &str, gap: &Gap) -> bool {
        let apart = gap.bracket || (gap.space && !gap.mark);
        self.full() == Some(self.digits) && apart
            || self.digits >= COMPLETE
                && group.starts_with('0')
                && group.len() > 1
                && (gap.space || gap.bracket)
                && self.digits + group.len() > 11
    }

    /// Digits of a domestic number that begins like this one; None for an international one.
    fn full(&self) -> Option<usize> {
        let head: String = self.groups.iter().flat_map(|group| group.chars()).take(3).collect();
        let mobile = ["020", "050", "060", "070", "080", "090"].contains(&head.as_str());
        match head.starts_with('0') {
            true if mobile => Some(11),
            true => Some(10),
            false => None,
        }
    }

    fn push(&mut self, group: String, gap: &Gap) {
        // +81-(0)3: the trunk 0 is said not to be dialled.
        if self.plus && self.groups.len() == 1 && gap.bracket && group == "0" {
            return;
        }
        self.digits += group.len();
        let spaced_letters = gap.space && !gap.mark && gap.last == 1 && group.len() == 1;
        match self.groups.last_mut().filter(|_| spaced_letters) {
            Some(last) => last.push_str(&group),
            None => self.groups.push(group),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{Blank, Several, Unparsed, Value};
    use super::read;

    #[test]
    fn numbers() {
        let cases = [
            ("03 - 6870 - 3800", "03-6870-3800"),
            ("03 -3962 -5100", "03-3962-5100"),
            ("(03)6679-2221", "03-6679-2221"),
            ("03(6679)2221", "03-6679-2221"),
            ("0120-123-456", "0120-123-456"),
            ("0120-44-44-22", "0120-44-44-22"),
            ("070-1244-2632", "070-1244-2632"),
            ("+81-3-1234-5678", "+81-3-1234-5678"),
            ("+81-(0)3-1234-5678", "+81-3-1234-5678"),
            ("+81 90 1234 5678", "+81-90-1234-5678"),
            ("0312345678", "0312345678"),
            ("03-1234-5678(代表)", "03-1234-5678"),
            ("代表 03-1234-5678", "03-1234-5678"),
            ("TEL:03-1234-5678", "03-1234-5678"),
            ("TEL03-1234-5678", "03-1234-5678"),
            ("03-1234-5678 内線123", "03-1234-5678"),
            ("03-1234-5678(内線 0123)", "03-1234-5678"),
            ("03 1234 5678", "03-1234-5678"),
            ("03.1234.5678", "03-1234-5678"),
            ("03ー1234ー5678", "03-1234-5678"),
            ("03−1234−5678", "03-1234-5678"),
            ("０３－１２３４－５６７８", "03-1234-5678"),
            ("0 3 - 6 8 7 0 - 3 8 0 0", "03-6870-3800"),
            ("(03) 6679-2221", "03-6679-2221"),
            ("03-1234-5678(平日9時~17時)", "03-1234-5678"),
            ("サポートセンター03-1234-5678", "03-1234-5678"),
            ("03-1234-5678 / 03-1234-5678", "03-1234-5678"),
            ("03-1234-5678 9:00~17:00", "03-1234-5678"),
            ("9:00~17:00 03-1234-5678", "03-1234-5678"),
            ("電話1:03-1234-5678", "03-1234-5678"),
            ("03-1234-5678 (2024.04.01変更)", "03-1234-5678"),
            ("03-1234-5678 (1234)", "03-1234-5678"),
            ("0800-123-4567", "0800-123-4567"),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), Value(expected.to_owned()), "{input}");
        }
    }

    #[test]
    fn other_texts() {
        let first = || Several(Some("03-1111-2222".to_owned()));
        let cases = [
            ("03-1111-2222 / 03-3333-4444", first()),
            ("03-1111-2222、03-3333-4444", first()),
            ("03-1111-2222 03-3333-4444", first()),
            ("03-1111-2222(03-3333-4444)", first()),
            ("03-1111-2222(FAX 03-3333-4444)", first()),
            ("03-1111-2222~9", first()),
            ("03-1111-2222・2223", first()),
            ("03-1111-2222(代) 0120-123-456", first()),
            ("", Blank),
            ("ー", Blank),
            ("( ) -", Blank),
            ("03-1234", Unparsed),
            ("なし", Unparsed),
            ("無", Unparsed),
            ("3-1234-5678", Unparsed),
            ("81-3-1234-5678", Unparsed),
            ("03-1234-56789012", Unparsed),
            ("03-1234-567X", Unparsed),
            ("03-1234-567*", Unparsed),
            ("O3-1234-5678", Unparsed),
            ("03-1234-5678-123", Unparsed),
            ("03/1234/5678", Unparsed),
            ("内線123", Unparsed),
            ("03-6870-380 0", Unparsed),
            ("00-0000-0000", Unparsed),
            ("070-1244-263 2", Unparsed),
        ];
        for (input, expected) in cases {
            assert_eq!(read(input), expected, "{input}");
        }
    }
}
