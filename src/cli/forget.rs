//! `yomitori forget`: documents out of a database, with everything that was known of them.

use super::CommandStatus;
use super::global::Global;
use super::show::{counted, lang, note, tell};
use super::stop::Stop;
use crate::dataset::{Database, DatasetError};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  yomitori forget in/draft.pdf --db disclosures.db
  yomitori forget 2019/ --db disclosures.db
  yomitori forget cc183ff5e25e15231b0e... --db disclosures.db

Files stay where they are: what is still below an imported folder is read anew by the next import.

Exit status: 0 all was forgotten, 1 something was not known, 2 nothing was.";

/// Forget documents of a database: their records, and that they were ever there
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, folders, names as `status` has them, or SHA-256
    #[arg(required = true, value_name = "PATH|HASH")]
    what: Vec<String>,

    /// The database
    #[arg(long, value_name = "FILE")]
    db: PathBuf,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    if !args.db.exists() {
        return Err(DatasetError::Missing(args.db.clone()).into());
    }
    let mut database = Database::create(&args.db, &forms)?;
    let (mut forgotten, mut unknown) = (0, 0);
    for what in &args.what {
        match database.forget(&forms, what)? {
            0 => {
                unknown += 1;
                let japanese = lang().ja("{}: it is not in the database", &[&what]);
                note(&japanese.unwrap_or_else(|| format!("{what}: it is not in the database")));
            }
            count => forgotten += count,
        }
    }
    let japanese = lang().ja("{} documents forgotten", &[&forgotten]);
    tell(&japanese.unwrap_or_else(|| format!("{} forgotten", counted(forgotten, "document"))));
    Ok(match (forgotten, unknown) {
        (0, _) => CommandStatus::Nothing,
        (_, 0) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}
