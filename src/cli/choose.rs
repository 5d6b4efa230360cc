//! Options of commands that read many documents: which of the files are meant.

use super::stop::Stop;
use crate::inputs::{Input, InputChoice, Patterns, STDIN, choose};
use crate::paths::restored;
use crate::source::Limits;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The heading that the options stand under in the help.
const WHICH: &str = "Which files";

/// Which of the files are meant.
#[derive(Debug, clap::Args)]
pub(super) struct Choose {
    /// Also the files and folders named in this file, one a line (or parted by NUL bytes); - is the standard input
    #[arg(long, value_name = "FILE", help_heading = WHICH)]
    pub files_from: Option<PathBuf>,

    /// Only files whose name (or, with a /, path below the folder) fits, such as '*.pdf'; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = WHICH)]
    include: Vec<String>,

    /// No files whose name or path fits; may be repeated
    #[arg(long, value_name = "GLOB", help_heading = WHICH)]
    exclude: Vec<String>,

    /// Follow links that lead out of a named folder
    #[arg(long, help_heading = WHICH)]
    follow_links: bool,
}

impl Choose {
    /// The paths named on the command line and in the file.
    pub fn paths(&self, named: &[PathBuf]) -> Result<Vec<PathBuf>, Stop> {
        let mut paths = named.to_vec();
        if let Some(file) = &self.files_from {
            paths.extend(named_in(file)?);
        }
        Ok(paths)
    }

    /// The documents that paths name.
    pub fn inputs(&self, paths: &[PathBuf], limits: Limits) -> Result<Vec<Input>, Stop> {
        let patterns = |patterns: &[String]| {
            Patterns::new(patterns).map_err(|error| Stop::usage(error, "a pattern is such as '*.pdf' or '2026-*/**'"))
        };
        let (include, exclude) = (patterns(&self.include)?, patterns(&self.exclude)?);
        Ok(choose(paths, &InputChoice { include, exclude, follow_links: self.follow_links, limits }))
    }
}

fn named_in(file: &Path) -> Result<Vec<PathBuf>, Stop> {
    let unread = |error: std::io::Error| {
        Stop::usage(format!("{}: it can't be read: {error}", file.display()), "name a file with one path a line")
    };
    let mut bytes = Vec::new();
    if file.as_os_str() == STDIN {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(unread)?;
    } else {
        bytes = std::fs::read(file).map_err(unread)?;
    }
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    let lines = bytes.split(|byte| *byte == separator).map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let path = |line: &[u8]| match std::str::from_utf8(line) {
        Ok(text) => PathBuf::from(text),
        Err(_) => restored(&String::from_utf8_lossy(line), Some(line)),
    };
    Ok(lines.filter(|line| !line.is_empty()).map(path).collect())
}
