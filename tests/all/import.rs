//! Imports: what is known is not read again, and what comes out of the database is what went in.

use crate::support::{DISCLOSURE, Run, run};
use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use serde_json::Value;
use std::fs::{copy, create_dir_all, remove_file, rename, write};
use std::path::Path;
use tempfile::{TempDir, tempdir};

const TODAY: &str = "--today=2026-11-20";

/// The corpus and what is broken, in a folder called `in`.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    for kind in ["corpus", "broken"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(kind);
        create_dir_all(folder.path().join("in").join(kind)).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            copy(entry.path(), folder.path().join("in").join(kind).join(entry.file_name())).unwrap();
        }
    }
    folder
}

fn import(folder: &Path, more: &[&str]) -> Run {
    run(folder, &[&["import", "in", "--db", "d.db", TODAY], more].concat())
}

fn status(folder: &Path) -> Value {
    let run = run(folder, &["status", "--db", "d.db", "--json"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn last_line(run: &Run) -> &str {
    run.err.lines().last().unwrap_or_default()
}

#[test]
fn only_what_is_new_is_read() {
    let folder = folder();
    let first = import(folder.path(), &[]);
    assert_eq!(first.status, Some(1), "{}", first.err);
    assert_eq!(last_line(&first), "13 documents: 7 read, 6 failed; 5 with warnings");
    let second = import(folder.path(), &[]);
    assert_eq!(second.status, Some(0), "{}", second.err);
    assert_eq!(last_line(&second), "13 documents: 13 unchanged, 0 read, 0 failed; 0 with warnings");

    let corpus = folder.path().join("in/corpus");
    rename(corpus.join("001_cc183ff5e25e1523.txt"), corpus.join("moved.txt")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    write(corpus.join("new.txt"), format!("{text}\n\n")).unwrap();
    let third = import(folder.path(), &["--in-process"]);
    assert_eq!(last_line(&third), "14 documents: 13 unchanged, 1 read, 0 failed; 1 with warnings");
    let status = status(folder.path());
    assert_eq!((&status["documents"], &status["read"], &status["failed"]), (&14.into(), &8.into(), &6.into()));
    assert_eq!(status["outdated"], 0);
}

#[test]
fn another_form_file_or_a_wish_reads_everything_again() {
    let folder = folder();
    import(folder.path(), &[]);
    let failed = import(folder.path(), &["--retry", "failed"]);
    assert_eq!(last_line(&failed), "13 documents: 7 unchanged, 0 read, 6 failed; 0 with warnings");
    // Without a path, what failed is known.
    let known = run(folder.path(), &["import", "--retry", "failed", "--db", "d.db"]);
    assert_eq!(last_line(&known), "6 documents: 0 read, 6 failed; 0 with warnings");
    assert_eq!(known.status, Some(2), "nothing was read");
    let all = run(folder.path(), &["import", "--retry", "all", "--db", "d.db"]);
    assert_eq!(last_line(&all), "13 documents: 7 read, 6 failed; 5 with warnings");

    let form = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms/daiko-kikan.toml");
    let text = std::fs::read_to_string(form).unwrap();
    write(folder.path().join("f.toml"), format!("{text}\n# another\n")).unwrap();
    let other = import(folder.path(), &["--form", "f.toml"]);
    assert_eq!(last_line(&other), "13 documents: 7 read, 6 failed; 5 with warnings");
    assert_eq!(status(folder.path())["outdated"], 13, "the built-in form has not read them");
}

#[test]
fn a_file_that_is_gone_keeps_its_record_and_one_that_comes_back_is_read() {
    let folder = folder();
    let path = folder.path().join("in/corpus/new.txt");
    let gone = run(folder.path(), &["import", "in/corpus/new.txt", "--db", "d.db"]);
    assert_eq!(gone.status, Some(2), "{}", gone.err);
    assert_eq!(status(folder.path())["reasons"][0]["value"], "source.not-found");
    copy(DISCLOSURE, &path).unwrap();
    let here = run(folder.path(), &["import", "in/corpus/new.txt", "--db", "d.db"]);
    assert_eq!(here.status, Some(0), "{}", here.err);
    assert_eq!(status(folder.path())["failed"], 0);
    remove_file(&path).unwrap();
    run(folder.path(), &["import", "in/corpus/new.txt", "--db", "d.db"]);
    let status = status(folder.path());
    assert_eq!((&status["read"], &status["failed"]), (&1.into(), &0.into()));
}

/// Exports of the database and of the records themselves, in every format.
#[test]
fn the_export_is_that_of_the_records_at_any_number_of_jobs() {
    let folder = folder();
    let formats = ["--format", "csv,jsonl,parquet,xlsx"];
    import(folder.path(), &["--jobs", "1"]);
    run(folder.path(), &[&["export", "--db", "d.db", "--to", "a"], &formats[..]].concat());
    remove_file(folder.path().join("d.db")).unwrap();
    import(folder.path(), &["--jobs", "3"]);
    run(folder.path(), &[&["export", "--db", "d.db", "--to", "b"], &formats[..]].concat());
    let records = run(folder.path(), &["extract", "in", TODAY]);
    write(folder.path().join("r.jsonl"), records.out).unwrap();
    run(folder.path(), &[&["export", "r.jsonl", "--to", "c"], &formats[..]].concat());
    let names: Vec<_> =
        std::fs::read_dir(folder.path().join("c")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 9);
    for name in names {
        let bytes = |of: &str| std::fs::read(folder.path().join(of).join(&name)).unwrap();
        assert!(bytes("a") == bytes("c"), "{name:?}");
        assert!(bytes("b") == bytes("c"), "{name:?}");
    }
}

#[test]
fn the_views_are_the_tables_of_the_export() {
    let folder = folder();
    import(folder.path(), &[]);
    run(folder.path(), &["export", "--db", "d.db", "--to", "t"]);
    run(folder.path(), &["export", "--db", "d.db", "--to", "latest", "--latest"]);
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    for table in ["disclosures", "checklist_items", "diagnostics"] {
        let of_file = csv(&folder.path().join(format!("t/{table}.csv")));
        assert_eq!(view(&database, &format!("SELECT * FROM {table}")), of_file, "{table}");
    }
    let agencies = view(&database, "SELECT * FROM agencies");
    let latest = csv(&folder.path().join("latest/disclosures.csv"));
    assert_eq!(agencies.len(), latest.len());
    for (agency, latest) in agencies.iter().zip(&latest) {
        assert_eq!(agency[3..], latest[..]);
    }
    assert_eq!(agencies[0][..3], ["agency", "disclosures", "first_updated_on"]);
}

fn csv(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A query's column names and rows as text.
fn view(database: &Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = database.prepare(sql).unwrap();
    let mut table = vec![statement.column_names().map(str::to_owned).collect::<Vec<_>>()];
    let width = table[0].len();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let cell = |at| match row.get::<_, Cell>(at).unwrap() {
            Cell::Null => String::new(),
            Cell::Integer(number) => number.to_string(),
            Cell::Text(text) => text,
            other => panic!("{other:?}"),
        };
        table.push((0..width).map(cell).collect());
    }
    table
}

#[test]
fn the_same_content_under_two_names_is_one_document() {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    for name in ["b.txt", "a.txt"] {
        copy(DISCLOSURE, folder.path().join("in").join(name)).unwrap();
    }
    run(folder.path(), &["import", "in/b.txt", "--db", "d.db"]);
    let both = import(folder.path(), &[]);
    assert_eq!(last_line(&both), "2 documents: 2 unchanged, 0 read, 0 failed; 0 with warnings");
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let rows =
        view(&database, "SELECT d.name, p.path FROM documents d JOIN paths p ON p.document = d.id ORDER BY path");
    assert_eq!(rows[1..], [["in/a.txt", "in/a.txt"], ["in/a.txt", "in/b.txt"]]);
}

#[test]
fn the_last_two_disclosures_of_an_agency_are_compared() {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    write(folder.path().join("in/2024.txt"), &text).unwrap();
    import(folder.path(), &[]);
    let none = run(folder.path(), &["diff", "--db", "d.db"]);
    assert_eq!(
        (none.status, none.err.as_str()),
        (Some(2), "0 agencies with two disclosures, 0 of them with differences\n")
    );
    let record: Value = serde_json::from_str(&run(folder.path(), &["extract", "in/2024.txt"]).out).unwrap();
    let phone = record["evidence"]["/data/organization/phone"]["raw"].as_str().unwrap();
    write(folder.path().join("in/2025.txt"), text.replace(phone, "03-9999-9999")).unwrap();
    import(folder.path(), &[]);
    let two = run(folder.path(), &["diff", "--db", "d.db", "--json"]);
    assert_eq!(two.status, Some(1), "{}", two.err);
    let json: Value = serde_json::from_str(&two.out).unwrap();
    assert_eq!(json[0]["b"]["name"], "in/2025.txt");
    assert_eq!(json[0]["fields"][0]["pointer"], "/data/organization/phone");
    assert_eq!(json[0]["fields"][0]["new"], "03-9999-9999");
    let other = run(folder.path(), &["diff", "--db", "d.db", "--agency", "00000000"]);
    assert_eq!(other.status, Some(2));
}
