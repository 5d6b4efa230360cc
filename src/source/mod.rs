//! Sources: one file per kind of input. All end in the same [`Document`]; nothing behind knows what the input was.

pub mod encoding;
mod layout;
mod markup;
pub mod text;

use crate::document::Document;
use crate::failure::{Failure, Reason};
use std::io::Read;
use std::path::Path;

/// What reading a document may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the input in bytes.
    pub bytes: u64,
    /// Size of everything unpacked from the input, in bytes.
    pub unpacked_bytes: u64,
    /// Size of a plain text in bytes.
    pub text_bytes: usize,
    /// Number of pages.
    pub pages: u32,
    /// Number of cells and paragraphs.
    pub cells: usize,
    /// Time for one document.
    pub time: std::time::Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            unpacked_bytes: 256 << 20,
            text_bytes: 8 << 20,
            pages: 200,
            cells: 200_000,
            time: std::time::Duration::from_secs(60),
        }
    }
}

/// Loads a file that may be a document.
///
/// # Errors
/// When the path names no readable file, or one larger than the limit; the file is not read then.
pub fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        let reason = if error.kind() == std::io::ErrorKind::NotFound { Reason::NotFound } else { Reason::Unreadable };
        Failure::new(reason, error.to_string())
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Failure::new(Reason::Unreadable, "this is no file"));
    }
    require_size(metadata.len(), limits)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // A file may grow while it is read: one byte over the limit is enough to refuse it.
    file.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    require_size(bytes.len() as u64, limits)?;
    Ok(bytes)
}

fn require_size(size: u64, limits: &Limits) -> Result<(), Failure> {
    if size <= limits.bytes {
        return Ok(());
    }
    let message = format!("{size} bytes are more than the limit of {}", limits.bytes);
    Err(Failure::new(Reason::TooLarge, message).hint("--max-bytes raises the limit"))
}

/// Reads bytes of any kind into a document. What the bytes are is told by their content.
///
/// # Errors
/// When the bytes are of no kind that is read, are damaged, or exceed a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Failure> {
    if bytes.is_empty() {
        return Err(Failure::new(Reason::Empty, "the input has no bytes"));
    }
    require_size(bytes.len() as u64, limits)?;
    text::read(bytes, limits)
}
