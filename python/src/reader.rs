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
pub type Outcome = Result<Vec<Vec<u8>>, Failure>;

/// Reads documents with the options of the command line.
#[pyclass(frozen, module = "yomitori._yomitori")]
pub struct Reader(Arc<Means>);

#[pymethods]
impl Reader {
    #[new]
    fn new(program: (String, Vec<String>), options: Vec<OsString>) -> PyResult<Self> {
        Ok(Self(Arc::new(means(Some(started_by(program)), options)?)))
    }

    /// Reads a document in this process: a list with the JSON of each record, or a tuple of code, message and hint.
    fn read(&self, py: Python<'_>, name: String, content: Content) -> PyResult<Py<PyAny>> {
        told(py, py.detach(|| here(&self.0, &source(&self.0, name, content)?)))
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

/// A document that is loaded.
pub fn source(means: &Means, name: String, content: Content) -> Result<Source, Failure> {
    let bytes = match content {
        Content::Bytes(bytes) => bytes,
        Content::Path(path) => load(&path, means.performer.engine.bounds())?,
    };
    // The reader of a record hashes its bytes.
    Ok(Source { name, sha256: String::new(), bytes })
}

/// Reads a document in this process.
pub fn here(means: &Means, source: &Source) -> Outcome {
    means.performer.perform(&RECORDS, source).map_err(|unread| unread.failure).and_then(records)
}

/// Has a worker read a document.
pub fn apart(worker: &mut Worker<'_>, source: Source) -> Outcome {
    let reply = worker.perform(&RECORDS, vec![Arc::new(source)]).pop();
    reply.ok_or_else(unanswered)?.map_err(|unread| unread.failure).and_then(records)
}

fn records(answer: Answer) -> Outcome {
    match answer {
        Answer::Records { json, .. } => Ok(json),
        _ => Err(unanswered()),
    }
}

/// What only a fault of this program brings about.
fn unanswered() -> Failure {
    Failure::new(Reason::WorkerCrashed, "another answer came than was asked for")
}

/// An outcome as Python gets it.
pub fn told(py: Python<'_>, outcome: Outcome) -> PyResult<Py<PyAny>> {
    Ok(match outcome {
        Ok(records) => PyList::new(py, records.iter().map(|json| PyBytes::new(py, json)))?.into_any().unbind(),
        Err(Failure { reason, message, hint }) => (reason.name(), message, hint).into_pyobject(py)?.into_any().unbind(),
    })
}
