//! How the cost grows: with the number of documents, with their length, with threads.
//!
//! Every figure is a ratio within this run; the fastest of a few rounds counts, because whatever else the
//! machine does only adds. Without `--bench` (as `cargo test --benches` runs it) only small sizes are taken.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]

use rayon::prelude::*;
use std::time::{Duration, Instant};
use yomitori::Engine;

/// Rounds of each measure.
const ROUNDS: usize = 3;

/// Makes a document of the given number of times its usual length.
type Make = Box<dyn Fn(usize) -> String>;

fn main() {
    let is_bench = std::env::args().any(|arg| arg == "--bench");
    let (counts, lengths): (&[usize], &[usize]) =
        if is_bench { (&[100, 1_000, 10_000], &[1, 10, 100]) } else { (&[10], &[1, 2]) };
    let (corpus, engine) = (yomitori_benches::corpus(), yomitori_benches::engine());
    println!("number of documents (one thread)    µs/document   ratio");
    let per_document = |count: usize| {
        let all = (0..count).map(|at| &corpus[at % corpus.len()]);
        fastest(|| all.clone().map(|(name, bytes)| yomitori_benches::line(&engine, name, bytes)).sum()).as_secs_f64()
            / count as f64
    };
    let mut first = None;
    for &count in counts {
        let time = per_document(count);
        println!("{count:>34} {:>13.1} {:>7.2}", time * 1e6, time / *first.get_or_insert(time));
    }
    println!("\nlength of a document                       KB      µs/KB   ratio");
    for (name, make) in documents(&engine, &corpus[0].1) {
        let mut first = None;
        for &times in lengths {
            let text = make(times);
            let kilobytes = text.len() as f64 / 1e3;
            let time =
                fastest(|| yomitori_benches::line(&engine, name, text.as_bytes())).as_secs_f64() * 1e6 / kilobytes;
            let ratio = time / *first.get_or_insert(time);
            println!("{name:<28} {times:>5} {kilobytes:>9.0} {time:>10.2} {ratio:>7.2}");
        }
    }
    threads(&engine, &corpus, if is_bench { 2_000 } else { 10 });
}

/// Kinds of long documents: those that a form may grow to, and those that only a wrong input is.
fn documents(engine: &Engine, bytes: &[u8]) -> Vec<(&'static str, Make)> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (long, engine) = (text.clone(), engine.clone());
    let size = text.len();
    let of = move |line: &'static str| -> Make { Box::new(move |times| line.repeat(size * times / line.len())) };
    vec![
        ("notes and checklist repeated", Box::new(move |times| yomitori_benches::lengthened(&engine, &long, times))),
        ("whole document repeated", Box::new(move |times| text.repeat(times))),
        ("prose", of("当社は、医療機関の皆様に安心してご利用いただけるよう、日々の改善に努めております。\n")),
        ("prose in one line", of("当社は、医療機関の皆様に安心して ご利用いただけるよう努めております。")),
        ("rows of a table", of("品目\t数量\t単価 (円)\t備考 特になし\n")),
        ("rows of labels", of("電話番号\t03-1234-5678\t機関本体\t3人\n")),
        ("spaced letters", of("電 話 番 号 ")),
        ("options in one line", of("□有 ■無 ")),
        ("brackets in one line", of("電話番号((注1) ")),
    ]
}

fn threads(engine: &Engine, corpus: &[(String, Vec<u8>)], count: usize) {
    println!("\nthreads                             documents/s   ratio");
    let mut first = None;
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let read =
            |at: usize| yomitori_benches::line(engine, &corpus[at % corpus.len()].0, &corpus[at % corpus.len()].1);
        let time = fastest(|| pool.install(|| (0..count).into_par_iter().map(read).sum()));
        let rate = count as f64 / time.as_secs_f64();
        println!("{threads:>34} {rate:>13.0} {:>7.2}", rate / *first.get_or_insert(rate));
    }
}

/// The time of the fastest round.
fn fastest(work: impl Fn() -> usize) -> Duration {
    let round = |_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}
