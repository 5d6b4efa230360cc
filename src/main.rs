//! The `yomitori` command. What it does stands in [`yomitori::cli`].

use std::process::ExitCode;

/// A record is thousands of small strings and lists, an Office file's XML a few large ones: the system's allocator took
/// a fifth of the time.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    yomitori::cli::run()
}
