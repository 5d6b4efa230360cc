//! The database file: opened, recognized, brought to the newest schema.

use super::error::DatasetError;
use super::migrations::{APPLICATION_ID, MIGRATIONS};
use super::views::views;
use crate::form::Form;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Params, Row, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a write waits for another import that writes: its transactions take far less.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long is waited between two tries.
const PAUSE: Duration = Duration::from_millis(10);

/// A data set on disk. Several processes may have it open at once.
#[derive(Debug)]
pub struct Database {
    pub(super) connection: Connection,
    pub(super) path: PathBuf,
}

impl Database {
    /// Opens a database for an import, or makes it; its schema and its views are brought up to date.
    ///
    /// # Errors
    /// When the file is no database of this program, or of a later version, or holds another form, or can't be
    /// written.
    pub fn create(path: &Path, form: &Form) -> Result<Self, DatasetError> {
        let mut database = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        database.migrate(form)?;
        Ok(database)
    }

    /// Opens a database to read from it.
    ///
    /// # Errors
    /// When there is none, or it is no database of this program and version, or holds another form.
    pub fn open(path: &Path, form: &Form) -> Result<Self, DatasetError> {
        if !path.exists() {
            return Err(DatasetError::Missing(path.to_owned()));
        }
        // A database in WAL mode is read through files beside it, which even a reader may have to make.
        let mut database = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        database.check_version()?;
        if database.version().map_err(DatasetError::sqlite(path))? < known_version() {
            database.migrate(form)?;
        }
        database.check_form(form)?;
        Ok(database)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, DatasetError> {
        let connection = Connection::open_with_flags(path, flags).map_err(DatasetError::sqlite(path))?;
        connection.busy_timeout(PATIENCE).map_err(DatasetError::sqlite(path))?;
        let database = Self { connection, path: path.to_owned() };
        database.check_version()?;
        database.prepare_patiently().map_err(DatasetError::sqlite(path))?;
        Ok(database)
    }

    /// For the change of the journal SQLite itself does not wait while another import makes the same database.
    fn prepare_patiently(&self) -> rusqlite::Result<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.prepare() {
                Err(error) if is_busy(&error) && Instant::now() < deadline => std::thread::sleep(PAUSE),
                outcome => return outcome,
            }
        }
    }

    /// With a write-ahead log readers and a writer do not wait for each other, and a commit survives the program's end; that the
    /// last commits may be lost when the power fails costs nothing, as the next import reads those documents again.
    fn prepare(&self) -> rusqlite::Result<()> {
        self.connection.pragma_update(None, "journal_mode", "wal")?;
        self.connection.pragma_update(None, "synchronous", "normal")?;
        self.connection.pragma_update(None, "foreign_keys", true)
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

    fn version(&self) -> rusqlite::Result<i64> {
        self.connection.pragma_query_value(None, "user_version", |row| row.get(0))
    }

    fn check_version(&self) -> Result<(), DatasetError> {
        let (connection, path) = (&self.connection, &self.path);
        let sqlite = DatasetError::sqlite(path);
        // Tables first: whoever makes them at this moment names the application in the same transaction.
        let tables = "SELECT COUNT(*) FROM sqlite_schema";
        let is_new = connection.query_row(tables, [], |row| row.get::<_, i64>(0)).map_err(&sqlite)? == 0;
        let application = connection.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0));
        let (application, found) = (application.map_err(&sqlite)?, self.version().map_err(&sqlite)?);
        if application != APPLICATION_ID && !is_new {
            return Err(DatasetError::Foreign(path.clone()));
        }
        let known = known_version();
        if found > known { Err(DatasetError::Newer { path: path.clone(), found, known }) } else { Ok(()) }
    }

    fn migrate(&mut self, form: &Form) -> Result<(), DatasetError> {
        self.check_form(form)?;
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        // One that migrates at the same time has it done when the lock is free.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(&sqlite)?;
        migrate(&transaction).and_then(|()| renew_views(&transaction, form)).map_err(&sqlite)?;
        transaction.commit().map_err(&sqlite)
    }

    fn check_form(&self, form: &Form) -> Result<(), DatasetError> {
        let is_there = self.connection.table_exists(None, "form").map_err(DatasetError::sqlite(&self.path))?;
        if !is_there {
            return Ok(());
        }
        let found = self.connection.query_row("SELECT id FROM form", [], |row| row.get::<_, String>(0)).optional();
        match found.map_err(DatasetError::sqlite(&self.path))? {
            Some(found) if found != form.id => {
                Err(DatasetError::OtherForm { path: self.path.clone(), found, wanted: form.id.clone() })
            }
            _ => Ok(()),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

fn migrate(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known_version())
}

/// Makes the views anew when the form asks for others.
fn renew_views(transaction: &Transaction<'_>, form: &Form) -> rusqlite::Result<()> {
    let wanted = views(form);
    let found = transaction.query_row("SELECT views FROM form", [], |row| row.get::<_, String>(0)).optional()?;
    if found.as_ref() == Some(&wanted) {
        return Ok(());
    }
    transaction.execute_batch(&wanted)?;
    transaction.execute("DELETE FROM form", [])?;
    transaction.execute("INSERT INTO form (id, views) VALUES (?1, ?2)", [&form.id, &wanted])?;
    Ok(())
}
