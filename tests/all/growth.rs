//! No step is quadratic: the work on shapes made to find one, at 20, 80 and 320 times, grows hardly faster than they do.
//!
//! Work is counted in machine instructions, by valgrind, in this very program: the same on every run, however busy the machine is.
//! Where valgrind is not installed the test says so and passes, unless `YOMITORI_REQUIRE_VALGRIND` is set.

mod shapes;
mod structures;
mod workbooks;

use shapes::Shape;
use std::fs;
use std::path::Path;
use std::process::Command;
use yomitori::{Engine, Form};

/// Sizes of each shape; none at all is what everything else in the document costs.
const SIZES: [usize; 4] = [0, 20, 80, 320];
/// How much more work four times as much may be: sorting and searching grow a little faster than what they are about.
const GROWTH: u64 = 6;
/// Instructions that are no growth: tables that grow by doubling, what is done once when the first of a kind comes.
const SLACK: u64 = 30_000_000;
/// Every so many shapes one is measured: usually, and where valgrind is required. `YOMITORI_SHAPES` measures all shapes
/// with these words in their names; a space is in every name.
const SAMPLE: (usize, usize) = (29, 5);

/// Reads a document; valgrind counts what stands between its calls. No closure stands in it: its name would be counted as well.
#[inline(never)]
fn growth_measured(engine: &Engine, bytes: &[u8]) {
    // A reason is as good as a record, as long as it comes soon.
    drop(std::hint::black_box(engine.read_all("growing", bytes)));
}

fn is_thorough() -> bool {
    std::env::var_os("YOMITORI_REQUIRE_VALGRIND").is_some()
}

fn chosen() -> Vec<Shape> {
    let only = std::env::var("YOMITORI_SHAPES").unwrap_or_default();
    let step = if is_thorough() { SAMPLE.1 } else { SAMPLE.0 };
    let all = shapes::all().into_iter().filter(|shape| shape.name.contains(&only));
    if only.is_empty() { all.step_by(step).collect() } else { all.collect() }
}

/// Reads all shapes in all sizes; for [`no_step_is_quadratic`], which runs it under valgrind.
#[test]
#[ignore = "what is measured, not a test of its own"]
fn subjects() {
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    // What is made once, at the first document, is no part of any shape.
    let _ = std::hint::black_box(engine.read_all("first", &shapes::first()));
    for shape in chosen() {
        for times in SIZES {
            growth_measured(&engine, &(shape.make)(times));
        }
    }
    growth_measured(&engine, b"");
}

#[test]
#[ignore = "takes minutes: cargo test --test all growth::no_step -- --ignored"]
fn no_step_is_quadratic() {
    if Command::new("valgrind").arg("--version").output().is_err() {
        assert!(!is_thorough(), "valgrind is not installed");
        println!("valgrind is not installed: nothing was measured");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("calls");
    let status = Command::new("valgrind")
        .args(["-q", "--tool=callgrind", "--dump-before=*growth_measured*", "--zero-before=*growth_measured*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["growth::subjects", "--exact", "--ignored", "--test-threads=1"])
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let mut counts = (1..).map_while(|number| instructions(&folder.path().join(format!("calls.{number}"))));
    // The first piece is what stands before the first document.
    counts.next();
    let mut faults = Vec::new();
    for shape in chosen() {
        let work: Vec<u64> = SIZES.map(|_| counts.next().expect("as many counts as documents")).into();
        let [none, grown @ ..] = work.as_slice() else { continue };
        let grown: Vec<u64> = grown.iter().map(|count| count.saturating_sub(*none)).collect();
        println!("{:50} {none:>12} {grown:>12?}", shape.name);
        // Between the smaller sizes a document may become one that is read in another way.
        let [.., smaller, larger] = grown.as_slice() else { continue };
        if *larger > GROWTH * smaller + SLACK {
            faults.push(format!("{}: {none} and {grown:?} instructions", shape.name));
        }
    }
    assert_eq!(counts.count(), 0, "more counts than documents");
    assert!(faults.is_empty(), "{} shapes cost too much:\n{}", faults.len(), faults.join("\n"));
}

/// The instructions of a piece that callgrind wrote.
fn instructions(file: &Path) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    text.lines()
        .find_map(|line| line.strip_prefix("totals: ").or_else(|| line.strip_prefix("summary: ")))?
        .trim()
        .parse()
        .ok()
}
