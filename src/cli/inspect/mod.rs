//! `yomitori inspect`: what a phase makes of one document, for people or as JSON.

mod document;
mod phases;
mod record;

use super::Status;
use super::global::Global;
use super::show::pretty;
use super::stop::Stop;
use crate::document::Document;
use crate::failure::Failure;
use crate::inputs::{Input, list};
use crate::isolate::isolate;
use crate::record::Record;
use crate::source;
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
            let document = document(global, &args.path)?;
            if args.json { pretty(&document, &mut out)? } else { document::print(&document, &mut out)? }
        }
        Phase::Record => {
            let record = record(global, &args.path)?;
            if args.json { pretty(&record, &mut out)? } else { record::print(&record, &mut out)? }
        }
        Phase::Normalized => {
            let pieces = phases::normalized(document(global, &args.path)?);
            if args.json { pretty(&pieces, &mut out)? } else { phases::print_pieces(&pieces, &mut out)? }
        }
        Phase::Sections => {
            let pieces = phases::sections(&global.engine()?, document(global, &args.path)?);
            if args.json { pretty(&pieces, &mut out)? } else { phases::print_pieces(&pieces, &mut out)? }
        }
        Phase::Labels => {
            let labels = phases::labels(&global.engine()?, document(global, &args.path)?);
            if args.json { pretty(&labels, &mut out)? } else { phases::print_labels(&labels, &mut out)? }
        }
    }
    out.flush()?;
    Ok(Status::Done)
}

fn record(global: &Global, path: &Path) -> Result<Record, Stop> {
    let engine = global.engine()?;
    let input = single(path)?;
    input.read(&engine, &global.limits()).map_err(|failure| failed(path, &failure))
}

fn document(global: &Global, path: &Path) -> Result<Document, Stop> {
    let (input, limits) = (single(path)?, global.limits());
    isolate(|| source::read(&input.bytes(&limits)?, &limits)).map_err(|failure| failed(path, &failure))
}

fn single(path: &Path) -> Result<Input, Stop> {
    if path.is_dir() {
        return Err(Stop::usage(format!("{} is a folder", path.display()), "name one document"));
    }
    let none = || Stop::usage(format!("{} names no document", path.display()), "name one document");
    list(&[path.to_owned()]).into_iter().next().ok_or_else(none)
}

fn failed(path: &Path, failure: &Failure) -> Stop {
    Stop::Usage(format!("{}: {failure}", path.display()))
}
