//! Imports that are killed, stopped, or meet documents and databases that do harm.

use crate::support::{DISCLOSURE, Run, command, run};
use rusqlite::Connection;
use std::fs::{create_dir_all, write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::{TempDir, tempdir};

/// So many documents are read in these tests; each takes a fifth of a second.
const DOCUMENTS: usize = 24;

/// So many take long enough that no machine is through with them before it is told to stop.
const MANY: usize = 400;

/// Documents that are slow, and a folder for them.
fn slow_documents(count: usize) -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    for number in 0..count {
        let path = folder.path().join(format!("in/{number:03}.txt"));
        write(path, format!("yomitori poison: sleep\n{text}{}", "\n".repeat(number))).unwrap();
    }
    folder
}

fn import<'a>(db: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["import", "in", "--db", db, "--test-source", "--jobs", "4"], more].concat()
}

fn start(folder: &Path, args: &[&str]) -> Child {
    command(folder, args).stdin(Stdio::null()).spawn().unwrap()
}

/// What an export of a database has, byte for byte.
fn exported(folder: &Path, db: &str) -> Vec<(String, Vec<u8>)> {
    let to = format!("{db}-export");
    let export = run(folder, &["export", "--db", db, "--to", &to, "--format", "csv,jsonl"]);
    assert_eq!(export.status, Some(0), "{}", export.err);
    let mut files: Vec<_> = std::fs::read_dir(folder.join(to)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .iter()
        .map(|file| (file.file_name().unwrap().to_string_lossy().into(), std::fs::read(file).unwrap()))
        .collect()
}

/// Waits until a database has a document: the import has begun to commit.
fn wait_for_documents(folder: &Path, db: &str, least: i64) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while Instant::now() < deadline {
        let count = Connection::open(folder.join(db)).ok().and_then(|database| {
            database.query_row("SELECT COUNT(*) FROM documents", [], |row| row.get::<_, i64>(0)).ok()
        });
        if count >= Some(least) {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the import does not begin");
}

#[test]
fn an_import_that_is_killed_again_and_again_comes_to_the_same() {
    let folder = slow_documents(DOCUMENTS);
    let unbroken = run(folder.path(), &import("a.db", &["--today=2031-03-01"]));
    assert_eq!(unbroken.status, Some(0), "{}", unbroken.err);
    for least in [1, 6, 12] {
        let mut child = start(folder.path(), &import("b.db", &["--today=2031-03-01"]));
        wait_for_documents(folder.path(), "b.db", least);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let rest = run(folder.path(), &import("b.db", &["--today=2031-03-01"]));
    assert_eq!(rest.status, Some(0), "{}", rest.err);
    assert!(rest.err.contains("unchanged"), "{}", rest.err);
    assert_eq!(exported(folder.path(), "b.db"), exported(folder.path(), "a.db"));
    no_worker_is_left("--today=2031-03-01");
}

#[test]
fn two_imports_at_once_do_not_disturb_each_other() {
    let folder = slow_documents(DOCUMENTS);
    let args = import("d.db", &["--today=2031-03-02"]);
    let children = [start(folder.path(), &args), start(folder.path(), &args)];
    for child in children {
        let run = Run::from(child.wait_with_output().unwrap());
        assert_eq!(run.status, Some(0), "{}", run.err);
    }
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let count = |table: &str| {
        database.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get::<_, usize>(0)).unwrap()
    };
    assert_eq!((count("documents"), count("records"), count("paths")), (DOCUMENTS, DOCUMENTS, DOCUMENTS));
}

#[cfg(unix)]
#[test]
fn ctrl_c_finishes_what_is_under_way_and_says_how_to_go_on() {
    let folder = slow_documents(MANY);
    let child = start(folder.path(), &import("d.db", &["--today=2031-03-03"]));
    wait_for_documents(folder.path(), "d.db", 1);
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let run_ = Run::from(child.wait_with_output().unwrap());
    assert_eq!(run_.status, Some(1), "{}", run_.err);
    assert!(run_.err.contains("press Ctrl-C again to stop at once"), "{}", run_.err);
    assert!(run_.err.contains("the same command goes on with them"), "{}", run_.err);
    assert!(run_.err.contains(" 0 failed"), "{}", run_.err);
    // Without the tests' source they are quick.
    let rest = run(folder.path(), &["import", "in", "--db", "d.db"]);
    assert_eq!(rest.status, Some(0), "{}", rest.err);
    no_worker_is_left("--today=2031-03-03");
}

#[test]
fn poisonous_documents_fail_by_themselves() {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let text = std::fs::read_to_string(DISCLOSURE).unwrap();
    for number in 0..6 {
        write(folder.path().join(format!("in/{number}.txt")), format!("{text}{}", "\n".repeat(number))).unwrap();
    }
    let poisons = ["abort", "hang", "memory", "overflow"];
    for poison in poisons {
        write(folder.path().join(format!("in/{poison}.txt")), format!("yomitori poison: {poison}\n")).unwrap();
    }
    let more = ["--today=2031-03-04", "--max-time", "3", "--max-memory", "1G"];
    let import_ = run(folder.path(), &import("d.db", &more));
    assert_eq!(import_.status, Some(1), "{}", import_.err);
    assert!(import_.err.contains("6 read, 4 failed"), "{}", import_.err);
    let failed = run(folder.path(), &["status", "--db", "d.db", "--failed"]).out;
    let reasons: Vec<_> = failed.lines().map(|line| line.split(": ").nth(1).unwrap()).collect();
    assert_eq!(reasons, ["worker.crashed", "worker.timeout", "worker.memory", "worker.crashed"], "{failed}");
    no_worker_is_left("--today=2031-03-04");
    // They are known now, and not read again until someone asks.
    let again = run(folder.path(), &import("d.db", &more));
    assert!(again.err.contains("6 unchanged, 4 still failing"), "{}", again.err);
    // Without the tests' source they are text that is not the form.
    let text = run(folder.path(), &["import", "--retry", "failed", "--db", "d.db"]);
    assert!(text.err.contains("form.unrecognized"), "{}", text.err);
}

/// A second worker may have been started for the tests, but none outlives the import. Workers are told by an argument
/// that only one test gives them.
fn no_worker_is_left(argument: &str) {
    let is_left = || {
        let Ok(processes) = std::fs::read_dir("/proc") else { return false };
        let lines = processes.filter_map(|entry| std::fs::read(entry.ok()?.path().join("cmdline")).ok());
        lines.map(|line| String::from_utf8_lossy(&line).into_owned()).any(|line| line.contains(argument))
    };
    let deadline = Instant::now() + Duration::from_secs(10);
    while is_left() {
        assert!(Instant::now() < deadline, "a worker is left");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_record_may_be_no_longer_than_the_limit() {
    let folder = tempdir().unwrap();
    for more in [&[][..], &["--in-process"]] {
        let args = ["import", DISCLOSURE, "--db", "d.db", "--retry", "all", "--max-output", "1K"];
        let import = run(folder.path(), &[&args, more].concat());
        assert_eq!(import.status, Some(2), "{}", import.err);
        assert!(import.err.contains("source.limit: the record has"), "{}", import.err);
    }
}

#[test]
fn a_worker_that_can_not_start_is_no_fault_of_the_documents() {
    let folder = tempdir().unwrap();
    let import = run(folder.path(), &["import", DISCLOSURE, "--db", "d.db", "--max-memory", "1M"]);
    assert_eq!(import.status, Some(2), "{}", import.err);
    assert!(import.err.contains("error: a worker process can't be started"), "{}", import.err);
    assert!(import.err.contains("--max-memory"), "{}", import.err);
    let status = run(folder.path(), &["status", "--db", "d.db", "--json"]);
    assert!(status.out.contains("\"documents\": 0"), "{}", status.out);
}

#[test]
fn a_database_that_can_not_be_used_is_named_and_left_alone() {
    let folder = tempdir().unwrap();
    let refused = |db: &str, what: &str| {
        for args in
            [&["import", DISCLOSURE, "--db", db][..], &["status", "--db", db], &["export", "--to", "t", "--db", db]]
        {
            let run = run(folder.path(), args);
            assert_eq!(run.status, Some(2), "{args:?}: {}", run.err);
            assert!(run.err.contains(what), "{args:?}: {}", run.err);
        }
    };
    write(folder.path().join("text.db"), "no database at all\n".repeat(100)).unwrap();
    refused("text.db", "this is not a database of yomitori");
    let other = Connection::open(folder.path().join("other.db")).unwrap();
    other.execute_batch("CREATE TABLE documents (id INTEGER)").unwrap();
    refused("other.db", "this is not a database of yomitori");

    run(folder.path(), &["import", DISCLOSURE, "--db", "d.db"]);
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    refused("d.db", "the database has schema 99, this program knows 5");
    let missing = run(folder.path(), &["status", "--db", "none.db"]);
    assert_eq!(missing.status, Some(2));
    assert!(missing.err.contains("there is no such database"), "{}", missing.err);
    assert!(!folder.path().join("none.db").exists());
}
