//! PDF files damaged at random: whatever is broken, each gives a sound record or a failure with a reason, in time.
//!
//! `cargo test --release -- --ignored two_thousand` reads two thousand of them.

use crate::mutants::{Random, fault};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use yomitori::source::{Limits, ReadOptions};
use yomitori::{Engine, Form};

/// Larger files only cost time.
const MOST_BYTES: usize = 200_000;

fn originals() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rendered");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "pdf"));
    paths.sort();
    let read = paths.iter().map(|path| fs::read(path).unwrap());
    read.filter(|bytes| bytes.len() <= MOST_BYTES).collect()
}

/// A PDF, damaged in one to four ways: bytes flipped, cut, spliced, numbers changed, objects exchanged.
fn mutant(originals: &[Vec<u8>], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed + 1);
    let mut bytes = originals[random.below(originals.len())].clone();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => (0..=random.below(60)).for_each(|_| {
                let at = random.below(bytes.len());
                bytes[at] = random.below(256) as u8;
            }),
            1 => bytes.truncate(at.max(200)),
            2 => drop(bytes.drain(at..(at + random.below(2_000)).min(bytes.len()))),
            3 => {
                let other = &originals[random.below(originals.len())];
                let from = random.below(other.len());
                let piece = &other[from..(from + random.below(4_000)).min(other.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            4 => change_numbers(&mut bytes, &mut random),
            _ => exchange_objects(&mut bytes, &mut random),
        }
    }
    bytes
}

/// Writes other digits where digits stand: lengths, offsets, references, coordinates.
fn change_numbers(bytes: &mut [u8], random: &mut Random) {
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    for _ in 0..=random.below(30) {
        bytes[digits[random.below(digits.len())]] = b'0' + random.below(10) as u8;
    }
}

/// Exchanges the names of two objects, so that references lead to the wrong ones.
fn exchange_objects(bytes: &mut [u8], random: &mut Random) {
    let heads: Vec<usize> = bytes.windows(6).enumerate().filter(|(_, at)| at == b" 0 obj").map(|(at, _)| at).collect();
    if heads.len() < 2 {
        return;
    }
    let (a, b) = (heads[random.below(heads.len())], heads[random.below(heads.len())]);
    if a > 0 && b > 0 {
        bytes.swap(a - 1, b - 1);
    }
}

/// Reads mutants and says how many failed for each reason.
fn read(seeds: std::ops::Range<u64>) -> BTreeMap<String, usize> {
    yomitori::isolate::quiet_panics();
    let limits = Limits { time: Duration::from_secs(20), ..Limits::default() };
    let (originals, engine) =
        (originals(), Engine::new(Form::daiko_kikan().unwrap()).with(ReadOptions::within(limits)));
    let reasons = Mutex::new(BTreeMap::new());
    let fault_of = |seed| {
        let bytes = mutant(&originals, seed);
        let outcome = catch_unwind(|| match engine.read("mutant.pdf", &bytes) {
            Ok(record) => ("read".to_owned(), fault(&record)),
            Err(failure) => (failure.reason.name().to_owned(), None),
        });
        let (reason, fault) = outcome.unwrap_or_else(|_| ("panic".to_owned(), Some("a panic".to_owned())));
        *reasons.lock().unwrap().entry(reason).or_insert(0) += 1;
        fault.map(|fault| format!("seed {seed}: {fault}"))
    };
    let faults: Vec<String> = seeds.into_par_iter().filter_map(fault_of).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    reasons.into_inner().unwrap()
}

#[test]
fn damaged_pdf_files_give_sound_records_or_reasons() {
    let reasons = read(0..120);
    assert!(reasons.contains_key("read"), "{reasons:?}");
}

#[test]
#[ignore = "takes minutes; see the head of this file"]
fn two_thousand_damaged_pdf_files() {
    println!("{:?}", read(0..2_000));
}
