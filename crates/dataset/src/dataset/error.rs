//! What can go wrong with a database, apart from its documents.

use std::path::{Path, PathBuf};

/// Why the database can't be used. The message says what, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// There is no such file, and the command does not make one.
    #[error("{}: there is no such database\n  hint: yomitori import PATH… --db {} makes one", .0.display(), .0.display())]
    Missing(PathBuf),
    /// The file is another program's database, or none at all.
    #[error("{}: this is not a database of yomitori\n  hint: name another file with --db", .0.display())]
    Foreign(PathBuf),
    /// A later version of the program has made it.
    #[error(
        "{}: the database has schema {found}, this program knows {known}\n  hint: use the yomitori that made it, or a later one", path.display()
    )]
    Newer {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema that is known.
        known: i64,
    },
    /// An earlier version of the program has made it.
    #[error(
        "{}: the database has schema {found}, this program reads {known}\n  hint: yomitori import --db {} brings it up to date, in place", path.display(), path.display()
    )]
    Older {
        /// The database.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The schema that is read.
        known: i64,
    },
    /// An earlier version made it for a form that is not among those that are known.
    #[error(
        "{}: an earlier version made the database for the form \"{found}\"\n  hint: name that form's file with --form as well; the database is brought up to date then, and holds several forms", path.display()
    )]
    OtherForm {
        /// The database.
        path: PathBuf,
        /// The form it holds.
        found: String,
    },
    /// There is no room left.
    #[error("{}: the disk is full\n  hint: make room and run the same command again; what was committed is kept", .0.display())]
    Full(PathBuf),
    /// SQLite reports an error.
    #[error("{}: {error}\n  hint: check the disk and the file's permissions; what was committed is kept", path.display())]
    Sqlite {
        /// The database.
        path: PathBuf,
        /// The error.
        error: rusqlite::Error,
    },
    /// A stored record is no JSON.
    #[error("{}: the record of {name} is damaged: {error}\n  hint: import it again with --retry all", path.display())]
    Record {
        /// The database.
        path: PathBuf,
        /// The document.
        name: String,
        /// What is wrong.
        error: serde_json::Error,
    },
    /// What other machines made can't be taken over.
    #[error(
        "{}: {message}\n  hint: name the folder that `python -m yomitori.ray` wrote to, with this version and form; run it again there",
        folder.display()
    )]
    Outcomes {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// A worker process can't be started.
    #[error(
        "a worker process can't be started: {0}\n  hint: raise --max-memory, or read trusted documents with --in-process"
    )]
    Worker(String),
}

impl DatasetError {
    /// An error of SQLite, with the database it is about.
    pub(super) fn sqlite(path: &Path) -> impl Fn(rusqlite::Error) -> Self + '_ {
        |error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Self::Foreign(path.to_owned()),
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full(path.to_owned()),
            _ => Self::Sqlite { path: path.to_owned(), error },
        }
    }
}
