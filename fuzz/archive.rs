//! ZIP archives of Office and OpenDocument: one of their parts changes, and all are packed again.

use crate::markup;
use crate::mutate::{Random, anywhere};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Changes a part of an archive; what is none any more, anywhere.
pub fn change(bytes: &mut Vec<u8>, random: &mut Random) {
    let Some(mut parts) = parts(bytes) else { return anywhere(bytes, random) };
    let texts: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].1.starts_with(b"<")).collect();
    if texts.is_empty() {
        return anywhere(bytes, random);
    }
    let at = *random.one(&texts);
    match random.below(12) {
        0 => drop(parts.remove(at)),
        1 => {
            let other = *random.one(&texts);
            parts[at].1 = parts[other].1.clone();
        }
        _ => markup::change(&mut parts[at].1, random),
    }
    if let Some(packed) = packed(&parts) {
        *bytes = packed;
    }
}

fn parts(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let count = archive.len();
    let read = |index: usize| {
        let mut entry = archive.by_index(index).ok()?;
        let (name, mut content) = (entry.name().ok()?.into_owned(), Vec::new());
        entry.read_to_end(&mut content).ok()?;
        Some((name, content))
    };
    (0..count).map(read).collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Option<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // OpenDocument is told by its first part, which is not packed.
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(name.as_str(), SimpleFileOptions::default().compression_method(method)).ok()?;
        writer.write_all(content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}
