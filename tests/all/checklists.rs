//! Checklists of a form's own: statuses in one column or in a column each, sections wherever they stand, headings printed once.

use crate::support::json_of;
use crate::valid::Schema;
use serde_json::{Value, json};
use std::path::PathBuf;
use yomitori::Engine;
use yomitori::form::Form;
use yomitori::schema::record_schema;

const HEAD: &str = "事業所における自己評価結果\n事業所名\tひだまり教室\n公表日\t令和6年3月1日\n評価期間\t令和5年4月1日～令和6年3月31日\n第三者評価の受審\t■有 □無\n\n";

fn record(items: &str) -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("forms/examples/self-evaluation.toml");
    let engine = Engine::new(Form::from_path(&path).unwrap());
    let record = json_of(&engine.read("a.txt", format!("{HEAD}{items}").as_bytes()).unwrap());
    Schema::new(&record_schema(engine.form())).assert(&record, "a.txt");
    assert_eq!(record["data"]["third_party"], json!(true));
    assert_eq!(record["data"]["period"], json!({ "from": "2023-04-01", "to": "2024-03-31" }));
    record
}

/// The items as section, number, text, status, remark, parted by |.
fn items(record: &Value) -> Vec<String> {
    let of = |item: &Value, key: &str| item[key].as_str().unwrap_or("-").to_owned();
    let items = record["data"]["items"].as_array().unwrap().iter();
    items.map(|item| ["section", "no", "text", "status", "remark"].map(|key| of(item, key)).join("|")).collect()
}

fn codes(record: &Value) -> Vec<String> {
    let all = record["diagnostics"].as_array().unwrap().iter();
    let warnings = all.filter(|doubt| doubt["severity"] == "warning");
    warnings
        .map(|doubt| format!("{} {}", doubt["code"].as_str().unwrap(), doubt["pointer"].as_str().unwrap()))
        .collect()
}

#[test]
fn signs_in_one_column_with_the_sections_beside() {
    let record = record(
        "\t番号\tチェック項目\t評価\t備考\n環境\t1\t広さは適切か\t○\t広い\n\t2\t職員は適切か\t△\t\n改善\t3\t評価したか\t✕\t\n\t4\t外部の評価\tー\t\n",
    );
    let expected = [
        "環境|1|広さは適切か|yes|広い",
        "環境|2|職員は適切か|partly|-",
        "改善|3|評価したか|no|-",
        "改善|4|外部の評価|none|-",
    ];
    assert_eq!(items(&record), expected);
    assert_eq!(codes(&record), [""; 0]);
}

#[test]
fn a_column_for_each_answer_and_sections_between_the_rows() {
    let record = record(
        "\tチェック項目\tはい\tどちらともいえない\tいいえ\t備考\n【環境】\n1\t広さは適切か\t○\t\t\t広い\n2\t職員は適切か\t\tレ\t\t\n【改善】\n3\t評価したか\t\t\t■\t\n4\t外部の評価\t\t\t\t\n5\t研修はあるか\t○\t○\t\t\n",
    );
    let expected = [
        "【環境】|1|広さは適切か|yes|広い",
        "【環境】|2|職員は適切か|partly|-",
        "【改善】|3|評価したか|no|-",
        "【改善】|4|外部の評価|-|-",
        "【改善】|5|研修はあるか|-|-",
    ];
    assert_eq!(items(&record), expected);
    assert_eq!(codes(&record), ["checklist.unmarked /data/items/3/status", "checklist.conflict /data/items/4/status"]);
}

#[test]
fn headings_printed_once_hold_for_the_tables_that_follow() {
    let record = record(
        "Ⅰ 環境\n評価項目\t評価\t備考\n① 広さは適切か\tはい\t\n② 職員は適切か\tいいえ\t増員\n\nⅡ 改善\n① 評価したか\tどちらともいえない\t\n② 外部の評価\tたぶん\t\n",
    );
    let expected = [
        "I 環境|①|広さは適切か|yes|-",
        "I 環境|②|職員は適切か|no|増員",
        "II 改善|①|評価したか|partly|-",
        "II 改善|②|外部の評価|-|-",
    ];
    assert_eq!(items(&record), expected);
    assert_eq!(codes(&record), ["field.unparsed /data/items/3/status"]);
}

#[test]
fn a_mark_whose_column_is_not_known_is_no_answer() {
    let record = record("番号\tチェック項目\t達成\t備考\n1\t広さは適切か\t○\t\n");
    assert_eq!(items(&record), ["-|1|広さは適切か|-|-"]);
    assert_eq!(codes(&record), ["table.unknown-column /data/items", "table.missing-column /data/items"]);
}

#[test]
fn a_checklist_that_is_not_there_is_a_warning() {
    assert_eq!(codes(&record("")), ["field.missing /data/items"]);
}

#[test]
fn a_check_has_a_code_a_severity_and_words_of_the_files_own() {
    let head = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"題\"\ntitles=[\"題名\"]\nfit={labels-with-title=1}\n\
        [[label]]\ntext=[\"定員\"]\ntype=\"count\"\npointer=\"/places\"\n\
        [[label]]\ntext=[\"利用者数\"]\ntype=\"count\"\npointer=\"/users\"\n\
        [[check]]\nrule=\"not-above\"\ncode=\"users.too-many\"\npointers=[\"/users\", \"/places\"]\n";
    let read = |form: &str| -> Value {
        let engine = Engine::new(Form::from_toml(form, "f.toml").unwrap());
        let record = engine.read("a.txt", "題名\n定員\t10人\n利用者数\t12人\n".as_bytes()).unwrap().to_json();
        let record = serde_json::from_str(&record).unwrap();
        Schema::new(&record_schema(engine.form())).assert(&record, "a.txt");
        record
    };
    let expected = json!([{ "code": "users.too-many", "severity": "warning", "pointer": "/data/users",
        "message": "「利用者数」 is 12, more than 「定員」 with 10" }]);
    assert_eq!(read(head)["diagnostics"], expected);
    let own = format!("{head}severity=\"error\"\nmessage=\"定員{{1}}人に対して利用者{{0}}人\"\n");
    let doubt = read(&own)["diagnostics"][0].clone();
    assert_eq!(doubt["severity"], "error");
    assert_eq!(doubt["message"], "定員10人に対して利用者12人");
    let wrong = head.replace("users.too-many", "Users");
    assert!(Form::from_toml(&wrong, "f.toml").unwrap_err().message.contains("is no code"));
}

/// A row that is one title parts a sheet into tables, of which only the first has the headings: cells keep the sheet's columns.
#[test]
fn marks_of_a_sheet_stand_under_headings_of_the_table_above() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/examples");
    let engine = Engine::new(Form::from_path(&root.join("facility-report.toml")).unwrap());
    let bytes = std::fs::read(root.join("facility-report.xlsx")).unwrap();
    let record: Value = serde_json::from_str(&engine.read("a.xlsx", &bytes).unwrap().to_json()).unwrap();
    let checks = record["data"]["checks"].as_array().unwrap().iter();
    let read: Vec<String> = checks
        .map(|item| {
            ["section", "no", "status", "remark"].map(|key| item[key].as_str().unwrap_or("-").to_owned()).join("|")
        })
        .collect();
    let expected = [
        "1 管理体制|1-1|ok|-",
        "1 管理体制|1-2|not_ok|連絡網を更新すること",
        "2 設備|2-1|ok|-",
        "2 設備|2-2|not_applicable|-",
    ];
    assert_eq!(read, expected);
    assert_eq!(codes(&record), [""; 0]);
}
