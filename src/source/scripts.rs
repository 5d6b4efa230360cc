//! Whether a text shows a space wherever Japanese and Latin script meet: typesetters part the two by a quarter of an em
//! (JIS X 4051), and programs that turn pages into text write a space for it.

use crate::source::lines::lines;
use crate::text::scripts::is_letter;

/// Least number of such spaces that tell.
const LEAST: usize = 10;

/// For every place where the scripts meet without a space there must be so many with one.
const SPACED_FOR_BARE: usize = 9;

/// Whether spaces between the scripts are typesetting.
pub(super) fn are_set_apart(text: &str) -> bool {
    let (mut spaced, mut bare) = (0usize, 0usize);
    for line in lines(text) {
        // The last two characters, the nearer one first.
        let mut before = [' ', ' '];
        for c in line.chars() {
            let [last, earlier] = before;
            bare += usize::from(meet(last, c));
            spaced += usize::from(last == ' ' && meet(earlier, c));
            before = [c, last];
        }
    }
    spaced >= LEAST && spaced >= bare.saturating_mul(SPACED_FOR_BARE)
}

fn meet(a: char, b: char) -> bool {
    is_letter(a) && b.is_ascii_alphanumeric() || a.is_ascii_alphanumeric() && is_letter(b)
}

#[cfg(test)]
mod tests {
    use super::are_set_apart;

    #[test]
    fn only_where_nearly_all_are_spaced() {
        assert!(are_set_apart(&"2023 年 3 月 PC 等\n".repeat(3)));
        assert!(!are_set_apart("2023 年 3 月\n"), "too few to tell");
        assert!(!are_set_apart(&"2023 年3月 PC等\n".repeat(9)));
    }
}
