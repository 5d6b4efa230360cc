//! `yomitori diff`: what two disclosures say differently.

use super::CommandStatus;
use super::global::Global;
use super::reader::{DocumentReader, launch};
use super::show::{lang, pretty, tell};
use super::stop::Stop;
use crate::dataset::{Database, Stored};
use crate::export::records;
use crate::form::Form;
use crate::inputs::{Input, list};
use crate::paths::slashed;
use crate::reading::Source;
use crate::verify::{Between, between, print_between};
use serde::Serialize;
use serde_json::Value;
use std::convert::Infallible;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

const EXAMPLES: &str = "\
Examples:
  yomitori diff 2025.pdf 2026.pdf
  yomitori diff accepted.json form.txt --json
  yomitori diff --db disclosures.db
  yomitori diff --db disclosures.db --agency 91399113

With --db, the last two disclosures of each agency (code, else name) that has two are compared: by the day \
they were updated, of one day by file name.

Compared is what the disclosures say: the record's data. Name, hash, evidence and diagnostics tell how \
a document was read, and are not compared; `yomitori verify` does that.

Exit status: 0 both say the same, 1 they differ, 2 one of them can't be read, or no agency has two.";

/// Show what differs between two disclosures
///
/// Each is a record (JSON, or JSON Lines with one record) or a document of any kind, which is read first.
/// Fields stand under the form's titles, items of the checklist under their section and number.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The earlier disclosure: a record or a document; - is the standard input
    #[arg(value_name = "A", required_unless_present = "db", requires = "new")]
    old: Option<PathBuf>,

    /// The later disclosure
    #[arg(value_name = "B")]
    new: Option<PathBuf>,

    /// Compare the last two disclosures of each agency in a database that `yomitori import` made
    #[arg(long, value_name = "FILE", conflicts_with = "old")]
    db: Option<PathBuf>,

    /// Only the agency with this code or name; may be repeated
    #[arg(long, value_name = "CODE|NAME", requires = "db")]
    agency: Vec<String>,

    /// With --db, compare the values as they were read, without what people corrected
    #[arg(long, requires = "db")]
    uncorrected: bool,

    /// Write the differences as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct DiffOutput<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<&'a str>,
    a: &'a Value,
    b: &'a Value,
    equal: bool,
    #[serde(flatten)]
    between: &'a Between,
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    let status = match (&args.db, &args.old, &args.new) {
        (Some(db), ..) => agencies(global, args, db, &mut out),
        (None, Some(old), Some(new)) => two(global, args, old, new, &mut out),
        // The arguments ask for one of the two.
        _ => Ok(CommandStatus::Nothing),
    }?;
    out.flush()?;
    Ok(status)
}

fn two(global: &Global, args: &Args, old: &Path, new: &Path, out: &mut impl Write) -> Result<CommandStatus, Stop> {
    let form = global.form()?;
    let (old, new) = (side(global, &form, old)?, side(global, &form, new)?);
    let between = between(&form, &old, &new);
    if args.json {
        pretty(&output(None, &old, &new, &between), out)?;
    } else {
        print_between(&between, lang(), out)?;
    }
    Ok(if between.is_equal() { CommandStatus::Done } else { CommandStatus::Partly })
}

/// Compares the last two disclosures of each agency in a database.
fn agencies(global: &Global, args: &Args, db: &Path, out: &mut impl Write) -> Result<CommandStatus, Stop> {
    let forms = global.forms()?;
    let database = Database::open(db)?;
    let database = if args.uncorrected { database.uncorrected() } else { database };
    let wanted: Vec<String> = args.agency.iter().map(|agency| agency.nfkc().collect()).collect();
    let (mut compared, mut differing) = (0, 0);
    database.last_two(|old, new| {
        let is_wanted = |record: &Stored| record.names().any(|name| wanted.iter().any(|agency| agency == name));
        if !wanted.is_empty() && !is_wanted(&old) && !is_wanted(&new) {
            return Ok::<_, Stop>(());
        }
        let form = forms.of_record(&new.record).unwrap_or(forms.first());
        let between = between(form, &old.record, &new.record);
        compared += 1;
        differing += u64::from(!between.is_equal());
        if args.json {
            out.write_all(if compared == 1 { b"[\n" } else { b",\n" })?;
            let output = output(new.agency.as_deref(), &old.record, &new.record, &between);
            serde_json::to_writer_pretty(&mut *out, &output).map_err(io::Error::from)?;
        } else if !between.is_equal() {
            writeln!(out, "{}: {} → {}", heading(&new), day(&old), day(&new))?;
            print_between(&between, lang(), out)?;
            writeln!(out)?;
        }
        Ok(())
    })?;
    if args.json {
        out.write_all(if compared == 0 { b"[]\n" } else { b"\n]\n" })?;
    }
    let agencies = if compared == 1 { "1 agency".to_owned() } else { format!("{compared} agencies") };
    let japanese = lang().ja("{} agencies with two disclosures, {} of them with differences", &[&compared, &differing]);
    tell(&japanese.unwrap_or_else(|| format!("{agencies} with two disclosures, {differing} of them with differences")));
    Ok(match (compared, differing) {
        (0, _) => CommandStatus::Nothing,
        (_, 0) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}

fn heading(stored: &Stored) -> String {
    let names: Vec<&str> = stored.names().collect();
    names.join(" ")
}

/// The day of a disclosure and the document's name.
fn day(stored: &Stored) -> String {
    format!("{} {}", stored.updated_on.as_deref().unwrap_or(lang().word("no date")), stored.name)
}

fn output<'a>(agency: Option<&'a str>, old: &'a Value, new: &'a Value, between: &'a Between) -> DiffOutput<'a> {
    DiffOutput { agency, a: source(old), b: source(new), equal: between.is_equal(), between }
}

fn source(record: &Value) -> &Value {
    record.get("source").unwrap_or(&Value::Null)
}

/// The record that a path stands for.
fn side(global: &Global, form: &Form, path: &Path) -> Result<Value, Stop> {
    let name = slashed(path);
    if path.is_dir() {
        return Err(Stop::usage(format!("{name} is a folder"), "name one record or one document"));
    }
    let inputs = list(&[path.to_owned()]);
    let unread = |error: &dyn std::fmt::Display| Stop::usage(format!("{name}: {error}"), "name a record or a document");
    let input: &Input = inputs.first().ok_or_else(|| unread(&"there is nothing"))?;
    let bytes = input.bytes(&global.limits()).map_err(|failure| unread(&failure))?;
    if let Some(record) = record(form, &bytes).map_err(|problem| unread(&problem))? {
        return Ok(record);
    }
    let launch = launch(global)?;
    let reader = DocumentReader::start(global, launch.as_ref())?;
    reader.record_of(Source { name: name.clone(), sha256: String::new(), bytes }).map_err(|failure| unread(&failure))
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
