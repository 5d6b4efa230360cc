//! Scanned pages: what a recognizer reads from their pictures becomes the page's text.

use crate::support::{json_of, squeezed};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use yomitori::diagnostic::{Code, Diagnostic, Severity};
use yomitori::document::{Place, Rect};
use yomitori::failure::{Failure, Reason};
use yomitori::ocr::{Lazy, models};
use yomitori::record::{Record, Value};
use yomitori::source::ocr::{Ocr, PageImage, PageReader, Recognizer, Word};
use yomitori::source::{Limits, ReadOptions};
use yomitori::{Engine, Form};

fn rendered(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rendered").join(name)
}

fn engine() -> Engine {
    Engine::new(Form::daiko_kikan().unwrap())
}

/// Knows what is printed on the page that was scanned: its words, in points.
#[derive(Debug)]
struct Known(Vec<(String, Rect)>);

impl Known {
    /// The first page of the file that the scan was made from.
    fn new() -> Self {
        let document = engine().document(&std::fs::read(rendered("chromium.pdf")).unwrap()).unwrap();
        let ends = document.runs.iter().skip(1).map(|run| run.start).chain([document.text.len()]);
        let word = |(run, end): (&yomitori::document::Run, usize)| match run.place {
            Place::Page { page: 1, bbox } => Some((document.text[run.start..end].trim().to_owned(), bbox)),
            _ => None,
        };
        Self(document.runs.iter().zip(ends).filter_map(word).filter(|(text, _)| !text.is_empty()).collect())
    }
}

impl Recognizer for Known {
    fn words(&self, image: &PageImage<'_>) -> Result<Vec<Word>, String> {
        assert_eq!((image.page, image.rgba.len()), (1, (image.width * image.height * 4) as usize));
        let pixels = |rect: &Rect| Rect {
            x0: rect.x0 * image.scale,
            y0: rect.y0 * image.scale,
            x1: rect.x1 * image.scale,
            y1: rect.y1 * image.scale,
        };
        let words: Vec<Word> =
            self.0.iter().map(|(text, bbox)| Word { text: text.clone(), bbox: pixels(bbox) }).collect();
        let dark = words.iter().filter(|word| is_dark(image, word.bbox)).count();
        assert!(dark * 10 >= words.len() * 9, "{dark} of {} words stand where the picture has ink", words.len());
        Ok(words)
    }
}

/// Whether the picture has ink in a rectangle.
fn is_dark(image: &PageImage<'_>, bbox: Rect) -> bool {
    let pixel = |x: u32, y: u32| image.rgba[((y * image.width + x) * 4) as usize];
    (bbox.y0 as u32..bbox.y1 as u32).any(|y| (bbox.x0 as u32..bbox.x1 as u32).any(|x| pixel(x, y) < 150))
}

/// Does what a recognizer may do that is no good.
#[derive(Debug)]
enum Bad {
    Fails,
    Panics,
    Hangs,
    Babbles,
}

impl Recognizer for Bad {
    fn words(&self, _: &PageImage<'_>) -> Result<Vec<Word>, String> {
        match self {
            Self::Fails => Err("no model".into()),
            Self::Panics => panic!("lost"),
            Self::Hangs => loop {
                std::thread::sleep(Duration::from_secs(1));
            },
            Self::Babbles => {
                let bbox = |x0, x1| Rect { x0, y0: -5e9, x1, y1: f32::NAN };
                let word = |(x0, x1)| Word { text: "\u{0}\u{feff}読".into(), bbox: bbox(x0, x1) };
                Ok([(0.0, 9.0), (f32::MIN, f32::MAX), (7.0, 3.0)].map(word).to_vec())
            }
        }
    }
}

fn read(recognizer: impl Recognizer + 'static, limits: Limits) -> Result<Record, Failure> {
    yomitori::isolate::quiet_panics();
    engine().with(ReadOptions::within(limits).recognizer(Arc::new(recognizer))).read_path(&rendered("scanned.pdf"))
}

fn found(record: &Record, code: Code) -> Option<&Diagnostic> {
    record.diagnostics.iter().find(|diagnostic| diagnostic.code == code)
}

#[test]
fn the_words_of_a_scanned_page_are_read_and_said_to_be_guesses() {
    let record = read(Known::new(), Limits::default()).unwrap();
    let original = engine().read_path(&rendered("chromium.pdf")).unwrap();
    for pointer in [
        "/data/updated_on",
        "/data/organization/name",
        "/data/organization/phone",
        "/data/organization/contact/email",
        "/data/organization/agency_code",
        "/data/organization/category",
        "/data/facilities/services/functions",
    ] {
        let value = original.value_at(pointer).unwrap();
        assert!(!matches!(value, Value::Null), "{pointer}");
        assert_eq!(record.value_at(pointer), Some(value), "{pointer}");
    }
    let evidence = |record: &Record| {
        let all = record.evidence.iter();
        all.clone().find(|(pointer, _)| pointer == "/data/organization/phone").map(|(_, found)| found.clone()).unwrap()
    };
    let (scanned, printed) = (evidence(&record), evidence(&original));
    assert_eq!(scanned.page, Some(1));
    assert!((scanned.bbox.unwrap().x0 - printed.bbox.unwrap().x0).abs() < 1.0);
    let notice = found(&record, Code::PageOcr).unwrap();
    assert!(notice.message.starts_with("page 1: an image; OCR read "), "{}", notice.message);
    assert!(found(&record, Code::PageNoText).is_none());
}

#[test]
fn a_page_with_text_is_not_given_to_the_recognizer() {
    let engine = engine().with(ReadOptions::default().recognizer(Arc::new(Bad::Panics)));
    let record = engine.read_path(&rendered("chromium.pdf")).unwrap();
    assert!(found(&record, Code::PageOcr).is_none());
}

#[test]
fn a_recognizer_that_does_no_good_costs_the_page() {
    let bad = [
        (Bad::Fails, "OCR: no model"),
        (Bad::Panics, "the recognizer failed"),
        (Bad::Babbles, "OCR: no words were found"),
    ];
    for (bad, said) in bad {
        let failure = read(bad, Limits::default()).unwrap_err();
        assert!(failure.reason == Reason::NeedsOcr && failure.message.contains(said), "{failure}");
    }
    let short = Limits { time: Duration::from_secs(2), ..Limits::default() };
    assert_eq!(read(Bad::Hangs, short).unwrap_err().reason, Reason::Limit);
}

#[test]
fn without_a_recognizer_a_scan_asks_for_one() {
    assert_eq!(engine().read_path(&rendered("scanned.pdf")).unwrap_err().reason, Reason::NeedsOcr);
}

/// The model that reads scans: where `tests/ocr-model.sh` puts it. Without it, tests of scans are skipped; where it must be there, they fail.
fn reader() -> Option<Ocr> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/models");
    let model = models::installed(&folder);
    assert!(model.is_some() || std::env::var_os("YOMITORI_REQUIRE_MODEL").is_none(), "run tests/ocr-model.sh");
    if model.is_none() {
        eprintln!("skipped: no model in {}; tests/ocr-model.sh puts it there", folder.display());
    }
    model.map(|model| Ocr { reader: PageReader::Lines(Arc::new(Lazy::new(model))), always: false })
}

/// An engine that reads scans, with time for slow builds; nothing where no model is installed.
fn reading_engine() -> Option<Engine> {
    let limits = Limits { time: Duration::from_secs(600), ..Limits::default() };
    Some(engine().with(ReadOptions { ocr: Some(reader()?), ..ReadOptions::within(limits) }))
}

/// A page of `fixtures/rendered/chromium.pdf`, scanned by `tests/truth/scan.py` at 200 dots per inch, black and white, a little askew.
#[test]
fn a_scan_gives_the_values_of_the_page_it_was_made_from_or_says_what_it_could_not_read() {
    let Some(engine) = reading_engine() else { return };
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scans/chromium-bits200.pdf");
    let record = engine.read_path(&scan).unwrap();
    let typed = engine.read_path(&rendered("chromium.pdf")).unwrap();
    let is_read = |pointer: &&&str| record.value_at(pointer) == typed.value_at(pointer);
    assert!(PLAIN.iter().filter(is_read).count() >= PLAIN.len() - UNREAD);
    for pointer in PLAIN {
        let is_said = record
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == Code::OcrUncertain && diagnostic.pointer == *pointer);
        let is_null = record.value_at(pointer).is_none_or(|value| *value == Value::Null);
        assert!(is_read(&pointer) || (is_null && is_said), "{pointer}");
        let evidence = record.evidence.iter().find(|(at, _)| at == pointer);
        assert!(evidence.is_none_or(|(_, evidence)| evidence.ocr.is_some()), "{pointer}");
    }
    assert!(record.diagnostics.iter().any(|diagnostic| diagnostic.code == Code::PageOcr));
}

/// The upper part of the same page askew, with a red seal over a value or over marks, and coarse: `tests/scans/make_scans.py`.
#[test]
fn scans_askew_under_a_seal_and_coarse_give_the_values_of_the_page() {
    let Some(engine) = reading_engine() else { return };
    let typed = engine.read_path(&rendered("chromium.pdf")).unwrap();
    for name in ["upper-skew200.jpg", "upper-seal200.jpg", "upper-sealed-marks200.jpg", "upper-jpeg150.jpg"] {
        let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scans").join(name);
        let record = engine.read_path(&scan).unwrap();
        for pointer in UPPER {
            assert_eq!(record.value_at(pointer), typed.value_at(pointer), "{name} {pointer}");
        }
    }
}

/// Values of that part.
const UPPER: &[&str] = &[
    "/data/updated_on",
    "/data/organization/name",
    "/data/organization/address/postal_code",
    "/data/organization/address/prefecture",
    "/data/organization/phone",
    "/data/organization/fax",
    "/data/organization/website",
    "/data/organization/contact/email",
    "/data/organization/agency_code",
    "/data/organization/category",
    "/data/facilities/staff/dedicated/own",
    "/data/facilities/staff/dedicated/affiliates",
];

/// Of these so many may be null and said: lone digits in cells of their own are not always read yet.
const UNREAD: usize = 1;

/// Values of the first page.
const PLAIN: &[&str] = &[
    "/data/updated_on",
    "/data/organization/name",
    "/data/organization/address/postal_code",
    "/data/organization/phone",
    "/data/organization/agency_code",
    "/data/organization/category",
    "/data/facilities/staff/dedicated/own",
    "/data/facilities/all_staff/own",
    "/data/facilities/sites/prefectures",
    "/data/facilities/similar_services/choices",
    "/data/facilities/services/functions",
    "/data/facilities/guideline_compliance",
];

/// Picture files are documents of one page: `fixtures/reading/plain.pdf` as PNG, JPEG, and TIFF as fax machines code it.
#[test]
fn picture_files_give_the_values_of_the_page_they_were_made_from_or_say_what_they_could_not_read() {
    let Some(engine) = reading_engine() else { return };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let typed = engine.read_path(&root.join("fixtures/reading/plain.pdf")).unwrap();
    for (file, media_type) in
        [("plain-gray200.png", "image/png"), ("plain-jpeg150.jpg", "image/jpeg"), ("plain-g4.tif", "image/tiff")]
    {
        let record = engine.read_path(&root.join("tests/scans").join(file)).unwrap();
        assert_eq!((&*record.source.media_type, record.source.pages), (media_type, Some(1)), "{file}");
        let pointers: Vec<&str> =
            PLAIN.iter().copied().filter(|at| typed.value_at(at).is_some_and(Value::is_stated)).collect();
        let is_read = |at: &&&str| record.value_at(at) == typed.value_at(at);
        assert!(pointers.iter().filter(is_read).count() + UNREAD >= pointers.len(), "{file}");
        for at in pointers.iter().filter(|at| !is_read(at)) {
            let is_said =
                record.diagnostics.iter().any(|said| said.pointer == **at && said.severity >= Severity::Warning);
            assert!(is_said, "{file}: {at}");
        }
    }
}

/// The sections of the checklist of a scan in `tests/scans`; nothing where no model is installed.
fn sections_of(scan: &str) -> Option<Vec<serde_json::Value>> {
    let scan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scans").join(scan);
    let record = serde_json::to_value(reading_engine()?.read_path(&scan).unwrap()).unwrap();
    Some(record["data"]["checklist"]["sections"].as_array().unwrap().clone())
}

/// A page of a checklist, scanned by `tests/truth/scan.py` at 200 dots per inch, black and white: every item has ○ beside empty brackets,
/// whose picture is like that of a 0.
#[test]
fn a_scanned_checklist_has_its_items_done_and_no_plans() {
    let Some(sections) = sections_of("checklist-bits200.pdf") else { return };
    let wanted = [("personnel_employees", 3), ("personnel_contractors", 5), ("disposal", 4)];
    assert_eq!(sections.len(), wanted.len());
    for (section, (id, count)) in sections.iter().zip(wanted) {
        assert_eq!(section["id"], id);
        let items = section["items"].as_array().unwrap();
        assert_eq!(items.len(), count, "{id}");
        for (number, item) in (1..).zip(items) {
            assert_eq!((item["no"].as_i64(), item["status"].as_str()), (Some(number), Some("done")), "{id}");
            assert!(item["plan"].is_null(), "{id} {number}");
        }
    }
}

/// A checklist as a fax of 98 lines an inch, made by `tests/scans/make_fax.py`: of the line between two items only knots are left, boxes
/// have lost their upper or lower side, and items are told by their numbers all the same.
#[test]
fn a_fax_that_lost_lines_and_sides_of_boxes_has_its_items() {
    let Some(sections) = sections_of("checklist-fax.pdf") else { return };
    let wanted = [("disposal", 4), ("personnel_employees", 3)];
    assert_eq!(sections.len(), wanted.len());
    for (section, (id, count)) in sections.iter().zip(wanted) {
        let items = section["items"].as_array().unwrap();
        let told = items.iter().map(|item| (item["no"].as_u64().unwrap(), item["status"].as_str().unwrap()));
        assert_eq!((section["id"].as_str().unwrap(), told.collect::<Vec<_>>()), (id, numbered(count)));
        assert!(items.iter().all(|item| item["plan"].is_null()), "{id}");
    }
}

/// Checklists whose rows are as low as their type, made by `tests/scans/make_tight.py`: strokes of characters reach from line to line and are
/// no sides of cells, and the title between two tables is in neither.
#[test]
fn a_scan_of_tight_rows_has_its_titles_and_items() {
    let Some(sections) = sections_of("checklist-tight.pdf") else { return };
    let titles: Vec<&str> = sections.iter().map(|section| section["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["人的安全対策(従業者に対する人的安全管理措置)", "情報の破棄"]);
    for (section, count) in sections.iter().zip([3, 4]) {
        let items = section["items"].as_array().unwrap();
        let told = items.iter().map(|item| (item["no"].as_u64().unwrap(), item["status"].as_str().unwrap()));
        assert_eq!(told.collect::<Vec<_>>(), numbered(count));
        // What stands in another cell or in a title would follow the sentence.
        assert!(items.iter().all(|item| item["plan"].is_null() && item["text"].as_str().unwrap().ends_with("いる。")));
    }
    assert_eq!(sections[0]["items"][1]["text"], "定期的に従業者に対し教育訓練を行っている。");
    assert_eq!(sections[1]["items"][0]["text"], "情報種別ごとに破棄の手順を定めている。");
}

/// Items that are done.
fn numbered(count: u64) -> Vec<(u64, &'static str)> {
    (1..=count).map(|number| (number, "done")).collect()
}

/// What a picture file may be that is none.
#[test]
fn picture_files_that_hold_no_page_have_a_reason() {
    let engine = engine();
    let png = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scans/plain-gray200.png")).unwrap();
    assert_eq!(engine.read("a.png", &png).unwrap_err().reason, Reason::NeedsOcr);
    let Some(ocr) = reader() else { return };
    let engine = engine.with(ReadOptions { ocr: Some(ocr), ..ReadOptions::default() });
    let cut = engine.read("a.png", &png[..png.len() / 2]).unwrap_err().reason;
    assert!(matches!(cut, Reason::Damaged), "{cut:?}");
    // Width and height that no memory holds.
    let mut huge = png.clone();
    huge[16..24].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff]);
    let reason = engine.read("a.png", &huge).unwrap_err().reason;
    assert!(matches!(reason, Reason::TooLarge | Reason::Damaged), "{reason:?}");
}

#[test]
fn what_another_program_read_is_the_same_from_hocr_and_alto_and_as_the_page_has_it() {
    let json = |name: &str| {
        let bytes = std::fs::read(rendered("..").join(name)).unwrap();
        json_of(&engine().read(name, &bytes).unwrap())
    };
    let [hocr, alto, page] = ["words/calc.hocr", "words/calc-alto.xml", "rendered/calc.pdf"].map(json);
    assert_eq!(hocr["data"], alto["data"]);
    // The words of the first two pages, where the form's own part stands.
    for part in ["organization", "facilities", "information_system", "operations", "fees", "other"] {
        assert_eq!(squeezed(&hocr["data"][part]), squeezed(&page["data"][part]), "{part}");
    }
    assert_eq!(hocr["evidence"]["/data/organization/name"]["ocr"]["lowest"], 0.96);
    let said = |code: &str| hocr["diagnostics"].as_array().unwrap().iter().filter(|one| one["code"] == code).count();
    assert_eq!((said("page.ocr"), hocr["source"]["pages"].as_u64()), (2, Some(2)));
}
