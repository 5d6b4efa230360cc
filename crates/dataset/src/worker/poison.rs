//! A source for tests: documents that do to a process the worst that documents can do.
//!
//! A worker takes such a document for what its first line says only when it is told to; to all others it is plain text.

use std::hint::black_box;
use std::time::Duration;

/// What such a document begins with; a word that says what it does follows.
const MARK: &[u8] = b"yomitori poison: ";

/// What one that takes memory takes at a time, in bytes.
const GULP: usize = 64 << 20;

/// What it is content with, in bytes: 4 GiB.
const ENOUGH: usize = 4 << 30;

/// How long one that sleeps does, before it is read like any other.
const NAP: Duration = Duration::from_millis(200);

/// Does what a document says, if it is such a document.
pub(super) fn swallow(bytes: &[u8]) {
    let line = bytes.strip_prefix(MARK).and_then(|rest| rest.split(|byte| *byte == b'\n').next());
    match line.map(<[u8]>::trim_ascii) {
        Some(b"sleep") => std::thread::sleep(NAP),
        Some(b"hang") => loop {
            std::thread::sleep(Duration::from_secs(1));
        },
        Some(b"abort") => std::process::abort(),
        Some(b"overflow") => {
            black_box(deep(black_box(u64::MAX)));
        }
        Some(b"memory") => {
            let mut taken: Vec<Vec<u8>> = Vec::new();
            while taken.len() < ENOUGH / GULP {
                taken.push(black_box(vec![1; GULP]));
            }
        }
        _ => {}
    }
}

/// Calls itself until the stack ends.
fn deep(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if depth == 0 { 0 } else { deep(depth - 1) + frame.iter().sum::<u64>() }
}
