//! Records out of the database again, as JSON values in one fixed order.

use super::corrections::{overlay, without_doubts};
use super::database::Database;
use super::error::DatasetError;
use crate::record::SourcePart;
use rusqlite::{Connection, Row, params};
use serde_json::{Map, Value, json};
use std::path::Path;

/// A stored record.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The document's name.
    pub name: String,
    /// What the agency goes by in the data set: its code, else its name.
    pub agency: Option<String>,
    /// The agency's code.
    pub agency_code: Option<String>,
    /// The agency's name.
    pub agency_name: Option<String>,
    /// The day the disclosure was last updated, `YYYY-MM-DD`.
    pub updated_on: Option<String>,
    /// The record.
    pub record: Value,
}

impl Stored {
    /// The agency's code and name, as far as they are known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.agency_code, &self.agency_name].into_iter().flatten().map(String::as_str)
    }
}

const COLUMNS: &str = "SELECT d.name, d.sha256, d.media_type, d.pages, r.form, r.schema_version,
  r.data, r.agency_code, r.agency_name, r.updated_on, r.id, r.agency, d.url, d.fetched_at, d.provenance,
  r.part, r.parts, r.first_page, r.last_page
FROM documents d JOIN records r ON r.document = d.id";

/// The latest disclosure of each agency that discloses now, and the one before it.
const LAST_TWO: &str = "JOIN (
  SELECT a.form, a.agency, a.record AS latest, (
    SELECT e.id FROM records e JOIN documents o ON o.id = e.document
    WHERE e.agency = a.agency AND e.form = a.form AND (COALESCE(e.updated_on, ''), o.first_import, o.name, o.sha256, e.part)
      < (COALESCE(l.updated_on, ''), m.first_import, m.name, m.sha256, l.part)
    ORDER BY COALESCE(e.updated_on, '') DESC, o.first_import DESC, o.name DESC, o.sha256 DESC, e.part DESC LIMIT 1
  ) AS earlier
  FROM agencies a JOIN records l ON l.id = a.record JOIN documents m ON m.id = l.document
) h ON r.id IN (h.latest, h.earlier)
WHERE h.earlier IS NOT NULL
ORDER BY h.form, h.agency, r.id = h.latest";

/// Which records are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those of documents that are there now.
    Current,
    /// The latest of each agency that discloses now.
    Latest,
    /// All that were ever read.
    All,
}

impl Database {
    /// Hands the records that are wanted to `each`, ordered by name and hash, one at a time.
    ///
    /// # Errors
    /// When the database can't be read, and what `each` returns.
    pub fn records<E: From<DatasetError>>(
        &self,
        which: Which,
        each: impl FnMut(Stored) -> Result<(), E>,
    ) -> Result<(), E> {
        let wanted = match which {
            Which::Current => "WHERE d.is_current",
            Which::Latest => "WHERE r.id IN (SELECT record FROM agencies)",
            Which::All => "",
        };
        self.each(&format!("{COLUMNS} {wanted} ORDER BY d.name, d.sha256, r.part"), each)
    }

    /// A record by its row.
    ///
    /// # Errors
    /// As [`Database::records`].
    pub fn record(&self, id: i64) -> Result<Option<Stored>, DatasetError> {
        let mut found = None;
        self.each(&format!("{COLUMNS} WHERE r.id = {id}"), |stored| {
            found = Some(stored);
            Ok::<_, DatasetError>(())
        })?;
        Ok(found)
    }

    /// Hands the last two disclosures of each agency that has two to `each`, ordered by agency, the earlier one first.
    ///
    /// # Errors
    /// As [`Database::records`].
    pub fn last_two<E: From<DatasetError>>(
        &self,
        mut each: impl FnMut(Stored, Stored) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut earlier = None;
        self.each(&format!("{COLUMNS} {LAST_TWO}"), |stored| match earlier.take() {
            None => {
                earlier = Some(stored);
                Ok(())
            }
            Some(earlier) => each(earlier, stored),
        })
    }

    fn each<E: From<DatasetError>>(&self, sql: &str, mut each: impl FnMut(Stored) -> Result<(), E>) -> Result<(), E> {
        let sqlite = DatasetError::sqlite(&self.path);
        let mut statement = self.connection.prepare(sql).map_err(&sqlite)?;
        let mut rows = statement.query([]).map_err(&sqlite)?;
        while let Some(row) = rows.next().map_err(&sqlite)? {
            let mut parts = StoredRecord::of(&self.connection, row).map_err(&sqlite)?;
            if self.is_raw {
                without_doubts(&mut parts.diagnostics);
            }
            let id = parts.id;
            let mut stored = parts.stored(&self.path)?;
            if !self.is_raw {
                overlay(&self.connection, id, &mut stored.record).map_err(&sqlite)?;
            }
            each(stored)?;
        }
        Ok(())
    }
}

/// The evidence of a record as it was read.
fn evidence(connection: &Connection, record: i64) -> rusqlite::Result<Map<String, Value>> {
    let mut statement = connection.prepare_cached(
        "SELECT pointer, raw, page, x0, y0, x1, y1, first_line, last_line, cell, more FROM evidence
         WHERE record = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([record], |row| {
        let mut place = Map::new();
        place.insert("raw".into(), row.get::<_, String>(1)?.into());
        let mut add = |key: &str, value: Option<Value>| value.map(|value| place.insert(key.into(), value));
        add("page", row.get::<_, Option<u32>>(2)?.map(Value::from));
        let edges = [3, 4, 5, 6].map(|at| row.get::<_, Option<f64>>(at).ok().flatten());
        let edges: Option<Vec<f64>> = edges.into_iter().collect();
        add("bbox", edges.map(Value::from));
        let lines = row.get::<_, Option<u32>>(7)?.zip(row.get::<_, Option<u32>>(8)?);
        add("lines", lines.map(|(first, last)| json!([first, last])));
        add("cell", row.get::<_, Option<String>>(9)?.map(Value::from));
        if let Some(Value::Object(more)) =
            row.get::<_, Option<String>>(10)?.and_then(|more| serde_json::from_str(&more).ok())
        {
            place.extend(more);
        }
        Ok((row.get(0)?, Value::Object(place)))
    })?;
    rows.collect()
}

/// The diagnostics of a record as they were read, and those of its place in the data set.
fn diagnostics(connection: &Connection, record: i64) -> rusqlite::Result<Vec<Value>> {
    let mut statement = connection.prepare_cached(
        "SELECT code, severity, pointer, message FROM diagnostics WHERE record = ?1 ORDER BY position",
    )?;
    let rows = statement.query_map([record], |row| {
        let (code, severity): (String, String) = (row.get(0)?, row.get(1)?);
        let (pointer, message): (String, String) = (row.get(2)?, row.get(3)?);
        Ok(json!({ "code": code, "severity": severity, "pointer": pointer, "message": message }))
    })?;
    rows.collect()
}

/// Keeps evidence and diagnostics of all records aside, as JSON, while their tables are made anew.
pub(super) fn keep_parts(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("CREATE TEMP TABLE kept (record INTEGER PRIMARY KEY, evidence TEXT, diagnostics TEXT)")?;
    let ids: Vec<i64> = connection
        .prepare("SELECT id FROM records")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut keep = connection.prepare("INSERT INTO temp.kept VALUES (?1, ?2, ?3)")?;
    for id in ids {
        let (evidence, diagnostics) = (evidence(connection, id)?, diagnostics(connection, id)?);
        keep.execute(params![id, Value::Object(evidence).to_string(), Value::Array(diagnostics).to_string()])?;
    }
    Ok(())
}

/// Which of several disclosures of its document a record is.
fn part(row: &Row<'_>) -> rusqlite::Result<Option<Value>> {
    let (no, of): (usize, usize) = (row.get(15)?, row.get(16)?);
    let pages = row.get::<_, Option<u32>>(17)?.zip(row.get::<_, Option<u32>>(18)?);
    let part = SourcePart { no, of, pages: pages.map(|(first, last)| [first, last]) };
    Ok((of > 1).then(|| json!(part)))
}

/// A row of the query.
struct StoredRecord {
    id: i64,
    record: Stored,
    data: String,
    diagnostics: Vec<Value>,
    evidence: Map<String, Value>,
}

impl StoredRecord {
    fn of(connection: &Connection, row: &Row<'_>) -> rusqlite::Result<Self> {
        let name: String = row.get(0)?;
        let (sha256, media_type, pages): (String, String, Option<u32>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (form, schema_version): (String, u32) = (row.get(4)?, row.get(5)?);
        let mut source = json!({ "name": name, "sha256": sha256, "media_type": media_type, "pages": pages });
        if let Value::Object(source) = &mut source {
            source.extend(part(row)?.map(|part| ("part".to_owned(), part)));
            for (at, key) in [(12, "url"), (13, "fetched_at")] {
                source.extend(row.get::<_, Option<String>>(at)?.map(|value| (key.to_owned(), value.into())));
            }
            let more = row.get::<_, Option<String>>(14)?.and_then(|more| serde_json::from_str(&more).ok());
            source.extend(more.map(|more: Value| ("provenance".to_owned(), more)));
        }
        let record = json!({
            "schema_version": schema_version,
            "form": form,
            "source": source,
        });
        let (agency_code, agency_name, updated_on) = (row.get(7)?, row.get(8)?, row.get(9)?);
        let (id, agency) = (row.get(10)?, row.get(11)?);
        let record = Stored { name, agency, agency_code, agency_name, updated_on, record };
        let (evidence, diagnostics) = (evidence(connection, id)?, diagnostics(connection, id)?);
        Ok(Self { id, record, data: row.get(6)?, diagnostics, evidence })
    }

    /// The record as `extract` writes it.
    fn stored(self, path: &Path) -> Result<Stored, DatasetError> {
        let Self { record: mut stored, data, diagnostics, evidence, .. } = self;
        let data = serde_json::from_str(&data);
        let damaged = |error| DatasetError::Record { path: path.to_owned(), name: stored.name.clone(), error };
        let data = data.map_err(damaged)?;
        if let Value::Object(record) = &mut stored.record {
            record.insert("data".to_owned(), data);
            record.insert("evidence".to_owned(), evidence.into());
            record.insert("diagnostics".to_owned(), diagnostics.into());
        }
        Ok(stored)
    }
}
