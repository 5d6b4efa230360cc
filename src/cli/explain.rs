//! `yomitori explain`: what codes mean.

use super::Status;
use super::global::Global;
use super::stop::Stop;
use crate::diagnostic::CODES;
use crate::explain::{Explanation, explain, markdown, nearest, severity_name};
use crate::failure::REASONS;
use std::io::{self, BufWriter, Write};

const EXAMPLES: &str = "\
Examples:
  yomitori explain
  yomitori explain choice.multiple";

/// Say what a diagnostic or the reason of a failure means
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A code such as field.blank; without one, all codes are listed
    code: Option<String>,

    /// Print the documentation page of all codes
    #[arg(long, hide = true, conflicts_with = "code")]
    markdown: bool,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    match &args.code {
        Some(code) => print_one(&find(code)?, &mut out)?,
        None if args.markdown => write!(out, "{}", markdown(&*global.form()?))?,
        None => print_all(&mut out)?,
    }
    out.flush()?;
    Ok(Status::Done)
}

fn find(code: &str) -> Result<Explanation, Stop> {
    explain(code).ok_or_else(|| {
        let near = nearest(code);
        let hint = match near.as_slice() {
            [] => "`yomitori explain` lists all codes".to_owned(),
            near => format!("did you mean {}?", near.join(", ")),
        };
        Stop::usage(format!("no diagnostic or failure has the code \"{code}\""), &hint)
    })
}

fn print_one(explanation: &Explanation, out: &mut impl Write) -> io::Result<()> {
    if let Some(meaning) = explanation.diagnostic {
        writeln!(out, "{} (diagnostic, {})", meaning.code, severity_name(meaning.severity))?;
        writeln!(out, "\n{}\n{}", meaning.summary, meaning.detail)?;
    }
    if let Some((reason, summary)) = explanation.failure {
        if explanation.diagnostic.is_some() {
            writeln!(out)?;
        }
        writeln!(out, "{reason} (failure: there is no record)\n\n{summary}")?;
    }
    Ok(())
}

fn print_all(out: &mut impl Write) -> io::Result<()> {
    let names = CODES.iter().map(|meaning| meaning.code.name()).chain(REASONS.iter().map(|(_, name, _)| *name));
    let width = names.map(str::len).max().unwrap_or_default();
    writeln!(out, "Diagnostics: doubts about a value; the record is there")?;
    for meaning in CODES {
        let severity = severity_name(meaning.severity);
        writeln!(out, "  {:width$}  {severity:7}  {}", meaning.code.name(), meaning.summary)?;
    }
    writeln!(out, "\nFailures: why a document gave no record")?;
    for (_, name, summary) in REASONS {
        writeln!(out, "  {name:width$}  {summary}")?;
    }
    writeln!(out, "\n`yomitori explain CODE` says more.")
}
