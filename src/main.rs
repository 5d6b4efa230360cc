//! The `yomitori` command. What it does stands in [`yomitori::cli`].

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A record is thousands of small strings and lists: a tenth of the time went into the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    yomitori::cli::run()
}
