//! Writing: what documents came to goes into the database, a batch a transaction.

use super::corrections::apply;
use super::database::{Database, immediate};
use super::error::DatasetError;
use super::flat::{Flat, Inserts, forget_words};
use super::form_tables::Keys;
use super::history::{Begun, now};
use super::of_form::ensure;
use super::outcome::{Fate, MOST_ATTEMPTS, Outcome};
use super::read_with::{ENGINE_VERSION, ReadWith};
use super::settle::FAILURES;
use super::texts::Texts;
use crate::failure::Reason;
use crate::form::{Form, Forms};
use crate::reading::{DisclosureReading, FailedReading};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params, params};
use std::collections::HashMap;

impl Database {
    /// The SHA-256 of all documents that need not be read again, and whether they failed: this program and form file have
    /// done it, failures with these options. A document that ended its worker is owed a second try, which an import may
    /// have been stopped before.
    pub(super) fn settled(
        &self,
        forms: &Forms,
        with: &ReadWith,
        with_failed: bool,
    ) -> Result<HashMap<String, bool>, DatasetError> {
        let sql = format!(
            "SELECT sha256, status = 'failed' FROM documents WHERE sha256 IS NOT NULL AND ({READ}
              OR status = 'failed' AND engine_version = ?1 AND form_hash = ?4 AND ?5 AND read_with = ?7
                AND NOT (reason LIKE 'worker.%' AND attempts < ?6) AND NOT (?8 AND reason = ?9))"
        );
        let (options, password) = (&with.options, with.has_password);
        let (encrypted, [hashes, ids]) = (Reason::Encrypted.name(), known_forms(forms));
        let all = forms.hash();
        let values =
            params![ENGINE_VERSION, hashes, ids, all, with_failed, MOST_ATTEMPTS, options, password, encrypted];
        self.rows(&sql, values, |row| Ok((row.get(0)?, row.get(1)?))).map_err(DatasetError::sqlite(&self.path))
    }

    /// As [`Database::settled`], with all failures, whatever they failed with.
    pub(super) fn settled_or_failed(&self, forms: &Forms) -> Result<HashMap<String, bool>, DatasetError> {
        let sql = format!(
            "SELECT sha256, status = 'failed' FROM documents WHERE sha256 IS NOT NULL AND (status = 'failed' OR {READ})"
        );
        let [hashes, ids] = known_forms(forms);
        let values = params![ENGINE_VERSION, hashes, ids];
        self.rows(&sql, values, |row| Ok((row.get(0)?, row.get(1)?))).map_err(DatasetError::sqlite(&self.path))
    }

    /// Stores a batch in one transaction. What is told to be known already, but is not stored yet, comes back: the same
    /// content under another path is still being read.
    pub(super) fn put(
        &mut self,
        forms: &Forms,
        begun: &Begun,
        with: &ReadWith,
        batch: Vec<Outcome>,
    ) -> Result<Vec<Outcome>, DatasetError> {
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        // Numbers of texts that a batch gave hold when it is committed.
        let mut texts = std::mem::take(&mut self.texts);
        let transaction = immediate(&mut self.connection).map_err(&sqlite)?;
        let inserts = inserts(&transaction, forms, &batch).map_err(&sqlite)?;
        let (inserts, now, written) = (&inserts, now(), Vec::new());
        let mut writer = RecordWriter { transaction: &transaction, forms, begun, with, inserts, now, written };
        let mut waiting = Vec::new();
        let (known, new): (Vec<_>, Vec<_>) = batch.into_iter().partition(|outcome| outcome.fate == Fate::Known);
        for outcome in new.iter().chain(&known) {
            if !writer.put(outcome, &mut texts).map_err(&sqlite)? {
                waiting.push(outcome.clone());
            }
        }
        writer.complete().map_err(&sqlite)?;
        transaction.commit().map_err(&sqlite)?;
        self.texts = texts;
        Ok(waiting)
    }
}

/// What a document that was read need not be read again for: this program and form file have done it, or the form is not among these.
/// Takes the program's version, hashes of the form files, and ids of the forms.
pub(super) const READ: &str =
    "status = 'read' AND (engine_version = ?1 AND form_hash IN (SELECT value FROM json_each(?2))
  OR form NOT IN (SELECT value FROM json_each(?3)))";

/// The hashes and ids of forms, as JSON.
pub(super) fn known_forms(forms: &Forms) -> [String; 2] {
    let json = |of: fn(&Form) -> &str| {
        let all: Vec<&str> = forms.all().iter().map(|form| of(form)).collect();
        serde_json::to_string(&all).unwrap_or_default()
    };
    [json(|form| &form.hash), json(|form| &form.id)]
}

/// The statements for each form of which a batch has records; forms that are new in the database get their tables.
fn inserts(transaction: &Connection, forms: &Forms, batch: &[Outcome]) -> rusqlite::Result<HashMap<String, Inserts>> {
    let mut inserts = HashMap::new();
    let readings = batch.iter().filter_map(|outcome| match &outcome.fate {
        Fate::Read(readings) => Some(readings),
        _ => None,
    });
    for (reading, _) in readings.flatten() {
        let Some(form) = forms.get(&reading.form).filter(|form| !inserts.contains_key(&form.id)) else { continue };
        let table = ensure(transaction, form)?;
        inserts.insert(form.id.clone(), Inserts::of(form, Keys::Dataset, &table));
    }
    Ok(inserts)
}

struct RecordWriter<'a> {
    transaction: &'a Transaction<'a>,
    forms: &'a Forms,
    begun: &'a Begun,
    with: &'a ReadWith,
    /// By the form's id.
    inserts: &'a HashMap<String, Inserts>,
    now: String,
    /// Records whose words are not in the search yet.
    written: Vec<(i64, &'a Inserts, &'a Flat)>,
}

impl<'a> RecordWriter<'a> {
    /// Stores one outcome; false when it has to wait for another.
    fn put(&mut self, outcome: &'a Outcome, texts: &mut Texts) -> rusqlite::Result<bool> {
        let id = match (&outcome.sha256, &outcome.fate) {
            // What is not there at all is no document.
            (None, Fate::Failed(unread)) if matches!(unread.failure.reason, Reason::NotFound | Reason::Empty) => {
                return Ok(true);
            }
            (Some(sha256), Fate::Known | Fate::StillFailed) => self.known(sha256)?,
            (None, Fate::Known | Fate::StillFailed) => return Ok(true),
            (_, Fate::Read(readings)) => {
                let Some((first, _)) = readings.first() else { return Ok(true) };
                let id = self.document(outcome, Ok(first))?;
                let name = outcome.name_in(&self.begun.names);
                for (reading, flat) in readings {
                    let known = self.forms.get(&reading.form).zip(self.inserts.get(&reading.form));
                    let Some((form, inserts)) = known else { continue };
                    let names = (id, name.as_str());
                    let record = put_record(self.transaction, form, inserts, names, reading, flat, texts)?;
                    self.written.push((record, inserts, flat));
                }
                Some(id)
            }
            (_, Fate::Failed(unread)) => Some(self.document(outcome, Err(unread))?),
        };
        let Some(id) = id else { return Ok(false) };
        self.found(id, outcome)?;
        Ok(true)
    }

    /// Puts the words of what was written into the search, and what people said over it. SQLite writes the words that it
    /// holds whenever a statement begins that may be taken back: words of one document at a time cost more than its rows.
    fn complete(&mut self) -> rusqlite::Result<()> {
        let written = std::mem::take(&mut self.written);
        for (record, inserts, flat) in &written {
            flat.insert_words(self.transaction, inserts, *record)?;
        }
        written.iter().try_for_each(|(record, ..)| apply(self.transaction, self.forms, *record).map(drop))
    }

    fn known(&self, sha256: &str) -> rusqlite::Result<Option<i64>> {
        let mut statement = self.transaction.prepare_cached("SELECT id FROM documents WHERE sha256 = ?1")?;
        statement.query_row([sha256], |row| row.get(0)).optional()
    }

    /// Stores a document in place of what an earlier import made of it.
    fn document(
        &mut self,
        outcome: &Outcome,
        result: Result<&DisclosureReading, &FailedReading>,
    ) -> rusqlite::Result<i64> {
        let failure = result.err().map(|unread| &unread.failure);
        let media_type = match result {
            Ok(reading) => Some(&reading.media_type),
            Err(unread) => unread.media_type.as_ref(),
        };
        // A failure is one of all forms.
        let form = result.ok().and_then(|reading| self.forms.get(&reading.form));
        let (form, hash) =
            form.map_or_else(|| (&self.forms.first().id, self.forms.hash()), |form| (&form.id, form.hash.clone()));
        let place = outcome.sha256.is_none().then_some(&outcome.path);
        let conflict = if place.is_some() { "place" } else { "sha256" };
        let mut statement = self.transaction.prepare_cached(&format!(
            "INSERT INTO documents (sha256, place, name, media_type, size, pages, is_current, first_import, last_import,
               imported_at, engine_version, form, form_hash, read_with, status, reason, message, hint, attempts, milliseconds)
             VALUES (:sha256, :place, :name, :media_type, :size, :pages, 1, :import, :import,
               :now, :engine, :form, :hash, :with, :status, :reason, :message, :hint, :attempts, :milliseconds)
             ON CONFLICT ({conflict}) DO UPDATE SET media_type = excluded.media_type, size = excluded.size,
               pages = excluded.pages, imported_at = excluded.imported_at, engine_version = excluded.engine_version,
               form = excluded.form, form_hash = excluded.form_hash, read_with = excluded.read_with,
               status = excluded.status, reason = excluded.reason, message = excluded.message, hint = excluded.hint,
               attempts = excluded.attempts, milliseconds = excluded.milliseconds
             RETURNING id",
        ))?;
        let id = statement.query_row(
            named_params! {
                ":sha256": outcome.sha256, ":place": place, ":name": outcome.name_in(&self.begun.names),
                ":media_type": media_type, ":size": outcome.size,
                ":pages": result.ok().and_then(|reading| reading.pages), ":import": self.begun.id,
                ":now": self.now, ":engine": ENGINE_VERSION, ":form": form, ":hash": hash,
                ":with": self.with.options,
                ":status": if failure.is_some() { "failed" } else { "read" },
                ":reason": failure.map(|failure| failure.reason.name()),
                ":message": failure.map(|failure| &failure.message),
                ":hint": failure.and_then(|failure| failure.hint.as_ref()),
                ":attempts": outcome.attempts,
                ":milliseconds": i64::try_from(outcome.took.as_millis()).unwrap_or(i64::MAX),
            },
            |row| row.get(0),
        )?;
        self.forget_records(id)?;
        self.status(id, failure.map(|failure| failure.reason.name()))?;
        Ok(id)
    }

    fn forget_records(&mut self, id: i64) -> rusqlite::Result<()> {
        let mut records = self.transaction.prepare_cached("SELECT 1 FROM records WHERE document = ?1")?;
        if records.exists([id])? {
            self.complete()?;
            forget_records(self.transaction, id)?;
        }
        Ok(())
    }

    /// Notes what the document came to, in the history and among the failures.
    fn status(&self, id: i64, reason: Option<&str>) -> rusqlite::Result<()> {
        let transaction = self.transaction;
        let status = if reason.is_some() { "failed" } else { "read" };
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO readings (document, import, status, reason) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![id, self.begun.id, status, reason])?;
        transaction.prepare_cached("DELETE FROM failures WHERE document = ?1")?.execute([id])?;
        transaction.prepare_cached(FAILURES)?.execute([id])?;
        Ok(())
    }

    /// Notes where a document was found. Of all its paths the first in order names it, whichever was met first.
    fn found(&self, id: i64, outcome: &Outcome) -> rusqlite::Result<()> {
        let (transaction, import) = (self.transaction, self.begun.id);
        let path = self.path(outcome)?;
        let before = transaction
            .prepare_cached("SELECT document, first_import FROM sightings WHERE path = ?1 AND ended_import IS NULL")?
            .query_row([path], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))
            .optional()?;
        match before {
            Some((document, first)) if document == id || first == import => {
                let update =
                    "UPDATE sightings SET document = ?2, last_import = ?3 WHERE path = ?1 AND ended_import IS NULL";
                transaction.prepare_cached(update)?.execute(params![path, id, import])?;
            }
            before => {
                if before.is_some() {
                    let end = "UPDATE sightings SET ended_import = ?2 WHERE path = ?1 AND ended_import IS NULL";
                    transaction.prepare_cached(end)?.execute(params![path, import])?;
                }
                let insert = "INSERT OR REPLACE INTO sightings (path, first_import, document, last_import) VALUES (?1, ?2, ?3, ?2)";
                transaction.prepare_cached(insert)?.execute(params![path, import, id])?;
            }
        }
        Ok(())
    }

    /// The row of a path. Where an older database has it relative to a folder that is not known, it is that one.
    fn path(&self, outcome: &Outcome) -> rusqlite::Result<i64> {
        let (transaction, name) = (self.transaction, outcome.name_in(&self.begun.names));
        let ends_so = |old: &&String| outcome.path.strip_suffix(old.as_str()).is_some_and(|head| head.ends_with('/'));
        if let Some(old) = self.begun.old_paths.iter().find(ends_so) {
            let adopt = "UPDATE OR IGNORE paths SET path = ?2, raw = ?3, name = ?4 WHERE path = ?1";
            transaction.prepare_cached(adopt)?.execute(params![old, outcome.path, outcome.raw, name])?;
        }
        let raw = outcome.raw.as_deref().unwrap_or_default();
        let mut find =
            transaction.prepare_cached("SELECT id FROM paths WHERE path = ?1 AND COALESCE(raw, x'') = ?2")?;
        if let Some(id) = find.query_row(params![outcome.path, raw], |row| row.get(0)).optional()? {
            return Ok(id);
        }
        transaction
            .prepare_cached("INSERT INTO paths (path, raw, name) VALUES (?1, ?2, ?3) RETURNING id")?
            .query_row(params![outcome.path, outcome.raw, name], |row| row.get(0))
    }
}

/// Takes a document's records away, out of the search as well.
pub(super) fn forget_records(connection: &Connection, document: i64) -> rusqlite::Result<()> {
    let records: Vec<i64> = connection
        .prepare_cached("SELECT id FROM records WHERE document = ?1")?
        .query_map([document], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for record in records {
        forget_words(connection, record)?;
        connection.prepare_cached("DELETE FROM records WHERE id = ?1")?.execute([record])?;
    }
    Ok(())
}

/// Stores a record with its rows in every table; gives its row.
pub(super) fn put_record(
    connection: &Connection,
    form: &Form,
    inserts: &Inserts,
    (document, name): (i64, &str),
    reading: &DisclosureReading,
    flat: &Flat,
    texts: &mut Texts,
) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO records (document, part, form, schema_version, agency_code, agency_name, prefecture, updated_on,
           guideline_edition, has_warnings, data, parts, first_page, last_page)
         VALUES (?1, ?11, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?12, ?13, ?14) RETURNING id",
    )?;
    let part = reading.part.as_ref();
    let [first_page, last_page] = part.and_then(|part| part.pages).map_or([None; 2], |pages| pages.map(Some));
    let values = params![
        document,
        form.id,
        form.schema_version,
        reading.agency_code,
        reading.agency_name,
        flat.prefecture,
        reading.updated_on,
        reading.edition,
        reading.has_warnings,
        reading.data,
        part.map_or(1, |part| part.no),
        part.map_or(1, |part| part.of),
        first_page,
        last_page,
    ];
    let record = statement.query_row(values, |row| row.get(0))?;
    flat.insert(connection, inserts, (record, document, name), texts)?;
    Ok(record)
}
