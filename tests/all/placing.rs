//! Where offices put things: values before their labels, labels in another order, headings that say what the label below says,
//! lists on lines of one cell, tables on their side, checklists without cells.

use serde_json::{Value, json};
use yomitori::Engine;
use yomitori::form::{Form, lint};

const HEAD: &str = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"施設の概要書\"\ntitles=[\"施設の概要書\"]\nfit={labels-with-title=1}\n";

const NAME: &str = "[[label]]\ntext=[\"施設名\"]\ntype=\"name\"\npointer=\"/name\"\n";

fn read(form: &str, document: &str) -> Value {
    read_as("a.txt", form, document)
}

fn read_as(name: &str, form: &str, document: &str) -> Value {
    let form = format!("{HEAD}{form}");
    assert_eq!(lint(&form, "a.toml"), []);
    let engine = Engine::new(Form::from_toml(&form, "a.toml").unwrap());
    serde_json::from_str(&engine.read(name, document.as_bytes()).unwrap().to_json()).unwrap()
}

fn said(record: &Value, pointer: &str) -> Vec<String> {
    let all = record["diagnostics"].as_array().unwrap().iter();
    let own = all.filter(|doubt| doubt["pointer"] == pointer);
    own.map(|doubt| doubt["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_value_before_its_label_is_its_value() {
    let form = format!(
        "{NAME}[[label]]\ntext=[\"現在\", \"基準日\"]\nbefore=true\ntype=\"date\"\npointer=\"/as_of\"\n[[label]]\ntext=[\"職員数\"]\ntype=\"count\"\npointer=\"/staff\"\n"
    );
    for (text, doubts) in [
        ("令和5年3月31日 現在\n施設名\t青空\n職員数\t12人\n", vec![]),
        ("(令和5年3月31日現在)\n施設名\t青空\n職員数\t12人\n", vec![]),
        ("施設名\t青空\n職員数(令和5年3月31日現在)\t12人\n", vec![]),
        ("施設名\t青空\n職員数\t12人\n令和5年3月31日\t現在\n", vec![]),
        ("基準日\t令和5年3月31日\n施設名\t青空\n職員数\t12人\n", vec![]),
        ("令和5年3月31日現在\n施設名\t青空\n職員数(令和4年4月1日現在)\t12人\n", vec!["field.multiple-values"]),
        ("施設名：青空\n職員数：12人\n令和5年3月31日現在\n", vec![]),
    ] {
        let record = read(&form, &format!("施設の概要書\n{text}"));
        assert_eq!(record["data"], json!({ "name": "青空", "as_of": "2023-03-31", "staff": 12 }), "{text}");
        let doubts_said: Vec<String> =
            said(&record, "/data/as_of").into_iter().filter(|code| code != "field.guessed-extent").collect();
        assert_eq!(doubts_said, doubts, "{text}");
    }
    let none = read(&form, "施設の概要書\n施設名\t青空\n職員数\t12人\n入居中の方は現在おりません\n");
    assert_eq!((&none["data"]["as_of"], said(&none, "/data/as_of")), (&Value::Null, vec!["field.missing".to_owned()]));
}

#[test]
fn labels_may_stand_in_another_order_and_under_a_heading_of_the_same_wording() {
    let form = format!(
        "{NAME}[[label]]\ntext=[\"開設日\"]\ntype=\"date\"\npointer=\"/opened_on\"\n[[label]]\ntext=[\"電話\"]\ntype=\"phone\"\npointer=\"/phone\"\n[[label]]\ntext=[\"料金(1回)\", \"料金\"]\ntype=\"money\"\npointer=\"/fee\"\n"
    );
    let page = "<!DOCTYPE html><html><body><h1>施設の概要書</h1><table><tr><td>施設名</td><td>青空</td></tr><tr><td>電話</td><td>03-1234-5678</td><td>開設日</td><td>平成3年4月1日</td></tr></table><h2>料金</h2><table><tr><td>料金（1回）</td><td>500円</td></tr></table>";
    let record = read_as("a.html", &form, page);
    let expected = json!({ "name": "青空", "opened_on": "1991-04-01", "phone": "03-1234-5678", "fee": { "text": "500円", "yen": 500 } });
    assert_eq!(record["data"], expected, "{record:#}");
    assert_eq!(
        [said(&record, "/data/phone"), said(&record, "/data/opened_on")].concat(),
        ["field.out-of-order"],
        "{record:#}"
    );
}

#[test]
fn the_lines_of_a_cell_are_the_entries_of_a_list() {
    let form = format!("{NAME}[[label]]\ntext=[\"地域\"]\ntype=\"list\"\npointer=\"/area\"\n");
    let of = |area: &str| {
        let page = format!(
            "<h1>施設の概要書</h1><table><tr><td>施設名</td><td>青空</td></tr><tr><td>地域</td><td>{area}</td></tr></table>"
        );
        let record = read_as("a.html", &form, &page);
        (record["data"]["area"].clone(), said(&record, "/data/area"))
    };
    assert_eq!(of("北区<br>福島区"), (json!(["北区", "福島区"]), vec![]));
    assert_eq!(of("北区、福島区"), (json!(["北区", "福島区"]), vec![]));
    assert_eq!(of("北区、<br>福島区"), (json!(["北区", "福島区"]), vec![]));
    // A middle dot may part entries or stand within a word.
    assert_eq!(of("北区・福島区"), (json!(["北区・福島区"]), vec!["field.guessed-extent".to_owned()]));
    // Beside commas a line may be an entry or go on; this is said.
    assert_eq!(
        of("北区、福島区<br>西区"),
        (json!(["北区", "福島区", "西区"]), vec!["field.guessed-extent".to_owned()])
    );
}

#[test]
fn a_list_on_its_side_is_read_with_the_names_of_its_entries() {
    let form = format!(
        "{NAME}[[table]]\ntext=[\"実績\"]\npointer=\"/years\"\n[[table.column]]\nkey=\"year\"\ntext=[\"年度\"]\nstub=true\ntype=\"text\"\n[[table.column]]\nkey=\"received\"\ntext=[\"受入量\"]\ntype=\"decimal\"\n[[table.column]]\nkey=\"sold\"\ntext=[\"販売量\"]\ntype=\"decimal\"\n"
    );
    let cells = |rows: &[&[&str]]| -> String {
        let row = |row: &&[&str]| {
            format!("<tr>{}</tr>", row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
        };
        rows.iter().map(row).collect()
    };
    let expected = json!([
        { "year": "令和4年度", "received": { "value": 12.5, "unit": "t" }, "sold": { "value": 3, "unit": "t" } },
        { "year": "令和5年度", "received": { "value": 13, "unit": "t" }, "sold": { "value": 4.5, "unit": "t" } },
    ]);
    for rows in [
        cells(&[&["年度", "受入量", "販売量"], &["令和4年度", "12.5t", "3t"], &["令和5年度", "13t", "4.5t"]]),
        cells(&[&["", "受入量", "販売量"], &["令和4年度", "12.5t", "3t"], &["令和5年度", "13t", "4.5t"]]),
        cells(&[&["", "令和4年度", "令和5年度"], &["受入量", "12.5t", "13t"], &["販売量", "3t", "4.5t"]]),
        cells(&[&["年度", "令和4年度", "令和5年度"], &["販売量", "3t", "4.5t"], &["受入量", "12.5t", "13t"]]),
    ] {
        let page = format!(
            "<h1>施設の概要書</h1><table><tr><td>施設名</td><td>青空</td></tr></table><h2>実績</h2><table>{rows}</table>"
        );
        let record = read_as("a.html", &form, &page);
        assert_eq!(record["data"]["years"], expected, "{rows}: {record:#}");
        assert_eq!(said(&record, "/data/years"), [""; 0], "{rows}");
    }
}

const CHECKLIST: &str = "[[answers]]\nid=\"done\"\nanswer=[{id=\"yes\",text=[\"はい\",\"○\",\"☑\",\"■\"]},{id=\"no\",text=[\"いいえ\",\"×\",\"□\"]}]\n[[checklist]]\ntext=[\"取組\"]\npointer=\"/items\"\nitem=[\"項目\"]\nanswers=\"done\"\nstatus=[\"評価\"]\n";

#[test]
fn a_checklist_without_cells_is_read_line_by_line() {
    let form = format!("{NAME}{CHECKLIST}");
    for lines in [
        ["☑ 研修をしている", "☐ 点検をしている", "☑ 会議をしている"],
        ["■ 研修をしている", "□ 点検をしている", "■ 会議をしている"],
        ["研修をしている（はい）", "点検をしている（いいえ）", "会議をしている（はい）"],
        ["・研修をしている　○", "・点検をしている　×", "・会議をしている　○"],
        ["研修をしている …… ○", "点検をしている …… ×", "会議をしている …… ○"],
        ["研修をしている：はい", "点検をしている：いいえ", "会議をしている：はい"],
        ["研修をしている ■はい □いいえ", "点検をしている □はい ■いいえ", "会議をしている ■はい □いいえ"],
    ] {
        let lines: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        let page =
            format!("<h1>施設の概要書</h1><table><tr><td>施設名</td><td>青空</td></tr></table><h2>取組</h2>{lines}");
        let record = read_as("a.html", &form, &page);
        let items = record["data"]["items"].as_array().unwrap().iter();
        let items: Vec<String> = items
            .map(|item| format!("{} {}", item["text"].as_str().unwrap(), item["status"].as_str().unwrap()))
            .collect();
        assert_eq!(items, ["研修をしている yes", "点検をしている no", "会議をしている yes"], "{lines}: {record:#}");
    }
}

/// ○ before every line is a bullet as often as an answer.
#[test]
fn bullets_are_no_answers() {
    let form = format!("{NAME}{CHECKLIST}");
    let page = "<!DOCTYPE html><html><body><h1>施設の概要書</h1><p>施設名：青空</p><h2>取組</h2><p>○ 研修をしている</p><p>○ 点検をしている</p><p>○ 会議をしている</p></body></html>";
    let record = read_as("a.html", &form, page);
    assert_eq!(record["data"]["items"], json!([]));
    assert_eq!(said(&record, "/data/items"), ["field.missing"]);
}

#[test]
fn what_stands_between_the_lines_is_no_item_and_is_said() {
    let form = format!("{NAME}{CHECKLIST}");
    let page = "<!DOCTYPE html><html><body><h1>施設の概要書</h1><p>施設名：青空</p><h2>取組</h2><p>【安全】</p><p>☑ 研修をしている</p><p>夜間の体制</p><p>☐ 点検をしている</p></body></html>";
    let record = read_as("a.html", &form, page);
    let expected = json!([
        { "section": "【安全】", "no": null, "text": "研修をしている", "status": "yes" },
        { "section": null, "no": null, "text": "点検をしている", "status": "no" },
    ]);
    assert_eq!(record["data"]["items"], expected, "{record:#}");
    assert_eq!(said(&record, "/data/items/0/text"), ["field.guessed-extent"]);
    assert_eq!(said(&record, "/data/items/1/text"), ["field.guessed-extent"]);
}

/// Lines name their fields with colons, in whatever order; a label of either kind ends the value before it.
#[test]
fn lines_with_colons_stand_in_any_order() {
    let form = format!(
        "{NAME}[[label]]\ntext=[\"作成\", \"作成日\"]\nbefore=true\ntype=\"date\"\npointer=\"/made_on\"\n[[label]]\ntext=[\"所在地\"]\ntype=\"address\"\npointer=\"/address\"\n[[label]]\ntext=[\"責任者\"]\ntype=\"text\"\npointer=\"/head\"\n[[label]]\ntext=[\"定員\"]\ntype=\"count\"\npointer=\"/capacity\"\n"
    );
    let page = "<!DOCTYPE html><html><body><h1>施設の概要書</h1><p>施設名：青空</p><p>定員：30人</p><p>所在地：北海道札幌市1</p><p>作成日：2024年6月20日</p><p>責任者：平松 由美</p></body></html>";
    let record = read_as("a.html", &form, page);
    assert_eq!(record["data"]["address"]["text"], json!("北海道札幌市1"), "{record:#}");
    let rest = ["made_on", "head", "capacity"].map(|key| record["data"][key].clone());
    assert_eq!(rest, [json!("2024-06-20"), json!("平松 由美"), json!(30)], "{record:#}");
}

#[test]
fn titles_parted_by_a_gap_are_titles() {
    let record = read(NAME, "施設の　　概要書\n\n施設名　　　　青空\n");
    assert_eq!(record["data"], json!({ "name": "青空" }));
}
