//! Page numbers, which stand at a page's edge and belong to no field.

use super::scripts::is_digit;

/// Most digits of a page number.
const DIGITS: usize = 3;

/// Words around a page number, in the order they are looked for.
const WORDS_BEFORE: [&str; 4] = ["page", "p.", "p", "頁"];
const WORDS_BEHIND: [&str; 3] = ["ページ", "頁", "page"];

/// What parts the number from the number of all pages.
const OF: [&str; 3] = ["/", "／", "of"];

/// How a text states a page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageNumber {
    /// By what only page numbers have around them: - 3 -, 3/7, 3ページ, P.3.
    Dressed,
    /// As a number alone or in brackets, which only its place at the page's edge tells from others: 3, (3).
    Bare,
}

/// How a text that is nothing else states a page number.
pub fn page_number(text: &str) -> Option<PageNumber> {
    let is_framed = |c: char| is_dash(c) || matches!(c, '(' | ')' | '（' | '）' | '<' | '>' | '〈' | '〉');
    // Most texts are told by their first character.
    if !text.trim_start().starts_with(|c: char| is_digit(c) || is_framed(c) || matches!(c, 'p' | 'P' | '頁')) {
        return None;
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let core = text.trim_matches(is_framed);
    let is_dashed = text.starts_with(is_dash) && text.ends_with(is_dash) && core.len() < text.len();
    let unworded = WORDS_BEFORE.iter().find_map(|word| core.strip_prefix(word)).unwrap_or(core);
    let number = WORDS_BEHIND.iter().find_map(|word| unworded.strip_suffix(word)).unwrap_or(unworded);
    let is_share = OF.iter().any(|of| number.split_once(of).is_some_and(|(a, b)| is_number(a) && is_number(b)));
    if !is_share && !is_number(number) {
        return None;
    }
    let is_dressed = is_dashed || is_share || number.len() < core.len();
    Some(if is_dressed { PageNumber::Dressed } else { PageNumber::Bare })
}

/// Whether a text is a page number wherever it stands.
pub fn is_page_number(text: &str) -> bool {
    page_number(text) == Some(PageNumber::Dressed)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '–' | '—' | '―' | '−' | '－')
}

fn is_number(text: &str) -> bool {
    (1..=DIGITS).contains(&text.chars().count()) && text.chars().all(is_digit)
}

#[cfg(test)]
mod tests {
    use super::{PageNumber, page_number};

    #[test]
    fn page_numbers_in_their_forms() {
        for text in ["- 3 -", "-12-", "3/7", "3 / 7", "3ページ", "３頁", "P.3", "Page 3 of 7", "－3－", "―3―"]
        {
            assert_eq!(page_number(text), Some(PageNumber::Dressed), "{text}");
        }
        for text in ["3", "12", "(3)", "<3>", "-5"] {
            assert_eq!(page_number(text), Some(PageNumber::Bare), "{text}");
        }
        for text in [
            "03-1234",
            "045-1234",
            "12/29-1/3",
            "2024",
            "2024年",
            "注3) 試用期間",
            "別添",
            "PC",
            "(2)件",
            "-",
            "",
            "3/7/8",
        ] {
            assert_eq!(page_number(text), None, "{text}");
        }
    }
}
