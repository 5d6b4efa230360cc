//! The database as a file: older ones become new ones though the program is killed, and old SQLite reads them.

use crate::support::{DISCLOSURE, command, run};
use flate2::read::GzDecoder;
use rusqlite::Connection;
use rusqlite::types::Value as Cell;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::tempdir;

/// So many copies of the documents of an old database take long enough to be killed among them.
const COPIES: usize = 80;

/// The databases that each schema before this one left.
fn old_database(name: &str) -> Vec<u8> {
    let bytes = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/months").join(name)).unwrap();
    if name.ends_with(".gz") {
        let mut unpacked = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).unwrap();
        return unpacked;
    }
    bytes
}

/// Adds copies of all rows of a table, with other numbers and hashes. Each copy of a document has a path of its own.
fn multiply(database: &Connection, table: &str, changes: &str) {
    for copy in 1..=COPIES {
        let changes = changes.replace("{n}", &copy.to_string());
        let sql = format!(
            "CREATE TEMP TABLE copied AS SELECT * FROM {table} WHERE rowid < 1000;
             UPDATE copied SET {changes};
             INSERT INTO {table} SELECT * FROM copied; DROP TABLE copied;"
        );
        database.execute_batch(&sql).unwrap();
    }
}

/// Every row of every table, but for those of the search's own tables, which hold the same in other segments.
fn dump(path: &Path) -> Vec<(String, Vec<Vec<Cell>>)> {
    let database = Connection::open(path).unwrap();
    let names: Vec<String> = database
        .prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'disclosures_search%' ORDER BY name",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let rows = |name: &String| {
        let mut statement = database.prepare(&format!("SELECT * FROM \"{name}\" ORDER BY 1, 2")).unwrap();
        let width = statement.column_count();
        let rows = statement.query_map([], |row| (0..width).map(|at| row.get(at)).collect()).unwrap();
        rows.collect::<Result<Vec<Vec<Cell>>, _>>().unwrap()
    };
    names.iter().map(|name| (name.clone(), rows(name))).collect()
}

fn version(path: &Path) -> i64 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

#[test]
fn a_migration_that_is_killed_at_any_moment_comes_to_the_same() {
    for (name, old) in [("schema-1.db", 1), ("schema-2.db.gz", 2)] {
        let folder = tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("old.db"), old_database(name)).unwrap();
        {
            let database = Connection::open(at("old.db")).unwrap();
            database.execute_batch("PRAGMA foreign_keys = off; BEGIN").unwrap();
            multiply(
                &database,
                "documents",
                "id = id + {n} * 1000, sha256 = {n} || substr(sha256, 9), name = {n} || name",
            );
            if old == 1 {
                multiply(&database, "records", "document = document + {n} * 1000");
            } else {
                multiply(&database, "records", "id = id + {n} * 1000, document = document + {n} * 1000");
            }
            database.execute_batch("COMMIT").unwrap();
            assert_eq!(version(&at("old.db")), old);
        }
        std::fs::copy(at("old.db"), at("whole.db")).unwrap();
        // There is nothing to import; the database is brought up to date before that is seen.
        let migrate = ["import", "--from-parquet", "nowhere", "--db"];
        run(folder.path(), &[&migrate[..], &["whole.db"]].concat());
        assert!(version(&at("whole.db")) > old);
        std::fs::copy(at("old.db"), at("killed.db")).unwrap();
        let mut killed = 0;
        let mut wait = Duration::from_millis(4);
        while wait < Duration::from_secs(20) {
            let mut child = command(folder.path(), &[&migrate[..], &["killed.db"]].concat());
            let mut child = child.stdin(Stdio::null()).spawn().unwrap();
            std::thread::sleep(wait);
            wait = wait * 4 / 3;
            child.kill().unwrap();
            child.wait().unwrap();
            if version(&at("killed.db")) > old {
                break;
            }
            killed += 1;
        }
        assert!(killed > 0, "{name}: it was through before it was killed");
        run(folder.path(), &[&migrate[..], &["killed.db"]].concat());
        for ((table, one), (_, other)) in dump(&at("killed.db")).iter().zip(&dump(&at("whole.db"))) {
            assert!(one == other, "{name}, killed {killed} times: {table}");
        }
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 3, "{left:?}");
    }
}

/// What SQLite learned after 3.31 (January 2020): <https://www.sqlite.org/changes.html>.
const NEWER: &[&str] = &[
    "->",
    " strict",
    "returning",
    "generated always",
    " stored",
    " virtual)",
    "materialized",
    "iif(",
    "update from",
    "right join",
    "full join",
    "unixepoch",
    "format(",
    "concat",
    "string_agg",
    "octet_length",
    "trigram",
    "contentless",
    "sqlite_schema",
    "json_",
    "timediff",
    "math",
    "nulls ",
    "is distinct",
    "is not distinct",
];

#[test]
fn the_files_have_nothing_that_sqlite_3_31_does_not_know() {
    let folder = tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("in")).unwrap();
    std::fs::copy(DISCLOSURE, folder.path().join("in/a.txt")).unwrap();
    let import = run(folder.path(), &["import", "in", "--db", "d.db", "--in-process"]);
    assert_eq!(import.status, Some(0), "{}", import.err);
    let export = run(folder.path(), &["export", "--db", "d.db", "--to", "t", "--format", "sqlite"]);
    assert_eq!(export.status, Some(0), "{}", export.err);
    for name in ["d.db", "t/disclosures.db"] {
        let path = folder.path().join(name);
        let header = std::fs::read(&path).unwrap();
        // Neither a log beside it nor a later format: https://www.sqlite.org/fileformat.html, 1.3.
        assert_eq!((&header[18..20], &header[44..48]), (&[1, 1][..], &[0, 0, 0, 4][..]), "{name}");
        let database = Connection::open(&path).unwrap();
        let mut statement = database.prepare("SELECT COALESCE(sql, '') FROM sqlite_master").unwrap();
        let statements = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        for sql in statements.map(Result::unwrap) {
            // Comments are no syntax.
            let sql: String = sql.lines().map(|line| line.split("--").next().unwrap().to_lowercase() + "\n").collect();
            for newer in NEWER {
                assert!(!sql.contains(newer), "{name}: {newer} in {sql}");
            }
        }
    }
}

/// A Python that has these modules, where there is one.
fn python_with(modules: &str) -> Option<&'static str> {
    let has = std::process::Command::new("python3").args(["-c", &format!("import {modules}")]).output();
    let is_there = has.is_ok_and(|output| output.status.success());
    if !is_there {
        println!("skipped: python3 with {modules} is not installed");
    }
    is_there.then_some("python3")
}

fn said(program: &str, folder: &Path, args: &[&str]) -> String {
    let output = std::process::Command::new(program).current_dir(folder).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `read.py`, `load.sql` and `read.R` beside the tables, run by what they are for.
#[test]
fn the_scripts_beside_the_tables_read_them_with_their_types() {
    let folder = tempdir().unwrap();
    let form = crate::support::form();
    let mut record = crate::support::full_record(&form, "a.txt");
    record.source.sha256 = "a".repeat(64);
    std::fs::write(folder.path().join("r.jsonl"), serde_json::to_string(&record).unwrap()).unwrap();
    let export = run(folder.path(), &["export", "r.jsonl", "--to", "t"]);
    assert_eq!(export.status, Some(0), "{}", export.err);
    let tables = folder.path().join("t");
    let wanted = "01234567 2025-07-01 北海道,東京都 4";
    if let Some(python) = python_with("pandas") {
        let text = "import runpy; t = runpy.run_path('t/read.py'); d = t['disclosures'].iloc[0]
print(d.organization_agency_code, d.updated_on.date(), ','.join(d.facilities_sites_prefectures), len(t['checklist_items']))";
        assert_eq!(said(python, folder.path(), &["-c", text]), wanted);
    }
    if let Some(python) = python_with("duckdb") {
        let text = "import duckdb; c = duckdb.connect(); c.execute(open('load.sql', encoding='utf-8').read())
d = c.execute('SELECT organization_agency_code, updated_on, facilities_sites_prefectures FROM disclosures').fetchall()[0]
print(d[0], d[1].isoformat(), ','.join(d[2]), c.execute('SELECT count(*) FROM checklist_items').fetchall()[0][0])";
        assert_eq!(said(python, &tables, &["-c", text]), wanted);
    }
    if std::process::Command::new("Rscript").arg("--version").output().is_ok() {
        let text = "source('read.R', encoding = 'UTF-8'); d <- disclosures
cat(d$organization_agency_code, format(d$updated_on), paste(d$facilities_sites_prefectures[[1]], collapse = ','), nrow(checklist_items))";
        assert_eq!(said("Rscript", &tables, &["-e", text]), wanted);
    } else {
        println!("skipped: Rscript is not installed");
    }
}

/// What `--retry` reads again; the same manifest tells records of `extract` and tables of `export` where they came from.
#[test]
fn failures_are_read_again_as_retry_says() {
    let folder = tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("in")).unwrap();
    std::fs::copy(DISCLOSURE, folder.path().join("in/a.txt")).unwrap();
    std::fs::write(folder.path().join("in/memo.txt"), "買い物: 牛乳\n").unwrap();
    let import = |more: &[&str]| {
        let run = run(folder.path(), &[&["import", "in", "--db", "d.db", "--in-process"], more].concat());
        assert_eq!(run.status, Some(1), "{}", run.err);
        run.err.lines().find(|line| line.starts_with("2 documents: ")).unwrap().to_owned()
    };
    assert_eq!(import(&[]), "2 documents: 1 read, 1 failed; 1 with warnings");
    for (more, wanted) in [
        (&[][..], "2 documents: 1 unchanged, 1 still failing, 0 read, 0 failed; 0 with warnings"),
        (
            &["--max-cells", "5000", "--retry", "never"],
            "2 documents: 1 unchanged, 1 still failing, 0 read, 0 failed; 0 with warnings",
        ),
        (&["--max-cells", "5000"], "2 documents: 1 unchanged, 0 read, 1 failed; 0 with warnings"),
        (&["--max-cells", "5000"], "2 documents: 1 unchanged, 1 still failing, 0 read, 0 failed; 0 with warnings"),
        (&["--max-cells", "5000", "--retry", "failed"], "2 documents: 1 unchanged, 0 read, 1 failed; 0 with warnings"),
        (&["--max-cells", "5000", "--retry", "all"], "2 documents: 1 read, 1 failed; 1 with warnings"),
    ] {
        assert_eq!(import(more), wanted, "{more:?}");
    }
}

#[test]
fn a_manifest_is_for_records_and_exports_too() {
    let folder = tempdir().unwrap();
    std::fs::copy(DISCLOSURE, folder.path().join("a.txt")).unwrap();
    std::fs::write(folder.path().join("m.csv"), "path,url,crawler\na.txt,https://example.jp/a,x\n").unwrap();
    let source = "\"url\":\"https://example.jp/a\",\"provenance\":{\"crawler\":\"x\"}}";
    let extract = run(folder.path(), &["extract", "a.txt", "--manifest", "m.csv", "-o", "r.jsonl"]);
    assert_eq!(extract.status, Some(0), "{}", extract.err);
    assert!(std::fs::read_to_string(folder.path().join("r.jsonl")).unwrap().contains(source));
    for documents in ["a.txt", "r.jsonl"] {
        let export =
            run(folder.path(), &["export", documents, "--to", "t", "--manifest", "m.csv", "--format", "csv,jsonl"]);
        assert_eq!(export.status, Some(0), "{}", export.err);
        assert!(
            std::fs::read_to_string(folder.path().join("t/documents.csv")).unwrap().contains("https://example.jp/a")
        );
        assert!(std::fs::read_to_string(folder.path().join("t/records.jsonl")).unwrap().contains(source));
    }
}
