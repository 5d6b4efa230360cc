//! How commands read documents: in worker processes, which have limits and end alone, or in this process.

use super::global::Global;
use super::program::Program;
use super::stop::Stop;
use crate::failure::{Failure, Reason};
use crate::inputs::Input;
use crate::reading::Source;
use crate::source::Limits;
use crate::worker::{Answer, Launch, Performer, Pool, Task};
use serde_json::Value;
use std::time::Duration;

/// How much longer than a document may take its worker is waited for: the worker stops by itself first, where it can.
const GRACE: Duration = Duration::from_secs(2);

/// Bytes of documents that are handed over together: small ones would spend their time in waiting.
const LOAD: usize = 1 << 20;

/// How workers are started for a command's options; `None` where documents are read in this process.
pub(super) fn launch(global: &Global) -> Result<Option<Launch>, Stop> {
    if global.is_in_process() {
        return Ok(None);
    }
    global.require_means()?;
    let Program { path, arguments: mut words } = match &global.program {
        Some(program) => program.clone(),
        None => Program::this()?,
    };
    words.extend(global.worker_arguments());
    // What is converted first may take its time twice.
    let parts = if global.converts() { 2 } else { 1 };
    let time = global.limits().time.saturating_mul(parts).saturating_add(GRACE);
    Ok(Some(Launch { program: path, arguments: words, form_hash: global.form_hash()?, time, output: global.output() }))
}

/// Reads documents.
#[derive(Debug)]
pub(super) struct DocumentReader<'a> {
    limits: Limits,
    place: ReaderPlace<'a>,
}

#[derive(Debug)]
enum ReaderPlace<'a> {
    Workers(Pool<'a>),
    Here(Box<Performer>),
}

impl<'a> DocumentReader<'a> {
    /// A reader with the options of a command, and what [`launch`] made of them.
    pub fn start(global: &Global, launch: Option<&'a Launch>) -> Result<Self, Stop> {
        let place = match launch {
            None => ReaderPlace::Here(Box::new(global.performer()?)),
            Some(launch) => ReaderPlace::Workers(Pool::start(launch).map_err(unstarted)?),
        };
        Ok(Self { limits: global.limits(), place })
    }

    /// Does a task for some inputs; what comes of them stands in their order.
    pub fn perform(&self, task: &Task, inputs: &[Input]) -> Vec<Result<Answer, Failure>> {
        let mut answers: Vec<Result<Answer, Failure>> = Vec::with_capacity(inputs.len());
        let (mut waiting, mut load) = (Vec::new(), 0);
        for input in inputs {
            let bytes = input.bytes(&self.limits);
            load += bytes.as_ref().map_or(0, Vec::len);
            // The reader of a record hashes its bytes.
            waiting.push(bytes.map(|bytes| Source { name: input.name.clone(), sha256: String::new(), bytes }));
            if load > LOAD {
                answers.extend(self.answers(task, std::mem::take(&mut waiting)));
                load = 0;
            }
        }
        answers.extend(self.answers(task, waiting));
        answers
    }

    /// Does a task for one input.
    pub fn answer(&self, task: &Task, input: &Input) -> Result<Answer, Failure> {
        self.perform(task, std::slice::from_ref(input)).pop().unwrap_or_else(|| Err(failure("no answer came")))
    }

    /// The record of an input.
    pub fn record(&self, input: &Input) -> Result<Value, Failure> {
        parsed(self.answer(&Task::Records { pretty: false, only: true }, input)?)
    }

    /// Does a task for a document that is loaded.
    pub fn answer_of(&self, task: &Task, source: Source) -> Result<Answer, Failure> {
        self.answers(task, vec![Ok(source)]).pop().unwrap_or_else(|| Err(failure("no answer came")))
    }

    /// The records of an input, one for each of its disclosures.
    pub fn records(&self, input: &Input) -> Result<Vec<Value>, Failure> {
        each(&self.answer(&Task::Records { pretty: false, only: false }, input)?)
    }

    /// The record of a document that is loaded.
    pub fn record_of(&self, source: Source) -> Result<Value, Failure> {
        parsed(self.answer_of(&Task::Records { pretty: false, only: true }, source)?)
    }

    /// The records of a document that is loaded.
    pub fn records_of(&self, source: Source) -> Result<Vec<Value>, Failure> {
        each(&self.answer_of(&Task::Records { pretty: false, only: false }, source)?)
    }

    fn answers(&self, task: &Task, sources: Vec<Result<Source, Failure>>) -> Vec<Result<Answer, Failure>> {
        let pool = match &self.place {
            ReaderPlace::Here(performer) => {
                let perform = |source| performer.perform(task, &source).map_err(|unread| unread.failure);
                return sources.into_iter().map(|source| source.and_then(perform)).collect();
            }
            ReaderPlace::Workers(pool) => pool,
        };
        let mut failures = Vec::with_capacity(sources.len());
        let loaded = sources.into_iter().filter_map(|source| {
            failures.push(source.as_ref().err().cloned());
            source.ok()
        });
        let mut replies = pool.perform(task, loaded.collect()).into_iter();
        let reply = |failure: Option<Failure>| match failure {
            Some(failure) => Some(Err(failure)),
            None => replies.next().map(|reply| reply.map_err(|unread| unread.failure)),
        };
        failures.into_iter().filter_map(reply).collect()
    }
}

fn parsed(answer: Answer) -> Result<Value, Failure> {
    match answer {
        Answer::Records { json, .. } => {
            serde_json::from_slice(&json.concat()).map_err(|error| failure(&error.to_string()))
        }
        _ => Err(failure("another answer came than was asked for")),
    }
}

fn each(answer: &Answer) -> Result<Vec<Value>, Failure> {
    let Answer::Records { json, .. } = answer else { return Err(failure("another answer came than was asked for")) };
    json.iter().map(|json| serde_json::from_slice(json).map_err(|error| failure(&error.to_string()))).collect()
}

/// What only a fault of this program brings about.
fn failure(message: &str) -> Failure {
    Failure::new(Reason::WorkerCrashed, message)
}

/// Why workers can't be started, which is no fault of the documents.
fn unstarted(failure: Failure) -> Stop {
    Stop::usage(
        format!("a worker process can't be started: {failure}"),
        "give it more with --max-memory, or use --in-process",
    )
}
