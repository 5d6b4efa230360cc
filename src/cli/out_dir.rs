//! Names for the files of `extract --out-dir`: one for each document, none twice, the same in every run.

use crate::inputs::Input;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

/// The file of each input, below the output folder. A document is named by its path below the folder that was
/// given; where that is not unique, by its whole path; where that is not either, by a number behind it.
pub(super) fn names(inputs: &[Input]) -> Vec<PathBuf> {
    let mut shared: HashMap<&Path, usize> = HashMap::new();
    for input in inputs {
        *shared.entry(&input.below).or_default() += 1;
    }
    let mut taken = HashSet::new();
    inputs
        .iter()
        .map(|input| {
            let is_unique = shared.get(input.below.as_path()) == Some(&1);
            let path = if is_unique { input.below.clone() } else { inside(Path::new(&input.name)) };
            free(&path, &mut taken)
        })
        .collect()
}

/// The path without what would lead out of a folder.
fn inside(path: &Path) -> PathBuf {
    path.components().filter(|part| matches!(part, Component::Normal(_))).collect()
}

fn free(path: &Path, taken: &mut HashSet<PathBuf>) -> PathBuf {
    let mut count = 1;
    loop {
        let mut name = path.as_os_str().to_owned();
        if count > 1 {
            name.push(format!("-{count}"));
        }
        name.push(".json");
        let name = PathBuf::from(name);
        if taken.insert(name.clone()) {
            return name;
        }
        count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::InputPlace;

    fn input(name: &str, below: &str) -> Input {
        Input { name: name.into(), below: below.into(), absolute: name.into(), place: InputPlace::Stdin }
    }

    #[test]
    fn every_document_has_a_file_of_its_own() {
        let inputs = [
            input("in/x/a.txt", "x/a.txt"),
            input("in/a.txt", "a.txt"),
            input("../other/a.txt", "a.txt"),
            input("in/a.pdf", "a.pdf"),
            input("b.txt", "b.txt"),
            input("b.txt", "b.txt"),
        ];
        let names: Vec<_> = names(&inputs).iter().map(|name| name.display().to_string()).collect();
        assert_eq!(
            names,
            ["x/a.txt.json", "in/a.txt.json", "other/a.txt.json", "a.pdf.json", "b.txt.json", "b.txt-2.json"]
        );
    }
}
