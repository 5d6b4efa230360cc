//! `yomitori changes`: what became different in a database, from import to import.

use super::CommandStatus;
use super::global::Global;
use super::show::{lang, pretty};
use super::stop::Stop;
use crate::changes::{changes, print_changes, write_csv, write_xlsx};
use crate::dataset::{Database, Window};
use clap::ValueEnum;
use jiff::civil::Date;
use std::io::{self, BufWriter, Cursor, Write};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  yomitori changes --db disclosures.db                       what the last import found
  yomitori changes --db disclosures.db --since 2026-10-01    since the imports before October
  yomitori changes --db disclosures.db --last 3 --format xlsx > changes.xlsx

Compared are the ends of two imports: files that are new, changed, renamed, removed or back; documents that fail or are \
mended; agencies that came, went, or go by another name or code; and each value and checklist item of an agency's latest \
disclosure.

Exit status: 0 nothing became different, 1 something did, 2 no import has come to its end.";

/// Show what became different from import to import
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The database
    #[arg(long, value_name = "FILE")]
    db: PathBuf,

    /// Since the last import before this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", conflicts_with = "last")]
    since: Option<Date>,

    /// Over the last so many imports [default: 1]
    #[arg(long, value_name = "N")]
    last: Option<u32>,

    /// How the changes are written
    #[arg(long, value_enum, default_value_t = ChangesFormat::Text)]
    format: ChangesFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChangesFormat {
    Text,
    Json,
    Csv,
    Xlsx,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    let database = Database::open(&args.db)?;
    let window = match args.since {
        Some(day) => Window::Since(day.to_string()),
        None => Window::Last(args.last.unwrap_or(1)),
    };
    let Some(changes) = changes(&database, &forms, &window)? else { return Ok(CommandStatus::Nothing) };
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        ChangesFormat::Text => print_changes(&changes, lang(), &mut out)?,
        ChangesFormat::Json => pretty(&changes, &mut out)?,
        ChangesFormat::Csv => write_csv(&changes, &mut out)?,
        ChangesFormat::Xlsx => {
            // A workbook is written to and fro.
            let mut workbook = Cursor::new(Vec::new());
            write_xlsx(&changes, &mut workbook)?;
            out.write_all(workbook.get_ref())?;
        }
    }
    out.flush()?;
    Ok(if changes.changes.is_empty() { CommandStatus::Done } else { CommandStatus::Partly })
}
