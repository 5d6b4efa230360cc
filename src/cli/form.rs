//! `yomitori form`: what a writer of form files needs.

use super::CommandStatus;
use super::global::Global;
use super::show::lang;
use super::stop::Stop;
use crate::diagnostic::{Code, Severity};
use crate::engine::Engine;
use crate::failure::Failure;
use crate::form::{Field, Form, Forms, Layout, LeafId, ROW, TableColumn, TableForm, TableId, lint};
use crate::inputs::list;
use crate::normalize::normalize;
use crate::record::{Record, Value};
use crate::sketch::sketch;
use crate::source::ReadOptions;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  yomitori form new a.pdf > clinic.toml
  yomitori form check clinic.toml
  yomitori form test clinic.toml samples/

docs/forms.md tells how a form file is written.";

/// Draft a form file, check it, and try it on documents
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    command: FormCommand,
}

#[derive(Debug, clap::Subcommand)]
enum FormCommand {
    /// Draft a form file from a filled document: the labels, options, tables and checklists that it seems to have
    New {
        /// The document; - is the standard input
        #[arg(value_name = "DOCUMENT")]
        document: PathBuf,

        /// The form's id
        #[arg(long, default_value = "new-form")]
        id: String,
    },
    /// Find what is wrong with form files: what keeps them from being used, and what can't be meant
    Check {
        /// Form files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Read documents with a form file and show for each label and column how often it was found, filled and doubted
    Test {
        /// The form file
        #[arg(value_name = "FILE")]
        file: PathBuf,

        /// Files and folders of documents
        #[arg(required = true, value_name = "DOCUMENTS")]
        documents: Vec<PathBuf>,
    },
}

pub(super) fn run(global: &Global, args: &Args) -> Result<CommandStatus, Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    let status = match &args.command {
        FormCommand::New { document, id } => new(global, document, id, &mut out)?,
        FormCommand::Check { files } => check(files, &mut out)?,
        FormCommand::Test { file, documents } => test(global, file, documents, &mut out)?,
    };
    out.flush()?;
    Ok(status)
}

/// How often a draft is tried on its document: fields that it can't read become free text.
const TRIALS: usize = 3;

fn new(global: &Global, path: &Path, id: &str, out: &mut impl Write) -> Result<CommandStatus, Stop> {
    let limits = global.limits();
    let options = || ReadOptions::within(global.limits());
    let inputs = list(&[path.to_owned()]);
    let [input] = inputs.as_slice() else {
        return Err(Stop::usage(format!("{} is not one document", path.display()), "name the document itself"));
    };
    let unread = |failure: Failure| {
        Stop::usage(format!("{}: {}", input.name, lang().failure(&failure)), "name a document that can be read")
    };
    let bytes = input.bytes(&limits).map_err(unread)?;
    let document = Engine::new(Forms::built_in()?).with(options()).document(&bytes).map_err(unread)?;
    let normalized = normalize(document);
    let mut texts = BTreeSet::new();
    for _ in 0..TRIALS {
        let form = Form::from_toml(&sketch(&normalized, id, &texts), "draft")?;
        let known = texts.len();
        if let Ok(records) = Engine::new(form).with(options()).read_all(&input.name, &bytes) {
            let doubts = records.iter().flat_map(|record| &record.diagnostics);
            let unparsed = doubts.filter(|doubt| matches!(doubt.code, Code::FieldUnparsed | Code::FieldMultipleValues));
            texts.extend(unparsed.flat_map(|doubt| pointers(&doubt.pointer)));
        }
        if texts.len() == known {
            break;
        }
    }
    let text = sketch(&normalized, id, &texts);
    out.write_all(text.as_bytes())?;
    Ok(if lint(&text, "draft").is_empty() { CommandStatus::Done } else { CommandStatus::Partly })
}

/// The pointer of a value in form files, without its row, and that of the field which it may be a part of.
fn pointers(pointer: &str) -> [String; 2] {
    let names = pointer.split('/').skip(2).filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit()));
    let whole: String = names.map(|name| format!("/{name}")).collect();
    let field = whole.rsplit_once('/').map(|(field, _)| field.to_owned()).unwrap_or_default();
    [whole, field]
}

fn check(files: &[PathBuf], out: &mut impl Write) -> Result<CommandStatus, Stop> {
    let mut count = 0;
    for file in files {
        let text = std::fs::read_to_string(file)
            .map_err(|error| Stop::usage(format!("{} can't be read: {error}", file.display()), "name a form file"))?;
        for error in lint(&text, &file.display().to_string()) {
            writeln!(out, "{error}")?;
            count += 1;
        }
    }
    Ok(if count == 0 { CommandStatus::Done } else { CommandStatus::Partly })
}

/// How a label fared in all documents.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    found: usize,
    filled: usize,
    doubted: usize,
}

fn test(global: &Global, file: &Path, documents: &[PathBuf], out: &mut impl Write) -> Result<CommandStatus, Stop> {
    let form = Form::from_path(file)?;
    let engine = Engine::new(form).with(ReadOptions::within(global.limits()));
    let form = engine.form();
    let mut tallies = vec![Tally::default(); form.labels.len()];
    let mut of_tables = columns(form);
    let (mut read, mut failed) = (0, 0);
    for input in list(documents) {
        match input.read_all(&engine, &global.limits()) {
            Ok(records) => {
                read += records.len();
                records.iter().for_each(|record| {
                    count(record, &mut tallies);
                    count_columns(record, &mut of_tables);
                });
            }
            Err(failure) => {
                failed += 1;
                writeln!(out, "{}: {}", input.name, lang().failure(&failure))?;
            }
        }
    }
    let japanese = lang().ja("{} records, {} documents failed", &[&read, &failed]);
    let read_and_failed = japanese.unwrap_or_else(|| format!("{read} records, {failed} documents failed"));
    writeln!(out, "{read_and_failed}\n\n{}", lang().word("found filled doubted"))?;
    for (label, tally) in form.labels.iter().zip(&tallies).filter(|(label, _)| label.field.is_some()) {
        writeln!(out, "{:5} {:6} {:7}  {}", tally.found, tally.filled, tally.doubted, label.title)?;
    }
    for ColumnTally { tally, title, .. } in &of_tables {
        writeln!(out, "{:5} {:6} {:7}  {title}", tally.found, tally.filled, tally.doubted)?;
    }
    Ok(match (read, failed) {
        (0, _) => CommandStatus::Nothing,
        (_, 0) => CommandStatus::Done,
        _ => CommandStatus::Partly,
    })
}

fn count(record: &Record, tallies: &mut [Tally]) {
    for (label, tally) in record.form.labels.iter().zip(tallies) {
        let Some(field) = &label.field else { continue };
        let is_found = !leaves(field).all(|leaf| has(record, leaf, |_, code| code == Code::FieldMissing));
        tally.found += usize::from(is_found);
        tally.filled += usize::from(leaves(field).any(|leaf| record.value(leaf).is_stated()));
        let is_doubted = |leaf| has(record, leaf, |severity, _| severity >= Severity::Warning);
        tally.doubted += usize::from(is_found && leaves(field).any(is_doubted));
    }
}

/// A column of a table or a checklist, and how it fared in all documents.
struct ColumnTally {
    table: TableId,
    title: String,
    leaves: Vec<LeafId>,
    tally: Tally,
}

/// The columns of the form's tables that have values of their own.
fn columns(form: &Form) -> Vec<ColumnTally> {
    let of = |(id, table): (TableId, &TableForm)| {
        let column = |column: &TableColumn| ColumnTally {
            table: id,
            title: format!("{} > {}", table.title, column.heading.text),
            leaves: leaves(&column.field).collect(),
            tally: Tally::default(),
        };
        table.columns.iter().map(column).collect::<Vec<_>>()
    };
    let columns = form.tables.iter().enumerate().flat_map(of);
    columns.filter(|column| !column.leaves.is_empty()).collect()
}

/// A column is found where its table is, with the column's heading; filled where a value stands in one of its cells.
fn count_columns(record: &Record, columns: &mut [ColumnTally]) {
    // For each pointer, whether its value is not in the document, and whether it is doubted.
    let mut said = BTreeMap::<&str, (bool, bool)>::new();
    for doubt in &record.diagnostics {
        let of = said.entry(&doubt.pointer).or_default();
        of.0 |= doubt.code == Code::FieldMissing;
        of.1 |= doubt.severity >= Severity::Warning;
    }
    let is = |pointer: &str| said.get(pointer).copied().unwrap_or_default();
    for column in columns {
        let Some(table) = record.form.tables.get(column.table) else { continue };
        let mut cells: Vec<(String, &Value)> = Vec::new();
        for leaf in &column.leaves {
            let pointer = &record.form.leaf(*leaf).pointer;
            match table.layout {
                Layout::List { first, .. } => {
                    let rows = record.rows.get(column.table).into_iter().flatten().enumerate();
                    let of_row = rows.filter_map(|(at, row)| {
                        Some((pointer.replacen(ROW, &at.to_string(), 1), row.get(leaf.checked_sub(first)?)?))
                    });
                    cells.extend(of_row);
                }
                Layout::Matrix | Layout::Single => cells.push((pointer.to_string(), record.value(*leaf))),
            }
        }
        let is_found = !is(&table.pointer).0 && (cells.is_empty() || cells.iter().any(|(pointer, _)| !is(pointer).0));
        column.tally.found += usize::from(is_found);
        column.tally.filled += usize::from(cells.iter().any(|(_, value)| value.is_stated()));
        column.tally.doubted += usize::from(is_found && cells.iter().any(|(pointer, _)| is(pointer).1));
    }
}

fn leaves(field: &Field) -> impl Iterator<Item = LeafId> {
    field.targets.iter().flat_map(|target| target.leaves.iter().copied())
}

fn has(record: &Record, leaf: LeafId, is_it: impl Fn(Severity, Code) -> bool) -> bool {
    let pointer = &record.form.leaf(leaf).pointer;
    record.diagnostics.iter().any(|doubt| *doubt.pointer == **pointer && is_it(doubt.severity, doubt.code))
}
