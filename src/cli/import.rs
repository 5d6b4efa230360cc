//! `yomitori import`: documents into a database that grows.

use super::CommandStatus;
use super::choose::Choose;
use super::global::{Global, job_count, jobs};
use super::progress::Progress;
use super::reader::launch;
use super::show::pretty;
use super::show::{counted, lang, note};
use super::stop::Stop;
use crate::changes::changes;
use crate::dataset::{
    Database, Fate, Gone, Import, Isolation, Manifest, Outcome, Outcomes, Plan, ReadWith, Retry, Root, Summary, Watch,
    Window, import, import_outcomes,
};
use crate::engine::Engine;
use crate::identity::Registry;
use crate::inputs::Input;
use crate::paths::{absolute, printable};
use clap::ValueEnum;
use jiff::civil::Date;
use std::fs::File;
use std::io::{self, BufReader};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit status of a program that a user stopped at once: 128 and the number of the signal, as shells have it.
const STOPPED_AT_ONCE: i32 = 130;

const EXAMPLES: &str = "\
Examples:
  yomitori import disclosures/ --db disclosures.db
  yomitori import 2026-11/ --db disclosures.db --jobs 4
  yomitori import --retry failed --db disclosures.db
  yomitori status --db disclosures.db
  yomitori export --db disclosures.db --to tables --latest

A document is known by the SHA-256 of its bytes. What this version of the program has read by the same form \
file is not read again, so the same command over a folder that has grown reads what is new. Without PATH, what was \
imported before is gone through again. An import may be stopped or killed at any moment and run again. Ctrl-C finishes \
the documents under way.

The database keeps where each content was seen, from which import to which; `yomitori changes` tells what became \
different. Files that are gone are marked, when their folder was imported before and is there.

Each document is read in a worker process with limits on time and memory: one that hangs or crashes fails by \
itself (worker.timeout, worker.memory, worker.crashed), is tried once more alone, and is stored as failed. \
`yomitori status --failed` lists what fails. What failed is read again when limits, --convert or a password differ from \
those it failed with, or the program does; with --retry failed always.

The database is SQLite: the tables disclosures, checklist_items, diagnostics, evidence and agencies (the latest \
disclosure of each) can be read by sqlite3, DuckDB, Datasette or pandas.

Exit status: 0 all documents are in the database, 1 some fail or the import was stopped before its end, \
2 nothing is in it.";

/// Import documents into a database, only what is new
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files and folders to import; without any, those that were imported before
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    #[command(flatten)]
    which: Choose,

    /// The database; it is made when it is not there
    #[arg(long, value_name = "FILE")]
    db: PathBuf,

    /// Documents to read at the same time [default: one for each processor]
    #[arg(long, short, value_name = "N", value_parser = job_count)]
    jobs: Option<NonZeroUsize>,

    /// What is read again [default: what failed with other options or by another version of the program]
    #[arg(long, value_enum, value_name = "WHAT")]
    retry: Option<RetryArg>,

    /// What is done about files that are not there any more [default: mark those of folders that were imported before]
    #[arg(long, value_enum, value_name = "WHAT")]
    gone: Option<GoneArg>,

    /// A table of agencies that settles whose disclosures are: CSV with code, name, aliases (parted by |), note
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,

    /// Where documents came from: CSV or JSON Lines with path or sha256, url, fetched_at, and any more columns
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// What people said of values: a file of `yomitori corrections export`
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,

    /// The day for which the files stand, where it is not today: for snapshots that are imported later
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,

    /// What `python -m yomitori.ray` has read on other machines: the folder that it wrote to
    #[arg(long, value_name = "DIR", conflicts_with_all = ["paths", "retry", "jobs"])]
    from_parquet: Option<PathBuf>,

    /// Write what became different as JSON, like `yomitori changes`
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum GoneArg {
    /// Mark them: they are in the history, and in nothing else
    Mark,
    /// Keep them as if they were there
    Keep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RetryArg {
    /// Documents that failed, whatever they failed with
    Failed,
    /// All documents
    All,
    /// No failure, even where options or the program differ
    Never,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let engine = global.engine()?;
    let registry = args.registry.as_deref().map(registry).transpose()?;
    let manifest = args.manifest.as_deref().map(manifest).transpose()?;
    let mut database = Database::create(&args.db, engine.forms())?;
    if let Some(registry) = registry {
        database.register(engine.forms(), &registry)?;
    }
    if let Some(file) = &args.corrections {
        let corrections = super::corrections::read(engine.forms(), file)?;
        database.correct(engine.forms(), &corrections)?;
    }
    if let Some(folder) = &args.from_parquet {
        return taken_over(folder, args, &mut database, &engine, manifest);
    }
    let paths = paths(args, &database)?;
    let mut inputs = args.which.inputs(&paths, global.limits())?;
    leave_out_database(&mut inputs, &args.db);
    let retry = match args.retry {
        None => Retry::Differing,
        Some(RetryArg::Never) => Retry::Never,
        Some(RetryArg::Failed) => Retry::Failed,
        Some(RetryArg::All) => Retry::All,
    };
    let isolation = match launch(global)? {
        None => Isolation::InProcess { most: global.output() },
        Some(launch) => Isolation::Workers(launch),
    };
    let (limits, jobs) = (global.limits(), jobs(args.jobs));
    let with = ReadWith { options: global.read_with(), has_password: global.secret()?.is_some() };
    let plan = plan(args, &paths, &with, global.is_in_process());
    let what = Import { engine: &engine, limits, inputs: &inputs, isolation, jobs, retry, with, plan };
    let is_stopped = stopper()?;
    let mut watcher = Watcher(Progress::new(inputs.len(), true));
    let outcome = import(&mut database, &what, &|| is_stopped.load(Ordering::Relaxed), &mut watcher);
    watcher.0.finish();
    let summary = outcome?;
    if summary.left > 0 {
        let japanese = lang().ja("stopped before {} documents; the same command goes on with them", &[&summary.left]);
        note(&japanese.unwrap_or_else(|| {
            format!("stopped before {} documents; the same command goes on with them", summary.left)
        }));
        return Ok(CommandStatus::Partly);
    }
    end(&summary, args, &mut database, &engine, manifest)
}

/// Takes over what was read on other machines.
fn taken_over(
    folder: &Path,
    args: &Args,
    database: &mut Database,
    engine: &Engine,
    manifest: Option<Manifest>,
) -> Result<CommandStatus, Stop> {
    let outcomes = Outcomes::open(folder, engine.forms())?;
    let as_of = args.as_of.map(|day| format!("{day}T00:00:00Z"));
    let options = serde_json::json!({ "from_parquet": true }).to_string();
    let plan = Plan { roots: vec![outcomes.root()], options, gone: gone(args), as_of };
    let mut watcher = Watcher(Progress::new(0, true));
    let summary = import_outcomes(database, engine.forms(), &outcomes, &plan, &mut watcher);
    watcher.0.finish();
    end(&summary?, args, database, engine, manifest)
}

/// What is done when all files are through.
fn end(
    summary: &Summary,
    args: &Args,
    database: &mut Database,
    engine: &Engine,
    manifest: Option<Manifest>,
) -> Result<CommandStatus, Stop> {
    if let Some(manifest) = manifest {
        let unknown = database.keep_provenance(&manifest)?;
        if unknown > 0 {
            let japanese = lang().ja("{} rows of the manifest for no document that is there", &[&unknown]);
            note(&japanese.unwrap_or_else(|| {
                format!("{} of the manifest for no document that is there", counted(unknown, "row"))
            }));
        }
    }
    tell(summary, args);
    if args.json
        && let Some(changes) = changes(database, engine.forms(), &Window::Last(1))?
    {
        pretty(&changes, &mut io::stdout().lock())?;
    }
    Ok(match (summary.read + summary.known, summary.failed + summary.still_failed) {
        (0, 0) if args.paths.is_empty() => CommandStatus::Done,
        (0, _) => CommandStatus::Nothing,
        (_, 0) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}

/// What is not in the line of the progress.
fn tell(summary: &Summary, args: &Args) {
    if summary.gone > 0 {
        let db = args.db.display();
        let japanese = lang().ja("{} files gone; yomitori changes --db {} lists them", &[&summary.gone, &db]);
        note(&japanese.unwrap_or_else(|| {
            format!("{} gone; yomitori changes --db {db} lists them", counted(summary.gone, "file"))
        }));
    }
    if summary.still_failed > 0 {
        let (db, count) = (args.db.display(), summary.still_failed);
        let template =
            "{} documents fail as before and were not read again; yomitori status --failed --db {} lists them";
        note(&lang().ja(template, &[&count, &db]).unwrap_or_else(|| {
            let hint = format!("yomitori status --failed --db {db} lists them");
            format!("{} as before and {} not read again; {hint}", counted_verb(count), were(count))
        }));
    }
}

fn counted_verb(count: u64) -> String {
    if count == 1 { "1 document fails".to_owned() } else { format!("{count} documents fail") }
}

fn were(count: u64) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

pub(super) fn registry(path: &Path) -> Result<Registry, Stop> {
    let unread = |error: &dyn std::fmt::Display| {
        Stop::usage(format!("{}: {error}", path.display()), "a registry has the columns code, name, aliases and note")
    };
    let file = File::open(path).map_err(|error| unread(&error))?;
    Registry::read(file).map_err(|error| unread(&error))
}

pub(super) fn manifest(path: &Path) -> Result<Manifest, Stop> {
    let unread = |error: &dyn std::fmt::Display| {
        let hint = "a manifest has the columns path or sha256, url, fetched_at and any more";
        Stop::usage(format!("{}: {error}", path.display()), hint)
    };
    let file = File::open(path).map_err(|error| unread(&error))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    Manifest::read(BufReader::new(file), folder).map_err(|error| unread(&error))
}

/// What is done about files that are not there any more.
fn gone(args: &Args) -> Gone {
    match args.gone {
        None => Gone::MarkKnownRoots,
        Some(GoneArg::Mark) => Gone::Mark,
        Some(GoneArg::Keep) => Gone::Keep,
    }
}

/// How the import is written down.
fn plan(args: &Args, paths: &[PathBuf], with: &ReadWith, in_process: bool) -> Plan {
    let options = serde_json::json!({
        "read_with": with.options,
        "password": with.has_password,
        "retry": args.retry.map(|retry| format!("{retry:?}").to_lowercase()),
        "in_process": in_process,
    });
    let as_of = args.as_of.map(|day| format!("{day}T00:00:00Z"));
    Plan {
        roots: paths.iter().map(|path| Root::of(path)).collect(),
        options: options.to_string(),
        gone: gone(args),
        as_of,
    }
}

/// The files to read: those named, else those of former imports.
fn paths(args: &Args, database: &Database) -> Result<Vec<PathBuf>, Stop> {
    let named = args.which.paths(&args.paths)?;
    if !named.is_empty() {
        return Ok(named);
    }
    let roots = database.roots()?;
    if roots.is_empty() {
        let hint = format!("yomitori import PATH… --db {}", args.db.display());
        return Err(Stop::usage("no folder is known that was imported into this database", &hint));
    }
    Ok(roots)
}

/// A database in the folder that is imported is no document, nor is what SQLite puts beside it.
fn leave_out_database(inputs: &mut Vec<Input>, db: &Path) {
    let own = ["", "-wal", "-shm", "-journal"].map(|ending| {
        let mut path = absolute(db).into_os_string();
        path.push(ending);
        PathBuf::from(path)
    });
    inputs.retain(|input| !own.contains(&input.absolute));
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
        note(lang().word("stopping: the documents under way are finished; press Ctrl-C again to stop at once"));
    })
    .map_err(|error| Stop::usage(format!("Ctrl-C can't be watched for: {error}"), "run it again"))?;
    Ok(is_stopped)
}

struct Watcher(Progress);

impl Watch for Watcher {
    fn done(&mut self, outcome: &Outcome) {
        match &outcome.fate {
            Fate::Known => {
                self.0.of(&outcome.name, "unchanged");
                self.0.known();
            }
            Fate::StillFailed => {
                self.0.of(&outcome.name, "fails as before");
                self.0.still_failed();
            }
            Fate::Read(readings) => {
                let has_warnings = readings.iter().any(|(reading, _)| reading.has_warnings);
                self.0.of(&outcome.name, if has_warnings { "read, with warnings" } else { "read" });
                self.0.read(has_warnings);
            }
            Fate::Failed(unread) => self.0.failed(&outcome.name, &unread.failure),
        }
    }

    fn tick(&mut self) {
        self.0.tick();
    }

    fn again(&mut self, name: &str) {
        let name = printable(name);
        let japanese = lang().ja("{}: its worker process ended; it is tried once more, alone", &[&name]);
        let english = || format!("{name}: its worker process ended; it is tried once more, alone");
        self.0.say(&japanese.unwrap_or_else(english));
    }
}
