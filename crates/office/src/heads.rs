//! Running heads and feet: a line that a document repeats at the edges of its pages, beside page numbers say. Tools that take out the
//! text leave them amid it, where they look like the rest of what stands before the page's end.

use super::lines::{blanked, lines, start_in};
use std::collections::BTreeMap;
use yomitori_text::marks;
use yomitori_text::page_number::is_page_number;

/// Least number of pages that repeat a line.
const LEAST_PAGES: usize = 3;

/// Least number of characters of such a line.
const LEAST_LETTERS: usize = 4;

/// A text with its running heads and feet left blank; nothing where there are none. What stands nowhere else stays once.
pub(super) fn without(text: &str) -> Option<String> {
    let written = lines(text).filter(|line| !line.trim().is_empty());
    let found: Vec<(usize, &str)> = written.map(|line| (start_in(text, line), line)).collect();
    let is_number = |at: usize| found.get(at).is_some_and(|(_, line)| is_page_number(line.trim()));
    let is_edge = |at: usize| {
        let ends = found.get(at).zip(found.get(at + 1));
        let gap = ends.and_then(|((start, line), (next, _))| text.get(start + line.len()..*next));
        gap.is_some_and(|gap| gap.contains('\u{c}')) || is_number(at) != is_number(at + 1)
    };
    let edges: Vec<usize> = (0..found.len()).filter(|at| is_edge(*at)).collect();
    if edges.len() < LEAST_PAGES {
        return None;
    }
    let mut places: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let ends = edges.iter().flat_map(|edge| [*edge, edge + 1]);
    let mut beside: Vec<usize> = ends.chain([0, found.len().saturating_sub(1)]).collect();
    beside.sort_unstable();
    beside.dedup();
    for at in beside {
        let Some((_, line)) = found.get(at).filter(|(_, line)| !is_number(at) && may_run(line.trim())) else {
            continue;
        };
        places.entry(line.trim()).or_default().push(at);
    }
    places.retain(|_, places| places.len() >= LEAST_PAGES && places.len() * LEAST_PAGES >= edges.len());
    if places.is_empty() {
        return None;
    }
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, line) in &found {
        *written.entry(line.trim()).or_default() += 1;
    }
    let mut blank = Vec::new();
    for (line, places) in places {
        let stands_else = written.get(line).is_some_and(|count| *count > places.len());
        blank.extend(places.into_iter().skip(usize::from(!stands_else)));
    }
    blank.sort_unstable();
    blanked(text, blank.iter().filter_map(|at| found.get(*at)).copied())
}

/// Whether a line is one text without marks: rows of a table, as of its headings, have gaps.
fn may_run(line: &str) -> bool {
    line.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_LETTERS
        && !line.contains("  ")
        && !line.contains('\t')
        && marks::find(line).next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_at_the_edges_of_pages_goes_but_once() {
        let page = |no: usize, body: &str| format!("株式会社みらい 概要\n{body}\n{no} / 3 ページ\n\u{c}");
        let text = page(1, "甲") + &page(2, "乙") + &page(3, "丙");
        let expected = "株式会社みらい 概要\n甲\n1 / 3 ページ\n\u{c}\n乙\n2 / 3 ページ\n\u{c}\n丙\n3 / 3 ページ\n\u{c}";
        assert_eq!(without(&text).unwrap(), expected);
        let parted = "名称 甲\n1/3\n株式会社\n2/3\n株式会社\n3/3\n株式会社\n終";
        assert_eq!(without(parted).unwrap(), "名称 甲\n1/3\n株式会社\n2/3\n\n3/3\n\n終");
    }

    #[test]
    fn rows_and_marks_stay() {
        let page = "No  チェック項目  実施済\n甲\n□有 ■無\n\u{c}";
        assert!(without(&page.repeat(4)).is_none());
    }
}
