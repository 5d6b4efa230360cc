//! Opening: the database file is recognized, or made, and brought to the newest schema.

use super::database::{Database, STATEMENTS, immediate};
use super::error::DatasetError;
use super::migrate::migrate;
use super::migrations::{APPLICATION_ID, VERSION};
use super::texts::Texts;
use crate::form::Forms;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a write waits for another import that writes: its transactions take far less.
const PATIENCE: Duration = Duration::from_secs(60);

/// Memory for pages of the database that is written, in KiB.
const CACHE: i64 = 64 << 10;

/// Pages of the log that are carried into the database at once: 64 MiB.
const LOG_PAGES: i64 = 16 << 10;

/// The schema since which a database holds several forms.
const FORMS_SINCE: i64 = 5;

/// How long is waited between two tries.
const PAUSE: Duration = Duration::from_millis(10);

impl Database {
    /// Opens a database for an import, or makes it; its schema and its views are brought up to date.
    ///
    /// # Errors
    /// When the file is no database of this program, or of a later version, or an earlier one made it for another form, or it
    /// can't be written.
    pub fn create(path: &Path, forms: &Forms) -> Result<Self, DatasetError> {
        let mut database = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        database.is_read_only = false;
        database.prepare_patiently().map_err(DatasetError::sqlite(path))?;
        database.migrate(forms)?;
        Ok(database)
    }

    /// Opens a database to read from it.
    ///
    /// # Errors
    /// When there is none, or it is no database of this program and version.
    pub fn open(path: &Path) -> Result<Self, DatasetError> {
        if !path.exists() {
            return Err(DatasetError::Missing(path.to_owned()));
        }
        let mut database = Self::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        database.connection.pragma_update(None, "query_only", true).map_err(DatasetError::sqlite(path))?;
        let found = database.version().map_err(DatasetError::sqlite(path))?;
        if found < VERSION {
            return Err(DatasetError::Older { path: path.to_owned(), found, known: VERSION });
        }
        database.is_read_only = true;
        Ok(database)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Self, DatasetError> {
        // One thread at a time has a connection, so SQLite need not lock anything for each call.
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(DatasetError::sqlite(path))?;
        connection.busy_timeout(PATIENCE).map_err(DatasetError::sqlite(path))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        let (path, texts) = (path.to_owned(), Texts::default());
        let database = Self { connection, path, texts, is_read_only: true, is_raw: false };
        database.check_version()?;
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
        self.connection.pragma_update(None, "cache_size", -CACHE)?;
        self.connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        self.connection.pragma_update(None, "foreign_keys", true)
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
        let known = VERSION;
        if found > known { Err(DatasetError::Newer { path: path.clone(), found, known }) } else { Ok(()) }
    }

    fn migrate(&mut self, forms: &Forms) -> Result<(), DatasetError> {
        self.check_form(forms)?;
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        // One that migrates at the same time has it done when the lock is free.
        let transaction = immediate(&mut self.connection).map_err(&sqlite)?;
        migrate(&transaction, forms).map_err(&sqlite)?;
        transaction.commit().map_err(&sqlite)
    }

    /// A database of an earlier schema holds one form, whose file is needed to bring it up to date.
    fn check_form(&self, forms: &Forms) -> Result<(), DatasetError> {
        let version = self.version().map_err(DatasetError::sqlite(&self.path))?;
        if !(1..FORMS_SINCE).contains(&version) {
            return Ok(());
        }
        let is_there = self.connection.table_exists(None, "form").map_err(DatasetError::sqlite(&self.path))?;
        if !is_there {
            return Ok(());
        }
        let found = self.connection.query_row("SELECT id FROM form", [], |row| row.get::<_, String>(0)).optional();
        match found.map_err(DatasetError::sqlite(&self.path))? {
            Some(found) if forms.get(&found).is_none() => {
                Err(DatasetError::OtherForm { path: self.path.clone(), found })
            }
            _ => Ok(()),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}
