//! `yomitori schema`: what records and tables look like, for programs.

use super::Status;
use super::global::Global;
use super::show::pretty;
use super::stop::Stop;
use crate::schema::{form_reference, form_schema, record_schema, table_schemas};
use clap::ValueEnum;
use std::io::{self, Write};

const EXAMPLES: &str = "\
Examples:
  yomitori schema > record.schema.json
  yomitori schema --kind csv
  yomitori schema --kind form > form.schema.json";

/// Print the schema of the records or of the CSV tables
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Which schema to print
    #[arg(long, value_enum, default_value_t = Kind::Record)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    /// JSON Schema (2020-12) of a record
    Record,
    /// Frictionless Table Schema of each CSV table, by file name
    Csv,
    /// JSON Schema of form files, for editors
    Form,
    /// The reference of form files' keys, as Markdown
    #[value(hide = true)]
    FormReference,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let form = global.form()?;
    let schema = match args.kind {
        Kind::Record => record_schema(&form),
        Kind::Csv => table_schemas(&form),
        Kind::Form => form_schema(),
        Kind::FormReference => return Ok(writeln!(io::stdout().lock(), "{}", form_reference()).map(|()| Status::Done)?),
    };
    pretty(&schema, &mut io::stdout().lock())?;
    Ok(Status::Done)
}
