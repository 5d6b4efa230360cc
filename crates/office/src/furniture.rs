//! What browsers print around pages: above the date, the time and the page's title, below its address and number. Tools that
//! take the text out of such a print-out leave them among the lines, the title of the form anew on each page.

use super::lines::{blanked, lines, start_in};
use std::collections::BTreeMap;
use yomitori_text::page_number::is_page_number;
use yomitori_text::scripts::is_digit;

/// A line, where it begins in the text.
struct PlacedLine<'t> {
    start: usize,
    text: &'t str,
}

/// A text with what browsers print around its pages left blank; nothing where there is none.
pub(super) fn without(text: &str) -> Option<String> {
    let placed = |line| PlacedLine { start: start_in(text, line), text: line };
    let found: Vec<PlacedLine<'_>> = lines(text).map(placed).collect();
    let stamps: Vec<(usize, &str)> =
        found.iter().enumerate().filter_map(|(at, line)| Some((at, behind_stamp(line.text.trim())?))).collect();
    let addresses: Vec<usize> =
        found.iter().enumerate().filter(|(_, line)| is_address(line.text.trim())).map(|(at, _)| at).collect();
    if stamps.len() + addresses.len() < 2 || stamps.is_empty() {
        return None;
    }
    let mut written: BTreeMap<String, usize> = BTreeMap::new();
    for line in &found {
        *written.entry(letters(line.text)).or_default() += 1;
    }
    // The lines that end with a title: the stamp's own, or the next one where a tool parted them.
    let mut titles: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let (mut blank, pages) = (addresses, stamps.len());
    for (at, rest) in stamps {
        if rest.is_empty() {
            blank.push(at);
        }
        let mut behind = found.iter().enumerate().skip(at + 1).map(|(at, line)| (at, line.text.trim()));
        let title = if rest.is_empty() { behind.find(|(_, text)| !text.is_empty()) } else { Some((at, rest)) };
        if let Some((at, title)) = title {
            titles.entry(letters(title)).or_default().push(at);
        }
    }
    for (title, places) in titles {
        let is_parted = |at: &&usize| found.get(**at).is_some_and(|line| letters(line.text) == title);
        let parted = places.iter().filter(is_parted).count();
        // What follows a stamp by chance is no title.
        if parted > 0 && (places.len() < 2 || places.len() * 2 <= pages) {
            continue;
        }
        // A title that stands nowhere else stays once.
        let stands_else = written.get(&title).is_some_and(|lines| *lines > parted);
        blank.extend(places.into_iter().skip(usize::from(!stands_else)));
    }
    blank.sort_unstable();
    blank.dedup();
    blanked(text, blank.iter().filter_map(|at| found.get(*at)).map(|line| (line.start, line.text)))
}

/// What stands behind a date and a time at the head of a line.
fn behind_stamp(line: &str) -> Option<&str> {
    let mut rest = line;
    for (index, separator) in ["/.-", "/.-", ", ", ":", ""].into_iter().enumerate() {
        let digits = rest.chars().take_while(|c| is_digit(*c)).count();
        let most = if index < 3 { 4 } else { 2 };
        if !(1..=most).contains(&digits) {
            return None;
        }
        rest = rest.trim_start_matches(is_digit);
        let behind = rest.trim_start_matches(|c| separator.contains(c));
        if behind.len() == rest.len() && !separator.is_empty() {
            return None;
        }
        rest = behind;
    }
    let half = ["AM", "PM", "am", "pm", "午前", "午後"].iter().find_map(|half| rest.trim_start().strip_prefix(half));
    let rest = half.unwrap_or(rest);
    // A time that goes on is a value's: 2026/4/1 9:00～17:00.
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then_some(rest.trim())
}

/// Whether a line is an address with a page's number, or one of a file.
fn is_address(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let scheme = words.next().and_then(|address| address.split_once("://")).map_or("", |(scheme, _)| scheme);
    let rest: String = words.collect();
    match scheme {
        "file" => rest.is_empty() || is_page_number(&rest),
        "http" | "https" => is_page_number(&rest),
        _ => false,
    }
}

/// A text without its spaces, which tools put and drop.
fn letters(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_lines_go_and_the_title_stays() {
        let page = |no: usize, body: &str| {
            format!("11/26/26, 8:32 PM      概要 [ 機関 ]\n{body}\nhttps://a.example/b.html   {no}/2\n\u{c}")
        };
        let text = page(1, "概要[機関]\n名称 甲") + &page(2, "所在地 乙");
        assert_eq!(without(&text).unwrap(), "\n概要[機関]\n名称 甲\n\n\u{c}\n所在地 乙\n\n\u{c}");
        let parted = "2026/11/26 20:32\n\n概要\n\n概要\n甲\n\u{c}2026/11/26 20:32\n\n概要\n\n乙\n";
        assert_eq!(without(parted).unwrap(), "\n\n\n\n概要\n甲\n\u{c}\n\n\n\n乙\n");
        let only = "2026/11/26 20:32  概要\n甲\n\u{c}2026/11/26 20:32  概要\n乙\n";
        assert_eq!(without(only).unwrap(), "2026/11/26 20:32  概要\n甲\n\u{c}\n乙\n");
    }

    #[test]
    fn dates_and_addresses_of_the_form_stay() {
        for text in [
            "最終更新日 2026/4/1\nhttps://a.example/\n",
            "2026/4/1 9:00～17:00\n2026/4/2 9:00～17:00\n",
            "2026/4/1\n2026/4/1\n",
        ] {
            assert!(without(text).is_none(), "{text}");
        }
    }
}
