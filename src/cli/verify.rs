//! `yomitori verify`: fixtures against golden files.

use super::Status;
use super::global::Global;
use super::stop::Stop;
use crate::verify::{print_report, verify};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

pub(super) const GOLDEN: &str = "\
The golden file of fixtures/corpus/a.txt is golden/corpus/a.json, that of fixtures/corpus/a.pdf is
golden/corpus/a.pdf.json. It holds the record, or {\"failure\": …} for a document that is not to be read.
Hidden files, and folders called scripts, are no fixtures.

Golden files depend on today's date only where a document names a date in the future (date.future);
--today fixes it.";

/// Read fixtures again and compare them with their golden files
///
/// Prints every value that differs. Exit status: 0 all are the same, 1 some differ.
#[derive(Debug, clap::Args)]
#[command(after_help = GOLDEN)]
pub(super) struct Args {
    /// Folder of documents
    #[arg(default_value = "fixtures")]
    fixtures: PathBuf,

    /// Folder of golden files
    #[arg(long, value_name = "DIR", default_value = "golden")]
    golden: PathBuf,

    /// Show differences of evidence too, not only their number
    #[arg(long)]
    evidence: bool,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let report = verify(&global.engine()?, &args.fixtures, &args.golden)?;
    let mut out = BufWriter::new(io::stdout().lock());
    print_report(&report, args.evidence, &mut out)?;
    out.flush()?;
    Ok(if report.is_same() { Status::Done } else { Status::Partly })
}
