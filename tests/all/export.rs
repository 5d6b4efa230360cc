//! Records become tables, and the tables the same values again.

use crate::support::{blank_record, form, full_record, run, run_with_input};
use serde_json::Value;
use std::path::Path;
use tempfile::tempdir;
use yomitori::Record;
use yomitori::export::read_disclosures;

/// The record's data as `disclosures.csv` has it: without the checklist's sections.
fn data(record: &Record) -> Value {
    let mut data = serde_json::to_value(record).unwrap()["data"].take();
    data["checklist"].as_object_mut().unwrap().shift_remove("sections");
    data
}

fn lines(records: &[Record]) -> String {
    records.iter().map(|record| record.to_json() + "\n").collect()
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join("tables").join(name)).unwrap()
}

#[test]
fn the_round_trip_gives_the_same_values() {
    let form = form();
    let records = [full_record(&form, "a.txt"), blank_record(&form, "blank.txt")];
    for header in ["keys", "ja"] {
        let folder = tempdir().unwrap();
        std::fs::write(folder.path().join("records.jsonl"), lines(&records)).unwrap();
        let run = run(folder.path(), &["export", "records.jsonl", "--to", "tables", "--header", header]);
        assert_eq!(run.status, Some(0), "{}", run.err);
        assert_eq!(run.err, "2 documents, 4 checklist items, 2 diagnostics to tables; 0 left out\n");
        let table = read(folder.path(), "disclosures.csv");
        assert!(!table.contains('\r') && !table.starts_with('\u{feff}'));
        let back = read_disclosures(&form, table.as_bytes()).unwrap();
        assert_eq!(back.len(), records.len());
        for (disclosure, record) in back.iter().zip(&records) {
            assert_eq!(disclosure.data, data(record));
            assert_eq!(disclosure.source_name, record.source.name);
            assert_eq!((disclosure.schema_version, disclosure.form.as_str()), (1, "daiko-kikan"));
        }
    }
}

#[test]
fn items_and_diagnostics_have_a_row_each() {
    let folder = tempdir().unwrap();
    let input = lines(&[full_record(&form(), "a.txt")]);
    let run = run_with_input(folder.path(), &["export", "-", "--to", "tables"], input.as_bytes());
    assert_eq!(run.status, Some(0), "{}", run.err);
    let items = read(folder.path(), "checklist_items.csv");
    let sha = format!("{:064x}", 5);
    assert_eq!(
        items.lines().collect::<Vec<_>>(),
        [
            "source_name,sha256,section_id,section_title,position,no,text,status,plan".to_owned(),
            format!("a.txt,{sha},organizational,organizational の対策,1,1,\"項目1, 「引用」 \"\"q\"\"\",done,"),
            format!(
                "a.txt,{sha},organizational,organizational の対策,2,2,\"項目2, 「引用」 \"\"q\"\"\",planned,2027年4月"
            ),
            format!("a.txt,{sha},unknown,unknown の対策,3,1,\"項目1, 「引用」 \"\"q\"\"\",conflict,"),
            format!("a.txt,{sha},unknown,,4,1,\"項目1, 「引用」 \"\"q\"\"\",unmarked,"),
        ]
    );
    let diagnostics = read(folder.path(), "diagnostics.csv");
    let row = format!("a.txt,{sha},choice.multiple,warning,/data/organization/category,\"two, \"\"marked\"\"\"");
    assert_eq!(diagnostics.lines().nth(1), Some(row.as_str()));
}

#[test]
fn for_spreadsheets_formulas_are_defused_and_counted() {
    let folder = tempdir().unwrap();
    let input = lines(&[full_record(&form(), "=a.txt")]);
    let run = run_with_input(folder.path(), &["export", "-", "--to", "tables", "--excel"], input.as_bytes());
    let table = read(folder.path(), "disclosures.csv");
    assert!(table.starts_with("\u{feff}source_name,"));
    assert!(table.lines().count() == 2 && table.matches("\r\n").count() == 2);
    assert!(table.contains("\n'=a.txt,") && table.contains("\"'=値1, \"\"引用\"\""), "{table}");
    assert!(!table.contains(",=") && !table.contains(",\"="));
    assert!(
        run.err.contains("cells that a spreadsheet would run as a formula got an apostrophe in front"),
        "{}",
        run.err
    );
    // Where nothing had to be changed, this table reads back as well.
    let back = read_disclosures(&form(), table.as_bytes()).unwrap();
    assert_eq!(
        back[0].data["fees"]["initial"]["insurers"]["yen"],
        data(&full_record(&form(), ""))["fees"]["initial"]["insurers"]["yen"]
    );
}

#[test]
fn folders_arrays_and_pretty_objects_are_read() {
    let form = form();
    let folder = tempdir().unwrap();
    let records = folder.path().join("records");
    std::fs::create_dir(&records).unwrap();
    let values: Vec<Value> =
        ["a", "bb"].iter().map(|name| serde_json::to_value(full_record(&form, name)).unwrap()).collect();
    std::fs::write(records.join("1.json"), serde_json::to_string_pretty(&values).unwrap()).unwrap();
    let object = serde_json::to_string_pretty(&full_record(&form, "ccc")).unwrap();
    std::fs::write(records.join("2.json"), object).unwrap();
    std::fs::write(records.join("README.md"), "not a record").unwrap();
    let run = run(folder.path(), &["export", "records", "--to", "tables"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let table = read(folder.path(), "disclosures.csv");
    let names: Vec<_> = table.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(names, ["a", "bb", "ccc"]);
}

#[test]
fn what_is_no_record_is_left_out_by_name() {
    let form = form();
    let folder = tempdir().unwrap();
    let good = full_record(&form, "a.txt").to_json();
    let other_form = good.replace("\"form\":\"daiko-kikan\"", "\"form\":\"other\"");
    let old = good.replace("\"schema_version\":1", "\"schema_version\":0");
    let wrong = good.replace("\"updated_on\":\"2025-07-01\"", "\"updated_on\":5");
    let failure = r#"{"failure": {"reason": "source.empty", "message": "m"}}"#;
    let input = [good.as_str(), &other_form, &old, &wrong, failure, "{", &good].join("\n");
    let run = run_with_input(folder.path(), &["export", "-", "--to", "tables"], input.as_bytes());
    assert_eq!(run.status, Some(1));
    for said in [
        "-:2: it is of the form \"other\", not \"daiko-kikan\"; name its form with --form\n",
        "-:3: its schema_version is 0, not 1",
        "-:4: /data/updated_on can't be 5\n",
        "line 6: it is no JSON",
        "-:7: the document a.txt with these bytes is in the records twice; the first is kept\n",
        "1 document, 4 checklist items, 2 diagnostics, 1 failure to tables; 5 left out\n",
    ] {
        assert!(run.err.contains(said), "{said}\n{}", run.err);
    }
    assert_eq!(read(folder.path(), "disclosures.csv").lines().count(), 2);
    assert_eq!(read(folder.path(), "failures.csv"), "source_name,sha256,reason,message,hint\n-:5,,source.empty,m,\n");
}

#[test]
fn without_records_earlier_tables_stay() {
    let folder = tempdir().unwrap();
    std::fs::create_dir(folder.path().join("tables")).unwrap();
    std::fs::write(folder.path().join("tables/disclosures.csv"), "earlier").unwrap();
    let run = run(folder.path(), &["export", "mistyped.jsonl", "--to", "tables"]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.starts_with("mistyped.jsonl: source.not-found"), "{}", run.err);
    assert_eq!(read(folder.path(), "disclosures.csv"), "earlier");
    assert_eq!(std::fs::read_dir(folder.path().join("tables")).unwrap().count(), 1);
}

#[test]
fn tables_that_are_not_ours_are_refused_with_the_place() {
    let form = form();
    let refusal = |table: &str| read_disclosures(&form, table.as_bytes()).unwrap_err().to_string();
    assert_eq!(refusal("a,b\n1,2\n"), "the table has no column \"source_name\"");
    let folder = tempdir().unwrap();
    let input = lines(&[full_record(&form, "a.txt")]);
    run_with_input(folder.path(), &["export", "-", "--to", "tables"], input.as_bytes());
    let table = read(folder.path(), "disclosures.csv");
    for (right, wrong, refused) in [
        (",12000,", ",twelve,", "column \"facilities_staff_dedicated_own\" can't be \"twelve\""),
        (",2025-07-01,", ",2025-7-1,", "column \"updated_on\" can't be \"2025-7-1\""),
        (",1,daiko-kikan", ",,daiko-kikan", "column \"schema_version\" can't be \"\""),
    ] {
        assert_eq!(refusal(&table.replace(right, wrong)), format!("line 2: {refused}"));
    }
}
