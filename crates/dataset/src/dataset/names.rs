//! What documents are called: their path below the outermost folder that was ever imported, beginning with its name.
//!
//! So a name does not depend on where the program was started, and does not change when a folder is imported from elsewhere.

use std::collections::BTreeSet;

/// Names paths by the roots of all imports.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Names {
    /// The outermost roots, each with how much of it is left out of names, in bytes.
    roots: Vec<(String, usize)>,
}

impl Names {
    /// Names by these roots: absolute paths with `/`.
    pub fn new(roots: impl IntoIterator<Item = String>) -> Self {
        let all: BTreeSet<String> = roots.into_iter().map(|root| root.trim_end_matches('/').to_owned()).collect();
        let is_outermost = |root: &&String| !all.iter().any(|other| other != *root && is_below(root, other));
        let outermost: Vec<&String> = all.iter().filter(is_outermost).collect();
        let roots = outermost.iter().map(|root| ((*root).clone(), left_out(root, &outermost))).collect();
        Self { roots }
    }

    /// What a path is called.
    pub fn name<'p>(&self, path: &'p str) -> &'p str {
        let root = self.roots.iter().find(|(root, _)| path == root || is_below(path, root));
        root.and_then(|(_, left_out)| path.get(*left_out..)).unwrap_or(path)
    }
}

/// Whether a path lies below a folder.
pub(super) fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|below| below.starts_with('/'))
}

/// How much of a root can be left out so that no other ends in the same way.
fn left_out(root: &str, all: &[&String]) -> usize {
    let starts = root.match_indices('/').map(|(at, _)| at + 1).rev();
    let is_unique = |start: &usize| {
        let ending = root.get(*start..).unwrap_or_default();
        !ending.is_empty() && all.iter().filter(|other| other.ends_with(&format!("/{ending}"))).count() <= 1
    };
    starts.into_iter().find(is_unique).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_with_the_outermost_root() {
        let names = Names::new(["/d/in".to_owned(), "/d/in/corpus".into(), "/e/one.txt".into()]);
        assert_eq!(names.name("/d/in/corpus/a.txt"), "in/corpus/a.txt");
        assert_eq!(names.name("/e/one.txt"), "one.txt");
        assert_eq!(names.name("/x/y.txt"), "/x/y.txt");
    }

    #[test]
    fn roots_of_one_name_are_told_apart() {
        let names = Names::new(["/a/in".to_owned(), "/b/in".into(), "/c/other".into()]);
        assert_eq!(names.name("/a/in/x"), "a/in/x");
        assert_eq!(names.name("/b/in/x"), "b/in/x");
        assert_eq!(names.name("/c/other/x"), "other/x");
    }
}
