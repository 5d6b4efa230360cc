//! The formats of an export, read back by other readers than the program's own, and the package that describes them.

use crate::support::{blank_record, form, full_record, run};
use parquet::basic::{Compression, LogicalType};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Read;
use std::path::Path;
use tempfile::{TempDir, tempdir};

const FILES: [&str; 19] = [
    "checklist_items.csv",
    "checklist_items.parquet",
    "datapackage.json",
    "diagnostics.csv",
    "diagnostics.parquet",
    "disclosures.csv",
    "disclosures.db",
    "disclosures.parquet",
    "disclosures.xlsx",
    "documents.csv",
    "documents.parquet",
    "failures.csv",
    "failures.parquet",
    "load.sql",
    "metadata.json",
    "read.R",
    "read.py",
    "records.jsonl",
    "settings.json",
];

/// A folder with two records, exported to `t` in every format.
fn exported(more: &[&str]) -> TempDir {
    let form = form();
    let folder = tempdir().unwrap();
    let records = [full_record(&form, "a.txt"), blank_record(&form, "blank.txt")];
    let lines: String = records.iter().map(|record| record.to_json() + "\n").collect();
    std::fs::write(folder.path().join("records.jsonl"), lines).unwrap();
    let mut args =
        vec!["export", "records.jsonl", "--to", "t", "--format", "csv,jsonl", "--format", "parquet,xlsx,sqlite"];
    args.extend(more);
    let run = run(folder.path(), &args);
    assert_eq!(run.status, Some(0), "{}", run.err);
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn equal_records_give_equal_bytes_in_every_format() {
    let (first, second) = (exported(&[]), exported(&[]));
    assert_eq!(names(&first.path().join("t")), FILES);
    for name in FILES {
        let read = |folder: &TempDir| std::fs::read(folder.path().join("t").join(name)).unwrap();
        assert!(read(&first) == read(&second), "{name}");
    }
}

#[test]
fn json_lines_are_the_records() {
    let folder = exported(&[]);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(read("t/records.jsonl"), read("records.jsonl"));
}

fn parquet(folder: &TempDir, name: &str) -> SerializedFileReader<File> {
    SerializedFileReader::new(File::open(folder.path().join("t").join(name)).unwrap()).unwrap()
}

#[test]
fn parquet_has_types() {
    let folder = exported(&[]);
    let reader = parquet(&folder, "disclosures.parquet");
    let file = reader.metadata().file_metadata();
    assert!(file.created_by().unwrap().starts_with("yomitori version "));
    let kind = |name: &str| {
        let columns = file.schema_descr().columns();
        columns.iter().find(|column| column.name() == name).unwrap().logical_type_ref().cloned()
    };
    assert_eq!(kind("updated_on"), Some(LogicalType::Date));
    assert_eq!(kind("organization_name"), Some(LogicalType::String));
    assert_eq!(kind("fees_initial_insurers_yen"), None);
    let group = reader.metadata().row_group(0);
    assert!(group.columns().iter().all(|column| matches!(column.compression(), Compression::ZSTD(_))));
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    let cell =
        |row: usize, name: &str| rows[row].get_column_iter().find(|(column, _)| *column == name).unwrap().1.clone();
    // 2025-07-01 is 20270 days behind 1970-01-01.
    assert_eq!(cell(0, "updated_on"), Field::Date(20_270));
    assert_eq!(cell(0, "schema_version"), Field::Long(1));
    assert!(matches!(cell(0, "fees_initial_insurers_yen"), Field::Long(_)));
    let list = |row| match cell(row, "facilities_sites_prefectures") {
        Field::ListInternal(list) => list.elements().to_vec(),
        other => panic!("{other:?}"),
    };
    assert_eq!(list(0), [Field::Str("北海道".into()), Field::Str("東京都".into())]);
    assert_eq!(list(1), []);
    for name in ["updated_on", "organization_name", "fees_initial_insurers_yen"] {
        assert_eq!(cell(1, name), Field::Null);
    }
    let said = file.key_value_metadata().unwrap().iter();
    let said: Vec<_> = said.map(|entry| (entry.key.as_str(), entry.value.clone().unwrap())).collect();
    assert!(said.contains(&("yomitori:schema_version", "1".into())), "{said:?}");
    let columns = &said.iter().find(|(key, _)| *key == "yomitori:columns").unwrap().1;
    assert!(columns.contains("\"pointer\":\"/data/organization/name\"") && columns.contains("基本情報 > 機関名"));
    assert_eq!(parquet(&folder, "checklist_items.parquet").metadata().file_metadata().num_rows(), 4);
    assert_eq!(parquet(&folder, "diagnostics.parquet").metadata().file_metadata().num_rows(), 2);
}

/// A part of the workbook, as XML.
fn sheet(folder: &TempDir, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(File::open(folder.path().join("t/disclosures.xlsx")).unwrap()).unwrap();
    let mut xml = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
    xml
}

#[test]
fn the_workbook_is_for_readers_of_excel() {
    let folder = exported(&[]);
    assert!(sheet(&folder, "docProps/core.xml").contains("2000-01-01T00:00:00Z"));
    let workbook = sheet(&folder, "xl/workbook.xml");
    for name in ["開示内容", "チェックリスト", "診断", "文書", "読めなかった文書"] {
        assert!(workbook.contains(&format!("<sheet name=\"{name}\"")), "{workbook}");
    }
    let texts = sheet(&folder, "xl/sharedStrings.xml");
    assert!(texts.contains("<t>基本情報 &gt; 機関名</t>") && texts.contains("=値1, \"引用\""), "{texts}");
    let disclosures = sheet(&folder, "xl/worksheets/sheet1.xml");
    assert!(
        disclosures.contains("xSplit=\"1\"")
            && disclosures.contains("ySplit=\"1\"")
            && disclosures.contains("state=\"frozen\"")
    );
    assert!(disclosures.contains("<autoFilter ref=\"A1:"));
    // 2025-07-01 as Excel counts days, in a cell that shows a date; no formula anywhere.
    assert!(disclosures.contains("<v>45839</v>"), "{disclosures}");
    assert!(!disclosures.contains("<f>"));
    assert!(
        sheet(&folder, "xl/styles.xml").contains("yyyy\\-mm\\-dd")
            || sheet(&folder, "xl/styles.xml").contains("yyyy-mm-dd")
    );
}

#[test]
fn a_text_that_excel_can_not_hold_is_cut_and_said() {
    let form = form();
    let folder = tempdir().unwrap();
    let mut record = serde_json::to_value(full_record(&form, "a.txt")).unwrap();
    record["data"]["organization"]["name"] = "𠮷".repeat(20_000).into();
    std::fs::write(folder.path().join("r.json"), record.to_string()).unwrap();
    let run = run(folder.path(), &["export", "r.json", "--to", "t", "--format", "xlsx,jsonl"]);
    assert_eq!(run.status, Some(0));
    assert!(run.err.contains("1 cell of the workbook cut"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(folder.path().join("t/records.jsonl")).unwrap(), record.to_string() + "\n");
}

#[test]
fn the_package_describes_every_file() {
    for (more, license) in
        [(&[][..], None), (&["--header", "ja", "--excel", "--license", "CC-BY-4.0"], Some("CC-BY-4.0"))]
    {
        let folder = exported(more);
        let tables = folder.path().join("t");
        let package: Value = serde_json::from_slice(&std::fs::read(tables.join("datapackage.json")).unwrap()).unwrap();
        assert_eq!(package["name"], "daiko-kikan");
        assert_eq!(package.pointer("/licenses/0/name").and_then(Value::as_str), license);
        let resources = package["resources"].as_array().unwrap();
        let mut paths: Vec<_> = resources.iter().map(|resource| resource["path"].as_str().unwrap()).collect();
        paths.sort_unstable();
        assert_eq!(paths, FILES.into_iter().filter(|name| *name != "datapackage.json").collect::<Vec<_>>());
        for resource in resources {
            let path = resource["path"].as_str().unwrap();
            let bytes = std::fs::read(tables.join(path)).unwrap();
            assert_eq!(resource["bytes"], bytes.len(), "{path}");
            let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(resource["hash"], format!("sha256:{hash}"), "{path}");
            if path.ends_with(".csv") {
                let schema = &resource["schema"];
                let named =
                    |pointer: &str| schema.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
                let fields: Vec<_> =
                    named("/fields").iter().map(|field| field["name"].as_str().unwrap().to_owned()).collect();
                let text = String::from_utf8(bytes).unwrap();
                let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
                assert_eq!(fields, reader.headers().unwrap().iter().collect::<Vec<_>>(), "{path}");
                for key in named("/primaryKey").iter().chain(&named("/foreignKeys/0/fields")) {
                    assert!(fields.iter().any(|field| key == field), "{path}: {key}");
                }
            } else {
                assert!(resource.get("schema").is_none() && resource["type"] == "file", "{path}");
            }
        }
    }
}

#[test]
fn an_export_of_nothing_leaves_nothing() {
    let folder = tempdir().unwrap();
    std::fs::write(folder.path().join("r.jsonl"), "{}\n").unwrap();
    let run = run(folder.path(), &["export", "r.jsonl", "--to", "t", "--format", "csv,jsonl,parquet,xlsx"]);
    assert_eq!(run.status, Some(2));
    assert_eq!(names(&folder.path().join("t")), Vec::<String>::new());
}

/// One value of the exported database.
fn value(folder: &TempDir, sql: &str) -> String {
    let database = rusqlite::Connection::open(folder.path().join("t/disclosures.db")).unwrap();
    let value: rusqlite::types::Value = database.query_row(sql, [], |row| row.get(0)).unwrap();
    match value {
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Integer(number) => number.to_string(),
        other => format!("{other:?}"),
    }
}

#[test]
fn sqlite_has_the_tables_evidence_and_search() {
    let folder = exported(&[]);
    for (sql, wanted) in [
        ("SELECT COUNT(*) FROM disclosures", "2"),
        ("SELECT COUNT(*) FROM checklist_items", "4"),
        ("SELECT raw FROM evidence WHERE pointer = '/data/organization/name'", "〒173-0004"),
        ("SELECT facilities_sites_prefectures FROM disclosures WHERE record = 1", "[\"北海道\",\"東京都\"]"),
        ("SELECT rowid FROM disclosures_search WHERE disclosures_search MATCH '引用'", "1"),
        ("SELECT title FROM columns WHERE column_name = 'organization_name'", "基本情報 > 機関名"),
        ("SELECT COUNT(*) FROM pragma_foreign_key_check", "0"),
        ("PRAGMA journal_mode", "delete"),
    ] {
        assert_eq!(value(&folder, sql), wanted, "{sql}");
    }
    let without = exported(&["--no-evidence"]);
    assert_eq!(value(&without, "SELECT COUNT(*) FROM evidence"), "0");
    let lines = std::fs::read_to_string(without.path().join("t/records.jsonl")).unwrap();
    assert!(lines.lines().all(|line| line.contains("\"evidence\":{}")));
}

#[test]
fn packed_records_are_records() {
    for (how, name) in [("gzip", "records.jsonl.gz"), ("zstd", "records.jsonl.zst")] {
        let folder = exported(&["--compress", how]);
        let packed = format!("t/{name}");
        let again = run(folder.path(), &["export", &packed, "--to", "u", "--format", "jsonl"]);
        assert_eq!(again.status, Some(0), "{}", again.err);
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(read("u/records.jsonl"), read("records.jsonl"));
    }
}

#[test]
fn options_stand_by_their_wordings_where_asked_for() {
    let folder = exported(&["--values", "ja"]);
    let table = std::fs::read_to_string(folder.path().join("t/disclosures.csv")).unwrap();
    assert!(table.contains("医療保険者サイド|健診・保健指導機関サイド") && !table.contains("insurer_side"), "{table}");
}

#[test]
fn files_that_an_earlier_export_left_go_and_others_stay() {
    let folder = exported(&[]);
    let tables = folder.path().join("t");
    std::fs::write(tables.join("notes.txt"), "mine").unwrap();
    let again = run(folder.path(), &["export", "records.jsonl", "--to", "t", "--format", "jsonl"]);
    assert_eq!(again.status, Some(0), "{}", again.err);
    assert_eq!(names(&tables), ["datapackage.json", "notes.txt", "records.jsonl"]);
}
