//! Documents in, records out: order, layout, files, exit status.

use crate::support::{DISCLOSURE, command, run};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A folder with the same disclosure under several names, and one document that is none.
fn documents() -> TempDir {
    let folder = tempdir().unwrap();
    for name in ["b.txt", "a.txt", "c/a.txt"] {
        let path = folder.path().join("docs").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(DISCLOSURE, path).unwrap();
    }
    fs::write(folder.path().join("docs/memo.txt"), "牛乳").unwrap();
    folder
}

fn names(records: &[Value]) -> Vec<&str> {
    records.iter().map(|record| record["source"]["name"].as_str().unwrap()).collect()
}

#[test]
fn records_come_in_order_whatever_the_number_of_threads() {
    let folder = documents();
    let one = run(folder.path(), &["extract", "docs", "--jobs", "1"]);
    let four = run(folder.path(), &["extract", "docs", "--jobs", "4"]);
    assert_eq!(one.out, four.out);
    assert_eq!(one.status, Some(1));
    let records: Vec<Value> = one.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(names(&records), ["docs/a.txt", "docs/b.txt", "docs/c/a.txt"]);
    assert!(one.err.starts_with("docs/memo.txt: form.unrecognized: "), "{}", one.err);
    assert!(one.err.ends_with("4 documents: 3 read, 1 failed; 3 with warnings\n"), "{}", one.err);
}

#[test]
fn pretty_is_an_object_for_a_file_and_an_array_otherwise() {
    let folder = documents();
    let one = run(folder.path(), &["extract", "--pretty", "docs/a.txt"]);
    assert_eq!(one.status, Some(0));
    assert_eq!(serde_json::from_str::<Value>(&one.out).unwrap()["source"]["name"], "docs/a.txt");
    assert!(one.out.starts_with("{\n  \"schema_version\": 1,\n"));
    let many = run(folder.path(), &["extract", "--pretty", "docs"]);
    let records: Vec<Value> = serde_json::from_str(&many.out).unwrap();
    assert_eq!(names(&records), ["docs/a.txt", "docs/b.txt", "docs/c/a.txt"]);
    assert!(many.out.starts_with("[\n  {\n    \"schema_version\": 1,\n"));
    let none = run(folder.path(), &["extract", "--pretty", "docs/memo.txt", "docs/memo.txt"]);
    assert_eq!((none.status, none.out.as_str()), (Some(2), "[]\n"));
}

#[test]
fn each_record_has_a_file_of_its_own() {
    let folder = documents();
    let run = run(folder.path(), &["extract", "docs", "docs/a.txt", "--out-dir", "out"]);
    assert_eq!((run.status, run.out.as_str()), (Some(1), ""));
    let record = |name: &str| -> Value {
        serde_json::from_str(&fs::read_to_string(folder.path().join("out").join(name)).unwrap()).unwrap()
    };
    for (file, name) in [
        ("b.txt.json", "docs/b.txt"),
        ("c/a.txt.json", "docs/c/a.txt"),
        ("docs/a.txt.json", "docs/a.txt"),
        ("docs/a.txt-2.json", "docs/a.txt"),
    ] {
        assert_eq!(record(file)["source"]["name"], name);
    }
}

#[test]
fn a_reader_that_has_enough_ends_the_run_quietly() {
    let folder = documents();
    let mut child = command(folder.path(), &["extract", "docs/a.txt"]).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn inspect_shows_the_document_and_the_record_with_places() {
    let document = run(Path::new("."), &["inspect", DISCLOSURE, "--phase", "document"]);
    assert!(document.out.contains("\ntable 1, row 2 (line 6) | 基本情報 | 機関名"), "{}", document.out);
    let record = run(Path::new("."), &["inspect", DISCLOSURE]);
    let line = record.out.lines().find(|line| line.starts_with("/data/organization/phone ")).unwrap();
    assert_eq!(line.split_whitespace().collect::<Vec<_>>(), ["/data/organization/phone", "line", "8", "03-3962-5100"]);
    let json = run(Path::new("."), &["inspect", DISCLOSURE, "--json"]);
    assert_eq!(serde_json::from_str::<Value>(&json.out).unwrap()["form"], "daiko-kikan");
}
