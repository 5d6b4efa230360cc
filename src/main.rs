//! The `yomitori` command. What it does stands in [`yomitori::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    yomitori::cli::run()
}
