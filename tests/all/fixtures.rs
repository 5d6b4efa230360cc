//! Every fixture's record is what the schema says, and its table reads back to the same values.

use crate::support::form;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use yomitori::export::{Exporter, Settings, read_disclosures};
use yomitori::inputs::list;
use yomitori::schema::record_schema;
use yomitori::source::Limits;
use yomitori::{Engine, Form};

fn records() -> Vec<Value> {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let inputs = list(&[fixtures]);
    let records = inputs.iter().filter_map(|input| input.read(&engine, &Limits::default()).ok());
    records.map(|record| serde_json::to_value(&record).unwrap()).collect()
}

#[test]
fn records_are_valid() {
    let validator = jsonschema::validator_for(&record_schema(&form())).unwrap();
    for record in records() {
        let errors: Vec<_> =
            validator.iter_errors(&record).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert_eq!(errors, Vec::<String>::new(), "{}", record["source"]["name"]);
    }
}

#[test]
fn tables_read_back_to_the_same_values() {
    let form = form();
    let folder = tempfile::tempdir().unwrap();
    let records = records();
    let mut exporter = Exporter::create(Arc::clone(&form), folder.path(), Settings::default()).unwrap();
    for record in &records {
        exporter.add(record).unwrap();
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
