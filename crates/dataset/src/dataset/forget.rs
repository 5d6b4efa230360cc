//! What is settled by hand, and what is forgotten, in one transaction with all that follows from it.

use super::database::Database;
use super::error::DatasetError;
use super::settle::{keep_registry, settle};
use super::store::forget_records;
use super::texts::{Texts, forget_texts};
use crate::form::Forms;
use crate::identity::Registry;
use std::path::Path;

impl Database {
    /// Keeps a registry in place of the one before, and settles the agencies by it.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn register(&mut self, forms: &Forms, registry: &Registry) -> Result<(), DatasetError> {
        self.within(|connection| keep_registry(connection, registry).and_then(|()| settle(connection, forms)))
    }

    /// Forgets documents by path, by name or by hash, a whole folder by its path; says how many.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn forget(&mut self, forms: &Forms, what: &str) -> Result<u64, DatasetError> {
        let absolute = crate::paths::slashed(&crate::paths::absolute(Path::new(what)));
        self.texts = Texts::default();
        self.within(|connection| {
            let found = "SELECT DISTINCT s.document FROM sightings s JOIN paths p ON p.id = s.path
               WHERE p.path = ?1 OR p.name = ?2 OR substr(p.path, 1, length(?1) + 1) = ?1 || '/'
             UNION SELECT id FROM documents WHERE sha256 = lower(?2)";
            let ids: Vec<i64> = connection
                .prepare(found)?
                .query_map([absolute.as_str(), what.trim_end_matches('/')], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            for id in &ids {
                forget_records(connection, *id)?;
                connection.execute("DELETE FROM documents WHERE id = ?1", [id])?;
            }
            connection.execute("DELETE FROM paths WHERE id NOT IN (SELECT path FROM sightings)", [])?;
            forget_texts(connection)?;
            settle(connection, forms)?;
            Ok(ids.len() as u64)
        })
    }
}
