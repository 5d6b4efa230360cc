//! Ways to write one page down (`fixtures/reading`): annotations, watermarks, fonts, page boxes, CSV, MHTML. All of them are read as
//! the page that has none of it.

use serde_json::Value;
use std::path::{Path, PathBuf};
use yomitori::{Engine, Form};

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn record(engine: &Engine, path: &Path) -> Value {
    serde_json::from_str(&engine.read_path(path).unwrap().to_json()).unwrap()
}

fn engine() -> Engine {
    Engine::new(Form::daiko_kikan().unwrap())
}

/// The record that a fixture's must equal, by what the fixture was made of.
fn base(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("pdf") => "reading/plain.pdf",
        _ => "office/edition-2.txt",
    }
}

/// The data with the hyphens of vertical pages, which have no others in Japanese fonts than full-width ones.
fn level(mut data: Value) -> Value {
    if let Some(Value::String(address)) = data.pointer_mut("/organization/address/text") {
        *address = address.replace('‐', "-");
    }
    data
}

#[test]
fn every_way_of_writing_gives_the_same_data() {
    let (engine, mut compared) = (engine(), 0);
    for entry in std::fs::read_dir(fixtures().join("reading")).unwrap() {
        let path = entry.unwrap().path();
        let is_exempt = path.is_dir() || path.ends_with("formulas-without-value.xlsx");
        if !is_exempt {
            let expected = record(&engine, &fixtures().join(base(&path)));
            assert_eq!(level(record(&engine, &path)["data"].clone()), expected["data"], "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared >= 28, "{compared} fixtures");
}

#[test]
fn formulas_without_a_value_are_null_and_said() {
    let found = record(&engine(), &fixtures().join("reading/formulas-without-value.xlsx"));
    assert_eq!(found["data"]["organization"]["phone"], Value::Null);
    let said = found["diagnostics"].as_array().unwrap();
    let notice = said.iter().find(|said| said["code"] == "source.formula-without-value").unwrap();
    assert_eq!(notice["message"], "開示: C7, C8");
}

#[test]
fn watermarks_are_said() {
    let found = record(&engine(), &fixtures().join("reading/watermark-behind.pdf"));
    let said = found["diagnostics"].as_array().unwrap();
    assert!(
        said.iter().any(|said| said["code"] == "source.watermark-left-out" && said["message"] == "page 1: 「見本」")
    );
}
