//! Whether a text shows a space wherever Japanese and Latin script meet: typesetters part the two by a quarter of an em
//! (JIS X 4051), and programs that turn pages into text write a space for it.

use crate::document::ScriptGaps;
use crate::lines::lines;
use yomitori_text::scripts::{is_letter, is_unit};

/// Least number of such spaces that tell.
const LEAST: usize = 10;

/// For every place where the scripts meet without a space there must be so many with one.
const SPACED_FOR_BARE: usize = 9;

/// The same for numbers and their units, between which writers seldom put one themselves.
const SPACED_UNITS_FOR_BARE: usize = 4;

/// Where spaces between the scripts are typesetting: before Latin script, behind it, or both, or at least between numbers and their
/// units. Programs may leave out those on one side, or some of them.
pub(super) fn set_apart(text: &str) -> ScriptGaps {
    let (mut ahead, mut behind, mut units) = (ScriptCount::default(), ScriptCount::default(), ScriptCount::default());
    for line in lines(text) {
        // The last two characters, the nearer one first.
        let mut before = [' ', ' '];
        for c in line.chars() {
            let [last, earlier] = before;
            ahead.add(enters(last, c), last == ' ' && enters(earlier, c));
            behind.add(leaves(last, c), last == ' ' && leaves(earlier, c));
            units.add(counts(last, c), last == ' ' && counts(earlier, c));
            before = [c, last];
        }
    }
    let both = ScriptCount { spaced: ahead.spaced + behind.spaced, bare: ahead.bare + behind.bare };
    ScriptGaps {
        ahead: both.tells(SPACED_FOR_BARE) || ahead.tells(SPACED_FOR_BARE),
        behind: both.tells(SPACED_FOR_BARE) || behind.tells(SPACED_FOR_BARE),
        units: units.tells(SPACED_UNITS_FOR_BARE),
        lines: false,
    }
}

/// How often the scripts meet.
#[derive(Debug, Clone, Copy, Default)]
struct ScriptCount {
    spaced: usize,
    bare: usize,
}

impl ScriptCount {
    fn add(&mut self, is_bare: bool, is_spaced: bool) {
        self.bare += usize::from(is_bare);
        self.spaced += usize::from(is_spaced);
    }

    /// Whether nearly all such places are spaced.
    fn tells(self, spaced_for_bare: usize) -> bool {
        self.spaced >= LEAST && self.spaced >= self.bare.saturating_mul(spaced_for_bare)
    }
}

/// Whether Latin script begins behind Japanese.
fn enters(a: char, b: char) -> bool {
    is_letter(a) && b.is_ascii_alphanumeric()
}

/// Whether Japanese begins behind Latin script.
fn leaves(a: char, b: char) -> bool {
    a.is_ascii_alphanumeric() && is_letter(b)
}

/// Whether a unit begins behind a number.
fn counts(a: char, b: char) -> bool {
    a.is_ascii_digit() && is_unit(b)
}

#[cfg(test)]
mod tests {
    use super::set_apart;
    use crate::document::ScriptGaps;

    #[test]
    fn only_where_nearly_all_are_spaced() {
        let gaps = |ahead, behind, units| ScriptGaps { ahead, behind, units, lines: false };
        for (text, expected) in [
            ("2023 年 3 月 PC 等\n".repeat(3), gaps(true, true, false)),
            ("2023 年 3 月\n".to_owned(), gaps(false, false, false)),
            ("2023 年3月 PC等\n".repeat(9), gaps(false, false, false)),
            ("2023 年3 月\n".repeat(9), gaps(false, true, true)),
        ] {
            assert_eq!(set_apart(&text), expected, "{text}");
        }
    }
}
