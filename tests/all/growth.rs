//! No step is quadratic: the work on shapes made to find one, at 80 and 320 times, grows hardly faster than they do, or at 320 and 1280 times.
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
const SIZES: [usize; 3] = [0, 80, 320];
/// Sizes of a shape that grew too much: a document may have become one that is read in another way, which a larger one tells.
const LARGER: [usize; 3] = [0, 320, 1280];
/// How much more work four times as much may be: sorting and searching grow a little faster than what they are about.
const GROWTH: u64 = 5;
/// Instructions that are no growth: tables that grow by doubling, what is done once when the first of a kind comes.
const SLACK: u64 = 3_000_000;
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

/// Reads all shapes in all sizes; for [`measure`], which runs it under valgrind.
#[test]
#[ignore = "what is measured, not a test of its own"]
fn subjects() {
    let sizes = if std::env::var_os("YOMITORI_LARGER").is_some() { LARGER } else { SIZES };
    let engine = Engine::new(Form::daiko_kikan().unwrap());
    // What is made once, at the first document, is no part of any shape.
    let _ = std::hint::black_box(engine.read_all("first", &shapes::first()));
    for shape in chosen() {
        for times in sizes {
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
    let names: Vec<String> = chosen().into_iter().map(|shape| shape.name).collect();
    let grown = measure(&names, &[]);
    let faults: Vec<String> = grown.into_iter().filter(|(_, work)| is_too_much(work)).map(|(name, _)| name).collect();
    let is_again = |name: &&String| {
        let only = [("YOMITORI_SHAPES", name.as_str()), ("YOMITORI_LARGER", "1")];
        let all: Vec<String> =
            shapes::all().into_iter().map(|shape| shape.name).filter(|other| other.contains(name.as_str())).collect();
        measure(&all, &only).iter().any(|(other, work)| other == *name && is_too_much(work))
    };
    let faults: Vec<&String> = faults.iter().filter(is_again).collect();
    assert!(faults.is_empty(), "{} shapes cost too much: {faults:?}", faults.len());
}

fn is_too_much([_, smaller, larger]: &[u64; 3]) -> bool {
    *larger > GROWTH * smaller + SLACK
}

/// The instructions that the sizes of these shapes take, those of the first size taken off. The variables choose the same shapes.
#[expect(clippy::expect_used, reason = "a test fails by panicking")]
fn measure(names: &[String], variables: &[(&str, &str)]) -> Vec<(String, [u64; 3])> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("calls");
    let status = Command::new("valgrind")
        .args(["-q", "--tool=callgrind", "--dump-before=*growth_measured*", "--zero-before=*growth_measured*"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["growth::subjects", "--exact", "--ignored", "--test-threads=1"])
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    let mut counts = (1..).map_while(|number| instructions(&folder.path().join(format!("calls.{number}"))));
    // The first piece is what stands before the first document.
    counts.next();
    let mut all = Vec::new();
    for name in names {
        let work = SIZES.map(|_| counts.next().expect("as many counts as documents"));
        let grown = work.map(|count| count.saturating_sub(work[0]));
        println!("{name:50} {:>12} {grown:>12?}", work[0]);
        all.push((name.clone(), grown));
    }
    assert_eq!(counts.count(), 0, "more counts than documents");
    all
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
