//! Inputs from seeds: a fixture of some kind, changed where its kind has structure, and a little anywhere.

use crate::{archive, markup, pdf};
use std::path::Path;

/// Larger fixtures only cost time, in bytes.
const MOST: usize = 200_000;

/// Xorshift: the same numbers in every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit.max(1)
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Kinds of documents that have a mutator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Docx,
    Xlsx,
    Ods,
    Odt,
    Xls,
    Pdf,
    Html,
    Markdown,
    Text,
}

impl Kind {
    const ALL: [Self; 9] =
        [Self::Docx, Self::Xlsx, Self::Ods, Self::Odt, Self::Xls, Self::Pdf, Self::Html, Self::Markdown, Self::Text];

    /// What files of the kind end in.
    pub fn ending(self) -> &'static str {
        ["docx", "xlsx", "ods", "odt", "xls", "pdf", "html", "md", "txt"][self as usize]
    }
}

/// The fixtures of each kind, sorted by path.
pub fn originals(folder: &Path) -> Vec<(Kind, Vec<Vec<u8>>)> {
    let inputs = yomitori::inputs::list(&[folder.to_owned()]);
    let of = |kind: Kind| {
        let paths = inputs.iter().filter(|input| input.below.extension().is_some_and(|own| own == kind.ending()));
        let files = paths.filter_map(|input| std::fs::read(folder.join(&input.below)).ok());
        (kind, files.filter(|bytes| !bytes.is_empty() && bytes.len() <= MOST).collect::<Vec<_>>())
    };
    Kind::ALL.into_iter().map(of).filter(|(_, files)| !files.is_empty()).collect()
}

/// The input of a seed.
pub fn mutant(originals: &[(Kind, Vec<Vec<u8>>)], random: &mut Random) -> (Kind, Vec<u8>) {
    let (kind, files) = random.one(originals);
    let mut bytes = random.one(files).clone();
    for _ in 0..=random.below(3) {
        match kind {
            Kind::Docx | Kind::Xlsx | Kind::Ods | Kind::Odt => archive::change(&mut bytes, random),
            Kind::Pdf => pdf::change(&mut bytes, random),
            Kind::Html => markup::change(&mut bytes, random),
            Kind::Xls | Kind::Markdown | Kind::Text => anywhere(&mut bytes, random),
        }
    }
    if random.below(4) == 0 {
        anywhere(&mut bytes, random);
    }
    (*kind, bytes)
}

/// What forms are written with, and what is long when it is repeated.
const PIECES: [&str; 18] =
    ["■", "□", "\t", "\n", "(", ")", "注1)", " ", "○", "機関本体", "1.", "|", "<", "[", "円", "\u{c}", "年間", "^{"];

/// Changes some bytes, wherever they stand.
pub fn anywhere(bytes: &mut Vec<u8>, random: &mut Random) {
    let (at, other) = (random.below(bytes.len()), random.below(bytes.len()));
    match random.below(6) {
        0 => (0..=random.below(40)).for_each(|_| {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }),
        1 => bytes.truncate(at.max(100)),
        2 => drop(bytes.drain(at..(at + random.below(3000)).min(bytes.len()))),
        3 => {
            let piece = bytes[other..(other + random.below(3000)).min(bytes.len())].to_vec();
            bytes.splice(at..at, piece.repeat(1 + random.below(20)));
        }
        4 => (0..=random.below(30)).for_each(|_| {
            let at = random.below(bytes.len());
            bytes.splice(at..at, random.one(&PIECES).bytes());
        }),
        _ => {
            let piece = random.one(&PIECES).repeat(1 + random.below(20_000));
            bytes.splice(at..at, piece.into_bytes());
        }
    }
    if bytes.is_empty() {
        bytes.push(b'x');
    }
}
