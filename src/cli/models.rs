//! `yomitori models`: the models that read scans; which are there, and how one gets there.

use super::CommandStatus;
use super::show::lang;
use super::stop::Stop;
use crate::ocr::models::{self, HINT, KNOWN, VARIABLE};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori models
  pip download --no-deps rapidocr==3.10.0
  yomitori models add rapidocr-*.whl";

/// Show the models that read scanned pages, or add one
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Option<ModelsCommand>,
}

#[derive(Debug, clap::Subcommand)]
enum ModelsCommand {
    /// Take a model out of a wheel or a folder
    Add {
        /// The wheel, or a folder that holds the model's file
        path: PathBuf,
    },
}

pub(super) fn run(args: &Args) -> Result<CommandStatus, Stop> {
    let folder = models::folder()
        .ok_or_else(|| Stop::usage("there is no folder for models", &format!("name one with {VARIABLE}")))?;
    match &args.command {
        Some(ModelsCommand::Add { path }) => add(path, &folder),
        None => list(&folder),
    }
}

fn add(path: &Path, folder: &Path) -> Result<CommandStatus, Stop> {
    let added = models::add(path, folder).map_err(|error| Stop::usage(format!("{}: {error}", path.display()), HINT))?;
    let mut out = io::stdout().lock();
    for model in added {
        let known = model.known;
        let japanese = lang().ja("{} added to {} (licence: {})", &[&known.name, &folder.display(), &known.licence]);
        let added = || format!("{} added to {} (licence: {})", known.name, folder.display(), known.licence);
        writeln!(out, "{}", japanese.unwrap_or_else(added))?;
    }
    Ok(CommandStatus::Done)
}

fn list(folder: &Path) -> Result<CommandStatus, Stop> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}: {}", lang().word("folder"), folder.display())?;
    for known in KNOWN {
        let state = if folder.join(known.file).is_file() { "installed" } else { "not installed" };
        let (name, file, licence, origin) = (known.name, known.file, known.licence, known.origin);
        let line = format!("{name}: {state}; file {file}, licence {licence}, from {origin}");
        writeln!(out, "{}", lang().message(&line))?;
    }
    if models::installed(folder).is_none() {
        writeln!(out, "{}", lang().message(HINT))?;
    }
    Ok(CommandStatus::Done)
}
