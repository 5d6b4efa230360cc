//! Which files are read, and where what comes of them goes.

use crate::support::{DISCLOSURE, Run, command, run, run_with_input};
use serde_json::Value;
use std::fs::{copy, create_dir_all, read, read_to_string, write};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use tempfile::{TempDir, tempdir};

/// Three documents, of which one is no disclosure.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in/sub")).unwrap();
    copy(DISCLOSURE, folder.path().join("in/a.txt")).unwrap();
    copy(DISCLOSURE, folder.path().join("in/sub/b.text")).unwrap();
    write(folder.path().join("in/sub/memo.txt"), "買い物\n").unwrap();
    folder
}

fn names(run: &Run) -> Vec<String> {
    let name = |line: &str| serde_json::from_str::<Value>(line).unwrap()["source"]["name"].as_str().unwrap().to_owned();
    run.out.lines().map(name).collect()
}

#[test]
fn patterns_and_lists_choose_files() {
    let folder = folder();
    let read = |args: &[&str]| names(&run(folder.path(), &[&["extract"], args].concat()));
    assert_eq!(read(&["in", "--include", "*.text"]), ["in/sub/b.text"]);
    assert_eq!(read(&["in", "--include", "sub/*"]), ["in/sub/b.text"]);
    assert_eq!(read(&["in", "--exclude", "sub/**"]), ["in/a.txt"]);
    // Where no shell expands it.
    assert_eq!(read(&["in/*.txt"]), ["in/a.txt"]);
    assert_eq!(read(&["in/**/*.text"]), ["in/sub/b.text"]);
    write(folder.path().join("list"), "in/sub/b.text\r\nin/a.txt\n").unwrap();
    assert_eq!(read(&["--files-from", "list"]), ["in/sub/b.text", "in/a.txt"]);
    let piped = run_with_input(folder.path(), &["extract", "--files-from", "-"], b"in/a.txt\0in/sub/b.text\0");
    assert_eq!(names(&piped), ["in/a.txt", "in/sub/b.text"]);
    let wrong = run(folder.path(), &["extract", "in", "--include", "["]);
    assert!(wrong.status == Some(2) && wrong.err.contains("hint: a pattern is such as"), "{}", wrong.err);
}

#[test]
fn archives_are_folders() {
    let folder = folder();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.path().join("in/c.zip")).unwrap());
    zip.start_file("年度/d.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&read(DISCLOSURE).unwrap()).unwrap();
    zip.finish().unwrap();
    let extract = run(folder.path(), &["extract", "in"]);
    assert_eq!(names(&extract), ["in/a.txt", "in/c.zip!/年度/d.txt", "in/sub/b.text"]);
    let import = || run(folder.path(), &["import", "in", "--db", "d.db", "--json"]);
    assert!(import().err.contains("4 documents: "));
    // Without the archive its member is gone; of an archive that is left out nothing is known.
    let left_out = run(folder.path(), &["import", "in", "--db", "d.db", "--exclude", "*.zip"]);
    assert!(!left_out.err.contains("gone"), "{}", left_out.err);
    std::fs::remove_file(folder.path().join("in/c.zip")).unwrap();
    let changes: Value = serde_json::from_str(&import().out).unwrap();
    assert_eq!(changes["changes"][0]["kind"], "document.removed");
    assert_eq!(changes["changes"][0]["name"], "in/c.zip!/年度/d.txt");
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_followed_when_asked() {
    let folder = folder();
    create_dir_all(folder.path().join("out")).unwrap();
    copy(DISCLOSURE, folder.path().join("out/o.txt")).unwrap();
    std::os::unix::fs::symlink("../out", folder.path().join("in/link")).unwrap();
    std::os::unix::fs::symlink("a.txt", folder.path().join("in/inside.txt")).unwrap();
    let plain = run(folder.path(), &["extract", "in"]);
    assert_eq!(names(&plain), ["in/a.txt", "in/inside.txt", "in/sub/b.text"]);
    assert!(
        plain.err.contains("in/link: source.unreadable: the link leads out of the folder (--follow-links"),
        "{}",
        plain.err
    );
    let followed = names(&run(folder.path(), &["extract", "in", "--follow-links"]));
    assert!(followed.contains(&"in/link/o.txt".to_owned()), "{followed:?}");
}

#[test]
fn records_and_failures_go_to_files_that_are_complete() {
    let folder = folder();
    let extract = run(folder.path(), &["extract", "in", "-o", "r.jsonl", "--failures", "f.jsonl"]);
    assert_eq!((extract.status, extract.out.as_str()), (Some(1), ""), "{}", extract.err);
    assert_eq!(read_to_string(folder.path().join("r.jsonl")).unwrap().lines().count(), 2);
    let failure: Value = serde_json::from_str(&read_to_string(folder.path().join("f.jsonl")).unwrap()).unwrap();
    assert_eq!(failure["source"]["name"], "in/sub/memo.txt");
    assert_eq!(failure["failure"]["reason"], "form.unrecognized");
    let export = run(folder.path(), &["export", "r.jsonl", "f.jsonl", "--to", "t"]);
    assert_eq!(export.status, Some(0), "{}", export.err);
    assert_eq!(read_to_string(folder.path().join("t/failures.csv")).unwrap().lines().count(), 2);
    let nowhere = run(folder.path(), &["extract", "in", "-o", "no/such/r.jsonl"]);
    assert!(nowhere.status == Some(2) && nowhere.err.contains("no/such/r.jsonl can't be written"), "{}", nowhere.err);
}

/// A device or a pipe that is named for records is written to, and stays what it is.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let folder = folder();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let path = pipe.clone();
    let reader = std::thread::spawn(move || read_to_string(path).unwrap());
    let extract = run(folder.path(), &["extract", "in", "-o", "pipe"]);
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo(), "{}", extract.err);
    assert_eq!(reader.join().unwrap().lines().count(), 2);
}

#[test]
fn passwords_come_from_a_file_or_the_environment() {
    let folder = tempdir().unwrap();
    let protected = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rendered/qpdf-password.pdf");
    copy(protected, folder.path().join("p.pdf")).unwrap();
    let [plain, file] = [&[][..], &["--password-file", "secret"]].map(|more| {
        write(folder.path().join("secret"), format!("{PASSWORD}\n")).unwrap();
        run(folder.path(), &[&["extract", "p.pdf"], more].concat())
    });
    assert!(plain.err.contains("source.encrypted"), "{}", plain.err);
    assert_eq!(file.status, Some(0), "{}", file.err);
    let args = ["import", "p.pdf", "--db", "d.db"];
    let mut by_environment = command(folder.path(), &args);
    let child = by_environment.env("YOMITORI_PASSWORD", PASSWORD).stdin(Stdio::null()).spawn().unwrap();
    let import = Run::from(child.wait_with_output().unwrap());
    assert_eq!(import.status, Some(0), "{}", import.err);
}

#[test]
fn an_address_is_no_file() {
    let folder = tempdir().unwrap();
    let address = run(folder.path(), &["extract", "https://example.jp/a.pdf"]);
    assert!(address.err.contains("this is an address, not a file (download it first: curl"), "{}", address.err);
}

/// With which the fixture is protected.
const PASSWORD: &str = "himitsu";
