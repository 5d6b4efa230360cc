//! The PDF files of `fixtures/rendered`: whatever the producer, encoding, rotation or marks, the record's data is
//! that of the text with the same content.

use serde_json::Value;
use std::path::{Path, PathBuf};
use yomitori::failure::Reason;
use yomitori::source::ReadOptions;
use yomitori::{Engine, Form};

/// Files with another content than `mirai-short`.
const LONG: [(&str, &str); 7] = [
    ("calc", "mirai"),
    ("chromium", "mirai"),
    ("ghostscript", "mirai"),
    ("mutool", "mirai"),
    ("writer", "mirai"),
    ("chromium-harukaze", "harukaze"),
    ("weasyprint", "harukaze"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rendered")
}

fn engine() -> Engine {
    Engine::new(Form::daiko_kikan().unwrap())
        .with(ReadOptions { password: Some("himitsu".into()), ..ReadOptions::default() })
}

/// The data of a file, without the white space that a page's lines put elsewhere than a text's.
fn data(engine: &Engine, name: &str) -> Value {
    let record = engine.read_path(&folder().join(name)).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    let json: Value = serde_json::from_str(&record.to_json()).unwrap();
    crate::support::squeezed(&json["data"])
}

#[test]
fn every_producer_gives_the_same_data() {
    let engine = engine();
    let mut compared = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        if path.extension().is_none_or(|extension| extension != "pdf") || stem == "scanned" {
            continue;
        }
        let content = LONG.iter().find(|(name, _)| *name == stem).map_or("mirai-short", |(_, content)| content);
        assert_eq!(data(&engine, &format!("{stem}.pdf")), data(&engine, &format!("{content}.txt")), "{stem}");
        compared += 1;
    }
    assert!(compared >= 40, "{compared} files");
}

#[test]
fn evidence_has_page_and_rectangle() {
    let record = engine().read_path(&folder().join("writer.pdf")).unwrap();
    let (_, evidence) =
        record.evidence.iter().find(|(pointer, _)| pointer == "/data/organization/name").unwrap().clone();
    assert_eq!((evidence.raw.as_str(), evidence.page), ("株式会社みらい健康サポート", Some(1)));
    let bbox = evidence.bbox.unwrap();
    assert!(bbox.x0 < bbox.x1 && bbox.y0 < bbox.y1 && bbox.y1 < 842.0, "{bbox:?}");
}

#[test]
fn what_can_not_be_read_has_its_reason() {
    let plain = Engine::new(Form::daiko_kikan().unwrap());
    let reason = |name: &str| plain.read_path(&folder().join(name)).unwrap_err().reason;
    assert_eq!(reason("qpdf-password.pdf"), Reason::Encrypted);
    assert_eq!(reason("scanned.pdf"), Reason::NeedsOcr);
}
