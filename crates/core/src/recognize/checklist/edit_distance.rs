//! How much of an item's wording a line is, where the line may have slips.

use super::items::TELLING_CHARS;

/// One slip is forgiven for this many characters of a line.
const CHARS_PER_SLIP: usize = 8;

/// Most slips of a line.
const SLIPS: usize = 4;

/// Lines of more characters are forgiven no slips: comparing takes its time, and pages have none as long.
const LONG_LINE: usize = 120;

/// How many characters of an item's rest a line is, but for slips: a prefix of it, or all of it and a note's mark that
/// the line's end cut.
pub(super) fn length_of(line: &[char], rest: &[char]) -> Option<usize> {
    let line = if line.len() > rest.len() { line.strip_suffix(&['注']).unwrap_or(line) } else { line };
    if rest.starts_with(line) {
        return Some(line.len());
    }
    if line.len() > LONG_LINE || !looks_alike(line, rest) {
        return None;
    }
    let allowed = (line.len() / CHARS_PER_SLIP).min(SLIPS);
    let lengths = line.len().saturating_sub(allowed)..=(line.len() + allowed).min(rest.len());
    let distances = lengths.filter_map(|length| {
        let distance = distance(line, rest.get(..length)?);
        // Of lengths that fit as well, the one that ends the item, or the line's own.
        (distance <= allowed).then_some((distance, length != rest.len(), length.abs_diff(line.len()), length))
    });
    distances.min().map(|(.., length)| length)
}

/// Whether most of the characters that a line begins with are among those wanted: what has none need not be compared.
fn looks_alike(line: &[char], rest: &[char]) -> bool {
    let head = rest.get(..rest.len().min(TELLING_CHARS * 2)).unwrap_or_default();
    let start = line.get(..line.len().min(TELLING_CHARS)).unwrap_or_default();
    start.iter().filter(|c| head.contains(c)).count() * 2 > start.len()
}

/// How many characters have to be changed, added or left out to make one text the other.
pub(super) fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, c) in one.iter().enumerate() {
        let mut above_left = index;
        let mut left = index + 1;
        for (entry, d) in row.iter_mut().skip(1).zip(other) {
            let best = (above_left + usize::from(c != d)).min(left + 1).min(*entry + 1);
            above_left = *entry;
            *entry = best;
            left = best;
        }
        row.first_mut().into_iter().for_each(|first| *first = index + 1);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, length_of};

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn lines_fit_but_for_slips() {
        let rest = chars("運用管理規程等において次の内容を定めている");
        let length = |line: &str| length_of(&chars(line), &rest);
        assert_eq!(length("運用管理規程等"), Some(7));
        assert_eq!(length("運用管理規定等におい"), Some(10));
        assert_eq!(length("運用管理規程等において次の内容を定めている注"), Some(21));
        assert_eq!(length("運用管理"), Some(4));
        assert_eq!(length("管理規程"), None);
        // What is left of the wording is the reader's to judge.
        assert_eq!(length("運用管理規程等において次の内容を定める"), Some(19));
    }

    #[test]
    fn distances() {
        for (one, other, expected) in [("", "", 0), ("甲", "", 1), ("甲乙丙", "甲丙", 1), ("甲乙", "乙甲", 2)]
        {
            assert_eq!(distance(&chars(one), &chars(other)), expected, "{one} {other}");
        }
    }
}
