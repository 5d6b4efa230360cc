//! `yomitori schema`: what records and tables look like, for programs.

use super::CommandStatus;
use super::global::Global;
use super::show::pretty;
use super::stop::Stop;
use crate::schema::{dictionary, form_reference, form_schema, record_schema, table_schemas};
use clap::ValueEnum;
use serde_json::Value;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori schema > record.schema.json
  yomitori schema --kind csv
  yomitori schema --kind form > form.schema.json
  yomitori schema --kind dictionary > data-dictionary.md";

/// Print the schema of the records or of the CSV tables
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Which schema to print
    #[arg(long, value_enum, default_value_t = SchemaKind::Record)]
    kind: SchemaKind,

    /// With --kind dictionary: a file with a record that examples are taken from
    #[arg(long, value_name = "RECORD")]
    example: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SchemaKind {
    /// JSON Schema (2020-12) of a record
    Record,
    /// Frictionless Table Schema of each CSV table, by file name
    Csv,
    /// JSON Schema of form files, for editors
    Form,
    /// Every column of every table with title, type, meaning and example, as Markdown
    Dictionary,
    /// The reference of form files' keys, as Markdown
    #[value(hide = true)]
    FormReference,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let form = global.form()?;
    let schema = match args.kind {
        SchemaKind::Record => record_schema(&form),
        SchemaKind::Csv => table_schemas(&form),
        SchemaKind::Form => form_schema(),
        SchemaKind::Dictionary => {
            let example = args.example.as_deref().map(record).transpose()?;
            write!(io::stdout().lock(), "{}", dictionary(&form, example.as_ref()))?;
            return Ok(CommandStatus::Done);
        }
        SchemaKind::FormReference => {
            return Ok(writeln!(io::stdout().lock(), "{}", form_reference()).map(|()| CommandStatus::Done)?);
        }
    };
    pretty(&schema, &mut io::stdout().lock())?;
    Ok(CommandStatus::Done)
}

/// A record in a file.
fn record(path: &Path) -> Result<Value, Stop> {
    let unread = |error: &dyn std::fmt::Display| {
        Stop::usage(
            format!("{}: {error}", path.display()),
            "name a file with one record, as `yomitori extract --pretty` writes",
        )
    };
    let text = std::fs::read(path).map_err(|error| unread(&error))?;
    serde_json::from_slice(&text).map_err(|error| unread(&error))
}
