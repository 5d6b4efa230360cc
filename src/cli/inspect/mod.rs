//! `yomitori inspect`: what a phase makes of one document, for people or as JSON.

mod boxes;
mod document;
mod pages;
mod phases;
mod png;
mod record;
mod tables;

use super::Status;
use super::global::Global;
use super::show::pretty;
use super::stop::Stop;
use crate::document::Document;
use crate::failure::Failure;
use crate::inputs::{Input, list};
use crate::isolate::isolate;
use crate::record::Record;
use clap::ValueEnum;
use pages::Pages;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori inspect form.txt                        the record as a table, with the place of every value
  yomitori inspect form.txt --phase document       the tables and paragraphs that were found
  yomitori inspect form.pdf --phase tables         the cells of each page, with their boxes
  yomitori inspect form.pdf --phase tables --png out --pages 1,3-4     the same, drawn on the pages";

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

    /// With --phase tables: draw the pages with what was found into PNG files in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "json")]
    png: Option<PathBuf>,

    /// With --phase tables: only these pages, such as 1,3-4
    #[arg(long, value_name = "PAGES")]
    pages: Option<Pages>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Phase {
    /// The ruling lines and cells of each page of a PDF
    Tables,
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
    if args.phase != Phase::Tables && (args.png.is_some() || args.pages.is_some()) {
        return Err(Stop::usage("--png and --pages are for the tables of a PDF", "add --phase tables"));
    }
    match args.phase {
        Phase::Tables => return tables::run(global, args, &mut out),
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
    let (input, limits, engine) = (single(path)?, global.limits(), global.engine()?);
    isolate(|| engine.document(&input.bytes(&limits)?)).map_err(|failure| failed(path, &failure))
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
