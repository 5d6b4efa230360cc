//! Boxes of square brackets that a program cut in two: the space in an empty one is wide, and what stands behind it begins a line.

use super::lines::lines;

/// Lines without text that may stand between the two halves.
const MOST_BLANK: usize = 2;

/// A text whose boxes are whole again, each on the line of its second half; nothing where none is cut.
pub(super) fn whole(text: &str) -> Option<String> {
    let ends_line = |at: usize| {
        let rest = text.get(at + 1..).unwrap_or_default().trim_start_matches([' ', '\u{3000}']);
        rest.starts_with(['\n', '\r', '\u{c}'])
    };
    if !memchr::memchr_iter(b'[', text.as_bytes()).any(ends_line) {
        return None;
    }
    let found: Vec<&str> = lines(text).collect();
    let is_first = |line: &str| line.trim_end().ends_with('[');
    let second = |at: usize| {
        let next = (at + 1..found.len())
            .take(MOST_BLANK + 1)
            .find(|next| found.get(*next).is_some_and(|line| !line.trim().is_empty()));
        next.filter(|next| found.get(*next).is_some_and(|line| line.trim_start().starts_with(']')))
    };
    let halves: Vec<(usize, usize)> = (0..found.len())
        .filter(|at| found.get(*at).is_some_and(|line| is_first(line)))
        .filter_map(|at| Some((at, second(at)?)))
        .collect();
    if halves.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + halves.len() * 2);
    let mut end = 0;
    for (first, second) in halves {
        let (Some(first), Some(second)) = (found.get(first), found.get(second)) else { continue };
        let start = |line: &str| line.as_ptr().addr() - text.as_ptr().addr();
        let opening = start(first) + first.trim_end().len() - 1;
        let closing = start(second) + (second.len() - second.trim_start().len());
        out.push_str(text.get(end..opening)?);
        out.push_str(text.get(start(first) + first.trim_end().len()..closing)?);
        out.push_str("[ ");
        end = closing;
    }
    out.push_str(text.get(end..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn boxes_are_put_together() {
        assert_eq!(whole("[レ]\n\n[\n\n]()\n2.\n").as_deref(), Some("[レ]\n\n\n\n[ ]()\n2.\n"));
        assert_eq!(whole("[レ]有 [\n]無\n").as_deref(), Some("[レ]有 \n[ ]無\n"));
        assert_eq!(whole("[ ]無\n[レ]有\n"), None);
    }
}
