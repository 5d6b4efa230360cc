//! `yomitori accept`: what is read now becomes the golden files.

use super::CommandStatus;
use super::global::Global;
use super::reader::{DocumentReader, launch};
use super::show::{counted, lang, tell};
use super::stop::Stop;
use super::verify::GOLDEN;
use crate::confidence::{BUILT_IN, doubt};
use crate::dataset::{Database, DatasetError, Which};
use crate::verify::{Accepted, accept, accept_reviewed, print_accepted};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Take what is read now as right: write the golden files
///
/// Look at `yomitori verify` first.
#[derive(Debug, clap::Args)]
#[command(after_help = GOLDEN)]
pub(super) struct Args {
    /// Folder of documents
    #[arg(default_value = "fixtures")]
    fixtures: PathBuf,

    /// Folder of golden files
    #[arg(long, value_name = "DIR", default_value = "golden")]
    golden: PathBuf,

    /// Write golden files from the records of this database of which all doubts are settled, with what people corrected
    #[arg(long, value_name = "FILE", conflicts_with_all = ["only", "prune"])]
    db: Option<PathBuf>,

    /// With --db, what is less probable than this, from 0 to 1, is a doubt [default: by the measured review curve]
    #[arg(long, value_name = "P", value_parser = super::review::chance, requires = "db")]
    review_below: Option<f64>,

    /// Only these: paths of fixtures, of golden files, or of folders of them; may be repeated
    #[arg(long, value_name = "PATH", num_args = 1..)]
    only: Vec<PathBuf>,

    /// Remove golden files whose fixtures are gone
    #[arg(long)]
    prune: bool,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    if let Some(db) = &args.db {
        return reviewed(global, args, db);
    }
    let launch = launch(global)?;
    let reader = DocumentReader::start(global, launch.as_ref())?;
    let accepted = accept(&|input| reader.record(input), &args.fixtures, &args.golden, &args.only, args.prune)?;
    let mut out = BufWriter::new(io::stdout().lock());
    print_accepted(&accepted, lang(), &mut out)?;
    out.flush()?;
    Ok(CommandStatus::Done)
}

/// Writes golden files of what people have reviewed.
fn reviewed(global: &Global, args: &Args, db: &Path) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    let below = args.review_below.unwrap_or(BUILT_IN.review_below);
    let (mut files, mut open, mut several) = (Vec::new(), 0_u64, 0_u64);
    let mut records = Vec::new();
    Database::open(db)?.records(Which::Current, |mut stored| {
        // A golden file is of a document with one disclosure.
        if stored.record.pointer("/source/part").is_some() {
            several += 1;
            return Ok::<_, DatasetError>(());
        }
        let Some(form) = forms.of_record(&stored.record) else { return Ok(()) };
        let whole = stored.record.clone();
        if doubt(form, &mut stored.record, below) == 0 {
            records.push((stored.name, whole));
        } else {
            open += 1;
        }
        Ok::<_, DatasetError>(())
    })?;
    for (name, record) in records {
        files.push(accept_reviewed(&name, record, &args.golden)?);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let is_empty = files.is_empty();
    print_accepted(&Accepted { files }, lang(), &mut out)?;
    out.flush()?;
    if open > 0 {
        let japanese =
            lang().ja("{} documents not written: values of theirs are doubted, and nobody has settled them", &[&open]);
        let documents = counted(open, "document");
        tell(&japanese.unwrap_or_else(|| {
            format!("{documents} not written: values of theirs are doubted, and nobody has settled them")
        }));
    }
    if several > 0 {
        let japanese =
            lang().ja("{} disclosures not written: golden files are of documents with one disclosure", &[&several]);
        let disclosures = counted(several, "disclosure");
        tell(&japanese.unwrap_or_else(|| {
            format!("{disclosures} not written: golden files are of documents with one disclosure")
        }));
    }
    Ok(if is_empty { CommandStatus::Nothing } else { CommandStatus::Done })
}
