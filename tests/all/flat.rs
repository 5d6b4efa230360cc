//! Flat text that was printed in another way holds the same values: texts of `fixtures/flat` with what a browser prints around
//! pages, with two pages on a sheet, and without their lines.

use serde_json::Value;
use std::path::Path;
use yomitori::Engine;
use yomitori::form::Forms;
use yomitori::inputs::Input;
use yomitori::source::Limits;

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/flat").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn data(text: &str) -> Value {
    record(text)["data"].take()
}

fn record(text: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.txt");
    std::fs::write(&path, text).unwrap();
    let engine = Engine::new(Forms::built_in().unwrap()).today(jiff::civil::date(2026, 11, 20));
    let [input] = <[Input; 1]>::try_from(yomitori::inputs::list(&[path])).ok().unwrap();
    let record = input.read(&engine, &Limits::default()).ok().unwrap();
    serde_json::to_value(record).unwrap()
}

/// The pointers of the leaves, with their values; lists of texts are leaves.
fn leaves(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| leaves(value, &format!("{pointer}/{key}"), found))
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            list.iter().enumerate().for_each(|(at, value)| leaves(value, &format!("{pointer}/{at}"), found));
        }
        leaf => found.push((pointer.to_owned(), leaf.clone())),
    }
}

/// The leaves that are not as in `right`: all of them, and those of which no diagnostic says anything.
fn wrong(record: &Value, right: &Value) -> (Vec<String>, Vec<String>) {
    let mut expected = Vec::new();
    leaves(right, "/data", &mut expected);
    let is_wrong = |(pointer, value): &(String, Value)| record.pointer(pointer).unwrap_or(&Value::Null) != value;
    let wrong: Vec<String> = expected.into_iter().filter(is_wrong).map(|(pointer, _)| pointer).collect();
    let is_said = |pointer: &String| {
        let diagnostics = record["diagnostics"].as_array().unwrap().iter();
        let mut named = diagnostics.map(|diagnostic| diagnostic["pointer"].as_str().unwrap());
        named.any(|named| pointer.starts_with(named) && named != "/data")
    };
    let unsaid = wrong.iter().filter(|pointer| !is_said(pointer)).cloned().collect();
    (wrong, unsaid)
}

#[test]
fn what_a_browser_prints_around_pages_is_none_of_the_form() {
    for name in ["chromium-plain.layout.txt", "weasyprint-tight.layout.txt", "fpdf2.raw.txt"] {
        let plain = text(name);
        let page = |(page, no): (&str, usize)| {
            format!(
                "2026/11/26 20:32    事業運営上開示すべき重要事項の概要[代行機関]\n\n{page}\nhttps://agency.example/disclosure.html    {no}/4\n"
            )
        };
        let printed: Vec<String> = plain.split('\u{c}').zip(1..).map(page).collect();
        assert_eq!(data(&printed.join("\u{c}")), data(&plain), "{name}");
    }
}

#[test]
fn two_pages_on_a_sheet_are_read_one_after_the_other() {
    // Lines of two pages do not stand level.
    let set = |(page, every): (&str, usize)| {
        let lines = page.lines().zip(1usize..);
        lines
            .map(|(line, no)| format!("{line}\n{}", if no.is_multiple_of(every) { "\n" } else { "" }))
            .collect::<String>()
    };
    let plain = text("weasyprint-tight.layout.txt");
    let pages: Vec<String> = plain.split('\u{c}').zip([4, 5].into_iter().cycle()).map(set).collect();
    let plain = pages.join("\u{c}");
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let width = plain.lines().map(|line| line.chars().count()).max().unwrap() + 4;
    let sheet = |pages: &[&str]| {
        let [left, right] = [0, 1].map(|at| pages.get(at).map_or(Vec::new(), |page| page.lines().collect::<Vec<_>>()));
        let line = |at: usize| {
            let own = left.get(at).copied().unwrap_or_default();
            let gap = " ".repeat(width - own.chars().count());
            format!("{own}{gap}{}\n", right.get(at).copied().unwrap_or_default())
        };
        (0..left.len().max(right.len())).map(line).collect::<String>()
    };
    let sheets: Vec<String> = pages.chunks(2).map(sheet).collect();
    assert_eq!(data(&sheets.join("\u{c}")), data(&plain));
}

/// What a copy without lines lost can't all be had back: at least three leaves of four are right, and no wrong one goes unsaid.
#[test]
fn a_copy_on_a_web_page_has_its_values_or_says_that_it_may_not() {
    for name in ["chromium-plain.raw.txt", "fpdf2.layout.txt"] {
        let plain = text(name);
        let page = |(page, no): (&str, usize)| {
            let words: Vec<&str> = page.split_whitespace().collect();
            format!("トップ > 資料 > 開示情報 ({no})\n{}\n", words.join(" "))
        };
        let copy: String = plain.split('\u{c}').filter(|page| !page.trim().is_empty()).zip(1..).map(page).collect();
        let right = data(&plain);
        let (wrong, unsaid) = wrong(&record(&copy), &right);
        let mut all = Vec::new();
        leaves(&right, "/data", &mut all);
        assert_eq!(unsaid, Vec::<String>::new(), "{name}");
        assert!(wrong.len() * 4 < all.len(), "{name}: {} of {}: {wrong:?}", wrong.len(), all.len());
    }
}
