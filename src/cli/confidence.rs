//! `yomitori confidence`: how sure each value of records is, and what that follows from; for those who fit the model.

use super::CommandStatus;
use super::global::Global;
use super::stop::Stop;
use crate::confidence::{BUILT_IN, signs};
use crate::export::{open_records, records};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::PathBuf;

/// Write the confidence of every value, and its signs, for each record a line
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Records (JSON Lines); - is the standard input
    records: PathBuf,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let form = global.form()?;
    let reader: Box<dyn BufRead> = match args.records.as_os_str() == "-" {
        true => Box::new(BufReader::new(io::stdin())),
        false => Box::new(BufReader::new(File::open(&args.records)?)),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    records(open_records(reader)?, |_, record| {
        let Ok(record) = record else { return Ok::<_, Stop>(()) };
        let leaves = signs(&form, &record).into_iter();
        let leaves: Vec<Value> =
            leaves.map(|own| json!([own.pointer, BUILT_IN.probability(&own.signs), own.signs])).collect();
        let source = record.get("source").cloned().unwrap_or_default();
        serde_json::to_writer(&mut out, &json!({ "source": source, "leaves": leaves })).map_err(io::Error::from)?;
        writeln!(out)?;
        Ok(())
    })?;
    out.flush()?;
    Ok(CommandStatus::Done)
}
