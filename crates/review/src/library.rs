//! The documents of a data set with their doubts, as the queue shows them.

use super::doubts::{Known, Settled, known, progress};
use super::sources::Sources;
use crate::dataset::{Database, DatasetError, Met, Which};
use crate::form::Form;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Why a library can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The database can't be.
    #[error("{0}")]
    Dataset(#[from] DatasetError),
}

/// A document in the queue.
#[derive(Debug)]
pub(super) struct Entry {
    pub sha256: String,
    pub name: String,
    pub agency: Option<String>,
    pub updated_on: Option<String>,
    pub form: String,
    pub media_type: String,
    pub met: Met,
    /// What a person should look at, the least probable first.
    pub doubts: Vec<Known>,
    pub settled: Settled,
}

impl Entry {
    /// How many of its doubts are settled, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        progress(self.doubts.iter().map(|known| known.name.as_str()), &self.settled)
    }

    /// The chance of its least probable value that nobody has looked at.
    pub fn lowest(&self) -> Option<f64> {
        let open = self.doubts.iter().filter(|known| !self.settled.contains_key(&known.name));
        open.map(|known| known.probability).next()
    }
}

/// The documents of a database with their doubts.
#[derive(Debug)]
pub struct Library {
    pub(super) database: Database,
    pub(super) form: Arc<Form>,
    pub(super) sources: Sources,
    pub(super) below: f64,
    pub(super) entries: Vec<Entry>,
    version: i64,
}

impl Library {
    /// Takes stock of a database. What is less probable than `below` is doubted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn open(database: Database, form: Arc<Form>, sources: Sources, below: f64) -> Result<Self, LibraryError> {
        let mut library = Self { database, form, sources, below, entries: Vec::new(), version: -1 };
        library.refresh()?;
        Ok(library)
    }

    /// How many documents there are, and how many of their doubts are settled of how many.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let progress = self.entries.iter().map(Entry::progress);
        let (done, all) = progress.fold((0, 0), |(done, all), (more, of)| (done + more, all + of));
        (self.entries.len(), done, all)
    }

    /// Takes stock again where another program has changed the database.
    pub(super) fn refresh(&mut self) -> Result<(), LibraryError> {
        let version = self.database.data_version()?;
        if version == self.version {
            return Ok(());
        }
        self.version = version;
        let mut settled: HashMap<String, Settled> = HashMap::new();
        for value in self.database.agreement(&self.form)?.values {
            settled.entry(value.sha256.clone()).or_default().insert(value.pointer.clone(), value);
        }
        let mut met: HashMap<String, Met> =
            self.database.met()?.into_iter().map(|met| (met.sha256.clone(), met)).collect();
        let mut entries = Vec::new();
        let (form, below) = (&self.form, self.below);
        self.database.records(Which::Current, |stored| {
            let text =
                |pointer: &str| stored.record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            let sha256 = text("/source/sha256");
            let mut doubts = known(form, &stored.record, below);
            doubts.retain(|known| known.is_doubted);
            doubts.sort_by(|one, other| one.probability.total_cmp(&other.probability));
            entries.push(Entry {
                agency: stored.agency_name.clone().or(stored.agency_code.clone()),
                updated_on: stored.updated_on.clone(),
                form: text("/form"),
                media_type: text("/source/media_type"),
                met: met.remove(&sha256).unwrap_or_default(),
                settled: settled.remove(&sha256).unwrap_or_default(),
                doubts,
                name: stored.name,
                sha256,
            });
            Ok::<_, DatasetError>(())
        })?;
        self.entries = entries;
        self.sort();
        Ok(())
    }

    /// The least probable first; where all is looked at, by name.
    fn sort(&mut self) {
        let key = |entry: &Entry| entry.lowest().unwrap_or(2.0);
        self.entries.sort_by(|one, other| key(one).total_cmp(&key(other)).then_with(|| one.name.cmp(&other.name)));
    }

    pub(super) fn entry(&self, sha256: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.sha256 == sha256)
    }

    /// Takes note of what was said of a document.
    pub(super) fn said(&mut self, sha256: &str) -> Result<(), LibraryError> {
        let settled = self.database.settled_of(sha256)?;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.sha256 == sha256) {
            entry.settled = settled.into_iter().map(|value| (value.pointer.clone(), value)).collect();
        }
        Ok(())
    }

    /// The document that is to be looked at after this one.
    pub(super) fn next(&self, sha256: &str) -> Option<&Entry> {
        let at = self.entries.iter().position(|entry| entry.sha256 == sha256)?;
        let (before, after) = self.entries.split_at(at + 1);
        let is_open = |entry: &&Entry| entry.lowest().is_some() && entry.sha256 != sha256;
        after.iter().find(is_open).or_else(|| before.iter().find(is_open))
    }

    /// The bytes of a document.
    pub(super) fn bytes(&mut self, sha256: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.sha256 == sha256)?;
        self.sources.bytes(sha256, &entry.name, &entry.met.paths)
    }
}
