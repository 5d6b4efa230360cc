//! The table of corrections: rows are added, and never changed.

use super::super::database::Database;
use super::super::error::DatasetError;
use super::super::settle::settle;
use super::Correction;
use super::apply::apply_to_document;
use super::words::{COLUMNS, ORDER, correction, words};
use crate::form::Forms;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// What came of corrections that were added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// Those that are new.
    pub added: u64,
    /// Those that were there already.
    pub known: u64,
    /// Those among the new ones whose document is not in the database; they wait for it.
    pub waiting: u64,
}

impl Database {
    /// Adds corrections, and shows them from now on. They are on the disk when this returns.
    ///
    /// # Errors
    /// When the database can't be written; then none is added.
    pub fn correct(&mut self, forms: &Forms, corrections: &[Correction]) -> Result<Added, DatasetError> {
        // What a person said must outlive even a power cut; documents can be read again.
        self.connection.pragma_update(None, "synchronous", "full").map_err(DatasetError::sqlite(&self.path))?;
        self.within(|connection| {
            let mut done = Added::default();
            let mut touched = BTreeSet::new();
            for correction in corrections {
                if insert(connection, correction)? {
                    done.added += 1;
                    touched.insert(correction.sha256.as_str());
                } else {
                    done.known += 1;
                }
            }
            let mut is_identity = false;
            let mut waiting = BTreeSet::new();
            for sha256 in touched {
                match apply_to_document(connection, forms, sha256)? {
                    Some(changed) => is_identity |= changed,
                    None => drop(waiting.insert(sha256)),
                }
            }
            let waits = |correction: &&Correction| waiting.contains(correction.sha256.as_str());
            done.waiting = corrections.iter().filter(waits).count() as u64;
            if is_identity {
                settle(connection, forms)?;
            }
            Ok(done)
        })
    }

    /// All corrections that were ever said, those of a content in the order in which they were.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn corrections(&self) -> Result<Vec<Correction>, DatasetError> {
        self.rows(&format!("{COLUMNS} {ORDER}"), [], correction).map_err(DatasetError::sqlite(&self.path))
    }

    /// Those on one disclosure of a content, in the order in which they were said.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn corrections_of(&self, sha256: &str, part: u32) -> Result<Vec<Correction>, DatasetError> {
        words(&self.connection, sha256, part).map_err(DatasetError::sqlite(&self.path))
    }
}

/// Adds a row; false where it is there already.
fn insert(connection: &Connection, correction: &Correction) -> rusqlite::Result<bool> {
    let Correction { sha256, part, pointer, kind, read, value, who, at, note } = correction;
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO corrections (sha256, pointer, kind, read, value, who, at, note, part)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let values = params![sha256, pointer, kind.name(), read.to_string(), value.to_string(), who, at, note, part];
    Ok(insert.execute(values)? > 0)
}
