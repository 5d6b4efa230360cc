//! What other programs read documents with: the options of the command line made into an engine and worker processes.

use super::global::Global;
use super::program::Program;
use super::reader::launch;
use crate::worker::{Launch, Performer};
use clap::Parser;
use std::ffi::OsString;

/// What reads documents with the options of a command.
#[derive(Debug)]
pub struct Means {
    /// Reads documents in this process.
    pub performer: Performer,
    /// How worker processes with the same options are started; none with `--in-process`.
    pub launch: Option<Launch>,
}

/// The options that every command has, by themselves.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct Options {
    #[command(flatten)]
    global: Global,
}

impl Means {
    /// Takes options as the command line has them, such as `--form`, `--ocr` and the limits. `program` is this program
    /// as it is started again, where it is not an executable of its own.
    ///
    /// # Errors
    /// What is wrong with an option or what it names, and what to do.
    pub fn new(program: Option<Program>, options: impl IntoIterator<Item = OsString>) -> Result<Self, String> {
        let mut global = Options::try_parse_from(options).map_err(|error| error.to_string())?.global;
        global.program = program;
        let performer = global.performer().map_err(|stop| stop.to_string())?;
        let launch = launch(&global).map_err(|stop| stop.to_string())?;
        Ok(Self { performer, launch })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn options_are_those_of_the_command_line() {
        let means = Means::new(None, ["--max-pages".into(), "7".into()]).unwrap();
        assert_eq!(means.performer.engine.options().limits.pages, 7);
        assert!(means.launch.unwrap().arguments.contains(&"--max-pages=7".into()));
        assert!(Means::new(None, ["--in-process".into()]).unwrap().launch.is_none());
        assert!(Means::new(None, ["--max-bytes".into(), "much".into()]).unwrap_err().contains("such as 500K"));
    }

    #[test]
    fn workers_are_started_by_the_program_that_is_named() {
        let program = Program { path: "python".into(), arguments: vec!["-m".into(), "yomitori".into()] };
        let launch = Means::new(Some(program), []).unwrap().launch.unwrap();
        assert_eq!(launch.program, PathBuf::from("python"));
        assert_eq!(launch.arguments.get(..3).unwrap(), ["-m", "yomitori", "worker"]);
    }
}
