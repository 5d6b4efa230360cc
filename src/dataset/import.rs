//! The import: files go through the readers, what they came to goes into the database in batches.
//!
//! It may end at any moment: what is committed stays, and the next import goes on with the rest.

use super::database::Database;
use super::error::DatasetError;
use super::feed::{Feed, Reader, outcome};
use super::outcome::{Fate, MOST_ATTEMPTS, Outcome};
use super::request::{Import, Isolation, Retry};
use std::collections::HashSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Documents that are committed together at most.
const BATCH: usize = 64;

/// How long a document waits for its batch at most.
const BATCH_TIME: Duration = Duration::from_secs(1);

/// How often the watcher is looked after while nothing arrives.
const TICK: Duration = Duration::from_millis(200);

/// Someone who watches an import, and may stop it.
pub trait Watch {
    /// A file is through. Its outcome may be replaced later, when a document that ended its worker is tried once more.
    fn done(&mut self, outcome: &Outcome);

    /// Time has passed.
    fn tick(&mut self);

    /// A document that ended its worker is tried once more, alone.
    fn again(&mut self, name: &str);
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Files that gave a record.
    pub read: u64,
    /// Files that gave none.
    pub failed: u64,
    /// Files that were known.
    pub known: u64,
    /// Files that were not looked at, because the import was stopped.
    pub left: u64,
    /// Records with a warning.
    pub warned: u64,
}

impl Summary {
    fn count(&mut self, outcome: &Outcome) {
        match &outcome.fate {
            Fate::Known => self.known += 1,
            Fate::Read(reading) => {
                self.read += 1;
                self.warned += u64::from(reading.has_warnings);
            }
            Fate::Failed(_) => self.failed += 1,
        }
    }
}

/// Imports files. `is_stopped` is asked before each file; what is under way then is finished and stored.
///
/// # Errors
/// When the database can't be written or worker processes can't be started. What was committed stays.
pub fn import(
    database: &mut Database,
    import: &Import<'_>,
    is_stopped: &(dyn Fn() -> bool + Sync),
    watch: &mut dyn Watch,
) -> Result<Summary, DatasetError> {
    let form = import.engine.form();
    let known = match import.retry {
        Retry::None => database.settled(form, true)?,
        Retry::Failed => database.settled(form, false)?,
        Retry::All => HashSet::new(),
    };
    let feed = Feed::new(import, known);
    let readers = (0..import.jobs.min(import.inputs.len())).map(|_| Reader::start(import)).collect::<Result<_, _>>()?;
    let mut run = Run { database, import, watch, summary: Summary::default(), batch: Vec::new(), again: Vec::new() };
    std::thread::scope(|scope| run.collect(feed.start(scope, readers, is_stopped)))?;
    run.again(is_stopped)?;
    let Run { mut summary, .. } = run;
    summary.left = (import.inputs.len() as u64).saturating_sub(summary.read + summary.failed + summary.known);
    Ok(summary)
}

struct Run<'a> {
    database: &'a mut Database,
    import: &'a Import<'a>,
    watch: &'a mut dyn Watch,
    summary: Summary,
    batch: Vec<Outcome>,
    /// Positions of the inputs that ended their worker.
    again: Vec<usize>,
}

impl Run<'_> {
    fn collect(&mut self, receiver: Receiver<(usize, Outcome)>) -> Result<(), DatasetError> {
        let mut committed = Instant::now();
        loop {
            match receiver.recv_timeout(TICK) {
                Ok((at, outcome)) => self.take(at, outcome),
                Err(RecvTimeoutError::Timeout) => self.watch.tick(),
                Err(RecvTimeoutError::Disconnected) => return self.commit(),
            }
            if self.batch.len() >= BATCH || committed.elapsed() >= BATCH_TIME {
                self.commit()?;
                committed = Instant::now();
            }
        }
    }

    fn take(&mut self, at: usize, outcome: Outcome) {
        if ended_worker(&outcome) && matches!(self.import.isolation, Isolation::Workers(_)) {
            self.again.push(at);
        } else {
            self.summary.count(&outcome);
            self.watch.done(&outcome);
        }
        self.batch.push(outcome);
    }

    fn commit(&mut self) -> Result<(), DatasetError> {
        if !self.batch.is_empty() {
            self.batch = self.database.put(self.import.engine.form(), std::mem::take(&mut self.batch))?;
        }
        Ok(())
    }

    /// Tries documents that ended their worker once more, alone: perhaps it was the others that took the memory.
    fn again(&mut self, is_stopped: &dyn Fn() -> bool) -> Result<(), DatasetError> {
        let again = std::mem::take(&mut self.again);
        for input in again.into_iter().filter_map(|at| self.import.inputs.get(at)) {
            if is_stopped() {
                return Ok(());
            }
            self.watch.again(&input.name);
            // A worker of its own: nothing that went before can be at fault.
            let mut reader = Reader::start(self.import)?;
            let outcome = outcome(input, &self.import.limits, MOST_ATTEMPTS, &mut reader, |_| false);
            self.summary.count(&outcome);
            self.watch.done(&outcome);
            self.batch.push(outcome);
            self.commit()?;
        }
        Ok(())
    }
}

fn ended_worker(outcome: &Outcome) -> bool {
    matches!(&outcome.fate, Fate::Failed(unread) if unread.failure.reason.is_of_worker())
}
