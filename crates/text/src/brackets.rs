//! Round brackets, of both widths: which are open, and where one closes.

/// What opens a bracket.
pub(crate) const OPENING: [char; 2] = ['(', '（'];

/// What closes one.
pub(crate) const CLOSING: [char; 2] = [')', '）'];

/// How many brackets a text leaves open.
pub fn unclosed(text: &str) -> usize {
    walk(text).0
}

/// How many brackets a text closes that it did not open.
pub fn unopened(text: &str) -> usize {
    walk(text).1
}

fn walk(text: &str) -> (usize, usize) {
    let (mut open, mut unopened) = (0usize, 0usize);
    for c in text.chars() {
        if OPENING.contains(&c) {
            open += 1;
        } else if CLOSING.contains(&c) {
            match open.checked_sub(1) {
                Some(fewer) => open = fewer,
                None => unopened += 1,
            }
        }
    }
    (open, unopened)
}

/// Where, in what stands behind an opening bracket, the bracket that closes it begins.
pub fn closing(inside: &str) -> Option<usize> {
    let mut open = 1usize;
    inside.char_indices().find_map(|(at, c)| {
        if OPENING.contains(&c) {
            open += 1;
        } else if CLOSING.contains(&c) {
            open -= 1;
        }
        (open == 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::{closing, unclosed, unopened};

    #[test]
    fn brackets_of_both_widths_are_matched() {
        for (text, open, over) in [("", 0, 0), ("(a（b)", 1, 0), ("a)b(c", 1, 1), ("(a)（b）", 0, 0), ("a）)", 0, 2)]
        {
            assert_eq!((unclosed(text), unopened(text)), (open, over), "{text}");
        }
    }

    #[test]
    fn a_bracket_closes_behind_those_within() {
        assert_eq!(closing("a(b)c)d"), Some(5));
        assert_eq!(closing("a（b）"), None);
    }
}
