//! Small helpers for what people see.

use crate::explain::Lang;
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use unicode_width::UnicodeWidthStr;

/// Prints a line on standard error. When nobody reads there any more, there is nobody to tell.
pub(super) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether only what is wrong is told.
static IS_QUIET: AtomicBool = AtomicBool::new(false);

/// From now on only what is wrong is told.
pub(super) fn be_quiet() {
    IS_QUIET.store(true, Ordering::Relaxed);
}

/// Whether everything is told.
static IS_VERBOSE: AtomicBool = AtomicBool::new(false);

/// From now on everything is told.
pub(super) fn be_verbose() {
    IS_VERBOSE.store(true, Ordering::Relaxed);
}

/// Whether everything is told.
pub(super) fn is_verbose() -> bool {
    IS_VERBOSE.load(Ordering::Relaxed)
}

/// Prints a line that nobody has to know, unless only what is wrong is told.
pub(super) fn tell(line: &str) {
    if !IS_QUIET.load(Ordering::Relaxed) {
        note(line);
    }
}

/// Whether people read Japanese.
static IS_JAPANESE: AtomicBool = AtomicBool::new(false);

/// From now on people are told in this language.
pub(super) fn speak(lang: Lang) {
    IS_JAPANESE.store(lang == Lang::Ja, Ordering::Relaxed);
}

/// The language that people read.
pub(super) fn lang() -> Lang {
    if IS_JAPANESE.load(Ordering::Relaxed) { Lang::Ja } else { Lang::En }
}

/// A cell with spaces behind it; wide characters count as two.
pub(super) fn padded(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}

/// A count with its noun: `1 document`, `2 documents`.
pub(super) fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// JSON to read, with a line break at its end.
pub(super) fn pretty(value: &impl serde::Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)
}
