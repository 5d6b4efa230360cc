//! `yomitori status`: what is in a database.

use super::global::Global;
use super::show::{lang, padded, pretty};
use super::stop::Stop;
use crate::confidence::doubt;
use crate::dataset::{Count, Database, DatasetError, DatasetStatus as Numbers, Failed, Which};
use crate::paths::printable;
use crate::worker::Sandbox;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// Columns that the name of a number takes.
const NAME: usize = 15;

const EXAMPLES: &str = "\
Examples:
  yomitori status --db disclosures.db
  yomitori status --db disclosures.db --failed
  yomitori status --db disclosures.db --failed --json | jq -r '.[].name'";

/// Show what is in a database: documents by kind, failures by reason, what was slow
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The database
    #[arg(long, value_name = "FILE")]
    db: PathBuf,

    /// List the documents that failed, with their reasons
    #[arg(long)]
    failed: bool,

    /// Count the values that are less probable than this, from 0 to 1 (see docs/confidence.md), and that nobody has settled
    #[arg(long, value_name = "P", value_parser = super::review::chance, conflicts_with = "json")]
    review_below: Option<f64>,

    /// Say too what workers give up before they read documents, on this system
    #[arg(long, short)]
    verbose: bool,

    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<super::CommandStatus, Stop> {
    let forms = global.forms()?;
    let database = Database::open(&args.db)?;
    let mut out = BufWriter::new(io::stdout().lock());
    match (args.failed, args.json) {
        (true, true) => pretty(&database.failed()?, &mut out)?,
        (true, false) => print_failed(&database.failed()?, &mut out)?,
        (false, true) => pretty(&database.status(&forms)?, &mut out)?,
        (false, false) => print(&database.status(&forms)?, &mut out)?,
    }
    if let Some(below) = args.review_below {
        let (mut values, mut documents) = (0, 0_u64);
        database.records(Which::Current, |mut stored| {
            let Some(form) = forms.of_record(&stored.record) else { return Ok(()) };
            let own = doubt(form, &mut stored.record, below);
            values += own;
            documents += u64::from(own > 0);
            Ok::<_, DatasetError>(())
        })?;
        let japanese = lang().ja("values in {} documents; yomitori review shows them", &[&documents]);
        let words = japanese.unwrap_or_else(|| format!("values in {documents} documents; yomitori review shows them"));
        writeln!(out, "\n{}{values:>9}  {words}", padded(lang().word("uncertain"), NAME))?;
    }
    if args.verbose && !args.json {
        let isolation = match (global.is_in_process(), global.converts()) {
            (true, _) => "documents are read in this process (--in-process)",
            (_, true) => "workers may start programs (--convert)",
            _ => Sandbox::offered().words(),
        };
        writeln!(out, "\n{}{}", padded(lang().word("isolation"), NAME), lang().word(isolation))?;
    }
    out.flush()?;
    Ok(super::CommandStatus::Done)
}

fn print(status: &Numbers, out: &mut impl Write) -> io::Result<()> {
    let lang = lang();
    let numbers = [
        ("documents", status.documents),
        ("read", status.read),
        ("failed", status.failed),
        ("gone", status.past),
        ("with warnings", status.with_warnings),
        ("agencies", status.agencies),
        ("imports", status.imports),
    ];
    for (name, number) in numbers {
        writeln!(out, "{}{number:>9}", padded(lang.word(name), NAME))?;
    }
    if !status.settled.is_empty() {
        let settled: u64 = status.settled.iter().map(|settled| settled.values).sum();
        let states: Vec<String> =
            status.settled.iter().map(|settled| format!("{} {}", settled.values, lang.word(&settled.state))).collect();
        writeln!(out, "{}{settled:>9}  {}", padded(lang.word("settled values"), NAME), states.join(", "))?;
    }
    if let Some(last) = &status.last_import {
        writeln!(out, "{}{last}", padded(lang.word("last import"), NAME))?;
    }
    if status.outdated > 0 {
        let hint = "read by another version or form file; the next import reads them again";
        writeln!(out, "{}{:>9}  {}", padded(lang.word("outdated"), NAME), status.outdated, lang.word(hint))?;
    }
    print_counts("form", &status.forms, out)?;
    print_counts("guideline edition", &status.editions, out)?;
    print_counts("kind", &status.media_types, out)?;
    print_counts("failed with", &status.reasons, out)?;
    if !status.doubts.is_empty() {
        let doubted =
            "doubted (yomitori import --registry settles whose a disclosure is, yomitori review what a value is)";
        writeln!(out, "\n{}", lang.word(doubted))?;
    }
    for doubt in &status.doubts {
        let message = lang.doubt(&doubt.code, &doubt.message);
        writeln!(out, "{}: {}: {message}", printable(&doubt.name), doubt.code)?;
    }
    if !status.slowest.is_empty() {
        writeln!(out, "\n{}", lang.word("slowest"))?;
    }
    status.slowest.iter().try_for_each(|slow| writeln!(out, "{:>9} ms  {}", slow.milliseconds, printable(&slow.name)))
}

fn print_counts(title: &str, counts: &[Count], out: &mut impl Write) -> io::Result<()> {
    if counts.is_empty() {
        return Ok(());
    }
    let lang = lang();
    writeln!(out, "\n{}", lang.word(title))?;
    counts.iter().try_for_each(|count| {
        writeln!(out, "{:>9}  {}", count.documents, count.value.as_deref().unwrap_or(lang.word("unknown")))
    })
}

fn print_failed(failed: &[Failed], out: &mut impl Write) -> io::Result<()> {
    for document in failed {
        let Failed { name, reason, message, hint, .. } = document;
        writeln!(out, "{}: {}", printable(name), lang().failed(reason, message, hint.as_deref()))?;
    }
    Ok(())
}
