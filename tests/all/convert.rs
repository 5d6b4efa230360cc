//! Old Word files and rich text: read through LibreOffice where it was asked for. A script stands for it here.

#![cfg(unix)]

use crate::support::run;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::{TempDir, tempdir};

const RTF: &str = r"{\rtf1\ansi an old disclosure}";

/// A folder with a document and a command `soffice` that does what the script says: `$OUT` is where it must write.
fn folder(script: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("old.rtf"), RTF).unwrap();
    let head = "#!/bin/sh\nwhile [ \"$1\" != --outdir ]; do shift; done\nOUT=$2\nIN=$3\nmkdir -p \"$OUT\"\n";
    let command = folder.path().join("soffice");
    fs::write(&command, format!("{head}{script}\n")).unwrap();
    fs::set_permissions(&command, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn extract(folder: &Path, arguments: &[&str]) -> Output {
    let path = format!("{}:/usr/bin:/bin", folder.display());
    Command::new(env!("CARGO_BIN_EXE_yomitori"))
        .args(["extract", "old.rtf", "--convert", "auto"])
        .env("LC_ALL", "C")
        .args(arguments)
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .unwrap()
}

fn fixture() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/office/edition-2.docx").display().to_string()
}

#[test]
fn what_the_converter_saves_is_read() {
    let folder = folder(&format!("grep -q 'old disclosure' \"$IN\" && cp '{}' \"$OUT/document.docx\"", fixture()));
    let output = extract(folder.path(), &[]);
    let record: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["source"]["media_type"], "application/rtf");
    let original = run(folder.path(), &["extract", &fixture()]);
    let original: Value = serde_json::from_str(&original.out).unwrap();
    assert_eq!(record["data"], original["data"]);
}

#[test]
fn a_converter_that_fails_hangs_or_is_not_there_costs_one_document() {
    let said = |script: &str, arguments: &[&str]| {
        let output = extract(folder(script).path(), arguments);
        assert_eq!(output.status.code(), Some(2), "nothing was read");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said("exit 1", &[]).contains("source.damaged"));
    assert!(said("exit 0", &[]).contains("source.damaged"));
    assert!(said("sleep 600", &["--max-time", "1"]).contains("source.limit"));
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("old.rtf"), RTF).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_yomitori"))
        .args(["extract", "old.rtf", "--convert", "auto"])
        .env("LC_ALL", "C")
        .current_dir(folder.path())
        .env("PATH", folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("source.unsupported") && said.contains("install LibreOffice"), "{said}");
}

#[test]
fn without_the_option_the_hint_names_it() {
    let folder = folder("exit 1");
    let run = run(folder.path(), &["extract", "old.rtf"]);
    assert!(run.err.contains("source.unsupported") && run.err.contains("--convert auto"), "{}", run.err);
}
