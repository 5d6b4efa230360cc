//! Brings the tables of a record in line with what people said of its values.

use super::super::flat::Flat;
use super::in_force::{Held, in_force};
use super::words::words;
use super::{Correction, CorrectionKind};
use crate::diagnostic::Code;
use crate::form::{Form, Forms};
use crate::leaves::leaves;
use crate::reading::DisclosureReading;
use crate::tables::columns;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use std::collections::HashMap;

/// How a word stands to what is read now.
fn state(word: &Correction, now: Option<&Value>) -> &'static str {
    match now {
        None => "lost",
        Some(now) if *now == word.value && word.kind == CorrectionKind::Accepted => "accepted",
        // A correction that the program has come to read by itself.
        Some(now) if *now == word.value => "confirmed",
        Some(now) if *now == word.read => "corrected",
        Some(_) => "stale",
    }
}

/// Applies all words on a content; says whether the record's identity is another one now, or nothing where the content is not there.
pub(in super::super) fn apply_to_document(
    connection: &Connection,
    forms: &Forms,
    sha256: &str,
) -> rusqlite::Result<Option<bool>> {
    let records: Vec<i64> = connection
        .prepare_cached("SELECT r.id FROM records r JOIN documents d ON d.id = r.document WHERE d.sha256 = ?1")?
        .query_map([sha256], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut changed = None;
    for record in records {
        let is_changed = apply(connection, forms, record)?;
        changed = Some(changed.unwrap_or(false) | is_changed);
    }
    Ok(changed)
}

/// Applies everything that was ever said.
pub(in super::super) fn apply_all(connection: &Connection, forms: &Forms) -> rusqlite::Result<()> {
    let all: Vec<String> = connection
        .prepare("SELECT DISTINCT sha256 FROM corrections ORDER BY sha256")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    all.iter().try_for_each(|sha256| apply_to_document(connection, forms, sha256).map(drop))
}

/// Applies what was said of a record's values; says whether what tells whose disclosure it is has changed by that.
pub(in super::super) fn apply(connection: &Connection, forms: &Forms, record: i64) -> rusqlite::Result<bool> {
    let sql = "SELECT d.sha256, r.part, r.form FROM records r JOIN documents d ON d.id = r.document WHERE r.id = ?1";
    let found = connection
        .prepare_cached(sql)?
        .query_row([record], |row| Ok((row.get::<_, Option<String>>(0)?, row.get(1)?, row.get::<_, String>(2)?)))
        .optional()?;
    let Some((Some(sha256), part, form)) = found else { return Ok(false) };
    // Words wait for the file of their form.
    let Some(form) = forms.get(&form) else { return Ok(false) };
    let words = words(connection, &sha256, part)?;
    let before = connection.prepare_cached("DELETE FROM corrected WHERE record = ?1")?.execute([record])?;
    if words.is_empty() && before == 0 {
        return Ok(false);
    }
    let data: String =
        connection.prepare_cached("SELECT data FROM records WHERE id = ?1")?.query_row([record], |row| row.get(0))?;
    // A record that is no JSON has no tables either; the next import reads its document again.
    let Ok(data) = serde_json::from_str::<Value>(&data) else { return Ok(false) };
    let raw = json!({ "data": data });
    let mut shown = raw.clone();
    let places: HashMap<String, (String, &Value)> =
        leaves(form, &raw).into_iter().map(|leaf| (leaf.name, (leaf.pointer, leaf.value))).collect();
    let forget = "DELETE FROM diagnostics WHERE record = ?1 AND code IN (?2, ?3)";
    let codes = params![record, Code::CorrectionStale.name(), Code::CorrectionConflict.name()];
    connection.prepare_cached(forget)?.execute(codes)?;
    for (name, held) in in_force(words) {
        let place = places.get(&name);
        put(connection, record, &held, place)?;
        if let Some(slot) = place.and_then(|(pointer, _)| shown.pointer_mut(pointer)) {
            *slot = held.word.value;
        }
    }
    show(connection, form, record, &shown)
}

/// Notes a word that holds, and the doubts about it.
fn put(connection: &Connection, record: i64, held: &Held, place: Option<&(String, &Value)>) -> rusqlite::Result<()> {
    let Held { word, others } = held;
    let now = place.map(|(_, value)| *value);
    let state = state(word, now);
    let mut insert = connection.prepare_cached(
        "INSERT INTO corrected (record, pointer, place, kind, state, read, value, who, at, note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let (pointer, place) = (&word.pointer, place.map(|(pointer, _)| pointer));
    let (read, value) = (now.unwrap_or(&word.read).to_string(), word.value.to_string());
    insert.execute(params![
        record,
        pointer,
        place,
        word.kind.name(),
        state,
        read,
        value,
        word.who,
        word.at,
        word.note
    ])?;
    let said = |value: &Value| value.to_string();
    let pointer = place.unwrap_or(pointer);
    let doubt = |code, message: String| super::super::settle::doubt(connection, record, code, pointer, &message);
    match state {
        "stale" => doubt(
            Code::CorrectionStale,
            format!("{} said {} where {} was read; now {} is read", word.who, value, said(&word.read), read),
        )?,
        "lost" => doubt(
            Code::CorrectionStale,
            format!(
                "{} said {} where {} was read; now the record has no such value",
                word.who,
                value,
                said(&word.read)
            ),
        )?,
        _ => {}
    }
    if !others.is_empty() {
        let others: Vec<String> = others.iter().map(|(who, value)| format!("{who} says {}", said(value))).collect();
        doubt(Code::CorrectionConflict, format!("{} says {value}, {}", word.who, others.join(", ")))?;
    }
    Ok(())
}

/// Writes the rows of a record anew from what is shown of it.
fn show(connection: &Connection, form: &Form, record: i64, shown: &Value) -> rusqlite::Result<bool> {
    let reading = DisclosureReading::of_json(form, shown);
    let bare = DisclosureReading { evidence: "{}".to_owned(), diagnostics: "[]".to_owned(), ..reading };
    let other = |error: serde_json::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
    let flat = Flat::of(form, &columns(form), &bare).map_err(other)?;
    flat.replace(connection, form, record)?;
    let sql = "UPDATE records SET agency_code = ?2, agency_name = ?3, prefecture = ?4, updated_on = ?5, guideline_edition = ?6
       WHERE id = ?1 AND (agency_code IS NOT ?2 OR agency_name IS NOT ?3 OR prefecture IS NOT ?4 OR updated_on IS NOT ?5
         OR guideline_edition IS NOT ?6)";
    let values = params![record, bare.agency_code, bare.agency_name, flat.prefecture, bare.updated_on, bare.edition];
    Ok(connection.prepare_cached(sql)?.execute(values)? > 0)
}
