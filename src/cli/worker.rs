//! `yomitori worker`: the hidden command that import starts for each worker process, and the limits it is given.

use super::Status;
use super::global::{Global, LIMITS, size};
use super::stop::Stop;
use crate::worker::{Duty, serve};
use std::ffi::OsString;

/// What a worker may take, where nothing else is said: memory and the size of a record, in bytes.
const MEMORY: u64 = 2 << 30;
const OUTPUT: u64 = 64 << 20;

/// Limits that only documents of an import have.
#[derive(Debug, clap::Args)]
pub(super) struct Limits {
    /// Memory of a worker process, such as 512M or 2G [default: 2G]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_memory: Option<u64>,

    /// Size of a record [default: 64M]
    #[arg(long, value_name = "SIZE", value_parser = size, help_heading = LIMITS, hide_short_help = true)]
    max_output: Option<u64>,

    /// Let documents of the tests do what they say: hang, abort, overflow, memory
    #[arg(long, hide = true)]
    test_source: bool,
}

impl Limits {
    /// Bytes that a record may have.
    pub fn output(&self) -> usize {
        // A size beyond the address space is no limit at all.
        usize::try_from(self.max_output.unwrap_or(OUTPUT)).unwrap_or(usize::MAX)
    }

    /// The arguments of a worker with these limits.
    pub fn arguments(&self) -> Vec<OsString> {
        let mut arguments = vec!["worker".to_owned()];
        arguments.extend(self.max_memory.map(|size| format!("--max-memory={size}")));
        arguments.extend(self.max_output.map(|size| format!("--max-output={size}")));
        arguments.extend(self.test_source.then(|| "--test-source".to_owned()));
        arguments.into_iter().map(OsString::from).collect()
    }

    fn duty(&self) -> Duty {
        Duty { memory: self.max_memory.unwrap_or(MEMORY), output: self.output(), is_test: self.test_source }
    }
}

/// Read documents from a pipe, for import
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    limits: Limits,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    serve(&global.engine()?, args.limits.duty())?;
    Ok(Status::Done)
}
