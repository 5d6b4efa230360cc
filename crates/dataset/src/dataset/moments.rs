//! The data set as it was at the end of an import: which files had which content, and what each agency disclosed.

use super::database::Database;
use super::error::DatasetError;
use rusqlite::{OptionalExtension, Row, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// The end of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The import's number.
    pub import: i64,
    /// When it ended, UTC.
    pub finished_at: String,
}

/// What is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// The last so many imports.
    Last(u32),
    /// All imports that ended on this day or later, `YYYY-MM-DD`.
    Since(String),
}

/// A file at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileAtMoment {
    /// What it is called.
    pub name: String,
    /// Its content's row.
    pub document: i64,
    /// Why it gave no record, if it gave none.
    pub reason: Option<String>,
}

/// An agency's latest disclosure at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosed {
    /// Its content's row.
    pub document: i64,
    /// Its record.
    pub record: i64,
    /// The code it states.
    pub code: Option<String>,
    /// The name it states.
    pub name: Option<String>,
}

const STATE: &str = "SELECT p.id, p.name, s.document, g.reason FROM sightings s
  JOIN paths p ON p.id = s.path
  LEFT JOIN readings g ON g.document = s.document
    AND g.import = (SELECT MAX(import) FROM readings WHERE document = s.document AND import <= ?1)
  WHERE s.first_import <= ?1 AND (s.ended_import IS NULL OR s.ended_import > ?1)";

const DISCLOSED: &str = "SELECT r.agency, d.id, r.id, r.agency_code, r.agency_name, r.form FROM records r
  JOIN documents d ON d.id = r.document
  JOIN readings g ON g.document = d.id AND g.status = 'read'
    AND g.import = (SELECT MAX(import) FROM readings WHERE document = d.id AND import <= ?1)
  WHERE r.agency IS NOT NULL AND EXISTS (SELECT 1 FROM sightings s WHERE s.document = d.id
    AND s.first_import <= ?1 AND (s.ended_import IS NULL OR s.ended_import > ?1))
  ORDER BY r.agency, COALESCE(r.updated_on, ''), d.first_import, d.name, d.sha256, r.part";

impl Database {
    /// The two moments of a window: what is compared with what. Nothing came before the first import.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn moments(&self, window: &Window) -> Result<Option<(Option<Moment>, Moment)>, DatasetError> {
        self.found_moments(window).map_err(DatasetError::sqlite(&self.path))
    }

    fn found_moments(&self, window: &Window) -> rusqlite::Result<Option<(Option<Moment>, Moment)>> {
        let moment = |row: &Row<'_>| Ok(Moment { import: row.get(0)?, finished_at: row.get(1)? });
        let ended = "SELECT id, finished_at FROM imports WHERE finished_at IS NOT NULL";
        let last = self.connection.query_row(&format!("{ended} ORDER BY id DESC LIMIT 1"), [], moment).optional()?;
        let before = match window {
            Window::Last(count) => self
                .connection
                .query_row(&format!("{ended} ORDER BY id DESC LIMIT 1 OFFSET ?1"), [count], moment)
                .optional()?,
            Window::Since(day) => self
                .connection
                .query_row(&format!("{ended} AND finished_at < ?1 ORDER BY id DESC LIMIT 1"), [day], moment)
                .optional()?,
        };
        Ok(last.map(|last| (before, last)))
    }

    /// The files of a moment by the row of their path.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn files(&self, import: i64) -> Result<BTreeMap<i64, FileAtMoment>, DatasetError> {
        let file = |row: &Row<'_>| {
            Ok((row.get(0)?, FileAtMoment { name: row.get(1)?, document: row.get(2)?, reason: row.get(3)? }))
        };
        self.rows(STATE, [import], file).map_err(DatasetError::sqlite(&self.path))
    }

    /// What each agency disclosed at a moment, by form and agency.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn disclosed(&self, import: i64) -> Result<BTreeMap<(String, String), Disclosed>, DatasetError> {
        let disclosed = |row: &Row<'_>| {
            let (document, record, code, name) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            Ok(((row.get(5)?, row.get(0)?), Disclosed { document, record, code, name }))
        };
        // Of several the last one in order stays.
        self.rows(DISCLOSED, [import], disclosed).map_err(DatasetError::sqlite(&self.path))
    }

    /// Whether a content, or anything at a path, was met up to an import.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn was_met(&self, document: i64, path: i64, import: i64) -> Result<bool, DatasetError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM sightings WHERE document = ?1 AND first_import <= ?3)
          OR EXISTS (SELECT 1 FROM sightings WHERE path = ?2 AND first_import <= ?3)";
        let met = self.connection.query_row(sql, params![document, path, import], |row| row.get(0));
        met.map_err(DatasetError::sqlite(&self.path))
    }

    /// Whether an agency disclosed anything by a form up to an import.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn had_disclosed(&self, form: &str, agency: &str, import: i64) -> Result<bool, DatasetError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM records r JOIN documents d ON d.id = r.document
          WHERE r.agency = ?1 AND d.first_import <= ?2 AND r.form = ?3)";
        let had = self.connection.query_row(sql, params![agency, import, form], |row| row.get(0));
        had.map_err(DatasetError::sqlite(&self.path))
    }
}
