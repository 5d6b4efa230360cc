//! Times of planned cells: what is one, and those that a narrow column cut up.

use super::atoms::Atom;
use super::items::AtomKind;
use crate::normalize::Normalized;
use std::collections::BTreeSet;

/// Characters of which a time has one.
const TIME: [char; 6] = ['年', '月', '期', '末', '/', '.'];

/// Characters of what a time is made of, besides its figures and its era.
const PARTS: &str = "年月日元末頃度上中下旬予定以降まで";

/// Most atoms that a time in brackets is cut into.
const MOST_ATOMS: usize = 8;

/// The atoms of times in brackets right behind a mark, which are no numbers of items where a narrow column cut them up: (20 | 26 | 年 | 4月).
pub(super) fn behind_marks(normalized: &Normalized, atoms: &[Atom], kinds: &mut [AtomKind]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let text = |at: usize| atoms.get(at).map_or("", |atom| normalized.text_of(atom.span));
    let is_mark = |at: usize| atoms.get(at).is_some_and(|atom| atom.is_mark);
    let opening = (1..atoms.len()).filter(|at| is_mark(at - 1) && text(*at).starts_with('('));
    for start in opening {
        let is_free = |at: &usize| {
            !is_mark(*at) && matches!(kinds.get(*at), Some(AtomKind::Number | AtomKind::Other | AtomKind::Heading))
        };
        let own = (start..atoms.len()).take(MOST_ATOMS).take_while(is_free);
        let Some(end) = own.clone().find(|at| text(*at).ends_with(')')) else { continue };
        let whole: String = (start..=end).map(text).collect();
        if is_cut_time(whole.trim_matches(['(', ')'])) {
            kinds.iter_mut().take(end + 1).skip(start).for_each(|kind| *kind = AtomKind::Other);
            found.extend(start..=end);
        }
    }
    found
}

/// Whether a text is made of the parts of a time only, with its year.
fn is_cut_time(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || "令和R".contains(c) || PARTS.contains(c);
    text.contains('年') && text.contains(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// Whether a text is a time: it has figures, and their unit.
pub(super) fn is_time<'a>(normalized: &Normalized, text: impl Iterator<Item = &'a Atom> + Clone) -> bool {
    let has = |of: fn(char) -> bool| text.clone().any(|atom| normalized.text_of(atom.span).contains(of));
    has(char::is_numeric) && has(|c| TIME.contains(&c))
}

/// A time without the name of its era.
fn without_era(text: &str) -> &str {
    ["令和", "R"].into_iter().find_map(|era| text.strip_prefix(era)).unwrap_or(text)
}

/// Whether a text is a year and a month without brackets, and nothing else: 2026年4月頃.
pub(super) fn is_bare_time(text: &str) -> bool {
    let rest = without_era(text);
    let is_part = |c: char| c.is_ascii_digit() || PARTS.contains(c);
    rest.starts_with(|c: char| c.is_ascii_digit() || c == '元')
        && text.contains('年')
        && text.contains('月')
        && rest.chars().all(is_part)
}

/// Whether a text is of what a time without brackets is made of only: a part of one, or one that is not settled yet.
pub(super) fn is_part_of_time(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || PARTS.contains(c) || "期半未".contains(c);
    !text.is_empty() && without_era(text).chars().all(is_part)
}

/// Whether a text is a time without brackets in the words of a plan: 2026年4月, 令和8年度上期, 未定.
pub(super) fn is_loose_time(text: &str) -> bool {
    let rest = without_era(text);
    let has_year = rest.starts_with(|c: char| c.is_ascii_digit() || c == '元') && text.contains('年');
    text == "未定" || is_part_of_time(text) && has_year && text.contains(['月', '度', '末', '期'])
}

/// Whether a text is what is printed for a time, without any: ( 年 月).
pub(super) fn is_blank_time(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || "()年月日頃".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_and_a_month_are_a_time_without_brackets() {
        for text in ["2026年4月", "令和8年4月頃", "R8年10月末", "令和元年5月1日", "2026年4月予定", "令和9年度3月まで"]
        {
            assert!(is_bare_time(text), "{text}");
        }
        for text in
            ["2026年", "4月", "年月", "2026年4月の予定", "最終更新日2026年4月1日", "令和8年度", "平成19年3月「医療"]
        {
            assert!(!is_bare_time(text), "{text}");
        }
    }
}
