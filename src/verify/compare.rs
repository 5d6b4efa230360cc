//! Compares what the fixtures give now with their golden files.

use super::diff::{Diff, diff};
use super::fixtures::{Fixture, SetupError, fixtures, orphans, written};
use crate::engine::Engine;
use crate::inputs::slashed;
use rayon::prelude::*;
use std::io::ErrorKind;
use std::path::Path;

/// How a fixture stands to its golden file.
#[derive(Debug)]
pub enum State {
    /// They are the same.
    Same,
    /// They differ.
    Changed(Diff),
    /// There is no golden file yet.
    New,
    /// The golden file is no JSON.
    Broken(String),
}

/// What verification found.
#[derive(Debug)]
pub struct Report {
    /// Each fixture's name and state, sorted by path.
    pub fixtures: Vec<(String, State)>,
    /// Golden files without a fixture.
    pub orphans: Vec<String>,
}

impl Report {
    /// Whether every fixture gives what its golden file says, and no golden file is left over.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.orphans.is_empty() && self.fixtures.iter().all(|(_, state)| matches!(state, State::Same))
    }
}

/// Reads every fixture and compares it with its golden file.
///
/// # Errors
/// When there are no fixtures, or golden files can't be opened.
pub fn verify(engine: &Engine, folder: &Path, golden: &Path) -> Result<Report, SetupError> {
    let fixtures = fixtures(folder)?;
    let states: Result<Vec<State>, SetupError> =
        fixtures.par_iter().map(|fixture| state(engine, fixture, &golden.join(&fixture.golden))).collect();
    let orphans = orphans(golden, &fixtures).iter().map(|path| slashed(path)).collect();
    Ok(Report { fixtures: fixtures.into_iter().map(|fixture| fixture.name).zip(states?).collect(), orphans })
}

fn state(engine: &Engine, fixture: &Fixture, golden: &Path) -> Result<State, SetupError> {
    let old = match std::fs::read_to_string(golden) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(State::New),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Ok(State::Broken(error.to_string())),
        Err(error) => return Err(SetupError::io(golden, error)),
    };
    let new = fixture.result(engine);
    if written(&new) == old {
        return Ok(State::Same);
    }
    Ok(match serde_json::from_str(&old) {
        Ok(old) => State::Changed(diff(engine.form(), &old, &new)),
        Err(error) => State::Broken(error.to_string()),
    })
}
