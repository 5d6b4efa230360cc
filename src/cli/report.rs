//! `yomitori report`: the views of the review page as plain files.

use super::CommandStatus;
use super::global::Global;
use super::review::{chance, workers};
use super::show::{counted, note, tell};
use super::stop::Stop;
use crate::confidence::BUILT_IN;
use crate::dataset::{Database, DatasetError, Which};
use crate::export::{open_records, records};
use crate::form::Forms;
use crate::paths::printable;
use clap::ValueEnum;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use yomitori_review::report::{ReportFolder, Reported};
use yomitori_review::{Language, Sources};

const EXAMPLES: &str = "\
Examples:
  yomitori report --db disclosures.db --to report
  yomitori report records.jsonl --sources disclosures/ --to report --language en

Open report/index.html: nothing else is needed to read it. Each document is a page of its own, with its pictures or tables beside \
what was read.";

/// Write what `yomitori review` shows as plain HTML files, without editing, for people who have no program
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Records (JSON Lines); - is the standard input
    #[arg(required_unless_present = "db", conflicts_with = "db", value_name = "RECORDS")]
    records: Vec<PathBuf>,

    /// Take the records of a database, with what people corrected
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// Folder for the files
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// Where documents lie, if not where they were imported from; may be repeated
    #[arg(long, value_name = "DIR")]
    sources: Vec<PathBuf>,

    /// Mark values that are less probable than this, from 0 to 1 [default: by the measured review curve]
    #[arg(long, value_name = "P", value_parser = chance)]
    review_below: Option<f64>,

    /// The language of the pages
    #[arg(long, value_enum, default_value_t = LanguageArg::Ja)]
    language: LanguageArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum LanguageArg {
    Ja,
    En,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    let viewer = workers(global)?;
    let language = match args.language {
        LanguageArg::Ja => Language::Japanese,
        LanguageArg::En => Language::English,
    };
    let below = args.review_below.unwrap_or(BUILT_IN.review_below);
    let sources = Sources::new(&args.sources, global.limits());
    let unwritable = |error: io::Error| Stop::unwritable(&args.to, &error);
    let report = ReportFolder::create(&args.to, forms.clone(), &viewer, sources, language, below);
    let mut report = report.map_err(unwritable)?;
    if let Some(db) = &args.db {
        let database = Database::open(db)?;
        let met = database.met()?;
        let mut all = Vec::new();
        database.records(Which::Current, |stored| {
            all.push(stored.record);
            Ok::<_, DatasetError>(())
        })?;
        for record in all.into_iter().filter(|record| forms.of_record(record).is_some()) {
            let sha256 = record.pointer("/source/sha256").and_then(Value::as_str).unwrap_or_default();
            let paths = met.iter().find(|met| met.sha256 == sha256).map(|met| met.paths.clone()).unwrap_or_default();
            report.add(&record, &paths).map_err(unwritable)?;
        }
    }
    for path in &args.records {
        add(path, &forms, &mut report)
            .map_err(|error| Stop::usage(error, "name records and a folder that can be written"))?;
    }
    let Reported { documents, doubts } = report.finish().map_err(unwritable)?;
    tell(&format!(
        "{}, {} → {}",
        counted(documents as u64, "document"),
        counted(doubts as u64, "doubt"),
        args.to.join("index.html").display()
    ));
    Ok(if documents == 0 { CommandStatus::Nothing } else { CommandStatus::Done })
}

/// Adds the records of a file; what is no record of the forms is named.
fn add(path: &Path, forms: &Forms, report: &mut ReportFolder<'_>) -> io::Result<()> {
    let reader: Box<dyn BufRead> = match path.as_os_str() == "-" {
        true => Box::new(BufReader::new(io::stdin())),
        false => Box::new(BufReader::new(File::open(path)?)),
    };
    let name = printable(&path.to_string_lossy()).into_owned();
    records(open_records(reader)?, |line, record| match record {
        Ok(record) if forms.of_record(&record).is_some() => report.add(&record, &[]),
        Ok(_) => {
            note(&format!("{name}:{}: no record of the form \"{}\"", line.unwrap_or(1), named(forms)));
            Ok(())
        }
        Err(problem) => {
            note(&format!("{name}:{}: {problem}", line.unwrap_or(1)));
            Ok(())
        }
    })
}

/// The ids of forms.
pub(super) fn named(forms: &Forms) -> String {
    forms.all().iter().map(|form| form.id.as_str()).collect::<Vec<_>>().join(", ")
}
