//! Older databases become new ones in place: in one transaction, so whoever is killed in between has the old one still.

use super::corrections::apply_all;
use super::flat::{Flat, Inserts};
use super::form_tables::{DISCLOSURES, Keys, clear, clear_own, describe_shared, own_statements, shared_statements};
use super::migrations::{
    APPLICATION_ID, CORRECTIONS, FORMS, MOVE, PARTS, READ_SEVERAL, SET_ASIDE, TABLES, TIDY, VERSION,
};
use super::of_form::{make, table_of};
use super::settle::settle;
use super::texts::Texts;
use crate::form::{Form, Forms};
use crate::reading::DisclosureReading;
use crate::tables::columns;
use rusqlite::{Connection, OptionalExtension, Transaction};

/// Brings a database to the newest schema, and the tables of these forms to what their files ask for.
pub(super) fn migrate(transaction: &Transaction<'_>, forms: &Forms) -> rusqlite::Result<()> {
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
    if version < 5 {
        one_form(transaction, version, forms)?;
    }
    let is_changed = renew_own(transaction, forms)?;
    if version == 1 {
        transaction.execute_batch(TIDY)?;
    }
    if is_changed || (1..5).contains(&version) {
        settle(transaction, forms)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)
}

/// Makes the tables of a database anew that holds one form at most: those of its form, and those that forms share from now on.
fn one_form(transaction: &Transaction<'_>, version: i64, forms: &Forms) -> rusqlite::Result<()> {
    transaction.execute_batch(FORMS)?;
    let known = transaction.query_row("SELECT id FROM form", [], |row| row.get::<_, String>(0)).optional()?;
    if known.is_some() {
        super::records::keep_parts(transaction)?;
    }
    clear(transaction)?;
    transaction.execute_batch("DELETE FROM columns; DELETE FROM form")?;
    let held = match version {
        1 => transaction.query_row("SELECT form FROM records LIMIT 1", [], |row| row.get(0)).optional()?,
        _ => known.clone(),
    };
    let form = held.as_deref().and_then(|id| forms.get(id)).unwrap_or(forms.first());
    transaction.execute_batch(&shared_statements(Keys::Dataset))?;
    describe_shared(transaction, form)?;
    make(transaction, form, DISCLOSURES)?;
    let parts = if version == 1 { "SELECT evidence, diagnostics FROM old_records WHERE document = ?1" } else { STORED };
    fill(transaction, form, DISCLOSURES, (version > 0 && (version == 1 || known.is_some())).then_some(parts))?;
    apply_all(transaction, forms)?;
    if known.is_some() {
        transaction.execute_batch("DROP TABLE temp.kept")?;
    }
    Ok(())
}

/// Evidence and diagnostics as they stand in tables that are about to be made anew.
const STORED: &str = "SELECT evidence, diagnostics FROM temp.kept WHERE record = ?1";

/// Makes the own tables of forms anew whose files ask for others, and fills them from the records; says whether there are any.
fn renew_own(transaction: &Transaction<'_>, forms: &Forms) -> rusqlite::Result<bool> {
    let mut is_changed = false;
    for form in forms.all() {
        let Some(name) = table_of(transaction, &form.id)? else { continue };
        let wanted = own_statements(form, Keys::Dataset, &name);
        let sql = "SELECT tables FROM form WHERE id = ?1";
        if transaction.query_row(sql, [&form.id], |row| row.get::<_, String>(0))? == wanted {
            continue;
        }
        clear_own(transaction, &form.id, &name)?;
        transaction.execute("DELETE FROM columns WHERE form = ?1", [&form.id])?;
        make(transaction, form, &name)?;
        fill(transaction, form, &name, None)?;
        is_changed = true;
    }
    if is_changed {
        apply_all(transaction, forms)?;
    }
    Ok(is_changed)
}

/// Fills the tables of a form from its records; those that all forms share too, where `parts` says what stands in them.
fn fill(transaction: &Connection, form: &Form, table: &str, parts: Option<&str>) -> rusqlite::Result<()> {
    let (columns, inserts) = (columns(form), Inserts::of(form, Keys::Dataset, table));
    let mut records = transaction.prepare(
        "SELECT r.id, d.id, d.name, r.data FROM records r JOIN documents d ON d.id = r.document WHERE r.form = ?1 ORDER BY r.id",
    )?;
    if !records.exists([&form.id])? {
        return Ok(());
    }
    let mut parts = parts.map(|parts| transaction.prepare(parts)).transpose()?;
    let mut texts = Texts::default();
    let mut rows = records.query([&form.id])?;
    while let Some(row) = rows.next()? {
        let (record, document, name): (i64, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let found = match &mut parts {
            Some(parts) => parts.query_row([record], |row| Ok((row.get(0)?, row.get(1)?))).optional()?,
            None => None,
        };
        let (evidence, diagnostics) = found.unwrap_or_else(|| ("{}".to_owned(), "[]".to_owned()));
        let reading = DisclosureReading { data: row.get(3)?, evidence, diagnostics, ..DisclosureReading::default() };
        // A record that is no JSON is left out of the tables; the next import reads its document again.
        match Flat::of(form, &columns, &reading) {
            Ok(flat) => {
                let keys = (record, document, name.as_str());
                match parts {
                    Some(_) => flat.insert(transaction, &inserts, keys, &mut texts)?,
                    None => flat.insert_own(transaction, &inserts, keys)?,
                }
                flat.insert_words(transaction, &inserts, record)?;
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
