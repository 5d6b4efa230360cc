//! Documents made to do harm: each ends soon and says why, in a worker and here, and costs the documents around it nothing.

use crate::support::{DISCLOSURE, run};
use std::path::Path;
use yomitori::{Engine, Form};

/// The reason that each of `fixtures/hostile` must give; `read` for those that are read after all.
const REASONS: [(&str, &str); 24] = [
    // Formatting elements with thousands of attributes, opened anew in each paragraph.
    ("attrs4.html", "source.too-large"),
    // One string of ten million glyphs.
    ("bigtj.pdf", "source.too-large"),
    // Deflated twice, the filters named by reference.
    ("bomb2.pdf", "source.too-large"),
    // Deflated run lengths.
    ("bombrl.pdf", "source.too-large"),
    // A check box with a caption of a megabyte, shown thousands of times.
    ("caption.ods", "source.too-large"),
    ("caption.odt", "source.too-large"),
    // An item of the checklist that goes on for six thousand rows.
    ("checklist-rows.txt", "read"),
    // A curve out to 10^26 points.
    ("curvehuge.pdf", "form.unrecognized"),
    // A string of a million glyphs, each drawn by content, in a font that only a form uses.
    ("drawn-glyphs.pdf", "source.too-large"),
    // References without end before an unknown one.
    ("entity.docx", "source.damaged"),
    ("entity.ods", "source.damaged"),
    ("entity.xlsx", "source.damaged"),
    // A number format that names the text a thousand times.
    ("fmt-at8.xlsx", "source.too-large"),
    // Forms that draw each other twice, forty deep, and nothing else.
    ("formexpempty.pdf", "source.too-large"),
    // '<' a hundred thousand times in one line.
    ("less-than.txt", "form.unrecognized"),
    // Ligatures that are eighteen characters each in normal form.
    ("ligatures.docx", "source.too-large"),
    // A path of six million lines.
    ("long-path.pdf", "source.too-large"),
    // Properties whose end tag, by another prefix, never comes.
    ("memo-prefix.docx", "source.empty"),
    // Five million brackets in a string.
    ("neststr.pdf", "source.too-large"),
    // Cells over 65534 rows and 1000 columns, thousands of them.
    ("rowcol.html", "source.too-large"),
    // Content controls a hundred thousand deep.
    ("sdt.docx", "source.too-large"),
    // A megabyte of spaces that a hundred thousand cells share.
    ("sst-blank.xlsx", "source.empty"),
    // A glyph that stands for 200,000 characters.
    ("tounicode.pdf", "source.too-large"),
    // Widths for four billion glyphs.
    ("whuge.pdf", "source.too-large"),
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/hostile")
}

#[test]
fn every_hostile_document_gives_its_reason() {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    let entries = std::fs::read_dir(folder()).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().unwrap().is_file());
    let mut names: Vec<_> = files.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, REASONS.map(|(name, _)| name));
    for (name, reason) in REASONS {
        let outcome = engine.read_path(&folder().join(name));
        assert_eq!(outcome.map_or_else(|failure| failure.reason.name(), |_| "read"), reason, "{name}");
    }
}

#[test]
fn hostile_documents_cost_the_good_ones_nothing() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus");
    let good = run(&corpus, &["extract", ".", DISCLOSURE, "--today=2031-05-01"]);
    let both =
        ["extract", ".", "../hostile", DISCLOSURE, "--today=2031-05-01", "--max-memory", "1G", "--max-time", "60"];
    let all = run(&corpus, &both);
    let of_hostile = |line: &&str| line.contains("\"../hostile/");
    let (hostile, rest): (Vec<&str>, Vec<&str>) = all.out.lines().partition(of_hostile);
    assert_eq!(rest, good.out.lines().collect::<Vec<_>>());
    assert_eq!(hostile.len(), REASONS.iter().filter(|(_, reason)| *reason == "read").count());
    for (name, reason) in REASONS.iter().filter(|(_, reason)| *reason != "read") {
        assert!(all.err.contains(&format!("../hostile/{name}: {reason}: ")), "{name}: {}", all.err);
    }
}
