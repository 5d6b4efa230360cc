//! What people read in Japanese: every line of the program and every message of a record has its wording; data stays English.

use crate::support::{DISCLOSURE, command, run};
use regex::Regex;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;
use walkdir::WalkDir;
use yomitori::explain::Lang;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(below: &str, ending: &str) -> Vec<PathBuf> {
    let files = WalkDir::new(root().join(below)).sort_by_file_name().into_iter().filter_map(Result::ok);
    files.map(walkdir::DirEntry::into_path).filter(|path| path.extension().is_some_and(|end| end == ending)).collect()
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='ヿ').contains(&c) || ('一'..='龥').contains(&c))
}

/// A run under a locale.
fn run_in(locale: &str, args: &[&str]) -> (String, String) {
    let mut command = command(root(), args);
    let Output { stdout, stderr, .. } = command.env("LC_ALL", locale).output().unwrap();
    (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn every_message_of_the_golden_records_is_known_in_japanese() {
    let mut unknown: Vec<String> = Vec::new();
    let mut count = 0;
    for path in files("golden", "json") {
        let value: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let doubts = value["diagnostics"].as_array().into_iter().flatten();
        let texts =
            doubts.map(|doubt| &doubt["message"]).chain([&value["failure"]["message"], &value["failure"]["hint"]]);
        for message in texts.filter_map(Value::as_str) {
            count += 1;
            // Some only name a place in the document.
            let is_english =
                message.split(' ').any(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()));
            if is_english && Lang::Ja.message(message) == message {
                unknown.push(message.to_owned());
            }
        }
    }
    unknown.sort();
    unknown.dedup();
    assert!(count > 1000);
    assert!(unknown.is_empty(), "add them to crates/core/src/explain/ja.toml: {unknown:#?}");
}

/// The wordings stand in the sources as texts of failures, hints and doubts. Texts that are only put together elsewhere are not seen here.
#[test]
fn every_failure_and_doubt_of_the_sources_is_known_in_japanese() {
    let made = Regex::new(
        r#"(?s)(?:Failure::new\(\s*Reason::\w+\s*,|\.hint\(|\.add_(?:diagnostic|warning|to_document)\([^;"]{0,60}Code::\w+\s*,|\.add_to_checklist\(\s*Code::\w+\s*,[^;"]{0,80}?,|Diagnostic::new\(\s*Code::\w+\s*,[^;"]{0,80}?,)\s*(?:format!\(\s*)?"((?:[^"\\]|\\.)*)""#,
    )
    .unwrap();
    let place = Regex::new(r"\{[^{}]*\}").unwrap();
    let mut unknown = Vec::new();
    let mut count = 0;
    for path in files("crates", "rs") {
        let source = std::fs::read_to_string(&path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        if path.to_string_lossy().contains("tests") || path.ends_with("explain/lang.rs") {
            continue;
        }
        for text in made.captures_iter(source).map(|found| found[1].to_owned()) {
            // What is named may be nothing.
            let messages = ["x", ""].map(|name| place.replace_all(&text, name).replace("\\\"", "\""));
            count += 1;
            if messages.iter().all(|message| message.contains(' ') && Lang::Ja.message(message) == *message) {
                unknown.push(format!("{}: {text}", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(count > 80, "{count}");
    assert!(unknown.is_empty(), "add them to crates/core/src/explain/ja.toml: {unknown:#?}");
}

/// `lang.ja("…", …)` and `lang.word("…")` take what stands in the catalogue.
#[test]
fn every_line_of_the_command_is_known_in_japanese() {
    let asked = Regex::new(r#"\.(ja|word)\(\s*"((?:[^"\\]|\\.)*)""#).unwrap();
    let mut unknown = Vec::new();
    let mut count = 0;
    for path in files("src", "rs") {
        let source = std::fs::read_to_string(&path).unwrap();
        for found in asked.captures_iter(&source) {
            count += 1;
            let text = found[2].replace("\\\"", "\"");
            let is_known = match &found[1] {
                "word" => Lang::Ja.word(&text) != text,
                _ => Lang::Ja.ja(&text, &[]).is_some(),
            };
            if !is_known {
                unknown.push(format!("{}: {text}", path.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(count > 40, "{count}");
    assert!(unknown.is_empty(), "add them to crates/core/src/explain/ja.toml: {unknown:#?}");
}

#[test]
fn the_locale_or_the_option_chooses_the_language() {
    let english = "An item is marked both done and planned.";
    for (locale, options, is_english) in [
        ("C", &[][..], true),
        ("ja_JP.UTF-8", &[], false),
        ("ja_JP.UTF-8", &["--lang", "en"], true),
        ("C", &["--lang", "ja"], false),
    ] {
        let args = [&["explain", "checklist.conflict"], options].concat();
        let (out, err) = run_in(locale, &args);
        assert_eq!(err, "");
        assert!(out.starts_with("checklist.conflict ("), "{out}");
        assert_eq!(out.contains(english), is_english, "{locale} {options:?}: {out}");
        assert_eq!(out.contains("実施済と実施予定の両方"), !is_english, "{locale} {options:?}: {out}");
    }
    assert_eq!(run(root(), &["explain", "--lang", "fr"]).status, Some(2));
}

#[test]
fn people_read_japanese_and_data_stays_english() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (db, en, ja) = (path("ja.db"), path("en"), path("ja"));
    let documents = [DISCLOSURE, "fixtures/broken", "fixtures/hostile/entity.docx", "nowhere.pdf"];

    let (english, _) = run_in("C", &[&["extract"], &documents[..]].concat());
    let (japanese, err) = run_in("ja_JP.UTF-8", &[&["extract"], &documents[..]].concat());
    assert_eq!(english, japanese);
    assert!(
        err.contains(
            "nowhere.pdf: source.not-found: そのようなファイルやフォルダーはありません（パスを確認してください）\n"
        ),
        "{err}"
    );
    assert!(err.lines().all(is_japanese), "{err}");
    assert!(err.lines().last().unwrap().starts_with("文書 "), "{err}");

    for (locale, to) in [("C", &en), ("ja_JP.UTF-8", &ja)] {
        run_in(
            locale,
            &["export", DISCLOSURE, "fixtures/broken", "--to", to, "--format", "csv,jsonl,parquet,xlsx,sqlite"],
        );
    }
    for file in std::fs::read_dir(&en).unwrap() {
        let file = file.unwrap().file_name();
        let bytes = |folder: &str| std::fs::read(Path::new(folder).join(&file)).unwrap();
        assert!(bytes(&en) == bytes(&ja), "{}", file.display());
    }

    let (_, err) = run_in("ja_JP.UTF-8", &["import", DISCLOSURE, "fixtures/broken", "--db", &db]);
    assert!(err.lines().all(is_japanese), "{err}");
    for args in [&["status", "--db", &db][..], &["status", "--failed", "--db", &db]] {
        let (out, _) = run_in("ja_JP.UTF-8", args);
        let is_word = |line: &str| line.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_japanese(line);
        assert!(!out.lines().any(is_word), "{out}");
    }
    assert_eq!(run_in("C", &["status", "--db", &db, "--json"]).0, run_in("ja", &["status", "--db", &db, "--json"]).0);
    let (_, err) = run_in("ja", &["export", "--db", "nowhere.db", "--to", &ja]);
    assert!(err.starts_with("エラー: "), "{err}");
}

#[test]
fn inspect_diff_and_verify_speak_japanese() {
    let other = "fixtures/corpus/002_84d2d24117dfea91.txt";
    let (out, _) = run_in("ja_JP.UTF-8", &["inspect", DISCLOSURE]);
    assert!(out.contains("\n診断\n") && out.contains("実施済") && !out.contains("nothing is written"), "{out}");
    let json = |locale| run_in(locale, &["inspect", DISCLOSURE, "--json"]).0;
    assert_eq!(json("C"), json("ja_JP.UTF-8"));

    let (out, _) = run_in("ja_JP.UTF-8", &["diff", DISCLOSURE, other]);
    assert!(out.lines().last().unwrap().starts_with("相違: 項目 "), "{out}");
    let (out, _) = run_in("ja_JP.UTF-8", &["diff", DISCLOSURE, DISCLOSURE]);
    assert_eq!(out, "相違なし\n");

    let folder = tempfile::tempdir().unwrap();
    let golden = folder.path().to_str().unwrap();
    let (out, _) = run_in("ja_JP.UTF-8", &["verify", "fixtures/broken", "--golden", golden]);
    assert!(out.contains("新規で、読み取りに失敗しました: source."), "{out}");
    assert!(out.contains("`yomitori accept` で正解とします"), "{out}");
    let junit = |locale| run_in(locale, &["verify", "fixtures/broken", "--golden", golden, "--format", "junit"]).0;
    assert_eq!(junit("C"), junit("ja_JP.UTF-8"));
}
