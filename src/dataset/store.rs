//! Writing: what documents came to goes into the database, a batch a transaction.

use super::database::Database;
use super::error::DatasetError;
use super::outcome::{Fate, MOST_ATTEMPTS, Outcome};
use crate::form::Form;
use crate::reading::{Reading, Unread};
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, named_params, params};
use std::collections::HashSet;

/// The version of the program, as documents have it beside them.
pub(super) const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

impl Database {
    /// The SHA-256 of all documents that need not be read again: this program and form file have done it. A document that
    /// ended its worker is owed a second try, which an import may have been stopped before.
    pub(super) fn settled(&self, form: &Form, with_failed: bool) -> Result<HashSet<String>, DatasetError> {
        let sql = "SELECT sha256 FROM documents WHERE sha256 IS NOT NULL AND engine_version = ?1 AND form_hash = ?2
          AND (status = 'read' OR ?3 AND NOT (reason LIKE 'worker.%' AND attempts < ?4))";
        let values = params![ENGINE_VERSION, form.hash, with_failed, MOST_ATTEMPTS];
        self.rows(sql, values, |row| row.get(0)).map_err(DatasetError::sqlite(&self.path))
    }

    /// The paths of all documents, sorted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn paths(&self) -> Result<Vec<String>, DatasetError> {
        let sql = "SELECT path FROM paths UNION SELECT name FROM documents WHERE sha256 IS NULL ORDER BY 1";
        self.rows(sql, [], |row| row.get(0)).map_err(DatasetError::sqlite(&self.path))
    }

    /// The paths of all documents that failed, sorted.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn failed_paths(&self) -> Result<Vec<String>, DatasetError> {
        let sql = "SELECT COALESCE(p.path, d.name) AS path FROM documents d LEFT JOIN paths p ON p.document = d.id
          WHERE d.status = 'failed' ORDER BY path";
        self.rows(sql, [], |row| row.get(0)).map_err(DatasetError::sqlite(&self.path))
    }

    /// Stores a batch in one transaction. What is told to be known already, but is not stored yet, comes back: the same
    /// content under another path is still being read.
    pub(super) fn put(&mut self, form: &Form, batch: Vec<Outcome>) -> Result<Vec<Outcome>, DatasetError> {
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sqlite)?;
        let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string();
        let writer = Writer { transaction: &transaction, form, now };
        let mut waiting = Vec::new();
        for outcome in batch {
            if !writer.put(&outcome).map_err(&sqlite)? {
                waiting.push(outcome);
            }
        }
        transaction.commit().map_err(&sqlite)?;
        Ok(waiting)
    }
}

struct Writer<'a> {
    transaction: &'a Transaction<'a>,
    form: &'a Form,
    now: String,
}

impl Writer<'_> {
    /// Stores one outcome; false when it has to wait for another.
    fn put(&self, outcome: &Outcome) -> rusqlite::Result<bool> {
        let Some(sha256) = &outcome.sha256 else {
            return self.put_unloaded(outcome).map(|()| true);
        };
        let id = match &outcome.fate {
            Fate::Known => self.known(sha256)?,
            Fate::Read(reading) => Some(self.document(outcome, Ok(reading))?),
            Fate::Failed(unread) => Some(self.document(outcome, Err(unread))?),
        };
        let Some(id) = id else { return Ok(false) };
        if let Fate::Read(reading) = &outcome.fate {
            self.record(id, reading)?;
        }
        self.found(id, &outcome.name)?;
        Ok(true)
    }

    fn known(&self, sha256: &str) -> rusqlite::Result<Option<i64>> {
        let mut statement = self.transaction.prepare_cached("SELECT id FROM documents WHERE sha256 = ?1")?;
        statement.query_row([sha256], |row| row.get(0)).optional()
    }

    /// A file that can't be loaded. When it could be before, what was read then stays.
    fn put_unloaded(&self, outcome: &Outcome) -> rusqlite::Result<()> {
        let Fate::Failed(unread) = &outcome.fate else { return Ok(()) };
        let mut statement = self.transaction.prepare_cached("SELECT COUNT(*) FROM paths WHERE path = ?1")?;
        if statement.query_row([&outcome.name], |row| row.get::<_, i64>(0))? == 0 {
            self.transaction.execute("DELETE FROM documents WHERE sha256 IS NULL AND name = ?1", [&outcome.name])?;
            self.document(outcome, Err(unread))?;
        }
        Ok(())
    }

    /// Stores a document in place of what an earlier import made of it.
    fn document(&self, outcome: &Outcome, result: Result<&Reading, &Unread>) -> rusqlite::Result<i64> {
        let failure = result.err().map(|unread| &unread.failure);
        let media_type = match result {
            Ok(reading) => Some(&reading.media_type),
            Err(unread) => unread.media_type.as_ref(),
        };
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO documents (sha256, name, media_type, size, pages, imported_at, engine_version, form, form_hash,
               status, reason, message, hint, attempts, milliseconds)
             VALUES (:sha256, :name, :media_type, :size, :pages, :now, :engine, :form, :hash,
               :status, :reason, :message, :hint, :attempts, :milliseconds)
             ON CONFLICT (sha256) DO UPDATE SET media_type = excluded.media_type, size = excluded.size,
               pages = excluded.pages, imported_at = excluded.imported_at, engine_version = excluded.engine_version,
               form = excluded.form, form_hash = excluded.form_hash, status = excluded.status,
               reason = excluded.reason, message = excluded.message, hint = excluded.hint,
               attempts = excluded.attempts, milliseconds = excluded.milliseconds
             RETURNING id",
        )?;
        let id = statement.query_row(
            named_params! {
                ":sha256": outcome.sha256, ":name": outcome.name, ":media_type": media_type,
                ":size": outcome.size,
                ":pages": result.ok().and_then(|reading| reading.pages),
                ":now": self.now, ":engine": ENGINE_VERSION, ":form": self.form.id, ":hash": self.form.hash,
                ":status": if failure.is_some() { "failed" } else { "read" },
                ":reason": failure.map(|failure| failure.reason.name()),
                ":message": failure.map(|failure| &failure.message),
                ":hint": failure.and_then(|failure| failure.hint.as_ref()),
                ":attempts": outcome.attempts,
                ":milliseconds": i64::try_from(outcome.took.as_millis()).unwrap_or(i64::MAX),
            },
            |row| row.get(0),
        )?;
        self.transaction.prepare_cached("DELETE FROM records WHERE document = ?1")?.execute([id])?;
        Ok(id)
    }

    fn record(&self, id: i64, reading: &Reading) -> rusqlite::Result<()> {
        let mut statement = self.transaction.prepare_cached(
            "INSERT INTO records (document, schema_version, agency_code, agency_name, updated_on, guideline_edition,
               has_warnings, data, diagnostics, evidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?;
        statement.execute(params![
            id,
            self.form.schema_version,
            reading.agency_code,
            reading.agency_name,
            reading.updated_on,
            reading.edition,
            reading.has_warnings,
            reading.data,
            reading.diagnostics,
            reading.evidence,
        ])?;
        Ok(())
    }

    /// Notes where a document was found. Of all its paths the first in order names it, whichever was met first.
    fn found(&self, id: i64, path: &str) -> rusqlite::Result<()> {
        let transaction = self.transaction;
        transaction
            .prepare_cached(
                "INSERT INTO paths (path, document) VALUES (?1, ?2)
                 ON CONFLICT (path) DO UPDATE SET document = excluded.document WHERE document <> excluded.document",
            )?
            .execute(params![path, id])?;
        transaction
            .prepare_cached("UPDATE documents SET name = ?1 WHERE id = ?2 AND name > ?1")?
            .execute(params![path, id])?;
        transaction.prepare_cached("DELETE FROM documents WHERE sha256 IS NULL AND name = ?1")?.execute([path])?;
        Ok(())
    }
}
