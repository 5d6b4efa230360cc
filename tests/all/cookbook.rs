//! The recipes of `docs/cookbook.md` run as they stand there.
//!
//! A block's first word says what runs it, further words what must be there: a program for `sh`, modules for `python`.

#![cfg(unix)]

use regex::Regex;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A block of the page.
struct Block {
    language: String,
    needs: Vec<String>,
    text: String,
}

#[test]
fn the_recipes_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/cookbook.md")).unwrap();
    let blocks = blocks(&page);
    assert!(blocks.len() >= 15, "{}", blocks.len());
    let folder = tempfile::tempdir().unwrap();
    let documents = folder.path().join("disclosures");
    std::fs::create_dir(&documents).unwrap();
    for file in std::fs::read_dir(root.join("fixtures/corpus")).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), documents.join(file.file_name())).unwrap();
    }
    let mut left_out = Vec::new();
    for Block { language, needs, text } in blocks {
        let (program, arguments) = match language.as_str() {
            "sh" => ("sh", ["-ec", &text]),
            "python" => ("python3", ["-c", &text]),
            "r" => ("Rscript", ["-e", &text]),
            other => panic!("a block of {other}"),
        };
        let is_there = match language.as_str() {
            "python" => needs.iter().all(|module| succeeds("python3", &["-c", &format!("import {module}")])),
            "r" => succeeds("Rscript", &["--version"]),
            _ => needs.iter().all(|tool| succeeds("sh", &["-c", &format!("command -v {tool}")])),
        };
        if !is_there {
            left_out.push(format!("{language} {}", needs.join(" ")));
            continue;
        }
        let done = command(program, &arguments).current_dir(folder.path()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{}\n{text}\n{said}", done.status);
    }
    for made in
        ["public/datapackage.json", "excel/disclosures.xlsx", "site/disclosures.db", "parquet/disclosures.parquet"]
    {
        assert!(folder.path().join(made).exists(), "{made}");
    }
    eprintln!("left out, since it is not installed: {}", left_out.join(", "));
}

fn blocks(page: &str) -> Vec<Block> {
    let block = Regex::new(r"(?ms)^```(\w+)([^\n]*)\n(.*?)^```").unwrap();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    block
        .captures_iter(page)
        .map(|found| Block { language: found[1].to_owned(), needs: words(&found[2]), text: found[3].to_owned() })
        .collect()
}

/// A command that finds the program under its name, and tells people English.
fn command(program: &str, arguments: &[&str]) -> Command {
    let mut path: Vec<PathBuf> =
        Path::new(env!("CARGO_BIN_EXE_yomitori")).parent().map(Path::to_owned).into_iter().collect();
    path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .env("PATH", std::env::join_paths(path).unwrap())
        .env("LC_ALL", "C.UTF-8");
    command
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    command(program, arguments).output().is_ok_and(|done| done.status.success())
}
