//! What two disclosures say differently, be they records or documents.

use crate::support::{DISCLOSURE, form, full_record, run, run_with_input};
use serde_json::{Value, json};
use tempfile::tempdir;
use unicode_width::UnicodeWidthStr;

fn record(name: &str) -> Value {
    serde_json::to_value(full_record(&form(), name)).unwrap()
}

#[test]
fn a_document_and_its_record_are_equal() {
    let folder = tempdir().unwrap();
    let read = run(folder.path(), &["extract", DISCLOSURE]);
    std::fs::write(folder.path().join("a.jsonl"), &read.out).unwrap();
    let same = run(folder.path(), &["diff", "a.jsonl", DISCLOSURE]);
    assert_eq!((same.status, same.out.as_str()), (Some(0), "equal\n"), "{}", same.err);
    let piped = run_with_input(folder.path(), &["diff", "-", "a.jsonl", "--json"], read.out.as_bytes());
    assert_eq!(piped.status, Some(0));
    let json: Value = serde_json::from_str(&piped.out).unwrap();
    assert_eq!((&json["equal"], &json["fields"], &json["items"]), (&json!(true), &json!([]), &json!([])));
    assert_eq!(json["a"]["sha256"], json["b"]["sha256"]);
}

#[test]
fn fields_and_items_stand_in_columns() {
    let folder = tempdir().unwrap();
    let old = record("a.txt");
    let mut new = record("b.txt");
    new["data"]["organization"]["phone"] = json!("03-0000-0000");
    new["data"]["fees"]["initial"]["insurers"]["yen"] = Value::Null;
    new["diagnostics"] = json!([]);
    let items = &mut new["data"]["checklist"]["sections"][0]["items"];
    items[1]["status"] = json!("done");
    items[1]["plan"] = Value::Null;
    items[0]["no"] = json!(10);
    std::fs::write(folder.path().join("a.json"), serde_json::to_string_pretty(&old).unwrap()).unwrap();
    std::fs::write(folder.path().join("b.json"), new.to_string()).unwrap();
    let shown = run(folder.path(), &["diff", "a.json", "b.json"]);
    assert_eq!(shown.status, Some(1), "{}", shown.err);
    let form = form();
    let leaf = form.leaves.iter().position(|leaf| &*leaf.pointer == "/data/fees/initial/insurers/yen").unwrap();
    let fee = &form.leaf(leaf).title;
    let gap = " ".repeat(fee.width() - "基本情報 > 電話番号".width());
    let text = |no: u32| format!("\"項目{no}, 「引用」 \\\"q\\\"\"");
    assert_eq!(
        shown.out,
        format!(
            "基本情報 > 電話番号{gap}  /data/organization/phone\n  - \"03-1234-5678\"\n  + \"03-0000-0000\"\n\
             {fee}  /data/fees/initial/insurers/yen\n  - {}\n  + null\n\
             organizational  1   removed  done  {}\n\
             organizational  2   status   planned → done  {}\n\
             organizational  2   plan     \"2027年4月\" → null  {}\n\
             organizational  10  added    done  {}\n\
             2 fields and 3 checklist items differ\n",
            leaf * 1000,
            text(1),
            text(2),
            text(2),
            text(1)
        )
    );
    let json = run(folder.path(), &["diff", "a.json", "b.json", "--json"]);
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["fields"][0]["title"], "基本情報 > 電話番号");
    assert_eq!(json["fields"][0]["old"], "03-1234-5678");
    assert_eq!(json["items"][1]["old"]["status"], "planned");
    assert_eq!(json["items"][2]["old"], Value::Null);
    assert_eq!((&json["a"]["name"], &json["equal"]), (&json!("a.txt"), &json!(false)));
}

#[test]
fn what_can_not_be_compared_is_said() {
    let folder = tempdir().unwrap();
    let one = record("a.txt").to_string();
    std::fs::write(folder.path().join("two.jsonl"), format!("{one}\n{one}\n")).unwrap();
    std::fs::write(folder.path().join("one.json"), &one).unwrap();
    std::fs::write(folder.path().join("memo.txt"), "買い物メモ\n").unwrap();
    std::fs::write(folder.path().join("other.json"), "{\"form\": \"other\", \"data\": {}}").unwrap();
    std::fs::write(folder.path().join("list.json"), "{\"a\": 1}").unwrap();
    for (name, said) in [
        ("two.jsonl", "two.jsonl: it holds 2 records, not one"),
        ("memo.txt", "memo.txt: form.unrecognized"),
        ("other.json", "other.json: it is a record of the form \"other\""),
        ("list.json", "list.json: it is JSON, but no record"),
        ("gone.pdf", "gone.pdf: source.not-found"),
        (".", ". is a folder"),
    ] {
        let run = run(folder.path(), &["diff", "one.json", name]);
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{name}");
        assert!(run.err.contains(said), "{name}: {}", run.err);
    }
}
