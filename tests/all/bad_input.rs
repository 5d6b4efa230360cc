//! Input that can't be read: each is named with a reason code, and nothing else is lost.

use crate::support::{run, run_with_input};
use tempfile::tempdir;

#[test]
fn what_is_not_there_is_named() {
    let folder = tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    std::fs::write(folder.path().join("empty/.hidden"), "x").unwrap();
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
    std::fs::create_dir(&docs).unwrap();
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
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "買い物メモ\n牛乳\n").unwrap();
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
