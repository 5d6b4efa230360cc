//! Archives: the documents in a ZIP or tar file become inputs of their own, read from their place in it.
//!
//! Nothing is written where a member's name says. Members are listed once; each is unpacked when it is its turn, within the
//! limits of a document. Archives in archives stay closed.

use super::{Input, InputPlace};
use crate::failure::{Failure, Reason};
use crate::source::Limits;
use encoding_rs::SHIFT_JIS;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::{NamedTempFile, TempPath};
use zip::{CompressionMethod, ZipArchive};

/// Members of an archive at most: as many as a large collection has documents, and few enough to be listed at once.
const MOST_MEMBERS: usize = 200_000;

/// Bytes that a packed tar file is unpacked to at most, as a multiple of what one document may be unpacked to.
const MOST_UNPACKED: u64 = 16;

/// What stands between an archive and a member in names.
const INSIDE: &str = "!/";

/// A stretch of a file that is a document.
#[derive(Debug, Clone)]
pub struct Slice {
    file: PathBuf,
    /// Keeps a file that was unpacked for this.
    _unpacked: Option<Arc<TempPath>>,
    offset: u64,
    length: u64,
    is_deflated: bool,
}

impl Slice {
    /// The document's bytes as a stream.
    pub fn open(&self) -> io::Result<Box<dyn Read>> {
        let mut file = File::open(&self.file)?;
        file.seek(SeekFrom::Start(self.offset))?;
        let bytes = BufReader::new(file).take(self.length);
        Ok(if self.is_deflated { Box::new(DeflateDecoder::new(bytes)) } else { Box::new(bytes) })
    }
}

/// Whether a file is an archive by its name: what is inside of other files with the same beginning is one document.
pub(super) fn is_archive(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    [".zip", ".tar", ".tar.gz", ".tgz"].iter().any(|ending| name.ends_with(ending))
}

/// The documents in an archive; an archive that can't be opened is one failure.
pub(super) fn members(archive: &Input, path: &Path, limits: &Limits) -> Vec<Input> {
    let name = path.to_string_lossy().to_ascii_lowercase();
    let listed = if name.ends_with(".zip") {
        zip_members(path)
    } else if name.ends_with(".tar") {
        tar_members(path, None)
    } else {
        unpacked(path, limits).map(Arc::new).and_then(|unpacked| tar_members(&unpacked, Some(Arc::clone(&unpacked))))
    };
    match listed {
        Ok(members) => members.into_iter().map(|(member, place)| inside(archive, &member, place)).collect(),
        Err(failure) => vec![Input { place: InputPlace::Nowhere(failure), ..archive.clone() }],
    }
}

fn inside(archive: &Input, member: &str, place: InputPlace) -> Input {
    let mut absolute = archive.absolute.clone().into_os_string();
    absolute.push(INSIDE);
    absolute.push(member);
    Input {
        name: format!("{}{INSIDE}{member}", archive.name),
        below: archive.below.join(member.trim_start_matches('/')),
        absolute: absolute.into(),
        place,
    }
}

fn zip_members(path: &Path) -> Result<Vec<(String, InputPlace)>, Failure> {
    let mut archive = ZipArchive::new(BufReader::new(File::open(path).map_err(damaged)?)).map_err(damaged)?;
    few_enough(archive.len())?;
    let mut members = Vec::new();
    for at in 0..archive.len() {
        let member = archive.by_index_raw(at).map_err(damaged)?;
        let name = decoded(member.name_raw());
        if member.is_dir() || is_hidden(&name) {
            continue;
        }
        let is_deflated = member.compression() == CompressionMethod::Deflated;
        let place = if member.encrypted() {
            InputPlace::Nowhere(
                Failure::new(Reason::Encrypted, "the archive's member is protected").hint("unpack the archive first"),
            )
        } else if !is_deflated && member.compression() != CompressionMethod::Stored {
            let message = format!("the archive packs it with {}", member.compression());
            InputPlace::Nowhere(Failure::new(Reason::Unsupported, message).hint("unpack the archive first"))
        } else {
            let offset = member.data_start().unwrap_or_default();
            InputPlace::Slice(Slice {
                file: path.to_owned(),
                _unpacked: None,
                offset,
                length: member.compressed_size(),
                is_deflated,
            })
        };
        members.push((name, place));
    }
    Ok(in_order(members))
}

fn tar_members(path: &Path, unpacked: Option<Arc<TempPath>>) -> Result<Vec<(String, InputPlace)>, Failure> {
    let mut archive = tar::Archive::new(BufReader::new(File::open(path).map_err(damaged)?));
    let mut members = Vec::new();
    for entry in archive.entries_with_seek().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        let name = decoded(&entry.path_bytes());
        if !entry.header().entry_type().is_file() || is_hidden(&name) {
            continue;
        }
        few_enough(members.len())?;
        let (offset, length) = (entry.raw_file_position(), entry.size());
        let slice = Slice { file: path.to_owned(), _unpacked: unpacked.clone(), offset, length, is_deflated: false };
        members.push((name, InputPlace::Slice(slice)));
    }
    Ok(in_order(members))
}

fn in_order(mut members: Vec<(String, InputPlace)>) -> Vec<(String, InputPlace)> {
    members.sort_by(|(one, _), (other, _)| one.cmp(other));
    members
}

/// A packed tar file, unpacked beside other files of the kind so that its members have places.
fn unpacked(path: &Path, limits: &Limits) -> Result<TempPath, Failure> {
    let most = limits.unpacked_bytes.saturating_mul(MOST_UNPACKED);
    let mut stream =
        MultiGzDecoder::new(BufReader::new(File::open(path).map_err(damaged)?)).take(most.saturating_add(1));
    let mut file = NamedTempFile::new().map_err(damaged)?;
    if io::copy(&mut stream, &mut file).map_err(damaged)? > most {
        let message = format!("the archive unpacks to more than {most} bytes");
        return Err(Failure::new(Reason::Limit, message).hint("unpack it first, or raise --max-unpacked"));
    }
    Ok(file.into_temp_path())
}

fn few_enough(count: usize) -> Result<(), Failure> {
    if count <= MOST_MEMBERS {
        return Ok(());
    }
    Err(Failure::new(Reason::Limit, format!("the archive has more than {MOST_MEMBERS} members"))
        .hint("unpack it first"))
}

fn damaged(error: impl std::fmt::Display) -> Failure {
    Failure::new(Reason::Damaged, format!("the archive can't be opened: {error}"))
}

/// Names are UTF-8, or Shift_JIS as Windows in Japan writes them; `/` parts folders.
fn decoded(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        // A backslash may be the second byte of a character: it is replaced only after.
        Err(_) => SHIFT_JIS.decode_without_bom_handling(name).0.into_owned(),
    }
    .replace('\\', "/")
}

/// As in folders, names that begin with a dot are left out, and what macOS puts beside every file.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') && part != ".") || name.starts_with("__MACOSX/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::{InputChoice, choose};
    use std::io::Write;

    fn contents(folder: &Path, limits: Limits) -> Vec<(String, Result<Vec<u8>, Reason>)> {
        let inputs = choose(&[folder.to_owned()], &InputChoice { limits, ..InputChoice::default() });
        let prefix = format!("{}/", folder.display());
        let read = |input: &Input| {
            let bytes = input.bytes(&limits).map_err(|failure| failure.reason);
            (input.name.replace(&prefix, ""), bytes)
        };
        inputs.iter().map(read).collect()
    }

    #[test]
    fn members_are_inputs_by_names_in_either_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let options = zip::write::SimpleFileOptions::default();
        let mut zip = zip::ZipWriter::new(File::create(folder.path().join("a.zip")).unwrap());
        for (name, text) in [("sub/b.txt", "two"), ("a.txt", "one"), (".hidden", "x"), ("__MACOSX/a.txt", "x")] {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(5);
        // 表.txt in Shift_JIS: its second byte is a backslash.
        header.as_gnu_mut().unwrap().name[..6].copy_from_slice(b"\x95\x5c.txt");
        header.set_cksum();
        tar.append(&header, &b"three"[..]).unwrap();
        let tar = tar.into_inner().unwrap();
        std::fs::write(folder.path().join("b.tar"), &tar).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(
            File::create(folder.path().join("c.tgz")).unwrap(),
            flate2::Compression::fast(),
        );
        gzip.write_all(&tar).unwrap();
        gzip.finish().unwrap();
        let is = |name: &str, text: &str| (name.to_owned(), Ok(text.as_bytes().to_vec()));
        assert_eq!(
            contents(folder.path(), Limits::default()),
            [
                is("a.zip!/a.txt", "one"),
                is("a.zip!/sub/b.txt", "two"),
                is("b.tar!/表.txt", "three"),
                is("c.tgz!/表.txt", "three")
            ]
        );
        let few = Limits { bytes: 3, unpacked_bytes: 4, ..Limits::default() };
        let fates: Vec<_> = contents(folder.path(), few).into_iter().map(|(_, bytes)| bytes.err()).collect();
        assert_eq!(fates[2..], [Some(Reason::TooLarge), Some(Reason::Limit)]);
    }

    #[test]
    fn what_only_claims_to_be_an_archive_is_one_failure() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.zip"), "text").unwrap();
        assert_eq!(contents(folder.path(), Limits::default()), [("a.zip".to_owned(), Err(Reason::Damaged))]);
    }
}
