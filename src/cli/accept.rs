//! `yomitori accept`: what is read now becomes the golden files.

use super::Status;
use super::global::Global;
use super::reader::{Reader, launch};
use super::stop::Stop;
use super::verify::GOLDEN;
use crate::verify::{accept, print_accepted};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

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

    /// Only these: paths of fixtures, of golden files, or of folders of them; may be repeated
    #[arg(long, value_name = "PATH", num_args = 1..)]
    only: Vec<PathBuf>,

    /// Remove golden files whose fixtures are gone
    #[arg(long)]
    prune: bool,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let launch = launch(global)?;
    let reader = Reader::start(global, launch.as_ref())?;
    let accepted = accept(&|input| reader.record(input), &args.fixtures, &args.golden, &args.only, args.prune)?;
    let mut out = BufWriter::new(io::stdout().lock());
    print_accepted(&accepted, &mut out)?;
    out.flush()?;
    Ok(Status::Done)
}
