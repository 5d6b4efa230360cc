//! `yomitori inspect`: what a phase makes of one document, for people or as JSON.

mod document;
mod record;

use super::Status;
use super::global::Global;
use super::show::pretty;
use super::stop::Stop;
use crate::failure::Failure;
use crate::inputs::list;
use clap::ValueEnum;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori inspect form.txt                        the record as a table, with the place of every value
  yomitori inspect form.txt --phase document       the tables and paragraphs that were found";

/// Show what a phase makes of one document
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The document; - is the standard input
    path: PathBuf,

    /// The phase to show
    #[arg(long, value_enum, default_value_t = Phase::Record)]
    phase: Phase,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Phase {
    /// Tables and paragraphs as the source has them
    Document,
    /// The same with normalized text
    Normalized,
    /// The parts of the document and their sections
    Sections,
    /// The form's labels and where they were found
    Labels,
    /// Values, evidence and diagnostics
    Record,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    match args.phase {
        Phase::Document => {
            let document = document::read(&args.path, global).map_err(|failure| failed(&args.path, &failure))?;
            if args.json { pretty(&document, &mut out)? } else { document::print(&document, &mut out)? }
        }
        Phase::Record => {
            let record = record(global, &args.path)?;
            if args.json { pretty(&record, &mut out)? } else { record::print(&record, &mut out)? }
        }
        Phase::Normalized | Phase::Sections | Phase::Labels => {
            return Err(Stop::usage("this phase can't be shown yet", "use --phase document or --phase record"));
        }
    }
    out.flush()?;
    Ok(Status::Done)
}

fn record(global: &Global, path: &Path) -> Result<crate::Record, Stop> {
    let engine = global.engine()?;
    match list(&[path.to_owned()]).as_slice() {
        [input] => input.read(&engine, global.limits().bytes).map_err(|failure| failed(path, &failure)),
        _ => Err(Stop::usage(format!("{} is a folder", path.display()), "name one document")),
    }
}

fn failed(path: &Path, failure: &Failure) -> Stop {
    Stop::Usage(format!("{}: {failure}", path.display()))
}
