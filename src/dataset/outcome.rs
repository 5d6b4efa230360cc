//! What came of a file.

use crate::reading::{Reading, Unread};
use std::time::Duration;

/// Tries that a document has whose worker process ends on it: one among others, one alone.
pub(super) const MOST_ATTEMPTS: u32 = 2;

/// What one file came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its path.
    pub name: String,
    /// SHA-256 of its bytes, in hex, if it could be loaded.
    pub sha256: Option<String>,
    /// Its size in bytes, if it could be loaded.
    pub size: Option<u64>,
    /// How often it was tried.
    pub attempts: u32,
    /// How long reading took.
    pub took: Duration,
    /// What it gave.
    pub fate: Fate,
}

/// What a document gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// Nothing new: it was read before, or stands under another path as well.
    Known,
    /// A record.
    Read(Box<Reading>),
    /// No record.
    Failed(Unread),
}
