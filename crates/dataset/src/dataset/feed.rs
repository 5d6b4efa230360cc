//! Feeding: threads take one file after the other, load it, ask whether it is known, and have it read.

use super::error::DatasetError;
use super::flat::FormColumns;
use super::outcome::{Fate, Outcome};
use super::request::{Import, Isolation};
use crate::digest::sha256;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::inputs::Input;
use crate::paths::{raw, slashed};
use crate::reading::{DisclosureReading, FailedReading, Source, read};
use crate::source::Limits;
use crate::worker::{Answer, Launch, Task, Worker};
use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Scope;
use std::time::{Duration, Instant};

/// Outcomes that may wait for the database, for each thread, so that documents are read while a batch is written.
const WAITING: usize = 64;

/// What reads documents for one thread.
pub(super) enum ThreadReader<'a> {
    /// A worker process.
    Worker(Worker<'a>),
    /// This process.
    Here(&'a Engine, usize),
}

impl<'a> ThreadReader<'a> {
    pub fn start(import: &'a Import<'_>) -> Result<Self, DatasetError> {
        Ok(match &import.isolation {
            Isolation::Workers(launch) => Self::Worker(worker(launch)?),
            Isolation::InProcess { most } => Self::Here(import.engine, *most),
        })
    }

    fn read(&mut self, source: Source) -> Result<Vec<DisclosureReading>, FailedReading> {
        match self {
            Self::Worker(worker) => match worker.perform(&Task::Reading, vec![Arc::new(source)]).pop() {
                Some(Ok(Answer::Readings(readings))) => Ok(readings),
                Some(Err(unread)) => Err(unread),
                _ => Err(Failure::new(Reason::WorkerCrashed, "it gave another answer than was asked for").into()),
            },
            Self::Here(engine, most) => read(engine, &source, *most),
        }
    }
}

fn worker(launch: &Launch) -> Result<Worker<'_>, DatasetError> {
    Worker::start(launch).map_err(|failure| DatasetError::Worker(failure.to_string()))
}

/// Loads and reads one file; `known` says with the hash of its bytes what is known of it.
pub(super) fn outcome(
    input: &Input,
    limits: &Limits,
    attempts: u32,
    reader: &mut ThreadReader<'_>,
    columns: &FormColumns,
    known: impl FnOnce(&str) -> Option<Fate>,
) -> Outcome {
    let mut outcome = Outcome {
        name: input.name.clone(),
        path: slashed(&input.absolute),
        raw: raw(&input.absolute),
        sha256: None,
        size: None,
        attempts,
        took: Duration::ZERO,
        fate: Fate::Known,
    };
    let bytes = match input.bytes(limits) {
        Ok(bytes) => bytes,
        Err(failure) => {
            outcome.fate = Fate::Failed(failure.into());
            return outcome;
        }
    };
    let sha256 = sha256(&bytes);
    outcome.size = Some(bytes.len() as u64);
    outcome.sha256 = Some(sha256.clone());
    if let Some(known) = known(&sha256) {
        outcome.fate = known;
        return outcome;
    }
    let start = Instant::now();
    let read = reader.read(Source { name: input.name.clone(), sha256, bytes });
    outcome.took = start.elapsed();
    let with_rows = |reading| columns.flat(&reading).map(|flat| (reading, flat));
    let read = read.and_then(|readings| match readings.into_iter().map(with_rows).collect() {
        Ok(readings) => Ok(Fate::Read(readings)),
        Err(error) => Err(Failure::new(Reason::Panic, format!("the record is no JSON: {error}")).into()),
    });
    outcome.fate = read.unwrap_or_else(Fate::Failed);
    outcome
}

/// What the threads share.
pub(super) struct Feed<'a> {
    inputs: &'a [Input],
    limits: Limits,
    columns: FormColumns,
    next: AtomicUsize,
    /// Contents that need not be read, and whether they failed.
    known: Mutex<HashMap<String, bool>>,
}

impl<'a> Feed<'a> {
    pub fn new(import: &Import<'a>, known: HashMap<String, bool>) -> Self {
        let (inputs, columns) = (import.inputs, FormColumns::of(import.engine.forms()));
        Self { inputs, limits: import.limits, columns, next: AtomicUsize::new(0), known: Mutex::new(known) }
    }

    /// Starts a thread for each reader; what comes of the files can be received until all are through.
    pub fn start<'scope, 'env: 'scope>(
        &'env self,
        scope: &'scope Scope<'scope, 'env>,
        readers: Vec<ThreadReader<'env>>,
        is_stopped: &'env (dyn Fn() -> bool + Sync),
    ) -> Receiver<(usize, Outcome)> {
        let (sender, receiver) = sync_channel(readers.len().saturating_mul(WAITING));
        for reader in readers {
            let sender = sender.clone();
            scope.spawn(move || self.run(reader, &sender, is_stopped));
        }
        receiver
    }

    fn run(&self, mut reader: ThreadReader<'_>, sender: &SyncSender<(usize, Outcome)>, is_stopped: &dyn Fn() -> bool) {
        while !is_stopped() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = self.inputs.get(at) else { return };
            let outcome = outcome(input, &self.limits, 1, &mut reader, &self.columns, |sha256| self.known(sha256));
            // Nobody receives any more when the database failed.
            if sender.send((at, outcome)).is_err() {
                return;
            }
        }
    }

    /// What is known of a content; from now on it is known.
    fn known(&self, sha256: &str) -> Option<Fate> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        match known.get(sha256) {
            Some(true) => Some(Fate::StillFailed),
            Some(false) => Some(Fate::Known),
            None => {
                known.insert(sha256.to_owned(), false);
                None
            }
        }
    }
}
