//! What is in the database, in numbers.

use super::database::Database;
use super::error::DatasetError;
use super::read_with::ENGINE_VERSION;
use super::store::{READ, known_forms};
use crate::diagnostic::Code;
use crate::form::Forms;
use rusqlite::{Row, params};
use serde::Serialize;

/// How many of the slowest documents are named.
const SLOWEST: usize = 5;

/// A value and how many documents have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The value; nothing where it is not known.
    pub value: Option<String>,
    /// The documents.
    pub documents: u64,
}

/// How many values that people settled are in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettledCount {
    /// The state.
    pub state: String,
    /// The values.
    pub values: u64,
}

/// A document and what reading it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Slow {
    /// The document.
    pub name: String,
    /// Milliseconds.
    pub milliseconds: u64,
}

/// A document that failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failed {
    /// The document.
    pub name: String,
    /// SHA-256 of its bytes, if they could be loaded.
    pub sha256: Option<String>,
    /// The reason's code.
    pub reason: String,
    /// What was found.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried last, UTC.
    pub imported_at: String,
}

/// A doubt about a document's place in the data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceDoubt {
    /// `identity.conflict`, `history.tie`, `correction.conflict` or `correction.stale`.
    pub code: String,
    /// The document.
    pub name: String,
    /// What is doubted.
    pub message: String,
}

/// What is in a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatasetStatus {
    /// Documents that are there now.
    pub documents: u64,
    /// Those that gave a record.
    pub read: u64,
    /// Those that gave none.
    pub failed: u64,
    /// Documents that were there, and are gone or replaced.
    pub past: u64,
    /// Records with a warning.
    pub with_warnings: u64,
    /// Documents that another version of the program or of the form file read: the next import reads them again.
    pub outdated: u64,
    /// Values that people settled, by how what is read stands to them: `accepted`, `corrected`, `confirmed`, `stale`, `lost`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub settled: Vec<SettledCount>,
    /// Agencies that disclose now.
    pub agencies: u64,
    /// Imports that came to their end.
    pub imports: u64,
    /// When the last one did, UTC.
    pub last_import: Option<String>,
    /// What is doubted about whose a disclosure is, and which is the latest.
    pub doubts: Vec<PlaceDoubt>,
    /// By form.
    pub forms: Vec<Count>,
    /// Records by edition of the checklist's guideline.
    pub editions: Vec<Count>,
    /// By media type.
    pub media_types: Vec<Count>,
    /// Failures by reason.
    pub reasons: Vec<Count>,
    /// The documents that took longest.
    pub slowest: Vec<Slow>,
}

impl Database {
    /// Counts what is in the database.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn status(&self, forms: &Forms) -> Result<DatasetStatus, DatasetError> {
        self.counted(forms).map_err(DatasetError::sqlite(&self.path))
    }

    /// The documents that failed, by name.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn failed(&self) -> Result<Vec<Failed>, DatasetError> {
        let sql = "SELECT source_name, sha256, reason, message, hint, attempts, imported_at FROM failures
          ORDER BY source_name, sha256";
        let failed = |row: &Row<'_>| {
            Ok(Failed {
                name: row.get(0)?,
                sha256: row.get(1)?,
                reason: row.get(2)?,
                message: row.get(3)?,
                hint: row.get(4)?,
                attempts: row.get(5)?,
                imported_at: row.get(6)?,
            })
        };
        self.rows(sql, [], failed).map_err(DatasetError::sqlite(&self.path))
    }

    fn counted(&self, forms: &Forms) -> rusqlite::Result<DatasetStatus> {
        let number = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, u64>(0));
        let outdated = format!(
            "SELECT COUNT(*) FROM documents WHERE is_current AND NOT ({READ} OR status = 'failed' AND engine_version = ?1 AND form_hash = ?4)"
        );
        let [hashes, ids] = known_forms(forms);
        let warned =
            "SELECT COUNT(*) FROM records r JOIN documents d ON d.id = r.document WHERE has_warnings AND is_current";
        let last = "SELECT MAX(finished_at) FROM imports";
        Ok(DatasetStatus {
            documents: number("SELECT COUNT(*) FROM documents WHERE is_current")?,
            read: number("SELECT COUNT(*) FROM documents WHERE is_current AND status = 'read'")?,
            failed: number("SELECT COUNT(*) FROM failures")?,
            past: number("SELECT COUNT(*) FROM documents WHERE NOT is_current")?,
            with_warnings: number(warned)?,
            outdated: self.connection.query_row(
                &outdated,
                params![ENGINE_VERSION, hashes, ids, forms.hash()],
                |row| row.get(0),
            )?,
            settled: self.settled_values()?,
            agencies: number("SELECT COUNT(*) FROM agencies")?,
            imports: number("SELECT COUNT(*) FROM imports WHERE finished_at IS NOT NULL")?,
            last_import: self.connection.query_row(last, [], |row| row.get(0))?,
            doubts: self.doubts()?,
            forms: self.counts("form", "documents WHERE is_current")?,
            editions: self
                .counts("guideline_edition", "records r JOIN documents d ON d.id = r.document WHERE is_current")?,
            media_types: self.counts("media_type", "documents WHERE is_current")?,
            reasons: self.counts("reason", "failures")?,
            slowest: self.slowest()?,
        })
    }

    /// How often each value of a column is there, the most frequent first.
    fn counts(&self, column: &str, table: &str) -> rusqlite::Result<Vec<Count>> {
        let sql = format!("SELECT {column}, COUNT(*) AS documents FROM {table} GROUP BY 1 ORDER BY 2 DESC, 1");
        let count = |row: &Row<'_>| Ok(Count { value: row.get(0)?, documents: row.get(1)? });
        self.rows(&sql, [], count)
    }

    fn settled_values(&self) -> rusqlite::Result<Vec<SettledCount>> {
        let settled = |row: &Row<'_>| Ok(SettledCount { state: row.get(0)?, values: row.get(1)? });
        self.rows("SELECT state, COUNT(*) FROM corrected GROUP BY 1 ORDER BY 1", [], settled)
    }

    fn doubts(&self) -> rusqlite::Result<Vec<PlaceDoubt>> {
        let sql = "SELECT g.code, d.name, g.message FROM diagnostics g JOIN records r ON r.id = g.record
          JOIN documents d ON d.id = r.document WHERE g.code IN (?1, ?2, ?3, ?4) ORDER BY 1, 2, g.position";
        let codes =
            [Code::IdentityConflict, Code::HistoryTie, Code::CorrectionConflict, Code::CorrectionStale].map(Code::name);
        let doubt = |row: &Row<'_>| Ok(PlaceDoubt { code: row.get(0)?, name: row.get(1)?, message: row.get(2)? });
        self.rows(sql, codes, doubt)
    }

    fn slowest(&self) -> rusqlite::Result<Vec<Slow>> {
        let sql = "SELECT name, milliseconds FROM documents WHERE is_current ORDER BY milliseconds DESC, name LIMIT ?1";
        let slow = |row: &Row<'_>| Ok(Slow { name: row.get(0)?, milliseconds: row.get(1)? });
        self.rows(sql, [SLOWEST], slow)
    }
}
