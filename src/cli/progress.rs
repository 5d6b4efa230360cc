//! What `extract` tells people while it runs and when it ends.

use super::show::{counted, note};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{IsTerminal, stderr, stdout};

/// A progress bar, or nothing where none belongs, and the counts for the summary.
pub(super) struct Progress {
    bar: ProgressBar,
    read: u64,
    failed: u64,
    warned: u64,
}

impl Progress {
    /// Begins. A bar is drawn only for people, and not where records run over the same screen.
    pub fn new(documents: usize, output_is_elsewhere: bool) -> Self {
        let is_shown = stderr().is_terminal() && (output_is_elsewhere || !stdout().is_terminal());
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(documents as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} documents, {per_sec}, {eta} left") {
            bar.set_style(style);
        }
        Self { bar, read: 0, failed: 0, warned: 0 }
    }

    /// One more document is done.
    pub fn read(&mut self, has_warnings: bool) {
        self.read += 1;
        self.warned += u64::from(has_warnings);
        self.bar.inc(1);
    }

    /// A document failed: it is named at once.
    pub fn failed(&mut self, name: &str, message: impl std::fmt::Display) {
        self.failed += 1;
        self.bar.suspend(|| note(&format!("{name}: {message}")));
        self.bar.inc(1);
    }

    /// Ends with the summary line; returns how many were read and how many failed.
    pub fn finish(self) -> (u64, u64) {
        self.bar.finish_and_clear();
        let Self { read, failed, warned, .. } = self;
        note(&format!("{}: {read} read, {failed} failed; {warned} with warnings", counted(read + failed, "document")));
        (read, failed)
    }
}
