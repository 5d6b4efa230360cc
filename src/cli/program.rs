//! The program itself, as it is started again for worker processes.

use super::stop::Stop;
use std::ffi::OsString;
use std::path::PathBuf;

/// How the program is started again, for worker processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The executable.
    pub path: PathBuf,
    /// What stands before the program's own arguments, such as the script that an interpreter runs.
    pub arguments: Vec<OsString>,
}

impl Program {
    /// The executable of this process.
    pub(super) fn this() -> Result<Self, Stop> {
        let path = std::env::current_exe()
            .map_err(|error| Stop::usage(format!("the program can't find itself: {error}"), "use --in-process"))?;
        Ok(Self { path, arguments: Vec::new() })
    }
}
