//! Records out of the database again, as JSON values in one fixed order.

use super::database::Database;
use super::error::DatasetError;
use rusqlite::Row;
use serde_json::{Value, json};

/// A stored record.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The agency: its code, else its name, else nothing.
    pub agency: Option<String>,
    /// The record.
    pub record: Value,
}

const COLUMNS: &str = "SELECT d.name, d.sha256, d.media_type, d.pages, d.form, r.schema_version,
  r.data, r.diagnostics, r.evidence, COALESCE(r.agency_code, r.agency_name)
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
            let name = parts.name.clone();
            let stored = parts.stored();
            each(stored.map_err(|error| DatasetError::Record { path: self.path.clone(), name, error })?)?;
        }
        Ok(())
    }
}

struct Parts {
    name: String,
    source: Value,
    form: String,
    schema_version: u32,
    data: String,
    diagnostics: String,
    evidence: String,
    agency: Option<String>,
}

impl Parts {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        let name: String = row.get(0)?;
        let (sha256, media_type, pages): (String, String, Option<u32>) = (row.get(1)?, row.get(2)?, row.get(3)?);
        Ok(Self {
            source: json!({ "name": name, "sha256": sha256, "media_type": media_type, "pages": pages }),
            name,
            form: row.get(4)?,
            schema_version: row.get(5)?,
            data: row.get(6)?,
            diagnostics: row.get(7)?,
            evidence: row.get(8)?,
            agency: row.get(9)?,
        })
    }

    /// The record as `extract` writes it.
    fn stored(self) -> serde_json::Result<Stored> {
        let parse = |text: &str| serde_json::from_str::<Value>(text);
        let record = json!({
            "schema_version": self.schema_version,
            "form": self.form,
            "source": self.source,
            "data": parse(&self.data)?,
            "evidence": parse(&self.evidence)?,
            "diagnostics": parse(&self.diagnostics)?,
        });
        Ok(Stored { agency: self.agency, record })
    }
}
