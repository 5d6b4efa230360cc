//! A database of the tables alone, without history: what an export in SQLite is.

use super::database::STATEMENTS;
use super::flat::{Flat, Inserts};
use super::form_tables::{DISCLOSURES, Keys, describe, describe_shared, own_statements, shared_statements};
use super::texts::Texts;
use crate::form::Form;
use crate::reading::DisclosureReading;
use crate::tables::{Column, columns};
use rusqlite::{Connection, params};
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;

const TABLES: &str = "
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  source_name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  media_type TEXT,
  pages INTEGER,
  url TEXT,
  fetched_at TEXT,
  provenance TEXT
);
CREATE TABLE failures (
  source_name TEXT NOT NULL,
  sha256 TEXT,
  reason TEXT NOT NULL,
  message TEXT NOT NULL,
  hint TEXT
);
CREATE INDEX failures_by_reason ON failures (reason);
CREATE TABLE columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  pointer TEXT,
  title TEXT,
  type TEXT NOT NULL,
  description TEXT,
  PRIMARY KEY (table_name, column_name)
) WITHOUT ROWID;
";

/// What is added where people have corrected values.
const CORRECTED: &str = "
ALTER TABLE disclosures ADD COLUMN corrected_values INTEGER NOT NULL DEFAULT 0;
INSERT INTO columns VALUES ('disclosures', 'corrected_values', NULL, NULL, 'integer',
  'How many values of the record a person corrected');
";

/// The tables on their way into a file of their own.
#[derive(Debug)]
pub struct FlatFile {
    connection: Connection,
    columns: Vec<Column>,
    inserts: Inserts,
    form: Arc<Form>,
    next: i64,
    texts: Texts,
}

impl FlatFile {
    /// Makes the file; what stood there is replaced.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn create(path: &Path, form: &Arc<Form>, with_corrected: bool) -> rusqlite::Result<Self> {
        let _ = std::fs::remove_file(path);
        let connection = Connection::open(path)?;
        // Nobody reads it before it is in its place, and what is half written is thrown away.
        connection.execute_batch("PRAGMA journal_mode = off; PRAGMA synchronous = off; BEGIN")?;
        connection.execute_batch(TABLES)?;
        connection.execute_batch(&own_statements(form, Keys::Export, DISCLOSURES))?;
        connection.execute_batch(&shared_statements(Keys::Export))?;
        describe(&connection, form, DISCLOSURES)?;
        describe_shared(&connection, form)?;
        if with_corrected {
            connection.execute_batch(CORRECTED)?;
        }
        let inserts = Inserts::of(form, Keys::Export, DISCLOSURES);
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let (columns, texts) = (columns(form), Texts::default());
        Ok(Self { connection, columns, inserts, form: Arc::clone(form), next: 1, texts })
    }

    /// Adds a record that fits the form, with its row of `documents`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn add(&mut self, record: &Value, document: &[String]) -> rusqlite::Result<()> {
        let part = |key: &str| record.get(key).map(Value::to_string).unwrap_or_default();
        let (data, evidence, diagnostics) = (part("data"), part("evidence"), part("diagnostics"));
        let reading = DisclosureReading { data, evidence, diagnostics, ..DisclosureReading::default() };
        let other = |error: serde_json::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
        let flat = Flat::of(&self.form, &self.columns, &reading).map_err(other)?;
        let id = self.next;
        self.next += 1;
        let cell = |at: usize| document.get(at).filter(|cell| !cell.is_empty());
        self.connection
            .prepare_cached("INSERT INTO documents VALUES (?1, ?2, ?3, ?4, CAST(?5 AS INTEGER), ?6, ?7, ?8)")?
            .execute(params![id, cell(0), cell(1), cell(2), cell(3), cell(4), cell(5), cell(6)])?;
        let name = cell(0).map(String::as_str).unwrap_or_default();
        flat.insert(&self.connection, &self.inserts, (id, id, name), &mut self.texts)?;
        flat.insert_words(&self.connection, &self.inserts, id)?;
        if let Some(corrected) = record.get("corrected").and_then(Value::as_u64) {
            let update = "UPDATE disclosures SET corrected_values = ?2 WHERE record = ?1";
            self.connection.prepare_cached(update)?.execute(params![id, corrected])?;
        }
        Ok(())
    }

    /// Adds a row of `failures`.
    ///
    /// # Errors
    /// When the file can't be written.
    pub fn add_failure(&mut self, row: &[String]) -> rusqlite::Result<()> {
        let cell = |at: usize| row.get(at).filter(|cell| !cell.is_empty());
        let text = |at: usize| cell(at).map(String::as_str).unwrap_or_default();
        let mut insert = self.connection.prepare_cached("INSERT INTO failures VALUES (?1, ?2, ?3, ?4, ?5)")?;
        insert.execute(params![text(0), cell(1), text(2), text(3), cell(4)]).map(drop)
    }

    /// Completes the file; equal rows give equal bytes.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(self) -> rusqlite::Result<()> {
        let optimize = "INSERT INTO disclosures_search (disclosures_search) VALUES ('optimize')";
        self.connection.execute(optimize, [])?;
        self.connection.execute_batch("COMMIT; VACUUM")
    }
}
