//! The table of corrections: rows are added, and never changed.

use super::super::database::Database;
use super::super::error::DatasetError;
use super::super::settle::settle;
use super::apply::apply_to_document;
use super::{Correction, Kind};
use crate::form::Form;
use rusqlite::{Connection, Row, params};
use serde_json::Value;
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

const COLUMNS: &str = "SELECT sha256, pointer, kind, read, value, who, at, note FROM corrections";

/// The order in which words were said. Of one moment the order is that of persons and values, on every machine.
const ORDER: &str = "ORDER BY sha256, at, who, kind, value";

impl Database {
    /// Adds corrections, and shows them from now on. They are on the disk when this returns.
    ///
    /// # Errors
    /// When the database can't be written; then none is added.
    pub fn correct(&mut self, form: &Form, corrections: &[Correction]) -> Result<Added, DatasetError> {
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
                match apply_to_document(connection, form, sha256)? {
                    Some(changed) => is_identity |= changed,
                    None => drop(waiting.insert(sha256)),
                }
            }
            let waits = |correction: &&Correction| waiting.contains(correction.sha256.as_str());
            done.waiting = corrections.iter().filter(waits).count() as u64;
            if is_identity {
                settle(connection, form)?;
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

    /// Those on one content, in the order in which they were said.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn corrections_of(&self, sha256: &str) -> Result<Vec<Correction>, DatasetError> {
        words(&self.connection, sha256).map_err(DatasetError::sqlite(&self.path))
    }
}

/// Adds a row; false where it is there already.
fn insert(connection: &Connection, correction: &Correction) -> rusqlite::Result<bool> {
    let Correction { sha256, pointer, kind, read, value, who, at, note } = correction;
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO corrections (sha256, pointer, kind, read, value, who, at, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let values = params![sha256, pointer, kind.name(), read.to_string(), value.to_string(), who, at, note];
    Ok(insert.execute(values)? > 0)
}

/// The words on a content in the order in which they were said.
pub(super) fn words(connection: &Connection, sha256: &str) -> rusqlite::Result<Vec<Correction>> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE sha256 = ?1 {ORDER}"))?;
    statement.query_map([sha256], correction)?.collect()
}

fn correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let (kind, read, value): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let json = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    Ok(Correction {
        sha256: row.get(0)?,
        pointer: row.get(1)?,
        kind: Kind::from_name(&kind).unwrap_or(Kind::Withdrawn),
        read: json(&read),
        value: json(&value),
        who: row.get(5)?,
        at: row.get(6)?,
        note: row.get(7)?,
    })
}
