//! What each phase costs on the corpus, and all of them from bytes to the JSON line.
//!
//! One iteration takes all five documents through the phase, so the figures are per corpus; criterion
//! reports documents/s and bytes/s of the input. What a phase returns is dropped outside the time.

#![allow(clippy::unwrap_used, missing_docs, reason = "a bench fails by panicking; criterion's macros have no docs")]

use criterion::measurement::WallTime;
use criterion::{BatchSize, BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::time::Duration;
use yomitori::check::{Facts, check};
use yomitori::normalize::{Normalized, normalize};
use yomitori::recognize::{Labels, find_labels, recognize};
use yomitori::segment::{Sections, segment};
use yomitori::source::{self, ReadOptions};
use yomitori::{Engine, Record};

/// A document as the phases leave it.
struct Read {
    normalized: Normalized,
    sections: Sections,
    labels: Labels,
    record: Record,
}

fn read(engine: &Engine, name: &str, bytes: &[u8]) -> Read {
    let form = engine.form();
    let normalized = normalize(source::read(bytes, &ReadOptions::default()).unwrap());
    let sections = segment(&normalized, form);
    let labels = find_labels(&normalized, &sections, form);
    Read { labels, sections, normalized, record: engine.read(name, bytes).unwrap() }
}

fn phases(criterion: &mut Criterion) {
    let (corpus, engine) = (yomitori_benches::corpus(), yomitori_benches::engine());
    let documents: Vec<Read> = corpus.iter().map(|(name, bytes)| read(&engine, name, bytes)).collect();
    let mut group = criterion.benchmark_group("phases");
    let bytes = corpus.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    group.throughput(Throughput::ElementsAndBytes { elements: corpus.len() as u64, bytes });
    group.sample_size(30).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    group.bench_function("end-to-end", |bencher| {
        bencher.iter(|| {
            corpus.iter().map(|(name, bytes)| yomitori_benches::line(&engine, name, black_box(bytes))).sum::<usize>()
        });
    });
    group.bench_function("hash", |bencher| {
        bencher.iter(|| corpus.iter().map(|(_, bytes)| Sha256::digest(black_box(bytes))).collect::<Vec<_>>());
    });
    group.bench_function("source", |bencher| {
        let read = |bytes: &Vec<u8>| source::read(bytes, &ReadOptions::default()).unwrap();
        bencher.iter_with_large_drop(|| corpus.iter().map(|(_, bytes)| read(bytes)).collect::<Vec<_>>());
    });
    group.bench_function("normalize", |bencher| {
        let inputs = || documents.iter().map(|read| read.normalized.document.clone()).collect::<Vec<_>>();
        let normalize = |documents: Vec<_>| documents.into_iter().map(normalize).collect::<Vec<_>>();
        bencher.iter_batched(inputs, normalize, BatchSize::SmallInput);
    });
    by_reference(&mut group, &documents, &engine);
    group.finish();
}

/// The phases that only look at what stands before them.
fn by_reference(group: &mut BenchmarkGroup<'_, WallTime>, documents: &[Read], engine: &Engine) {
    let form = engine.form();
    let today = jiff::civil::date(2026, 1, 1);
    phase(group, "segment", documents, |read| segment(&read.normalized, form));
    phase(group, "labels", documents, |read| find_labels(&read.normalized, &read.sections, form));
    phase(group, "recognize", documents, |read| recognize(&read.normalized, &read.sections, form, &read.labels));
    phase(group, "check", documents, |read| {
        check(Facts { form, values: &read.record.values, checklist: &read.record.checklist, today })
    });
    phase(group, "serialize", documents, |read| read.record.to_json_bytes());
}

fn phase<'r, T>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    documents: &'r [Read],
    phase: impl Fn(&'r Read) -> T,
) {
    group.bench_function(name, |bencher| {
        bencher.iter_with_large_drop(|| documents.iter().map(&phase).collect::<Vec<_>>());
    });
}

criterion_group!(benches, phases);
criterion_main!(benches);
