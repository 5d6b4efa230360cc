//! The forms of a database: each has a table with a row for every record of it, a search over these, and tables of its lists.
//!
//! The first form's is called `disclosures`; those of further forms are called after the form, and made when the first record comes.

use super::form_tables::{DISCLOSURES, Keys, describe, own_statements};
use crate::form::Form;
use rusqlite::{Connection, OptionalExtension, params};

/// The table of a form's records, where the database has one.
pub(super) fn table_of(connection: &Connection, form: &str) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT name FROM form WHERE id = ?1";
    connection.prepare_cached(sql)?.query_row([form], |row| row.get(0)).optional()
}

/// The table of the form that a record is of.
pub(super) fn table_of_record(connection: &Connection, record: i64) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT f.name FROM records r JOIN form f ON f.id = r.form WHERE r.id = ?1";
    connection.prepare_cached(sql)?.query_row([record], |row| row.get(0)).optional()
}

/// The forms with their tables, the first form first.
pub(super) fn tables(connection: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let sql = "SELECT id, name FROM form ORDER BY name <> ?1, rowid";
    connection.prepare_cached(sql)?.query_map([DISCLOSURES], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The table of a form's records, which is made where there is none.
pub(super) fn ensure(connection: &Connection, form: &Form) -> rusqlite::Result<String> {
    if let Some(name) = table_of(connection, &form.id)? {
        return Ok(name);
    }
    let is_first = !connection.prepare_cached("SELECT 1 FROM form")?.exists([])?;
    let name = if is_first { DISCLOSURES.to_owned() } else { free_name(connection, &form.id)? };
    make(connection, form, &name)?;
    Ok(name)
}

/// Makes the tables of a form.
pub(super) fn make(connection: &Connection, form: &Form, name: &str) -> rusqlite::Result<()> {
    let statements = own_statements(form, Keys::Dataset, name);
    connection.execute_batch(&statements)?;
    for table in describe(connection, form, name)? {
        connection.execute("UPDATE columns SET form = ?1 WHERE table_name = ?2", params![form.id, table])?;
    }
    connection.execute("DELETE FROM form WHERE id = ?1", [&form.id])?;
    let sql = "INSERT INTO form (id, tables, name) VALUES (?1, ?2, ?3)";
    connection.execute(sql, params![form.id, statements, name]).map(drop)
}

/// The form's id with letters, digits and `_` alone, and a number behind it where a table is called so, or begins so.
fn free_name(connection: &Connection, id: &str) -> rusqlite::Result<String> {
    let plain: String = id.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    let plain = if plain.starts_with("sqlite") { format!("form_{plain}") } else { plain };
    let mut taken = connection
        .prepare("SELECT 1 FROM sqlite_master WHERE name = ?1 OR substr(name, 1, length(?1) + 1) = ?1 || '_'")?;
    let mut name = plain.clone();
    for number in 2..u32::MAX {
        if !taken.exists([&name])? {
            break;
        }
        name = format!("{plain}_{number}");
    }
    Ok(name)
}
