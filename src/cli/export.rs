//! `yomitori export`: records in, CSV tables out.

use super::Status;
use super::global::Global;
use super::show::{counted, note};
use super::stop::Stop;
use crate::export::{Exporter, Header, Layout, RecordProblem, Refused, Written, records};
use crate::inputs::{Input, Place, list};
use clap::ValueEnum;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const EXAMPLES: &str = "\
Examples:
  yomitori extract disclosures/ | yomitori export - --to tables
  yomitori export records.jsonl --to tables --header ja --excel

Files:
  disclosures.csv       a row for each document, a column for each value; lists joined by |
  checklist_items.csv   a row for each item of the checklist
  diagnostics.csv       a row for each diagnostic
An empty cell means that the document does not say. `yomitori schema --kind csv` describes every
column.

Exit status: 0 all records are in the tables, 1 some were left out, each named on standard error;
2 there was no record: tables of an earlier export stay as they are.";

/// Write records as CSV tables
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Records: JSON Lines, JSON files with one or an array, folders of these; - is the standard input
    #[arg(required = true, value_name = "RECORDS")]
    records: Vec<PathBuf>,

    /// Folder for the tables; tables in it are replaced
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// First row of disclosures.csv: the record's keys, or the form's Japanese titles
    #[arg(long, value_enum, default_value_t = HeaderArg::Keys)]
    header: HeaderArg,

    /// Write for spreadsheet programs: byte order mark, CRLF, and an apostrophe before cells that would run as a formula
    #[arg(long)]
    excel: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum HeaderArg {
    Keys,
    Ja,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let header = match args.header {
        HeaderArg::Keys => Header::Names,
        HeaderArg::Ja => Header::Titles,
    };
    let layout = Layout { header, spreadsheet: args.excel };
    let mut run = Run {
        exporter: Exporter::create(Arc::new(global.form()?), &args.to, layout)
            .map_err(|error| Stop::unwritable(&args.to, &error))?,
        left_out: 0,
    };
    for input in list(&args.records).iter().filter(|input| is_wanted(input, &args.records)) {
        run.input(input)?;
    }
    let written = run.exporter.finish().map_err(|error| Stop::unwritable(&args.to, &error))?;
    summarize(&written, run.left_out, args);
    Ok(match (written.disclosures, run.left_out) {
        (0, _) => Status::Nothing,
        (_, 0) => Status::Done,
        _ => Status::Partly,
    })
}

/// Of folders, only files with records; of what is named by itself, everything.
fn is_wanted(input: &Input, named: &[PathBuf]) -> bool {
    let path = Path::new(&input.name);
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| ["json", "jsonl", "ndjson"].contains(&extension))
        || named.iter().any(|name| name == path)
}

struct Run {
    exporter: Exporter,
    left_out: u64,
}

impl Run {
    fn input(&mut self, input: &Input) -> Result<(), Stop> {
        let reader: Box<dyn BufRead> = match &input.place {
            Place::Stdin => Box::new(io::stdin().lock()),
            Place::File(path) | Place::Pipe(path) => match File::open(path) {
                Ok(file) => Box::new(BufReader::new(file)),
                Err(error) => {
                    self.leave_out(&input.name, &format!("it can't be opened: {error}"));
                    return Ok(());
                }
            },
            Place::Nowhere(failure) => {
                self.leave_out(&input.name, failure);
                return Ok(());
            }
        };
        records(reader, |line, record| {
            let place = line.map_or_else(|| input.name.clone(), |line| format!("{}:{line}", input.name));
            self.record(&place, record)
        })
    }

    fn record(&mut self, place: &str, record: Result<Value, RecordProblem>) -> Result<(), Stop> {
        match record.map(|record| self.exporter.add(&record)) {
            Ok(Ok(())) => {}
            Ok(Err(Refused::Output(error))) => {
                return Err(Stop::usage(format!("the tables can't be written: {error}"), "check the disk"));
            }
            Ok(Err(refused)) => self.leave_out(place, &refused),
            Err(problem) => self.leave_out(place, &problem),
        }
        Ok(())
    }

    fn leave_out(&mut self, place: &str, why: &dyn std::fmt::Display) {
        self.left_out += 1;
        note(&format!("{place}: {why}"));
    }
}

fn summarize(written: &Written, left_out: u64, args: &Args) {
    let rows =
        [(written.disclosures, "document"), (written.items, "checklist item"), (written.diagnostics, "diagnostic")];
    let rows: Vec<String> = rows.iter().map(|(count, noun)| counted(*count, noun)).collect();
    note(&format!("{} to {}; {left_out} left out", rows.join(", "), args.to.display()));
    if args.excel {
        let cells = counted(written.defused, "cell");
        note(&format!("{cells} that a spreadsheet would run as a formula got an apostrophe in front"));
    }
}
