//! `yomitori diff`: what two disclosures say differently.

use super::Status;
use super::global::Global;
use super::show::pretty;
use super::stop::Stop;
use crate::engine::Engine;
use crate::export::records;
use crate::form::Form;
use crate::inputs::{Input, list, slashed};
use crate::verify::{Between, between, print_between};
use serde::Serialize;
use serde_json::Value;
use std::convert::Infallible;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori diff 2025.pdf 2026.pdf
  yomitori diff accepted.json form.txt --json

Compared is what the disclosures say: the record's data. Name, hash, evidence and diagnostics tell how
a document was read, and are not compared; `yomitori verify` does that.

Exit status: 0 both say the same, 1 they differ, 2 one of them can't be read.";

/// Show what differs between two disclosures
///
/// Each is a record (JSON, or JSON Lines with one record) or a document of any kind, which is read first.
/// Fields stand under the form's titles, items of the checklist under their section and number.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The earlier disclosure: a record or a document; - is the standard input
    #[arg(value_name = "A")]
    old: PathBuf,

    /// The later disclosure
    #[arg(value_name = "B")]
    new: PathBuf,

    /// Write the differences as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Output<'a> {
    a: &'a Value,
    b: &'a Value,
    equal: bool,
    #[serde(flatten)]
    between: &'a Between,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<Status, Stop> {
    let engine = global.engine()?;
    let old = side(global, &engine, &args.old)?;
    let new = side(global, &engine, &args.new)?;
    let between = between(engine.form(), &old, &new);
    let mut out = BufWriter::new(io::stdout().lock());
    if args.json {
        let (a, b) = (source(&old), source(&new));
        pretty(&Output { a, b, equal: between.is_equal(), between: &between }, &mut out)?;
    } else {
        print_between(&between, &mut out)?;
    }
    out.flush()?;
    Ok(if between.is_equal() { Status::Done } else { Status::Partly })
}

fn source(record: &Value) -> &Value {
    record.get("source").unwrap_or(&Value::Null)
}

/// The record that a path stands for.
fn side(global: &Global, engine: &Engine, path: &Path) -> Result<Value, Stop> {
    let name = slashed(path);
    if path.is_dir() {
        return Err(Stop::usage(format!("{name} is a folder"), "name one record or one document"));
    }
    let inputs = list(&[path.to_owned()]);
    let unread = |error: &dyn std::fmt::Display| Stop::usage(format!("{name}: {error}"), "name a record or a document");
    let input: &Input = inputs.first().ok_or_else(|| unread(&"there is nothing"))?;
    let bytes = input.bytes(&global.limits()).map_err(|failure| unread(&failure))?;
    if let Some(record) = record(engine.form(), &bytes).map_err(|problem| unread(&problem))? {
        return Ok(record);
    }
    let read = crate::isolate::isolate(|| engine.read(&name, &bytes)).map_err(|failure| unread(&failure))?;
    serde_json::to_value(&read).map_err(|error| unread(&error))
}

/// The record in bytes that begin as JSON does and hold records; `None` for a document.
fn record(form: &Form, bytes: &[u8]) -> Result<Option<Value>, String> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    if !text.starts_with(b"{") && !text.starts_with(b"[") {
        return Ok(None);
    }
    let mut values = Vec::new();
    let Ok(()) = records(text, |_, value| {
        values.push(value);
        Ok::<_, Infallible>(())
    });
    let count = values.len();
    match values.pop() {
        Some(Ok(record)) if count == 1 => checked(form, record).map(Some),
        Some(Ok(_)) => Err(format!("it holds {count} records, not one")),
        // Text may well begin with a bracket.
        _ => Ok(None),
    }
}

fn checked(form: &Form, record: Value) -> Result<Value, String> {
    if let Some(reason) = record.pointer("/failure/reason").and_then(Value::as_str) {
        return Err(format!("it is no record: the document failed with {reason}"));
    }
    match record.get("form").and_then(Value::as_str) {
        Some(id) if id == form.id && record.get("data").is_some_and(Value::is_object) => Ok(record),
        Some(id) if id != form.id => Err(format!("it is a record of the form \"{id}\", not \"{}\"", form.id)),
        _ => Err("it is JSON, but no record".to_owned()),
    }
}
