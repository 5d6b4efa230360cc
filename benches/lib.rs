//! What the benches share: the corpus in memory, and long documents made from it.

#![allow(clippy::unwrap_used, reason = "a bench fails by panicking")]

use std::path::Path;
use yomitori::text::fold;
use yomitori::{Engine, Form};

/// The command's, where it is built with one.
#[cfg(all(unix, feature = "jemalloc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The corpus: name and bytes of each document.
pub fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/corpus");
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|path| path.extension().is_some_and(|kind| kind == "txt")).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

/// The engine as users have it, at a fixed date.
pub fn engine() -> Engine {
    Engine::new(Form::daiko_kikan().unwrap()).today(jiff::civil::date(2026, 1, 1))
}

/// Bytes to the JSON line, or to the failure's message; its length keeps the work from being optimized away.
pub fn line(engine: &Engine, name: &str, bytes: &[u8]) -> usize {
    match engine.read(name, bytes) {
        Ok(record) => record.to_json_bytes().len(),
        Err(failure) => failure.message.len(),
    }
}

/// A document with its note paragraphs and its whole checklist `times` as long.
pub fn lengthened(engine: &Engine, text: &str, times: usize) -> String {
    let titles = &engine.form().checklist.as_ref().unwrap().title_keys;
    let is_title =
        |line: &&str| titles.iter().any(|title| title.find(&fold::key(line)).is_some()) && !line.starts_with('注');
    let lines: Vec<&str> = text.lines().collect();
    let checklist = lines.iter().position(is_title).unwrap();
    let mut long = String::with_capacity(text.len() * times);
    for (at, line) in lines.iter().enumerate() {
        let again = if at < checklist && line.starts_with('注') { times } else { 1 };
        (0..again).for_each(|_| long.extend([line, "\n"]));
    }
    for _ in 1..times {
        lines.iter().skip(checklist + 1).for_each(|line| long.extend([line, "\n"]));
    }
    long
}
