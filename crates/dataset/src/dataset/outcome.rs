//! What came of a file.

use super::flat::Flat;
use super::names::Names;
use crate::reading::{DisclosureReading, FailedReading};
use std::time::Duration;

/// Tries that a document has whose worker process ends on it: one among others, one alone.
pub(super) const MOST_ATTEMPTS: u32 = 2;

/// What one file came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its path as it was named.
    pub name: String,
    /// Its absolute path as text.
    pub path: String,
    /// Its bytes, where they are no UTF-8.
    pub raw: Option<Vec<u8>>,
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

impl Outcome {
    /// What the database calls it.
    pub(super) fn name_in(&self, names: &Names) -> String {
        names.name(&self.path).to_owned()
    }
}

/// What a document gave.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// Nothing new: it was read before, or stands under another path as well.
    Known,
    /// Nothing: it failed before, and nothing has changed since.
    StillFailed,
    /// A record for each of its disclosures, with the rows it has in the tables.
    Read(Vec<(DisclosureReading, Flat)>),
    /// No record.
    Failed(FailedReading),
}
