//! How the time for Word and Excel files is split: unpacking, reading the XML, and everything behind it.
//!
//! "unzip" unpacks the parts that the readers look at, "source" is unpacking and reading together, "end-to-end" goes
//! from bytes to the JSON line. `run.sh` prints the differences.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking; criterion's macros have no docs")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::io::{Cursor, Read};
use std::time::Duration;
use yomitori::source::{self, ReadOptions};
use zip::ZipArchive;

/// Parts that the readers leave alone.
const LEFT_OUT: [&str; 4] = ["stylesWithEffects", "theme", "docProps", "customXml"];

/// The bytes of all parts that are read.
fn unzip(bytes: &[u8]) -> usize {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let unpacked = (0..archive.len()).filter_map(|index| {
        let mut part = archive.by_index(index).unwrap();
        let is_left_out = LEFT_OUT.iter().any(|name| part.name().unwrap().contains(name));
        (!is_left_out).then(|| part.read_to_end(&mut Vec::new()).unwrap())
    });
    unpacked.sum()
}

fn office(criterion: &mut Criterion) {
    let engine = yomitori_benches::engine();
    let mut group = criterion.benchmark_group("office");
    group.sample_size(30).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for name in ["edition-2.docx", "edition-2-libreoffice.docx", "edition-2.xlsx", "edition-2-libreoffice.xlsx"] {
        let bytes = std::fs::read(format!("{}/fixtures/office/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        group.throughput(Throughput::ElementsAndBytes { elements: 1, bytes: bytes.len() as u64 });
        group.bench_function(format!("unzip {name}"), |bencher| bencher.iter(|| unzip(black_box(&bytes))));
        group.bench_function(format!("source {name}"), |bencher| {
            bencher.iter_with_large_drop(|| source::read(black_box(&bytes), &ReadOptions::default()).unwrap());
        });
        group.bench_function(format!("end-to-end {name}"), |bencher| {
            bencher.iter(|| yomitori_benches::line(&engine, name, black_box(&bytes)));
        });
    }
    group.finish();
}

criterion_group!(benches, office);
criterion_main!(benches);
