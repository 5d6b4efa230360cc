//! The command line: arguments in, exit status out.
//!
//! One file per command; each turns its arguments into calls of the library and prints what comes back.
//! Standard output carries results only, everything else goes to standard error.

mod accept;
mod changes;
mod choose;
mod completions;
mod confidence;
mod corrections;
mod diff;
mod explain;
mod export;
mod extract;
mod forget;
mod form;
mod global;
mod import;
mod in_order;
mod inspect;
mod man;
mod means;
mod models;
mod out_dir;
mod output;
mod program;
mod progress;
mod reader;
mod report;
mod review;
mod schema;
mod show;
mod sink;
mod status;
mod stop;
mod verify;
mod views;
mod worker;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};
use global::Global;
pub use means::Means;
pub use program::Program;
use std::ffi::OsString;
use std::process::ExitCode;

/// What a command comes to when nothing stops it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CommandStatus {
    /// All is well.
    Done,
    /// The work is done, but a part of it failed or differs; it was named.
    Partly,
    /// Nothing came of it.
    Nothing,
}

const EXAMPLES: &str = "\
Examples:
  yomitori extract disclosures/ > records.jsonl      every document of a folder, one record a line
  yomitori extract --pretty form.pdf                 one document, to read
  yomitori export records.jsonl --to tables          CSV tables for a database or a spreadsheet
  yomitori import disclosures/ --db disclosures.db   a data set that grows; run it again every month
  yomitori diff 2025.pdf 2026.pdf                    what changed between two disclosures
  yomitori review --db disclosures.db                what is doubted, to accept or correct
  yomitori explain choice.multiple                   what a diagnostic means

Exit status: 0 all is well; 1 some documents failed or differ, the rest was delivered; \
2 the command could not be carried out, or nothing was read.";

/// Reads Japanese disclosure forms (代行機関の重要事項の概要) into one normalized record per document.
#[derive(Debug, Parser)]
#[command(name = "yomitori", version, after_help = EXAMPLES, arg_required_else_help = true, max_term_width = 100)]
struct Args {
    #[command(flatten)]
    global: Global,
    /// Tell only what is wrong
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Tell of each document what it came to
    #[arg(long, short, global = true)]
    verbose: bool,
    /// When help and errors have colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_short_help = true)]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Import(import::Args),
    Status(status::Args),
    Changes(changes::Args),
    Review(review::Args),
    Report(report::Args),
    Corrections(corrections::Args),
    Export(export::Args),
    Forget(forget::Args),
    Schema(schema::Args),
    Form(form::Args),
    Explain(explain::Args),
    Inspect(inspect::Args),
    Models(models::Args),
    Diff(diff::Args),
    Verify(verify::Args),
    Accept(accept::Args),
    Completions(completions::Args),
    Man(man::Args),
    #[command(hide = true)]
    Confidence(confidence::Args),
    #[command(hide = true)]
    Worker(worker::Args),
}

/// The table of commands and options, of which help, completions and manual pages are made.
fn table() -> clap::Command {
    table_in(ColorChoice::Auto)
}

fn table_in(color: ColorChoice) -> clap::Command {
    let mut table = Args::command().color(color);
    // Gives commands the options that all of them have, so that those without a meaning there can be left out of their help.
    table.build();
    for (commands, options) in [(WITHOUT_DOCUMENTS, READING), (WITHOUT_FORM, &["form"]), (WITHOUT_EACH, &["verbose"])] {
        for command in commands {
            table = table.mut_subcommand(command, |command| {
                command.mut_args(|option| {
                    let is_meant = options.contains(&option.get_id().as_str());
                    if is_meant { option.hide(true) } else { option }
                })
            });
        }
    }
    table
}

/// Commands that read no documents.
const WITHOUT_DOCUMENTS: &[&str] =
    &["status", "changes", "corrections", "forget", "schema", "explain", "models", "completions", "man"];

/// Commands that know no form.
const WITHOUT_FORM: &[&str] = &["models", "completions", "man"];

/// Commands that have nothing to tell of each document.
const WITHOUT_EACH: &[&str] = &[
    "status",
    "changes",
    "corrections",
    "forget",
    "schema",
    "explain",
    "models",
    "completions",
    "man",
    "form",
    "inspect",
    "diff",
    "verify",
    "review",
    "report",
    "accept",
    "export",
];

/// Options that only mean something where documents are read.
const READING: &[&str] = &[
    "password",
    "password_file",
    "convert",
    "ocr",
    "today",
    "max_bytes",
    "max_text",
    "max_cells",
    "max_pages",
    "max_unpacked",
    "max_time",
    "max_memory",
    "max_output",
    "in_process",
];

/// The arguments, or what is wrong with them on standard error.
fn parsed(arguments: Vec<OsString>) -> Args {
    let words = arguments.iter().zip(arguments.iter().skip(1).map(Some).chain([None]));
    // How errors look is asked for before it is known whether there is one.
    let color = words.filter_map(|(word, next)| {
        let word = word.to_str()?;
        word.strip_prefix("--color=").or_else(|| (word == "--color").then_some(next?.to_str()?))
    });
    let color = color.last().and_then(|word| word.parse().ok()).unwrap_or(ColorChoice::Auto);
    let matches = table_in(color).get_matches_from(arguments);
    Args::from_arg_matches(&matches).unwrap_or_else(|error| error.format(&mut table()).exit())
}

/// Runs the program on the process's arguments.
#[must_use]
pub fn run() -> ExitCode {
    ExitCode::from(run_as(None, std::env::args_os()))
}

/// Runs the program on some arguments, the first of which is its name, and gives its exit status. `program` is how it is
/// started again for worker processes, where it is not an executable of its own.
#[must_use]
pub fn run_as(program: Option<Program>, arguments: impl IntoIterator<Item = OsString>) -> u8 {
    crate::isolate::quiet_panics();
    let mut args = parsed(arguments.into_iter().collect());
    args.global.program = program;
    show::speak(args.global.lang());
    if args.quiet {
        show::be_quiet();
    }
    if args.verbose {
        show::be_verbose();
    }
    let outcome = match &args.command {
        Command::Extract(command) => extract::run(&args.global, command),
        Command::Import(command) => import::run(&args.global, command),
        Command::Status(command) => status::run(&args.global, command),
        Command::Changes(command) => changes::run(&args.global, command),
        Command::Review(command) => review::run(&args.global, command),
        Command::Report(command) => report::run(&args.global, command),
        Command::Confidence(command) => confidence::run(&args.global, command),
        Command::Corrections(command) => corrections::run(&args.global, command),
        Command::Forget(command) => forget::run(&args.global, command),
        Command::Export(command) => export::run(&args.global, command),
        Command::Schema(command) => schema::run(&args.global, command),
        Command::Form(command) => form::run(&args.global, command),
        Command::Explain(command) => explain::run(&args.global, command),
        Command::Inspect(command) => inspect::run(&args.global, command),
        Command::Models(command) => models::run(command),
        Command::Diff(command) => diff::run(&args.global, command),
        Command::Verify(command) => verify::run(&args.global, command),
        Command::Accept(command) => accept::run(&args.global, command),
        Command::Completions(command) => completions::run(command),
        Command::Man(command) => man::run(command),
        Command::Worker(command) => worker::run(&args.global, command),
    };
    match outcome {
        Ok(CommandStatus::Done) => 0,
        Ok(CommandStatus::Partly) => 1,
        Ok(CommandStatus::Nothing) => 2,
        // Whoever reads the output has enough of it: `yomitori extract … | head`.
        Err(stop) if stop.is_closed_pipe() => 0,
        Err(stop) => {
            show::note(&stop.told(show::lang()));
            2
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Args::command().debug_assert();
        table().debug_assert();
        let names: Vec<String> = table().get_subcommands().map(|command| command.get_name().to_owned()).collect();
        for name in [WITHOUT_DOCUMENTS, WITHOUT_FORM, WITHOUT_EACH].into_iter().flatten() {
            assert!(names.iter().any(|known| known == name), "{name}");
        }
    }
}
