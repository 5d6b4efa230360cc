//! `yomitori extract`: documents in, records out.

use super::choose::Choose;
use super::global::{Global, job_count, jobs};
use super::import::manifest;
use super::in_order::in_order;
use super::output::{Failures, Output};
use super::progress::Progress;
use super::reader::{DocumentReader, launch};
use super::sink::Sink;
use super::stop::Stop;
use super::{CommandStatus, out_dir};
use crate::confidence::doubt;
use crate::dataset::Origins;
use crate::form::Forms;
use crate::inputs::Input;
use crate::worker::{Answer, Task};
use serde_json::Value;
use std::io;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  yomitori extract disclosures/ > records.jsonl
  yomitori extract --pretty form.txt
  curl -s https://example.jp/form.txt | yomitori extract -
  yomitori extract disclosures/ --out-dir records --jobs 4
  yomitori extract 2026.zip -o records.jsonl --failures failures.jsonl
  find . -name '*.pdf' | yomitori extract --files-from - > records.jsonl

Every document that gives no record is named on standard error with a reason code, which \
`yomitori explain CODE` explains. Exit status: 0 all documents were read, 1 some failed, \
2 none was read.

Each document is read in a worker process with limits on time and memory: one that hangs or crashes fails \
by itself (worker.timeout, worker.memory, worker.crashed), and the others go on.";

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

    /// Where documents came from, for the records: CSV or JSON Lines with path or sha256, url, fetched_at, and any more columns
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// Write JSON to read: an object for a single file, else an array
    #[arg(long)]
    pretty: bool,

    /// Write each record to a file of its own in this folder instead, named after the document
    #[arg(long, value_name = "DIR")]
    out_dir: Option<PathBuf>,

    /// Raise review.uncertain on each value that is less probable than this, from 0 to 1 (see docs/confidence.md)
    #[arg(long, value_name = "P", value_parser = super::review::chance)]
    review_below: Option<f64>,

    /// Documents to read at the same time [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = job_count)]
    jobs: Option<NonZeroUsize>,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let launch = launch(global)?;
    let reader = DocumentReader::start(global, launch.as_ref())?;
    // Only what looks at the records here needs the forms here.
    let doubted = args.review_below.map(|below| Ok::<_, Stop>((global.forms()?, below))).transpose()?;
    let paths = args.which.paths(&args.paths)?;
    let inputs = args.which.inputs(&paths, global.limits())?;
    let origins = args.manifest.as_deref().map(manifest).transpose()?.map(Origins::from);
    let mut failures = Failures::create(args.failures.as_deref())?;
    let mut sink = sink(args, &inputs)?;
    let mut progress = Progress::new(inputs.len(), args.out_dir.is_some() || args.output.is_some());
    let task = Task::Records { pretty: args.pretty, only: false };
    let read = |items: Range<usize>| reader.perform(&task, inputs.get(items).unwrap_or_default());
    let mut at = 0;
    in_order(jobs(args.jobs), inputs.len(), read, |result| -> Result<(), Stop> {
        let name = inputs.get(at).map_or("", |input| &input.name);
        match result {
            Ok(Answer::Records { json, mut has_warnings }) => {
                for (part, mut json) in json.into_iter().enumerate() {
                    if let Some((forms, below)) = &doubted {
                        has_warnings |= uncertain(forms, &mut json, *below, args.pretty)?;
                    }
                    if let Some(origins) = &origins {
                        json = told(origins, &json, args.pretty)?;
                    }
                    sink.write(at, part, json)?;
                }
                progress.of(name, if has_warnings { "read, with warnings" } else { "read" });
                progress.read(has_warnings);
            }
            Ok(_) => {}
            Err(failure) => {
                failures.add(name, &failure)?;
                progress.failed(name, &failure);
            }
        }
        at += 1;
        Ok(())
    })?;
    sink.finish()?.map_or(Ok(()), Output::finish)?;
    failures.finish()?;
    Ok(match progress.finish() {
        (0, _) => CommandStatus::Nothing,
        (_, 0) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}

/// Raises what is uncertain in a record; says whether anything is.
fn uncertain(forms: &Forms, json: &mut Vec<u8>, below: f64, pretty: bool) -> Result<bool, Stop> {
    let mut record: Value = serde_json::from_slice(json).map_err(io::Error::from)?;
    let id = record.get("form").and_then(Value::as_str).unwrap_or_default();
    let Some(form) = forms.get(id).cloned() else { return Ok(false) };
    let count = doubt(&form, &mut record, below);
    if count > 0 {
        let written = if pretty { serde_json::to_vec_pretty(&record) } else { serde_json::to_vec(&record) };
        *json = written.map_err(io::Error::from)?;
    }
    Ok(count > 0)
}

/// A record with what the manifest says of it.
fn told(origins: &Origins, json: &[u8], pretty: bool) -> io::Result<Vec<u8>> {
    let mut record: Value = serde_json::from_slice(json)?;
    origins.tell(&mut record);
    Ok(if pretty { serde_json::to_vec_pretty(&record) } else { serde_json::to_vec(&record) }?)
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
