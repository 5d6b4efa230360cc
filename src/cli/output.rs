//! Where a command writes: standard output, or a file that gets its name when it is complete.

use super::stop::Stop;
use crate::failure::Failure;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Standard output or a file.
pub(super) enum Output {
    Stdout(BufWriter<Stdout>),
    /// A file beside the one it becomes; nothing once it is in its place.
    File(Option<BufWriter<NamedTempFile>>, PathBuf),
    /// A device or a pipe, which is written to: a file in its place would take it away from everybody.
    Device(BufWriter<File>),
}

impl Output {
    /// The file that is named, else standard output.
    pub fn create(path: Option<&Path>) -> Result<Self, Stop> {
        let Some(path) = path else { return Ok(Self::Stdout(BufWriter::new(io::stdout()))) };
        if path.metadata().is_ok_and(|found| !found.is_file()) {
            let device = File::options().write(true).open(path).map_err(|error| Stop::unwritable(path, &error))?;
            return Ok(Self::Device(BufWriter::new(device)));
        }
        let file = beside(path).map_err(|error| Stop::unwritable(path, &error))?;
        Ok(Self::File(Some(BufWriter::new(file)), path.to_owned()))
    }

    /// Completes it.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        if let Self::File(file, path) = &mut self
            && let Some(file) = file.take()
        {
            place(file.into_inner().map_err(io::IntoInnerError::into_error)?, path)?;
        }
        Ok(())
    }
}

/// A file in the folder of another, which it is to become: names are changed within one file system only.
pub(super) fn beside(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    NamedTempFile::new_in(folder)
}

/// Gives a file its name, with the permissions that a new file has.
pub(super) fn place(file: NamedTempFile, path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary files are for their owner alone; whoever asks for a file wants one that others may read.
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path).map(drop).map_err(|error| error.error)
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Device(out) => out.write(bytes),
            Self::File(Some(out), _) => out.write(bytes),
            Self::File(None, _) => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Device(out) => out.flush(),
            Self::File(Some(out), _) => out.flush(),
            Self::File(None, _) => Ok(()),
        }
    }
}

/// Documents that give no record, a line of JSON each, where a file is named for them.
pub(super) struct Failures(Option<Output>);

impl Failures {
    pub fn create(path: Option<&Path>) -> Result<Self, Stop> {
        path.map(|path| Output::create(Some(path))).transpose().map(Self)
    }

    /// Adds a document, as golden files and `export` have failures.
    pub fn add(&mut self, name: &str, failure: &Failure) -> io::Result<()> {
        let Some(out) = &mut self.0 else { return Ok(()) };
        let Failure { reason, message, hint } = failure;
        let failure = json!({ "reason": reason, "message": message, "hint": hint });
        writeln!(out, "{}", json!({ "source": { "name": name }, "failure": failure }))
    }

    pub fn finish(self) -> io::Result<()> {
        self.0.map_or(Ok(()), Output::finish)
    }
}
