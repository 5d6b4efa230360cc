//! Input made to break readers: every one ends soon, in bounded memory, with a reason.

use super::zip;
use crate::failure::{Failure, Reason};
use crate::source::{self, Limits, ReadOptions};

fn reason(bytes: &[u8]) -> Reason {
    reason_within(bytes, &Limits::default())
}

fn reason_within(bytes: &[u8], limits: &Limits) -> Reason {
    source::read(bytes, &ReadOptions::within(*limits))
        .map(|document| document.text)
        .expect_err("input that is refused")
        .reason
}

fn word(body: &str) -> Vec<u8> {
    zip(&[("word/document.xml", &format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"))])
}

fn excel(sheet: &str) -> Vec<u8> {
    let rels =
        "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/></Relationships>";
    zip(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
    ])
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_its_size() {
    let bomb = word(&" ".repeat(20 << 20));
    assert!(bomb.len() < 100_000);
    assert_eq!(reason(&bomb), Reason::TooLarge);
    let limits = Limits { unpacked_bytes: 1000, ..Limits::default() };
    assert_eq!(reason_within(&word(&"<w:p/>".repeat(500)), &limits), Reason::TooLarge);
}

#[test]
fn an_archive_of_very_many_entries() {
    let names: Vec<String> = (0..10_001).map(|number| format!("word/{number}")).collect();
    let mut parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    parts.push(("word/document.xml", "<w/>"));
    assert_eq!(reason(&zip(&parts)), Reason::TooLarge);
}

#[test]
fn an_archive_cut_short_or_overwritten() {
    let whole = word("<w:p><w:r><w:t>文</w:t></w:r></w:p>");
    for end in [10, 40, whole.len() / 2, whole.len() - 1] {
        let reason = reason(&whole[..end]);
        assert!(matches!(reason, Reason::Damaged | Reason::Unsupported), "{end}: {reason}");
    }
    for index in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[index] ^= 0xFF;
        let _ = source::read(&bytes, &ReadOptions::default());
    }
}

#[test]
fn entities_that_multiply() {
    let parts = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>\
        <w:document xmlns:w='w'><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>";
    assert_eq!(reason(&zip(&[("word/document.xml", parts)])), Reason::Damaged);
    assert_eq!(reason(&zip(&[("word/document.xml", &parts.replace("&b;", "&c;"))])), Reason::Damaged);
}

#[test]
fn parts_that_are_no_xml() {
    for part in ["<a><b></a>", "<a", "<a>", "\u{0}", "<w:p", ""] {
        assert_eq!(reason(&zip(&[("word/document.xml", part)])), Reason::Damaged, "{part}");
    }
    assert_eq!(reason(&word("")), Reason::Empty);
}

#[test]
fn protected_files() {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let compound = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &[0; 600], &name].concat();
    assert_eq!(reason(&compound), Reason::Encrypted);
    let mut bytes = word("<w:p/>");
    // The flag that says an entry is encrypted, before the entry and in the directory.
    for at in 0..bytes.len() - 10 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    assert_eq!(reason(&bytes), Reason::Encrypted);
}

#[test]
fn elements_nested_very_deep() {
    let deep = 100_000;
    for (open, close) in [("<div>", "</div>"), ("<table><tr><td>", ""), ("<b>", ""), ("<ul><li>", "")] {
        let page = format!("<!DOCTYPE html>{}text{}", open.repeat(deep), close.repeat(deep));
        assert_eq!(reason(page.as_bytes()), Reason::TooLarge, "{open}");
    }
    let tables = "<w:tbl><w:tr><w:tc>".repeat(deep) + "<w:p><w:r><w:t>底</w:t></w:r></w:p>";
    let body = tables + &"</w:tc></w:tr></w:tbl>".repeat(deep);
    assert_eq!(reason(&word(&body)), Reason::TooLarge);
    let boxes = "<w:p><w:r><w:t>面</w:t></w:r></w:p>".to_owned()
        + &"<w:p><w:r><w:txbxContent>".repeat(deep)
        + &"</w:txbxContent></w:r></w:p>".repeat(deep);
    assert_eq!(reason(&word(&boxes)), Reason::TooLarge);
}

#[test]
fn tables_just_not_too_deep() {
    for depth in [15, 16, 17, 40] {
        let page = format!("<!DOCTYPE html>{}底", "<table><tr><td>見出し<td>".repeat(depth));
        let document = source::read(page.as_bytes(), &ReadOptions::default()).unwrap();
        assert!(document.text.contains('底'), "{depth}");
    }
}

#[test]
fn sheets_of_very_many_columns_and_rows() {
    let cell = "<c t='b'><v>1</v></c>";
    let wide = excel(&format!("<sheetData><row>{}</row></sheetData>", cell.repeat(10_000)));
    assert_eq!(source::read(&wide, &ReadOptions::default()).unwrap().blocks.len(), 1);
    let huge = excel(&format!("<sheetData>{}</sheetData>", format!("<row>{}</row>", cell.repeat(100)).repeat(2_001)));
    assert_eq!(reason(&huge), Reason::TooLarge);
    let far = excel(
        "<sheetData><row r='4294967295'><c r='XFDXFD4294967295' t='b'><v>1</v></c></row></sheetData>\
        <cols><col min='0' max='4294967295'/></cols><mergeCells><mergeCell ref='A1:ZZZZZ4294967295'/></mergeCells>",
    );
    assert_eq!(reason(&far), Reason::Empty);
}

#[test]
fn a_long_string_that_all_cells_share() {
    let rels = "<Relationships><Relationship Id='a' Type='x/worksheet' Target='s.xml'/>\
        <Relationship Id='b' Type='x/sharedStrings' Target='t.xml'/></Relationships>";
    let cells = "<c t='s'><v>0</v></c>".repeat(10_000);
    let bytes = zip(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='S' id='a'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", rels),
        ("xl/s.xml", &format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>")),
        ("xl/t.xml", &format!("<sst><si><t>{}</t></si></sst>", "長".repeat(100_000))),
    ]);
    assert_eq!(reason(&bytes), Reason::TooLarge);
}

#[test]
fn files_with_bytes_overwritten() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/office");
    let mut state = 7u64;
    for name in [
        "edition-2-libreoffice.xls",
        "edition-2-floating.xls",
        "edition-2-sheets.xlsx",
        "edition-2-libreoffice.ods",
        "edition-2.docx",
    ] {
        let whole = std::fs::read(folder.join(name)).unwrap();
        for round in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..=round % 8 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (state >> 33) as usize % bytes.len();
                bytes[at] = (state >> 20) as u8;
            }
            bytes.truncate(if round % 5 == 0 { bytes.len() * 2 / 3 } else { bytes.len() });
            let _ = source::read(&bytes, &ReadOptions::default());
        }
    }
}

#[test]
fn a_workbook_of_before_2007_with_a_password() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/office");
    let mut bytes = std::fs::read(folder.join("edition-2-libreoffice.xls")).unwrap();
    // The record behind the first becomes the one that says how the rest is encrypted.
    let begin = bytes.windows(4).position(|window| window == [0x09, 0x08, 0x10, 0x00]).unwrap();
    bytes[begin + 20] = 0x2F;
    assert_eq!(reason(&bytes), Reason::Encrypted);
}

#[test]
fn spans_of_any_size() {
    let page = "<table><tr><td rowspan=4294967295 colspan=4294967295>a<td rowspan=0 colspan=0>b<tr><td>c<td colspan=1000>d</table>";
    let document = source::read(page.as_bytes(), &ReadOptions::default()).unwrap();
    assert!(document.text.contains('d'));
    let row =
        "<w:tr><w:tc><w:tcPr><w:gridSpan w:val='4294967295'/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr>";
    assert!(source::read(&word(&format!("<w:tbl>{}</w:tbl>", row.repeat(3))), &ReadOptions::default()).is_ok());
}

#[test]
fn random_bytes_behind_every_beginning() -> Result<(), Failure> {
    let mut state = 1u32;
    let mut random = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[0]
    };
    let heads: [&[u8]; 6] = [
        b"PK\x03\x04",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"<!DOCTYPE html><table><tr>",
        b"| a |\n|---|\n",
        b"{\\rtf",
        b"",
    ];
    for head in heads {
        for _ in 0..50 {
            let mut bytes = head.to_vec();
            bytes.extend(std::iter::repeat_with(&mut random).take(2000));
            let _ = source::read(&bytes, &ReadOptions::default());
        }
    }
    Ok(())
}
