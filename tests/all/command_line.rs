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
