//! `yomitori verify`: fixtures against golden files.

use super::CommandStatus;
use super::global::Global;
use super::reader::{DocumentReader, launch};
use super::show::lang;
use super::show::pretty;
use super::stop::Stop;
use crate::dataset::Database;
use crate::verify::{github, junit, print_agreement, print_report, verify};
use clap::ValueEnum;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

pub(super) const GOLDEN: &str = "\
The golden file of fixtures/corpus/a.txt is golden/corpus/a.json, that of fixtures/corpus/a.pdf is \
golden/corpus/a.pdf.json. It holds the record, or {\"failure\": …} for a document that is not to be read. \
Hidden files, and folders called scripts, are no fixtures.

Golden files depend on today's date only where a document names a date in the future (date.future); \
--today fixes it.";

const EXAMPLES: &str = "\
Examples:
  yomitori verify
  yomitori verify incoming --golden accepted --update-budget 20
  yomitori verify --format junit > verify.xml
  yomitori verify --db disclosures.db

Leaves: a leaf is a value below /data in the record (an item of the checklist has three: text, status \
and plan), or the reason of a failure. It has changed when its value is another one, or only one side \
has it. A document that is missing, or that fails now, counts with all leaves of its golden file. A \
new document counts none; nor do diagnostics and evidence, which are shown all the same.";

/// Read fixtures again and compare them with their golden files
///
/// Prints every document that is new, changed, missing or failing, with every value that differs. Exit
/// status: 0 all are the same, or no more leaves changed than --update-budget allows; 1 some differ, or
/// a golden file can't be compared; 2 there is nothing to verify.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("{EXAMPLES}\n\n{GOLDEN}"))]
pub(super) struct Args {
    /// Folder of documents
    #[arg(default_value = "fixtures")]
    fixtures: PathBuf,

    /// Folder of golden files
    #[arg(long, value_name = "DIR", default_value = "golden")]
    golden: PathBuf,

    /// Compare what a database has read with what people accepted or corrected in it, not fixtures with golden files
    #[arg(long, value_name = "FILE", conflicts_with_all = ["golden", "evidence", "update_budget", "format"])]
    db: Option<PathBuf>,

    /// With --db, write JSON
    #[arg(long, requires = "db")]
    json: bool,

    /// Show differences of evidence too, not only their number
    #[arg(long)]
    evidence: bool,

    /// Pass when at most N leaves changed over all documents
    #[arg(long, value_name = "N")]
    update_budget: Option<usize>,

    /// What to write
    #[arg(long, value_enum, default_value_t = VerifyFormat::Text)]
    format: VerifyFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum VerifyFormat {
    /// Lines for people
    Text,
    /// JUnit XML, a test for each document
    Junit,
    /// Annotations of a GitHub workflow
    Github,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    if let Some(db) = &args.db {
        return settled(global, db, args.json);
    }
    let launch = launch(global)?;
    let reader = DocumentReader::start(global, launch.as_ref())?;
    let form = global.form()?;
    let report = verify(&form, &|input| reader.record(input), &args.fixtures, &args.golden)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match args.format {
        VerifyFormat::Text => print_report(&report, args.evidence, args.update_budget, lang(), &mut out),
        VerifyFormat::Junit => junit(&report, args.evidence, args.update_budget, &mut out),
        VerifyFormat::Github => github(&report, args.evidence, args.update_budget, &mut out),
    }?;
    out.flush()?;
    Ok(if report.passes(args.update_budget) { CommandStatus::Done } else { CommandStatus::Partly })
}

/// Compares what is read with what people said.
fn settled(global: &Global, db: &Path, json: bool) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    let agreement = Database::open(db)?.agreement(&forms)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if json {
        pretty(&agreement, &mut out)?;
    } else {
        print_agreement(&forms, &agreement, lang(), &mut out)?;
    }
    out.flush()?;
    Ok(match agreement.values.as_slice() {
        [] => CommandStatus::Nothing,
        values if values.iter().all(crate::dataset::Compared::agrees) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}
