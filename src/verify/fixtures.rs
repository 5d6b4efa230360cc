//! The fixtures on disk, the golden file of each, and what a fixture gives now.

use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::inputs::{Input, list};
use crate::paths::slashed;
use crate::source::Limits;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// Fixtures are made by programs that stand beside them, in folders of this name; these are no fixtures.
const SCRIPTS: &str = "scripts";

/// Reads an input's record.
pub type ReadInput<'a> = dyn Fn(&Input) -> Result<Value, Failure> + Sync + 'a;

/// The reading of an engine in this process.
///
/// # Errors
/// As [`Input::read`].
pub fn read_here(engine: &Engine, input: &Input) -> Result<Value, Failure> {
    // Fixtures are files, so the limits on streams are of no account.
    let record = input.read(engine, &Limits::default())?;
    let no_json = |error| Failure::new(Reason::Panic, format!("the record is no JSON: {error}"));
    serde_json::from_slice(&record.to_json_bytes()).map_err(no_json)
}

/// A fixture and its golden file.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// Its path below the folder of fixtures, with `/`: the name of its source in the record.
    pub name: String,
    /// Its golden file's path below the folder of golden files.
    pub golden: PathBuf,
    input: Input,
}

/// Fixtures that can't be verified at all.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The folder is missing or holds nothing.
    #[error(
        "{folder}: there are no fixtures here\n  hint: name the folder of fixtures, as in `yomitori verify fixtures`"
    )]
    None {
        /// The folder.
        folder: String,
    },
    /// Two fixtures would have one golden file.
    #[error("{first} and {second} would share the golden file {golden}\n  hint: rename one of them")]
    Shared {
        /// The first fixture.
        first: String,
        /// The second fixture.
        second: String,
        /// Their golden file.
        golden: String,
    },
    /// A path to be accepted names no fixture.
    #[error(
        "{path}: no fixture has this path\n  hint: name fixtures, golden files or folders of them, as in `accept --only fixtures/a.txt`"
    )]
    Unmatched {
        /// The path.
        path: String,
    },
    /// A golden file can't be read or written.
    #[error("{path}: {error}\n  hint: check the folder's permissions")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        error: std::io::Error,
    },
}

impl SetupError {
    pub(super) fn io(path: &Path, error: std::io::Error) -> Self {
        Self::Io { path: slashed(path), error }
    }
}

impl Fixture {
    /// What the fixture gives now: its record, or its failure as `{"failure": {"reason", "message"}}`.
    pub fn result(&self, read: &ReadInput<'_>) -> Value {
        match read(&Input { name: self.name.clone(), ..self.input.clone() }) {
            Ok(record) => record,
            Err(error) => failure(&error),
        }
    }
}

fn failure(failure: &Failure) -> Value {
    json!({ "failure": { "reason": failure.reason, "message": failure.message } })
}

/// The golden file's path of a fixture's: `.txt` becomes `.json`, any other name gets `.json` behind it.
#[must_use]
pub fn golden_of(below: &Path) -> PathBuf {
    if below.extension() == Some(OsStr::new("txt")) {
        return below.with_extension("json");
    }
    let mut name = below.as_os_str().to_owned();
    name.push(".json");
    name.into()
}

/// All fixtures of a folder, or of a single file, sorted by path.
pub(super) fn fixtures(folder: &Path) -> Result<Vec<Fixture>, SetupError> {
    let none = || SetupError::None { folder: slashed(folder) };
    if !folder.exists() {
        return Err(none());
    }
    let mut fixtures: Vec<Fixture> = list(&[folder.to_owned()])
        .into_iter()
        .filter(|input| folder.is_file() || (Path::new(&input.name) != folder && !in_scripts(&input.below)))
        .map(|input| Fixture { name: slashed(&input.below), golden: golden_of(&input.below), input })
        .collect();
    if fixtures.is_empty() {
        return Err(none());
    }
    fixtures.sort_by(|a, b| a.golden.cmp(&b.golden));
    let shared = fixtures.windows(2).find_map(|pair| match pair {
        [first, second] if first.golden == second.golden => Some(SetupError::Shared {
            first: first.name.clone(),
            second: second.name.clone(),
            golden: slashed(&first.golden),
        }),
        _ => None,
    });
    shared.map_or(Ok(fixtures), Err)
}

fn in_scripts(below: &Path) -> bool {
    below.parent().is_some_and(|folder| folder.iter().any(|part| part == SCRIPTS))
}

/// Golden files that belong to no fixture. A single document says nothing about the others' golden files.
pub(super) fn orphans(folder: &Path, golden: &Path, fixtures: &[Fixture]) -> Vec<PathBuf> {
    if folder.is_file() || !golden.is_dir() {
        return Vec::new();
    }
    let files = list(&[golden.to_owned()]).into_iter().map(|input| input.below);
    let goldens = files.filter(|path| path.extension() == Some(OsStr::new("json")));
    goldens.filter(|path| fixtures.binary_search_by(|fixture| fixture.golden.cmp(path)).is_err()).collect()
}

/// A result as its golden file has it.
pub(super) fn written(result: &Value) -> String {
    // Values have only text as keys, so this can't fail.
    let mut text = serde_json::to_string_pretty(result).unwrap_or_default();
    text.push('\n');
    text
}
