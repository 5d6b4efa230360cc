//! Which of the files below the named paths are inputs: patterns, links, archives.

use super::archive::{is_archive, members};
use super::{Input, InputPlace, list_following};
use crate::paths::slashed;
use crate::source::Limits;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Component, Path, PathBuf};

/// Patterns of file names and paths.
#[derive(Debug, Clone, Default)]
pub struct Patterns {
    /// Those with a `/`, which are compared with the path below the named folder.
    paths: GlobSet,
    /// The others, which are compared with the file's name at any depth.
    names: GlobSet,
    is_any: bool,
}

impl Patterns {
    /// Compiles patterns such as `*.pdf`, `2026-*/**`, `[!.]*.{doc,docx}`.
    ///
    /// # Errors
    /// The first one that is no pattern, with what is wrong.
    pub fn new(patterns: &[String]) -> Result<Self, String> {
        let (mut paths, mut names) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        for pattern in patterns {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(|error| error.to_string())?;
            if pattern.contains('/') {
                paths.add(glob)
            } else {
                names.add(glob)
            };
        }
        let build = |set: GlobSetBuilder| set.build().map_err(|error| error.to_string());
        Ok(Self { paths: build(paths)?, names: build(names)?, is_any: !patterns.is_empty() })
    }

    fn matches(&self, path: &Path) -> bool {
        self.paths.is_match(slashed(path)) || path.file_name().is_some_and(|name| self.names.is_match(name))
    }
}

/// Which files are inputs.
#[derive(Debug, Clone, Default)]
pub struct InputChoice {
    /// Only these, where any are named.
    pub include: Patterns,
    /// None of these.
    pub exclude: Patterns,
    /// Whether links that lead out of a named folder are followed.
    pub follow_links: bool,
    /// What reading one document may cost: an archive is unpacked no further.
    pub limits: Limits,
}

/// The documents that paths name, as [`super::list`] has them, those in archives among them.
#[must_use]
pub fn choose(paths: &[PathBuf], choice: &InputChoice) -> Vec<Input> {
    let mut chosen = Vec::new();
    for path in paths {
        let listed = match expanded(path, choice.follow_links) {
            Some(inputs) => inputs,
            None => list_following(std::slice::from_ref(path), choice.follow_links),
        };
        for input in listed {
            if choice.exclude.matches(&input.below) {
                continue;
            }
            let archive = match &input.place {
                InputPlace::File(path) if is_archive(path) => Some(path.clone()),
                _ => None,
            };
            match archive {
                Some(path) => chosen.extend(
                    members(&input, &path, &choice.limits).into_iter().filter(|member| is_wanted(member, choice)),
                ),
                None if is_wanted(&input, choice) => chosen.push(input),
                None => {}
            }
        }
    }
    chosen
}

fn is_wanted(input: &Input, choice: &InputChoice) -> bool {
    let is_included = !choice.include.is_any || choice.include.matches(&input.below);
    is_included && !choice.exclude.matches(&input.below)
}

/// The files that a pattern names where the shell has not expanded it; nothing where the path is there or is no pattern.
fn expanded(path: &Path, follow_links: bool) -> Option<Vec<Input>> {
    let has_sign = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    if path.exists() || !path.components().any(|part| has_sign(&part)) {
        return None;
    }
    let base: PathBuf = path.components().take_while(|part| !has_sign(part)).collect();
    let base = if base.as_os_str().is_empty() { PathBuf::from(".") } else { base };
    let glob = GlobBuilder::new(&slashed(path)).literal_separator(true).build().ok()?.compile_matcher();
    let mut inputs = list_following(&[base], follow_links);
    inputs.retain(|input| glob.is_match(input.name.trim_start_matches("./")) || glob.is_match(&input.name));
    (!inputs.is_empty()).then_some(inputs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names_at_any_depth_and_paths_from_the_folder() {
        let fits = |pattern: &str, path: &str| Patterns::new(&[pattern.to_owned()]).unwrap().matches(Path::new(path));
        assert!(fits("*.pdf", "a.pdf") && fits("*.pdf", "2026/b/a.pdf") && !fits("*.pdf", "a.txt"));
        assert!(fits("2026-*/**", "2026-01/x/a.txt") && !fits("2026-*/**", "x/2026-01/a.txt"));
        assert!(fits("*.{doc,docx}", "a.docx"));
        assert!(Patterns::new(&["[".to_owned()]).is_err());
    }
}
