//! Form files: the tutorial's form, the schema and the reference that are made from the table of keys, checks and trials.

use crate::support::run;
use crate::valid::Schema;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::tempdir;
use yomitori::form::{BUILT_IN, Form, keys::KEYS, lint};
use yomitori::schema::{form_reference, form_schema};
use yomitori::{Engine, form::Forms};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn docs() -> String {
    std::fs::read_to_string(root().join("docs/forms.md")).unwrap()
}

/// The tutorial's form file and sheet: the lines of its numbered steps that are TOML, and its first block.
fn tutorial() -> (String, String) {
    let docs = docs();
    let blocks = || docs.split("```").skip(1).step_by(2);
    let steps = blocks().filter_map(|block| block.strip_prefix("toml\n   "));
    (steps.collect::<Vec<_>>().join("\n"), blocks().next().unwrap().to_owned())
}

#[test]
fn the_tutorials_form_reads_the_tutorials_sheet() {
    let (form, sheet) = tutorial();
    let engine = Engine::new(Form::from_toml(&form, "clinic.toml").unwrap());
    let record: Value = serde_json::from_str(&engine.read("a.txt", sheet.as_bytes()).unwrap().to_json()).unwrap();
    let expected = json!({
        "name": "みどり診療所", "phone": "03-1234-5678", "days": ["weekdays"],
        "staff": { "doctors": { "full_time": 3, "part_time": 2 }, "nurses": { "full_time": 5, "part_time": 4 } },
    });
    assert_eq!(record["data"], expected, "{record:#}");
}

#[test]
fn the_reference_is_the_table_of_keys() {
    assert!(
        docs().contains(&form_reference()),
        "docs/forms.md: yomitori schema --kind form-reference prints the tables"
    );
}

#[test]
fn the_schema_takes_the_built_in_forms_and_no_misspelt_key() {
    let schema = Schema::new(&form_schema());
    for (name, text) in BUILT_IN {
        let value: Value = toml::from_str(text).unwrap();
        schema.assert(&value, name);
    }
    let wrong: Value = toml::from_str("[form]\nid=\"a\"\nschema_version=1\ntitle=\"t\"\ntitel=[\"t\"]\n").unwrap();
    assert!(!schema.errors(&wrong).is_empty());
}

/// What a table of the form file takes is what serde says it expects where a key is unknown.
#[test]
fn the_table_of_keys_is_what_the_program_reads() {
    let head = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"t\"\ntitles=[\"t\"]\n";
    for (table, text) in [
        ("form", "[form]\nzz=1\n".to_owned()),
        ("fit", format!("{head}[form.fit]\nzz=1\n")),
        ("identity", format!("{head}[identity]\nzz=1\n")),
        ("label", format!("{head}[[label]]\nzz=1\n")),
        ("option", format!("{head}[[label]]\ntext=[\"a\"]\noptions=[{{zz=1}}]\n")),
        ("table", format!("{head}[[table]]\nzz=1\n")),
        ("table column", format!("{head}[[table]]\npointer=\"/a\"\n[[table.column]]\nzz=1\n")),
        ("table row", format!("{head}[[table]]\npointer=\"/a\"\n[[table.row]]\nzz=1\n")),
        ("note", format!("{head}[[note]]\nzz=1\n")),
        ("check", format!("{head}[[check]]\nzz=1\n")),
        ("annexed checklist", format!("{head}[checklist]\nzz=1\n")),
        ("checklist", format!("{head}[[checklist]]\nzz=1\n")),
        ("answers", format!("{head}[[answers]]\nzz=1\n")),
        ("answer", format!("{head}[[answers]]\nid=\"a\"\nanswer=[{{zz=1}}]\n")),
    ] {
        let message = Form::from_toml(&text, "f.toml").unwrap_err().message;
        let mut expected: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        let mut known: Vec<&str> = KEYS.iter().filter(|key| key.table == table).map(|key| key.key).collect();
        expected.sort_unstable();
        known.sort_unstable();
        assert_eq!(known, expected, "{table}: {message}");
    }
}

#[test]
fn form_files_are_checked_and_tried_on_the_command_line() {
    let folder = tempdir().unwrap();
    let wrong = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"t\"\ntitles=[\"題\"]\n[[label]]\ntext=[\"名\"]\n";
    std::fs::write(folder.path().join("a.toml"), wrong).unwrap();
    let check = run(folder.path(), &["form", "check", "a.toml"]);
    assert_eq!(check.status, Some(1));
    assert!(check.out.starts_with("a.toml:6: ") && check.out.contains("hint: "), "{}", check.out);
    let trial = run(&root(), &["form", "test", "forms/daiko-kikan.toml", "fixtures/corpus"]);
    assert_eq!(trial.status, Some(0), "{}", trial.err);
    assert!(trial.out.starts_with("5 records, 0 documents failed\n"), "{}", trial.out);
    assert!(
        trial.out.lines().any(|line| line.split_whitespace().eq(["5", "4", "1", "基本情報", ">", "代行機関コード"])),
        "{}",
        trial.out
    );
    let tables = run(&root(), &["form", "test", "forms/examples/care-home.toml", "tests/examples/care-home.html"]);
    for line in ["1 1 0 利用料金 > 金額", "1 1 0 職員体制 > 専従", "1 1 0 面会 > 面会日"] {
        let is_it = |shown: &str| shown.split_whitespace().collect::<Vec<_>>().join(" ") == line;
        assert!(tables.out.lines().any(is_it), "{line}: {}", tables.out);
    }
    assert_eq!(run(Path::new("."), &["schema", "--kind", "form"]).status, Some(0));
}

/// A draft is a form file without faults that reads its document; a person gives the keys their names.
#[test]
fn a_document_drafts_a_form_file_that_reads_it() {
    for kind in ["html", "docx", "xlsx", "pdf"] {
        let document = format!("tests/examples/care-home.{kind}");
        let drafted = run(&root(), &["form", "new", "--id", "home", &document]);
        assert_eq!(drafted.status, Some(0), "{kind}: {}{}", drafted.out, drafted.err);
        assert_eq!(lint(&drafted.out, "home.toml"), []);
        let engine = Engine::new(Form::from_toml(&drafted.out, "home.toml").unwrap());
        let bytes = std::fs::read(root().join(&document)).unwrap();
        let record: Value = serde_json::from_str(&engine.read("a", &bytes).unwrap().to_json()).unwrap();
        let data = record["data"].to_string();
        for value in ["65000", "ひだまり", "48600"] {
            assert!(data.contains(value), "{kind}: {value}: {data}\n{}", drafted.out);
        }
    }
}

/// Two agencies' disclosures printed into one file, one behind the other.
#[test]
fn each_disclosure_in_a_document_gives_a_record_with_its_pages() {
    let engine = Engine::new(Forms::built_in().unwrap());
    let bytes = std::fs::read(root().join("fixtures/several/two-agencies.pdf")).unwrap();
    let records = engine.read_all("two.pdf", &bytes).unwrap();
    let golden = ["chromium-plain", "chromium-harukaze"];
    assert_eq!(records.len(), golden.len());
    for (at, (record, name)) in records.iter().zip(golden).enumerate() {
        let record: Value = serde_json::from_str(&record.to_json()).unwrap();
        let golden = std::fs::read_to_string(root().join(format!("golden/rendered/{name}.pdf.json"))).unwrap();
        let golden: Value = serde_json::from_str(&golden).unwrap();
        assert_eq!(record["data"], golden["data"], "{name}");
        assert_eq!((&record["source"]["part"]["no"], &record["source"]["part"]["of"]), (&json!(at + 1), &json!(2)));
    }
    assert_eq!(engine.read("two.pdf", &bytes).unwrap_err().reason.name(), "form.several");
}
