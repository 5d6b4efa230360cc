//! `yomitori explain`: what codes mean.

use super::CommandStatus;
use super::global::Global;
use super::show::{lang, padded};
use super::stop::Stop;
use crate::diagnostic::CODES;
use crate::explain::{Explanation, explain, markdown, nearest};
use crate::failure::REASONS;
use std::io::{self, BufWriter, Write};

/// Columns that a severity takes.
const SEVERITY: usize = 7;

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

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    match &args.code {
        Some(code) => print_one(&find(code)?, &mut out)?,
        None if args.markdown => write!(out, "{}", markdown(&*global.form()?))?,
        None => print_all(&mut out)?,
    }
    out.flush()?;
    Ok(CommandStatus::Done)
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
    let lang = lang();
    if let Some(meaning) = explanation.diagnostic {
        writeln!(out, "{} ({}, {})", meaning.code, lang.word("diagnostic"), lang.severity(meaning.severity))?;
        writeln!(out, "\n{}\n{}", lang.summary(meaning), lang.detail(meaning))?;
    }
    if let Some((reason, _)) = explanation.failure {
        if explanation.diagnostic.is_some() {
            writeln!(out)?;
        }
        writeln!(out, "{reason} ({})\n\n{}", lang.word("failure: there is no record"), lang.reason(reason))?;
    }
    Ok(())
}

fn print_all(out: &mut impl Write) -> io::Result<()> {
    let names = CODES.iter().map(|meaning| meaning.code.name()).chain(REASONS.iter().map(|(_, name, _)| *name));
    let width = names.map(str::len).max().unwrap_or_default();
    let lang = lang();
    writeln!(out, "{}", lang.word("Diagnostics: doubts about a value; the record is there"))?;
    for meaning in CODES {
        let severity = padded(lang.severity(meaning.severity), SEVERITY);
        writeln!(out, "  {:width$}  {severity}  {}", meaning.code.name(), lang.summary(meaning))?;
    }
    writeln!(out, "\n{}", lang.word("Failures: why a document gave no record"))?;
    for (reason, name, _) in REASONS {
        writeln!(out, "  {name:width$}  {}", lang.reason(*reason))?;
    }
    writeln!(out, "\n{}", lang.word("`yomitori explain CODE` says more."))
}
