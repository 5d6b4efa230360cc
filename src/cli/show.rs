//! Small helpers for what people see.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

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

/// Prints a line that nobody has to know, unless only what is wrong is told.
pub(super) fn tell(line: &str) {
    if !IS_QUIET.load(Ordering::Relaxed) {
        note(line);
    }
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
