//! Reads documents with the options of the command line, in this process or in a worker.

use crate::started_by;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use yomitori::Failure;
use yomitori::cli::{Means, Program};
use yomitori::digest::sha256;
use yomitori::failure::Reason;
use yomitori::reading::Source;
use yomitori::source::load;
use yomitori::worker::{Answer, Task, Worker};

/// What a document is read for: all its records, each in a line.
const RECORDS: Task = Task::Records { pretty: false, only: false };

/// A document: a file that is yet to be read, or bytes.
#[derive(Debug, FromPyObject)]
pub enum Content {
    /// Bytes.
    #[pyo3(transparent)]
    Bytes(Vec<u8>),
    /// A path.
    #[pyo3(transparent)]
    Path(PathBuf),
}

/// What a document gave: the JSON of its records, or why there is none.
pub type ReadOutcome = Result<Vec<Vec<u8>>, Unread>;

/// Why a document gave no record.
pub struct Unread {
    failure: Failure,
    /// SHA-256 of its bytes, in hex, where they could be had.
    sha256: Option<String>,
}

/// Reads documents with the options of the command line.
#[pyclass(frozen, module = "yomitori._yomitori")]
pub struct Reader(Arc<Means>);

#[pymethods]
impl Reader {
    #[new]
    fn new(program: (String, Vec<String>), options: Vec<OsString>) -> PyResult<Self> {
        Ok(Self(Arc::new(means(Some(started_by(program)), options)?)))
    }

    /// Reads a document in this process: a list with the JSON of each record, or a tuple of
    /// code, message, hint and hash.
    fn read(&self, py: Python<'_>, name: String, content: Content) -> PyResult<Py<PyAny>> {
        told(py, py.detach(|| outcome(&self.0, None, name, content)))
    }

    /// Id and hash of each form that it knows.
    fn forms(&self) -> Vec<(String, String)> {
        self.0.performer.engine.forms().all().iter().map(|form| (form.id.clone(), form.hash.clone())).collect()
    }
}

impl Reader {
    /// What it reads with.
    pub fn means(&self) -> Arc<Means> {
        Arc::clone(&self.0)
    }
}

/// What options of the command line mean.
pub fn means(program: Option<Program>, options: Vec<OsString>) -> PyResult<Means> {
    Means::new(program, options).map_err(PyValueError::new_err)
}

/// Reads a document: in a worker where there is one, else in this process.
pub fn outcome(means: &Means, worker: Option<&mut Worker<'_>>, name: String, content: Content) -> ReadOutcome {
    let bytes = match content {
        Content::Bytes(bytes) => Ok(bytes),
        Content::Path(path) => load(&path, &means.performer.engine.options().limits),
    };
    let bytes = bytes.map_err(|failure| Unread { failure, sha256: None })?;
    // The reader of a record hashes its bytes.
    let source = Arc::new(Source { name, sha256: String::new(), bytes });
    let answer = match worker {
        None => means.performer.perform(&RECORDS, &source).map_err(|unread| unread.failure),
        Some(worker) => {
            let reply = worker.perform(&RECORDS, vec![Arc::clone(&source)]).pop();
            reply.map_or_else(|| Err(unanswered()), |reply| reply.map_err(|unread| unread.failure))
        }
    };
    match answer {
        Ok(Answer::Records { json, .. }) => Ok(json),
        Ok(_) => Err(unanswered()),
        Err(failure) => Err(failure),
    }
    .map_err(|failure| Unread { failure, sha256: Some(sha256(&source.bytes)) })
}

/// What only a fault of this program brings about.
fn unanswered() -> Failure {
    Failure::new(Reason::WorkerCrashed, "another answer came than was asked for")
}

/// An outcome as Python gets it.
pub fn told(py: Python<'_>, outcome: ReadOutcome) -> PyResult<Py<PyAny>> {
    Ok(match outcome {
        Ok(records) => PyList::new(py, records.iter().map(|json| PyBytes::new(py, json)))?.into_any().unbind(),
        Err(Unread { failure: Failure { reason, message, hint }, sha256 }) => {
            (reason.name(), message, hint, sha256).into_pyobject(py)?.into_any().unbind()
        }
    })
}
