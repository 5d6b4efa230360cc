//! Every fixture's record is what the schema says, and its table reads back to the same values.

use crate::support::{assert_comes_back, form, full_record};
use crate::valid::Schema;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use yomitori::export::{Exporter, Settings, read_disclosures};
use yomitori::inputs::list;
use yomitori::schema::record_schema;
use yomitori::source::Limits;
use yomitori::{Engine, Form, Record};

fn records() -> Vec<Record> {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    list(&[fixtures]).iter().filter_map(|input| input.read(&engine, &Limits::default()).ok()).collect()
}

fn values() -> Vec<Value> {
    records().iter().map(|record| serde_json::to_value(record).unwrap()).collect()
}

#[test]
fn lines_are_the_json_that_the_standard_writer_makes() {
    let mut records = records();
    let control: String = ('\0'..='\u{ff}').chain(['\u{2028}', '\u{fffd}', '𠮷']).collect();
    let names = ["", "\"a\\b/c\"", "\u{7f}é\u{feff}", &control, &control.repeat(40)];
    for (record, name) in records.iter_mut().zip(names) {
        record.source.name = name.to_owned();
    }
    for record in records {
        assert_eq!(record.to_json(), serde_json::to_string(&record).unwrap(), "{}", record.source.name);
    }
}

#[test]
fn records_come_back_from_their_json() {
    records().iter().for_each(assert_comes_back);
}

#[test]
fn json_that_is_no_record_of_the_form_says_where() {
    let record = full_record(&form(), "a.txt");
    let parsed = |json: &Value| Record::from_json(form(), &json.to_string()).unwrap_err().to_string();
    let whole = serde_json::to_value(&record).unwrap();
    for (pointer, wrong, said) in [
        ("/source/sha256", json!(1), "/source"),
        ("/data/updated_on", json!("令和5年"), "/data/updated_on"),
        ("/data/facilities/sites/count", json!(-1), "/data/facilities/sites/count"),
        ("/data/checklist/sections/0/items/0/plan", json!(1), "/data/checklist/sections"),
        ("/data/organization/contact", json!({ "text": "a" }), "/data/organization/contact/email"),
        (
            "/data/organization/contact",
            json!({ "text": "a", "email": "b@c", "fax": "d" }),
            "/data/organization/contact/fax",
        ),
        ("/evidence/~1data~1organization~1name", json!({}), "/evidence/~1data~1organization~1name"),
        ("/diagnostics/0/code", json!("Unknown"), "/diagnostics/0/code"),
    ] {
        let mut json = whole.clone();
        *json.pointer_mut(pointer).unwrap() = wrong;
        assert!(parsed(&json).starts_with(&format!("{said}:")), "{pointer}: {}", parsed(&json));
    }
    let mut other = whole.clone();
    other["form"] = json!("clinic");
    assert!(parsed(&other).contains("form \"clinic\""));
    let mut more = whole;
    more["note"] = json!("x");
    assert!(parsed(&more).starts_with("/note"));
    assert!(Record::from_json(form(), "{").is_err());
}

#[test]
fn records_are_valid() {
    let schema = Schema::new(&record_schema(&form()));
    for record in values() {
        schema.assert(&record, record["source"]["name"].as_str().unwrap());
    }
}

#[test]
fn tables_read_back_to_the_same_values() {
    let form = form();
    let folder = tempfile::tempdir().unwrap();
    let records = values();
    let mut exporter = Exporter::create(Arc::clone(&form), folder.path(), Settings::default()).unwrap();
    for record in &records {
        exporter.add_json(record).unwrap();
    }
    exporter.finish().unwrap();
    let table = std::fs::File::open(folder.path().join("disclosures.csv")).unwrap();
    let back = read_disclosures(&form, table).unwrap();
    assert_eq!(back.len(), records.len());
    for (disclosure, mut record) in back.into_iter().zip(records) {
        record["data"]["checklist"].as_object_mut().unwrap().shift_remove("sections");
        assert_eq!(disclosure.data, record["data"]);
    }
}
