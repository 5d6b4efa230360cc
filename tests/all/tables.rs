//! Tables of a form: the example's documents of every kind give what was written down from their content, headings that
//! moved or are not known take no other column's cells, and exports have a table of their own for each list.

use crate::support::{json_of, run};
use crate::valid::Schema;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tempfile::tempdir;
use yomitori::Engine;
use yomitori::form::Form;
use yomitori::schema::record_schema;

const EXAMPLE: &str = "forms/examples/care-home.toml";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn engine() -> Engine {
    Engine::new(Form::from_path(&root().join(EXAMPLE)).unwrap())
}

fn record(engine: &Engine, name: &str, bytes: &[u8]) -> Value {
    json_of(&engine.read(name, bytes).unwrap())
}

fn example(kind: &str) -> Vec<u8> {
    std::fs::read(root().join(format!("tests/examples/care-home.{kind}"))).unwrap()
}

fn of_code<'r>(record: &'r Value, code: &str) -> Vec<&'r str> {
    let all = record["diagnostics"].as_array().unwrap().iter();
    all.filter(|diagnostic| diagnostic["code"] == code)
        .map(|diagnostic| diagnostic["message"].as_str().unwrap())
        .collect()
}

#[test]
fn the_example_reads_alike_from_every_kind_of_file() {
    let truth: Value = serde_json::from_slice(&example("json")).unwrap();
    let engine = engine();
    let schema = Schema::new(&record_schema(engine.form()));
    for kind in ["html", "docx", "xlsx", "pdf", "txt"] {
        let record = record(&engine, kind, &example(kind));
        assert_eq!(record["data"], truth, "{kind}: {:#}", record["data"]);
        schema.assert(&record, kind);
        assert_eq!(of_code(&record, "table.unknown-column").len(), 1, "{kind}: {:#}", record["diagnostics"]);
        assert!(record["evidence"]["/data/fees/1/amount/yen"]["raw"].as_str().unwrap().contains("48,600"), "{kind}");
        let unread = of_code(&record, "form.unread-text");
        assert!(unread.iter().all(|text| text.contains('※')), "{kind}: {unread:?}");
    }
}

/// Tables of the example as tab text, behind its title and enough of its labels.
fn with(tables: &str) -> Value {
    let head =
        "有料老人ホーム重要事項説明書\n施設の概要\n施設名\tひだまり荘\n所在地\t東京都港区芝1\n電話番号\t03-1234-5678\n";
    record(&engine(), "a.txt", format!("{head}{tables}").as_bytes())
}

#[test]
fn cells_go_under_their_headings_wherever_these_stand() {
    let record = with("利用料金\n金額\t摘要\t支払先\t項目\n65,000円\t\t本社\t家賃\n500円\t1回\t現地\t送迎\n");
    let row = |item: &str, yen: u64, remark: Value| {
        let text = if yen == 500 { "500円" } else { "65,000円" };
        json!({ "group": null, "item": item, "amount": { "text": text, "yen": yen }, "remark": remark })
    };
    assert_eq!(record["data"]["fees"], json!([row("家賃", 65000, Value::Null), row("送迎", 500, json!("1回"))]));
    assert!(of_code(&record, "table.unknown-column")[0].contains("支払先"));
    assert_eq!(of_code(&record, "table.missing-column"), ["no column of the table 「利用料金」 is headed 「区分」"]);
}

#[test]
fn headings_that_come_again_open_no_row_and_totals_are_none() {
    let record = with(
        "利用料金\n区分\t項目\t金額\n毎月\t家賃\t1円\n区分\t項目\t金額\n\t食費\t2円\n小計\t\t3円\n随時\t送迎\t4円\n",
    );
    let rows = record["data"]["fees"].as_array().unwrap();
    let shown: Vec<(&str, u64)> =
        rows.iter().map(|row| (row["group"].as_str().unwrap(), row["amount"]["yen"].as_u64().unwrap())).collect();
    assert_eq!(shown, [("毎月", 1), ("毎月", 2), ("随時", 4)]);
}

#[test]
fn a_matrix_reads_either_way_round_and_says_what_it_lacks() {
    let record = with("居室\n\t室数\t面積\n多床室\t4室\t32\n特別室\t1室\t50\n");
    let rooms = json!({ "single": { "count": null, "size": { "value": null, "unit": null } },
        "shared": { "count": 4, "size": { "value": 32, "unit": null } } });
    assert_eq!(record["data"]["rooms"], rooms);
    assert!(of_code(&record, "field.missing").contains(&"the row 「個室」 is not in the table"));
    assert!(of_code(&record, "form.unread-text").iter().any(|text| text.contains("特別室")));
}

#[test]
fn a_list_has_a_table_of_its_own_in_exports() {
    let folder = tempdir().unwrap();
    let form = root().join(EXAMPLE);
    let form = form.to_str().unwrap();
    let document = root().join("tests/examples/care-home.html");
    let arguments = ["--form", form, "export", document.to_str().unwrap(), "--to", "out", "--format"];
    let run = run(folder.path(), &[arguments.as_slice(), &["csv,parquet,xlsx"]].concat());
    assert_eq!(run.status, Some(0), "{}", run.err);
    let fees = std::fs::read_to_string(folder.path().join("out/fees.csv")).unwrap();
    let mut lines = fees.lines();
    assert_eq!(lines.next(), Some("source_name,sha256,position,group,item,amount_text,amount_yen,remark"));
    assert!(lines.next().unwrap().ends_with(",1,毎月かかるもの,家賃,\"65,000円\",65000,"), "{fees}");
    assert_eq!(lines.count(), 4);
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let package: Value = serde_json::from_str(&read(&folder.path().join("out/datapackage.json"))).unwrap();
    let names: Vec<&str> =
        package["resources"].as_array().unwrap().iter().map(|part| part["path"].as_str().unwrap()).collect();
    assert!(names.contains(&"fees.csv") && names.contains(&"fees.parquet"), "{names:?}");
}

/// The data of a document of the examples, by a form of theirs.
fn data(form: &str, document: &str) -> Value {
    let at = |name: &str| root().join("tests/examples").join(name);
    let engine = Engine::new(Form::from_path(&at(form)).unwrap());
    record(&engine, document, &std::fs::read(at(document)).unwrap())
}

/// A fee table whose first heading is blank and whose others stand on two levels, over rows that nothing parts but their lines.
#[test]
fn lines_of_figures_are_rows_below_a_blank_corner_and_headings_on_two_levels() {
    for kind in ["hall.html", "hall.txt", "hall-no-rulings.pdf"] {
        let record = data("hall.toml", kind);
        let data = &record["data"];
        let fees = |row: usize| -> Vec<u64> {
            let of =
                |key: &str| data["rooms"][row][key]["yen"].as_u64().unwrap_or_else(|| panic!("{kind}: {record:#}"));
            let times = ["morning", "afternoon", "evening", "day"];
            ["weekday", "holiday"].iter().flat_map(|day| times.map(|time| of(&format!("{day}_{time}")))).collect()
        };
        let rooms: Vec<&str> =
            data["rooms"].as_array().unwrap().iter().filter_map(|room| room["room"].as_str()).collect();
        assert_eq!(rooms, ["多目的ホール", "和室"], "{kind}");
        assert_eq!(fees(0), [3000, 4000, 4500, 10500, 3600, 4800, 5400, 12600], "{kind}");
        assert_eq!(fees(1), [600, 800, 900, 2100, 600, 800, 900, 2100], "{kind}");
        assert_eq!((&data["rooms"][1]["capacity"], &data["rooms"][1]["area"]["value"]), (&json!(30), &json!(42.5)));
        assert_eq!(
            data["equipment"][1],
            json!({ "item": "卓球台", "unit": "1台", "fee": { "text": "220円", "yen": 220 } })
        );
        assert_eq!(data["closed"], json!(["第3火曜日", "12月29日から1月3日まで"]), "{kind}");
        assert_eq!((&data["revised_on"], &data["phone"]), (&json!("2023-10-01"), &json!("0990-00-2202")), "{kind}");
    }
}

/// What `pdftotext -layout` leaves of narrow columns: a single space between them.
#[test]
fn a_table_whose_columns_single_spaces_part_is_read_by_its_headings_and_doubted() {
    let record = data("ward.toml", "ward-single-spaces.txt");
    let data = &record["data"];
    assert_eq!(data["rooms"].as_array().unwrap().len(), 4, "{record:#}");
    let room = json!({ "ward": "3階西", "kind": "個室B", "count": 8, "fee": { "text": "7,700円", "yen": 7700 }, "equipment": ["トイレ"] });
    assert_eq!(data["rooms"][2], room);
    let standard =
        json!({ "name": "診療録管理体制加算2", "sign": "診療録2", "number": "第789号", "from": "2024-06-01" });
    assert_eq!(data["standards"][2], standard);
    // The value before the table ends at its title.
    assert_eq!(data["visits"], json!({ "from": "14:00", "to": "20:00" }));
    let doubts = of_code(&record, "field.guessed-extent");
    assert!(doubts.iter().any(|doubt| doubt.starts_with("only single spaces part")), "{doubts:?}");
    let doubted = |pointer: &str| {
        record["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .any(|said| said["pointer"] == pointer && said["severity"] == "warning")
    };
    assert!(doubted("/data/rooms/2/ward") && doubted("/data/standards/2/name"), "{record:#}");
}
