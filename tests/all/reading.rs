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
    assert!(compared >= 40, "{compared} fixtures");
}

#[test]
fn formulas_without_a_value_are_null_and_said() {
    let found = record(&engine(), &fixtures().join("reading/formulas-without-value.xlsx"));
    assert_eq!(found["data"]["organization"]["phone"], Value::Null);
    let said = found["diagnostics"].as_array().unwrap();
    let notice = said.iter().find(|said| said["code"] == "source.formula-without-value").unwrap();
    assert_eq!(notice["message"], "開示: C7, C8");
}

/// The fees of edition-2 with headings one cell further left, as text without merged cells has them, and with the given rows.
fn fees(fixed: &str, unit: &str) -> Value {
    let text = std::fs::read_to_string(fixtures().join("office/edition-2.txt")).unwrap();
    let text = text.replace("\t\t\t保険者\t健診・保健指導機関", "\t\t保険者\t健診・保健指導機関\t");
    let text = text.replace("\t\t固定費\t要求仕様による\t円", fixed);
    let text = text.replace("\t\t従量単価 ^{注11)}\t3,500円/1健診あたり\t円/あたり", unit);
    // Where no row is filled, nothing shows where the columns begin.
    let lines =
        text.split_inclusive('\n').filter(|line| !fixed.contains("経常経費") || !line.contains("別途請求の有無"));
    let text: String = lines.collect();
    serde_json::from_str(&engine().read("fees.txt", text.as_bytes()).unwrap().to_json()).unwrap()
}

#[test]
fn rows_further_right_than_their_headings_say_where_their_columns_begin() {
    let told = fees("\t\t固定費\t55000円\t", "\t\t従量単価\tなし\t円/あたり");
    assert_eq!(told["data"]["fees"]["fixed"]["insurers"]["yen"], 55000);
    assert_eq!(told["data"]["fees"]["fixed"]["providers"]["text"], Value::Null);
    assert_eq!(told["data"]["fees"]["unit"]["insurers"]["text"], "なし");
    let unclear = fees("\t経常経費\t固定費\t55000円\t", "\t\t従量単価\tなし\t");
    for payer in ["insurers", "providers"] {
        assert_eq!(unclear["data"]["fees"]["fixed"][payer]["yen"], Value::Null);
        let pointer = format!("/data/fees/fixed/{payer}");
        let said = unclear["diagnostics"].as_array().unwrap();
        assert!(said.iter().any(|said| said["code"] == "field.unparsed" && said["pointer"].as_str().unwrap().starts_with(&pointer)));
    }
}

#[test]
fn watermarks_are_said() {
    let found = record(&engine(), &fixtures().join("reading/watermark-behind.pdf"));
    let said = found["diagnostics"].as_array().unwrap();
    assert!(
        said.iter().any(|said| said["code"] == "source.watermark-left-out" && said["message"] == "page 1: 「見本」")
    );
}
