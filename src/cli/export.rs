//! `yomitori export`: records in, files for other programs out.

mod feed;
mod outlets;

use self::feed::ExportRun;
use self::outlets::Outlets;
use super::CommandStatus;
use super::global::Global;
use super::import::{manifest, registry};
use super::reader::{DocumentReader, launch};
use super::show::{counted, lang, note, tell};
use super::stop::Stop;
use crate::dataset::{Database, Origins, Which};
use crate::export::{Chosen, CsvLayout, Format, Header, Packing, Settings, Values, Wanted, Written};
use crate::paths::printable;
use clap::ValueEnum;
use jiff::civil::Date;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  yomitori extract disclosures/ | yomitori export - --to tables
  yomitori export records.jsonl --to tables --header ja --excel
  yomitori export records.jsonl --to data --format csv,parquet,xlsx --license CC-BY-4.0
  yomitori export records.jsonl --to now --latest --since 2025-04-01
  yomitori export --db disclosures.db --to data --format parquet
  yomitori export disclosures/ --to tables --format xlsx
  yomitori export --db disclosures.db --to site --format sqlite && datasette site

Tables:
  disclosures           a row for each document, a column for each value; lists joined by |
  checklist_items       a row for each item of the checklist
  diagnostics           a row for each diagnostic
  documents             a row for each document: kind, pages, where it came from
  failures              a row for each document that gave no record
Files:
  csv                   a file for each table, and read.py, read.R, load.sql (DuckDB) that read them with types
  jsonl                 records.jsonl: the records as they are, one a line
  parquet               a file for each table; dates, integers, lists and text, with zstd
  xlsx                  disclosures.xlsx: a sheet for each table, with the form's titles
  sqlite                disclosures.db with evidence and full-text search, and metadata.json, settings.json for Datasette
  datapackage.json      always: size and hash of each file, the schema of each CSV table (Frictionless)
An empty cell means that the document does not say. `yomitori schema --kind csv` describes every \
column. Rows stand in the order of the records; equal records in equal order give equal bytes.

Filters keep a record that fits all of them. With --latest, of several records of one day the one whose \
file name, then hash, sorts last is the latest; what names no agency is kept.

Exit status: 0 all records are in the files, 1 some did not fit and were left out, each named on \
standard error; 2 there was no record, or filters left none: files of an earlier export stay as they are.";

/// Write records as CSV, JSON Lines, Parquet or Excel, with a Data Package
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Records (JSON Lines, also packed with gzip or zstd; JSON files with one or an array; folders of these) or documents,
    /// which are read first; - is the standard input
    #[arg(required_unless_present = "db", conflicts_with = "db", value_name = "RECORDS|DOCUMENTS")]
    records: Vec<PathBuf>,

    /// Take the records of a database that `yomitori import` made, ordered by name
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,

    /// Folder for the files; those of an earlier export are replaced, or removed where they are not written again
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// Formats to write, parted by commas
    #[arg(long, value_enum, value_delimiter = ',', default_value = "csv")]
    format: Vec<FormatArg>,

    /// First row of CSV tables: the record's keys, or the form's Japanese titles
    #[arg(long, value_enum, default_value_t = HeaderArg::Keys)]
    header: HeaderArg,

    /// How options stand in the tables: by their ids, or by the form's Japanese wordings
    #[arg(long, value_enum, default_value_t = ValuesArg::Ids)]
    values: ValuesArg,

    /// Leave evidence out of jsonl and sqlite: half the size
    #[arg(long)]
    no_evidence: bool,

    /// Pack records.jsonl
    #[arg(long, value_enum, value_name = "HOW")]
    compress: Option<Compress>,

    /// Write CSV for spreadsheet programs: byte order mark, CRLF, and an apostrophe before cells that would run as a formula
    #[arg(long)]
    excel: bool,

    /// Licence to name in datapackage.json, such as CC-BY-4.0
    #[arg(long, value_name = "ID")]
    license: Option<String>,

    /// Raise review.uncertain on each value that is less probable than this, from 0 to 1 (see docs/confidence.md)
    #[arg(long, value_name = "P", value_parser = super::review::chance)]
    review_below: Option<f64>,

    /// Where documents came from: CSV or JSON Lines with path or sha256, url, fetched_at, and any more columns
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,

    /// Only the latest record of each agency (code, else name)
    #[arg(long, help_heading = FILTERS)]
    latest: bool,

    /// A table of agencies that settles whose records are, for --latest and --agency: CSV with code, name, aliases (parted by |), note
    #[arg(long, value_name = "FILE", conflicts_with = "db", help_heading = FILTERS)]
    registry: Option<PathBuf>,

    /// With --db, also documents that are gone or were replaced
    #[arg(long, requires = "db", conflicts_with = "latest", help_heading = FILTERS)]
    history: bool,

    /// With --db, the values as they were read, without what people corrected
    #[arg(long, requires = "db")]
    uncorrected: bool,

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
    Sqlite,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ValuesArg {
    Ids,
    Ja,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Compress {
    Gzip,
    Zstd,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Csv => Self::Csv,
            FormatArg::Jsonl => Self::JsonLines,
            FormatArg::Parquet => Self::Parquet,
            FormatArg::Xlsx => Self::Xlsx,
            FormatArg::Sqlite => Self::Sqlite,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum HeaderArg {
    Keys,
    Ja,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let header = match args.header {
        HeaderArg::Keys => Header::Names,
        HeaderArg::Ja => Header::Titles,
    };
    let forms = global.forms()?;
    let which = match (args.latest, args.history) {
        (true, _) => Which::Latest,
        (false, true) => Which::All,
        (false, false) => Which::Current,
    };
    let registry = args.registry.as_deref().map(registry).transpose()?;
    let origins = args.manifest.as_deref().map(manifest).transpose()?.map(Origins::from);
    // The database knows which of its records are the latest.
    let wanted = Wanted {
        latest: args.latest && args.db.is_none(),
        since: args.since,
        agencies: args.agency.clone(),
        registry: registry.unwrap_or_default(),
    };
    let settings = Settings {
        layout: CsvLayout { header, spreadsheet: args.excel },
        formats: args.format.iter().copied().map(Format::from).collect(),
        values: match args.values {
            ValuesArg::Ids => Values::Ids,
            ValuesArg::Ja => Values::Titles,
        },
        without_evidence: args.no_evidence,
        packing: match args.compress {
            None => Packing::Plain,
            Some(Compress::Gzip) => Packing::Gzip,
            Some(Compress::Zstd) => Packing::Zstd,
        },
        even_empty: false,
        with_corrected: false,
        license: args.license.clone(),
    };
    let database = args.db.as_ref().map(|path| Database::open(path)).transpose()?;
    let database = database.map(|database| if args.uncorrected { database.uncorrected() } else { database });
    let corrected = match &database {
        Some(database) if !args.uncorrected => database.corrected_values()?,
        _ => 0,
    };
    let settings = Settings { with_corrected: corrected > 0, ..settings };
    let outlets = Outlets::create(forms.clone(), &args.to, settings, wanted)?;
    let launch = launch(global)?;
    let reader = DocumentReader::start(global, launch.as_ref())?;
    let uncertain = args.review_below.map(|below| (forms, below));
    let mut run = ExportRun { outlets, reader: &reader, limits: global.limits(), origins, left_out: 0, uncertain };
    if let Some(database) = database {
        database.records(which, |stored| run.select(stored.name, stored.record))?;
        for failed in database.failed()? {
            run.failed(&failed)?;
        }
    }
    for path in &args.records {
        run.path(path)?;
    }
    let mut unwanted = 0;
    for Chosen { records: held, dropped, doubts } in run.outlets.chosen() {
        unwanted += dropped;
        doubts.iter().for_each(|doubt| note(&printable(doubt)));
        for (place, record) in held {
            run.record(&place, &record)?;
        }
    }
    let written = run.outlets.finish().map_err(|error| Stop::unwritable(&args.to, &error))?;
    summarize(&written, run.left_out, unwanted, args);
    Ok(match (written.disclosures, run.left_out) {
        (0, _) => CommandStatus::Nothing,
        (_, 0) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}

fn summarize(written: &Written, left_out: u64, unwanted: u64, args: &Args) {
    let rows =
        [(written.disclosures, "document"), (written.items, "checklist item"), (written.diagnostics, "diagnostic")];
    let rows: Vec<String> = rows.iter().map(|(count, noun)| counted(*count, noun)).collect();
    let to = args.to.display();
    let template = "{} documents, {} checklist items, {} diagnostics, {} failures to {}; {} left out, {} not wanted";
    let (items, doubts) = (written.items, written.diagnostics);
    let names: [&dyn std::fmt::Display; 7] =
        [&written.disclosures, &items, &doubts, &written.failures, &to, &left_out, &unwanted];
    let japanese = lang().ja(template, &names);
    let failed =
        if written.failures > 0 { format!(", {}", counted(written.failures, "failure")) } else { String::new() };
    let filtered = if unwanted > 0 { format!(", {unwanted} not wanted by the filters") } else { String::new() };
    tell(&japanese.unwrap_or_else(|| format!("{}{failed} to {to}; {left_out} left out{filtered}", rows.join(", "))));
    if written.cut > 0 {
        let cells = counted(written.cut, "cell");
        note(&format!("{cells} of the workbook cut: Excel holds 32767 characters in one; the other formats have all"));
    }
    if args.excel {
        let cells = counted(written.defused, "cell");
        note(&format!("{cells} that a spreadsheet would run as a formula got an apostrophe in front"));
    }
}
