//! The parity set: one disclosure in every format and by every producer reads as the same rows.

use super::rows;
use crate::source::{self, ReadOptions};

/// Rows as they are compared: without white space, boxes in one form.
fn squeezed(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let squeeze = |text: String| -> String {
        let shown = text.chars().filter(|character| !character.is_whitespace());
        shown
            .map(|character| match character {
                '■' | '☒' | '✓' => '☑',
                '□' => '☐',
                other => other,
            })
            .collect()
    };
    rows.into_iter().map(|row| row.into_iter().map(squeeze).collect()).collect()
}

fn check(name: &str) {
    for edition in ["2", "5.2"] {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let bytes = std::fs::read(format!("{root}/fixtures/office/edition-{edition}{name}")).unwrap();
        let expected = std::fs::read(format!("{root}/tests/office/edition-{edition}.rows.json")).unwrap();
        let expected: Vec<Vec<String>> = serde_json::from_slice(&expected).unwrap();
        let document = source::read(&bytes, &ReadOptions::default()).unwrap();
        let (found, expected) = (squeezed(rows(&document)), squeezed(expected));
        for (index, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert_eq!(found, expected, "edition {edition}{name}, row {index}");
        }
        assert_eq!(found.len(), expected.len(), "edition {edition}{name}");
        let raised: String = document
            .runs_in(crate::document::Span::new(0, document.text.len()))
            .filter(|(run, _)| run.script == crate::document::Script::Superscript)
            .map(|(_, span)| span.of(&document.text))
            .collect();
        assert!(raised.starts_with("注1)注1)"), "edition {edition}{name}: {raised}");
    }
}

macro_rules! parity {
    ($($test:ident $name:literal)*) => { $(#[test] fn $test() { check($name); })* };
}

parity! {
    word ".docx"
    word_with_controls "-controls.docx"
    word_with_symbols "-wingdings.docx"
    word_by_libreoffice "-libreoffice.docx"
    excel ".xlsx"
    excel_on_squared_paper "-squared.xlsx"
    excel_of_two_sheets "-sheets.xlsx"
    excel_by_libreoffice "-libreoffice.xlsx"
    excel_97_by_libreoffice "-libreoffice.xls"
    excel_with_floating_boxes "-floating.xlsx"
    excel_97_with_floating_boxes "-floating.xls"
    spreadsheet_with_floating_boxes "-floating.ods"
    page ".html"
    page_with_inputs "-inputs.html"
    page_by_libreoffice "-libreoffice.html"
    spreadsheet_by_libreoffice "-libreoffice.ods"
    text_by_libreoffice "-libreoffice.odt"
    markdown ".md"
}
