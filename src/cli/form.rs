//! `yomitori form`: what a writer of form files needs.

use super::Status;
use super::global::Global;
use super::show::lang;
use super::stop::Stop;
use crate::diagnostic::{Code, Severity};
use crate::engine::Engine;
use crate::form::{Field, Form, LeafId, lint};
use crate::inputs::list;
use crate::record::Record;
use crate::source::ReadOptions;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori form check clinic.toml
  yomitori form test clinic.toml samples/

docs/forms.md tells how a form file is written.";

/// Check a form file, and try it on documents
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Find what is wrong with form files: what keeps them from being used, and what can't be meant
    Check {
        /// Form files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Read documents with a form file and show for each label how often it was found, filled and doubted
    Test {
        /// The form file
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Files and folders of documents
        #[arg(required = true, value_name = "DOCUMENTS")]
        documents: Vec<PathBuf>,
    },
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    let status = match &args.command {
        Command::Check { files } => check(files, &mut out)?,
        Command::Test { file, documents } => test(global, file, documents, &mut out)?,
    };
    out.flush()?;
    Ok(status)
}

fn check(files: &[PathBuf], out: &mut impl Write) -> Result<Status, Stop> {
    let mut count = 0;
    for file in files {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Stop::usage(format!("{} can't be read: {error}", file.display()), "name a form file"))?;
        for error in lint(&text, &file.display().to_string()) {
            writeln!(out, "{error}")?;
            count += 1;
        }
    }
    Ok(if count == 0 { Status::Done } else { Status::Partly })
}

/// How a label fared in all documents.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    found: usize,
    filled: usize,
    doubted: usize,
}

fn test(global: &Global, file: &Path, documents: &[PathBuf], out: &mut impl Write) -> Result<Status, Stop> {
    let form = Form::from_path(file)?;
    let engine = Engine::new(form).with(ReadOptions::within(global.limits()));
    let form = engine.form();
    let mut tallies = vec![Tally::default(); form.labels.len()];
    let (mut read, mut failed) = (0, 0);
    for input in list(documents) {
        match input.read_all(&engine, &global.limits()) {
            Ok(records) => {
                read += records.len();
                records.iter().for_each(|record| count(record, &mut tallies));
            }
            Err(failure) => {
                failed += 1;
                writeln!(out, "{}: {}", input.name, lang().failure(&failure))?;
            }
        }
    }
    writeln!(out, "{read} records, {failed} documents failed\n\nfound filled doubted")?;
    for (label, tally) in form.labels.iter().zip(&tallies).filter(|(label, _)| label.field.is_some()) {
        writeln!(out, "{:5} {:6} {:7}  {}", tally.found, tally.filled, tally.doubted, label.title)?;
    }
    Ok(match (read, failed) {
        (0, _) => Status::Nothing,
        (_, 0) => Status::Done,
        _ => Status::Partly,
    })
}

fn count(record: &Record, tallies: &mut [Tally]) {
    for (label, tally) in record.form.labels.iter().zip(tallies) {
        let Some(field) = &label.field else { continue };
        let is_found = !leaves(field).all(|leaf| has(record, leaf, |_, code| code == Code::FieldMissing));
        tally.found += usize::from(is_found);
        tally.filled += usize::from(leaves(field).any(|leaf| record.value(leaf).is_stated()));
        let is_doubted = |leaf| has(record, leaf, |severity, _| severity >= Severity::Warning);
        tally.doubted += usize::from(is_found && leaves(field).any(is_doubted));
    }
}

fn leaves(field: &Field) -> impl Iterator<Item = LeafId> {
    field.targets.iter().flat_map(|target| target.leaves.iter().copied())
}

fn has(record: &Record, leaf: LeafId, is_it: impl Fn(Severity, Code) -> bool) -> bool {
    let pointer = &record.form.leaf(leaf).pointer;
    record.diagnostics.iter().any(|doubt| *doubt.pointer == **pointer && is_it(doubt.severity, doubt.code))
}
