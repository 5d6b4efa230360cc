//! The database file as it is open: transactions and queries.

use super::error::DatasetError;
use super::texts::Texts;
use rusqlite::{Connection, Params, Row, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::time::Duration;

/// Statements that are kept prepared; a document takes about twenty, again and again.
pub(super) const STATEMENTS: usize = 64;

/// A data set on disk. Several processes may have it open at once.
#[derive(Debug)]
pub struct Database {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
    pub(super) texts: Texts,
    pub(super) is_read_only: bool,
    /// Whether records come as they were read, without what people said.
    pub(super) is_raw: bool,
}

impl Drop for Database {
    /// Leaves one file, which every program can read, also where nothing can be written: no log beside it. While another
    /// import has the database open its log stays, and the last one takes it away.
    fn drop(&mut self) {
        if !self.is_read_only {
            let _ = self.connection.busy_timeout(Duration::ZERO);
            let _ = self.connection.pragma_update(None, "journal_mode", "delete");
        }
    }
}

impl Database {
    /// Hands records out as they were read, without corrections.
    #[must_use]
    pub fn uncorrected(mut self) -> Self {
        self.is_raw = true;
        self
    }

    /// Does something in one transaction.
    pub(super) fn within<T>(
        &mut self,
        what: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, DatasetError> {
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        let transaction = immediate(&mut self.connection).map_err(&sqlite)?;
        let done = what(&transaction).map_err(&sqlite)?;
        transaction.commit().map_err(&sqlite)?;
        Ok(done)
    }

    /// All rows of a query.
    pub(super) fn rows<T, C: FromIterator<T>>(
        &self,
        sql: &str,
        params: impl Params,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<C> {
        self.connection.prepare(sql)?.query_map(params, row)?.collect()
    }
}

/// A transaction that has the lock from its beginning.
pub(super) fn immediate(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}
