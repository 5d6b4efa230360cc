//! PDF: numbers, names and references change, objects are exchanged, and what streams hold is changed and packed again.

use crate::mutate::{Random, anywhere};
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use memchr::memmem;
use std::io::{Read, Write};

/// What content streams and dictionaries are made of.
const WORDS: [&str; 14] = [
    "BT",
    "ET",
    "q",
    "Q",
    "(aaaa) Tj",
    "/X Do",
    "re f",
    "99999999999 0 0 99999999999 0 0 cm",
    "0 0 1e38 1e38 re S",
    "c",
    "[0 65535 1000]",
    "((((",
    "/Artifact BMC",
    "4294967295",
];
/// How often a word is written at most.
const TIMES: usize = 3000;

/// Changes a PDF.
pub fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    match random.below(5) {
        0 => numbers(bytes, random),
        1 => objects(bytes, random),
        2 | 3 => stream(bytes, random),
        _ => anywhere(bytes, random),
    }
}

/// Writes other digits where digits stand: lengths, offsets, references, coordinates.
fn numbers(bytes: &mut [u8], random: &mut Random) {
    let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
    for _ in 0..=random.below(30) {
        if !digits.is_empty() {
            bytes[*random.one(&digits)] = b'0' + random.below(10) as u8;
        }
    }
}

/// Exchanges the names of two objects, so that references lead to the wrong ones.
fn objects(bytes: &mut [u8], random: &mut Random) {
    let heads: Vec<usize> = memmem::find_iter(bytes, b" 0 obj").filter(|at| *at > 0).collect();
    if heads.len() > 1 {
        bytes.swap(random.one(&heads) - 1, random.one(&heads) - 1);
    }
}

/// Changes what a deflated stream holds.
fn stream(bytes: &mut Vec<u8>, random: &mut Random) {
    let starts: Vec<usize> = memmem::find_iter(bytes, b"stream")
        .filter(|at| !bytes[..*at].ends_with(b"end"))
        .map(|at| {
            at + b"stream".len() + bytes[at + 6..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count()
        })
        .collect();
    if starts.is_empty() {
        return anywhere(bytes, random);
    }
    let start = *random.one(&starts);
    let end = memmem::find(&bytes[start..], b"endstream").map_or(bytes.len(), |at| start + at);
    let mut content = Vec::new();
    if ZlibDecoder::new(&bytes[start..end]).take(4 << 20).read_to_end(&mut content).is_err() || content.is_empty() {
        return anywhere(bytes, random);
    }
    let at = random.below(content.len());
    match random.below(3) {
        0 => numbers(&mut content, random),
        1 => {
            let words = format!(" {} ", random.one(&WORDS)).repeat(1 + random.below(TIMES));
            content.splice(at..at, words.into_bytes());
        }
        _ => anywhere(&mut content, random),
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    if encoder.write_all(&content).is_ok()
        && let Ok(packed) = encoder.finish()
    {
        bytes.splice(start..end, packed);
    }
}
