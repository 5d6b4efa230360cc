//! `yomitori export`: records in, files for other programs out.

use super::Status;
use super::global::Global;
use super::show::{counted, note};
use super::stop::Stop;
use crate::dataset::{Database, Which};
use crate::export::{Exporter, Format, Header, Layout, Refused, Selection, Settings, Wanted, Written, records};
use crate::inputs::{Input, Place, list};
use clap::ValueEnum;
use jiff::civil::Date;
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
  yomitori export records.jsonl --to data --format csv,parquet,xlsx --license CC-BY-4.0
  yomitori export records.jsonl --to now --latest --since 2025-04-01
  yomitori export --db disclosures.db --to data --format parquet

Tables:
  disclosures           a row for each document, a column for each value; lists joined by |
  checklist_items       a row for each item of the checklist
  diagnostics           a row for each diagnostic
Files:
  csv                   a file for each table
  jsonl                 records.jsonl: the records as they are, one a line
  parquet               a file for each table; dates, integers and text, with zstd
  xlsx                  disclosures.xlsx: a sheet for each table, with the form's titles
  datapackage.json      always: size and hash of each file, the schema of each CSV table (Frictionless)
An empty cell means that the document does not say. `yomitori schema --kind csv` describes every
column. Rows stand in the order of the records; equal records in equal order give equal bytes.

Filters keep a record that fits all of them. With --latest, of several records of one day the one whose
file name, then hash, sorts last is the latest; what names no agency is kept.

Exit status: 0 all records are in the files, 1 some did not fit and were left out, each named on
standard error; 2 there was no record, or filters left none: files of an earlier export stay as they are.";

/// Write records as CSV, JSON Lines, Parquet or Excel, with a Data Package
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Records: JSON Lines, JSON files with one or an array, folders of these; - is the standard input
    #[arg(required_unless_present = "db", conflicts_with = "db", value_name = "RECORDS")]
    records: Vec<PathBuf>,

    /// Take the records of a database that `yomitori import` made, ordered by name
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// Folder for the files; files of the same names are replaced
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// Formats to write, parted by commas
    #[arg(long, value_enum, value_delimiter = ',', default_value = "csv")]
    format: Vec<FormatArg>,

    /// First row of CSV tables: the record's keys, or the form's Japanese titles
    #[arg(long, value_enum, default_value_t = HeaderArg::Keys)]
    header: HeaderArg,

    /// Write CSV for spreadsheet programs: byte order mark, CRLF, and an apostrophe before cells that would run as a formula
    #[arg(long)]
    excel: bool,

    /// Licence to name in datapackage.json, such as CC-BY-4.0
    #[arg(long, value_name = "ID")]
    license: Option<String>,

    /// Only the latest record of each agency (code, else name)
    #[arg(long, help_heading = FILTERS)]
    latest: bool,

    /// With --db, also documents that are gone or were replaced
    #[arg(long, requires = "db", conflicts_with = "latest", help_heading = FILTERS)]
    history: bool,

    /// Only records updated on this day or later, YYYY-MM-DD; those without a date are left out
    #[arg(long, value_name = "DATE", help_heading = FILTERS)]
    since: Option<Date>,

    /// Only records of the agency with this code or name; may be repeated
    #[arg(long, value_name = "CODE|NAME", help_heading = FILTERS)]
    agency: Vec<String>,
}

const FILTERS: &str = "Filters";

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatArg {
    Csv,
    Jsonl,
    Parquet,
    Xlsx,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Csv => Self::Csv,
            FormatArg::Jsonl => Self::JsonLines,
            FormatArg::Parquet => Self::Parquet,
            FormatArg::Xlsx => Self::Xlsx,
        }
    }
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
    let form = Arc::new(global.form()?);
    let which = match (args.latest, args.history) {
        (true, _) => Which::Latest,
        (false, true) => Which::All,
        (false, false) => Which::Current,
    };
    // The database knows which of its records are the latest.
    let wanted = Wanted { latest: args.latest && args.db.is_none(), since: args.since, agencies: args.agency.clone() };
    let mut selection = Selection::new(&form, wanted).map_err(|error| Stop::usage(error, "leave the filter out"))?;
    let settings = Settings {
        layout: Layout { header, spreadsheet: args.excel },
        formats: args.format.iter().copied().map(Format::from).collect(),
        license: args.license.clone(),
    };
    let database = args.db.as_ref().map(|path| Database::open(path, &form)).transpose()?;
    let exporter = Exporter::create(form, &args.to, settings).map_err(|error| Stop::unwritable(&args.to, &error))?;
    let mut run = Run { exporter, left_out: 0 };
    if let Some(database) = database {
        database.records(which, |stored| run.select(stored.name, stored.record, &mut selection))?;
    }
    for input in list(&args.records).iter().filter(|input| is_wanted(input, &args.records)) {
        run.input(input, &mut selection)?;
    }
    let (held, unwanted) = selection.finish();
    for (place, record) in held {
        run.record(&place, &record)?;
    }
    let written = run.exporter.finish().map_err(|error| Stop::unwritable(&args.to, &error))?;
    summarize(&written, run.left_out, unwanted, args);
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
    fn input(&mut self, input: &Input, selection: &mut Selection<String>) -> Result<(), Stop> {
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
            match record {
                Ok(record) => self.select(place, record, selection),
                Err(problem) => {
                    self.leave_out(&place, &problem);
                    Ok(())
                }
            }
        })
    }

    fn select(&mut self, place: String, record: Value, selection: &mut Selection<String>) -> Result<(), Stop> {
        match selection.take(place, record) {
            Some((place, record)) => self.record(&place, &record),
            None => Ok(()),
        }
    }

    fn record(&mut self, place: &str, record: &Value) -> Result<(), Stop> {
        match self.exporter.add(record) {
            Ok(()) => {}
            Err(Refused::Output(error)) => {
                return Err(Stop::usage(format!("the files can't be written: {error}"), "check the disk"));
            }
            Err(refused) => self.leave_out(place, &refused),
        }
        Ok(())
    }

    fn leave_out(&mut self, place: &str, why: &dyn std::fmt::Display) {
        self.left_out += 1;
        note(&format!("{place}: {why}"));
    }
}

fn summarize(written: &Written, left_out: u64, unwanted: u64, args: &Args) {
    let rows =
        [(written.disclosures, "document"), (written.items, "checklist item"), (written.diagnostics, "diagnostic")];
    let rows: Vec<String> = rows.iter().map(|(count, noun)| counted(*count, noun)).collect();
    let filtered = if unwanted > 0 { format!(", {unwanted} not wanted by the filters") } else { String::new() };
    note(&format!("{} to {}; {left_out} left out{filtered}", rows.join(", "), args.to.display()));
    if written.cut > 0 {
        let cells = counted(written.cut, "cell");
        note(&format!("{cells} of the workbook cut: Excel holds 32767 characters in one; the other formats have all"));
    }
    if args.excel {
        let cells = counted(written.defused, "cell");
        note(&format!("{cells} that a spreadsheet would run as a formula got an apostrophe in front"));
    }
}
