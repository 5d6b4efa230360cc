//! Which records an export takes.

use crate::support::{form, full_record, run};
use serde_json::Value;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A disclosure of an agency; empty parts are not said.
fn record(name: &str, code: &str, agency: &str, day: &str) -> Value {
    let mut record = serde_json::to_value(full_record(&form(), name)).unwrap();
    let said = |text: &str| if text.is_empty() { Value::Null } else { Value::from(text) };
    record["data"]["organization"]["agency_code"] = said(code);
    record["data"]["organization"]["name"] = said(agency);
    record["data"]["updated_on"] = said(day);
    record["source"]["sha256"] = format!("{:064x}", name.as_bytes()[0]).into();
    record
}

fn records() -> Vec<Value> {
    vec![
        record("a", "91399113", "甲", "2024-04-01"),
        record("b", "91399113", "甲(旧名)", "2025-04-01"),
        record("c", "91399113", "甲", ""),
        record("d", "", "乙", "2025-07-01"),
        record("e", "", "乙", "2025-07-01"),
        record("f", "", "", "2020-01-01"),
        record("g", "", "", "2026-01-01"),
    ]
}

fn folder(records: &[Value]) -> TempDir {
    let folder = tempdir().unwrap();
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    std::fs::write(folder.path().join("r.jsonl"), lines).unwrap();
    folder
}

/// Names of the records that are exported, and what is said about it.
fn exported(folder: &Path, filters: &[&str]) -> (String, String) {
    let run = run(folder, &[&["export", "r.jsonl", "--to", "t", "--format", "jsonl"], filters].concat());
    assert_eq!(run.status, Some(0), "{}", run.err);
    let text = std::fs::read_to_string(folder.join("t/records.jsonl")).unwrap();
    let name = |line: &str| serde_json::from_str::<Value>(line).unwrap()["source"]["name"].as_str().unwrap().to_owned();
    (text.lines().map(name).collect(), run.err)
}

#[test]
fn filters_choose_by_agency_and_day() {
    let folder = folder(&records());
    for (filters, names) in [
        (&[][..], "abcdefg"),
        (&["--latest"], "befg"),
        (&["--since", "2025-04-01"], "bdeg"),
        (&["--since", "2025-04-01", "--latest"], "beg"),
        (&["--agency", "91399113"], "abc"),
        (&["--agency", "乙"], "de"),
        (&["--agency", "甲(旧名)", "--agency", "９１３９９１１３", "--since", "2025-01-01"], "b"),
        (&["--agency", "甲", "--latest"], "a"),
    ] {
        assert_eq!(exported(folder.path(), filters).0, names, "{filters:?}");
    }
    let said = exported(folder.path(), &["--latest"]).1;
    assert!(said.ends_with("; 0 left out, 3 not wanted by the filters\n"), "{said}");
}

#[test]
fn which_one_is_the_latest_does_not_depend_on_the_order() {
    let mut turned = records();
    turned.reverse();
    assert_eq!(exported(folder(&turned).path(), &["--latest"]).0, "gfeb");
}

#[test]
fn filters_that_leave_nothing_leave_earlier_files() {
    let folder = folder(&records());
    exported(folder.path(), &[]);
    let none = run(folder.path(), &["export", "r.jsonl", "--to", "t", "--format", "jsonl", "--agency", "丙"]);
    assert_eq!(none.status, Some(2));
    assert!(none.err.contains("7 not wanted by the filters"), "{}", none.err);
    assert_eq!(exported(folder.path(), &[]).0, "abcdefg");
}

#[test]
fn a_registry_settles_whose_records_are() {
    let folder = folder(&records());
    let registry = "code,name,aliases,note\n91399113,甲,乙,\n";
    std::fs::write(folder.path().join("agencies.csv"), registry).unwrap();
    let (latest, _) = exported(folder.path(), &["--latest", "--registry", "agencies.csv"]);
    assert_eq!(latest, "efg");
    let (of_agency, _) = exported(folder.path(), &["--agency", "乙", "--registry", "agencies.csv"]);
    assert_eq!(of_agency, "abcde");
}
