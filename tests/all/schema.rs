//! The schemas describe what records and tables are.

use crate::support::{blank_record, form, full_record, run};
use crate::valid::Schema;
use serde_json::{Value, json};
use std::path::Path;
use yomitori::Record;
use yomitori::schema::{record_schema, table_schemas};

fn value(record: &Record) -> Value {
    serde_json::to_value(record).unwrap()
}

#[test]
fn records_are_valid_and_the_schema_is_too() {
    let form = form();
    let schema = Schema::new(&record_schema(&form));
    for record in [full_record(&form, "a.txt"), blank_record(&form, "b.txt")] {
        schema.assert(&value(&record), &record.source.name);
    }
}

#[test]
fn every_wrong_value_is_refused() {
    let form = form();
    let schema = Schema::new(&record_schema(&form));
    for (pointer, wrong) in [
        ("/schema_version", json!(2)),
        ("/source/sha256", json!("A")),
        ("/data/updated_on", json!("2025-7-1")),
        ("/data/organization/name", json!("")),
        ("/data/organization/name", json!(["a"])),
        ("/data/organization/address/postal_code", json!("1730004")),
        ("/data/organization/address/prefecture", json!("東京")),
        ("/data/organization/phone", json!("03(1234)5678")),
        ("/data/organization/agency_code", json!("1234567")),
        ("/data/organization/contact/email", json!("info")),
        ("/data/organization/category", json!(["other"])),
        ("/data/organization/category", Value::Null),
        ("/data/facilities/sites/count", json!(-1)),
        ("/data/facilities/sites/prefectures", json!(["東京都", "東京都"])),
        ("/data/checklist/sections/0/id", json!("other")),
        ("/data/checklist/sections/0/items/0/status", json!("maybe")),
        ("/data/checklist/sections/0/items/0/plan", json!("")),
        ("/evidence/~1data~1organization~1name", json!({})),
        ("/diagnostics/0/code", json!("field.unknown")),
        ("/diagnostics/0/severity", json!("fatal")),
    ] {
        let mut record = value(&full_record(&form, "a.txt"));
        *record.pointer_mut(pointer).unwrap() = wrong;
        let errors = schema.errors(&record);
        assert!(errors.iter().any(|(place, _)| place.starts_with(pointer)), "{pointer}: {errors:?}");
    }
}

#[test]
fn keys_are_exactly_those_of_the_form() {
    let form = form();
    let schema = Schema::new(&record_schema(&form));
    let mut more = value(&full_record(&form, "a.txt"));
    more["data"]["organization"]["motto"] = json!("x");
    assert!(!schema.errors(&more).is_empty());
    for leaf in &form.leaves {
        let mut less = value(&full_record(&form, "a.txt"));
        let (parent, key) = leaf.pointer.rsplit_once('/').unwrap();
        less.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(key).unwrap();
        assert!(!schema.errors(&less).is_empty(), "{}", leaf.pointer);
    }
}

#[test]
fn wordings_and_titles_come_from_the_form() {
    let schema = record_schema(&form());
    let data = &schema["properties"]["data"]["properties"];
    let ownership = &data["information_system"]["properties"]["ownership"];
    assert_eq!(ownership["title"], "情報システムに関する情報 > システムの保有");
    assert_eq!(ownership["description"], "owned: 自己導入; leased: 借用");
    assert_eq!(ownership["items"]["enum"], json!(["owned", "leased"]));
}

#[test]
fn the_tables_schemas_have_the_columns_that_export_writes() {
    let form = form();
    let schemas = table_schemas(&form);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r.jsonl"), full_record(&form, "a.txt").to_json()).unwrap();
    assert_eq!(run(folder.path(), &["export", "r.jsonl", "--to", "t"]).status, Some(0));
    for (file, schema) in schemas.as_object().unwrap() {
        let table = std::fs::read_to_string(folder.path().join("t").join(file)).unwrap();
        let names: Vec<_> =
            schema["fields"].as_array().unwrap().iter().map(|field| field["name"].as_str().unwrap()).collect();
        assert_eq!(table.lines().next(), Some(names.join(",").as_str()));
        keep_the_constraints(schema, &table);
    }
}

/// Cells hold to the patterns and enumerations of their columns.
fn keep_the_constraints(schema: &Value, table: &str) {
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    for row in reader.records() {
        let row = row.unwrap();
        for (field, cell) in schema["fields"].as_array().unwrap().iter().zip(row.iter()) {
            let constraints = &field["constraints"];
            if let (Some(pattern), false) = (constraints["pattern"].as_str(), cell.is_empty()) {
                assert!(regex::Regex::new(pattern).unwrap().is_match(cell), "{field} {cell}");
            }
            if let (Some(values), false) = (constraints["enum"].as_array(), cell.is_empty()) {
                assert!(values.iter().any(|value| value == cell), "{field} {cell}");
            }
            assert!(constraints["required"] != true || !cell.is_empty(), "{field}");
        }
    }
}

#[test]
fn the_command_prints_them() {
    let record = run(Path::new("."), &["schema"]);
    assert_eq!(serde_json::from_str::<Value>(&record.out).unwrap(), record_schema(&form()));
    let csv = run(Path::new("."), &["schema", "--kind", "csv"]);
    assert_eq!(serde_json::from_str::<Value>(&csv.out).unwrap(), table_schemas(&form()));
}

#[test]
fn the_data_dictionary_is_up_to_date_and_has_every_column() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = run(root, &["schema", "--kind", "dictionary", "--example", "golden/office/edition-5.2.json"]);
    assert_eq!((made.status, made.err.as_str()), (Some(0), ""));
    let page = std::fs::read_to_string(root.join("docs/data-dictionary.md")).unwrap();
    let command =
        "yomitori schema --kind dictionary --example golden/office/edition-5.2.json > docs/data-dictionary.md";
    assert!(page == made.out, "run `cargo run -- {}`", command.trim_start_matches("yomitori "));
    let schemas = table_schemas(&form());
    for (file, schema) in schemas.as_object().unwrap() {
        let table = format!("\n## `{}`", file.trim_end_matches(".csv"));
        let (_, rest) = page.split_once(&table).unwrap();
        let section = rest.split("\n## ").next().unwrap();
        for field in schema["fields"].as_array().unwrap() {
            let row = section.lines().find(|line| {
                line.starts_with(&format!("| {} |", format_args!("`{}`", field["name"].as_str().unwrap())))
            });
            let cells = row.unwrap().replace("\\|", "/");
            assert_eq!(cells.split('|').count(), 7, "{cells}");
            assert!(!cells.ends_with("|  |"), "without an example: {cells}");
        }
    }
}
