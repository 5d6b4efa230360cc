//! What is to be imported, and how.

use super::history::Plan;
use super::read_with::ReadWith;
use crate::engine::Engine;
use crate::inputs::Input;
use crate::source::Limits;
use crate::worker::Launch;

/// Where documents are read.
#[derive(Debug, Clone)]
pub enum Isolation {
    /// In worker processes: whatever a document does harms no other.
    Workers(Launch),
    /// In this process, which is for documents that are trusted; a record has at most so many bytes.
    InProcess {
        /// Bytes of a record.
        most: usize,
    },
}

/// Which documents are read though they were before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// What failed with other options or by another version.
    Differing,
    /// None.
    Never,
    /// Those that failed.
    Failed,
    /// All.
    All,
}

/// What is to be imported, and how.
#[derive(Debug)]
pub struct Import<'a> {
    /// Reads the documents.
    pub engine: &'a Engine,
    /// What reading one may cost.
    pub limits: Limits,
    /// The files.
    pub inputs: &'a [Input],
    /// Where they are read.
    pub isolation: Isolation,
    /// How many at the same time.
    pub jobs: usize,
    /// Which are read again.
    pub retry: Retry,
    /// What failures are read with.
    pub with: ReadWith,
    /// How the import is written down.
    pub plan: Plan,
}
