//! The documents of a data set with their doubts, as the queue shows them.

use super::doubts::{KnownLeaf, SettledValues, known, progress};
use super::sources::Sources;
use crate::dataset::{Database, DatasetError, Met, Stored, Which};
use crate::form::{Form, Forms};
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

/// A disclosure in the queue.
#[derive(Debug)]
pub(super) struct QueueEntry {
    /// What its page goes by: the content's hash, and where that holds several disclosures which one.
    pub key: String,
    pub sha256: String,
    pub name: String,
    pub agency: Option<String>,
    pub updated_on: Option<String>,
    pub form: String,
    pub media_type: String,
    pub met: Met,
    /// What a person should look at, the least probable first.
    pub doubts: Vec<KnownLeaf>,
    pub settled: SettledValues,
}

impl QueueEntry {
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
    pub(super) forms: Forms,
    pub(super) sources: Sources,
    pub(super) below: f64,
    pub(super) entries: Vec<QueueEntry>,
    version: i64,
}

impl Library {
    /// Takes stock of a database. What is less probable than `below` is doubted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn open(database: Database, forms: Forms, sources: Sources, below: f64) -> Result<Self, LibraryError> {
        let mut library = Self { database, forms, sources, below, entries: Vec::new(), version: -1 };
        library.refresh()?;
        Ok(library)
    }

    /// How many documents there are, and how many of their doubts are settled of how many.
    #[must_use]
    pub fn counts(&self) -> (usize, usize, usize) {
        let progress = self.entries.iter().map(QueueEntry::progress);
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
        let mut settled: HashMap<(String, u32), SettledValues> = HashMap::new();
        for value in self.database.agreement(&self.forms)?.values {
            settled.entry((value.sha256.clone(), value.part)).or_default().insert(value.pointer.clone(), value);
        }
        let met: HashMap<String, Met> = self.database.met()?.into_iter().map(|met| (met.sha256.clone(), met)).collect();
        let mut entries = Vec::new();
        let (forms, below) = (&self.forms, self.below);
        self.database.records(Which::Current, |stored| {
            // What is of a form that is not known here can't be shown.
            let Some(form) = forms.of_record(&stored.record) else { return Ok(()) };
            let text =
                |pointer: &str| stored.record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
            let sha256 = text("/source/sha256");
            let no = stored.record.pointer("/source/part/no").and_then(Value::as_u64);
            let part = no.and_then(|no| u32::try_from(no).ok()).unwrap_or(1);
            let of = no.map(|no| format!(" ({no})")).unwrap_or_default();
            let mut doubts = known(form, &stored.record, below);
            doubts.retain(|known| known.is_doubted);
            doubts.sort_by(|one, other| one.probability.total_cmp(&other.probability));
            entries.push(QueueEntry {
                agency: stored.agency_name.clone().or(stored.agency_code.clone()),
                updated_on: stored.updated_on.clone(),
                form: text("/form"),
                media_type: text("/source/media_type"),
                met: met.get(&sha256).cloned().unwrap_or_default(),
                settled: settled.remove(&(sha256.clone(), part)).unwrap_or_default(),
                doubts,
                name: stored.name + &of,
                key: key(&sha256, part),
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
        let key = |entry: &QueueEntry| entry.lowest().unwrap_or(2.0);
        self.entries.sort_by(|one, other| key(one).total_cmp(&key(other)).then_with(|| one.name.cmp(&other.name)));
    }

    pub(super) fn entry(&self, key: &str) -> Option<&QueueEntry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The record of a disclosure as it is now.
    pub(super) fn stored(&self, key: &str) -> Result<Option<Stored>, DatasetError> {
        let (sha256, part) = of_key(key);
        self.database.record_by_hash(sha256, part)
    }

    /// Takes note of what was said of a document.
    pub(super) fn said(&mut self, key: &str) -> Result<(), LibraryError> {
        let (sha256, part) = of_key(key);
        let settled = self.database.settled_of(sha256)?;
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.key == key) {
            let of_part = settled.into_iter().filter(|value| value.part == part);
            entry.settled = of_part.map(|value| (value.pointer.clone(), value)).collect();
        }
        Ok(())
    }

    /// The document that is to be looked at after this one.
    pub(super) fn next(&self, key: &str) -> Option<&QueueEntry> {
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        let (before, after) = self.entries.split_at(at + 1);
        let is_open = |entry: &&QueueEntry| entry.lowest().is_some() && entry.key != key;
        after.iter().find(is_open).or_else(|| before.iter().find(is_open))
    }

    /// The form of a record.
    pub(super) fn form_of(&self, record: &Value) -> &Arc<Form> {
        self.forms.of_record(record).unwrap_or(self.forms.first())
    }

    /// The bytes of a document.
    pub(super) fn bytes(&mut self, key: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        self.sources.bytes(&entry.sha256, &entry.name, &entry.met.paths)
    }
}

/// What the page of a disclosure goes by.
fn key(sha256: &str, part: u32) -> String {
    if part == 1 { sha256.to_owned() } else { format!("{sha256}.{part}") }
}

/// The content and the part that a page's key names.
pub(super) fn of_key(key: &str) -> (&str, u32) {
    key.split_once('.').and_then(|(sha256, part)| Some((sha256, part.parse().ok()?))).unwrap_or((key, 1))
}
