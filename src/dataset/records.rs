//! Records out of the database again, as JSON values in one fixed order.

use super::database::Database;
use super::error::DatasetError;
use rusqlite::Row;
use serde_json::{Value, json};
use std::path::Path;

/// A stored record.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The document's name.
    pub name: String,
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
    /// What the agency goes by: its code, else its name.
    #[must_use]
    pub fn agency(&self) -> Option<&str> {
        self.names().next()
    }

    /// The agency's code and name, as far as they are known.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.agency_code, &self.agency_name].into_iter().flatten().map(String::as_str)
    }
}

const COLUMNS: &str = "SELECT d.name, d.sha256, d.media_type, d.pages, d.form, r.schema_version,
  r.data, r.diagnostics, r.evidence, r.agency_code, r.agency_name, r.updated_on
FROM documents d JOIN records r ON r.document = d.id";

/// The last two disclosures of each agency, the earlier one first; by the rule of `export --latest`.
const LAST_TWO: &str = "JOIN (
  SELECT document, place, COUNT(*) OVER (PARTITION BY code, name) AS places, code, name FROM (
    SELECT r.document, r.agency_code AS code, CASE WHEN r.agency_code IS NULL THEN r.agency_name END AS name,
      ROW_NUMBER() OVER (
        PARTITION BY r.agency_code, CASE WHEN r.agency_code IS NULL THEN r.agency_name END
        ORDER BY COALESCE(r.updated_on, '') DESC, d.name DESC, d.sha256 DESC
      ) AS place
    FROM records r JOIN documents d ON d.id = r.document
    WHERE COALESCE(r.agency_code, r.agency_name) IS NOT NULL
  ) WHERE place <= 2
) h ON h.document = d.id
WHERE h.places = 2
ORDER BY h.code IS NULL, h.code, h.name, h.place DESC";

impl Database {
    /// Hands every record to `each`, ordered by name and hash, one at a time.
    ///
    /// # Errors
    /// When the database can't be read, and what `each` returns.
    pub fn records<E: From<DatasetError>>(&self, each: impl FnMut(Stored) -> Result<(), E>) -> Result<(), E> {
        self.each(&format!("{COLUMNS} ORDER BY d.name, d.sha256"), each)
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
            let parts = Parts::of(row).map_err(&sqlite)?;
            each(parts.stored(&self.path)?)?;
        }
        Ok(())
    }
}

/// A row of the query.
struct Parts {
    record: Stored,
    data: String,
    diagnostics: String,
    evidence: String,
}

impl Parts {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let name: String = row.get(0)?;
        let (sha256, media_type, pages): (String, String, Option<u32>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (form, schema_version): (String, u32) = (row.get(4)?, row.get(5)?);
        let record = json!({
            "schema_version": schema_version,
            "form": form,
            "source": { "name": name, "sha256": sha256, "media_type": media_type, "pages": pages },
        });
        let (agency_code, agency_name, updated_on) = (row.get(9)?, row.get(10)?, row.get(11)?);
        let record = Stored { name, agency_code, agency_name, updated_on, record };
        Ok(Self { record, data: row.get(6)?, diagnostics: row.get(7)?, evidence: row.get(8)? })
    }

    /// The record as `extract` writes it.
    fn stored(self, path: &Path) -> Result<Stored, DatasetError> {
        let Self { record: mut stored, data, diagnostics, evidence } = self;
        if let Value::Object(record) = &mut stored.record {
            for (key, text) in [("data", data), ("evidence", evidence), ("diagnostics", diagnostics)] {
                let value = serde_json::from_str(&text);
                let damaged = |error| DatasetError::Record { path: path.to_owned(), name: stored.name.clone(), error };
                record.insert(key.to_owned(), value.map_err(damaged)?);
            }
        }
        Ok(stored)
    }
}
