//! Feeding: threads take one file after the other, load it, ask whether it is known, and have it read.

use super::error::DatasetError;
use super::outcome::{Fate, Outcome};
use super::request::{Import, Isolation};
use crate::digest::sha256;
use crate::engine::Engine;
use crate::inputs::Input;
use crate::reading::{Reading, Source, Unread, read};
use crate::source::Limits;
use crate::worker::{Launch, Worker};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::Scope;
use std::time::{Duration, Instant};

/// Outcomes that may wait for the database, for each thread: more would only take memory.
const WAITING: usize = 8;

/// What reads documents for one thread.
pub(super) enum Reader<'a> {
    /// A worker process.
    Worker(Worker<'a>),
    /// This process.
    Here(&'a Engine, usize),
}

impl<'a> Reader<'a> {
    pub fn start(import: &'a Import<'_>) -> Result<Self, DatasetError> {
        Ok(match &import.isolation {
            Isolation::Workers(launch) => Self::Worker(worker(launch)?),
            Isolation::InProcess { most } => Self::Here(import.engine, *most),
        })
    }

    fn read(&mut self, source: Source) -> Result<Reading, Unread> {
        match self {
            Self::Worker(worker) => worker.read(source),
            Self::Here(engine, most) => read(engine, &source, *most),
        }
    }
}

fn worker(launch: &Launch) -> Result<Worker<'_>, DatasetError> {
    Worker::start(launch).map_err(|failure| DatasetError::Worker(failure.to_string()))
}

/// Loads and reads one file; `is_known` is asked with the hash of its bytes.
pub(super) fn outcome(
    input: &Input,
    limits: &Limits,
    attempts: u32,
    reader: &mut Reader<'_>,
    is_known: impl FnOnce(&str) -> bool,
) -> Outcome {
    let mut outcome = Outcome {
        name: input.name.clone(),
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
    if !is_known(&sha256) {
        let start = Instant::now();
        let read = reader.read(Source { name: input.name.clone(), sha256, bytes });
        outcome.took = start.elapsed();
        outcome.fate = read.map_or_else(Fate::Failed, |reading| Fate::Read(Box::new(reading)));
    }
    outcome
}

/// What the threads share.
pub(super) struct Feed<'a> {
    inputs: &'a [Input],
    limits: Limits,
    next: AtomicUsize,
    known: Mutex<HashSet<String>>,
}

impl<'a> Feed<'a> {
    pub fn new(import: &Import<'a>, known: HashSet<String>) -> Self {
        Self { inputs: import.inputs, limits: import.limits, next: AtomicUsize::new(0), known: Mutex::new(known) }
    }

    /// Starts a thread for each reader; what comes of the files can be received until all are through.
    pub fn start<'scope, 'env: 'scope>(
        &'env self,
        scope: &'scope Scope<'scope, 'env>,
        readers: Vec<Reader<'env>>,
        is_stopped: &'env (dyn Fn() -> bool + Sync),
    ) -> Receiver<(usize, Outcome)> {
        let (sender, receiver) = sync_channel(readers.len().saturating_mul(WAITING));
        for reader in readers {
            let sender = sender.clone();
            scope.spawn(move || self.run(reader, &sender, is_stopped));
        }
        receiver
    }

    fn run(&self, mut reader: Reader<'_>, sender: &SyncSender<(usize, Outcome)>, is_stopped: &dyn Fn() -> bool) {
        while !is_stopped() {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = self.inputs.get(at) else { return };
            let outcome = outcome(input, &self.limits, 1, &mut reader, |sha256| self.is_known(sha256));
            // Nobody receives any more when the database failed.
            if sender.send((at, outcome)).is_err() {
                return;
            }
        }
    }

    /// Whether a content is known; from now on it is.
    fn is_known(&self, sha256: &str) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        !known.insert(sha256.to_owned())
    }
}
