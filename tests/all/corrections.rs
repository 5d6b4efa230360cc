//! Corrections: what people said of values lies over what is read, in every table and export, and outlives every import.

use crate::support::{DISCLOSURE, Run, done, run};
use flate2::read::GzDecoder;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs::{copy, create_dir_all, read, read_to_string, write};
use std::io::Read as _;
use std::path::Path;
use tempfile::{TempDir, tempdir};

const TODAY: &str = "--today=2026-11-20";
const ITEM: &str = "/data/checklist/sections/technical/3/status";

/// Two documents, imported.
fn data_set() -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let corpus = Path::new(DISCLOSURE).parent().unwrap();
    for entry in std::fs::read_dir(corpus).unwrap().map(Result::unwrap).take(2) {
        copy(entry.path(), folder.path().join("in").join(entry.file_name())).unwrap();
    }
    copy(DISCLOSURE, folder.path().join("in/first.txt")).unwrap();
    done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    folder
}

fn query(folder: &TempDir, sql: &str) -> String {
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    database.query_row(sql, [], |row| row.get::<_, rusqlite::types::Value>(0)).map_or_else(
        |error| error.to_string(),
        |value| match value {
            rusqlite::types::Value::Text(text) => text,
            rusqlite::types::Value::Integer(number) => number.to_string(),
            other => format!("{other:?}"),
        },
    )
}

fn sha256() -> String {
    yomitori::digest::sha256(&read(DISCLOSURE).unwrap())
}

/// The record of the first document as it was read.
fn raw(folder: &TempDir) -> Value {
    let sql = format!("SELECT data FROM records r JOIN documents d ON d.id = r.document WHERE sha256 = '{}'", sha256());
    json!({ "data": serde_json::from_str::<Value>(&query(folder, &sql)).unwrap() })
}

fn line(pointer: &str, kind: &str, read: &Value, value: &Value, who: &str, second: u32) -> String {
    let (sha256, at) = (sha256(), format!("2026-11-20T09:00:{second:02}Z"));
    json!({
        "sha256": sha256, "pointer": pointer, "kind": kind, "read": read, "value": value, "who": who, "at": at,
    })
    .to_string()
        + "\n"
}

fn put(folder: &TempDir, lines: &[String]) -> Run {
    write(folder.path().join("c.jsonl"), lines.concat()).unwrap();
    done(folder, &["corrections", "import", "c.jsonl", "--db", "d.db"])
}

/// The exported record of the first document.
fn record(folder: &TempDir, more: &[&str]) -> Value {
    done(folder, &[&["export", "--db", "d.db", "--to", "out", "--format", "jsonl,csv,sqlite"], more].concat());
    let text = read_to_string(folder.path().join("out/records.jsonl")).unwrap();
    let mut records = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    records.find(|record| record["source"]["sha256"] == sha256()).unwrap()
}

#[test]
fn corrections_lie_over_what_is_read_in_all_tables_and_exports() {
    let folder = data_set();
    let before = record(&folder, &[]);
    let csv = read(folder.path().join("out/disclosures.csv")).unwrap();
    let raw = raw(&folder);
    let name = &raw["data"]["organization"]["name"];
    let items = raw["data"]["checklist"]["sections"].as_array().unwrap();
    let at = items.iter().position(|section| section["id"] == "technical").unwrap();
    let status = &items[at]["items"][2]["status"];
    let words = [
        line("/data/organization/name", "corrected", name, &json!("正しい名前株式会社"), "山田", 1),
        line("/data/updated_on", "corrected", &raw["data"]["updated_on"], &json!("2024-02-29"), "山田", 2),
        line(ITEM, "corrected", status, &json!("conflict"), "山田", 3),
        line(
            "/data/organization/phone",
            "accepted",
            &raw["data"]["organization"]["phone"],
            &raw["data"]["organization"]["phone"],
            "山田",
            4,
        ),
        line("/data/organization/fax", "not-in-document", &raw["data"]["organization"]["fax"], &Value::Null, "山田", 5),
    ];
    assert_eq!(put(&folder, &words).err, "5 new corrections, 0 known\n");
    assert_eq!(put(&folder, &words).err, "0 new corrections, 5 known\n");

    let check = |folder: &TempDir| {
        let of = format!("FROM disclosures JOIN documents d ON d.id = document WHERE sha256 = '{}'", sha256());
        assert_eq!(query(folder, &format!("SELECT organization_name {of}")), "正しい名前株式会社");
        assert_eq!(query(folder, &format!("SELECT updated_on {of}")), "2024-02-29");
        assert_eq!(query(folder, "SELECT updated_on FROM agencies WHERE name = '正しい名前株式会社'"), "2024-02-29");
        let status =
            "SELECT COUNT(*) FROM checklist_items WHERE section_id = 'technical' AND no = 3 AND status = 'conflict'";
        assert_eq!(query(folder, status), "1");
        let found = "SELECT COUNT(*) FROM disclosures_search WHERE disclosures_search MATCH '正しい'";
        assert_eq!(query(folder, found), "1");
        let check = "INSERT INTO disclosures_search (disclosures_search) VALUES ('integrity-check')";
        Connection::open(folder.path().join("d.db")).unwrap().execute(check, []).unwrap();
        let record = record(folder, &[]);
        assert_eq!(record["data"]["organization"]["name"], "正しい名前株式会社");
        let review = &record["evidence"]["/data/organization/name"]["review"];
        assert_eq!((&review["read"], &review["who"]), (name, &json!("山田")));
        assert_eq!(record["data"]["checklist"]["sections"][at]["items"][2]["status"], "conflict");
        let corrected = record["corrected"].as_u64().unwrap();
        assert!(corrected == 3 || corrected == 4, "the fax counts where one was read");
        let csv = read_to_string(folder.path().join("out/disclosures.csv")).unwrap();
        assert!(csv.lines().next().unwrap().ends_with(",corrected_values"));
        let row = csv.lines().find(|row| row.contains("正しい名前株式会社")).unwrap();
        assert!(row.ends_with(&format!(",{corrected}")) && row.contains("2024-02-29"), "{row}");
        let database = Connection::open(folder.path().join("out/disclosures.db")).unwrap();
        let counted = "SELECT corrected_values FROM disclosures WHERE organization_name = '正しい名前株式会社'";
        assert_eq!(database.query_row(counted, [], |row| row.get::<_, u64>(0)).unwrap(), corrected);
        let package = read_to_string(folder.path().join("out/datapackage.json")).unwrap();
        assert!(package.contains("corrected_values"));
    };
    check(&folder);
    // What is read again keeps them, and what is raw stays as it was.
    done(&folder, &["import", "--db", "d.db", "--retry", "all", TODAY]);
    check(&folder);
    assert_eq!(record(&folder, &["--uncorrected"]), before);
    assert_eq!(read(folder.path().join("out/disclosures.csv")).unwrap(), csv);

    let changed = done(&folder, &["status", "--db", "d.db"]).out;
    assert!(changed.contains("settled values"), "{changed}");
    let verified = run(folder.path(), &["verify", "--db", "d.db"]);
    assert_eq!(verified.status, Some(1), "{}", verified.err);
    assert!(verified.out.contains("/data/updated_on: \"2024-02-29\" (山田)"), "{}", verified.out);

    // Into another database, and out again in the same bytes.
    let first = done(&folder, &["corrections", "export", "--db", "d.db"]).out;
    write(folder.path().join("out.jsonl"), &first).unwrap();
    done(&folder, &["import", "in", "--db", "e.db", "--corrections", "out.jsonl", TODAY]);
    assert_eq!(done(&folder, &["corrections", "export", "--db", "e.db"]).out, first);
    done(&folder, &["export", "--db", "d.db", "--to", "d"]);
    done(&folder, &["export", "--db", "e.db", "--to", "e"]);
    assert_eq!(
        read(folder.path().join("d/disclosures.csv")).unwrap(),
        read(folder.path().join("e/disclosures.csv")).unwrap()
    );
}

#[test]
fn what_is_read_otherwise_is_stale_and_what_reads_right_is_confirmed() {
    let folder = data_set();
    let raw = raw(&folder);
    let phone = &raw["data"]["organization"]["phone"];
    put(
        &folder,
        &[
            line("/data/organization/phone", "corrected", &json!("03-0000-0000"), phone, "a", 1),
            line("/data/updated_on", "corrected", &json!("1999-01-01"), &json!("2024-02-29"), "a", 1),
            line("/data/checklist/sections/technical/999/plan", "accepted", &Value::Null, &Value::Null, "a", 1),
        ],
    );
    let states = "SELECT group_concat(state) FROM (SELECT state FROM corrected ORDER BY pointer)";
    assert_eq!(query(&folder, states), "lost,confirmed,stale");
    let record = record(&folder, &[]);
    assert_eq!(record["data"]["updated_on"], "2024-02-29", "what a person said stays");
    let stale = record["diagnostics"].as_array().unwrap().iter().filter(|d| d["code"] == "correction.stale").count();
    assert_eq!(stale, 2);
    let status = done(&folder, &["status", "--db", "d.db"]).out;
    assert!(status.contains("correction.stale: a said \"2024-02-29\""), "{status}");
}

#[test]
fn what_is_uncertain_is_raised_counted_and_settled() {
    let folder = data_set();
    let below = ["--review-below", "0.99999"];
    let extracted = done(&folder, &[&["extract", "in/first.txt", TODAY], &below[..]].concat()).out;
    let record: Value = serde_json::from_str(&extracted).unwrap();
    let codes = |record: &Value| {
        let all = record["diagnostics"].as_array().unwrap();
        all.iter().filter(|one| one["code"] == "review.uncertain").count()
    };
    assert!(codes(&record) > 0, "{extracted}");
    let plain = done(&folder, &["extract", "in/first.txt", TODAY]).out;
    assert_eq!(codes(&serde_json::from_str(&plain).unwrap()), 0);
    let status = done(&folder, &[&["status", "--db", "d.db"], &below[..]].concat()).out;
    assert!(status.contains("\nuncertain "), "{status}");
    assert_eq!(codes(&self::record(&folder, &below)), codes(&record));

    // Golden files come of records of which nothing is doubted any more.
    let none = run(folder.path(), &[&["accept", "--db", "d.db", "--golden", "golden"], &below[..]].concat());
    assert_eq!(none.status, Some(2), "{}", none.out);
    let read = raw(&folder);
    put(&folder, &[line("/data/updated_on", "corrected", &read["data"]["updated_on"], &json!("2024-02-29"), "a", 1)]);
    done(&folder, &["accept", "--db", "d.db", "--golden", "golden", "--review-below", "0"]);
    let verified = run(folder.path(), &["verify", "in", "--golden", "golden", TODAY]);
    assert_eq!(verified.status, Some(1));
    assert_eq!(verified.out.matches("/data/").count(), 1, "what was corrected differs alone: {}", verified.out);
}

#[test]
fn two_who_differ_are_both_kept_and_named() {
    let folder = data_set();
    let read = &raw(&folder)["data"]["updated_on"];
    put(&folder, &[line("/data/updated_on", "corrected", read, &json!("2024-01-01"), "a", 1)]);
    put(&folder, &[line("/data/updated_on", "corrected", read, &json!("2024-01-02"), "b", 2)]);
    let doubts = done(&folder, &["status", "--db", "d.db"]).out;
    assert!(doubts.contains("correction.conflict: b says \"2024-01-02\", a says \"2024-01-01\""), "{doubts}");
    assert_eq!(query(&folder, "SELECT COUNT(*) FROM corrections"), "2");
    put(&folder, &[line("/data/updated_on", "withdrawn", read, &Value::Null, "b", 3)]);
    assert_eq!(record(&folder, &[])["data"]["updated_on"], "2024-01-01");
    assert!(!done(&folder, &["status", "--db", "d.db"]).out.contains("correction.conflict"));
}

#[test]
fn a_file_that_is_none_of_corrections_is_refused_as_a_whole() {
    let folder = data_set();
    let good = line("/data/updated_on", "corrected", &Value::Null, &json!("2024-01-01"), "a", 1);
    for (bad, said) in [
        (line("/data/updated_on", "corrected", &Value::Null, &json!("2024-02-30"), "a", 1), "value is none"),
        (line("/data/nowhere", "accepted", &Value::Null, &Value::Null, "a", 1), "pointer is none"),
        (line("/data/updated_on", "accepted", &Value::Null, &Value::Null, " ", 1), "who is empty"),
        ("{}\n".to_owned(), "missing field"),
    ] {
        write(folder.path().join("c.jsonl"), [good.clone(), bad].concat()).unwrap();
        let refused = run(folder.path(), &["corrections", "import", "c.jsonl", "--db", "d.db"]);
        assert_eq!(refused.status, Some(2));
        assert!(refused.err.contains("line 2: ") && refused.err.contains(said), "{}", refused.err);
    }
    assert_eq!(query(&folder, "SELECT COUNT(*) FROM corrections"), "0");
}

#[test]
fn a_database_of_the_version_before_is_brought_up_to_date() {
    let folder = tempdir().unwrap();
    let packed = read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/months/schema-2.db.gz")).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(packed.as_slice()).read_to_end(&mut bytes).unwrap();
    write(folder.path().join("d.db"), bytes).unwrap();
    let name = query(&folder, "SELECT organization_name FROM disclosures");
    put(&folder, &[line("/data/organization/name", "corrected", &json!(name), &json!("新しい名前"), "a", 1)]);
    assert_eq!(query(&folder, "PRAGMA user_version"), "5");
    assert_eq!(query(&folder, "SELECT organization_name FROM disclosures"), "新しい名前");
    assert_eq!(query(&folder, "SELECT state FROM corrected"), "corrected");
}
