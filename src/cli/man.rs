//! `yomitori man`: manual pages, from the table of arguments.

use super::output::{beside, place};
use super::stop::Stop;
use super::{CommandStatus, table};
use clap::Command;
use clap_mangen::Man;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori man | man -l -
  yomitori man export | man -l -
  yomitori man --out-dir ~/.local/share/man/man1";

/// Print the manual page of the program or of one of its commands
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The command; without one, the page of the program
    command: Option<String>,

    /// Write the pages of the program and of all its commands into this folder instead
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    out_dir: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<CommandStatus, Stop> {
    let mut program = shown(table());
    // Gives commands the options that all of them have.
    program.build();
    if let Some(folder) = &args.out_dir {
        std::fs::create_dir_all(folder).map_err(|error| Stop::unwritable(folder, &error))?;
        pages(&program).try_for_each(|page| write(folder, page))?;
        return Ok(CommandStatus::Done);
    }
    let page = match &args.command {
        None => program,
        Some(name) => pages(&program).find(|page| page.get_name() == name).cloned().ok_or_else(|| {
            Stop::usage(format!("there is no command \"{name}\""), "`yomitori --help` lists the commands")
        })?,
    };
    io::stdout().lock().write_all(&rendered(page)?)?;
    Ok(CommandStatus::Done)
}

/// With the words of all options: a manual has no short help that leaves some out.
fn shown(command: Command) -> Command {
    command.mut_args(|option| option.hide_short_help(false)).mut_subcommands(shown)
}

/// The program and its commands, without those that are not for people.
fn pages(program: &Command) -> impl Iterator<Item = &Command> {
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help");
    std::iter::once(program).chain(commands)
}

/// A page, with the name that `man` knows it by.
fn rendered(page: Command) -> io::Result<Vec<u8>> {
    let name = title(&page);
    let mut bytes = Vec::new();
    Man::new(page.display_name(name.clone()).version(env!("CARGO_PKG_VERSION"))).title(name).render(&mut bytes)?;
    Ok(bytes)
}

fn title(page: &Command) -> String {
    match page.get_name() {
        "yomitori" => "yomitori".to_owned(),
        command => format!("yomitori-{command}"),
    }
}

fn write(folder: &Path, page: &Command) -> Result<(), Stop> {
    let path = folder.join(format!("{}.1", title(page)));
    let written = || -> io::Result<()> {
        let mut file = beside(&path)?;
        file.write_all(&rendered(page.clone())?)?;
        place(file, &path)
    };
    written().map_err(|error| Stop::unwritable(&path, &error))
}
