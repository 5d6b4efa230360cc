//! No document harms another: every command that reads documents does so in worker processes.

use crate::support::{DISCLOSURE, Run, run};
use std::fs::{create_dir_all, read_to_string, write};
use std::path::Path;
use std::time::Duration;
use tempfile::{TempDir, tempdir};
use yomitori::digest::sha256;
use yomitori::form::DAIKO_KIKAN;
use yomitori::reading::Source;
use yomitori::worker::{Launch, Pool, Task};

/// What documents of the tests do to their process, and the reason that each must have.
const POISONS: [(&str, &str); 4] = [
    ("abort", "worker.crashed"),
    ("hang", "worker.timeout"),
    ("memory", "worker.memory"),
    ("overflow", "worker.crashed"),
];

/// Good documents in each folder of the tests.
const GOOD: usize = 40;

/// A folder of good documents, a poisonous one behind every tenth.
fn folder(poisons: &[(&str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    let text = read_to_string(DISCLOSURE).unwrap();
    for number in 0..GOOD {
        write(folder.path().join(format!("in/{number:02}.txt")), format!("{text}{}", "\n".repeat(number))).unwrap();
    }
    for (number, (poison, _)) in poisons.iter().enumerate() {
        let path = folder.path().join(format!("in/{number}5-{poison}.txt"));
        write(path, format!("yomitori poison: {poison}\n")).unwrap();
    }
    folder
}

fn read(folder: &Path, args: &[&str]) -> Run {
    run(folder, &[args, &["--test-source", "--max-time", "3", "--max-memory", "1G", "--today=2031-04-01"]].concat())
}

#[test]
fn poisonous_documents_cost_only_themselves() {
    let (poisoned, good) = (folder(&POISONS), folder(&[]));
    let expected = run(good.path(), &["extract", "in", "--in-process", "--today=2031-04-01"]);
    for jobs in ["1", "3"] {
        let extract = read(poisoned.path(), &["extract", "in", "--jobs", jobs]);
        assert_eq!(extract.status, Some(1), "{}", extract.err);
        assert!(extract.out == expected.out, "the good documents' records differ");
        for (poison, reason) in POISONS {
            assert!(extract.err.contains(&format!("5-{poison}.txt: {reason}: ")), "{}", extract.err);
        }
    }
}

#[test]
fn records_are_the_same_bytes_in_either_place() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let of = |more: &[&str]| run(&corpus, &[&["extract", "corpus", "office", "--today=2031-04-01"], more].concat());
    let (here, workers, pretty) = (of(&["--in-process"]), of(&[]), of(&["--pretty", "--jobs", "1"]));
    assert!(here.out == workers.out && here.err == workers.err);
    assert!(pretty.out == of(&["--pretty", "--in-process"]).out);
}

#[test]
fn commands_for_one_document_say_why_it_ended() {
    let folder = folder(&POISONS[..2]);
    for args in [
        &["inspect", "in/15-hang.txt"][..],
        &["inspect", "in/15-hang.txt", "--phase", "document"],
        &["diff", "in/00.txt", "in/15-hang.txt"],
    ] {
        let run = read(folder.path(), args);
        assert_eq!(run.status, Some(2), "{}", run.err);
        assert!(run.err.contains("in/15-hang.txt: worker.timeout: "), "{}", run.err);
    }
    let verify = read(folder.path(), &["verify", "in", "--golden", "golden"]);
    assert!(verify.out.contains("worker.timeout") && verify.out.contains("worker.crashed"), "{}", verify.out);
    let accept = read(folder.path(), &["accept", "in", "--golden", "golden"]);
    assert_eq!(accept.status, Some(0), "{}", accept.err);
    assert_eq!(read(folder.path(), &["verify", "in", "--golden", "golden"]).status, Some(0));
}

#[test]
fn a_worker_that_can_not_start_is_no_fault_of_the_documents() {
    let run = run(Path::new("."), &["extract", DISCLOSURE, "--max-memory", "1M"]);
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
    assert!(run.err.contains("error: a worker process can't be started"), "{}", run.err);
}

#[test]
#[cfg(unix)]
fn a_document_whose_worker_was_killed_is_read_once_more() {
    let folder = folder(&[("abort", "")]);
    // The first worker is one that the document ends, the next takes it for plain text.
    let script = "if mkdir \"$0\" 2>/dev/null; then exec \"$1\" worker --test-source; else exec \"$1\" worker; fi";
    let started = folder.path().join("started").to_string_lossy().into_owned();
    let arguments = ["-c", script, &started, env!("CARGO_BIN_EXE_yomitori")];
    let launch = Launch {
        program: "/bin/sh".into(),
        arguments: arguments.map(Into::into).into(),
        form_hash: sha256(DAIKO_KIKAN.as_bytes()),
        time: Duration::from_secs(60),
        output: 64 << 20,
    };
    let source = |name: &str| {
        let path = folder.path().join("in").join(name);
        Source { name: name.to_owned(), sha256: String::new(), bytes: std::fs::read(path).unwrap() }
    };
    let sources = ["00.txt", "05-abort.txt", "01.txt"].map(source).into();
    let replies = Pool::start(&launch).unwrap().perform(&Task::Records { pretty: false, only: true }, sources);
    let reasons: Vec<&str> = replies
        .iter()
        .map(|reply| reply.as_ref().map_or_else(|unread| unread.failure.reason.name(), |_| "read"))
        .collect();
    assert_eq!(reasons, ["read", "form.unrecognized", "read"]);
}

#[test]
fn an_export_of_documents_reads_in_worker_processes() {
    let folder = folder(&POISONS[..1]);
    let export = read(folder.path(), &["export", "in", "--to", "tables"]);
    assert_eq!(export.status, Some(1), "{}", export.err);
    assert!(export.err.contains("05-abort.txt: worker.crashed: "), "{}", export.err);
    assert!(export.err.contains(&format!("{GOOD} documents")), "{}", export.err);
}
