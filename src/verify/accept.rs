//! Accepts what the fixtures give now: writes the golden files.

use super::fixtures::{Fixture, Read, SetupError, fixtures, orphans, written};
use crate::paths::slashed;
use rayon::prelude::*;
use std::path::{Component, Path, PathBuf};

/// What became of a golden file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
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
    pub files: Vec<(String, Outcome)>,
}

/// Writes the golden file of every fixture, or of those that `only` names by their own path or
/// their golden file's. Golden files whose fixtures are gone are
/// removed when `prune` says so.
///
/// # Errors
/// When there are no fixtures, a path in `only` names none, or golden files can't be written.
pub fn accept(
    read: &Read<'_>,
    folder: &Path,
    golden: &Path,
    only: &[PathBuf],
    prune: bool,
) -> Result<Accepted, SetupError> {
    let fixtures = fixtures(folder)?;
    let chosen = choose(&fixtures, folder, golden, only)?;
    let mut files: Vec<(String, Outcome)> = chosen
        .par_iter()
        .map(|fixture| Ok((slashed(&fixture.golden), write(read, fixture, &golden.join(&fixture.golden))?)))
        .collect::<Result<_, SetupError>>()?;
    for path in orphans(folder, golden, &fixtures) {
        let full = golden.join(&path);
        if prune {
            std::fs::remove_file(&full).map_err(|error| SetupError::io(&full, error))?;
        }
        files.push((slashed(&path), if prune { Outcome::Removed } else { Outcome::Orphaned }));
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

fn write(read: &Read<'_>, fixture: &Fixture, golden: &Path) -> Result<Outcome, SetupError> {
    let new = written(&fixture.result(read));
    let old = std::fs::read(golden).ok();
    if old.as_deref() == Some(new.as_bytes()) {
        return Ok(Outcome::Unchanged);
    }
    let io = |error| SetupError::io(golden, error);
    golden.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(io)?;
    std::fs::write(golden, new).map_err(io)?;
    Ok(if old.is_some() { Outcome::Changed } else { Outcome::New })
}
