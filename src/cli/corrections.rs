//! `yomitori corrections`: what people said of values, as a file that is kept and shared.

use super::CommandStatus;
use super::global::Global;
use super::show::{counted, tell};
use super::stop::Stop;
use crate::dataset::{Correction, Database, read_corrections, write_corrections};
use crate::form::Forms;
use clap::Subcommand;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori corrections export --db disclosures.db > corrections.jsonl
  yomitori corrections import corrections.jsonl --db other.db
  yomitori import disclosures/ --db new.db --corrections corrections.jsonl

A line is what a person said of one value of one content: sha256, pointer, kind (corrected, accepted, \
not-in-document, withdrawn), read, value, who, at, note. Lines are sorted, so that files of several people are merged by \
putting them together. Items of the checklist go by section and number, as in /data/checklist/sections/technical/3/status.";

/// Write or read what people said of values
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write all corrections of a database, as sorted JSON Lines
    Export {
        /// The database
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
        /// Write to this file, not to the standard output
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Add corrections to those of a database; what is there already is left
    Import {
        /// The corrections; - is the standard input
        file: PathBuf,
        /// The database
        #[arg(long, value_name = "FILE")]
        db: PathBuf,
    },
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    match &args.what {
        What::Export { db, output } => {
            let corrections = Database::open(db)?.corrections()?;
            let count = corrections.len() as u64;
            match output {
                None => write_corrections(corrections, &mut io::stdout().lock())?,
                Some(path) => put(corrections, path).map_err(|error| Stop::unwritable(path, &error))?,
            }
            tell(&counted(count, "correction"));
        }
        What::Import { file, db } => {
            if !db.exists() {
                return Err(crate::dataset::DatasetError::Missing(db.clone()).into());
            }
            let corrections = read(&forms, file)?;
            let done = Database::create(db, &forms)?.correct(&forms, &corrections)?;
            let waiting = match done.waiting {
                0 => String::new(),
                waiting => format!("; {waiting} of documents that are not there yet"),
            };
            tell(&format!("{}, {} known{waiting}", counted(done.added, "new correction"), done.known));
        }
    }
    Ok(CommandStatus::Done)
}

/// Reads a file of corrections; the standard input for `-`.
pub(super) fn read(forms: &Forms, path: &Path) -> Result<Vec<Correction>, Stop> {
    let refused = |error: &dyn std::fmt::Display| {
        let hint = "a file of corrections is what `yomitori corrections export` writes";
        Stop::usage(format!("{}: {error}", path.display()), hint)
    };
    if path.as_os_str() == "-" {
        return read_corrections(forms, io::stdin().lock()).map_err(|error| refused(&error));
    }
    let file = File::open(path).map_err(|error| refused(&error))?;
    read_corrections(forms, BufReader::new(file)).map_err(|error| refused(&error))
}

/// Writes a file beside its place, and moves it there when it is complete.
fn put(corrections: Vec<Correction>, path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut out = BufWriter::new(file.as_file_mut());
    write_corrections(corrections, &mut out)?;
    out.flush()?;
    drop(out);
    file.persist(path).map(drop).map_err(|error| error.error)
}
