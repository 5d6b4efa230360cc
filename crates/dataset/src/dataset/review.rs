//! What a review needs of the data set: where documents lie, which are new, single records, and records from elsewhere.

use super::corrections::Compared;
use super::database::Database;
use super::error::DatasetError;
use super::flat::FormColumns;
use super::history::{Gone, Numbers, Plan};
use super::outcome::{Fate, Outcome};
use super::read_with::ReadWith;
use super::records::Stored;
use crate::form::Forms;
use crate::paths::restored;
use crate::reading::DisclosureReading;
use rusqlite::{Row, params};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

/// How a document that is there now was met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Met {
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Whether the last import met it for the first time.
    pub is_new: bool,
    /// Whether it took the place of another content in the last import.
    pub is_changed: bool,
    /// Where it lies.
    pub paths: Vec<PathBuf>,
}

impl Database {
    /// The documents that are there now, with the paths where they lie.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn met(&self) -> Result<Vec<Met>, DatasetError> {
        let sql = "SELECT d.sha256, p.path, p.raw, d.first_import = l.id AND l.id > l.first, EXISTS (
             SELECT 1 FROM sightings o WHERE o.path = s.path AND o.ended_import = l.id AND o.document <> s.document)
           FROM documents d JOIN sightings s ON s.document = d.id AND s.ended_import IS NULL JOIN paths p ON p.id = s.path
           JOIN (SELECT MAX(id) AS id, MIN(id) AS first FROM imports WHERE finished_at IS NOT NULL) l
           WHERE d.sha256 IS NOT NULL AND d.status = 'read' ORDER BY p.name";
        let row = |row: &Row<'_>| {
            let (path, raw): (String, Option<Vec<u8>>) = (row.get(1)?, row.get(2)?);
            let (is_new, is_changed): (Option<bool>, bool) = (row.get(3)?, row.get(4)?);
            Ok((row.get::<_, String>(0)?, restored(&path, raw.as_deref()), is_new.unwrap_or(false), is_changed))
        };
        let rows: Vec<_> = self.rows(sql, [], row).map_err(DatasetError::sqlite(&self.path))?;
        let mut met: BTreeMap<String, Met> = BTreeMap::new();
        for (sha256, path, is_new, is_changed) in rows {
            let of = met.entry(sha256.clone()).or_insert_with(|| Met { sha256, ..Met::default() });
            of.paths.push(path);
            of.is_changed |= is_changed;
            of.is_new |= is_new;
        }
        let mut met: Vec<Met> = met.into_values().collect();
        met.iter_mut().for_each(|met| met.is_new &= !met.is_changed);
        Ok(met)
    }

    /// A number that differs when another program has changed the database.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn data_version(&self) -> Result<i64, DatasetError> {
        let version = self.connection.pragma_query_value(None, "data_version", |row| row.get(0));
        version.map_err(DatasetError::sqlite(&self.path))
    }

    /// The record of a content; of several disclosures in it, the one of that number.
    ///
    /// # Errors
    /// As [`Database::records`].
    pub fn record_by_hash(&self, sha256: &str, part: u32) -> Result<Option<Stored>, DatasetError> {
        let sql =
            "SELECT r.id FROM records r JOIN documents d ON d.id = r.document WHERE d.sha256 = ?1 AND r.part = ?2";
        let ids: Vec<i64> =
            self.rows(sql, params![sha256, part], |row| row.get(0)).map_err(DatasetError::sqlite(&self.path))?;
        ids.first().map_or(Ok(None), |id| self.record(*id))
    }

    /// What people settled of a content, beside what is read.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn settled_of(&self, sha256: &str) -> Result<Vec<Compared>, DatasetError> {
        self.compared_of(Some(sha256)).map_err(DatasetError::sqlite(&self.path))
    }

    /// Takes records in that were made elsewhere, as one import without files.
    ///
    /// # Errors
    /// When the database can't be written, or a record's data is of another shape than its form's.
    pub fn put_records(&mut self, forms: &Forms, records: &[(Value, DisclosureReading)]) -> Result<(), DatasetError> {
        let plan = Plan { roots: Vec::new(), options: "{}".to_owned(), gone: Gone::Keep, as_of: None };
        let begun = self.begin(forms, &plan)?;
        let columns = FormColumns::of(forms);
        let mut batch: Vec<Outcome> = Vec::new();
        for (record, reading) in records {
            let text = |key: &str| record.pointer(key).and_then(Value::as_str).unwrap_or_default().to_owned();
            let Ok(flat) = columns.flat(reading) else { continue };
            let sha256 = text("/source/sha256");
            let is_of = |outcome: &&mut Outcome| outcome.sha256.as_ref() == Some(&sha256) && reading.part.is_some();
            if let Some(Fate::Read(parts)) = batch.iter_mut().find(is_of).map(|outcome| &mut outcome.fate) {
                parts.push((reading.clone(), flat));
                continue;
            }
            batch.push(Outcome {
                name: text("/source/name"),
                path: text("/source/name"),
                raw: None,
                sha256: Some(sha256),
                size: None,
                attempts: 1,
                took: Duration::ZERO,
                fate: Fate::Read(vec![(reading.clone(), flat)]),
            });
        }
        let read = batch.len() as u64;
        self.put(forms, &begun, &ReadWith::default(), batch)?;
        let numbers = Numbers { files: read, read, ..Numbers::default() };
        self.finish(forms, &plan, &begun, numbers).map(drop)
    }
}
