//! Review: what is doubted is shown beside the picture of its place, and accepted or corrected with one key.
//!
//! Stands beside the data set. [`Library`] knows the documents and their doubts, [`pages`] shows documents (in worker processes),
//! [`Server`] is the page on 127.0.0.1, and [`report`] writes the same views as plain files, without editing.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod app;
mod assets;
mod doubts;
mod fields;
mod guard;
mod library;
pub mod pages;
mod queue;
pub mod report;
mod say;
mod server;
mod shown;
mod sources;
mod words;

pub use library::{Library, LibraryError};
pub use server::{Server, ServerError};
pub use sources::Sources;
pub use words::Language;

use yomitori_core::{confidence, digest, document, failure, form, leaves, schema};
use yomitori_dataset::{dataset, worker};
use yomitori_engine::{engine, inputs, paths, reading, source};

use failure::Failure;
use reading::Source;
use worker::View;

/// Has documents shown, where whatever they do harms nothing.
pub trait Viewer: Send + Sync {
    /// Shows a document; the words are those of [`pages::view`].
    ///
    /// # Errors
    /// Why it can't be shown.
    fn view(&self, words: &str, source: Source) -> Result<View, Failure>;
}
