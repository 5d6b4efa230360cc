//! Corrections as a test: what is read, beside what people said is right.

use super::super::database::Database;
use super::super::error::DatasetError;
use super::super::read_with::ENGINE_VERSION;
use super::super::store::{READ, known_forms};
use crate::form::Forms;
use rusqlite::{Row, params};
use serde::Serialize;
use serde_json::Value;

/// A value that a person settled, beside what is read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Compared {
    /// The document.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Which of several disclosures in it, from 1.
    pub part: u32,
    /// The leaf, by its name.
    pub pointer: String,
    /// Media type of the document.
    pub media_type: Option<String>,
    /// `corrected`, `accepted` or `not-in-document`.
    pub kind: String,
    /// How what is read stands to it: `accepted`, `confirmed`, `corrected`, `stale` or `lost`.
    pub state: String,
    /// The right value.
    pub value: Value,
    /// What is read.
    pub read: Value,
    /// Who settled it.
    pub who: String,
    /// When, UTC.
    pub at: String,
    /// What else was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Compared {
    /// Whether what is read is what the person said.
    #[must_use]
    pub fn agrees(&self) -> bool {
        matches!(self.state.as_str(), "accepted" | "confirmed")
    }
}

/// All values that people settled, beside what is read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The values, by document and leaf.
    pub values: Vec<Compared>,
    /// Documents among these that another version of the program or of the form file read.
    pub outdated: u64,
    /// Corrections of documents that are not in the database.
    pub waiting: u64,
}

impl Database {
    /// Compares what is read with what people said.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn agreement(&self, forms: &Forms) -> Result<Agreement, DatasetError> {
        self.compared(forms).map_err(DatasetError::sqlite(&self.path))
    }

    fn compared(&self, forms: &Forms) -> rusqlite::Result<Agreement> {
        let outdated = format!(
            "SELECT COUNT(*) FROM documents WHERE NOT ({READ}) AND id IN (
               SELECT r.document FROM corrected c JOIN records r ON r.id = c.record)"
        );
        let [hashes, ids] = known_forms(forms);
        let waiting = "SELECT COUNT(*) FROM corrections c WHERE NOT EXISTS (SELECT 1 FROM documents d
           JOIN records r ON r.document = d.id WHERE d.sha256 = c.sha256 AND r.part = c.part)";
        Ok(Agreement {
            values: self.compared_of(None)?,
            outdated: self.connection.query_row(&outdated, params![ENGINE_VERSION, hashes, ids], |row| row.get(0))?,
            waiting: self.connection.query_row(waiting, [], |row| row.get(0))?,
        })
    }

    /// The settled values of one content, or of all.
    pub(in super::super) fn compared_of(&self, sha256: Option<&str>) -> rusqlite::Result<Vec<Compared>> {
        let sql =
            "SELECT d.name, d.sha256, c.pointer, d.media_type, c.kind, c.state, c.value, c.read, c.who, c.at, c.note, r.part
           FROM corrected c JOIN records r ON r.id = c.record JOIN documents d ON d.id = r.document
           WHERE ?1 IS NULL OR d.sha256 = ?1 ORDER BY d.name, d.sha256, r.part, c.pointer";
        let json = |row: &Row<'_>, at: usize| {
            row.get::<_, String>(at).map(|text| serde_json::from_str(&text).unwrap_or(Value::Null))
        };
        let compared = |row: &Row<'_>| {
            Ok(Compared {
                name: row.get(0)?,
                sha256: row.get(1)?,
                pointer: row.get(2)?,
                media_type: row.get(3)?,
                kind: row.get(4)?,
                state: row.get(5)?,
                value: json(row, 6)?,
                read: json(row, 7)?,
                who: row.get(8)?,
                at: row.get(9)?,
                note: row.get(10)?,
                part: row.get(11)?,
            })
        };
        self.rows(sql, [sha256], compared)
    }

    /// How many corrections are in the database that change a value of a record.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn corrected_values(&self) -> Result<u64, DatasetError> {
        let sql = "SELECT COUNT(*) FROM corrected WHERE state IN ('corrected', 'stale')";
        self.connection.query_row(sql, [], |row| row.get(0)).map_err(DatasetError::sqlite(&self.path))
    }
}
