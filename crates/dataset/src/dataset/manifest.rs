//! Provenance: a manifest says where documents came from; what it says is kept beside them.

use super::database::Database;
use super::error::DatasetError;
use rusqlite::{Connection, params};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

/// What a manifest says of one document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Provenance {
    /// Its absolute path.
    pub path: Option<PathBuf>,
    /// SHA-256 of its bytes, in hex.
    pub sha256: Option<String>,
    /// Where it came from.
    pub url: Option<String>,
    /// When it was fetched.
    pub fetched_at: Option<String>,
    /// Everything else.
    pub more: Map<String, Value>,
}

/// A manifest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Manifest(pub Vec<Provenance>);

/// Why a manifest can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// It can't be read.
    #[error("it can't be read: {0}")]
    Io(#[from] std::io::Error),
    /// It is no CSV in UTF-8.
    #[error("it is no CSV in UTF-8: {0}")]
    Csv(#[from] csv::Error),
    /// A line is no JSON object.
    #[error("line {0}: it is no JSON object: {1}")]
    Json(usize, serde_json::Error),
    /// A row names no document.
    #[error("row {0} has neither path nor sha256")]
    Nameless(usize),
}

impl Manifest {
    /// Reads a manifest: CSV with a header, or JSON Lines. Paths are below the folder of the manifest.
    ///
    /// # Errors
    /// When it is neither, or a row names no document.
    pub fn read(mut reader: impl BufRead, folder: &Path) -> Result<Self, ManifestError> {
        let is_json = reader.fill_buf()?.trim_ascii_start().first() == Some(&b'{');
        let rows = if is_json { json_rows(reader)? } else { csv_rows(reader)? };
        let entry =
            |(at, row): (usize, Map<String, Value>)| provenance(row, folder).ok_or(ManifestError::Nameless(at + 1));
        rows.into_iter().enumerate().map(entry).collect::<Result<_, _>>().map(Self)
    }
}

fn json_rows(reader: impl BufRead) -> Result<Vec<Map<String, Value>>, ManifestError> {
    let mut rows = Vec::new();
    for (at, line) in reader.lines().enumerate() {
        let line = line?;
        if !line.trim().is_empty() {
            rows.push(serde_json::from_str(&line).map_err(|error| ManifestError::Json(at + 1, error))?);
        }
    }
    Ok(rows)
}

fn csv_rows(reader: impl BufRead) -> Result<Vec<Map<String, Value>>, ManifestError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let header = reader.headers()?.clone();
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row?;
        let cells = header.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
        rows.push(cells.map(|(name, cell)| (name.trim_start_matches('\u{feff}').to_owned(), cell.into())).collect());
    }
    Ok(rows)
}

fn provenance(mut row: Map<String, Value>, folder: &Path) -> Option<Provenance> {
    let mut take = |key: &str| row.remove(key).and_then(|value| value.as_str().map(str::to_owned));
    let (path, sha256) = (take("path"), take("sha256").map(|hash| hash.to_ascii_lowercase()));
    let (url, fetched_at) = (take("url"), take("fetched_at"));
    if path.is_none() && sha256.is_none() {
        return None;
    }
    let path = path.map(|path| crate::paths::absolute(&folder.join(path)));
    Some(Provenance { path, sha256, url, fetched_at, more: row })
}

/// What a manifest says, found by document.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    by_hash: HashMap<String, Provenance>,
    by_path: HashMap<PathBuf, Provenance>,
}

impl From<Manifest> for Origins {
    fn from(Manifest(entries): Manifest) -> Self {
        let mut origins = Self::default();
        for entry in entries {
            // As in a database: a hash says more than a path, and what stands later holds.
            match (&entry.sha256, &entry.path) {
                (Some(sha256), _) => drop(origins.by_hash.insert(sha256.clone(), entry)),
                (None, Some(path)) => drop(origins.by_path.insert(path.clone(), entry)),
                (None, None) => {}
            }
        }
        origins
    }
}

impl Origins {
    /// Writes into a record where its document came from; one whose name is a path is known by that as well.
    pub fn tell(&self, record: &mut Value) {
        let said = |key: &str| record.pointer(key).and_then(Value::as_str);
        let by_hash = said("/source/sha256").and_then(|sha256| self.by_hash.get(sha256));
        let by_path = || self.by_path.get(&crate::paths::absolute(Path::new(said("/source/name")?)));
        let Some(Provenance { url, fetched_at, more, .. }) = by_hash.or_else(by_path) else { return };
        if let Some(Value::Object(source)) = record.get_mut("source") {
            let texts = [("url", url), ("fetched_at", fetched_at)].into_iter();
            let texts = texts.filter_map(|(key, value)| Some((key.to_owned(), value.clone()?.into())));
            let more = (!more.is_empty()).then(|| ("provenance".to_owned(), Value::Object(more.clone())));
            source.extend(texts.chain(more));
        }
    }
}

impl Database {
    /// Keeps what a manifest says beside the documents that are there; says how many of its rows found none.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn keep_provenance(&mut self, manifest: &Manifest) -> Result<u64, DatasetError> {
        self.within(|connection| {
            let mut unknown = 0;
            for entry in &manifest.0 {
                unknown += u64::from(keep(connection, entry)? == 0);
            }
            Ok(unknown)
        })
    }
}

fn keep(connection: &Connection, entry: &Provenance) -> rusqlite::Result<usize> {
    let path = entry.path.as_deref().map(crate::paths::slashed);
    let more = (!entry.more.is_empty()).then(|| Value::Object(entry.more.clone()).to_string());
    connection
        .prepare_cached(
            "UPDATE documents SET url = ?3, fetched_at = ?4, provenance = ?5
             WHERE sha256 = ?1 OR ?1 IS NULL AND id IN (SELECT s.document FROM sightings s JOIN paths p ON p.id = s.path
               WHERE p.path = ?2 AND s.ended_import IS NULL)",
        )?
        .execute(params![entry.sha256, path, entry.url, entry.fetched_at, more])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_csv_or_json_lines() {
        let csv = "\u{feff}path,url,fetched_at,crawler\na.pdf,https://example.jp/a.pdf,2026-11-01,x\n";
        let json = "{\"path\":\"a.pdf\",\"url\":\"https://example.jp/a.pdf\",\"fetched_at\":\"2026-11-01\",\"crawler\":\"x\"}\n";
        let read = |text: &str| Manifest::read(text.as_bytes(), Path::new("/d"));
        let manifest = read(csv).unwrap();
        assert_eq!(manifest, read(json).unwrap());
        assert_eq!(manifest.0[0].path.as_deref(), Some(Path::new("/d/a.pdf")));
        assert_eq!(manifest.0[0].more["crawler"], "x");
        assert_eq!(read("url\nx\n").unwrap_err().to_string(), "row 1 has neither path nor sha256");
        assert!(read("{\"path\":\n").unwrap_err().to_string().starts_with("line 1: "));
    }
}
