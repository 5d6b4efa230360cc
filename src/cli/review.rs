//! `yomitori review`: the page on which people look at what is doubted.

use super::CommandStatus;
use super::global::Global;
use super::reader::{DocumentReader, launch};
use super::show::{counted, lang, note, tell};
use super::stop::Stop;
use crate::confidence::BUILT_IN;
use crate::dataset::Database;
use crate::export::{open_records, records};
use crate::failure::{Failure, Reason};
use crate::form::Forms;
use crate::reading::{DisclosureReading, Source};
use crate::worker::{Answer, Task, View};
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use yomitori_review::{Library, Server, ServerError, Sources, Viewer};

const EXAMPLES: &str = "\
Examples:
  yomitori review --db disclosures.db
  yomitori review --db disclosures.db --sources moved/ --who 山田
  yomitori review records.jsonl --sources disclosures/

The page is on this machine alone: it binds to 127.0.0.1, and only the address that is printed opens it. What is accepted or \
corrected is in the database before the page says so, and lies over the records from then on: see `yomitori corrections`. \
Of a file of records a database is made beside it (records.jsonl.review.db), which is gone on with the next time.";

/// Open a page to look at what is doubted, beside the picture of its place, and to accept or correct it
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Records (JSON Lines) to review, where there is no database
    #[arg(required_unless_present = "db", conflicts_with = "db", value_name = "RECORDS")]
    records: Option<PathBuf>,

    /// The database that `yomitori import` made
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// Where documents lie, if not where they were imported from; may be repeated
    #[arg(long, value_name = "DIR")]
    sources: Vec<PathBuf>,

    /// Your name: it stands beside what you accept and correct [default: the name you are logged in with]
    #[arg(long, value_name = "NAME")]
    who: Option<String>,

    /// Look at values that are less probable than this, from 0 to 1 [default: by the measured review curve]
    #[arg(long, value_name = "P", value_parser = chance)]
    review_below: Option<f64>,

    /// The port on 127.0.0.1; 0 is a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
}

/// A chance, from 0 to 1.
pub(super) fn chance(text: &str) -> Result<f64, String> {
    let chance = text.parse::<f64>().ok().filter(|chance| (0.0..=1.0).contains(chance));
    chance.ok_or_else(|| "a chance is a number from 0 to 1, such as 0.97".to_owned())
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    let database = match (&args.db, &args.records) {
        (Some(db), _) if !db.exists() => return Err(crate::dataset::DatasetError::Missing(db.clone()).into()),
        (Some(db), _) => Database::create(db, &forms)?,
        (None, Some(records)) => of_records(records, &forms)?,
        // The arguments ask for one of the two.
        (None, None) => return Ok(CommandStatus::Nothing),
    };
    let below = args.review_below.unwrap_or(BUILT_IN.review_below);
    let library = Library::open(database, forms, Sources::new(&args.sources, global.limits()), below);
    let library = library.map_err(|error| Stop::Usage(error.to_string()))?;
    let (documents, done, all) = library.counts();
    // The server's threads have it as long as the process lives.
    let viewer = Box::new(workers(global)?);
    let who = args.who.clone().or_else(logged_in).unwrap_or_default();
    let server = Server::bind(args.port, library, viewer, who).map_err(|error| refused(&error))?;
    let japanese = lang().ja("{} documents, {} of {} doubts looked at", &[&documents, &done, &all]);
    tell(&japanese.unwrap_or_else(|| {
        format!("{}, {done} of {} looked at", counted(documents as u64, "document"), counted(all as u64, "doubt"))
    }));
    let mut out = io::stdout().lock();
    writeln!(out, "{}", server.address())?;
    out.flush()?;
    drop(out);
    tell(lang().word("Ctrl-C ends it"));
    let (stop, stopped) = channel();
    ctrlc::set_handler(move || {
        let _ = stop.send(());
    })
    .map_err(|error| Stop::usage(format!("Ctrl-C can't be watched for: {error}"), "run it again"))?;
    server.run(stopped).map_err(|error| refused(&error))?;
    Ok(CommandStatus::Done)
}

fn refused(error: &ServerError) -> Stop {
    Stop::usage(error, "name another port with --port")
}

fn logged_in() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.is_empty())
}

/// What shows documents in worker processes, as long as this process lives.
pub(super) fn workers(global: &Global) -> Result<Workers, Stop> {
    let launch = &*Box::leak(Box::new(launch(global)?));
    Ok(Workers(DocumentReader::start(global, launch.as_ref())?))
}

/// Worker processes that show documents.
pub(super) struct Workers(DocumentReader<'static>);

impl Viewer for Workers {
    fn view(&self, words: &str, source: Source) -> Result<View, Failure> {
        match self.0.answer_of(&Task::View(words.to_owned()), source)? {
            Answer::View(view) => Ok(view),
            _ => Err(Failure::new(Reason::WorkerCrashed, "another answer came than was asked for")),
        }
    }
}

/// A database beside a file of records, with these in it.
fn of_records(path: &Path, forms: &Forms) -> Result<Database, Stop> {
    let unread = |error: &dyn std::fmt::Display| {
        Stop::usage(format!("{}: {error}", path.display()), "name a file of records, as `yomitori extract` writes it")
    };
    let file = File::open(path).map_err(|error| unread(&error))?;
    let reader = open_records(Box::new(BufReader::new(file))).map_err(|error| unread(&error))?;
    let mut found: Vec<(Value, DisclosureReading)> = Vec::new();
    records(reader, |line, record| {
        match record {
            Ok(record) => {
                let reading = forms.of_record(&record).map(|form| DisclosureReading::of_json(form, &record));
                found.extend(reading.map(|reading| (record, reading)));
            }
            Err(problem) => note(&format!("{}:{}: {problem}", path.display(), line.unwrap_or(1))),
        }
        Ok::<_, Stop>(())
    })?;
    if found.is_empty() {
        return Err(unread(&format!("it has no record of the form \"{}\"", super::report::named(forms))));
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".review.db");
    let mut database = Database::create(Path::new(&name), forms)?;
    database.put_records(forms, &found)?;
    Ok(database)
}
