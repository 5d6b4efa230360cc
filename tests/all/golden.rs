//! Every fixture gives the golden record, and the records agree with the expectations that were written
//! from the fixtures' content without the program (`tests/truth/expected`).

use crate::support::squeezed;
use serde_json::Value;
use std::path::{Path, PathBuf};
use yomitori::Engine;
use yomitori::explain::Lang;
use yomitori::form::{Form, Forms};
use yomitori::inputs::Input;
use yomitori::verify::{print_report, read_here, verify};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The day on which the golden records were accepted; `date.future` depends on it.
fn engine() -> Engine {
    Engine::new(Forms::built_in().unwrap()).today(jiff::civil::date(2026, 11, 20))
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn fixtures_give_their_golden_records() {
    let engine = engine();
    let read = |input: &Input| read_here(&engine, input);
    let report = verify(engine.form(), &read, &root().join("fixtures"), &root().join("golden")).unwrap();
    let mut shown = Vec::new();
    print_report(&report, false, None, Lang::En, &mut shown).unwrap();
    assert!(report.is_same(), "{}", String::from_utf8_lossy(&shown));
}

/// Pointers that an expectation leaves open, as the contract does.
fn without(mut data: Value, expectation: &Value) -> Value {
    for pointer in expectation["skip"].as_array().into_iter().flatten() {
        let pointer = pointer.as_str().unwrap();
        if let Some(value) = data.pointer_mut(pointer) {
            *value = Value::Null;
        }
    }
    squeezed(&data)
}

#[test]
fn records_agree_with_independent_expectations() {
    let mut compared = 0;
    for entry in std::fs::read_dir(root().join("tests/truth/expected")).unwrap() {
        let path = entry.unwrap().path();
        let expectation = json(&path);
        let record = json(&root().join("golden/text").join(path.file_name().unwrap()));
        let (expected, found) = (&expectation["data"], &record["data"]);
        assert_eq!(without(found.clone(), &expectation), without(expected.clone(), &expectation), "{}", path.display());
        compared += 1;
    }
    assert!(compared >= 30, "{compared} expectations");
}

/// A null without a reason could be a value that was lost.
#[test]
fn every_empty_leaf_has_a_diagnostic() {
    let form = Form::daiko_kikan().unwrap();
    for entry in walkdir::WalkDir::new(root().join("golden")) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let record = json(&path);
        let Some(diagnostics) = record["diagnostics"].as_array().filter(|_| record["form"] == *form.id) else {
            continue;
        };
        for leaf in &form.leaves {
            let value = record.pointer(&leaf.pointer).unwrap();
            let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
            let has_reason = diagnostics.iter().any(|diagnostic| diagnostic["pointer"] == *leaf.pointer);
            assert!(!is_empty || has_reason, "{}: {}", path.display(), leaf.pointer);
        }
    }
}
