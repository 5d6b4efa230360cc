//! The numbers of items at the head of their rows.

/// What sets an item's number off from its text.
const SET_OFF: [char; 6] = ['.', ')', ']', '、', ':', ','];

/// A cell that holds an item's number and nothing else: its column may be too narrow for it, and cut it into lines.
pub(crate) fn lone_number(text: &str) -> Option<(u32, usize)> {
    let inner = text.trim_start_matches(['(', '[']).trim_end_matches(|c| c == ' ' || SET_OFF.contains(&c));
    let mut digits = inner.bytes().filter(|byte| *byte != b' ');
    let no = digits.try_fold(0u32, |no, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        no.checked_mul(10)?.checked_add(digit)
    });
    no.filter(|no| (1..100).contains(no)).map(|no| (no, text.len()))
}

/// An item's number at the head of a text, and the length of the number with what sets it off.
pub(crate) fn number(text: &str) -> Option<(u32, usize)> {
    let inner = text.trim_start_matches(['(', '[']);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let no: u32 = inner.get(..digits)?.parse().ok().filter(|no| (1..1000).contains(no))?;
    let after = inner.get(digits..)?;
    let body = after.trim_start().trim_start_matches(SET_OFF);
    let is_set_off = body.len() < after.len() || after.is_empty() || after.starts_with(' ');
    let is_decimal = after.starts_with(['.', ',']) && body.starts_with(|c: char| c.is_ascii_digit());
    (is_set_off && !is_decimal).then_some((no, text.len() - body.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_items() {
        for (text, expected) in [
            ("1.", Some((1, 2))),
            ("12", Some((12, 2))),
            ("(3)", Some((3, 3))),
            ("4.情報システム", Some((4, 2))),
            ("5 情報", Some((5, 2))),
            ("5.2版", None),
            ("13文字以上", None),
            ("情報", None),
            ("0.", None),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_that_their_column_cuts() {
        for (text, expected) in [
            ("1 0 .", Some(10)),
            ("(1 )", Some(1)),
            ("1 2", Some(12)),
            ("7 .", Some(7)),
            ("1 情報", None),
            ("( )", None),
        ] {
            assert_eq!(lone_number(text).map(|(no, _)| no), expected, "{text}");
        }
    }
}
