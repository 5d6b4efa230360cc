//! The parity set (`fixtures/office`): one disclosure in every format and by every producer gives the same data.

use serde_json::Value;
use std::path::PathBuf;
use yomitori::{Engine, Form};

/// Ends of the names of the files, behind `edition-2` and `edition-5.2`.
const FORMATS: [&str; 20] = [
    ".docx",
    "-controls.docx",
    "-wingdings.docx",
    "-libreoffice.docx",
    "-libreoffice.odt",
    ".xlsx",
    "-squared.xlsx",
    "-sheets.xlsx",
    "-libreoffice.xlsx",
    "-libreoffice.xls",
    "-libreoffice.ods",
    "-floating.xlsx",
    "-floating.xls",
    "-floating.ods",
    ".html",
    "-inputs.html",
    "-libreoffice.html",
    ".md",
    ".txt",
    "-pandoc.txt",
];

fn record(engine: &Engine, name: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/office").join(name);
    serde_json::from_str(&engine.read_path(&path).unwrap().to_json()).unwrap()
}

#[test]
fn every_format_gives_the_same_data() {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    for edition in ["2", "5.2"] {
        let first = record(&engine, &format!("edition-{edition}{}", FORMATS[0]));
        assert_eq!(first["data"]["checklist"]["guideline_edition"], edition);
        for format in FORMATS {
            let found = record(&engine, &format!("edition-{edition}{format}"));
            assert_eq!(found["data"], first["data"], "edition-{edition}{format}");
        }
    }
}

#[test]
fn evidence_names_the_cell() {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    let cell = |name: &str, pointer: &str| record(&engine, name)["evidence"][pointer]["cell"].clone();
    assert_eq!(cell("edition-2.xlsx", "/data/organization/name"), "開示!C5");
    assert_eq!(cell("edition-2-sheets.xlsx", "/data/checklist/updated_on"), "'別添 チェックリスト'!E2");
    assert_eq!(cell("edition-2.docx", "/data/organization/name"), "table 2, row 1, cell 3");
    assert_eq!(cell("edition-2.html", "/data/organization/fax"), "table 2, row 4, cell 2");
}
