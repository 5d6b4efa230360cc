//! Input that can't be read: each is named with a reason code, and nothing else is lost.

use crate::support::{DISCLOSURE, run, run_with_input};
use std::fs::{self, File};
use std::path::Path;
use tempfile::tempdir;

/// The reason that is given for a document with these bytes, while another beside it is read.
fn reason(name: &str, write: impl FnOnce(&Path)) -> String {
    let folder = tempdir().unwrap();
    write(&folder.path().join(name));
    fs::copy(DISCLOSURE, folder.path().join("z.txt")).unwrap();
    let run = run(folder.path(), &["extract", name, "z.txt"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert_eq!(run.out.lines().count(), 1, "the good document is delivered");
    let (_, rest) = run.err.split_once(&format!("{name}: ")).unwrap();
    rest.split(": ").next().unwrap().to_owned()
}

#[test]
fn every_kind_of_bad_file_has_its_reason() {
    let bytes = |bytes: &'static [u8]| move |path: &Path| fs::write(path, bytes).unwrap();
    assert_eq!(reason("empty.txt", bytes(b"")), "source.empty");
    assert_eq!(reason("spaces.txt", bytes(b" \r\n\t\n")), "source.empty");
    assert_eq!(reason("tabs.txt", |path| fs::write(path, "\t".repeat(100_000)).unwrap()), "source.empty");
    assert_eq!(reason("nul.txt", bytes(&[0; 1000])), "source.binary");
    assert_eq!(reason("large.txt", |path| File::create(path).unwrap().set_len(200 << 20).unwrap()), "source.too-large");
    assert_eq!(reason("line.txt", |path| fs::write(path, "あ".repeat(17_000_000)).unwrap()), "source.too-large");
    assert_eq!(reason("other.txt", bytes("買い物メモ".as_bytes())), "form.unrecognized");
    let cells = |path: &Path| fs::write(path, format!("機関名{}住所\n", "\t".repeat(100_000))).unwrap();
    assert_eq!(reason("cells.txt", cells), "form.unrecognized");
}

#[test]
fn broken_bytes_inside_a_disclosure_are_doubted_and_the_rest_is_read() {
    let mut bytes = fs::read(DISCLOSURE).unwrap();
    let at = bytes.len() / 2;
    bytes.splice(at..at, [0xff, 0xfe, 0x80]);
    let run = run_with_input(Path::new("."), &["extract", "-"], &bytes);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.contains("\"code\":\"text.garbled\""));
}

#[test]
fn an_endless_stream_is_cut_at_the_limit() {
    let run = run_with_input(Path::new("."), &["extract", "-", "--max-bytes", "10K"], &[b'a'; 20_000]);
    assert!(run.err.starts_with("-: source.too-large: "), "{}", run.err);
}

#[test]
#[cfg(unix)]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "x").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if File::open(&path).is_err() {
        let run = run(folder.path(), &["extract", "."]);
        assert!(run.err.starts_with("./a.txt: source.unreadable: "), "{}", run.err);
    }
}

#[test]
fn what_is_not_there_is_named() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    fs::write(folder.path().join("empty/.hidden"), "x").unwrap();
    let run = run(folder.path(), &["extract", "nowhere.txt", "empty"]);
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
    let lines: Vec<&str> = run.err.lines().collect();
    assert_eq!(lines.len(), 3, "{}", run.err);
    assert!(lines[0].starts_with("nowhere.txt: source.not-found: "), "{}", run.err);
    assert!(lines[1].starts_with("empty: source.empty: the folder holds no files"), "{}", run.err);
    assert_eq!(lines[2], "2 documents: 0 read, 2 failed; 0 with warnings");
}

#[test]
#[cfg(unix)]
fn links_to_nowhere_and_loops_are_named_and_hidden_ones_left_out() {
    use std::os::unix::fs::symlink;
    let folder = tempdir().unwrap();
    let docs = folder.path().join("docs");
    fs::create_dir(&docs).unwrap();
    symlink("gone.txt", docs.join("a.txt")).unwrap();
    symlink("gone.txt", docs.join(".#a.txt")).unwrap();
    symlink(".", docs.join("loop")).unwrap();
    let run = run(folder.path(), &["extract", "docs", "docs/a.txt"]);
    assert_eq!(run.status, Some(2));
    let dangling = "docs/a.txt: source.not-found: the link leads to gone.txt, which is not there";
    let lines: Vec<&str> = run.err.lines().collect();
    assert!(lines[0].starts_with(dangling) && lines[2].starts_with(dangling), "{}", run.err);
    assert!(
        lines[1].starts_with("docs/loop: source.unreadable: the link leads back to the folder docs "),
        "{}",
        run.err
    );
    assert!(!run.err.contains(".#a.txt"), "{}", run.err);
}

#[test]
#[cfg(unix)]
fn a_socket_in_a_folder_is_named_instead_of_waited_for() {
    let folder = tempdir().unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("s")).unwrap();
    let run = run(folder.path(), &["extract", "."]);
    assert!(run.err.starts_with("./s: source.unreadable: "), "{}", run.err);
}

#[test]
fn documents_that_are_no_form_fail_one_by_one_in_order() {
    let folder = tempdir().unwrap();
    for name in ["b.txt", "a.txt", "c/d.txt"] {
        let path = folder.path().join("docs").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "買い物メモ\n牛乳\n").unwrap();
    }
    for jobs in ["1", "4"] {
        let run = run(folder.path(), &["extract", "docs", "--jobs", jobs]);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
        let named: Vec<&str> =
            run.err.lines().filter_map(|line| line.split_once(": form.unrecognized: ")).map(|(name, _)| name).collect();
        assert_eq!(named, ["docs/a.txt", "docs/b.txt", "docs/c/d.txt"], "{}", run.err);
    }
    let run = run_with_input(folder.path(), &["extract", "-", "--pretty"], "買い物メモ".as_bytes());
    assert!(run.err.starts_with("-: form.unrecognized: "), "{}", run.err);
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
}
