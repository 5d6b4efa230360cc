//! Reads many documents in several threads; what comes of them stands in the order in which they were handed in.

use crate::reader::{Content, ReadOutcome, Reader, outcome, told};
use pyo3::exceptions::PyStopIteration;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use yomitori::cli::Means;
use yomitori::worker::Worker;

/// How long a wait may keep Python from seeing Ctrl-C.
const PATIENCE: Duration = Duration::from_millis(100);

/// A document, by its number among those that were handed in.
type Job = (u64, String, Content);

/// Threads that read documents, each with a worker process of its own where documents are isolated.
#[pyclass(frozen, module = "yomitori._yomitori")]
pub struct Crew {
    jobs: Sender<Job>,
    state: Mutex<State>,
}

/// What is under way.
struct State {
    done: Receiver<(u64, ReadOutcome)>,
    /// What came before its turn.
    early: BTreeMap<u64, ReadOutcome>,
    handed_in: u64,
    given_out: u64,
}

#[pymethods]
impl Crew {
    #[new]
    fn new(reader: &Reader, threads: usize, isolated: bool) -> Self {
        let (jobs, wanted) = channel();
        let (sender, done) = channel();
        let wanted = Arc::new(Mutex::new(wanted));
        for _ in 0..threads.max(1) {
            let (means, wanted, sender) = (reader.means(), Arc::clone(&wanted), sender.clone());
            thread::spawn(move || work(&means, &wanted, &sender, isolated));
        }
        let state = State { done, early: BTreeMap::new(), handed_in: 0, given_out: 0 };
        Self { jobs, state: Mutex::new(state) }
    }

    /// Hands a document in.
    fn submit(&self, name: String, content: Content) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // Threads end only after the crew is gone: there is one to take it.
        let _ = self.jobs.send((state.handed_in, name, content));
        state.handed_in += 1;
    }

    /// What came of the next document, in their order; waits for it.
    fn take(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        loop {
            let next = py.detach(|| self.state.lock().unwrap_or_else(PoisonError::into_inner).next());
            match next {
                Next::Outcome(outcome) => return told(py, outcome),
                Next::Nothing => return Err(PyStopIteration::new_err(())),
                Next::NotYet => py.check_signals()?,
            }
        }
    }
}

enum Next {
    Outcome(ReadOutcome),
    NotYet,
    Nothing,
}

impl State {
    fn next(&mut self) -> Next {
        if self.given_out == self.handed_in {
            return Next::Nothing;
        }
        if let Some(outcome) = self.early.remove(&self.given_out) {
            self.given_out += 1;
            return Next::Outcome(outcome);
        }
        match self.done.recv_timeout(PATIENCE) {
            Ok((number, outcome)) => {
                self.early.insert(number, outcome);
                Next::NotYet
            }
            Err(RecvTimeoutError::Timeout) => Next::NotYet,
            Err(RecvTimeoutError::Disconnected) => Next::Nothing,
        }
    }
}

/// Reads documents until no more can come.
fn work(means: &Means, wanted: &Mutex<Receiver<Job>>, done: &Sender<(u64, ReadOutcome)>, isolated: bool) {
    let mut worker = means.launch.as_ref().filter(|_| isolated).map(Worker::new);
    loop {
        let job = wanted.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, name, content)) = job else { return };
        let outcome = outcome(means, worker.as_mut(), name, content);
        if done.send((number, outcome)).is_err() {
            return;
        }
    }
}
