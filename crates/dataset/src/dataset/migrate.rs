//! Older databases become new ones in place: in one transaction, so whoever is killed in between has the old one still.

use super::corrections::apply_all;
use super::flat::{Flat, insert_disclosure};
use super::form_tables::{Keys, clear, describe, statements};
use super::migrations::{APPLICATION_ID, CORRECTIONS, MOVE, PARTS, READ_SEVERAL, SET_ASIDE, TABLES, TIDY, VERSION};
use super::settle::settle;
use super::texts::Texts;
use crate::form::Form;
use crate::reading::Reading;
use crate::tables::columns;
use rusqlite::{Connection, OptionalExtension, Transaction};

/// Brings a database to the newest schema, and its tables to the form.
pub(super) fn migrate(transaction: &Transaction<'_>, form: &Form) -> rusqlite::Result<()> {
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    // Rows that are moved refer to each other before all are there.
    transaction.execute_batch("PRAGMA defer_foreign_keys = 1")?;
    if version == 1 {
        transaction.execute_batch(SET_ASIDE)?;
    }
    if version < 2 {
        transaction.execute_batch(TABLES)?;
    }
    if version < 3 {
        transaction.execute_batch(CORRECTIONS)?;
    }
    if version < 4 {
        transaction.execute_batch(PARTS)?;
    }
    if version == 1 {
        transaction.execute_batch(MOVE)?;
    }
    if version < 4 {
        transaction.execute_batch(READ_SEVERAL)?;
    }
    let is_old = version == 1;
    let evidence = if is_old { "SELECT evidence, diagnostics FROM old_records WHERE document = ?1" } else { STORED };
    renew_tables(transaction, form, evidence)?;
    if is_old {
        transaction.execute_batch(TIDY)?;
        settle(transaction, form)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)
}

/// Evidence and diagnostics as they stand in tables that are about to be made anew.
const STORED: &str = "SELECT evidence, diagnostics FROM temp.kept WHERE record = ?1";

/// Makes the form's tables anew when the form asks for others, and fills them from the records.
fn renew_tables(transaction: &Transaction<'_>, form: &Form, parts: &str) -> rusqlite::Result<()> {
    let wanted = statements(form, Keys::Dataset);
    let found = transaction.query_row("SELECT tables FROM form", [], |row| row.get::<_, String>(0)).optional()?;
    if found.as_ref() == Some(&wanted) {
        return Ok(());
    }
    if found.is_some() {
        super::records::keep_parts(transaction)?;
    }
    clear(transaction)?;
    transaction.execute_batch(&wanted)?;
    describe(transaction, form)?;
    transaction.execute("DELETE FROM form", [])?;
    transaction.execute("INSERT INTO form (id, tables) VALUES (?1, ?2)", [&form.id, &wanted])?;
    fill(transaction, form, parts)?;
    apply_all(transaction, form)?;
    if found.is_some() {
        transaction.execute_batch("DROP TABLE temp.kept")?;
        settle(transaction, form)?;
    }
    Ok(())
}

fn fill(transaction: &Connection, form: &Form, parts: &str) -> rusqlite::Result<()> {
    let (columns, insert) = (columns(form), insert_disclosure(form, Keys::Dataset));
    let mut records = transaction.prepare(
        "SELECT r.id, d.id, d.name, r.data FROM records r JOIN documents d ON d.id = r.document ORDER BY r.id",
    )?;
    if !records.exists([])? {
        return Ok(());
    }
    let (mut parts, mut texts) = (transaction.prepare(parts)?, Texts::default());
    let mut rows = records.query([])?;
    while let Some(row) = rows.next()? {
        let (record, document, name): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (evidence, diagnostics) = parts
            .query_row([record], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?
            .unwrap_or_else(|| ("{}".to_owned(), "[]".to_owned()));
        let reading = Reading { data: row.get(3)?, evidence, diagnostics, ..Reading::default() };
        // A record that is no JSON is left out of the tables; the next import reads its document again.
        match Flat::of(form, &columns, &reading) {
            Ok(flat) => {
                flat.insert(transaction, &insert, record, document, &name, &mut texts)?;
                let prefecture = "UPDATE records SET prefecture = ?2 WHERE id = ?1";
                transaction.prepare_cached(prefecture)?.execute(rusqlite::params![record, flat.prefecture])?;
            }
            Err(_) => {
                let again = "UPDATE documents SET form_hash = '' WHERE id = ?1";
                transaction.prepare_cached(again)?.execute([document])?;
            }
        }
    }
    Ok(())
}
