//! Shapes that are no repeated text: tables, nesting, and what pages of a PDF draw.

use super::shapes::Shape;
use std::fmt::Write;

/// The name of a shape and what makes it.
type Made = (&'static str, fn(usize) -> String);

/// All of them.
pub fn all() -> Vec<Shape> {
    let html: [Made; 9] = [
        ("rows", |n| table(&"<tr><td>あ<td>い".repeat(40 * n))),
        ("cells of a row", |n| table(&format!("<tr>{}", "<td>あ".repeat(40 * n)))),
        ("cells over all rows", |n| table(&"<tr><td rowspan=9999>あ<td>い".repeat(3 * n))),
        ("cells over many columns", |n| table(&"<tr><td colspan=100>あ<td>い".repeat(10 * n))),
        ("cells over rows and columns", |n| table(&"<tr><td rowspan=50 colspan=20>あ".repeat(n))),
        ("tables in tables", |n| "<table><tr><td>".repeat(n)),
        ("elements in elements", |n| "<div><b>あ".repeat(5 * n)),
        ("links left open", |n| "<p><a href=x><font color=red>あ".repeat(20 * n)),
        ("attributes", |n| {
            format!(
                "<p {}>あ",
                (0..20 * n).fold(String::new(), |mut all, at| {
                    let _ = write!(all, "a{at}=1 ");
                    all
                })
            )
        }),
    ];
    let mut shapes: Vec<Shape> = html.into_iter().map(|(name, body)| with_form(name, body)).collect();
    let pdf: [Made; 9] = [
        ("glyphs of a line", |n| format!("BT /F 1 Tf 20 700 Td ({}) Tj ET", "ab ".repeat(30 * n))),
        ("glyphs on one place", |n| format!("BT /F 9 Tf {} ET", "1 0 0 1 99 700 Tm (a) Tj ".repeat(40 * n))),
        ("lines of text", |n| {
            each(30 * n, |at| {
                format!("BT /F 1 Tf 20 {} Td (abc  def) Tj ET ", 20.0 + f64_of(at) * 700.0 / f64_of(30 * n))
            })
        }),
        ("boxes with ticks", |n| {
            each(20 * n, |at| {
                let (x, y) = (20 + 11 * (at % 50), 20.0 + f64_of(at / 50) * 1.2);
                format!("BT /Z 1 Tf 1 0 0 1 {x} {y} Tm (o) Tj 1 0 0 1 {x} {y} Tm (4) Tj ET ")
            })
        }),
        ("horizontal lines", |n| {
            each(30 * n, |at| format!("20 {0} m 500 {0} l S ", 20.0 + f64_of(at) * 700.0 / f64_of(30 * n)))
        }),
        ("vertical lines beside horizontal ones", |n| {
            each(15 * n, |at| {
                format!("20 {0} m 500 {0} l S {0} 20 m {0} 700 l S ", 20.0 + f64_of(at) * 480.0 / f64_of(15 * n))
            })
        }),
        ("small squares", |n| {
            each(40 * n, |at| format!("{} {} 5 5 re S ", 20 + 6 * (at % 80), 20.0 + f64_of(at / 80) * 5.5))
        }),
        ("strokes of one path", |n| format!("20 20 m {} S", each(40 * n, |at| format!("{} {} l ", at % 97, at % 89)))),
        ("circles", |n| {
            each(20 * n, |at| format!("{0} 50 m {0} 60 30 60 30 50 c 30 40 {0} 40 {0} 50 c S ", 40 + at % 400))
        }),
    ];
    shapes.extend(pdf.into_iter().map(|(name, content)| drawn(name, content)));
    shapes.push(Shape { name: "strokes of the pen beside boxes of .pdf".into(), make: Box::new(|n| pens(10 * n)) });
    shapes
}

fn f64_of(at: usize) -> f64 {
    f64::from(u32::try_from(at).unwrap())
}

fn table(rows: &str) -> String {
    format!("<table>{rows}</table>")
}

fn each(times: usize, make: impl Fn(usize) -> String) -> String {
    (0..times).map(make).collect()
}

fn with_form(name: &str, body: fn(usize) -> String) -> Shape {
    let form = include_str!("../../../fixtures/office/edition-2.html");
    let make = move |times| format!("{form}{}", if times == 0 { String::new() } else { body(times) }).into_bytes();
    Shape { name: format!("{name} of .html"), make: Box::new(make) }
}

fn drawn(name: &str, content: fn(usize) -> String) -> Shape {
    let make = move |times| pdf(&content(times), "");
    Shape { name: format!("{name} of .pdf"), make: Box::new(make) }
}

/// Boxes with a stroke of the pen beside each.
fn pens(times: usize) -> Vec<u8> {
    let place = |at: usize| (20 + 11 * (at % 50), 20.0 + f64_of(at / 50) * 0.7);
    let boxes = each(times, |at| format!("BT /Z 1 Tf {} {} Td (o) Tj ET ", place(at).0, place(at).1));
    let pens = each(times, |at| {
        let (x, y) = place(at);
        let (right, top) = (x + 1, y + 1.0);
        format!("<</Type/Annot/Subtype/Ink/Rect[{x} {y} {right} {top}]/InkList[[{x} {y} {right} {top}]]>>")
    });
    pdf(&boxes, &pens)
}

/// A PDF of one page.
fn pdf(content: &str, annotations: &str) -> Vec<u8> {
    let font = |name| format!("<</Type/Font/Subtype/Type1/BaseFont/{name}>>");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Annots[{annotations}]/Resources<</Font<</F {}/Z {}>>>>>>",
            font("Helvetica"),
            font("ZapfDingbats")
        ),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
    ];
    let (mut out, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (at, object) in objects.iter().enumerate() {
        places.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 5\n0000000000 65535 f \n");
    for at in &places {
        let _ = writeln!(out, "{at:010} 00000 n ");
    }
    let _ = write!(out, "trailer<</Size 5/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}
