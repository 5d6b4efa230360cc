//! Texts that come again and again, kept once: pointers, and the wording of the checklist's items.
//!
//! A data set of thousands of disclosures has the same sentences in each of them; rows that only name them by number
//! are a third as large, and so much faster written.

use foldhash::HashMap;
use rusqlite::{Connection, OptionalExtension};

/// Texts whose numbers are remembered: a form's wording is a few hundred, the rest are slips of it.
const MOST_KNOWN: usize = 20_000;

/// The numbers of texts that were met lately. They hold while what was written with them is not rolled back.
#[derive(Debug, Default)]
pub(super) struct Texts {
    known: HashMap<String, i64>,
}

impl Texts {
    /// The number of a text, which is stored when it is new.
    pub fn number(&mut self, connection: &Connection, text: &str) -> rusqlite::Result<i64> {
        if let Some(number) = self.known.get(text) {
            return Ok(*number);
        }
        let find = "SELECT id FROM texts WHERE text = ?1";
        let found = connection.prepare_cached(find)?.query_row([text], |row| row.get(0)).optional()?;
        let number = match found {
            Some(number) => number,
            None => {
                connection.prepare_cached("INSERT INTO texts (text) VALUES (?1)")?.execute([text])?;
                connection.last_insert_rowid()
            }
        };
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(text.to_owned(), number);
        Ok(number)
    }
}

/// Takes away texts that nothing names any more.
pub(super) fn forget_texts(connection: &Connection) -> rusqlite::Result<()> {
    let unused = "DELETE FROM texts WHERE id NOT IN (
      SELECT text FROM item_rows UNION SELECT section_title FROM item_rows WHERE section_title IS NOT NULL
      UNION SELECT pointer FROM evidence_rows UNION SELECT text FROM evidence_rows WHERE text IS NOT NULL)";
    connection.execute(unused, []).map(drop)
}
