//! Documents with several disclosures in a data set: each has its record, its place, its agency and its corrections.

use crate::support::{DISCLOSURE, done, rows, run};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs::{copy, create_dir_all, read_to_string, write};
use std::path::Path;
use tempfile::{TempDir, tempdir};

const TODAY: &str = "--today=2026-11-20";

/// One document of two agencies, and one of a third.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let two = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/several/two-agencies.pdf");
    copy(two, folder.path().join("in/two.pdf")).unwrap();
    copy(DISCLOSURE, folder.path().join("in/one.txt")).unwrap();
    folder
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn each_disclosure_of_a_document_has_its_rows_and_its_agency() {
    let folder = folder();
    let first = done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    assert!(first.err.contains("2 documents: 2 read, 0 failed"), "{}", first.err);
    assert_eq!(
        rows(
            &folder,
            "SELECT name || part || '/' || parts FROM documents d JOIN records r ON r.document = d.id ORDER BY name, part"
        ),
        ["in/one.txt1/1", "in/two.pdf1/2", "in/two.pdf2/2"]
    );
    assert_eq!(rows(&folder, "SELECT COUNT(DISTINCT agency) || ' ' || COUNT(*) FROM disclosures"), ["3 3"]);
    assert_eq!(rows(&folder, "SELECT COUNT(*) || '' FROM agencies"), ["3"]);

    // The records are those of `extract`, and worker processes change nothing about that.
    done(&folder, &["export", "--db", "d.db", "--to", "whole", "--format", "jsonl,csv,sqlite"]);
    let records = lines(&read_to_string(folder.path().join("whole/records.jsonl")).unwrap());
    let extracted = lines(&done(&folder, &["extract", "in", TODAY]).out);
    assert_eq!(records, extracted);
    assert_eq!(records[2]["source"]["part"]["no"], 2);
    let csv = read_to_string(folder.path().join("whole/disclosures.csv")).unwrap();
    let names: Vec<_> =
        csv.trim_start_matches('\u{feff}').lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(names.contains(&"in/two.pdf#1") && names.contains(&"in/two.pdf#2"), "{names:?}");
    let again = done(&folder, &["import", "in", "--db", "d.db", TODAY, "--in-process", "--retry", "all"]);
    assert!(again.err.contains("2 documents: 2 read"), "{}", again.err);
    done(&folder, &["export", "--db", "d.db", "--to", "again", "--format", "jsonl"]);
    assert_eq!(records, lines(&read_to_string(folder.path().join("again/records.jsonl")).unwrap()));

    done(&folder, &["export", "in", "--to", "direct", "--format", "jsonl", TODAY]);
    assert_eq!(records, lines(&read_to_string(folder.path().join("direct/records.jsonl")).unwrap()));

    std::fs::remove_file(folder.path().join("in/two.pdf")).unwrap();
    let gone = done(&folder, &["import", "in", "--db", "d.db", TODAY, "--json"]).out;
    let gone: Value = serde_json::from_str(&gone).unwrap();
    assert_eq!(gone["counts"]["agency.gone"], 2, "{gone}");
}

#[test]
fn a_correction_is_about_one_of_the_disclosures() {
    let folder = folder();
    done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    let sha256 = rows(&folder, "SELECT sha256 FROM documents WHERE name = 'in/two.pdf'").remove(0);
    let names = "SELECT COALESCE(organization_name, '-') FROM disclosures JOIN records r ON r.id = record
       WHERE source_name = 'in/two.pdf' ORDER BY part";
    let before = rows(&folder, names);
    let word = json!({ "sha256": sha256, "part": 2, "pointer": "/data/organization/name", "kind": "corrected",
        "read": before[1], "value": "新しい名前", "who": "a", "at": "2026-11-20T09:00:00Z" });
    write(folder.path().join("words.jsonl"), format!("{word}\n")).unwrap();
    done(&folder, &["corrections", "import", "words.jsonl", "--db", "d.db"]);
    assert_eq!(rows(&folder, names), [before[0].as_str(), "新しい名前"]);
    done(&folder, &["import", "in", "--db", "d.db", TODAY, "--retry", "all"]);
    assert_eq!(rows(&folder, names), [before[0].as_str(), "新しい名前"]);
    let said = done(&folder, &["corrections", "export", "--db", "d.db"]).out;
    assert_eq!(lines(&said), [word]);
    let zero = said.replace("\"part\":2", "\"part\":0");
    write(folder.path().join("words.jsonl"), zero).unwrap();
    assert_eq!(run(folder.path(), &["corrections", "import", "words.jsonl", "--db", "d.db"]).status, Some(2));
}

/// What the version before left: no parts, and a document that failed for having several.
#[test]
fn a_database_without_parts_is_brought_up_to_date_and_reads_what_failed() {
    let folder = folder();
    done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    done(&folder, &["export", "--db", "d.db", "--to", "whole", "--format", "jsonl"]);
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let back = "PRAGMA foreign_keys = 1;
      DELETE FROM records WHERE parts > 1;
      UPDATE documents SET status = 'failed', reason = 'form.several', message = 'the document holds 2 disclosures'
        WHERE name = 'in/two.pdf';
      ALTER TABLE records DROP COLUMN parts; ALTER TABLE records DROP COLUMN first_page;
      ALTER TABLE records DROP COLUMN last_page;
      DROP INDEX corrections_once; ALTER TABLE corrections DROP COLUMN part;
      CREATE UNIQUE INDEX corrections_once ON corrections (sha256, pointer, at, who, kind, value);
      ALTER TABLE form DROP COLUMN name; ALTER TABLE columns DROP COLUMN form;
      PRAGMA user_version = 3;";
    database.execute_batch(back).unwrap();
    drop(database);
    let again = done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    assert!(again.err.contains("2 documents: 1 unchanged, 1 read, 0 failed"), "{}", again.err);
    done(&folder, &["export", "--db", "d.db", "--to", "again", "--format", "jsonl"]);
    let text = |name: &str| read_to_string(folder.path().join(name).join("records.jsonl")).unwrap();
    assert_eq!(text("whole"), text("again"));
}
