//! The cell of a number of sites and the list of where they are: 「8箇所(都道府県名:東京都・大阪府)」.
//! It is only split here; [`super::count`] and [`super::prefecture`] read the parts.

use super::count::strip_counter;
use super::hyphen::is_hyphen_like;
use super::number::token;
use super::prefecture;
use super::text::{fold, skip_char};
use crate::brackets::{OPENING, closing};

/// Splits a text into the part that states a count and, if there is one, the part that lists places.
///
/// The list is the inside of the bracket that has a colon, or of the first bracket, after its colon; a bracket may stay open.
/// Without brackets it is what follows the colon, or what follows the counter.
#[must_use]
pub fn split(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    if let Some((before, inside, after)) = bracket(text) {
        let count = if before.is_empty() { after } else { before };
        return (count, Some(after_colon(inside).unwrap_or(inside).trim()));
    }
    if let Some((list, count)) = count_last(text) {
        return (count, Some(list));
    }
    let end = count_end(text);
    let (count, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let (count, rest) = (count.trim_end(), rest.trim());
    match after_colon(rest) {
        Some(list) => (count, Some(list.trim())),
        None if !rest.is_empty() && (!count.is_empty() || !prefecture::list(rest).names.is_empty()) => {
            (count, Some(rest))
        }
        None if rest.is_empty() => (count, None),
        None => (text, None),
    }
}

/// 「東京都 1箇所」: the places first, then the only number, with its counter at the end.
fn count_last(text: &str) -> Option<(&str, &str)> {
    let (list, count) = text.split_at_checked(text.find(|c: char| fold(c).is_ascii_digit())?)?;
    let (_, length) = token(count)?;
    let counted = strip_counter(count.get(length..)?.trim_start())?;
    (counted.is_empty() && prefecture::begins(list)).then_some((list.trim(), count))
}

fn after_colon(text: &str) -> Option<&str> {
    text.split_once([':', '：']).map(|(_, list)| list)
}

/// The bracket with the list: what stands before it, in it and after it.
fn bracket(text: &str) -> Option<(&str, &str, &str)> {
    let opens = text.char_indices().filter(|(_, c)| OPENING.contains(c));
    let mut first = None;
    let mut covered = 0;
    for (at, open) in opens {
        if at < covered {
            continue;
        }
        let inside = text.get(at + open.len_utf8()..)?;
        let length = closing(inside).unwrap_or(inside.len());
        let (inside, after) = inside.split_at_checked(length)?;
        let found = (text.get(..at)?.trim(), inside, skip_char(after).trim());
        if after_colon(inside).is_some() {
            return Some(found);
        }
        covered = text.len() - after.len();
        first = first.or(Some(found));
    }
    first
}

/// Where the count ends: after the first number and its counter, or after a counter the text begins with; 0 without any.
fn count_end(text: &str) -> usize {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || is_hyphen_like(c));
    if let Some(after) = strip_counter(rest) {
        return text.len() - after.len();
    }
    while !rest.is_empty() {
        // 三重 and 千葉 begin with a number.
        if rest.starts_with([':', '：']) || prefecture::begins(rest) {
            return 0;
        }
        if let Some((_, length)) = token(rest) {
            let after = rest.get(length..).unwrap_or_default();
            let end = strip_counter(after.trim_start()).unwrap_or(after);
            return text.len() - end.len();
        }
        rest = skip_char(rest);
    }
    0
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn splits() {
        let cases = [
            ("8箇所(都道府県名:東京都・大阪府)", "8箇所", Some("東京都・大阪府")),
            ("8箇所（都道府県名：東京都・大阪府）", "8箇所", Some("東京都・大阪府")),
            ("2箇所 (都道府県名: 東京都/北海道)", "2箇所", Some("東京都/北海道")),
            ("箇所(都道府県名:)", "箇所", Some("")),
            ("箇所(都道府県名:東京都)", "箇所", Some("東京都")),
            ("8箇所(都道府県名:東京都", "8箇所", Some("東京都")),
            ("8箇所(都道府県名:東京都(2)・大阪府)", "8箇所", Some("東京都(2)・大阪府")),
            ("8箇所(うち直営2)(都道府県名:東京都)", "8箇所(うち直営2)", Some("東京都")),
            ("2箇所(東京都/北海道)", "2箇所", Some("東京都/北海道")),
            ("(都道府県名:東京都) 1箇所", "1箇所", Some("東京都")),
            ("8箇所 都道府県名:東京都", "8箇所", Some("東京都")),
            ("8 箇所 東京都、大阪府", "8 箇所", Some("東京都、大阪府")),
            ("約8箇所", "約8箇所", None),
            ("8", "8", None),
            ("箇所", "箇所", None),
            ("東京都・大阪府", "", Some("東京都・大阪府")),
            ("都道府県名:東京都", "", Some("東京都")),
            ("三重県・千葉県", "", Some("三重県・千葉県")),
            ("—箇所 東京都", "—箇所", Some("東京都")),
            ("東京都 1箇所", "1箇所", Some("東京都")),
            ("東京都1箇所、大阪府2箇所", "", Some("東京都1箇所、大阪府2箇所")),
            ("全国", "全国", None),
            ("", "", None),
        ];
        for (input, count, list) in cases {
            assert_eq!(split(input), (count, list), "{input}");
        }
    }
}
