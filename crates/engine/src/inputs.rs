//! Inputs: the paths a user names become the list of documents to read, in a fixed order.
//!
//! Stands in front of the engine. Whatever can't even be listed (a link that leads nowhere, a folder
//! without files) stays in the list as a failure, so nothing that was asked for is lost silently.

mod archive;
mod choice;

pub use archive::Slice;
pub use choice::{InputChoice, Patterns, choose};

use crate::engine::{Engine, only};
use crate::failure::{Failure, Reason};
use crate::isolate::isolate;
use crate::paths::{absolute, slashed};
use crate::record::Record;
use crate::source::{self, Limits};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The path that stands for the standard input.
pub const STDIN: &str = "-";

/// One document to read.
#[derive(Debug, Clone)]
pub struct Input {
    /// What the record calls it: the path as given, or as the walk of a given folder comes to it, with `/`.
    pub name: String,
    /// Its path below the given folder; the file name of a file given by itself.
    pub below: PathBuf,
    /// Its path from the root of the file system.
    pub absolute: PathBuf,
    /// Where its bytes are.
    pub place: InputPlace,
}

/// Where the bytes of a document are.
#[derive(Debug, Clone)]
pub enum InputPlace {
    /// In a file.
    File(PathBuf),
    /// In a pipe or a device that was named, as shells do for `<(command)`.
    Pipe(PathBuf),
    /// In a stretch of a file: a member of an archive.
    Slice(Slice),
    /// On the standard input.
    Stdin,
    /// Nowhere: what is wrong is already known.
    Nowhere(Failure),
}

impl Input {
    /// Reads a document with one disclosure.
    ///
    /// # Errors
    /// Why the document gives no record, or more than one.
    pub fn read(&self, engine: &Engine, limits: &Limits) -> Result<Record, Failure> {
        only(self.read_all(engine, limits)?)
    }

    /// Reads the document, a record for each disclosure that it holds; a panic on the way is a failure like others. Files
    /// are held to the engine's limits, streams to those given.
    ///
    /// # Errors
    /// Why the document gives no record.
    pub fn read_all(&self, engine: &Engine, limits: &Limits) -> Result<Vec<Record>, Failure> {
        isolate(|| match &self.place {
            InputPlace::File(path) => engine.read_all(&self.name, &source::load(path, &engine.options().limits)?),
            _ => engine.read_all(&self.name, &self.bytes(limits)?),
        })
    }

    /// The document's bytes.
    ///
    /// # Errors
    /// When they can't be read or are more than the limit.
    pub fn bytes(&self, limits: &Limits) -> Result<Vec<u8>, Failure> {
        match &self.place {
            InputPlace::File(path) => source::load(path, limits),
            InputPlace::Pipe(path) => drain(File::open(path).map_err(|error| unopened(&error))?, limits),
            InputPlace::Slice(slice) => drain(slice.open().map_err(|error| unopened(&error))?, limits),
            InputPlace::Stdin => drain(std::io::stdin().lock(), limits),
            InputPlace::Nowhere(failure) => Err(failure.clone()),
        }
    }
}

/// The documents that paths name, in the order given; those of a folder sorted by path, hidden ones left out.
#[must_use]
pub fn list(paths: &[PathBuf]) -> Vec<Input> {
    list_following(paths, false)
}

/// The same; links that lead out of a named folder are followed, or are failures.
fn list_following(paths: &[PathBuf], follow_links: bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    for path in paths {
        if path.as_os_str() == STDIN {
            inputs.push(Input {
                name: STDIN.to_owned(),
                below: "stdin".into(),
                absolute: STDIN.into(),
                place: InputPlace::Stdin,
            });
            continue;
        }
        match path.metadata() {
            Ok(data) if data.is_dir() => walk(path, follow_links, &mut inputs),
            Ok(data) if data.is_file() => inputs.push(input(path, None, InputPlace::File(path.clone()))),
            Ok(_) => inputs.push(input(path, None, InputPlace::Pipe(path.clone()))),
            Err(error) => inputs.push(input(path, None, InputPlace::Nowhere(unreachable_path(path, &error)))),
        }
    }
    inputs
}

/// How much is read of a stream at a time: bytes in one piece would be moved again and again as they become more, and
/// for a moment take several times their room.
const CHUNK: usize = 1 << 20;

/// All bytes of a stream, if they are not more than the limit; one more is enough to refuse them.
fn drain(stream: impl Read, limits: &Limits) -> Result<Vec<u8>, Failure> {
    let mut stream = stream.take(limits.bytes.saturating_add(1));
    let (mut chunks, mut size) = (Vec::new(), 0);
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let read = stream.by_ref().take(CHUNK as u64).read_to_end(&mut chunk).map_err(|error| unopened(&error))?;
        size += read as u64;
        source::require_size(size, limits)?;
        if read == 0 {
            return Ok(chunks.concat());
        }
        chunks.push(chunk);
    }
}

fn walk(folder: &Path, follow_links: bool, inputs: &mut Vec<Input>) {
    let before = inputs.len();
    let root = absolute(folder);
    let folder = &Folder { given: folder, absolute: &root };
    let entries = WalkDir::new(folder.given).follow_links(true).sort_by_file_name();
    let leads_out = |entry: &DirEntry| {
        let is_link = entry.depth() > 0 && entry.path_is_symlink() && !follow_links;
        is_link && entry.path().canonicalize().is_ok_and(|target| !target.starts_with(&root))
    };
    let mut links = Vec::new();
    let is_entered = |entry: &DirEntry| {
        let is_hidden = is_hidden(entry.depth(), entry.path());
        let leads_out = !is_hidden && leads_out(entry);
        if leads_out {
            links.push(entry.path().to_owned());
        }
        !is_hidden && !leads_out
    };
    for entry in entries.into_iter().filter_entry(is_entered) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => inputs.push(input(entry.path(), Some(folder), place_of(&entry))),
            Err(error) => {
                let path = error.path().unwrap_or(folder.given);
                // Editors keep their locks as hidden links to nowhere.
                if !is_hidden(error.depth(), path) {
                    inputs.push(input(path, Some(folder), InputPlace::Nowhere(unwalkable(path, &error))));
                }
            }
        }
    }
    for link in links {
        let failure = Failure::new(Reason::Unreadable, "the link leads out of the folder");
        let failure = failure.hint("--follow-links follows it");
        inputs.push(input(&link, Some(folder), InputPlace::Nowhere(failure)));
    }
    if inputs.len() == before {
        let failure = Failure::new(Reason::Empty, "the folder holds no files")
            .hint("files and folders whose names begin with a dot are left out");
        inputs.push(input(folder.given, None, InputPlace::Nowhere(failure)));
    }
}

/// A folder that is walked, as it was named and from the root of the file system.
struct Folder<'a> {
    given: &'a Path,
    absolute: &'a Path,
}

fn input(path: &Path, folder: Option<&Folder<'_>>, place: InputPlace) -> Input {
    let in_folder = folder.and_then(|folder| Some((folder, path.strip_prefix(folder.given).ok()?)));
    let in_folder = in_folder.filter(|(_, below)| !below.as_os_str().is_empty());
    let below = in_folder.map(|(_, below)| below).or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    let absolute = in_folder.map_or_else(|| absolute(path), |(folder, below)| folder.absolute.join(below));
    Input { name: slashed(path), below: below.to_owned(), absolute, place }
}

fn is_hidden(depth: usize, path: &Path) -> bool {
    depth > 0 && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Reading a pipe or a device that merely lies in a folder could wait for ever.
fn place_of(entry: &DirEntry) -> InputPlace {
    if entry.file_type().is_file() {
        return InputPlace::File(entry.path().to_owned());
    }
    let failure = Failure::new(Reason::Unreadable, "it is a device, pipe or socket, not a file");
    InputPlace::Nowhere(failure.hint("name it on the command line if it is to be read"))
}

fn unwalkable(path: &Path, error: &walkdir::Error) -> Failure {
    if let Some(ancestor) = error.loop_ancestor() {
        let message = format!("the link leads back to the folder {} that holds it", slashed(ancestor));
        return Failure::new(Reason::Unreadable, message).hint("remove the link");
    }
    match error.io_error() {
        Some(error) => unreachable_path(path, error),
        None => Failure::new(Reason::Unreadable, error.to_string()),
    }
}

fn unopened(error: &std::io::Error) -> Failure {
    Failure::new(Reason::Unreadable, format!("it can't be opened: {error}")).hint("check its permissions")
}

fn unreachable_path(path: &Path, error: &std::io::Error) -> Failure {
    if path.to_str().is_some_and(|path| path.starts_with("http://") || path.starts_with("https://")) {
        return Failure::new(Reason::NotFound, "this is an address, not a file")
            .hint("download it first: curl -LO ADDRESS, or pipe it: curl -sL ADDRESS | yomitori extract -");
    }
    if error.kind() != ErrorKind::NotFound {
        return unopened(error);
    }
    match path.read_link() {
        Ok(target) => {
            Failure::new(Reason::NotFound, format!("the link leads to {}, which is not there", slashed(&target)))
                .hint("restore the file or remove the link")
        }
        Err(_) => Failure::new(Reason::NotFound, "there is no such file or folder").hint("check the path"),
    }
}
