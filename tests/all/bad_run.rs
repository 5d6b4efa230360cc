//! One run over every kind of bad input among good ones: each is named with its reason, the good ones are
//! delivered, and the memory it takes is bounded.

use crate::mutants::Random;
use crate::support::{DISCLOSURE, Run};
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::tempdir;

/// What a run may take of the address space, in KiB: less than three copies of the largest input, some of it mapped before
/// anything is read: two processes and the stacks of their threads.
const ADDRESS_SPACE: &str = "573440";

/// Runs the program under a limit on its address space.
fn run_within(folder: &Path, args: &[&str], input: Stdio) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v \"$0\" && exec \"$@\"", ADDRESS_SPACE, env!("CARGO_BIN_EXE_yomitori")]);
    Run::from(command.args(args).current_dir(folder).stdin(input).output().unwrap())
}

/// 200 MB of zeros that take no space on disk.
fn huge(path: &Path) {
    File::create(path).unwrap().set_len(200_000_000).unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn what_is_bad_is_named_and_what_is_good_is_delivered() {
    let folder = tempdir().unwrap();
    let docs = folder.path().join("docs");
    fs::create_dir(&docs).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(docs.join(name), bytes).unwrap();
    let disclosure = fs::read(DISCLOSURE).unwrap();
    let mut random = Random::new(7);
    let junk: Vec<u8> = (0..1_000_000).map(|_| random.below(256) as u8).collect();
    let mut garbled = disclosure.clone();
    garbled.splice(2_000..2_000, [0xff, 0xe3, 0x41, 0xc0]);
    write("a-good.txt", &disclosure);
    write("b-empty.txt", b"");
    write("c-junk.txt", &junk);
    write("d-memo.txt", "買い物メモ\n牛乳\n".as_bytes());
    huge(&docs.join("e-huge.txt"));
    write("f-line.txt", "あ".repeat(50_000_000 / 3).as_bytes());
    write("g-tabs.txt", "\t".repeat(100_000).as_bytes());
    write("h-garbled.txt", &garbled);
    write("i-nul.txt", &[0; 5_000]);
    write("j-nul-inside.txt", &[&disclosure[..3_000], &[0; 3], &disclosure[3_000..]].concat());
    std::os::unix::fs::symlink("nowhere.txt", docs.join("k-dangling.txt")).unwrap();
    // Nobody can read through a link to itself, the superuser neither.
    std::os::unix::fs::symlink("l-unreadable.txt", docs.join("l-unreadable.txt")).unwrap();
    write("m-good.txt", &disclosure);
    fs::create_dir(folder.path().join("none")).unwrap();

    let run = run_within(folder.path(), &["extract", "docs", "none", "--jobs", "2"], Stdio::null());
    assert_eq!(run.status, Some(1), "{}", run.err);
    let failed: Vec<_> = run.err.lines().filter_map(|line| line.split_once(": ")).collect();
    let failed: Vec<_> = failed.iter().filter_map(|(name, rest)| Some((*name, rest.split_once(": ")?.0))).collect();
    assert_eq!(
        failed,
        [
            ("docs/b-empty.txt", "source.empty"),
            ("docs/c-junk.txt", "source.binary"),
            ("docs/d-memo.txt", "form.unrecognized"),
            ("docs/e-huge.txt", "source.too-large"),
            ("docs/f-line.txt", "source.too-large"),
            ("docs/g-tabs.txt", "source.empty"),
            ("docs/i-nul.txt", "source.binary"),
            ("docs/k-dangling.txt", "source.not-found"),
            ("docs/l-unreadable.txt", "source.unreadable"),
            ("none", "source.empty"),
        ]
    );
    let records: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: Vec<_> = records.iter().map(|record| record["source"]["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["docs/a-good.txt", "docs/h-garbled.txt", "docs/j-nul-inside.txt", "docs/m-good.txt"]);
    assert_eq!(records[0]["data"], records[3]["data"]);
    assert_eq!(records[0]["data"], records[2]["data"], "control characters are dropped");
    for (record, is_garbled) in records.iter().zip([false, true, true, false]) {
        let diagnostics = record["diagnostics"].as_array().unwrap();
        assert_eq!(diagnostics.iter().any(|doubt| doubt["code"] == "text.garbled"), is_garbled);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_huge_stream_is_cut_off_within_the_same_memory() {
    let folder = tempdir().unwrap();
    huge(&folder.path().join("huge.txt"));
    let input = File::open(folder.path().join("huge.txt")).unwrap();
    let run = run_within(folder.path(), &["extract", "-"], input.into());
    assert_eq!((run.status, run.out.as_str()), (Some(2), ""));
    assert!(run.err.starts_with("-: source.too-large: "), "{}", run.err);
}
