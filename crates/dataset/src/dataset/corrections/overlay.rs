//! Lays what people said over a record that comes out of the database.

use crate::diagnostic::Code;
use rusqlite::Connection;
use serde_json::{Map, Value, json};

/// A value of a record on which a word holds.
struct Said {
    place: String,
    value: Value,
    entry: Map<String, Value>,
    is_other: bool,
}

/// Puts corrected values in the place of those that were read, says so in their evidence, and counts them.
pub(in super::super) fn overlay(connection: &Connection, id: i64, record: &mut Value) -> rusqlite::Result<()> {
    let mut corrected = 0_u64;
    for Said { place, value, entry, is_other } in said(connection, id)? {
        corrected += u64::from(is_other);
        if let Some(slot) = record.pointer_mut(&place) {
            *slot = value;
        }
        let evidence = record.get_mut("evidence").and_then(Value::as_object_mut);
        let Some(evidence) = evidence else { continue };
        let of_leaf = evidence.entry(place).or_insert_with(|| json!({ "raw": "" }));
        if let Value::Object(keys) = of_leaf {
            keys.insert("review".to_owned(), Value::Object(entry));
        }
    }
    if let (Value::Object(keys), 1..) = (record, corrected) {
        keys.insert("corrected".to_owned(), corrected.into());
    }
    Ok(())
}

fn said(connection: &Connection, record: i64) -> rusqlite::Result<Vec<Said>> {
    let mut statement = connection.prepare_cached(
        "SELECT place, kind, state, read, value, who, at, note FROM corrected
         WHERE record = ?1 AND place IS NOT NULL ORDER BY pointer",
    )?;
    let rows = statement.query_map([record], |row| {
        let text = |at: usize| row.get::<_, String>(at);
        let json = |at: usize| text(at).map(|text| serde_json::from_str(&text).unwrap_or(Value::Null));
        let mut entry = Map::new();
        entry.insert("kind".to_owned(), text(1)?.into());
        entry.insert("read".to_owned(), json(3)?);
        entry.insert("who".to_owned(), text(5)?.into());
        entry.insert("at".to_owned(), text(6)?.into());
        if let Some(note) = row.get::<_, Option<String>>(7)? {
            entry.insert("note".to_owned(), note.into());
        }
        let is_other = matches!(text(2)?.as_str(), "corrected" | "stale");
        Ok(Said { place: text(0)?, value: json(4)?, entry, is_other })
    })?;
    rows.collect()
}

/// The diagnostics without those that are about corrections.
pub(in super::super) fn without_doubts(diagnostics: &mut Vec<Value>) {
    let own = [Code::CorrectionStale.name(), Code::CorrectionConflict.name()];
    diagnostics
        .retain(|diagnostic| diagnostic.get("code").and_then(Value::as_str).is_none_or(|code| !own.contains(&code)));
}
