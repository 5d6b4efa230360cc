//! A file on its way: it is written beside its place and moved there when everything is complete.

use crate::digest::hex;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that is not in its place yet; its bytes are counted and hashed as they are written.
pub(super) struct PartFile {
    file: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
    path: PathBuf,
    part: PathBuf,
}

impl PartFile {
    /// Begins a file of a folder.
    pub fn create(folder: &Path, name: &str) -> io::Result<Self> {
        let (path, part) = (folder.join(name), Self::beside(folder, name));
        let file = File::create(&part)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
        Ok(Self { file: BufWriter::new(file), hash: Sha256::new(), bytes: 0, path, part })
    }

    /// Where a file is written that its own writer has to open.
    pub fn beside(folder: &Path, name: &str) -> PathBuf {
        folder.join(format!("{name}.part"))
    }

    /// A file that its own writer has written at [`PartFile::beside`].
    pub fn written(folder: &Path, name: &str) -> io::Result<Self> {
        let part = Self::beside(folder, name);
        let bytes = std::fs::read(&part)?;
        let hash = Sha256::new_with_prefix(&bytes);
        let file = BufWriter::new(File::options().append(true).open(&part)?);
        Ok(Self { file, hash, bytes: bytes.len() as u64, path: folder.join(name), part })
    }

    /// The file's name.
    pub fn name(&self) -> String {
        self.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// How many bytes were written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// SHA-256 of the bytes written, in hex.
    pub fn sha256(&self) -> String {
        hex(&self.hash.clone().finalize())
    }

    /// Puts the file in its place.
    pub fn place(mut self) -> io::Result<()> {
        self.flush()?;
        std::fs::rename(&self.part, &self.path)
    }
}

impl Write for PartFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        // Not there any more when the file was put in its place; when it was not, nobody misses it.
        let _ = std::fs::remove_file(&self.part);
    }
}
