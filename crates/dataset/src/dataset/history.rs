//! The history: which import met which file with which content, and what it did not meet any more.

use super::database::{Database, immediate};
use super::error::DatasetError;
use super::names::{Names, is_below};
use super::read_with::ENGINE_VERSION;
use super::settle::settle;
use crate::form::Forms;
use crate::paths::restored;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A file or folder that was named to an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Root {
    /// Its absolute path as text.
    pub path: String,
    /// Its bytes, where they are no UTF-8.
    pub raw: Option<Vec<u8>>,
    /// Whether it is there: of a folder that is not, nothing can be said about what was in it. A file that is not is gone.
    pub is_there: bool,
}

impl Root {
    /// The root that a path names.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        let absolute = crate::paths::absolute(path);
        // A folder without anything in it may be a disk that is not there today.
        let is_there = path.is_file() || path.read_dir().is_ok_and(|mut entries| entries.next().is_some());
        Self { path: crate::paths::slashed(&absolute), raw: crate::paths::raw(&absolute), is_there }
    }
}

/// What an import does about files that are not there any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// They are marked, below roots that were imported before.
    MarkKnownRoots,
    /// They are marked.
    Mark,
    /// They stay as they are.
    Keep,
}

/// How an import is written down.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What was named.
    pub roots: Vec<Root>,
    /// What was asked for, as JSON.
    pub options: String,
    /// What is done about files that are gone.
    pub gone: Gone,
    /// The moment for which the files stand, where it is not now; UTC.
    pub as_of: Option<String>,
}

/// An import under way.
#[derive(Debug, Clone)]
pub(super) struct Begun {
    pub id: i64,
    pub names: Names,
    /// Paths of databases that knew no absolute ones.
    pub old_paths: Vec<String>,
    /// Roots of which files that are gone are marked, and whether those below them are.
    pub marked: Vec<(String, bool)>,
}

/// The numbers of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Numbers {
    pub files: u64,
    pub read: u64,
    pub failed: u64,
    pub unchanged: u64,
    pub still_failed: u64,
}

/// The moment, in whole seconds.
pub(super) fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_default().to_string()
}

impl Database {
    /// Begins an import, or goes on with one of the same roots that was stopped.
    pub(super) fn begin(&mut self, forms: &Forms, plan: &Plan) -> Result<Begun, DatasetError> {
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        let transaction = immediate(&mut self.connection).map_err(&sqlite)?;
        let begun = begin(&transaction, forms, plan).map_err(&sqlite)?;
        transaction.commit().map_err(&sqlite)?;
        Ok(begun)
    }

    /// Ends an import that met all its files; says how many are gone.
    pub(super) fn finish(
        &mut self,
        forms: &Forms,
        plan: &Plan,
        begun: &Begun,
        numbers: Numbers,
    ) -> Result<u64, DatasetError> {
        let path = self.path.clone();
        let sqlite = DatasetError::sqlite(&path);
        let transaction = immediate(&mut self.connection).map_err(&sqlite)?;
        let gone = mark_gone(&transaction, begun).map_err(&sqlite)?;
        let Numbers { files, read, failed, unchanged, still_failed } = numbers;
        transaction
            .execute(
                "UPDATE imports SET finished_at = ?2, files = ?3, read = ?4, failed = ?5, unchanged = ?6, still_failed = ?7,
                   gone = ?8 WHERE id = ?1",
                params![begun.id, plan.as_of.clone().unwrap_or_else(now), files, read, failed, unchanged, still_failed, gone],
            )
            .map_err(&sqlite)?;
        settle(&transaction, forms).map_err(&sqlite)?;
        transaction.commit().map_err(&sqlite)?;
        Ok(gone)
    }

    /// What was named to all imports.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn roots(&self) -> Result<Vec<PathBuf>, DatasetError> {
        let root = |row: &rusqlite::Row<'_>| {
            let (path, raw): (String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?);
            Ok(restored(&path, raw.as_deref()))
        };
        self.rows("SELECT path, raw FROM roots ORDER BY path", [], root).map_err(DatasetError::sqlite(&self.path))
    }
}

fn begin(transaction: &Transaction<'_>, forms: &Forms, plan: &Plan) -> rusqlite::Result<Begun> {
    let paths: Vec<&str> = plan.roots.iter().map(|root| root.path.as_str()).collect();
    let paths = serde_json::to_string(&paths).unwrap_or_default();
    let stopped = transaction
        .query_row("SELECT id, roots, finished_at IS NULL FROM imports ORDER BY id DESC LIMIT 1", [], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, row.get::<_, bool>(2)?))
        })
        .optional()?
        .filter(|(_, roots, is_open)| *is_open && *roots == paths);
    let known: HashSet<String> = transaction
        .prepare("SELECT path FROM roots WHERE last_import < ?1")?
        .query_map([stopped.as_ref().map_or(i64::MAX, |(id, ..)| *id)], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let id = match stopped {
        Some((id, ..)) => id,
        None => transaction.query_row(
            "INSERT INTO imports (started_at, engine_version, form, form_hash, options, roots)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
            params![
                plan.as_of.clone().unwrap_or_else(now),
                ENGINE_VERSION,
                forms.first().id,
                forms.hash(),
                plan.options,
                paths
            ],
            |row| row.get(0),
        )?,
    };
    for root in &plan.roots {
        // The row of a root says when it was imported to the end; until then an older number stays.
        transaction.execute(
            "INSERT INTO roots (path, raw, last_import) VALUES (?1, ?2, ?3) ON CONFLICT (path) DO NOTHING",
            params![root.path, root.raw, id],
        )?;
    }
    let all: Vec<String> = transaction
        .prepare("SELECT path FROM roots")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let names = Names::new(all);
    rename(transaction, &names)?;
    let old_paths = transaction
        .prepare("SELECT path FROM paths WHERE path NOT LIKE '/%' AND path NOT LIKE '_:%'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let is_marked = |root: &&Root| match plan.gone {
        Gone::Keep => false,
        Gone::Mark => true,
        Gone::MarkKnownRoots => known.contains(&root.path),
    };
    let marked = plan.roots.iter().filter(is_marked).map(|root| (root.path.clone(), root.is_there)).collect();
    Ok(Begun { id, names, old_paths, marked })
}

/// Names all paths anew where a new root lies above what was known.
fn rename(connection: &Connection, names: &Names) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT id, path, name FROM paths")?;
    let mut rows = statement.query([])?;
    let mut renamed = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, path, name): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let wanted = names.name(&path);
        if wanted != name {
            renamed.push((id, wanted.to_owned()));
        }
    }
    let mut update = connection.prepare("UPDATE paths SET name = ?2 WHERE id = ?1")?;
    renamed.into_iter().try_for_each(|(id, name)| update.execute(params![id, name]).map(drop))
}

/// Ends what the import did not meet though it lies below its roots, if it is not there any more.
fn mark_gone(transaction: &Transaction<'_>, begun: &Begun) -> rusqlite::Result<u64> {
    let mut statement = transaction.prepare(
        "SELECT s.path, p.path, p.raw FROM sightings s JOIN paths p ON p.id = s.path
         WHERE s.ended_import IS NULL AND s.last_import < ?1",
    )?;
    let opened = opened_archives(transaction, begun.id)?;
    let mut rows = statement.query([begun.id])?;
    let mut gone: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, path, raw): (i64, String, Option<Vec<u8>>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let is_meant =
            begun.marked.iter().any(|(root, with_below)| *root == path || *with_below && is_below(&path, root));
        // Of an archive that is there but was not opened nothing is known.
        let archive = path.split_once("!/").map(|(archive, _)| archive);
        let is_closed = archive.is_some_and(|archive| !opened.contains(archive) && is_there(Path::new(archive)));
        if is_meant && !is_closed && !is_there(&restored(&path, raw.as_deref())) {
            gone.push(id);
        }
    }
    let mut end =
        transaction.prepare("UPDATE sightings SET ended_import = ?2 WHERE path = ?1 AND ended_import IS NULL")?;
    gone.iter().try_for_each(|path| end.execute(params![path, begun.id]).map(drop))?;
    transaction.execute(
        "UPDATE roots SET last_import = ?1 WHERE path IN (SELECT value FROM json_each((SELECT roots FROM imports WHERE id = ?1)))",
        [begun.id],
    )?;
    Ok(gone.len() as u64)
}

/// The archives of which the import met a member.
fn opened_archives(transaction: &Transaction<'_>, import: i64) -> rusqlite::Result<HashSet<String>> {
    let sql =
        "SELECT DISTINCT substr(p.path, 1, instr(p.path, '!/') - 1) FROM sightings s JOIN paths p ON p.id = s.path
      WHERE s.last_import = ?1 AND p.path LIKE '%!/%'";
    transaction.prepare(sql)?.query_map([import], |row| row.get(0))?.collect()
}

/// Whether a file is there. A member of an archive that was opened and did not have it is gone, though the archive is there.
fn is_there(path: &Path) -> bool {
    path.metadata().is_ok()
}
