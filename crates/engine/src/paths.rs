//! Paths as text and back: what people see, what the database keeps, and the bytes behind odd names.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};

/// A path with `/` between its parts on every system. Bytes that are no UTF-8 stand as `\xNN`, so that two names never
/// become one.
#[must_use]
pub fn slashed(path: &Path) -> String {
    let text = escaped(path);
    if MAIN_SEPARATOR == '/' { text } else { text.replace(MAIN_SEPARATOR, "/") }
}

#[cfg(unix)]
fn escaped(path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let mut text = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a string never fails.
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
    text
}

#[cfg(not(unix))]
fn escaped(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The bytes of a path that is no UTF-8.
#[must_use]
pub fn raw(path: &Path) -> Option<Vec<u8>> {
    #[cfg(unix)]
    if path.to_str().is_none() {
        use std::os::unix::ffi::OsStrExt;
        return Some(path.as_os_str().as_bytes().to_vec());
    }
    let _ = path;
    None
}

/// The path behind its text and, where it is no UTF-8, its bytes.
#[must_use]
pub fn restored(text: &str, raw: Option<&[u8]>) -> PathBuf {
    #[cfg(unix)]
    if let Some(raw) = raw {
        use std::os::unix::ffi::OsStrExt;
        return PathBuf::from(std::ffi::OsStr::from_bytes(raw));
    }
    let _ = raw;
    PathBuf::from(text)
}

/// The path from the root of the file system, without links in the folder that holds it; as it is where nothing is there.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.canonicalize().unwrap_or_else(|_| path.to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}

/// Text that can be printed on a terminal: control characters, and those that turn the direction of writing, are escaped.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len());
    for c in text.chars() {
        match is_odd(c) {
            true => printable.extend(c.escape_default()),
            false => printable.push(c),
        }
    }
    Cow::Owned(printable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn odd_names_stay_apart_and_come_back() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let path = |bytes: &[u8]| PathBuf::from(OsStr::from_bytes(bytes));
        let (one, other) = (path(b"in/\x8a\xc8.txt"), path(b"in/\x96\x6b.txt"));
        assert_eq!(slashed(&one), "in/\\x8A\\xC8.txt");
        assert_ne!(slashed(&one), slashed(&other));
        assert_eq!(restored(&slashed(&one), raw(&one).as_deref()), one);
        assert_eq!(raw(Path::new("in/あ.txt")), None);
    }

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(printable("a\u{1b}[31m\n\u{202e}b"), "a\\u{1b}[31m\\n\\u{202e}b");
        assert_eq!(printable("健診"), "健診");
    }
}
