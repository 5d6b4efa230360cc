//! The lines of a text.

/// Where a line of a text begins in it, in bytes.
pub(super) fn start_in(text: &str, line: &str) -> usize {
    line.as_ptr().addr() - text.as_ptr().addr()
}

/// A text with some of its lines left blank, given in their order by where they begin. Nothing where they are no lines of it.
pub(super) fn blanked<'t>(text: &str, lines: impl Iterator<Item = (usize, &'t str)>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (start, line) in lines {
        out.push_str(text.get(end..start)?);
        end = start + line.len();
    }
    out.push_str(text.get(end..)?);
    Some(out)
}

/// The lines of a text; form feeds end a line too.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let has_others = memchr::memchr2(b'\r', b'\x0c', text.as_bytes()).is_some();
    std::iter::from_fn(move || {
        let text = rest?;
        let bytes = text.as_bytes();
        let end = if has_others { memchr::memchr3(b'\n', b'\r', b'\x0c', bytes) } else { memchr::memchr(b'\n', bytes) };
        let (line, after) = end.and_then(|end| text.split_at_checked(end)).unwrap_or((text, ""));
        // CR LF ends one line.
        let after = after.strip_prefix("\r\n").or_else(|| after.get(1..));
        rest = after;
        Some(line)
    })
}
