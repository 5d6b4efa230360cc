//! `yomitori extract`: documents in, records out.

use super::choose::Choose;
use super::global::{Global, job_count, jobs};
use super::output::{Failures, Output};
use super::progress::Progress;
use super::sink::Sink;
use super::stop::Stop;
use super::{Status, out_dir};
use crate::diagnostic::Severity;
use crate::engine::Engine;
use crate::failure::Failure;
use crate::inputs::Input;
use crate::record::Record;
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// How many documents each thread has before it when the threads meet to write in order: enough that they
/// seldom wait for a long document, few enough that records do not pile up in memory.
const WINDOW: usize = 16;

const EXAMPLES: &str = "\
Examples:
  yomitori extract disclosures/ > records.jsonl
  yomitori extract --pretty form.txt
  curl -s https://example.jp/form.txt | yomitori extract -
  yomitori extract disclosures/ --out-dir records --jobs 4
  yomitori extract 2026.zip -o records.jsonl --failures failures.jsonl
  find . -name '*.pdf' | yomitori extract --files-from - > records.jsonl

Every document that gives no record is named on standard error with a reason code, which
`yomitori explain CODE` explains. Exit status: 0 all documents were read, 1 some failed,
2 none was read.";

/// Read documents and write their records as JSON Lines
///
/// Records come in the order of the input, one a line. A folder stands for all files in it and below,
/// sorted by path, without hidden ones; a ZIP or tar archive for all documents in it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to read; - is the standard input
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    which: Choose,

    /// Write to this file instead of standard output; it is there when it is complete
    #[arg(long, short, value_name = "FILE", conflicts_with = "out_dir")]
    output: Option<PathBuf>,

    /// Write a line of JSON for each document that gives no record to this file
    #[arg(long, value_name = "FILE")]
    failures: Option<PathBuf>,

    /// Write JSON to read: an object for a single file, else an array
    #[arg(long)]
    pretty: bool,

    /// Write each record to a file of its own in this folder instead, named after the document
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,

    /// Documents to read at the same time [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = job_count)]
    jobs: Option<NonZeroUsize>,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let engine = global.engine()?;
    let paths = args.which.paths(&args.paths)?;
    let inputs = args.which.inputs(&paths, global.limits())?;
    let mut failures = Failures::create(args.failures.as_deref())?;
    let mut sink = sink(args, &inputs)?;
    let mut progress = Progress::new(inputs.len(), args.out_dir.is_some() || args.output.is_some());
    let pool = threads(args)?;
    let mut at = 0;
    for window in inputs.chunks(pool.current_num_threads().saturating_mul(WINDOW)) {
        let results: Vec<_> =
            pool.install(|| window.par_iter().map(|input| read(&engine, global, args.pretty, input)).collect());
        for (input, result) in window.iter().zip(results) {
            match result {
                Ok(done) => {
                    for (part, json) in done.records.into_iter().enumerate() {
                        sink.write(at, part, json)?;
                    }
                    progress.read(done.has_warnings);
                }
                Err(failure) => {
                    failures.add(&input.name, &failure)?;
                    progress.failed(&input.name, failure);
                }
            }
            at += 1;
        }
    }
    sink.finish()?.map_or(Ok(()), Output::finish)?;
    failures.finish()?;
    Ok(match progress.finish() {
        (0, _) => Status::Nothing,
        (_, 0) => Status::Done,
        _ => Status::Partly,
    })
}

fn threads(args: &Args) -> Result<ThreadPool, Stop> {
    let jobs = jobs(args.jobs);
    let pool = ThreadPoolBuilder::new().num_threads(jobs).build();
    pool.map_err(|error| Stop::usage(format!("{jobs} threads can't be started: {error}"), "lower --jobs"))
}

/// What is kept of a document's records until their turn comes.
struct Done {
    records: Vec<Vec<u8>>,
    has_warnings: bool,
}

fn read(engine: &Engine, global: &Global, pretty: bool, input: &Input) -> Result<Done, Failure> {
    let records = input.read_all(engine, &global.limits())?;
    let mut doubts = records.iter().flat_map(|record| &record.diagnostics);
    let has_warnings = doubts.any(|diagnostic| diagnostic.severity >= Severity::Warning);
    Ok(Done { records: records.iter().map(|record| json(record, pretty)).collect(), has_warnings })
}

fn json(record: &Record, pretty: bool) -> Vec<u8> {
    // Serializing to memory fails only for maps with keys that are no strings: there are none.
    if pretty { serde_json::to_vec_pretty(record).unwrap_or_default() } else { record.to_json_bytes() }
}

/// Where the records of these inputs go.
fn sink(args: &Args, inputs: &[Input]) -> Result<Sink<Output>, Stop> {
    if let Some(folder) = &args.out_dir {
        std::fs::create_dir_all(folder).map_err(|error| Stop::unwritable(folder, &error))?;
        return Ok(Sink::Files(out_dir::names(inputs).iter().map(|name| folder.join(name)).collect()));
    }
    let out = Output::create(args.output.as_deref())?;
    let is_single = matches!(args.paths.as_slice(), [path] if !path.is_dir());
    Ok(if args.pretty && !is_single { Sink::Array(out, false) } else { Sink::Lines(out) })
}
