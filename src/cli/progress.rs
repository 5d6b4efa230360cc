//! What `extract` and `import` tell people while they run and when they end.

use super::show::{counted, is_verbose, lang, note, tell};
use crate::failure::Failure;
use crate::paths::printable;
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::{IsTerminal, stderr, stdout};
use std::time::{Duration, Instant};

/// How often a line tells how far a run is, where no bar does.
const LINE_TIME: Duration = Duration::from_secs(10);

/// A progress bar on a terminal, else a line now and then, and the counts for the summary.
pub(super) struct Progress {
    bar: ProgressBar,
    line: Option<Instant>,
    read: u64,
    failed: u64,
    known: u64,
    still_failed: u64,
    warned: u64,
}

impl Progress {
    /// Begins. A bar is drawn only for people, and not where records run over the same screen.
    pub fn new(documents: usize, output_is_elsewhere: bool) -> Self {
        let is_terminal = stderr().is_terminal();
        let is_shown = is_terminal && (output_is_elsewhere || !stdout().is_terminal());
        let target = if is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(documents as u64), target);
        let template = "{bar:30} {pos}/{len} documents, {rate} a second, {eta} left{msg}";
        if let Ok(style) = ProgressStyle::with_template(lang().word(template)) {
            // Tenths of a document mean nothing.
            bar.set_style(style.with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                let _ = write!(out, "{:.0}", state.per_sec());
            }));
        }
        let line = (!is_terminal).then(Instant::now);
        Self { bar, line, read: 0, failed: 0, known: 0, still_failed: 0, warned: 0 }
    }

    /// One more document is done.
    pub fn read(&mut self, has_warnings: bool) {
        self.read += 1;
        self.warned += u64::from(has_warnings);
        self.step();
    }

    /// One more document needed no reading.
    pub fn known(&mut self) {
        self.known += 1;
        self.step();
    }

    /// One more document fails as it did before.
    pub fn still_failed(&mut self) {
        self.still_failed += 1;
        self.step();
    }

    /// A document failed: it is named at once.
    pub fn failed(&mut self, name: &str, failure: &Failure) {
        self.failed += 1;
        self.say(&format!("{}: {}", printable(name), lang().failure(failure)));
        let failed = self.failed;
        self.bar.set_message(lang().ja(", {} failed", &[&failed]).unwrap_or_else(|| format!(", {failed} failed")));
        self.step();
    }

    /// Tells what a document came to, where everything is told.
    pub fn of(&self, name: &str, came_to: &str) {
        if is_verbose() {
            self.say(&format!("{}: {}", printable(name), lang().word(came_to)));
        }
    }

    /// Prints a line above the bar.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| note(line));
    }

    /// Tells how far the run is, where no bar does and it was not told lately.
    pub fn tick(&mut self) {
        if self.line.is_none_or(|told| told.elapsed() < LINE_TIME) {
            return;
        }
        self.line = Some(Instant::now());
        let Self { bar, failed, .. } = self;
        let (position, length) = (bar.position(), bar.length().unwrap_or_default());
        let (rate, left) = (bar.per_sec(), HumanDuration(bar.eta()));
        let (rate, left) = (format!("{rate:.0}"), format!("{left:#}"));
        let japanese = lang()
            .ja("{} of {} documents, {} failed, {} a second, {} left", &[&position, &length, failed, &rate, &left]);
        tell(&japanese.unwrap_or_else(|| {
            format!("{position} of {length} documents, {failed} failed, {rate} a second, {left} left")
        }));
    }

    /// Ends with the summary line; returns how many were read or known and how many failed.
    pub fn finish(self) -> (u64, u64) {
        self.bar.finish_and_clear();
        let Self { read, failed, known, still_failed, warned, .. } = self;
        let all = read + failed + known + still_failed;
        let mut unchanged = String::new();
        if known > 0 {
            let japanese = lang().ja("{} unchanged, ", &[&known]);
            unchanged.push_str(&japanese.unwrap_or_else(|| format!("{known} unchanged, ")));
        }
        if still_failed > 0 {
            let japanese = lang().ja("{} still failing, ", &[&still_failed]);
            unchanged.push_str(&japanese.unwrap_or_else(|| format!("{still_failed} still failing, ")));
        }
        let template = "{} documents: {}{} read, {} failed; {} with warnings";
        let japanese = lang().ja(template, &[&all, &unchanged, &read, &failed, &warned]);
        let all = counted(all, "document");
        tell(
            &japanese
                .unwrap_or_else(|| format!("{all}: {unchanged}{read} read, {failed} failed; {warned} with warnings")),
        );
        (read + known, failed)
    }

    fn step(&mut self) {
        self.bar.inc(1);
        self.tick();
    }
}
