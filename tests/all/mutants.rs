//! Properties that hold for any bytes: thousands of damaged disclosures go through the engine.

use crate::support::run;
use rayon::prelude::*;
use serde_json::Value;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::tempdir;
use yomitori::{Engine, Form, Record};

/// How many damaged documents are read.
const MUTANTS: u64 = 2_000;

/// Xorshift: the same numbers in every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// A corpus document, damaged in one to three ways.
fn mutant(corpus: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed + 1);
    let mut bytes = corpus[random.below(corpus.len())].clone();
    for _ in 0..=random.below(3) {
        let (a, b) = (random.below(bytes.len()), random.below(bytes.len()));
        let (start, end) = (a.min(b), a.max(b));
        match random.below(6) {
            0 => (0..=random.below(40)).for_each(|_| {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }),
            1 => bytes.truncate(end.max(100)),
            2 => drop(bytes.drain(start..end.min(start + 3_000))),
            3 => {
                let other = &corpus[random.below(corpus.len())];
                let from = random.below(other.len());
                bytes.splice(start.., other[from..].iter().copied());
            }
            4 => shuffle_lines(&mut bytes, &mut random),
            _ => {
                let marks =
                    ["■", "□", "\t", "\n", "(", ")", "注1)", " ", "○", "-", "0", "機関本体", "1.", "㈱", "\r\n"];
                let mark = marks[random.below(marks.len())].as_bytes();
                (0..=random.below(30)).for_each(|_| {
                    let at = random.below(bytes.len());
                    bytes.splice(at..at, mark.iter().copied());
                });
            }
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
    bytes
}

/// Exchanges some lines, or all.
fn shuffle_lines(bytes: &mut Vec<u8>, random: &mut Random) {
    let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    let count = if random.below(2) == 0 { 5 } else { lines.len() };
    for _ in 0..count {
        let (a, b) = (random.below(lines.len()), random.below(lines.len()));
        lines.swap(a, b);
    }
    *bytes = lines.join(&b'\n');
}

/// What is wrong with a record, if anything is.
pub fn fault(record: &Record) -> Option<String> {
    let json: Value = match serde_json::from_str(&record.to_json()) {
        Ok(json) => json,
        Err(error) => return Some(format!("no JSON: {error}")),
    };
    let doubts: Vec<&str> = record.diagnostics.iter().map(|doubt| doubt.pointer.as_str()).collect();
    let shown = record.evidence.iter().map(|(pointer, _)| pointer.as_str());
    if let Some(lost) = doubts.iter().copied().chain(shown).find(|pointer| json.pointer(pointer).is_none()) {
        return Some(format!("{lost} leads nowhere"));
    }
    let checklist = &record.form.checklist.as_ref().unwrap().pointer;
    let own = ["guideline_edition", "sections"].map(|key| format!("{checklist}/{key}"));
    let leaves = record.form.leaves.iter().map(|leaf| &*leaf.pointer).chain(own.iter().map(String::as_str));
    let is_empty = |pointer: &str| {
        json.pointer(pointer).is_none_or(|value| value.is_null() || value.as_array().is_some_and(Vec::is_empty))
    };
    let silent = leaves.into_iter().find(|pointer| is_empty(pointer) && !doubts.contains(pointer));
    silent.map(|pointer| format!("{pointer} is empty without a reason"))
}

#[test]
fn damaged_disclosures_give_sound_records_or_failures() {
    let (corpus, engine) = (corpus(), Engine::new(Form::daiko_kikan().unwrap()));
    let read = AtomicU64::new(0);
    let fault_of = |seed| {
        let bytes = mutant(&corpus, seed);
        let outcome = catch_unwind(|| {
            let record = engine.read("mutant", &bytes).ok()?;
            read.fetch_add(1, Ordering::Relaxed);
            fault(&record)
        });
        outcome.unwrap_or_else(|_| Some("panic".to_owned())).map(|fault| format!("seed {seed}: {fault}"))
    };
    let faults: Vec<String> = (0..MUTANTS).into_par_iter().filter_map(fault_of).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(read.into_inner() > MUTANTS / 2, "most damaged disclosures still give records");
}

#[test]
fn damaged_disclosures_give_the_same_bytes_on_any_number_of_threads() {
    let (corpus, folder) = (corpus(), tempdir().unwrap());
    for seed in 0..100 {
        fs::write(folder.path().join(format!("{seed:03}.txt")), mutant(&corpus, seed)).unwrap();
    }
    let of = |jobs| run(folder.path(), &["extract", ".", "--jobs", jobs]);
    let (one, two) = (of("1"), of("2"));
    // A busy machine is told how far it is.
    let said =
        |err: &str| err.lines().filter(|line| !line.contains(" a second, ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!((one.status, said(&one.err)), (two.status, said(&two.err)));
    assert!(one.out == two.out, "the records differ");
}
