//! What a newcomer and a script meet: help, usage errors, exit status.

use crate::support::{command, run};
use std::path::Path;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_command_has_help_with_examples() {
    for name in ["extract", "export", "schema", "explain", "inspect", "diff", "verify"] {
        let help = run(here(), &[name, "--help"]);
        assert_eq!(help.status, Some(0));
        assert!(help.out.contains("Examples:\n  yomitori "), "{name}: {}", help.out);
    }
    let help = run(here(), &["--help"]);
    for name in ["extract", "export", "schema", "explain", "inspect", "diff", "verify", "accept"] {
        assert!(help.out.contains(&format!("\n  {name} ")), "{}", help.out);
    }
    assert!(help.out.lines().all(|line| line.chars().count() <= 100), "{}", help.out);
}

/// Texts have no line breaks of their own, which a narrow terminal would break once more.
#[test]
fn texts_of_the_help_wrap_once() {
    for name in [
        "extract", "import", "status", "changes", "export", "forget", "schema", "explain", "inspect", "diff", "verify",
        "accept",
    ] {
        let help = run(here(), &[name, "--help"]).out;
        let lines: Vec<&str> = help.lines().collect();
        for pair in lines.windows(2) {
            let first = pair[1].split(' ').next().unwrap_or_default();
            let is_text = |line: &str| line.chars().next().is_some_and(|c| !c.is_whitespace()) && !line.ends_with(':');
            // A line that had room for the next one's first word was broken by hand.
            let had_room = pair[0].chars().count() + 1 + first.chars().count() <= 100;
            assert!(!(is_text(pair[0]) && is_text(pair[1]) && had_room), "{name}: {} | {}", pair[0], pair[1]);
        }
    }
}

#[test]
fn options_stand_where_they_mean_something() {
    for (name, option, is_meant) in [
        ("extract", "--max-cells", true),
        ("export", "--password ", true),
        ("import", "--verbose", true),
        ("status", "--max-cells", false),
        ("explain", "--password", false),
        ("changes", "--in-process", false),
        ("models", "--form", false),
        ("explain", "--form", true),
        ("diff", "--verbose", false),
    ] {
        let help = run(here(), &[name, "--help"]).out;
        assert_eq!(help.contains(option), is_meant, "{name} {option}: {help}");
    }
    let colored = run(here(), &["extract", "--color", "always"]);
    assert!(colored.err.contains("\u{1b}["), "{}", colored.err);
    assert!(!run(here(), &["extract", "--color=never"]).err.contains('\u{1b}'));
}

#[test]
fn each_document_is_told_where_everything_is() {
    let run = run(here(), &["extract", "fixtures/corpus/001_cc183ff5e25e1523.txt", "--verbose", "--in-process"]);
    assert!(run.err.starts_with("fixtures/corpus/001_cc183ff5e25e1523.txt: read"), "{}", run.err);
}

#[test]
fn the_documentation_page_is_no_part_of_the_help() {
    assert!(!run(here(), &["explain", "--help"]).out.contains("--markdown"));
}

#[test]
fn wrong_usage_is_status_2_and_says_what_to_do() {
    for (args, said) in [
        (&["extract"][..], "<PATH>"),
        (&["extract", "--jobs", "0", "."], "--jobs"),
        (&["extract", "--max-bytes", "lots", "."], "500K, 64M or 1G"),
        (&["extract", "--today", "2025-02-30", "."], "--today"),
        (&["export", "x.jsonl"], "--to <DIR>"),
        (&["explain", "field.blnk"], "did you mean field.blank"),
        (&["explain", "xyzzy"], "`yomitori explain` lists all codes"),
        (&["--form", "nowhere.toml", "schema"], "nowhere.toml"),
        (&["--form", "Cargo.toml", "schema"], "Cargo.toml:"),
        (&["inspect", "src"], "folder"),
        (&["verify", "nowhere"], "nowhere: there are no fixtures here"),
    ] {
        let run = run(here(), args);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.err.contains(said), "{args:?}: {}", run.err);
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for args in [&["schema"][..], &["explain"], &["explain", "--markdown"]] {
        let mut child = command(here(), args).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    }
}

#[test]
fn models_are_listed_and_what_is_none_is_refused() {
    let list = run(here(), &["models"]);
    assert_eq!(list.status, Some(0));
    assert!(list.out.contains("not installed") && list.out.contains("yomitori models add"), "{}", list.out);
    let refused = run(here(), &["models", "add", "fixtures"]);
    assert!(refused.status == Some(2) && refused.err.contains("no model that is known"), "{}", refused.err);
    let always = run(here(), &["extract", "--ocr", "always", "fixtures/rendered/scanned.pdf"]);
    assert!(always.status == Some(2) && always.err.contains("no model is installed"), "{}", always.err);
}

#[test]
fn every_shell_gets_completions_of_all_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(here(), &["completions", shell]);
        assert_eq!((script.status, script.err.as_str()), (Some(0), ""), "{shell}");
        for word in ["extract", "completions", "update-budget", "yomitori"] {
            assert!(script.out.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(run(here(), &["completions", "sh"]).status, Some(2));
}

#[test]
fn manual_pages_are_made_of_the_help() {
    let page = run(here(), &["man"]);
    assert_eq!(page.status, Some(0));
    assert!(page.out.contains(".TH yomitori 1") && page.out.contains("yomitori\\-extract(1)"), "{}", page.out);
    let export = run(here(), &["man", "export"]).out;
    // What the short help leaves out, and what all commands share.
    assert!(export.contains(".TH yomitori-export 1") && export.contains("The password that protected PDF"), "{export}");
    assert!(export.contains("Examples:"), "{export}");
    let unknown = run(here(), &["man", "xport"]);
    assert!(unknown.status == Some(2) && unknown.err.contains("lists the commands"), "{}", unknown.err);

    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["man", "--out-dir", "man1"]).status, Some(0));
    let mut names: Vec<String> = std::fs::read_dir(folder.path().join("man1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.contains(&"yomitori.1".to_owned()) && names.contains(&"yomitori-diff.1".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("worker")), "{names:?}");
    let written = std::fs::read_to_string(folder.path().join("man1/yomitori-export.1")).unwrap();
    assert_eq!(written, export);
}
