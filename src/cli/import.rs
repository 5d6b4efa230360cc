//! `yomitori import`: documents into a database that grows.

use super::Status;
use super::global::{Global, jobs};
use super::progress::Progress;
use super::show::note;
use super::stop::Stop;
use super::worker;
use crate::dataset::{Database, Fate, Import, Isolation, Outcome, Retry, Watch, import};
use crate::engine::Engine;
use crate::inputs::list;
use crate::worker::Launch;
use clap::ValueEnum;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How much longer than a document may take its worker is waited for: the worker stops by itself first, where it can.
const GRACE: Duration = Duration::from_secs(2);

/// The exit status of a program that a user stopped at once: 128 and the number of the signal, as shells have it.
const STOPPED_AT_ONCE: i32 = 130;

const EXAMPLES: &str = "\
Examples:
  yomitori import disclosures/ --db disclosures.db
  yomitori import 2026-11/ --db disclosures.db --jobs 4
  yomitori import --retry failed --db disclosures.db
  yomitori status --db disclosures.db
  yomitori export --db disclosures.db --to tables --latest

A document is known by the SHA-256 of its bytes. What this version of the program has read by the same form
file is not read again, so the same command over a folder that has grown reads what is new. An import may
be stopped or killed at any moment and run again. Ctrl-C finishes the documents under way.

Each document is read in a worker process with limits on time and memory: one that hangs or crashes fails by
itself (worker.timeout, worker.memory, worker.crashed), is tried once more alone, and is stored as failed.
`yomitori status --failed` lists what failed, --retry failed reads it again.

The database is SQLite: the views disclosures, checklist_items, diagnostics and agencies (the latest
disclosure of each) can be read by sqlite3, DuckDB, Datasette or pandas.

Exit status: 0 all documents are in the database, 1 some failed or the import was stopped before its end,
2 nothing was read.";

/// Import documents into a database, only what is new
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to import
    #[arg(required_unless_present = "retry", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The database; it is made when it is not there
    #[arg(long, value_name = "FILE")]
    db: PathBuf,

    /// Documents to read at the same time [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Read again what failed, or everything; without PATH, what the database knows of
    #[arg(long, value_enum, value_name = "WHAT")]
    retry: Option<RetryArg>,

    /// Read documents in this process: faster, but a crash or a hang ends the import. For trusted documents
    #[arg(long)]
    in_process: bool,

    #[command(flatten)]
    duty: worker::Limits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RetryArg {
    /// Documents that failed
    Failed,
    /// All documents
    All,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let engine = global.engine()?;
    let mut database = Database::create(&args.db, engine.form())?;
    let paths = paths(args, &database)?;
    let inputs = list(&paths);
    let retry = match args.retry {
        None => Retry::None,
        Some(RetryArg::Failed) => Retry::Failed,
        Some(RetryArg::All) => Retry::All,
    };
    let isolation = match args.in_process {
        true => Isolation::InProcess { most: args.duty.output() },
        false => Isolation::Workers(launch(global, args, &engine)?),
    };
    let (limits, jobs) = (global.limits(), jobs(args.jobs));
    let what = Import { engine: &engine, limits, inputs: &inputs, isolation, jobs, retry };
    let is_stopped = stopper()?;
    let mut watcher = Watcher(Progress::new(inputs.len(), true));
    let outcome = import(&mut database, &what, &|| is_stopped.load(Ordering::Relaxed), &mut watcher);
    let (read, failed) = watcher.0.finish();
    let summary = outcome?;
    if summary.left > 0 {
        note(&format!("stopped before {} documents; the same command goes on with them", summary.left));
        return Ok(Status::Partly);
    }
    Ok(match (read, failed) {
        (0, 0) if args.retry.is_some() => Status::Done,
        (0, _) => Status::Nothing,
        (_, 0) => Status::Done,
        _ => Status::Partly,
    })
}

/// The files to read: those named, else those the database knows of.
fn paths(args: &Args, database: &Database) -> Result<Vec<PathBuf>, Stop> {
    let known = match args.retry {
        _ if !args.paths.is_empty() => return Ok(args.paths.clone()),
        Some(RetryArg::All) => database.paths()?,
        _ => database.failed_paths()?,
    };
    Ok(known.into_iter().map(PathBuf::from).collect())
}

fn launch(global: &Global, args: &Args, engine: &Engine) -> Result<Launch, Stop> {
    let program = std::env::current_exe()
        .map_err(|error| Stop::usage(format!("the program can't find itself: {error}"), "use --in-process"))?;
    let mut arguments = global.arguments(engine);
    arguments.extend(args.duty.arguments());
    // What is converted first may take its time twice.
    let parts = if global.converts() { 2 } else { 1 };
    let time = global.limits().time.saturating_mul(parts).saturating_add(GRACE);
    Ok(Launch { program, arguments, form_hash: engine.form().hash.clone(), time, output: args.duty.output() })
}

/// Becomes true at the first Ctrl-C; the second ends the program.
fn stopper() -> Result<Arc<AtomicBool>, Stop> {
    let is_stopped = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&is_stopped);
    ctrlc::set_handler(move || {
        if flag.swap(true, Ordering::Relaxed) {
            // What is committed is safe, and workers end with this process.
            std::process::exit(STOPPED_AT_ONCE);
        }
        note("stopping: the documents under way are finished; press Ctrl-C again to stop at once");
    })
    .map_err(|error| Stop::usage(format!("Ctrl-C can't be watched for: {error}"), "run it again"))?;
    Ok(is_stopped)
}

struct Watcher(Progress);

impl Watch for Watcher {
    fn done(&mut self, outcome: &Outcome) {
        match &outcome.fate {
            Fate::Known => self.0.known(),
            Fate::Read(reading) => self.0.read(reading.has_warnings),
            Fate::Failed(unread) => self.0.failed(&outcome.name, &unread.failure),
        }
    }

    fn tick(&mut self) {
        self.0.tick();
    }

    fn again(&mut self, name: &str) {
        self.0.say(&format!("{name}: its worker process ended; it is tried once more, alone"));
    }
}
