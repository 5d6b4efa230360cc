//! Characters that look like a hyphen. Phones, postal codes, e-mail addresses and URLs turn them into `-`; a cell with
//! nothing else is blank. The kanji 一 is not among them: it is a digit, and never guessed to be a dash.

/// The prolonged sound mark, full and half width: a hyphen beside digits and Latin letters, a letter after kana.
const PROLONGED: [char; 2] = ['ー', 'ｰ'];

/// Whether a character is, or is typed in place of, a hyphen (the prolonged sound marks ー and ｰ included).
#[must_use]
pub fn is_hyphen_like(c: char) -> bool {
    is_dash(c) || PROLONGED.contains(&c)
}

/// Whether a character is a hyphen or dash of any length, the prolonged sound marks excluded.
#[must_use]
pub fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{ad}' | '\u{2d7}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2500}'
                | '\u{2501}'
                | '\u{2574}'
                | '\u{2796}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{fe31}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

#[cfg(test)]
mod tests {
    use super::{is_dash, is_hyphen_like};

    #[test]
    fn look_alikes() {
        for c in "-‐‑‒–—―−－ーｰ─━﹣".chars() {
            assert!(is_hyphen_like(c), "{c}");
        }
        for c in "一~〜_・=/.".chars() {
            assert!(!is_hyphen_like(c), "{c}");
        }
        assert!(!is_dash('ー') && is_dash('–'));
    }
}
