//! `yomitori completions`: what a shell needs to complete commands and options, from the table of arguments.

use super::stop::Stop;
use super::{CommandStatus, table};
use clap_complete::{Shell, generate};
use std::io::{self, Write};

const EXAMPLES: &str = "\
Examples:
  yomitori completions bash > ~/.local/share/bash-completion/completions/yomitori
  yomitori completions zsh > ~/.zfunc/_yomitori          with `fpath+=~/.zfunc` before compinit in ~/.zshrc
  yomitori completions fish > ~/.config/fish/completions/yomitori.fish
  yomitori completions powershell >> $PROFILE";

/// Print the completions of a shell
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(args: &Args) -> Result<CommandStatus, Stop> {
    // Into memory first: the generator panics where it can't write.
    let mut script = Vec::new();
    generate(args.shell, &mut table(), "yomitori", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(CommandStatus::Done)
}
