//! Plays the twelve months of `tests/months/` and compares what is told with the truth written there.

use crate::support::{Run, command, run};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::tempdir;

#[derive(Deserialize)]
struct Script {
    documents: BTreeMap<String, Document>,
    month: Vec<Month>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    Disclosure { name: String, code: String, place: String, day: String, phone: String, kind: Option<String> },
    Other { text: String },
}

#[derive(Deserialize)]
struct Month {
    day: String,
    #[serde(rename = "do")]
    acts: Vec<Vec<String>>,
    changes: Vec<String>,
    agencies: Vec<String>,
    failed: Vec<String>,
    diff: Vec<String>,
    doubts: Vec<String>,
}

fn script() -> Script {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/months/months.toml");
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

impl Document {
    fn text(&self) -> String {
        match self {
            Self::Other { text } => text.clone(),
            Self::Disclosure { name, code, place, day, phone, kind } => {
                let rows = [
                    ["更新情報", "最終更新日", day],
                    ["基本情報", "機関名", name],
                    ["", "所在地(住所)", place],
                    ["", "電話番号", phone],
                    ["", "FAX番号", ""],
                    ["", "ホームページアドレス", ""],
                    ["", "代行機関コード", code],
                    ["", "代行機関の分類", "■医療保険者サイド □健診・保健指導機関サイド(健診機関グループ)"],
                    ["施設及び設備情報", "全職員の数", "機関本体 12人"],
                ];
                match kind.as_deref() {
                    Some("html") => {
                        let row = |row: &[&str; 3]| format!("<tr><td>{}</td></tr>\n", row.join("</td><td>"));
                        format!(
                            "<!DOCTYPE html><meta charset=utf-8><table>\n{}</table>\n",
                            rows.iter().map(row).collect::<String>()
                        )
                    }
                    _ => rows.iter().map(|row| row.join("\t") + "\n").collect(),
                }
            }
        }
    }
}

fn act(script: &Script, folder: &Path, act: &[String]) {
    let path = |at: usize| folder.join(&act[at]);
    match act[0].as_str() {
        "put" => {
            std::fs::create_dir_all(path(1).parent().unwrap()).unwrap();
            std::fs::write(path(1), script.documents[&act[2]].text()).unwrap();
        }
        "move" => {
            std::fs::create_dir_all(path(2).parent().unwrap()).unwrap();
            std::fs::rename(path(1), path(2)).unwrap();
        }
        "remove" => std::fs::remove_file(path(1)).unwrap(),
        other => panic!("{other}"),
    }
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {} {}", run.out, run.err))
}

fn said(value: &Value) -> String {
    value.as_str().unwrap_or("-").replace("in/", "")
}

fn change(change: &Value) -> String {
    let part = |key: &str| said(&change[key]);
    let kind = change["kind"].as_str().unwrap();
    let rest = match kind {
        "document.renamed" => format!("{} -> {}", part("old"), part("name")),
        "failure.new" | "failure.mended" => format!("{} {}", part("name"), part("reason")),
        "agency.renamed" | "agency.recoded" => format!("{} -> {}", part("old"), part("new")),
        "value.changed" => {
            format!("{} {} {} -> {}", part("agency_name"), part("pointer"), change["old"], change["new"])
        }
        _ if kind.starts_with("agency.") => part("agency_name"),
        _ => part("name"),
    };
    format!("{kind} {rest}")
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}

/// Compares everything that is told after a month.
fn compare(folder: &Path, month: &Month) {
    let day = &month.day;
    let told = json(&run(folder, &["changes", "--db", "d.db", "--format", "json"]));
    let changes = told["changes"].as_array().unwrap().iter().map(change).collect();
    assert_eq!(sorted(changes), sorted(month.changes.clone()), "{day}");

    let database = rusqlite::Connection::open(folder.join("d.db")).unwrap();
    let sql = "SELECT COALESCE(a.code, '-') || ' ' || a.name || ' ' || a.updated_on || ' ' || v.organization_phone
      FROM agencies a JOIN disclosures v ON v.record = a.record";
    let rows = |sql: &str| -> Vec<String> {
        let mut statement = database.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(sorted(rows(sql)), sorted(month.agencies.clone()), "{day}");
    let failed = rows("SELECT replace(source_name, 'in/', '') || ' ' || reason FROM failures");
    assert_eq!(sorted(failed), sorted(month.failed.clone()), "{day}");

    let export = run(folder, &["export", "--db", "d.db", "--to", "latest", "--latest", "--format", "jsonl"]);
    assert_eq!(export.status, Some(0), "{day}: {}", export.err);
    let latest = std::fs::read_to_string(folder.join("latest/records.jsonl")).unwrap();
    let latest = latest.lines().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        let part = |pointer: &str| said(record["data"].pointer(pointer).unwrap());
        let [code, name, day, phone] =
            ["/organization/agency_code", "/organization/name", "/updated_on", "/organization/phone"].map(part);
        format!("{code} {name} {day} {phone}")
    });
    assert_eq!(sorted(latest.collect()), sorted(month.agencies.clone()), "{day}");

    let mut differences = Vec::new();
    for agency in json(&run(folder, &["diff", "--db", "d.db", "--json"])).as_array().unwrap() {
        let name = rows(&format!("SELECT name FROM agencies WHERE agency = '{}'", agency["agency"].as_str().unwrap()));
        for field in agency["fields"].as_array().unwrap() {
            let pointer = field["pointer"].as_str().unwrap();
            differences.push(format!("{} {pointer} {} -> {}", name[0], field["old"], field["new"]));
        }
    }
    assert_eq!(sorted(differences), sorted(month.diff.clone()), "{day}");

    let status = json(&run(folder, &["status", "--db", "d.db", "--json"]));
    let doubts = status["doubts"].as_array().unwrap().iter();
    let doubts = doubts.map(|doubt| format!("{} {}", doubt["code"].as_str().unwrap(), said(&doubt["name"]))).collect();
    assert_eq!(sorted(doubts), sorted(month.doubts.clone()), "{day}");
}

/// The status of an import is that of its failures, known or new.
fn check_status(import: &Run, month: &Month) {
    assert_eq!(import.status, Some(i32::from(!month.failed.is_empty())), "{}: {}", month.day, import.err);
}

#[test]
fn what_is_told_after_each_month_is_true() {
    let (folder, script) = (tempdir().unwrap(), script());
    for month in &script.month {
        month.acts.iter().for_each(|done| act(&script, &folder.path().join("in"), done));
        let import = run(
            folder.path(),
            &["import", "in", "--db", "d.db", "--as-of", &month.day, "--today=2027-01-01", "--in-process"],
        );
        check_status(&import, month);
        compare(folder.path(), month);
    }
}

/// Everything that can be asked for, as bytes.
fn told(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut told = Vec::new();
    for args in [
        &["changes", "--db", "d.db", "--format", "json", "--since", "2026-01-01"][..],
        &["changes", "--db", "d.db", "--format", "csv", "--last", "5"],
        &["changes", "--db", "d.db"],
        &["diff", "--db", "d.db", "--json"],
    ] {
        told.push((args.join(" "), run(folder, args).out.into_bytes()));
    }
    for (to, more) in [("history", &["--history"][..]), ("latest", &["--latest"]), ("current", &[])] {
        let args = [&["export", "--db", "d.db", "--to", to, "--format", "csv,jsonl,parquet"], more].concat();
        assert_eq!(run(folder, &args).status, Some(0));
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(folder.join(to)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        told.extend(files.iter().map(|file| (format!("{to} {file:?}"), std::fs::read(file).unwrap())));
    }
    told.into_iter().map(|(what, bytes)| (what.replace(&folder.display().to_string(), ""), bytes)).collect()
}

/// How many imports came to their end.
fn finished(folder: &Path) -> usize {
    let database = rusqlite::Connection::open(folder.join("d.db")).unwrap();
    let sql = "SELECT COUNT(*) FROM imports WHERE finished_at IS NOT NULL";
    database.query_row(sql, [], |row| row.get(0)).unwrap_or(0)
}

/// From another folder every month, under other spellings of the path, and killed in between.
#[test]
fn the_end_is_the_same_from_other_folders_and_with_kills_in_between() {
    let (plain, odd, script) = (tempdir().unwrap(), tempdir().unwrap(), script());
    for folder in [plain.path(), odd.path()] {
        std::fs::create_dir_all(folder.join("in/below")).unwrap();
        std::fs::create_dir_all(folder.join("elsewhere")).unwrap();
    }
    for (number, month) in script.month.iter().enumerate() {
        for folder in [plain.path(), odd.path()] {
            month.acts.iter().for_each(|done| act(&script, &folder.join("in"), done));
        }
        let more = ["--as-of", &month.day, "--today=2027-01-01", "--in-process"];
        check_status(&run(plain.path(), &[&["import", "in", "--db", "d.db"], &more[..]].concat()), month);
        let whole = odd.path().join("in").display().to_string();
        let (at, path, db) = [
            (".", "./in", "d.db"),
            ("in", ".", "../d.db"),
            ("elsewhere", "../in", "../d.db"),
            ("in/below", "..", "../../d.db"),
            ("elsewhere", whole.as_str(), "../d.db"),
        ][number % 5];
        let args = [&["import", path, "--db", db], &more[..]].concat();
        let mut child = command(&odd.path().join(at), &args).stdin(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(7 * number as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        // It may have been through before it was killed; a second one would be another import.
        if finished(odd.path()) <= number {
            check_status(&run(&odd.path().join(at), &args), month);
        }
    }
    for ((what, bytes), (_, other)) in told(plain.path()).into_iter().zip(told(odd.path())) {
        assert!(bytes == other, "{what}:\n{}\n{}", String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&other));
    }
}
