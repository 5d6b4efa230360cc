//! Changes: what became different in a data set from the end of one import to the end of another.
//!
//! Stands behind the data set. Files, failures, agencies and what they disclose are compared as they were at both moments; one
//! list of changes is printed, or written as JSON, CSV or a workbook.

mod agencies;
mod files;
mod print;
mod table;

pub use print::print_changes;
pub use table::{write_csv, write_xlsx};

use crate::dataset::{Database, DatasetError, Moment, Window};
use crate::form::Forms;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What kind of change it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum ChangeKind {
    /// A file that was never met before.
    #[serde(rename = "document.new")]
    DocumentNew,
    /// A file with another content.
    #[serde(rename = "document.changed")]
    DocumentChanged,
    /// A file of the same content under another path.
    #[serde(rename = "document.renamed")]
    DocumentRenamed,
    /// A file that is not there any more.
    #[serde(rename = "document.removed")]
    DocumentRemoved,
    /// A file, or a content, that was gone for a while.
    #[serde(rename = "document.returned")]
    DocumentReturned,
    /// A file that gives no record, and did or was not there before.
    #[serde(rename = "failure.new")]
    FailureNew,
    /// A file that gives a record, and did not before.
    #[serde(rename = "failure.mended")]
    FailureMended,
    /// An agency that never disclosed before.
    #[serde(rename = "agency.new")]
    AgencyNew,
    /// An agency of which no disclosure is there any more.
    #[serde(rename = "agency.gone")]
    AgencyGone,
    /// An agency that discloses again.
    #[serde(rename = "agency.returned")]
    AgencyReturned,
    /// An agency that goes by another name.
    #[serde(rename = "agency.renamed")]
    AgencyRenamed,
    /// An agency that states another code.
    #[serde(rename = "agency.recoded")]
    AgencyRecoded,
    /// A value of an agency's latest disclosure.
    #[serde(rename = "value.changed")]
    ValueChanged,
    /// An item of its checklist that is new.
    #[serde(rename = "item.added")]
    ItemAdded,
    /// An item that is gone.
    #[serde(rename = "item.removed")]
    ItemRemoved,
    /// An item that is marked or worded otherwise.
    #[serde(rename = "item.changed")]
    ItemChanged,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// Its kind.
    pub kind: ChangeKind,
    /// The file it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the agency it is about goes by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The agency's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency_name: Option<String>,
    /// The form by which it discloses, where that is another than the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The value, as a JSON Pointer into the record; of an item of the checklist its section and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The form's title of the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What was before.
    pub old: Value,
    /// What is now.
    pub new: Value,
    /// The reason of a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Change {
    fn new(kind: ChangeKind) -> Self {
        let (name, agency, agency_name, form, pointer, title, reason) = (None, None, None, None, None, None, None);
        Self { kind, name, agency, agency_name, form, pointer, title, old: Value::Null, new: Value::Null, reason }
    }
}

/// What became different between two moments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// The earlier moment; null before the first import.
    pub since: Option<Moment>,
    /// The later one.
    pub until: Moment,
    /// How many changes there are of each kind.
    pub counts: BTreeMap<ChangeKind, u64>,
    /// Files that give no record, as they did before.
    pub still_failed: u64,
    /// The changes: files, failures, agencies, values; each in order.
    pub changes: Vec<Change>,
}

/// What became different in a window; nothing when no import came to its end.
///
/// # Errors
/// When the database can't be read.
pub fn changes(database: &Database, forms: &Forms, window: &Window) -> Result<Option<Changes>, DatasetError> {
    let Some((since, until)) = database.moments(window)? else { return Ok(None) };
    let span = MomentSpan { database, forms, from: since.as_ref().map_or(0, |moment| moment.import), to: until.import };
    let (mut changes, still_failed) = files::compare(&span)?;
    changes.extend(agencies::compare(&span)?);
    let mut counts = BTreeMap::new();
    for change in &changes {
        *counts.entry(change.kind).or_default() += 1;
    }
    Ok(Some(Changes { since, until, counts, still_failed, changes }))
}

/// Two moments of a data set.
struct MomentSpan<'a> {
    database: &'a Database,
    forms: &'a Forms,
    from: i64,
    to: i64,
}
