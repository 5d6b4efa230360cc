//! Flat text that was printed in another way holds the same values: texts of `fixtures/flat` with what a browser prints around
//! pages, and with two pages on a sheet.

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
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("text.txt");
    std::fs::write(&path, text).unwrap();
    let engine = Engine::new(Forms::built_in().unwrap()).today(jiff::civil::date(2026, 11, 20));
    let [input] = <[Input; 1]>::try_from(yomitori::inputs::list(&[path])).ok().unwrap();
    let record = input.read(&engine, &Limits::default()).ok().unwrap();
    serde_json::to_value(record).unwrap()["data"].take()
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
