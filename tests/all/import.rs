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

/// The line that counts documents.
fn last_line(run: &Run) -> &str {
    let counts = |line: &&str| line.contains(" documents: ") || line.contains(" document: ");
    run.err.lines().find(counts).unwrap_or(&run.err)
}

#[test]
fn only_what_is_new_is_read() {
    let folder = folder();
    let first = import(folder.path(), &[]);
    assert_eq!(first.status, Some(1), "{}", first.err);
    assert_eq!(last_line(&first), "13 documents: 7 read, 6 failed; 5 with warnings");
    let second = import(folder.path(), &[]);
    assert_eq!(second.status, Some(1), "failures stay failures: {}", second.err);
    assert_eq!(last_line(&second), "13 documents: 7 unchanged, 6 still failing, 0 read, 0 failed; 0 with warnings");
    assert!(second.err.ends_with(
        "6 documents fail as before and were not read again; yomitori status --failed --db d.db lists them\n"
    ));

    let corpus = folder.path().join("in/corpus");
    rename(corpus.join("001_cc183ff5e25e1523.txt"), corpus.join("moved.txt")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    write(corpus.join("new.txt"), format!("{text}\n\n")).unwrap();
    let third = import(folder.path(), &["--in-process"]);
    assert_eq!(last_line(&third), "14 documents: 7 unchanged, 6 still failing, 1 read, 0 failed; 1 with warnings");
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
    // Without a path, what was imported is known.
    let known = run(folder.path(), &["import", "--retry", "failed", "--db", "d.db"]);
    assert_eq!(last_line(&known), "13 documents: 7 unchanged, 0 read, 6 failed; 0 with warnings");
    assert_eq!(known.status, Some(1));
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
fn a_failure_is_read_again_with_other_options() {
    let folder = folder();
    import(folder.path(), &[]);
    let other = import(folder.path(), &["--max-pages", "7"]);
    assert_eq!(last_line(&other), "13 documents: 7 unchanged, 0 read, 6 failed; 0 with warnings");
    let same = import(folder.path(), &["--max-pages", "7"]);
    assert!(last_line(&same).contains("6 still failing"), "{}", same.err);
    // What is protected is tried with every password that is given, and nothing else is.
    let protected = folder.path().join("in/protected.pdf");
    copy(Path::new(env!("CARGO_MANIFEST_DIR")).join(PROTECTED), &protected).unwrap();
    assert!(last_line(&import(folder.path(), &["--max-pages", "7"])).contains("0 read, 1 failed"));
    for password in ["wrong", "wrong again"] {
        let tried = import(folder.path(), &["--max-pages", "7", "--password", password]);
        assert!(last_line(&tried).contains("6 still failing, 0 read, 1 failed"), "{}", tried.err);
    }
}

const PROTECTED: &str = "fixtures/rendered/qpdf-password.pdf";

#[test]
fn a_file_that_is_gone_is_past_and_one_that_was_never_there_is_no_document() {
    let folder = folder();
    let path = folder.path().join("in/corpus/new.txt");
    let one = |more: &[&str]| run(folder.path(), &[&["import", "in/corpus/new.txt", "--db", "d.db"], more].concat());
    let counts = || {
        let status = status(folder.path());
        ["documents", "read", "failed", "past"].map(|key| status[key].as_u64().unwrap())
    };
    assert_eq!(one(&[]).status, Some(2));
    assert_eq!(counts(), [0, 0, 0, 0]);
    copy(DISCLOSURE, &path).unwrap();
    assert_eq!(one(&[]).status, Some(0));
    assert_eq!(counts(), [1, 1, 0, 0]);
    remove_file(&path).unwrap();
    one(&["--gone", "keep"]);
    assert_eq!(counts(), [1, 1, 0, 0]);
    let gone = one(&[]);
    assert!(gone.err.contains("1 file gone; yomitori changes --db d.db lists them"), "{}", gone.err);
    assert_eq!(counts(), [0, 0, 0, 1]);
    let export = |more: &[&str]| run(folder.path(), &[&["export", "--db", "d.db", "--to", "t"], more].concat()).status;
    assert_eq!((export(&[]), export(&["--latest"]), export(&["--history"])), (Some(2), Some(2), Some(0)));
    // Forgotten, it was never there.
    let forget = |what: &str| run(folder.path(), &["forget", what, "--db", "d.db"]).status;
    assert_eq!((forget("in/corpus"), counts()), (Some(0), [0, 0, 0, 0]));
    assert_eq!(forget("in/corpus"), Some(2));
}

#[test]
fn a_folder_that_is_not_there_is_no_folder_that_was_emptied() {
    let folder = folder();
    import(folder.path(), &[]);
    rename(folder.path().join("in"), folder.path().join("away")).unwrap();
    assert_eq!(import(folder.path(), &[]).status, Some(2));
    create_dir_all(folder.path().join("in")).unwrap();
    assert_eq!(import(folder.path(), &[]).status, Some(2));
    assert_eq!(
        (status(folder.path())["documents"].as_u64(), status(folder.path())["past"].as_u64()),
        (Some(13), Some(0))
    );
}

#[test]
fn an_import_does_not_read_its_own_database_and_leaves_one_file() {
    let folder = folder();
    let inside = folder.path().join("in");
    for _ in 0..2 {
        let run = run(&inside, &["import", ".", "--db", "d.db"]);
        assert!(last_line(&run).starts_with("13 documents: "), "{}", run.err);
    }
    let names: Vec<_> = std::fs::read_dir(&inside).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.iter().filter(|name| name.to_string_lossy().starts_with("d.db")).count(), 1, "{names:?}");
    let database = Connection::open(inside.join("d.db")).unwrap();
    let journal: String = database.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
    assert_eq!(journal, "delete");
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf_8_stay_apart_and_are_kept() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    let names: [&[u8]; 2] = [b"\x8a\xc8.txt", b"\x96\x6b.txt"];
    for (number, name) in names.iter().enumerate() {
        write(folder.path().join("in").join(OsStr::from_bytes(name)), format!("{text}{}", "\n".repeat(number)))
            .unwrap();
    }
    assert_eq!(last_line(&import(folder.path(), &[])), "2 documents: 2 read, 0 failed; 2 with warnings");
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let rows =
        view(&database, "SELECT name, hex(raw) LIKE '%2F8AC8%' OR hex(raw) LIKE '%2F966B%' FROM paths ORDER BY name");
    assert_eq!(rows[1..], [["in/\\x8A\\xC8.txt", "1"], ["in/\\x96k.txt", "1"]]);
    drop(database);
    assert_eq!(last_line(&import(folder.path(), &[])), "2 documents: 2 unchanged, 0 read, 0 failed; 0 with warnings");
}

#[test]
fn a_registry_settles_whose_disclosures_are() {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    let record: Value = serde_json::from_str(&run(folder.path(), &["extract", DISCLOSURE]).out).unwrap();
    let said = |pointer: &str| record["evidence"][pointer]["raw"].as_str().unwrap().to_owned();
    let (name, code) = (said("/data/organization/name"), said("/data/organization/agency_code"));
    write(folder.path().join("in/a.txt"), &text).unwrap();
    write(folder.path().join("in/b.txt"), text.replace(&name, "あずま総合研究所")).unwrap();
    import(folder.path(), &[]);
    let counts =
        || (status(folder.path())["agencies"].as_u64(), status(folder.path())["doubts"].as_array().unwrap().len());
    assert_eq!(counts(), (Some(2), 2));
    write(folder.path().join("r.csv"), format!("code,name,aliases,note\n{code},{name},あずま総合研究所,one house\n"))
        .unwrap();
    import(folder.path(), &["--registry", "r.csv"]);
    assert_eq!(counts().0, Some(1));
    // It is remembered.
    write(folder.path().join("in/c.txt"), text.replace(&name, "あずま総合研究所 ")).unwrap();
    import(folder.path(), &[]);
    assert_eq!(counts().0, Some(1));
    write(folder.path().join("bad.csv"), "name\na\n").unwrap();
    let bad = import(folder.path(), &["--registry", "bad.csv"]);
    assert!(bad.status == Some(2) && bad.err.contains("it has no column \"code\""), "{}", bad.err);
}

#[test]
fn a_manifest_says_where_documents_came_from() {
    let folder = folder();
    let manifest = "path,url,fetched_at,crawler\nin/corpus/001_cc183ff5e25e1523.txt,https://example.jp/1,2026-11-01,c1\nno.txt,x,,\n";
    write(folder.path().join("m.csv"), manifest).unwrap();
    let run_ = import(folder.path(), &["--manifest", "m.csv"]);
    assert!(run_.err.contains("1 row of the manifest for no document that is there"), "{}", run_.err);
    run(folder.path(), &["export", "--db", "d.db", "--to", "t", "--format", "csv,jsonl"]);
    let documents = csv(&folder.path().join("t/documents.csv"));
    let row = documents.iter().find(|row| row[4] == "https://example.jp/1").unwrap();
    assert_eq!(row[5..], ["2026-11-01", "{\"crawler\":\"c1\"}"]);
    let records = std::fs::read_to_string(folder.path().join("t/records.jsonl")).unwrap();
    assert!(records.contains(
        "\"url\":\"https://example.jp/1\",\"fetched_at\":\"2026-11-01\",\"provenance\":{\"crawler\":\"c1\"}"
    ));
}

/// A database of schema 1 as the program before wrote it, of the document in this repository.
#[test]
fn an_older_database_becomes_a_new_one_in_place() {
    let folder = tempdir().unwrap();
    copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/months/schema-1.db"), folder.path().join("d.db")).unwrap();
    let refused = run(folder.path(), &["status", "--db", "d.db"]);
    assert!(refused.err.contains("yomitori import --db d.db brings it up to date"), "{}", refused.err);
    let nothing = run(folder.path(), &["import", "--db", "d.db"]);
    assert!(nothing.err.contains("no folder is known that was imported into this database"), "{}", nothing.err);
    let before = status(folder.path());
    assert_eq!((&before["documents"], &before["read"]), (&2.into(), &1.into()), "{before}");
    let export = run(folder.path(), &["export", "--db", "d.db", "--to", "t", "--format", "jsonl"]);
    assert_eq!(export.status, Some(0), "{}", export.err);
    // The path is known again, though it was relative to a folder that nobody knows.
    create_dir_all(folder.path().join("in")).unwrap();
    copy(DISCLOSURE, folder.path().join("in/a.txt")).unwrap();
    write(folder.path().join("in/memo.txt"), "買い物\n").unwrap();
    let again = import(folder.path(), &["--json"]);
    let changes: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!(changes["changes"], Value::Array(Vec::new()), "{}", again.err);
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    assert_eq!(view(&database, "SELECT COUNT(*), COUNT(DISTINCT document) FROM sightings")[1], ["2", "2"]);
}

/// Exports of the database and of the records themselves, in every format.
#[test]
fn the_export_is_that_of_the_records_at_any_number_of_jobs() {
    let folder = folder();
    let formats = ["--format", "csv,jsonl,parquet,xlsx,sqlite"];
    // It is of one agency and day with another, which only the database says.
    remove_file(folder.path().join("in/broken/truncated-form.txt")).unwrap();
    import(folder.path(), &["--jobs", "1"]);
    run(folder.path(), &[&["export", "--db", "d.db", "--to", "a"], &formats[..]].concat());
    remove_file(folder.path().join("d.db")).unwrap();
    import(folder.path(), &["--jobs", "3"]);
    run(folder.path(), &[&["export", "--db", "d.db", "--to", "b"], &formats[..]].concat());
    run(folder.path(), &[&["export", "in", "--to", "c", TODAY], &formats[..]].concat());
    let names: Vec<_> =
        std::fs::read_dir(folder.path().join("c")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 19);
    for name in names {
        let bytes = |of: &str| std::fs::read(folder.path().join(of).join(&name)).unwrap();
        assert!(bytes("a") == bytes("c"), "{name:?}");
        assert!(bytes("b") == bytes("c"), "{name:?}");
    }
}

/// Lists are JSON in the database and joined by | in CSV.
fn of_file(name: &str) -> String {
    let lists = ["facilities_sites_prefectures", "organization_category", "guideline_compliance"];
    let is_list = name.ends_with("_choices") || lists.iter().any(|list| name.ends_with(list));
    let is_list = is_list
        || ["targets", "functions", "ownership", "operation", "dedicated_space"].iter().any(|end| name.ends_with(end));
    let is_list = is_list || name.starts_with("fees_separate_billing");
    if is_list {
        format!("(SELECT group_concat(value, '|') FROM json_each(v.{name})) AS {name}")
    } else {
        format!("v.{name}")
    }
}

#[test]
fn the_tables_are_those_of_the_export() {
    let folder = folder();
    import(folder.path(), &[]);
    run(folder.path(), &["export", "--db", "d.db", "--to", "t"]);
    run(folder.path(), &["export", "--db", "d.db", "--to", "latest", "--latest"]);
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let names = view(&database, "SELECT name FROM pragma_table_info('disclosures')");
    let values: Vec<String> = names[1..].iter().flatten().skip(5).map(|name| of_file(name)).collect();
    let from = "FROM disclosures v JOIN records r ON r.id = v.record JOIN documents d ON d.id = v.document";
    let keys = "v.source_name, d.sha256, d.media_type, r.schema_version, r.form";
    let disclosures = format!("SELECT {keys}, {} {from}", values.join(", "));
    let order = "ORDER BY d.name, d.sha256";
    assert_eq!(view(&database, &format!("{disclosures} {order}")), csv(&folder.path().join("t/disclosures.csv")));
    let latest = format!("{disclosures} WHERE v.record IN (SELECT record FROM agencies) {order}");
    assert_eq!(view(&database, &latest), csv(&folder.path().join("latest/disclosures.csv")));
    for (table, columns) in [
        ("checklist_items", "section_id, section_title, position, no, text, t.status, plan"),
        ("diagnostics", "t.code, t.severity, t.pointer, t.message"),
    ] {
        let sql = format!(
            "SELECT v.source_name, d.sha256, {columns} {from} JOIN {table} t ON t.record = v.record {order}, t.position"
        );
        assert_eq!(view(&database, &sql), csv(&folder.path().join(format!("t/{table}.csv"))), "{table}");
    }
    let searched = view(
        &database,
        "SELECT COUNT(*) FROM disclosures WHERE record IN (SELECT rowid FROM disclosures_search WHERE disclosures_search MATCH '東京')",
    );
    assert_ne!(searched[1], ["0"]);
    for check in ["PRAGMA foreign_key_check", "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'"] {
        assert_eq!(view(&database, check).len(), 1, "{check}");
    }
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
    let rows = view(
        &database,
        "SELECT d.name, p.name FROM documents d JOIN sightings s ON s.document = d.id JOIN paths p ON p.id = s.path ORDER BY 2",
    );
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
