//! Shows differences and accepted files to people.

use super::accept::{Accepted, Outcome};
use super::compare::{Report, State};
use super::diff::{Change, Diff};
use serde_json::Value;
use std::io::{self, Write};

/// Prints what differs, fixture by fixture, and a summary line. Evidence is only counted unless asked for.
///
/// # Errors
/// When the output can't be written.
pub fn print_report(report: &Report, show_evidence: bool, out: &mut impl Write) -> io::Result<()> {
    for (name, state) in &report.fixtures {
        match state {
            State::Same => {}
            State::New => writeln!(out, "{name}: new, without a golden file")?,
            State::Broken(error) => writeln!(out, "{name}: its golden file is no JSON: {error}")?,
            State::Changed(diff) => {
                writeln!(out, "{name}")?;
                print_diff(diff, show_evidence, out)?;
            }
        }
    }
    for path in &report.orphans {
        writeln!(out, "{path}: a golden file without a fixture")?;
    }
    summary(report, out)
}

fn summary(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let count = |wanted: fn(&State) -> bool| report.fixtures.iter().filter(|(_, state)| wanted(state)).count();
    let parts = [
        (count(|state| matches!(state, State::Same)), "same"),
        (count(|state| matches!(state, State::Changed(_))), "changed"),
        (count(|state| matches!(state, State::New)), "new"),
        (count(|state| matches!(state, State::Broken(_))), "with a broken golden file"),
        (report.orphans.len(), "golden without fixture"),
    ];
    let fixtures = report.fixtures.len();
    write!(out, "{fixtures} fixture{}: ", if fixtures == 1 { "" } else { "s" })?;
    writeln!(out, "{}", listed(&parts))?;
    if !report.is_same() {
        writeln!(out, "Where what is read now is right, `yomitori accept` makes it golden.")?;
    }
    Ok(())
}

fn print_diff(diff: &Diff, show_evidence: bool, out: &mut impl Write) -> io::Result<()> {
    if diff.is_empty() {
        writeln!(out, "  the same values, written otherwise (order of keys, white space)")?;
    }
    for change in &diff.values {
        print_change(change, out)?;
    }
    if !diff.gone.is_empty() || !diff.raised.is_empty() {
        writeln!(out, "  diagnostics")?;
    }
    for line in &diff.gone {
        writeln!(out, "    - {line}")?;
    }
    for line in &diff.raised {
        writeln!(out, "    + {line}")?;
    }
    if diff.evidence.is_empty() {
        return Ok(());
    }
    if !show_evidence {
        return writeln!(out, "  evidence of {} values (--evidence shows it)", diff.evidence.len());
    }
    writeln!(out, "  evidence")?;
    diff.evidence.iter().try_for_each(|change| print_change(change, out))
}

fn print_change(change: &Change, out: &mut impl Write) -> io::Result<()> {
    match &change.title {
        Some(title) => writeln!(out, "  {}  {title}", change.pointer)?,
        None => writeln!(out, "  {}", change.pointer)?,
    }
    print_side('-', change.old.as_ref(), out)?;
    print_side('+', change.new.as_ref(), out)
}

fn print_side(sign: char, value: Option<&Value>, out: &mut impl Write) -> io::Result<()> {
    match value {
        Some(value) => writeln!(out, "    {sign} {value}"),
        None => Ok(()),
    }
}

/// Prints what became of the golden files; unchanged ones are only counted.
///
/// # Errors
/// When the output can't be written.
pub fn print_accepted(accepted: &Accepted, out: &mut impl Write) -> io::Result<()> {
    for (path, outcome) in &accepted.files {
        match outcome {
            Outcome::New => writeln!(out, "new      {path}")?,
            Outcome::Changed => writeln!(out, "changed  {path}")?,
            Outcome::Removed => writeln!(out, "removed  {path}")?,
            Outcome::Orphaned => writeln!(out, "left     {path} (its fixture is gone; --prune removes it)")?,
            Outcome::Unchanged => {}
        }
    }
    let count = |wanted: Outcome| accepted.files.iter().filter(|(_, outcome)| *outcome == wanted).count();
    let parts = [
        (count(Outcome::New), "new"),
        (count(Outcome::Changed), "changed"),
        (count(Outcome::Unchanged), "unchanged"),
        (count(Outcome::Removed), "removed"),
        (count(Outcome::Orphaned), "left without fixture"),
    ];
    writeln!(out, "golden files: {}", listed(&parts))
}

fn listed(parts: &[(usize, &str)]) -> String {
    let shown = parts.iter().filter(|(count, _)| *count > 0);
    shown.map(|(count, what)| format!("{count} {what}")).collect::<Vec<_>>().join(", ")
}
