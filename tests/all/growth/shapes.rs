//! Documents that grow in one way each: a piece repeated where a step may pass over it again and again.

use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A document with something in it so many times.
pub struct Shape {
    /// What it is called.
    pub name: String,
    /// The document, by how often; none at all for zero.
    pub make: Box<dyn Fn(usize) -> Vec<u8>>,
}

/// What is repeated, and how often at the first size.
type Piece = (&'static str, &'static str, usize);

const PIECES: [Piece; 26] = [
    ("letters", "あ", 100),
    ("less-than signs", "<", 100),
    ("brackets", "(", 100),
    ("closed brackets", "()", 100),
    ("square brackets", "[", 100),
    ("superscripts", "^{", 100),
    ("note marks", "注1)", 100),
    ("spaces", " ", 100),
    ("wide spaces", "\u{3000}あ", 100),
    ("tabs", "\t", 100),
    ("tabs and letters", "\tあ", 100),
    ("marks", "■", 100),
    ("options", "□有 ■無 ", 20),
    ("circles", "○ ", 100),
    ("numbers", "1. ", 100),
    ("digits", "1", 100),
    ("bars", "|", 100),
    ("stars", "*", 100),
    ("hyphens", "-", 100),
    ("entities", "&amp;", 100),
    ("labels", "機関本体 ", 20),
    ("different labels", "電話番号 年間 FAX番号 機関名 ", 10),
    ("halves of labels", "電話番", 40),
    ("options of an item", "□実施済 □実施予定(年 月) ", 10),
    ("prefectures", "東京都、", 40),
    ("combining marks", "\u{3099}", 100),
];

const LINES: [Piece; 10] = [
    ("lines", "あいう\n", 40),
    ("empty lines", "\n", 100),
    ("lines of tabs", "\tあ\tい\n", 40),
    ("lines of labels", "電話番号\t機関本体\n", 20),
    ("lines of spaces", "あ   い   う\n", 40),
    ("lines of items", "1.\t項目\t□\t□\n", 20),
    ("lines of marks", "■\n", 40),
    ("lines of notes", "注1) あ\n", 40),
    ("lines of bullets", "* あ\n", 40),
    ("lines of one cell", "| あ |\n", 40),
];

/// Where in a disclosure a piece goes: behind this text.
const PLACES: [(&str, &str); 4] = [
    ("in a value", "株式会社みほん健診"),
    ("in an option's brackets", "ストレスチェック"),
    ("in an item", "運用管理規程等において"),
    ("at the head", ""),
];

/// All shapes.
pub fn all() -> Vec<Shape> {
    let mut shapes = Vec::new();
    let flat =
        ["office/edition-2.txt", "office/edition-2.md", "office/edition-2.html", "flat/weasyprint-tight.layout.txt"];
    for name in flat {
        let ending = name.split_once('.').unwrap().1;
        let text = String::from_utf8(fixture(name)).unwrap();
        for piece in PIECES.into_iter().chain(LINES) {
            for place in PLACES {
                shapes.push(inserted(ending, &text, piece, place));
            }
        }
    }
    for (ending, part) in [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml")] {
        let parts = parts(&fixture(&format!("office/edition-2.{ending}")));
        for piece in PIECES {
            for place in &PLACES[..3] {
                shapes.push(packed(ending, &parts, part, piece, *place));
            }
        }
    }
    shapes.extend(super::structures::all());
    shapes
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)).unwrap()
}

fn spliced(text: &str, behind: &str, piece: &str) -> String {
    let at = text.find(behind).unwrap_or_else(|| panic!("{behind} stands nowhere")) + behind.len();
    format!("{}{piece}{}", &text[..at], &text[at..])
}

fn inserted(ending: &str, text: &str, (name, piece, first): Piece, (place, behind): (&str, &str)) -> Shape {
    let (text, behind) = (text.to_owned(), behind.to_owned());
    let make = move |times: usize| spliced(&text, &behind, &piece.repeat(first * times)).into_bytes();
    Shape { name: format!("{name} {place} of .{ending}"), make: Box::new(make) }
}

fn packed(
    ending: &str,
    parts: &[(String, Vec<u8>)],
    part: &'static str,
    (name, piece, first): Piece,
    (place, behind): (&str, &str),
) -> Shape {
    let parts = parts.to_vec();
    // Some programs write every character that is not ASCII as its number.
    let numbers = behind.chars().map(|c| format!("&#{};", u32::from(c))).collect::<String>();
    let is_plain =
        parts.iter().any(|(name, content)| name == part && String::from_utf8_lossy(content).contains(behind));
    let behind = if is_plain { behind.to_owned() } else { numbers };
    let piece = piece.replace('&', "&amp;").replace('<', "&lt;");
    let make = move |times: usize| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &parts {
            let text = (name == part)
                .then(|| spliced(std::str::from_utf8(content).unwrap(), &behind, &piece.repeat(first * times)));
            writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_ref().map_or(content.as_slice(), |text| text.as_bytes())).unwrap();
        }
        writer.finish().unwrap().into_inner()
    };
    Shape { name: format!("{name} {place} of .{ending}"), make: Box::new(make) }
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = archive.len();
    let read = |index: usize| {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        let name = entry.name().unwrap().into_owned();
        entry.read_to_end(&mut content).unwrap();
        (name, content)
    };
    (0..count).map(read).collect()
}
