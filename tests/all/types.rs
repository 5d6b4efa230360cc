//! Types of values that say more than one amount in yen: what they read, that it fits the schema, and that exports hold it.

use crate::support::{json_of, run};
use crate::valid::Schema;
use parquet::record::Field;
use serde_json::{Value, json};
use std::fs::{read_to_string, write};
use tempfile::tempdir;
use yomitori::Engine;
use yomitori::form::Form;
use yomitori::schema::record_schema;

const FORM: &str = r#"
[form]
id = "prices"
schema_version = 1
title = "料金のご案内"
titles = ["料金のご案内"]
fit = { labels = 2 }
[[label]]
text = ["施設名"]
type = "name"
pointer = "/name"
[[label]]
text = ["入館料"]
type = "money-tiers"
pointer = "/entry"
[[label]]
text = ["保証金"]
type = "amount"
pointer = "/deposit"
[[table]]
text = ["手数料"]
pointer = "/fees"
[[table.column]]
key = "item"
text = ["項目"]
type = "text"
[[table.column]]
key = "fee"
text = ["金額"]
type = "money-tiers"
"#;

fn sheet(entry: &str, deposit: &str, fee: &str) -> String {
    format!(
        "料金のご案内\n施設名\t見本館\n入館料\t{entry}\n保証金\t{deposit}\n手数料\n項目\t金額\n振込\t{fee}\n証明書\t500円\n"
    )
}

fn record(text: &str) -> Value {
    let engine = Engine::new(Form::from_toml(FORM, "prices.toml").unwrap());
    let record = json_of(&engine.read("a.txt", text.as_bytes()).unwrap());
    Schema::new(&record_schema(engine.form())).assert(&record, "a.txt");
    record
}

/// A fee with its condition, the keys that say nothing left out.
fn fees(value: &Value) -> Value {
    let said = |fee: &Value| -> Value {
        fee.as_object()
            .unwrap()
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect()
    };
    value["tiers"].as_array().unwrap().iter().map(said).collect()
}

#[test]
fn fees_are_read_with_their_conditions_and_bounds_are_kept() {
    let text = sheet("1～100件 500円、101件以上 400円/件", "5,000円以上", "3万円未満 330円、3万円以上 550円");
    let data = &record(&text)["data"];
    let entry = json!([
        { "condition": "1~100件", "from": 1, "to": 100, "unit": "件", "amount": 500 },
        { "condition": "101件以上", "from": 101, "unit": "件", "amount": 400, "per": "件" },
    ]);
    assert_eq!((fees(&data["entry"]), &data["entry"]["currency"]), (entry, &json!("JPY")));
    assert_eq!(
        data["deposit"],
        json!({ "text": "5,000円以上", "amount": 5000, "currency": "JPY", "bound": "at-least" })
    );
    let transfer = json!([
        { "condition": "3万円未満", "to": 30000, "excludes": "to", "unit": "円", "amount": 330 },
        { "condition": "3万円以上", "from": 30000, "unit": "円", "amount": 550 },
    ]);
    assert_eq!(fees(&data["fees"][0]["fee"]), transfer);
    assert_eq!(fees(&data["fees"][1]["fee"]), json!([{ "amount": 500 }]));
}

#[test]
fn what_is_no_such_fee_is_empty_and_says_what_was_expected() {
    let record = record(&sheet("大人500・小人200円", "20ドル", "応相談"));
    let data = &record["data"];
    assert_eq!((&data["entry"]["tiers"], &data["deposit"]["currency"]), (&json!([]), &json!("USD")));
    let said = |pointer: &str| {
        let all = record["diagnostics"].as_array().unwrap().iter();
        let found = all.filter(|said| said["pointer"] == pointer).map(|said| said["message"].as_str().unwrap());
        found.collect::<Vec<_>>().join("\n")
    };
    assert!(said("/data/entry/tiers").contains("amounts with their conditions, as 1~100件 500円"), "{record:#}");
    assert!(said("/data/fees/0/fee/tiers").contains("states no amount"), "{record:#}");
}

#[test]
fn exports_hold_fees_with_their_conditions() {
    let folder = tempdir().unwrap();
    write(folder.path().join("f.toml"), FORM).unwrap();
    write(folder.path().join("a.txt"), sheet("大人 500円、小人 200円", "500円", "無料")).unwrap();
    write(folder.path().join("b.txt"), sheet("―", "―", "大人 1ドル")).unwrap();
    let export = ["--form", "f.toml", "export", "a.txt", "b.txt", "--to", "out", "--format", "csv,parquet,xlsx,sqlite"];
    let run = run(folder.path(), &export);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let csv = read_to_string(folder.path().join("out/disclosures.csv")).unwrap();
    assert!(csv.lines().next().unwrap().contains(",entry_text,entry_currency,entry_tiers,deposit_text,"), "{csv}");
    assert!(csv.contains(r#""[{""condition"":""大人"","#), "{csv}");
    let file = std::fs::File::open(folder.path().join("out/disclosures.parquet")).unwrap();
    let reader = parquet::file::reader::SerializedFileReader::new(file).unwrap();
    let shown = |row: parquet::record::Row| {
        let tiers = row.get_column_iter().find(|(name, _)| *name == "entry_tiers").unwrap().1.clone();
        let Field::ListInternal(list) = tiers else { panic!("a list: {tiers:?}") };
        let fee = |fee: &Field| {
            let Field::Group(fee) = fee else { panic!("a group: {fee:?}") };
            let of = |key: &str| fee.get_column_iter().find(|(name, _)| *name == key).unwrap().1.clone();
            (of("condition"), of("amount"))
        };
        list.elements().iter().map(fee).collect::<Vec<_>>()
    };
    let rows: Vec<_> = reader.into_iter().map(|row| shown(row.unwrap())).collect();
    let fee = |condition: &str, amount| (Field::Str(condition.to_owned()), Field::Double(amount));
    assert_eq!(rows, [vec![fee("大人", 500.0), fee("小人", 200.0)], vec![]]);
}
