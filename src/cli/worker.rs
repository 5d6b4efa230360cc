//! `yomitori worker`: the hidden command that reads documents for the others, in a process of its own.

use super::CommandStatus;
use super::global::Global;
use super::stop::Stop;
use crate::worker::serve;

/// Read documents from a pipe, for other commands
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(global: &Global, _: &Args) -> Result<CommandStatus, Stop> {
    serve(&global.performer()?, global.duty())?;
    Ok(CommandStatus::Done)
}
