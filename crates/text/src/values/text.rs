//! Small tools of the value parsers: full width to ASCII, closing up spaces, prefix tables, brackets.

/// ASCII for a full-width character, a plain space for an ideographic one; every other character as it is.
pub(super) fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '￥' => '¥',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// What becomes of a space between two digits; every other space goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DigitGap {
    /// Kept: 「10 20」 are two numbers.
    Keep,
    /// Kept unless single digits stand on both sides: 「2 0 2 4 年」 is letter-spaced.
    JoinSingles,
}

/// The text folded, without spaces, except single ones between digits as `gap` says.
pub(super) fn squeeze(text: &str, gap: DigitGap) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut run, mut spaced, mut last) = (0_usize, false, ' ');
    for (at, c) in text.char_indices() {
        let c = fold(c);
        if c == ' ' {
            spaced = true;
            continue;
        }
        if spaced && last.is_ascii_digit() && c.is_ascii_digit() {
            let single = run == 1 && digit_run(text.get(at..).unwrap_or_default()) == 1;
            if gap == DigitGap::Keep || !single {
                out.push(' ');
            }
        }
        run = match c.is_ascii_digit() {
            true if spaced => 1,
            true => run + 1,
            false => 0,
        };
        spaced = false;
        last = c;
        out.push(c);
    }
    out
}

/// How many digits (ASCII or full width) a text begins with.
pub(super) fn digit_run(text: &str) -> usize {
    text.chars().take_while(|&c| fold(c).is_ascii_digit()).count()
}

/// What follows the first word of the table that the text begins with. Longer words stand first in the tables.
pub(super) fn strip_any<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_prefix(word))
}

/// What precedes the first word of the table that the text ends with.
pub(super) fn strip_end<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_suffix(word))
}

/// The text without its first character.
pub(super) fn skip_char(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// Whether a text consists of nothing but words of the table.
pub(super) fn only_words(mut text: &str, words: &[&str]) -> bool {
    while let Some(rest) = strip_any(text, words) {
        text = rest;
    }
    text.is_empty()
}

/// The text outside its brackets and the text inside them (a bracket may stay open to the end).
pub(super) fn split_brackets(text: &str) -> (String, String) {
    let (mut outer, mut inner, mut depth) = (String::with_capacity(text.len()), String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    inner.push(' ');
                }
            }
            c if depth > 0 => inner.push(c),
            c => outer.push(c),
        }
    }
    inner.truncate(inner.trim_end().len());
    (outer, inner)
}

#[cfg(test)]
mod tests {
    use super::{DigitGap, only_words, split_brackets, squeeze};

    #[test]
    fn squeezing_keeps_numbers_apart() {
        let cases = [
            ("2022 年 4 月 1 日", DigitGap::Keep, "2022年4月1日"),
            ("10 20 件", DigitGap::Keep, "10 20件"),
            ("100, 000 件", DigitGap::Keep, "100,000件"),
            ("２ ０ ２ ４ 年", DigitGap::JoinSingles, "2024年"),
            ("2024/4/1 2025/4/1", DigitGap::JoinSingles, "2024/4/1 2025/4/1"),
        ];
        for (input, gap, expected) in cases {
            assert_eq!(squeeze(input, gap), expected, "{input}");
        }
    }

    #[test]
    fn brackets_are_taken_apart() {
        assert_eq!(split_brackets("3人(うち(常勤)2人)計"), ("3人計".into(), "うち常勤2人".into()));
        assert_eq!(split_brackets("3人(うち"), ("3人".into(), "うち".into()));
        assert!(only_words("円/あたり", &["円", "/", "あたり"]));
    }
}
