//! Compares what the fixtures give now with their golden files.

use super::diff::{Diff, diff, leaves_of};
use super::fixtures::{Fixture, ReadInput, SetupError, fixtures, orphans, written};
use crate::form::Form;
use crate::paths::slashed;
use rayon::prelude::*;
use serde_json::Value;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// How a fixture stands to its golden file.
#[derive(Debug)]
pub enum GoldenState {
    /// They are the same.
    Same,
    /// They differ.
    Changed(Diff),
    /// There is no golden file yet.
    New,
    /// The document fails, and no golden file says that it does.
    Failing {
        /// The reason and what was found.
        failure: String,
        /// Leaves of the golden file that are not read any more.
        leaves: usize,
    },
    /// The golden file is no JSON.
    Broken(String),
}

/// A golden file whose document is gone.
#[derive(Debug)]
pub struct Missing {
    /// Its path below the folder of golden files.
    pub path: String,
    /// How many leaves it has.
    pub leaves: usize,
}

/// What verification found.
#[derive(Debug)]
pub struct Report {
    /// The folder of fixtures, or the only one.
    pub folder: PathBuf,
    /// The folder of golden files.
    pub golden: PathBuf,
    /// Each fixture's name and state, sorted by path.
    pub fixtures: Vec<(String, GoldenState)>,
    /// Golden files without a fixture.
    pub missing: Vec<Missing>,
}

impl Report {
    /// Whether every fixture gives what its golden file says, and no golden file is left over.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.missing.is_empty() && self.fixtures.iter().all(|(_, state)| matches!(state, GoldenState::Same))
    }

    /// How many leaves of the golden files are not read as they were accepted. A leaf is a value below `/data`, or
    /// the reason of a failure. A document that is missing or fails counts with all leaves of its golden file, a new
    /// one with none. Diagnostics and evidence are no leaves.
    #[must_use]
    pub fn changed_leaves(&self) -> usize {
        let read = self.fixtures.iter().map(|(_, state)| match state {
            GoldenState::Changed(diff) => diff.leaves(),
            GoldenState::Failing { leaves, .. } => *leaves,
            GoldenState::Same | GoldenState::New | GoldenState::Broken(_) => 0,
        });
        read.sum::<usize>() + self.missing.iter().map(|missing| missing.leaves).sum::<usize>()
    }

    /// Whether the report passes: without a budget when all is the same; with one when at most so many leaves changed
    /// and every golden file can be compared at all.
    #[must_use]
    pub fn passes(&self, budget: Option<usize>) -> bool {
        let is_broken = |(_, state): &(String, GoldenState)| matches!(state, GoldenState::Broken(_));
        budget.map_or(self.is_same(), |budget| self.changed_leaves() <= budget && !self.fixtures.iter().any(is_broken))
    }
}

/// Reads every fixture and compares it with its golden file.
///
/// # Errors
/// When there are no fixtures, or golden files can't be opened.
pub fn verify(form: &Form, read: &ReadInput<'_>, folder: &Path, golden: &Path) -> Result<Report, SetupError> {
    let fixtures = fixtures(folder)?;
    let states: Result<Vec<GoldenState>, SetupError> =
        fixtures.par_iter().map(|fixture| state(form, read, fixture, &golden.join(&fixture.golden))).collect();
    let missing = orphans(folder, golden, &fixtures).iter().map(|path| missing(golden, path)).collect();
    let fixtures = fixtures.into_iter().map(|fixture| fixture.name).zip(states?).collect();
    Ok(Report { folder: folder.to_owned(), golden: golden.to_owned(), fixtures, missing })
}

/// A golden file that is no JSON has no leaves; it is missing its document all the same.
fn missing(golden: &Path, path: &Path) -> Missing {
    let text = std::fs::read_to_string(golden.join(path)).unwrap_or_default();
    let leaves = serde_json::from_str(&text).map_or(0, |record: Value| leaves_of(&record));
    Missing { path: slashed(path), leaves }
}

fn state(form: &Form, read: &ReadInput<'_>, fixture: &Fixture, golden: &Path) -> Result<GoldenState, SetupError> {
    let old = match std::fs::read_to_string(golden) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(GoldenState::Broken(error.to_string())),
        Err(error) => return Err(SetupError::io(golden, error)),
    };
    let new = fixture.result(read);
    let failure = failure(&new);
    let Some(old) = old else {
        return Ok(failure.map_or(GoldenState::New, |failure| GoldenState::Failing { failure, leaves: 0 }));
    };
    if written(&new) == old {
        return Ok(GoldenState::Same);
    }
    let old: Value = match serde_json::from_str(&old) {
        Ok(old) => old,
        Err(error) => return Ok(GoldenState::Broken(error.to_string())),
    };
    Ok(match failure {
        Some(failure) if old.get("failure").is_none() => GoldenState::Failing { failure, leaves: leaves_of(&old) },
        _ => GoldenState::Changed(diff(form, &old, &new)),
    })
}

/// What a result says about its failure, if it is one.
fn failure(result: &Value) -> Option<String> {
    let part = |key: &str| result.pointer(&format!("/failure/{key}")).and_then(Value::as_str);
    Some(format!("{}: {}", part("reason")?, part("message").unwrap_or_default()))
}
