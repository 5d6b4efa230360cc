//! Accepts what the fixtures give now: writes the golden files.

use super::fixtures::{Fixture, ReadInput, SetupError, fixtures, golden_of, orphans, written};
use crate::paths::slashed;
use rayon::prelude::*;
use serde_json::Value;
use std::path::{Component, Path, PathBuf};

/// What became of a golden file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GoldenOutcome {
    /// It was not there before.
    New,
    /// It was there and said something else.
    Changed,
    /// It already said so.
    Unchanged,
    /// Its fixture is gone, and so is it now.
    Removed,
    /// Its fixture is gone; it stays until pruned.
    Orphaned,
}

/// The golden files, each with its path below their folder and what became of it.
#[derive(Debug)]
pub struct Accepted {
    /// Sorted by path; those without fixtures at the end.
    pub files: Vec<(String, GoldenOutcome)>,
}

/// Writes the golden file of every fixture, or of those that `only` names by their own path or
/// their golden file's. Golden files whose fixtures are gone are
/// removed when `prune` says so.
///
/// # Errors
/// When there are no fixtures, a path in `only` names none, or golden files can't be written.
pub fn accept(
    read: &ReadInput<'_>,
    folder: &Path,
    golden: &Path,
    only: &[PathBuf],
    prune: bool,
) -> Result<Accepted, SetupError> {
    let fixtures = fixtures(folder)?;
    let chosen = choose(&fixtures, folder, golden, only)?;
    let mut files: Vec<(String, GoldenOutcome)> = chosen
        .par_iter()
        .map(|fixture| Ok((slashed(&fixture.golden), write(read, fixture, &golden.join(&fixture.golden))?)))
        .collect::<Result<_, SetupError>>()?;
    for path in orphans(folder, golden, &fixtures) {
        let full = golden.join(&path);
        if prune {
            std::fs::remove_file(&full).map_err(|error| SetupError::io(&full, error))?;
        }
        files.push((slashed(&path), if prune { GoldenOutcome::Removed } else { GoldenOutcome::Orphaned }));
    }
    Ok(Accepted { files })
}

/// The fixtures that the paths name: by their own path or their golden file's, with or without its folder.
fn choose<'a>(
    fixtures: &'a [Fixture],
    folder: &Path,
    golden: &Path,
    only: &[PathBuf],
) -> Result<Vec<&'a Fixture>, SetupError> {
    let matches = |fixture: &Fixture, path: &PathBuf| {
        // A shell's `./fixtures/a.txt` is the same path.
        let path: PathBuf = path.components().filter(|part| !matches!(part, Component::CurDir)).collect();
        let name = Path::new(&fixture.name);
        // A single document is its own folder, and `join` on it would lead nowhere.
        let whole = if folder.is_file() { folder.to_owned() } else { folder.join(name) };
        let own = [whole, name.to_owned()];
        let accepted = [golden.join(&fixture.golden), fixture.golden.clone()];
        own.iter().chain(&accepted).any(|known| known.starts_with(&path))
    };
    if let Some(path) = only.iter().find(|path| !fixtures.iter().any(|fixture| matches(fixture, path))) {
        return Err(SetupError::Unmatched { path: slashed(path) });
    }
    let is_chosen = |fixture: &&Fixture| only.is_empty() || only.iter().any(|path| matches(fixture, path));
    Ok(fixtures.iter().filter(is_chosen).collect())
}

/// Writes the golden file of a record that people have reviewed: its values as they settled them, the rest as it was read. The name is
/// that of a data set, and begins with the folder that was imported.
///
/// # Errors
/// When the golden file can't be written.
pub fn accept_reviewed(name: &str, mut record: Value, golden: &Path) -> Result<(String, GoldenOutcome), SetupError> {
    let below = name.split_once('/').map_or(name, |(_, below)| below);
    if let Value::Object(keys) = &mut record {
        keys.shift_remove("corrected");
        let evidence = keys.get_mut("evidence").and_then(Value::as_object_mut);
        for entry in evidence.into_iter().flat_map(|evidence| evidence.values_mut()).filter_map(Value::as_object_mut) {
            entry.shift_remove("review");
        }
        // Evidence of values that were not read at all is what people said, and nothing else.
        if let Some(evidence) = keys.get_mut("evidence").and_then(Value::as_object_mut) {
            evidence.retain(|_, entry| {
                entry.as_object().is_none_or(|own| own.len() > 1 || own.get("raw") != Some(&"".into()))
            });
        }
        let diagnostics = keys.get_mut("diagnostics").and_then(Value::as_array_mut);
        let of_data_set =
            |code: &str| ["correction.", "identity.", "history."].iter().any(|area| code.starts_with(area));
        if let Some(diagnostics) = diagnostics {
            diagnostics.retain(|one| !one.get("code").and_then(Value::as_str).is_some_and(of_data_set));
        }
        if let Some(Value::Object(source)) = keys.get_mut("source") {
            source.insert("name".to_owned(), below.into());
        }
    }
    let path = golden_of(Path::new(below));
    Ok((slashed(&path), put(&written(&record), &golden.join(&path))?))
}

fn write(read: &ReadInput<'_>, fixture: &Fixture, golden: &Path) -> Result<GoldenOutcome, SetupError> {
    put(&written(&fixture.result(read)), golden)
}

fn put(new: &str, golden: &Path) -> Result<GoldenOutcome, SetupError> {
    let old = std::fs::read(golden).ok();
    if old.as_deref() == Some(new.as_bytes()) {
        return Ok(GoldenOutcome::Unchanged);
    }
    let io = |error| SetupError::io(golden, error);
    golden.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(io)?;
    std::fs::write(golden, new).map_err(io)?;
    Ok(if old.is_some() { GoldenOutcome::Changed } else { GoldenOutcome::New })
}
