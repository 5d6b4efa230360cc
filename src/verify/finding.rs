//! What a report says about each document that is not as it was accepted, in one shape for every output.

use super::compare::{GoldenState, Report};
use super::diff_lines::print_diff;
use crate::explain::Lang;
use crate::paths::slashed;

/// What is the matter with a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FindingKind {
    /// It is read otherwise.
    Changed,
    /// It has no golden file.
    New,
    /// It fails.
    Failing,
    /// Its golden file is no JSON.
    Broken,
    /// It is gone, its golden file is still there.
    Missing,
}

impl FindingKind {
    pub const ALL: [Self; 5] = [Self::Changed, Self::New, Self::Failing, Self::Broken, Self::Missing];

    /// The kind's name for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::New => "new",
            Self::Failing => "failing",
            Self::Broken => "broken",
            Self::Missing => "missing",
        }
    }
}

/// A document that is not as it was accepted.
#[derive(Debug)]
pub(super) struct Finding {
    pub kind: FindingKind,
    /// The document's name, or the golden file's where the document is gone.
    pub name: String,
    /// Path of that file, as a shell or an editor finds it.
    pub file: String,
    /// One line, empty for changes.
    pub summary: String,
    /// The changes, each line with its line break.
    pub details: String,
    /// How many leaves changed.
    pub leaves: usize,
}

/// Everything that is not as it was accepted, in the report's order.
pub(super) fn findings(report: &Report, show_evidence: bool, lang: Lang) -> Vec<Finding> {
    let read = report.fixtures.iter().filter_map(|(name, state)| {
        let (kind, summary, leaves) = match state {
            GoldenState::Same => return None,
            GoldenState::Changed(diff) => (FindingKind::Changed, String::new(), diff.leaves()),
            GoldenState::New => (FindingKind::New, lang.word("new, without a golden file").to_owned(), 0),
            GoldenState::Failing { failure, leaves } => {
                (FindingKind::Failing, failing(failure, *leaves, lang), *leaves)
            }
            GoldenState::Broken(error) => {
                let japanese = lang.ja("its golden file is no JSON: {}", &[error]);
                (FindingKind::Broken, japanese.unwrap_or_else(|| format!("its golden file is no JSON: {error}")), 0)
            }
        };
        let details = match state {
            GoldenState::Changed(diff) => print_diff(diff, show_evidence, lang),
            _ => String::new(),
        };
        // A single document is its own folder.
        let file = if report.folder.is_file() { report.folder.clone() } else { report.folder.join(name) };
        Some(Finding { kind, name: name.clone(), file: slashed(&file), summary, details, leaves })
    });
    let missing = report.missing.iter().map(|missing| Finding {
        kind: FindingKind::Missing,
        name: missing.path.clone(),
        file: slashed(&report.golden.join(&missing.path)),
        summary: lang
            .ja("its document is missing ({})", &[&missing.leaves])
            .unwrap_or_else(|| format!("its document is missing ({})", leaves(missing.leaves))),
        details: String::new(),
        leaves: missing.leaves,
    });
    read.chain(missing).collect()
}

fn failing(failure: &str, lost: usize, lang: Lang) -> String {
    let failure = lang.failure_line(failure);
    match lost {
        0 => lang.ja("new, and it fails: {}", &[&failure]).unwrap_or_else(|| format!("new, and it fails: {failure}")),
        lost => lang
            .ja("fails ({} of its golden file lost): {}", &[&lost, &failure])
            .unwrap_or_else(|| format!("fails ({} of its golden file lost): {failure}", leaves(lost))),
    }
}

/// A number of leaves, with the noun.
pub(super) fn leaves(count: usize) -> String {
    format!("{count} {}", if count == 1 { "leaf" } else { "leaves" })
}
