//! What is in the database, in numbers.

use super::database::Database;
use super::error::DatasetError;
use super::store::ENGINE_VERSION;
use crate::form::Form;
use rusqlite::{Row, params};
use serde::Serialize;

/// How many of the slowest documents are named.
const SLOWEST: usize = 5;

/// A value and how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The value; nothing where it is not known.
    pub value: Option<String>,
    /// The documents.
    pub documents: u64,
}

/// A document and what reading it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slow {
    /// The document.
    pub name: String,
    /// Milliseconds.
    pub milliseconds: u64,
}

/// A document that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The document.
    pub name: String,
    /// SHA-256 of its bytes, if they could be loaded.
    pub sha256: Option<String>,
    /// The reason's code.
    pub reason: String,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried last, UTC.
    pub imported_at: String,
}

/// What is in a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// All documents.
    pub documents: u64,
    /// Those that gave a record.
    pub read: u64,
    /// Those that gave none.
    pub failed: u64,
    /// Records with a warning.
    pub with_warnings: u64,
    /// Documents that another version of the program or of the form file read: the next import reads them again.
    pub outdated: u64,
    /// Agencies, by code, else name.
    pub agencies: u64,
    /// When a document was imported last, UTC.
    pub last_import: Option<String>,
    /// By form.
    pub forms: Vec<Count>,
    /// Records by edition of the checklist's guideline.
    pub editions: Vec<Count>,
    /// By media type.
    pub media_types: Vec<Count>,
    /// Failures by reason.
    pub reasons: Vec<Count>,
    /// The documents that took longest.
    pub slowest: Vec<Slow>,
}

impl Database {
    /// Counts what is in the database.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn status(&self, form: &Form) -> Result<Status, DatasetError> {
        self.counted(form).map_err(DatasetError::sqlite(&self.path))
    }

    /// The documents that failed, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn failed(&self) -> Result<Vec<Failed>, DatasetError> {
        let sql = "SELECT name, sha256, reason, message, hint, attempts, imported_at FROM documents
          WHERE status = 'failed' ORDER BY name, sha256";
        let failed = |row: &Row<'_>| {
            Ok(Failed {
                name: row.get(0)?,
                sha256: row.get(1)?,
                reason: row.get(2)?,
                message: row.get(3)?,
                hint: row.get(4)?,
                attempts: row.get(5)?,
                imported_at: row.get(6)?,
            })
        };
        self.rows(sql, [], failed).map_err(DatasetError::sqlite(&self.path))
    }

    fn counted(&self, form: &Form) -> rusqlite::Result<Status> {
        let number = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, u64>(0));
        let outdated = "SELECT COUNT(*) FROM documents WHERE engine_version <> ?1 OR form_hash <> ?2";
        let agencies =
            "SELECT COUNT(*) FROM (SELECT DISTINCT agency_code, CASE WHEN agency_code IS NULL THEN agency_name END
          FROM records WHERE COALESCE(agency_code, agency_name) IS NOT NULL)";
        Ok(Status {
            documents: number("SELECT COUNT(*) FROM documents")?,
            read: number("SELECT COUNT(*) FROM documents WHERE status = 'read'")?,
            failed: number("SELECT COUNT(*) FROM documents WHERE status = 'failed'")?,
            with_warnings: number("SELECT COUNT(*) FROM records WHERE has_warnings")?,
            outdated: self.connection.query_row(outdated, params![ENGINE_VERSION, form.hash], |row| row.get(0))?,
            agencies: number(agencies)?,
            last_import: self.connection.query_row("SELECT MAX(imported_at) FROM documents", [], |row| row.get(0))?,
            forms: self.counts("form", "documents")?,
            editions: self.counts("guideline_edition", "records")?,
            media_types: self.counts("media_type", "documents")?,
            reasons: self.counts("reason", "documents WHERE status = 'failed'")?,
            slowest: self.slowest()?,
        })
    }

    /// How often each value of a column is there, the most frequent first.
    fn counts(&self, column: &str, table: &str) -> rusqlite::Result<Vec<Count>> {
        let sql = format!("SELECT {column}, COUNT(*) AS documents FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1");
        let count = |row: &Row<'_>| Ok(Count { value: row.get(0)?, documents: row.get(1)? });
        self.rows(&sql, [], count)
    }

    fn slowest(&self) -> rusqlite::Result<Vec<Slow>> {
        let sql = "SELECT name, milliseconds FROM documents ORDER BY milliseconds DESC, name LIMIT ?1";
        let slow = |row: &Row<'_>| Ok(Slow { name: row.get(0)?, milliseconds: row.get(1)? });
        self.rows(sql, [SLOWEST], slow)
    }
}
