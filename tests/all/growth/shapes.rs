//! Documents that grow in one way each: a piece repeated where a step may pass over it again and again.

use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

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
    ("square brackets", "[", 1000),
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

const LINES: [Piece; 17] = [
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
    ("stamps and titles of pages", "2026/11/20 12:34\n重要事項の概要\nあ\nhttps://example.jp/a 1/2\n\u{c}", 10),
    ("stamps with different rests", "2026/11/20 12:34 あ\n2026/11/20 12:35 い\n", 20),
    ("times without marks", "令和8年4月\n", 40),
    ("empty brackets", "( 年 月)\n", 40),
    ("brackets in pieces", "(\n年\n月\n)\n", 20),
    ("pairs of marks", "■ □\n", 40),
    ("headings of marks", "実施済 実施予定(実施時期)\n■\n", 20),
];

/// Where in a disclosure a piece goes: behind this text.
const PLACES: [(&str, &str); 4] = [
    ("in a value", "株式会社みほん健診"),
    ("in an option's brackets", "ストレスチェック"),
    ("in an item", "運用管理規程等において"),
    ("at the head", ""),
];

/// A whole disclosure as it is.
pub fn first() -> Vec<u8> {
    fixture("office/edition-2.txt")
}

/// All shapes.
pub fn all() -> Vec<Shape> {
    let mut shapes = Vec::new();
    let flat =
        ["office/edition-2.txt", "office/edition-2.md", "office/edition-2.html", "flat/weasyprint-tight.layout.txt"];
    for name in flat {
        let ending = name.split_once('.').unwrap().1;
        let text = String::from_utf8(fixture(name)).unwrap();
        for piece in PIECES.into_iter().chain(LINES) {
            // Flat texts are of another agency, and cut its values into lines.
            for place in PLACES.into_iter().filter(|(_, behind)| text.contains(behind)) {
                shapes.push(inserted(ending, &text, piece, place));
            }
        }
    }
    let page = String::from_utf8(fixture("office/edition-2.html")).unwrap();
    let packages = [
        ("office/edition-2.docx", "word/document.xml"),
        ("office/edition-2.xlsx", "xl/worksheets/sheet1.xml"),
        ("office/edition-2-libreoffice.odt", "content.xml"),
        ("office/edition-2-libreoffice.ods", "content.xml"),
    ];
    for (name, part) in packages {
        let ending = name.split_once('.').unwrap().1;
        let parts = parts(&fixture(name));
        for piece in PIECES {
            for place in &PLACES[..3] {
                shapes.push(packed(ending, &parts, part, piece, *place));
            }
        }
    }
    let tabs = String::from_utf8(fixture("office/edition-2.txt")).unwrap();
    for piece in PIECES.into_iter().chain(LINES) {
        for place in PLACES {
            shapes.push(as_csv(&tabs, piece, place));
            shapes.push(as_mhtml(inserted("html", &page, piece, place)));
        }
    }
    shapes.push(lines_below_a_cell_of_many_marks(&tabs));
    shapes.push(sheets_of_two_pages());
    shapes.extend(short());
    shapes.extend(super::structures::all());
    shapes.extend(super::workbooks::all());
    shapes
}

/// Short texts of one thing each, that a whole disclosure around them would have read in another way.
fn short() -> impl Iterator<Item = Shape> {
    let title = "事業運営上開示すべき重要事項の概要[代行機関]\n";
    let rows =
        "  代行機関の分類      □医療保険者サイド     あ\n  ガイドラインの遵守    □最低限のガイドラインを遵守済  い\n";
    let pieces: [(Piece, &str); 6] = [
        (("digits between full stops of a phone", "1.", 100), "電話番号\t"),
        (("rows of labels in laid-out text", rows, 10), ""),
        (("lines below an open bracket of a fee", "円1い\n", 20), "初期費用\n(あ\n"),
        (("fees on one line", "円 1円 ", 20), "初期費用\n"),
        (("ticks on one line", "レ □  あ ", 20), "レ レ\n"),
        (("lines below a row of scraped text", "本文\n", 20), "機関名\tあ。\t\n所在地\tい。\t\n"),
    ];
    pieces.into_iter().map(move |((name, piece, first), head)| {
        let make = move |times: usize| match times {
            0 => Vec::new(),
            _ => format!("{title}{head}{}", piece.repeat(first * times)).into_bytes(),
        };
        Shape { name: format!("{name} of .txt"), make: Box::new(make) }
    })
}

/// Lines below a note of the checklist and a cell of marks that is as long as they are many.
fn lines_below_a_cell_of_many_marks(text: &str) -> Shape {
    let (above, below) = text.split_once("情報システムの改造と保守").unwrap();
    let parts = [above.to_owned(), below.to_owned()];
    let make = move |times: usize| {
        let lines = match times {
            0 => String::new(),
            _ => format!("注6:手順\nあ{}う\tか\n{}", "■".repeat(100 * times), "あ\tか\n".repeat(40 * times)),
        };
        parts.join(&lines).into_bytes()
    };
    Shape { name: "lines below a cell of many marks of .txt".into(), make: Box::new(make) }
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

/// The shape as a table of quoted values between commas.
fn as_csv(text: &str, (name, piece, first): Piece, (place, behind): (&str, &str)) -> Shape {
    let quoted = |text: &str| text.replace('"', "\"\"").replace('\t', "\",\"").replace('\n', "\"\n\"");
    let (text, behind) = (quoted(text), behind.to_owned());
    let piece = quoted(piece);
    let make =
        move |times: usize| format!("\"{}\"\n", spliced(&text, &behind, &piece.repeat(first * times))).into_bytes();
    Shape { name: format!("{name} {place} of .csv"), make: Box::new(make) }
}

/// A page's shape as a browser saves it.
fn as_mhtml(page: Shape) -> Shape {
    let make = move |times: usize| {
        let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\n\
            Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";
        let mut out = head.to_owned();
        for (at, byte) in (page.make)(times).into_iter().enumerate() {
            let _ = write!(out, "={byte:02X}{}", if at % 24 == 23 { "=\r\n" } else { "" });
        }
        out + "\r\n--b--\r\n"
    };
    let make = move |times| make(times).into_bytes();
    Shape { name: page.name.replace(".html", ".mht"), make: Box::new(make) }
}

/// Sheets with two pages of lines side by side.
fn sheets_of_two_pages() -> Shape {
    let make = |times: usize| {
        let line = |at: usize| {
            let side = |is_empty: bool| if is_empty { String::new() } else { "左の ページの  行".repeat(4) };
            format!("{:<60}    {}\n", side(at.is_multiple_of(5)), side(at % 5 == 1))
        };
        (0..40 * times).map(line).collect::<String>().into_bytes()
    };
    Shape { name: "sheets of two pages of .txt".into(), make: Box::new(make) }
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
            // What tells the kind of a document of OpenDocument is stored as it is.
            let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).unwrap();
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

/// What is measured must be read: a document that is refused costs nothing.
#[test]
fn disclosures_that_grow_are_read() {
    let engine = yomitori::Engine::new(yomitori::Form::daiko_kikan().unwrap());
    for shape in all().iter().filter(|shape| shape.name.starts_with("letters in an item of ")) {
        let records = engine.read_all("growing", &(shape.make)(1));
        assert!(records.is_ok_and(|records| records.len() == 1), "{}", shape.name);
    }
}
