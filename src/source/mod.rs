//! Sources: one file per kind of input. All end in the same [`Document`]; nothing behind knows what the input was.

pub mod pdf;

use crate::document::Document;
use crate::failure::{Failure, Reason};

/// What reading a document may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the input in bytes.
    pub bytes: u64,
    /// Size of everything unpacked from the input, in bytes.
    pub unpacked_bytes: u64,
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
            pages: 200,
            cells: 200_000,
            time: std::time::Duration::from_secs(60),
        }
    }
}

/// Reads bytes of any kind into a document. What the bytes are is told by their content.
///
/// # Errors
/// When the bytes are of no kind that is read, are damaged, or exceed a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Failure> {
    let _ = (bytes, limits);
    Err(Failure::new(Reason::Unsupported, "not yet"))
}
