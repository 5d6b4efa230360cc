//! The import: files go through the readers, what they came to goes into the database in batches.
//!
//! It may end at any moment: what is committed stays, and the next import goes on with the rest.

use super::database::Database;
use super::error::DatasetError;
use super::feed::{Feed, ThreadReader, outcome};
use super::flat::FormColumns;
use super::history::{Begun, Numbers};
use super::outcome::{Fate, MOST_ATTEMPTS, Outcome};
use super::read_with::ReadWith;
use super::request::{Import, Isolation, Retry};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// Documents that are committed together at most.
const BATCH: usize = 512;

/// How long a document waits for its batch at most.
const BATCH_TIME: Duration = Duration::from_secs(2);

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
    /// Files that gave a record before.
    pub known: u64,
    /// Files that failed before, and were not read again.
    pub still_failed: u64,
    /// Files that are not there any more.
    pub gone: u64,
    /// The import's number.
    pub import: i64,
    /// Files that were not looked at, because the import was stopped.
    pub left: u64,
    /// Files of which a record has a warning.
    pub warned: u64,
}

impl Summary {
    pub(super) fn count(&mut self, outcome: &Outcome) {
        match &outcome.fate {
            Fate::Known => self.known += 1,
            Fate::StillFailed => self.still_failed += 1,
            Fate::Read(readings) => {
                self.read += 1;
                self.warned += u64::from(readings.iter().any(|(reading, _)| reading.has_warnings));
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
    let forms = import.engine.forms();
    let known = match import.retry {
        Retry::Differing => database.settled(forms, &import.with, true)?,
        Retry::Never => database.settled_or_failed(forms)?,
        Retry::Failed => database.settled(forms, &import.with, false)?,
        Retry::All => HashMap::new(),
    };
    let feed = Feed::new(import, known);
    let readers =
        (0..import.jobs.min(import.inputs.len())).map(|_| ThreadReader::start(import)).collect::<Result<_, _>>()?;
    let begun = database.begin(forms, &import.plan)?;
    let (plan, with) = (&import.plan, &import.with);
    let (batch, again) = (Vec::new(), Vec::new());
    let mut run = ImportRun { database, import, begun: &begun, with, watch, summary: Summary::default(), batch, again };
    std::thread::scope(|scope| run.collect(feed.start(scope, readers, is_stopped)))?;
    run.again(is_stopped)?;
    // What waited for the same content under another path has it now.
    run.commit()?;
    let ImportRun { mut summary, database, .. } = run;
    let Summary { read, failed, known: unchanged, still_failed, .. } = summary;
    let files = read + failed + unchanged + still_failed;
    summary.left = (import.inputs.len() as u64).saturating_sub(files);
    summary.import = begun.id;
    if summary.left == 0 {
        let numbers = Numbers { files, read, failed, unchanged, still_failed };
        summary.gone = database.finish(forms, plan, &begun, numbers)?;
    }
    Ok(summary)
}

struct ImportRun<'a> {
    database: &'a mut Database,
    import: &'a Import<'a>,
    begun: &'a Begun,
    with: &'a ReadWith,
    watch: &'a mut dyn Watch,
    summary: Summary,
    batch: Vec<Outcome>,
    /// Positions of the inputs that ended their worker.
    again: Vec<usize>,
}

impl ImportRun<'_> {
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
            let batch = std::mem::take(&mut self.batch);
            self.batch = self.database.put(self.import.engine.forms(), self.begun, self.with, batch)?;
        }
        Ok(())
    }

    /// Tries documents that ended their worker once more, alone: perhaps it was the others that took the memory.
    fn again(&mut self, is_stopped: &dyn Fn() -> bool) -> Result<(), DatasetError> {
        let again = std::mem::take(&mut self.again);
        let columns = FormColumns::of(self.import.engine.forms());
        for input in again.into_iter().filter_map(|at| self.import.inputs.get(at)) {
            if is_stopped() {
                return Ok(());
            }
            self.watch.again(&input.name);
            // A worker of its own: nothing that went before can be at fault.
            let mut reader = ThreadReader::start(self.import)?;
            let outcome = outcome(input, &self.import.limits, MOST_ATTEMPTS, &mut reader, &columns, |_| None);
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
