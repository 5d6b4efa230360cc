//! Page numbers, which stand at a page's edge and belong to no field.

/// Whether a line is a page number: - 3 -, 3/7, 3ページ.
pub(crate) fn is_page_number(text: &str) -> bool {
    let surrounds = |c: char| c == '-' || c.is_whitespace() || matches!(c, '–' | '—' | '―' | '−');
    if !text.starts_with(|c: char| c.is_ascii_digit() || surrounds(c)) {
        return false;
    }
    let core = text.trim_matches(surrounds);
    let is_number = |text: &str| {
        !text.trim().is_empty() && text.trim().len() <= 3 && text.trim().bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_dashed = core.len() < text.trim().len() && is_number(core);
    let is_share = core.split_once('/').is_some_and(|(page, pages)| is_number(page) && is_number(pages));
    is_dashed || is_share || core.strip_suffix("ページ").or_else(|| core.strip_suffix('頁')).is_some_and(is_number)
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers() {
        for (text, expected) in [
            ("- 3 -", true),
            ("3/7", true),
            ("3ページ", true),
            ("-12-", true),
            ("12", false),
            ("03-1234", false),
            ("12/29-1/3", false),
        ] {
            assert_eq!(is_page_number(text), expected, "{text}");
        }
    }
}
