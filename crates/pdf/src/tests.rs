//! The fixtures that real producers made, against the content they were made from: the tables' cells row by row, and the marks.

use crate::budget::Limits;
use crate::diagnostic::Code;
use crate::document::{Block, Document, Script};
use crate::failure::Reason;
use unicode_normalization::UnicodeNormalization;
use yomitori_ocr::options::ReadOptions;

/// Fixtures whose tables must come out cell by cell, with the content they hold.
const RULED: &[(&str, &str)] = &[
    ("acroform", "mirai-short"),
    ("cairo", "mirai-short"),
    ("calc", "mirai"),
    ("chromium", "mirai"),
    ("chromium-checks", "mirai-short"),
    ("chromium-dotted", "mirai-short"),
    ("chromium-drawn", "mirai-short"),
    ("chromium-filled", "mirai-short"),
    ("chromium-harukaze", "harukaze"),
    ("chromium-inputs", "mirai-short"),
    ("chromium-landscape", "mirai-short"),
    ("chromium-open", "mirai-short"),
    ("chromium-stacked", "mirai-short"),
    ("chromium-tagged", "mirai-short"),
    ("chromium-vertical", "mirai-short"),
    ("fpdf2", "mirai-short"),
    ("ghostscript", "mirai"),
    ("mutool", "mirai"),
    ("qpdf-aes256", "mirai-short"),
    ("qpdf-objects", "mirai-short"),
    ("reportlab-embedded", "mirai-short"),
    ("reportlab-euc", "mirai-short"),
    ("reportlab-jis2004", "mirai-short"),
    ("reportlab-rksj", "mirai-short"),
    ("reportlab-unijis", "mirai-short"),
    ("reportlab-utf16", "mirai-short"),
    ("rotated-180", "mirai-short"),
    ("rotated-270", "mirai-short"),
    ("rotated-90", "mirai-short"),
    ("sideways", "mirai-short"),
    ("two-up", "mirai-short"),
    ("type3-marks", "mirai-short"),
    ("weasyprint", "harukaze"),
    ("weasyprint-checks", "mirai-short"),
    ("weasyprint-separate", "mirai-short"),
    ("writer", "mirai"),
    ("writer-wingdings", "mirai-short"),
];

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../fixtures/rendered/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn read(name: &str) -> Document {
    super::read(&bytes(&format!("{name}.pdf")), &ReadOptions::default()).unwrap()
}

/// A cell's text as it can be compared: no spaces, no superscript markup, one form of every mark.
fn bare(text: &str) -> String {
    let text: String = text.replace("^{", "").replace('}', "").nfkc().filter(|c| !c.is_whitespace()).collect();
    text.replace(['☑', '☒', '✓'], "■").replace('☐', "□")
}

/// The rows of all tables, blank cells left out.
fn rows(document: &Document) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for block in &document.blocks {
        let Block::Table(table) = block else { continue };
        for row in 0..=table.cells.iter().map(|cell| cell.row).max().unwrap_or_default() {
            let cells = table.cells.iter().filter(|cell| cell.row == row);
            let texts: Vec<String> =
                cells.map(|cell| bare(cell.span.of(&document.text))).filter(|text| !text.is_empty()).collect();
            if !texts.is_empty() {
                out.push(texts);
            }
        }
    }
    out
}

fn expected(content: &str) -> Vec<Vec<String>> {
    let text = String::from_utf8(bytes(&format!("{content}.txt"))).unwrap();
    let rows = text.lines().filter(|line| line.contains('\t'));
    rows.map(|line| line.split('\t').map(bare).filter(|cell| !cell.is_empty()).collect()).collect()
}

/// The first difference of two lists, to be read by people.
fn difference(found: &[Vec<String>], expected: &[Vec<String>]) -> Option<String> {
    let at = (0..found.len().max(expected.len())).find(|at| found.get(*at) != expected.get(*at))?;
    let wrong = found.iter().filter(|row| !expected.contains(row)).count();
    Some(format!("row {at}: found {:?}, expected {:?}; {wrong} rows wrong", found.get(at), expected.get(at)))
}

#[test]
fn ruled_tables_of_every_producer() {
    let wrong: Vec<String> = RULED
        .iter()
        .filter_map(|(name, content)| Some(format!("{name}: {}", difference(&rows(&read(name)), &expected(content))?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_table_without_lines_keeps_its_cells() {
    // A label in the middle of its rows stands in the first of them; all else is as if it were ruled.
    for name in ["chromium-plain", "weasyprint-tight"] {
        let difference = difference(&rows(&read(name)), &expected("mirai-short"));
        assert_eq!(difference, None, "{name}");
    }
}

/// The text outside of tables.
fn free_text(document: &Document) -> String {
    let paragraphs = document.blocks.iter().filter_map(|block| match block {
        Block::Paragraph(span) => Some(span.of(&document.text)),
        Block::Table(_) => None,
    });
    paragraphs.map(bare).collect()
}

#[test]
fn text_outside_of_tables_in_reading_order_without_furniture() {
    let mut wrong = Vec::new();
    for (name, content) in RULED {
        let text = String::from_utf8(bytes(&format!("{content}.txt"))).unwrap();
        let expected: String = text.lines().filter(|line| !line.contains('\t')).map(bare).collect();
        let found = free_text(&read(name));
        if found != expected {
            let at = found.char_indices().zip(expected.chars()).find(|((_, a), b)| a != b).map_or(0, |((at, _), _)| at);
            wrong.push(format!(
                "{name}: {:?}",
                found.get(at..).unwrap_or_default().chars().take(80).collect::<String>()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_garbled() {
    for (name, _) in RULED {
        let document = read(name);
        assert!(document.notices.is_empty(), "{name}: {:?}", document.notices);
        assert!(document.text.chars().all(|c| c != '\u{fffd}' && !('\u{e000}'..='\u{f8ff}').contains(&c)), "{name}");
    }
}

#[test]
fn notes_are_superscript() {
    for name in ["chromium", "writer", "weasyprint", "reportlab-rksj"] {
        let document = read(name);
        let at = document.text.find("機関名注1)").unwrap() + "機関名".len();
        let run = document.runs.iter().rev().find(|run| run.start <= at).unwrap();
        assert_eq!(run.script, Script::Superscript, "{name}");
    }
}

#[test]
fn a_password_is_asked_for_and_taken() {
    let bytes = bytes("qpdf-password.pdf");
    let failure = super::read(&bytes, &ReadOptions::default()).unwrap_err();
    assert_eq!(failure.reason, Reason::Encrypted);
    assert!(failure.hint.unwrap().contains("--password"));
    let document =
        super::read(&bytes, &ReadOptions { password: Some("himitsu".into()), ..ReadOptions::default() }).unwrap();
    assert_eq!(rows(&document), expected("mirai-short"));
}

#[test]
fn a_scanned_page_asks_for_ocr() {
    let failure = super::read(&bytes("scanned.pdf"), &ReadOptions::default()).unwrap_err();
    assert_eq!(failure.reason, Reason::NeedsOcr);
}

#[test]
fn fonts_without_a_mapping_are_flagged_or_read_by_their_own_tables() {
    let document = read("no-tounicode");
    let flagged = document.notices.iter().any(|notice| notice.code == Code::TextGarbled);
    assert!(flagged || rows(&document) == expected("mirai-short"));
}

#[test]
fn limits_are_failures_with_a_reason() {
    let bytes = bytes("chromium.pdf");
    let few = Limits { pages: 1, ..Limits::default() };
    assert_eq!(super::read(&bytes, &ReadOptions::within(few)).unwrap_err().reason, Reason::Limit);
    let short = Limits { time: std::time::Duration::ZERO, ..Limits::default() };
    assert_eq!(super::read(&bytes, &ReadOptions::within(short)).unwrap_err().reason, Reason::Limit);
    assert_eq!(super::read(b"%PDF-1.7 nothing", &ReadOptions::default()).unwrap_err().reason, Reason::Damaged);
}

#[test]
fn a_truncated_file_gives_text_or_a_reason() {
    let bytes = bytes("reportlab-unijis.pdf");
    for tenths in 1..10 {
        let cut = bytes.get(..bytes.len() * tenths / 10).unwrap();
        if let Ok(document) = super::read(cut, &ReadOptions::default()) {
            assert!(!document.text.is_empty());
        }
    }
}
