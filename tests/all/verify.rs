//! Fixtures, golden files, and the differences between them.

use crate::support::{form, full_record, run};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::{TempDir, tempdir};
use yomitori::verify::{diff, golden_of};

fn files(folder: &Path, names: &[&str]) {
    for name in names {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "買い物メモ\n牛乳\n").unwrap();
    }
}

/// A folder with three fixtures, accepted, besides files that are none.
fn accepted() -> TempDir {
    let folder = tempdir().unwrap();
    let names =
        ["fixtures/a/x.txt", "fixtures/a/x.html", "fixtures/b.txt", "fixtures/scripts/make.py", "fixtures/a/.hidden"];
    files(folder.path(), &names);
    let run = run(folder.path(), &["accept"]);
    assert_eq!(
        (run.status, run.out.as_str()),
        (Some(0), "new      a/x.html.json\nnew      a/x.json\nnew      b.json\ngolden files: 3 new\n")
    );
    folder
}

#[test]
fn golden_files_are_named_by_their_fixtures() {
    for (fixture, golden) in
        [("a/b.txt", "a/b.json"), ("a/b.pdf", "a/b.pdf.json"), ("b.json", "b.json.json"), ("a.b/c", "a.b/c.json")]
    {
        assert_eq!(golden_of(Path::new(fixture)), Path::new(golden));
    }
}

#[test]
fn what_was_accepted_verifies() {
    let folder = accepted();
    let run = run(folder.path(), &["verify"]);
    assert_eq!((run.status, run.out.as_str()), (Some(0), "3 fixtures: 3 same\n"));
    let golden = std::fs::read_to_string(folder.path().join("golden/b.json")).unwrap();
    assert!(golden.starts_with("{\n  \"failure\": {\n    \"reason\": \"form.unrecognized\",\n"), "{golden}");
    assert!(golden.ends_with("}\n"));
}

#[test]
fn differences_are_shown_and_only_what_is_named_is_accepted() {
    let folder = accepted();
    let golden = folder.path().join("golden");
    let old = json!({"failure": {"reason": "source.empty", "message": "old"}});
    std::fs::write(golden.join("b.json"), old.to_string()).unwrap();
    std::fs::write(golden.join("a/x.json"), "{").unwrap();
    std::fs::write(golden.join("gone.json"), "{}\n").unwrap();
    files(folder.path(), &["fixtures/new.txt"]);
    let shown = run(folder.path(), &["verify"]);
    assert_eq!(shown.status, Some(1));
    for said in [
        "a/x.txt: its golden file is no JSON: ",
        "b.txt\n  /failure/reason\n    - \"source.empty\"\n    + \"form.unrecognized\"\n  /failure/message\n    - \"old\"\n",
        "new.txt: new, and it fails: form.unrecognized: ",
        "gone.json: its document is missing (0 leaves)\n",
        "4 fixtures: 1 same, 1 changed, 1 failing, 1 with a broken golden file, 1 missing\n",
    ] {
        assert!(shown.out.contains(said), "{said}\n{}", shown.out);
    }
    let some = run(folder.path(), &["accept", "--only", "./fixtures/a", "--only", "golden/b.json"]);
    assert_eq!(
        some.out,
        "changed  a/x.json\nchanged  b.json\nleft     gone.json (its fixture is gone; --prune removes it)\n\
         golden files: 2 changed, 1 unchanged, 1 left without fixture\n"
    );
    let all = run(folder.path(), &["accept", "--prune"]);
    assert_eq!(all.out, "new      new.json\nremoved  gone.json\ngolden files: 1 new, 3 unchanged, 1 removed\n");
    assert_eq!(run(folder.path(), &["verify"]).status, Some(0));
}

#[test]
fn a_golden_file_written_otherwise_differs_even_with_the_same_values() {
    let folder = accepted();
    let path = folder.path().join("golden/b.json");
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    std::fs::write(&path, golden.to_string()).unwrap();
    let run = run(folder.path(), &["verify"]);
    assert_eq!(run.status, Some(1));
    assert!(run.out.starts_with("b.txt\n  the same values, written otherwise"), "{}", run.out);
}

#[test]
fn what_can_not_be_verified_is_said() {
    let folder = accepted();
    let unmatched = run(folder.path(), &["accept", "--only", "other.txt"]);
    assert_eq!(unmatched.status, Some(2));
    assert!(unmatched.err.starts_with("error: other.txt: no fixture has this path\n  hint: "), "{}", unmatched.err);
    files(folder.path(), &["fixtures/b"]);
    let shared = run(folder.path(), &["verify"]);
    assert_eq!(shared.status, Some(2));
    assert!(shared.err.contains("b and b.txt would share the golden file b.json"), "{}", shared.err);
}

#[test]
fn differences_of_records_name_value_item_diagnostic_and_evidence() {
    let form = form();
    let old = serde_json::to_value(full_record(&form, "a.txt")).unwrap();
    let mut new = old.clone();
    new["data"]["organization"]["phone"] = json!("03-1234-5679");
    new["data"]["checklist"]["sections"][0]["items"][1]["status"] = json!("done");
    new["evidence"]["/data/organization/name"]["lines"] = json!([9, 9]);
    new["diagnostics"].as_array_mut().unwrap().remove(0);
    assert!(diff(&form, &old, &old).is_empty());
    let found = diff(&form, &old, &new);
    let values: Vec<_> = found.values.iter().map(|change| (change.pointer.as_str(), change.title.as_deref())).collect();
    assert_eq!(
        values,
        [
            ("/data/organization/phone", Some("基本情報 > 電話番号")),
            ("/data/checklist/sections/organizational/2/status", None),
        ]
    );
    assert_eq!(found.values[1].old, Some(json!("planned")));
    assert_eq!(found.values[1].new, Some(json!("done")));
    assert_eq!(found.evidence.len(), 1);
    assert_eq!(found.gone, ["warning choice.multiple /data/organization/category: two, \"marked\""]);
    assert!(found.raised.is_empty());
}

#[test]
fn an_item_more_is_one_difference() {
    let form = form();
    let new = serde_json::to_value(full_record(&form, "a.txt")).unwrap();
    let mut old = new.clone();
    old["data"]["checklist"]["sections"][0]["items"].as_array_mut().unwrap().remove(0);
    let found = diff(&form, &old, &new);
    assert!(found.values.iter().all(|change| change.pointer.starts_with("/data/checklist/sections/organizational/1/")));
    assert_eq!(found.values.len(), 3);
}
