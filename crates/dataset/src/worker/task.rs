//! What a worker is asked for, and what it makes of a document. The same function runs inside a worker and, with
//! `--in-process`, in the program itself: what comes out is the same.

use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::isolate::isolate;
use crate::reading::{DisclosureReading, FailedReading, Source, read};
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// What is to be made of documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Task {
    /// What the data set keeps.
    Reading,
    /// The records as JSON: in one line, or to read.
    Records {
        /// To read.
        pretty: bool,
        /// Whether there must be only one.
        only: bool,
    },
    /// What people see of a phase; the words are those of whoever shows it ([`Performer::view`]).
    View(String),
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// For the data set: each disclosure of the document.
    Readings(Vec<DisclosureReading>),
    /// Records.
    Records {
        /// The JSON of each, without a line break at the end.
        json: Vec<Vec<u8>>,
        /// Whether a diagnostic asks for a person's eyes.
        has_warnings: bool,
    },
    /// What people see.
    View(View),
}

/// What people see of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// Text for the standard output.
    pub text: Vec<u8>,
    /// Files, each with its name.
    pub files: Vec<(String, Vec<u8>)>,
    /// Whether a part of it is missing.
    pub is_partial: bool,
}

/// Does tasks.
#[derive(Debug, Clone)]
pub struct Performer {
    /// Reads documents.
    pub engine: Engine,
    /// Bytes that an answer may have.
    pub most: usize,
    /// Shows a document.
    pub view: fn(&Engine, &str, &Source) -> Result<View, Failure>,
}

impl Performer {
    /// Does a task; a panic on the way is a failure like others.
    ///
    /// # Errors
    /// Why nothing came of it.
    pub fn perform(&self, task: &Task, source: &Source) -> Result<Answer, FailedReading> {
        Ok(match task {
            Task::Reading => Answer::Readings(read(&self.engine, source, self.most)?),
            Task::Records { pretty, only } => isolate(|| self.records(source, *pretty, *only))?,
            Task::View(words) => Answer::View(isolate(|| (self.view)(&self.engine, words, source))?),
        })
    }

    fn records(&self, source: &Source, pretty: bool, only: bool) -> Result<Answer, Failure> {
        let Source { name, bytes, .. } = source;
        let records = if only { vec![self.engine.read(name, bytes)?] } else { self.engine.read_all(name, bytes)? };
        let mut doubts = records.iter().flat_map(|record| &record.diagnostics);
        let has_warnings = doubts.any(|diagnostic| diagnostic.severity >= Severity::Warning);
        let json: Vec<_> = records.iter().map(|record| json(record, pretty)).collect();
        let size: usize = json.iter().map(Vec::len).sum();
        if size > self.most {
            let message = format!("the record has {size} bytes, more than the limit of {}", self.most);
            return Err(Failure::new(Reason::Limit, message).hint("--max-output raises the limit"));
        }
        Ok(Answer::Records { json, has_warnings })
    }
}

fn json(record: &Record, pretty: bool) -> Vec<u8> {
    // Serializing to memory fails only for maps with keys that are no strings: there are none.
    if pretty { serde_json::to_vec_pretty(record).unwrap_or_default() } else { record.to_json_bytes() }
}
