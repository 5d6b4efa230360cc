//! Outcomes: what other machines made of documents, out of Parquet files into the data set.
//!
//! `python -m yomitori.ray` leaves a folder with `run.json` (what was read, and by what) and `outcomes/*.parquet`. Their rows come
//! in as if the documents had been read here.

use super::database::Database;
use super::error::DatasetError;
use super::flat::FormColumns;
use super::history::{Numbers, Plan, Root};
use super::import::{Summary, Watch};
use super::outcome::{Fate, Outcome};
use super::read_with::{ENGINE_VERSION, ReadWith};
use crate::failure::{Failure, Reason};
use crate::form::Forms;
use crate::reading::{DisclosureReading, FailedReading};
use parquet::file::reader::SerializedFileReader;
use parquet::record::{Field, Row};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Outcomes that are committed together.
const BATCH: usize = 64;

/// What stands beside the outcomes: what was read, and by what.
#[derive(Debug, Deserialize)]
struct ReadingRun {
    source: String,
    made_by: String,
    version: String,
    /// The hash of each form, by its id.
    forms: BTreeMap<String, String>,
}

/// A run of other machines, which is to be imported.
#[derive(Debug)]
pub struct Outcomes {
    folder: PathBuf,
    run: ReadingRun,
}

impl Outcomes {
    /// Opens the folder of a run.
    ///
    /// # Errors
    /// When it is none, or another version of the program or of the form has made it.
    pub fn open(folder: &Path, forms: &Forms) -> Result<Self, DatasetError> {
        let refused = |message: String| DatasetError::Outcomes { folder: folder.to_owned(), message };
        let text = std::fs::read_to_string(folder.join("run.json"))
            .map_err(|error| refused(format!("run.json can't be read: {error}")))?;
        let run: ReadingRun = serde_json::from_str(&text).map_err(|error| refused(format!("run.json: {error}")))?;
        if run.version != ENGINE_VERSION {
            let message = format!("version {} of the program made it, this is {ENGINE_VERSION}", run.version);
            return Err(refused(message));
        }
        let is_other = |form: &&std::sync::Arc<crate::form::Form>| {
            let known = run.forms.get(&form.id);
            known.is_some_and(|hash| *hash != form.hash) || known.is_none() && form.id == forms.first().id
        };
        if let Some(form) = forms.all().iter().find(is_other) {
            return Err(refused(format!("it was read with another form file than this one of {}", form.id)));
        }
        Ok(Self { folder: folder.to_owned(), run })
    }

    /// The folder that was read, as those machines named it.
    #[must_use]
    pub fn root(&self) -> Root {
        Root { path: self.run.source.clone(), raw: None, is_there: true }
    }

    /// The files of outcomes, in the order of their names.
    fn files(&self) -> Result<Vec<PathBuf>, DatasetError> {
        let entries = std::fs::read_dir(self.folder.join("outcomes")).map_err(|error| self.refused(&error))?;
        let is_whole = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".parquet") && !name.starts_with('.')
        };
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_whole).collect();
        files.sort();
        Ok(files)
    }

    fn refused(&self, message: &dyn std::fmt::Display) -> DatasetError {
        DatasetError::Outcomes { folder: self.folder.clone(), message: message.to_string() }
    }
}

/// Imports the outcomes of a run, as one import.
///
/// # Errors
/// When a file of outcomes can't be read or the database can't be written. What was committed stays.
pub fn import_outcomes(
    database: &mut Database,
    forms: &Forms,
    outcomes: &Outcomes,
    plan: &Plan,
    watch: &mut dyn Watch,
) -> Result<Summary, DatasetError> {
    let begun = database.begin(forms, plan)?;
    let with = ReadWith { options: format!("made_by={}", outcomes.run.made_by), has_password: false };
    let columns = FormColumns::of(forms);
    let mut summary = Summary { import: begun.id, ..Summary::default() };
    let mut seen = HashSet::new();
    let mut batch: Vec<Outcome> = Vec::new();
    let mut take = |outcome: Outcome, batch: &mut Vec<Outcome>| {
        summary.count(&outcome);
        watch.done(&outcome);
        batch.push(outcome);
    };
    for path in outcomes.files()? {
        let file = File::open(&path).map_err(|error| outcomes.refused(&error))?;
        let reader = SerializedFileReader::new(file).map_err(|error| outcomes.refused(&error))?;
        let mut last: Option<Outcome> = None;
        for row in reader {
            let row = row.map_err(|error| outcomes.refused(&error))?;
            if last.as_mut().is_some_and(|last| goes_on(last, forms, &columns, &row)) {
                continue;
            }
            let Some(next) = outcome(forms, &columns, &outcomes.run.made_by, &row, &mut seen) else { continue };
            if let Some(outcome) = last.replace(next) {
                take(outcome, &mut batch);
            }
        }
        if let Some(outcome) = last {
            take(outcome, &mut batch);
        }
        // What is told under another path before it is told at all waits.
        if batch.len() >= BATCH {
            batch = database.put(forms, &begun, &with, std::mem::take(&mut batch))?;
        }
    }
    database.put(forms, &begun, &with, batch)?;
    let Summary { read, failed, known: unchanged, .. } = summary;
    let numbers = Numbers { files: read + failed + unchanged, read, failed, unchanged, still_failed: 0 };
    summary.gone = database.finish(forms, plan, &begun, numbers)?;
    Ok(summary)
}

/// The outcome in a row; none where another maker has made it.
fn outcome(
    forms: &Forms,
    columns: &FormColumns,
    made_by: &str,
    row: &Row,
    seen: &mut HashSet<String>,
) -> Option<Outcome> {
    let text = |name: &str| text(row, name);
    if text("made_by") != Some(made_by) {
        return None;
    }
    let (sha256, path) = (text("sha256")?, text("path")?);
    let is_told = text("record").is_some() || text("code").is_some();
    let fate = if is_told && seen.insert(sha256.to_owned()) { fate(forms, columns, text) } else { Fate::Known };
    Some(Outcome {
        name: path.to_owned(),
        path: path.to_owned(),
        raw: None,
        sha256: Some(sha256.to_owned()),
        size: None,
        attempts: 1,
        took: Duration::ZERO,
        fate,
    })
}

/// Whether a row tells of one more disclosure of the document before it, which stands behind the others of it; takes it then.
fn goes_on(last: &mut Outcome, forms: &Forms, columns: &FormColumns, row: &Row) -> bool {
    let part = row.get_column_iter().find(|(column, _)| *column == "part").map(|(_, value)| value);
    let is_later = matches!(part, Some(Field::Int(2..)));
    if !is_later || text(row, "sha256") != last.sha256.as_deref() || text(row, "path") != Some(last.path.as_str()) {
        return false;
    }
    match (&mut last.fate, fate(forms, columns, |name| text(row, name))) {
        (Fate::Read(parts), Fate::Read(more)) => parts.extend(more),
        // The disclosures before it are of another form.
        (fate @ Fate::Failed(_), more @ Fate::Read(_)) => *fate = more,
        _ => {}
    }
    true
}

fn text<'r>(row: &'r Row, name: &str) -> Option<&'r str> {
    let value = row.get_column_iter().find(|(column, _)| *column == name).map(|(_, value)| value);
    value.and_then(|value| if let Field::Str(text) = value { Some(text.as_str()) } else { None })
}

/// What a row tells: a record or a failure.
fn fate<'r>(forms: &Forms, columns: &FormColumns, text: impl Fn(&str) -> Option<&'r str>) -> Fate {
    let Some(record) = text("record") else {
        let reason = text("code").and_then(Reason::from_name).unwrap_or(Reason::Panic);
        let failure = Failure::new(reason, text("message").unwrap_or_default());
        return Fate::Failed(FailedReading::from(Failure { hint: text("hint").map(str::to_owned), ..failure }));
    };
    let read = serde_json::from_str(record).and_then(|record: Value| {
        let found = record.get("form").and_then(Value::as_str).unwrap_or_default();
        let Some(form) = forms.get(found) else {
            let failure = Failure::new(Reason::Unrecognized, format!("it is of the form 「{found}」"));
            return Ok(Fate::Failed(failure.hint("--form names the forms of a data set").into()));
        };
        let reading = DisclosureReading::of_json(form, &record);
        let flat = columns.flat(&reading)?;
        Ok(Fate::Read(vec![(reading, flat)]))
    });
    read.unwrap_or_else(|error| {
        Fate::Failed(Failure::new(Reason::Panic, format!("the record is no JSON: {error}")).into())
    })
}
