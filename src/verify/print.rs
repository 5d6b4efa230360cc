//! Shows differences and accepted files to people.

use super::accept::{Accepted, GoldenOutcome};
use super::compare::{GoldenState, Report};
use super::finding::{Finding, FindingKind, findings, leaves};
use crate::explain::Lang;
use std::io::{self, Write};

/// Prints what differs, fixture by fixture, and a summary line. Evidence is only counted unless asked for.
///
/// # Errors
/// When the output can't be written.
pub fn print_report(
    report: &Report,
    show_evidence: bool,
    budget: Option<usize>,
    lang: Lang,
    out: &mut impl Write,
) -> io::Result<()> {
    let findings = findings(report, show_evidence, lang);
    for Finding { name, summary, details, .. } in &findings {
        match summary.as_str() {
            "" => write!(out, "{name}\n{details}")?,
            summary => writeln!(out, "{name}: {summary}")?,
        }
    }
    writeln!(out, "{}", summary(report, &findings, lang))?;
    if let Some(line) = judgement(report, budget, lang) {
        writeln!(out, "{line}")?;
    }
    if !report.is_same() {
        let hint = "Where what is read now is right, `yomitori accept` makes it golden.";
        writeln!(out, "{}", lang.word(hint))?;
    }
    Ok(())
}

/// How many documents there are of each kind.
pub(super) fn summary(report: &Report, findings: &[Finding], lang: Lang) -> String {
    let fixtures = report.fixtures.len();
    let same = report.fixtures.iter().filter(|(_, state)| matches!(state, GoldenState::Same)).count();
    let count = |kind: FindingKind| findings.iter().filter(|finding| finding.kind == kind).count();
    let mut parts = vec![(same, "same")];
    parts.extend(FindingKind::ALL.map(|kind| match kind {
        FindingKind::Broken => (count(kind), "with a broken golden file"),
        kind => (count(kind), kind.name()),
    }));
    let listed = listed(&parts, lang);
    let japanese = lang.ja("{} fixtures: {}", &[&fixtures, &listed]);
    japanese.unwrap_or_else(|| format!("{fixtures} fixture{}: {listed}", if fixtures == 1 { "" } else { "s" }))
}

/// How many leaves changed, and whether that is within the budget, where there is one.
pub(super) fn judgement(report: &Report, budget: Option<usize>, lang: Lang) -> Option<String> {
    let budget = budget?;
    let changed = report.changed_leaves();
    let than = if changed <= budget { "within" } else { "more than" };
    let japanese = lang.ja(&format!("{{}} leaves changed, {than} the budget of {{}}"), &[&changed, &budget]);
    Some(japanese.unwrap_or_else(|| format!("{} changed, {than} the budget of {budget}", leaves(changed))))
}

/// Prints what became of the golden files; unchanged ones are only counted.
///
/// # Errors
/// When the output can't be written.
pub fn print_accepted(accepted: &Accepted, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    for (path, outcome) in &accepted.files {
        let line = match outcome {
            GoldenOutcome::New => format!("new      {path}"),
            GoldenOutcome::Changed => format!("changed  {path}"),
            GoldenOutcome::Removed => format!("removed  {path}"),
            GoldenOutcome::Orphaned => format!("left     {path} (its fixture is gone; --prune removes it)"),
            GoldenOutcome::Unchanged => continue,
        };
        writeln!(out, "{}", lang.message(&line))?;
    }
    let count = |wanted: GoldenOutcome| accepted.files.iter().filter(|(_, outcome)| *outcome == wanted).count();
    let parts = [
        (count(GoldenOutcome::New), "new"),
        (count(GoldenOutcome::Changed), "changed"),
        (count(GoldenOutcome::Unchanged), "unchanged"),
        (count(GoldenOutcome::Removed), "removed"),
        (count(GoldenOutcome::Orphaned), "left without fixture"),
    ];
    let listed = listed(&parts, lang);
    let japanese = lang.ja("golden files: {}", &[&listed]);
    writeln!(out, "{}", japanese.unwrap_or_else(|| format!("golden files: {listed}")))
}

/// What there is any of, each with its count.
fn listed(parts: &[(usize, &str)], lang: Lang) -> String {
    let shown = parts.iter().filter(|(count, _)| *count > 0);
    let told = |(count, what): &(usize, &str)| {
        lang.ja(&format!("{{}} {what}"), &[count]).unwrap_or_else(|| format!("{count} {what}"))
    };
    shown.map(told).collect::<Vec<_>>().join(if lang == Lang::Ja { "、" } else { ", " })
}
