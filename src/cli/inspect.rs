//! `yomitori inspect`: what a phase makes of one document, for people or as JSON.

use super::CommandStatus;
use super::global::Global;
use super::reader::{DocumentReader, launch};
use super::show::lang;
use super::stop::Stop;
use super::views::{DrawingTarget, PageNumbers, Phase, ViewWish};
use crate::inputs::{Input, STDIN, list};
use crate::paths::slashed;
use crate::worker::{Answer, Task, View};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori inspect form.txt                        the record as a table, with the place of every value
  yomitori inspect form.txt --phase document       the tables and paragraphs that were found
  yomitori inspect form.pdf --phase tables         the cells of each page, with their boxes
  yomitori inspect form.pdf --phase tables --png out --pages 1,3-4     the same, drawn on the pages";

/// Show what a phase makes of one document
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The document; - is the standard input
    path: PathBuf,

    /// The phase to show
    #[arg(long, value_enum, default_value_t = Phase::Record)]
    phase: Phase,

    /// Print JSON
    #[arg(long)]
    json: bool,

    /// With --phase tables: draw the pages with what was found into PNG files in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "json")]
    png: Option<PathBuf>,

    /// With --phase tables: only these pages, such as 1,3-4
    #[arg(long, value_name = "PAGES")]
    pages: Option<PageNumbers>,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    if args.phase != Phase::Tables && (args.png.is_some() || args.pages.is_some()) {
        return Err(Stop::usage("--png and --pages are for the tables of a PDF", "add --phase tables"));
    }
    let input = single(&args.path)?;
    let drawing = |folder: &PathBuf| DrawingTarget { folder: slashed(folder), stem: stem(&args.path) };
    let wish = ViewWish {
        lang: lang(),
        phase: args.phase,
        json: args.json,
        pages: args.pages.clone(),
        png: args.png.as_ref().map(drawing),
    };
    let launch = launch(global)?;
    let reader = DocumentReader::start(global, launch.as_ref())?;
    let task = Task::View(serde_json::to_string(&wish).map_err(io::Error::from)?);
    let view = match reader.answer(&task, &input) {
        Ok(Answer::View(view)) => view,
        Ok(_) => View::default(),
        Err(failure) => {
            return Err(Stop::Usage(format!("{}: {}", args.path.display(), lang().failure(&failure))));
        }
    };
    if let Some(folder) = &args.png {
        fs::create_dir_all(folder).map_err(|error| Stop::unwritable(folder, &error))?;
        for (name, bytes) in &view.files {
            let file = folder.join(name);
            fs::write(&file, bytes).map_err(|error| Stop::unwritable(&file, &error))?;
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(&view.text)?;
    out.flush()?;
    Ok(if view.is_partial { CommandStatus::Partly } else { CommandStatus::Done })
}

fn single(path: &Path) -> Result<Input, Stop> {
    if path.is_dir() {
        return Err(Stop::usage(format!("{} is a folder", path.display()), "name one document"));
    }
    let none = || Stop::usage(format!("{} names no document", path.display()), "name one document");
    list(&[path.to_owned()]).into_iter().next().ok_or_else(none)
}

/// The file name without its ending.
fn stem(path: &Path) -> String {
    match path.file_stem() {
        Some(stem) if path.as_os_str() != STDIN => stem.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}
