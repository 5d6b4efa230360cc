//! Verification of a set that grew: new, changed, missing and failing documents, the budget, and what other
//! programs read of it.

use crate::support::{DISCLOSURE, run};
use quick_xml::events::Event;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::{TempDir, tempdir};

/// A folder with an accepted disclosure and a document that is not to be read.
fn accepted() -> TempDir {
    let folder = tempdir().unwrap();
    std::fs::create_dir(folder.path().join("fixtures")).unwrap();
    std::fs::copy(DISCLOSURE, folder.path().join("fixtures/a.txt")).unwrap();
    std::fs::write(folder.path().join("fixtures/memo.txt"), "買い物メモ\n").unwrap();
    assert_eq!(run(folder.path(), &["accept"]).status, Some(0));
    folder
}

/// Changes what the golden file says.
fn edit(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("golden/a.json");
    let mut golden: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    change(&mut golden);
    std::fs::write(path, golden.to_string()).unwrap();
}

fn leaves(folder: &Path) -> usize {
    let out = run(folder, &["verify", "--update-budget", "0"]).out;
    let line = out.lines().find(|line| line.contains(" changed, ") && line.contains("budget")).unwrap();
    line.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn the_budget_counts_leaves_and_nothing_else() {
    let folder = accepted();
    assert_eq!(leaves(folder.path()), 0);
    edit(folder.path(), |golden| {
        golden["data"]["organization"]["phone"] = json!("03-0000-0000");
        golden["data"]["checklist"]["sections"][0]["items"][0]["status"] = json!("conflict");
        golden["source"]["media_type"] = json!("text/html");
        golden["diagnostics"] = json!([]);
        golden["evidence"] = json!({});
    });
    for (budget, status, said) in [
        ("2", 0, "2 leaves changed, within the budget of 2\n"),
        ("1", 1, "2 leaves changed, more than the budget of 1\n"),
    ] {
        let run = run(folder.path(), &["verify", "--update-budget", budget]);
        assert_eq!(run.status, Some(status), "{}", run.out);
        assert!(run.out.contains(said), "{}", run.out);
        assert!(
            run.out.contains("/data/organization/phone  基本情報 > 電話番号\n    - \"03-0000-0000\"\n"),
            "{}",
            run.out
        );
    }
    assert_eq!(run(folder.path(), &["verify"]).status, Some(1));
}

#[test]
fn new_documents_cost_nothing_and_lost_ones_all_their_leaves() {
    let folder = accepted();
    let fixtures = folder.path().join("fixtures");
    std::fs::copy(DISCLOSURE, fixtures.join("new.txt")).unwrap();
    let grown = run(folder.path(), &["verify", "--update-budget", "0"]);
    assert_eq!(grown.status, Some(0), "{}", grown.out);
    assert!(grown.out.contains("new.txt: new, without a golden file\n3 fixtures: 2 same, 1 new\n"), "{}", grown.out);
    assert_eq!(run(folder.path(), &["verify"]).status, Some(1));

    std::fs::write(fixtures.join("a.txt"), "買い物メモ\n").unwrap();
    let failing = run(folder.path(), &["verify", "--update-budget", "20"]);
    assert_eq!(failing.status, Some(1));
    assert!(failing.out.contains("a.txt: fails ("), "{}", failing.out);
    assert!(failing.out.contains("form.unrecognized"), "{}", failing.out);
    let lost = leaves(folder.path());
    assert!(lost > 70, "{lost}");
    std::fs::remove_file(fixtures.join("a.txt")).unwrap();
    let missing = run(folder.path(), &["verify"]);
    assert!(missing.out.contains(&format!("a.json: its document is missing ({lost} leaves)\n")), "{}", missing.out);
    assert_eq!(leaves(folder.path()), lost);
}

#[test]
fn a_document_by_itself_leaves_the_others_alone() {
    let folder = accepted();
    let one = run(folder.path(), &["verify", "fixtures/a.txt"]);
    assert_eq!((one.status, one.out.as_str()), (Some(0), "1 fixture: 1 same\n"));
    let pruned = run(folder.path(), &["accept", "fixtures/a.txt", "--prune"]);
    assert_eq!(pruned.out, "golden files: 1 unchanged\n");
    assert!(folder.path().join("golden/memo.json").is_file());
}

#[test]
fn a_golden_file_that_can_not_be_compared_is_over_every_budget() {
    let folder = accepted();
    std::fs::write(folder.path().join("golden/a.json"), "{").unwrap();
    assert_eq!(run(folder.path(), &["verify", "--update-budget", "1000"]).status, Some(1));
}

/// Elements with their `name`, and texts, of well-formed XML.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut seen = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return seen,
            Event::Start(tag) | Event::Empty(tag) => {
                let tag_name = tag.name().as_ref().to_owned();
                let name =
                    tag.try_get_attribute("name").unwrap().map(|name| name.value.into_owned()).unwrap_or_default();
                seen.push(format!("{tag_name} {name}").trim_end().to_owned());
            }
            _ => {}
        }
    }
}

#[test]
fn junit_has_a_test_for_each_document() {
    let folder = accepted();
    std::fs::write(folder.path().join("fixtures/b&c.txt"), "買い物メモ\n").unwrap();
    edit(folder.path(), |golden| golden["data"]["organization"]["name"] = json!("<旧&\u{ffff}\u{7}>"));
    let run_over = run(folder.path(), &["verify", "--format", "junit"]);
    assert_eq!(run_over.status, Some(1));
    assert_eq!(
        elements(&run_over.out),
        [
            "testsuites yomitori verify",
            "testsuite yomitori verify",
            "testcase a.txt",
            "failure",
            "testcase b&amp;c.txt",
            "error",
            "testcase memo.txt"
        ]
    );
    assert!(run_over.out.contains("tests=\"3\" failures=\"1\" errors=\"1\""), "{}", run_over.out);
    assert!(
        run_over.out.contains("message=\"1 leaf changed\"") && run_over.out.contains("&lt;旧&amp;\u{fffd}\\u0007&gt;")
    );
    let within = run(folder.path(), &["verify", "--format", "junit", "--update-budget", "1"]);
    assert_eq!(within.status, Some(0));
    assert!(within.out.contains("tests=\"4\" failures=\"0\" errors=\"0\""), "{}", within.out);
    assert!(within.out.contains("<system-out>") && within.out.contains("name=\"update budget\""));
    assert_eq!(within.out, run(folder.path(), &["verify", "--format", "junit", "--update-budget", "1"]).out);
}

#[test]
fn github_gets_a_line_for_each_document() {
    let folder = accepted();
    std::fs::copy(DISCLOSURE, folder.path().join("fixtures/50%,b.txt")).unwrap();
    edit(folder.path(), |golden| golden["data"]["organization"]["phone"] = json!("旧"));
    let over = run(folder.path(), &["verify", "--format", "github"]);
    assert_eq!(
        over.out,
        "::error file=fixtures/50%25%2Cb.txt,title=new::new, without a golden file\n\
         ::error file=fixtures/a.txt,title=1 leaf changed::  /data/organization/phone  基本情報 > 電話番号\
         %0A    - \"旧\"%0A    + \"03-3962-5100\"\n\
         ::notice title=yomitori verify::3 fixtures: 1 same, 1 changed, 1 new\n"
    );
    let within = run(folder.path(), &["verify", "--format", "github", "--update-budget", "5"]);
    assert_eq!(within.status, Some(0));
    assert!(within.out.starts_with("::warning file="), "{}", within.out);
    assert!(within.out.ends_with("%0A1 leaf changed, within the budget of 5\n"), "{}", within.out);
}
