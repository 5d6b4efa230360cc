//! The house as it is built: no modules that need each other in a circle.
//!
//! A module is a file. What the file that opens a folder defines may be used by the folder's own files, and it uses them; any
//! other way from a module back to itself is a circle: none of its modules can be read, tested or moved alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, UseTree, Visibility};

/// A module's path below its crate: `["values", "money"]`.
type Module = Vec<String>;

/// What a module's file names of its crate.
#[derive(Default)]
struct Named {
    /// Paths, and whether the module hands them on.
    paths: Vec<(bool, Vec<String>)>,
}

impl Named {
    fn tree(&mut self, is_handed_on: bool, head: &[String], tree: &UseTree) {
        match tree {
            UseTree::Path(path) => self.tree(is_handed_on, &[head, &[path.ident.to_string()]].concat(), &path.tree),
            UseTree::Name(name) => self.paths.push((is_handed_on, [head, &[name.ident.to_string()]].concat())),
            UseTree::Rename(name) => self.paths.push((is_handed_on, [head, &[name.ident.to_string()]].concat())),
            UseTree::Glob(_) => self.paths.push((is_handed_on, head.to_vec())),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(is_handed_on, head, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item_mod(&mut self, module: &'ast ItemMod) {
        let is_test = |attribute: &Attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|what| what.is_ident("test"))
        };
        if !module.attrs.iter().any(is_test) {
            visit::visit_item_mod(self, module);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(!matches!(item.vis, Visibility::Inherited), &[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.paths.push((false, path.segments.iter().map(|segment| segment.ident.to_string()).collect()));
        visit::visit_path(self, path);
    }
}

/// A crate's modules with what they name.
struct House {
    modules: BTreeMap<Module, Named>,
}

impl House {
    fn of(source: &Path) -> Self {
        let mut modules = BTreeMap::new();
        for entry in walkdir::WalkDir::new(source).into_iter().flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let below = path.strip_prefix(source).unwrap().with_extension("");
            let mut module: Module = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            module.pop_if(|last| ["mod", "lib", "main"].contains(&last.as_str()));
            let mut named = Named::default();
            named.visit_file(&syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap());
            modules.insert(module, named);
        }
        Self { modules }
    }

    /// A path as it is seen from the crate's root; none where it leads out of the crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let first = path.first()?;
        let (base, rest) = match first.as_str() {
            "crate" => (&[][..], path.get(1..)?),
            "self" => (&module[..], path.get(1..)?),
            "super" => (module.get(..module.len().checked_sub(ups)?)?, path.get(ups..)?),
            _ if self.modules.contains_key(&[&module[..], &path[..1]].concat()) => (&module[..], path),
            _ => return None,
        };
        Some([base, rest].concat())
    }

    /// The module that defines what a path names, through those that hand it on.
    fn definer(&self, path: &[String], steps: usize) -> Module {
        let length = (0..=path.len()).rev().find(|length| self.modules.contains_key(&path[..*length])).unwrap_or(0);
        let module = path[..length].to_vec();
        let (Some(name), Some(named)) = (path.get(length), self.modules.get(&module)) else { return module };
        let handed_on = named.paths.iter().filter(|(is_handed_on, _)| *is_handed_on && steps > 0);
        let whole = handed_on.filter_map(|(_, path)| self.absolute(&module, path));
        match whole.into_iter().find(|whole| whole.last() == Some(name) && whole[..] != *path) {
            Some(whole) => self.definer(&whole, steps - 1),
            None => module,
        }
    }

    /// The modules that each one needs, without those whose folder it stands in.
    fn needs(&self) -> BTreeMap<&Module, BTreeSet<Module>> {
        let needs = |(module, named): (&'_ Module, &Named)| -> BTreeSet<Module> {
            let paths = named.paths.iter().filter_map(|(is_handed_on, path)| {
                let whole = self.absolute(module, path)?;
                // What a folder's opening file hands on of its own files is no need of its own.
                (!(*is_handed_on && whole.starts_with(module))).then_some(whole)
            });
            paths.map(|path| self.definer(&path, 4)).filter(|needed| !module.starts_with(needed)).collect()
        };
        self.modules.iter().map(|(module, named)| (module, needs((module, named)))).collect()
    }

    /// The shortest ways from modules back to themselves, each told once.
    fn circles(&self) -> BTreeSet<String> {
        let needs = self.needs();
        let mut circles = BTreeSet::new();
        for start in self.modules.keys() {
            let mut ways: Vec<Vec<&Module>> = vec![vec![start]];
            let mut seen: BTreeSet<&Module> = BTreeSet::new();
            while let Some(way) = ways.pop() {
                for next in needs.get(way[way.len() - 1]).into_iter().flatten() {
                    if next == start {
                        let mut names: Vec<String> = way.iter().map(|module| module.join("::")).collect();
                        names.sort();
                        circles.insert(names.join(" and "));
                    } else if seen.insert(next) {
                        ways.push([&way[..], &[next]].concat());
                    }
                }
            }
        }
        circles
    }
}

#[test]
fn no_modules_need_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = std::fs::read_dir(root.join("crates")).unwrap().flatten().map(|entry| entry.path().join("src"));
    for source in crates.chain([root.join("src")]) {
        let house = House::of(&source);
        assert!(house.modules.len() > 1, "{}", source.display());
        assert_eq!(house.circles(), BTreeSet::new(), "{}", source.display());
    }
}
