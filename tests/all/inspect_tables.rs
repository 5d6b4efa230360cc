//! `inspect --phase tables`: what was found on the pages of a PDF, as text and drawn on them.

use crate::support::{DISCLOSURE, run};
use hayro::vello_cpu::Pixmap;
use serde_json::Value;
use std::fs;
use std::io::Cursor;
use std::path::Path;
use tempfile::tempdir;

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name).display().to_string()
}

/// What is shown of a fixture's first page, and the picture of it with how many pixels a point has.
fn drawn(name: &str) -> (Value, Pixmap, f64) {
    let (folder, path) = (tempdir().unwrap(), fixture(name));
    let json = run(folder.path(), &["inspect", &path, "--phase", "tables", "--json", "--pages", "1"]);
    let page = serde_json::from_str::<Vec<Value>>(&json.out).unwrap().remove(0);
    let run = run(folder.path(), &["inspect", &path, "--phase", "tables", "--png", "out", "--pages", "1"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let file = format!("out/{}-p001.png", Path::new(name).file_stem().unwrap().display());
    assert!(run.out.contains(&file), "{}", run.out);
    let png = fs::read(folder.path().join(file)).unwrap();
    let pixmap = Pixmap::from_png(Cursor::new(png)).unwrap();
    let scale = f64::from(pixmap.width()) / page["size"][0].as_f64().unwrap();
    (page, pixmap, scale)
}

/// Whether any pixel of a rectangle, given in points, is such.
fn any(pixmap: &Pixmap, scale: f64, bbox: &Value, is_such: impl Fn([u8; 3]) -> bool) -> bool {
    let side = |key: &str| (bbox[key].as_f64().unwrap() * scale).round() as u16;
    let (x0, y0) = (side("x0").saturating_sub(1), side("y0").saturating_sub(1));
    let (x1, y1) = ((side("x1") + 1).min(pixmap.width() - 1), (side("y1") + 1).min(pixmap.height() - 1));
    let pixel = |x, y| {
        let pixel = pixmap.sample(x, y);
        [pixel.r, pixel.g, pixel.b]
    };
    (y0..=y1).any(|y| (x0..=x1).any(|x| is_such(pixel(x, y))))
}

/// The share of boxes that hold such a pixel.
fn share(drawn: &(Value, Pixmap, f64), boxes: &[Value], is_such: impl Fn([u8; 3]) -> bool) -> f64 {
    let (_, pixmap, scale) = drawn;
    assert!(boxes.len() > 10);
    boxes.iter().filter(|bbox| any(pixmap, *scale, bbox, &is_such)).count() as f64 / boxes.len() as f64
}

#[test]
fn cells_have_boxes_and_text() {
    let run =
        run(Path::new("."), &["inspect", &fixture("rendered/writer.pdf"), "--phase", "tables", "--pages", "1,3-4"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let pages: Vec<&str> = run.out.lines().filter_map(|line| line.strip_prefix("page ")?.get(..1)).collect();
    assert_eq!(pages, ["1", "3", "4"]);
    let cell = "    row 1, column 3 (374, 177)–(539, 187) | 株式会社みらい健康サポート\n";
    assert!(run.out.contains(cell), "{}", run.out);
    assert!(run.out.contains("[8 rows × 1 columns]"), "{}", run.out);
}

#[test]
fn what_is_drawn_lies_where_the_page_has_it() {
    // Upright, turned by /Rotate, to be read from the side, two pages on one, and in small print.
    let rendered = ["writer", "rotated-90", "rotated-180", "rotated-270", "sideways", "two-up"];
    let names = rendered.map(|name| format!("rendered/{name}.pdf"));
    for name in names.iter().map(String::as_str).chain(["pages/small-print.pdf"]) {
        let drawn = drawn(name);
        let boxes = |key: &str| drawn.0[key].as_array().unwrap().clone();
        let cells: Vec<Value> = boxes("tables")
            .iter()
            .flat_map(|table| table.as_array().unwrap())
            .map(|cell| cell["bbox"].clone())
            .collect();
        let is_ink = |pixel: [u8; 3]| pixel.iter().all(|value| *value < 110);
        let is_red = |[red, green, blue]: [u8; 3]| red > 150 && green < 90 && blue < 90;
        let is_green = |[red, green, blue]: [u8; 3]| red < 90 && green > 90 && blue < 120;
        assert!(share(&drawn, &boxes("glyphs"), is_ink) > 0.95, "{name}: glyphs");
        assert!(share(&drawn, &boxes("rulings"), is_red) > 0.95, "{name}: ruling lines");
        assert!(share(&drawn, &cells, is_green) > 0.95, "{name}: cells");
    }
}

#[test]
fn every_color_has_its_meaning() {
    let folder = tempdir().unwrap();
    let path = fixture("rendered/chromium-drawn.pdf");
    let run = run(folder.path(), &["inspect", &path, "--phase", "tables", "--png", "a/b"]);
    for line in ["red         ruling lines", "green       cells", "orange      labels found", "violet      values read"]
    {
        assert!(run.out.contains(line), "{}", run.out);
    }
    let files: Vec<&str> = run.out.lines().filter(|line| line.starts_with("a/b/chromium-drawn-p")).collect();
    assert_eq!(files.len(), fs::read_dir(folder.path().join("a/b")).unwrap().count());
    assert!(files[0].ends_with("tables, 49 cells, 32 labels, 29 values"), "{}", files[0]);
}

#[test]
fn a_page_without_text_is_drawn_all_the_same() {
    let folder = tempdir().unwrap();
    let run = run(folder.path(), &["inspect", &fixture("rendered/scanned.pdf"), "--phase", "tables", "--png", "."]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.contains("no values: source.needs-ocr"), "{}", run.out);
    assert!(folder.path().join("scanned-p001.png").is_file());
}

#[test]
fn what_can_not_be_shown_is_said() {
    let (writer, locked) = (fixture("rendered/writer.pdf"), fixture("rendered/qpdf-password.pdf"));
    for (arguments, said) in [
        (&["--phase", "tables", DISCLOSURE][..], "neither a PDF nor an image"),
        (&["--phase", "tables", "--pages", "99", &writer], "has no page 99"),
        (&["--phase", "tables", "--pages", "4-3", &writer], "such as 1,3-4"),
        (&["--png", "out", &writer], "--phase tables"),
        (&["--phase", "tables", "--max-pages", "1", &writer], "source.limit"),
        (&["--phase", "tables", "--max-time", "0", &writer], "source.limit"),
        (&["--phase", "tables", &locked], "source.encrypted"),
        (&["--phase", "tables", "nowhere.pdf"], "source.not-found"),
    ] {
        let run = run(Path::new("."), &[&["inspect"], arguments].concat());
        assert_eq!((run.status, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(said), "{arguments:?}: {}", run.err);
    }
}

/// A page with an image that would unpack to ten gigabytes.
const HUGE_IMAGE: &str = "%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 600 600] /Contents 4 0 R /Resources <</XObject <</I 5 0 R>>>>>> endobj
4 0 obj <</Length 29>> stream
q 600 0 0 600 0 0 cm /I Do Q
endstream endobj
5 0 obj <</Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Length 4>> stream
0000
endstream endobj
trailer <</Root 1 0 R>>
%%EOF
";

#[test]
fn what_can_not_be_drawn_is_white_paper_and_said() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("huge.pdf"), HUGE_IMAGE).unwrap();
    let run = run(folder.path(), &["inspect", "huge.pdf", "--phase", "tables", "--png", "out"]);
    assert_eq!(run.status, Some(1), "{}", run.err);
    assert!(run.out.contains("out/huge-p001.png: 0 glyphs") && run.out.contains("could not be drawn"), "{}", run.out);
    let png = fs::read(folder.path().join("out/huge-p001.png")).unwrap();
    assert_eq!(Pixmap::from_png(Cursor::new(png)).unwrap().width(), 1200);
}
