//! The words that were said, out of their table.

use super::{Correction, CorrectionKind};
use rusqlite::{Connection, Row, params};
use serde_json::Value;

/// What every query for words begins with.
pub(super) const COLUMNS: &str = "SELECT sha256, pointer, kind, read, value, who, at, note, part FROM corrections";

/// The order in which words were said. Of one moment the order is that of persons and values, on every machine.
pub(super) const ORDER: &str = "ORDER BY sha256, part, at, who, kind, value";

/// The words on a disclosure of a content in the order in which they were said.
pub(super) fn words(connection: &Connection, sha256: &str, part: u32) -> rusqlite::Result<Vec<Correction>> {
    let mut statement = connection.prepare_cached(&format!("{COLUMNS} WHERE sha256 = ?1 AND part = ?2 {ORDER}"))?;
    statement.query_map(params![sha256, part], correction)?.collect()
}

/// The word of a row.
pub(super) fn correction(row: &Row<'_>) -> rusqlite::Result<Correction> {
    let (kind, read, value): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let json = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    Ok(Correction {
        sha256: row.get(0)?,
        pointer: row.get(1)?,
        kind: CorrectionKind::from_name(&kind).unwrap_or(CorrectionKind::Withdrawn),
        read: json(&read),
        value: json(&value),
        who: row.get(5)?,
        at: row.get(6)?,
        note: row.get(7)?,
        part: row.get(8)?,
    })
}
