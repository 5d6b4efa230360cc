//! Where the bytes of documents are found again: under the paths where they were met, or below folders that were named.

use crate::digest::sha256;
use crate::inputs::{Input, InputChoice, Patterns, choose};
use crate::paths::slashed;
use crate::source::Limits;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Finds documents by their content.
#[derive(Debug)]
pub struct Sources {
    limits: Limits,
    inputs: Vec<Input>,
    /// Hashes of inputs, as far as they are known.
    hashes: HashMap<usize, String>,
}

impl Sources {
    /// Documents below these paths, besides those where they were met.
    #[must_use]
    pub fn new(folders: &[PathBuf], limits: Limits) -> Self {
        Self { limits, inputs: members(folders, limits), hashes: HashMap::new() }
    }

    /// The bytes of a content; paths are tried first, then files of its name, then all.
    pub(super) fn bytes(&mut self, hash: &str, name: &str, paths: &[PathBuf]) -> Option<Vec<u8>> {
        let met = paths.iter().find_map(|path| self.at(hash, path));
        if met.is_some() {
            return met;
        }
        let end = name.rsplit('/').next().unwrap_or(name);
        let mut order: Vec<usize> = (0..self.inputs.len()).collect();
        order.sort_by_key(|at| self.inputs.get(*at).is_none_or(|input| !input.name.ends_with(end)));
        for at in order {
            if self.hashes.get(&at).is_some_and(|known| known != hash) {
                continue;
            }
            let Some(Ok(bytes)) = self.inputs.get(at).map(|input| input.bytes(&self.limits)) else { continue };
            let found = sha256(&bytes);
            let is_it = found == hash;
            self.hashes.insert(at, found);
            if is_it {
                return Some(bytes);
            }
        }
        None
    }

    /// The bytes at a path, if they are still those.
    fn at(&self, hash: &str, path: &Path) -> Option<Vec<u8>> {
        let whole = slashed(path);
        let outer = whole.split_once("!/").map_or(path.to_owned(), |(archive, _)| PathBuf::from(archive));
        if !outer.is_file() {
            return None;
        }
        let inputs = members(&[outer], self.limits);
        let input = inputs.iter().find(|input| slashed(&input.absolute) == whole).or(inputs.first())?;
        let bytes = input.bytes(&self.limits).ok()?;
        (sha256(&bytes) == hash).then_some(bytes)
    }
}

fn members(paths: &[PathBuf], limits: Limits) -> Vec<Input> {
    let none = || Patterns::new(&[]).ok();
    let Some((include, exclude)) = none().zip(none()) else { return Vec::new() };
    choose(paths, &InputChoice { include, exclude, follow_links: false, limits })
}
