//! Cells that a spreadsheet would run as a formula (OWASP: CSV injection).
//!
//! A published document can hold text such as `=HYPERLINK(…)`. In a CSV that is data; a spreadsheet that
//! opens the file runs it. An apostrophe in front makes it text there, at the price of changing the value.

use std::borrow::Cow;

/// The cell as it is safe to open in a spreadsheet; borrowed when it already is.
#[must_use]
pub fn defuse(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// Some programs trim the cell and fold full-width signs before they look at its first character.
fn is_formula(cell: &str) -> bool {
    let leading_control = cell.starts_with(['\t', '\r', '\n']);
    let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    leading_control || first.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '−', '﹦', '﹢', '﹣', '﹫'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_the_rest_stays() {
        for cell in ["=1+1", "+81-3-1234", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", "　＝1", "＠x", "－5", "\u{feff}=1"]
        {
            assert_eq!(defuse(cell), format!("'{cell}"));
        }
        for cell in ["", "1-2", "a=b", "03-1234-5678", "info@example.jp", "'=1", "健診"] {
            assert_eq!(defuse(cell), cell);
        }
    }
}
