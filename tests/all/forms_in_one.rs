//! Several forms in one data set: each has its tables and its agencies, exports a folder of its own, and databases of one form hold
//! others from then on.

use crate::support::{DISCLOSURE, done, rows, run};
use rusqlite::Connection;
use serde_json::Value;
use std::fs::{copy, create_dir_all, read_to_string, write};
use std::path::Path;
use tempfile::{TempDir, tempdir};

const TODAY: &str = "--today=2026-11-20";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A disclosure of the built-in form, and two of its siblings.
fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    create_dir_all(folder.path().join("in")).unwrap();
    copy(DISCLOSURE, folder.path().join("in/agency.txt")).unwrap();
    for name in ["kenshin.txt", "hoken-shido.xlsx"] {
        copy(root().join("fixtures/siblings").join(name), folder.path().join("in").join(name)).unwrap();
    }
    folder
}

fn lines(path: &Path) -> Vec<Value> {
    read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn documents_of_several_forms_have_tables_agencies_and_exports_of_their_own() {
    let folder = folder();
    let first = done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    assert!(first.err.contains("3 documents: 3 read, 0 failed"), "{}", first.err);
    let forms = "SELECT id || ' ' || name FROM form ORDER BY id";
    let tables = ["daiko-kikan disclosures", "hoken-shido-kikan hoken_shido_kikan", "kenshin-kikan kenshin_kikan"];
    assert_eq!(rows(&folder, forms), tables);
    for (table, document) in [
        ("disclosures", "in/agency.txt"),
        ("kenshin_kikan", "in/kenshin.txt"),
        ("hoken_shido_kikan", "in/hoken-shido.xlsx"),
    ] {
        assert_eq!(rows(&folder, &format!("SELECT source_name FROM {table}")), [document]);
        let agency = format!(
            "SELECT COUNT(*) || '' FROM agencies a JOIN {table} t ON t.record = a.record AND t.agency = a.agency"
        );
        assert_eq!(rows(&folder, &agency), ["1"], "{table}");
        let name = rows(&folder, &format!("SELECT organization_name FROM {table}")).remove(0);
        let word: String = name.chars().filter(|c| c.is_alphanumeric()).take(3).collect();
        let search = format!("SELECT COUNT(*) || '' FROM {table}_search WHERE {table}_search MATCH '\"{word}\"'");
        assert_eq!(rows(&folder, &search), ["1"], "{table}: {name}");
        assert_ne!(rows(&folder, &format!("SELECT COUNT(*) || '' FROM evidence JOIN {table} USING (record)")), ["0"]);
    }
    // The records are those of `extract`, in a folder for each form.
    done(&folder, &["export", "--db", "d.db", "--to", "out", "--format", "jsonl,csv,sqlite"]);
    done(&folder, &["extract", "in", "--output", "all.jsonl", TODAY]);
    let extracted = lines(&folder.path().join("all.jsonl"));
    for (form, below) in
        [("daiko-kikan", ""), ("kenshin-kikan", "kenshin-kikan"), ("hoken-shido-kikan", "hoken-shido-kikan")]
    {
        let own = lines(&folder.path().join("out").join(below).join("records.jsonl"));
        let wanted: Vec<&Value> = extracted.iter().filter(|record| record["form"] == form).collect();
        assert_eq!(own.iter().collect::<Vec<_>>(), wanted, "{form}");
        assert!(folder.path().join("out").join(below).join("disclosures.csv").exists());
    }
    done(&folder, &["export", "all.jsonl", "--to", "direct", "--latest"]);
    assert!(folder.path().join("direct/kenshin-kikan/disclosures.csv").exists());
    // What is known is not read again, nor when one of the forms is asked for alone.
    let again = done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    assert!(again.err.contains("3 documents: 3 unchanged"), "{}", again.err);
    let form = root().join("forms/kenshin-kikan.toml");
    let alone = done(&folder, &["--form", form.to_str().unwrap(), "import", "in", "--db", "d.db", TODAY]);
    assert!(alone.err.contains("3 documents: 3 unchanged"), "{}", alone.err);
    // Words on a record of another form, and what became of its agency.
    let sha256 = rows(&folder, "SELECT sha256 FROM documents WHERE name = 'in/kenshin.txt'").remove(0);
    let read = rows(&folder, "SELECT organization_name FROM kenshin_kikan").remove(0);
    let word = serde_json::json!({ "sha256": sha256, "part": 1, "pointer": "/data/organization/name", "kind": "corrected",
        "read": read, "value": "新しい名前", "who": "a", "at": "2026-11-20T09:00:00Z" });
    write(folder.path().join("words.jsonl"), format!("{word}\n")).unwrap();
    done(&folder, &["corrections", "import", "words.jsonl", "--db", "d.db"]);
    assert_eq!(rows(&folder, "SELECT organization_name FROM kenshin_kikan"), ["新しい名前"]);
    std::fs::remove_file(folder.path().join("in/kenshin.txt")).unwrap();
    let gone: Value =
        serde_json::from_str(&done(&folder, &["import", "in", "--db", "d.db", TODAY, "--json"]).out).unwrap();
    assert_eq!(gone["counts"]["agency.gone"], 1, "{gone}");
    assert!(gone["changes"].as_array().unwrap().iter().any(|change| change["form"] == "kenshin-kikan"), "{gone}");
    done(&folder, &["forget", "in/kenshin.txt", "--db", "d.db"]);
    assert_eq!(rows(&folder, "SELECT COUNT(*) || '' FROM kenshin_kikan"), ["0"]);
    assert_eq!(rows(&folder, "SELECT COUNT(*) || '' FROM pragma_foreign_key_check"), ["0"]);
}

#[test]
fn the_rows_of_a_forms_lists_have_tables_in_the_database() {
    let folder = tempdir().unwrap();
    copy(root().join("tests/examples/care-home.html"), folder.path().join("a.html")).unwrap();
    let form = root().join("forms/examples/care-home.toml");
    let import = ["--form", form.to_str().unwrap(), "import", "a.html", "--db", "d.db", TODAY];
    done(&folder, &import);
    let fees = "SELECT position || ' ' || \"group\" || ' ' || item || ' ' || amount_yen FROM fees
      WHERE position <= 2 ORDER BY position";
    assert_eq!(rows(&folder, fees), ["1 毎月かかるもの 家賃 65000", "2 毎月かかるもの 食費 48600"]);
    assert_eq!(rows(&folder, "SELECT title FROM columns WHERE table_name = 'fees' AND column_name = 'item'"), ["項目"]);
    // Another edition of the form file asks for other columns: they are made from the records.
    let text = read_to_string(&form).unwrap().replacen("key = \"item\"", "key = \"entry\"", 1);
    write(folder.path().join("b.toml"), text).unwrap();
    done(&folder, &["--form", "b.toml", "import", "a.html", "--db", "d.db", TODAY]);
    assert_eq!(rows(&folder, "SELECT entry FROM fees ORDER BY position")[..2], ["家賃", "食費"]);
}

/// What the version before left: one form, whose table everything refers to.
#[test]
fn a_database_of_one_form_is_brought_up_to_date_and_holds_others() {
    let folder = folder();
    let in_one = ["import", "in/agency.txt", "--db", "d.db", TODAY];
    done(&folder, &in_one);
    done(&folder, &["export", "--db", "d.db", "--to", "before", "--format", "jsonl,csv"]);
    let database = Connection::open(folder.path().join("d.db")).unwrap();
    let back = "ALTER TABLE form DROP COLUMN name; ALTER TABLE columns DROP COLUMN form;
      DROP TABLE agencies; CREATE TABLE agencies (agency TEXT PRIMARY KEY); UPDATE form SET tables = ''; PRAGMA user_version = 4;";
    database.execute_batch(back).unwrap();
    drop(database);
    copy(folder.path().join("d.db"), folder.path().join("old.db")).unwrap();
    let form = root().join("forms/examples/care-home.toml");
    let refused = run(folder.path(), &["--form", form.to_str().unwrap(), "import", "in", "--db", "old.db", TODAY]);
    assert_eq!(refused.status, Some(2));
    assert!(refused.err.contains("made the database for the form \"daiko-kikan\""), "{}", refused.err);
    let again = done(&folder, &["import", "in", "--db", "d.db", TODAY]);
    assert!(again.err.contains("3 documents: 1 unchanged, 2 read, 0 failed"), "{}", again.err);
    assert_eq!(rows(&folder, "SELECT COUNT(*) || '' FROM agencies"), ["3"]);
    done(&folder, &["export", "--db", "d.db", "--to", "after", "--format", "jsonl,csv"]);
    for name in ["records.jsonl", "disclosures.csv", "checklist_items.csv", "diagnostics.csv"] {
        let text = |folder_of: &str| read_to_string(folder.path().join(folder_of).join(name)).unwrap();
        let (before, after) = (text("before"), text("after"));
        // The names differ: the folder was named, not the file.
        assert_eq!(before.replace("agency.txt", "in/agency.txt").replace("in/in/", "in/"), after, "{name}");
    }
}
