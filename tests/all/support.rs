//! What several tests need: a hand-made record, and the program itself.

use rusqlite::Connection;
use std::borrow::Cow;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use tempfile::TempDir;
use yomitori::diagnostic::{Code, Diagnostic};
use yomitori::form::{Form, LeafId, LeafKind};
use yomitori::record::{Checklist, Evidence, Item, Record, Section, SourceInfo, Status, Value, empty_value};

/// A disclosure that gives a record.
pub const DISCLOSURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/corpus/001_cc183ff5e25e1523.txt");

pub fn form() -> Arc<Form> {
    Arc::new(Form::daiko_kikan().unwrap())
}

/// A record in which every leaf has a value, and text holds what CSV has to quote.
pub fn full_record(form: &Arc<Form>, name: &str) -> Record {
    let mut record = blank_record(form, name);
    record.values = (0..form.leaves.len()).map(|leaf| value(form, leaf)).collect();
    let item = |no, status, plan: Option<&str>| Item {
        no,
        text: format!("項目{no}, 「引用」 \"q\""),
        status,
        plan: plan.map(str::to_owned),
    };
    let section = |id: &str, items| Section { id: id.into(), title: Some(format!("{id} の対策")), items };
    record.checklist = Checklist {
        guideline_edition: Some("5.2".into()),
        sections: vec![
            section("organizational", vec![item(1, Status::Done, None), item(2, Status::Planned, Some("2027年4月"))]),
            section("unknown", vec![item(1, Status::Conflict, None)]),
            Section { id: "unknown".into(), title: None, items: vec![item(1, Status::Unmarked, None)] },
        ],
    };
    let evidence = |lines| Evidence {
        raw: "〒173-0004".into(),
        page: None,
        bbox: None,
        lines,
        cell: None,
        ocr: None,
        is_wrapped: false,
    };
    record.evidence = vec![
        ("/data/organization/name".into(), evidence(Some([3, 3]))),
        ("/data/organization/address/text".into(), evidence(Some([4, 5]))),
    ];
    record.diagnostics = vec![
        Diagnostic::new(Code::ChoiceMultiple, "/data/organization/category", "two, \"marked\""),
        Diagnostic::new(Code::TextEncoding, "", "guessed Shift_JIS"),
    ];
    record
}

/// A record of a document that says nothing.
pub fn blank_record(form: &Arc<Form>, name: &str) -> Record {
    Record {
        form: Arc::clone(form),
        source: SourceInfo {
            name: name.into(),
            sha256: format!("{:064x}", name.len()),
            media_type: "text/plain".into(),
            pages: None,
            part: None,
        },
        values: form.leaves.iter().map(|leaf| empty_value(leaf.kind)).collect(),
        rows: Vec::new(),
        checklist: Checklist::default(),
        evidence: Vec::new(),
        diagnostics: Vec::new(),
    }
}

fn value(form: &Form, leaf: LeafId) -> Value {
    let known = form.leaf(leaf);
    match known.kind {
        LeafKind::Integer => Value::Integer(leaf as u64 * 1000),
        LeafKind::Decimal | LeafKind::Boolean | LeafKind::Answer | LeafKind::Texts | LeafKind::Tiers => Value::Null,
        LeafKind::Date => Value::Date(jiff::civil::date(2025, 7, 1)),
        LeafKind::Prefectures => Value::List(vec!["北海道".into(), "東京都".into()]),
        LeafKind::Options => {
            let options = &form.field_of(leaf).unwrap().options;
            Value::List(options.iter().map(|option| Cow::Owned(option.id.to_string())).collect())
        }
        LeafKind::Text => Value::Text(text(&known.pointer, leaf)),
    }
}

fn text(pointer: &str, leaf: LeafId) -> String {
    match pointer.rsplit('/').next().unwrap() {
        "postal_code" => "012-3456".into(),
        "prefecture" => "東京都".into(),
        "phone" | "fax" => "03-1234-5678".into(),
        "email" => "info@example.jp".into(),
        "agency_code" => "01234567".into(),
        "website" => "https://example.jp/?a=1,2".into(),
        _ => format!("=値{leaf}, \"引用\" | 'x'; null"),
    }
}

/// Panics where a record is not what is read back from its JSON.
pub fn assert_comes_back(record: &Record) {
    let line = record.to_json();
    let back = Record::from_json(Arc::clone(&record.form), &line).unwrap();
    assert_eq!(back.to_json(), line);
    let same = (&back.values, &back.rows, &back.checklist, &back.diagnostics);
    assert!(same == (&record.values, &record.rows, &record.checklist, &record.diagnostics), "{line}");
}

/// The record's JSON, after it was seen to come back from it.
pub fn json_of(record: &Record) -> serde_json::Value {
    assert_comes_back(record);
    serde_json::from_str(&record.to_json()).unwrap()
}

/// Runs the program in a folder.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    run_with_input(folder, args, b"")
}

/// The same, of which all is well.
pub fn done(folder: &TempDir, args: &[&str]) -> Run {
    let run = run(folder.path(), args);
    assert_eq!(run.status, Some(0), "{args:?}: {}", run.err);
    run
}

/// What a query of `d.db` in a folder gives, a text a row.
pub fn rows(folder: &TempDir, sql: &str) -> Vec<String> {
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let mut statement = database.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// Runs the program in a folder with bytes on its standard input.
pub fn run_with_input(folder: &Path, args: &[&str], input: &[u8]) -> Run {
    let mut child = command(folder, args).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The program may not care for its input and close it.
    let _ = stdin.write_all(input);
    drop(stdin);
    Run::from(child.wait_with_output().unwrap())
}

pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_yomitori"));
    command.current_dir(folder).args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Whether scans are read does not depend on what its user has installed.
    command.env("YOMITORI_MODELS", folder.join("no-models"));
    // Nor what people are told on the language of the machine.
    command.env("LC_ALL", "C");
    command
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// Text without the white space, on which sources of different kinds differ.
pub fn squeezed(value: &serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::String(text) => serde_json::Value::String(text.split_whitespace().collect()),
        serde_json::Value::Array(items) => items.iter().map(squeezed).collect(),
        serde_json::Value::Object(keys) => keys.iter().map(|(key, value)| (key.clone(), squeezed(value))).collect(),
        other => other.clone(),
    }
}
