//! Streams that would unpack to more than the limit, found before the interpreter unpacks them: it knows no limit of its own.
//!
//! Deflate makes at most 1032 bytes of one, so only streams that are long enough, or packed twice, are unpacked here to be counted.

use crate::budget::{Budget, Supply};
use crate::failure::Failure;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

/// The most that deflate makes of a byte.
pub const RATIO: u64 = 1032;
/// How far before its data a stream's dictionary is looked for, in bytes.
const DICTIONARY: usize = 2048;
/// How often data is unpacked whose dictionary does not say how often it is packed.
const LAYERS: usize = 3;
/// How many bytes a decoder may have read that are not in what it made yet.
const AHEAD: u64 = 64;
/// Bytes unpacked at a time.
const CHUNK: usize = 1 << 16;

/// Checks that no stream of the file unpacks to more than the limit, however often it is packed. What else its dictionary may say,
/// or name by reference, is for [`preflight`](super::preflight): this is about the streams that opening a file unpacks.
///
/// # Errors
/// When one does, or all that had to be looked at do together.
pub fn check(bytes: &[u8], budget: &Budget) -> Result<(), Failure> {
    for (dictionary, data) in streams(bytes) {
        let layers = memmem::find_iter(dictionary, b"/Fl").count();
        let left = budget.left(Supply::Unpacked);
        if (data.len() as u64).saturating_mul(RATIO) <= left && layers == 1 {
            continue;
        }
        let mut data = std::borrow::Cow::Borrowed(data);
        for _ in 0..LAYERS.max(layers) {
            if !is_deflated(&data) {
                break;
            }
            let left = budget.left(Supply::Unpacked);
            data = unpacked(&data, true, left).map(|unpacked| unpacked.bytes).unwrap_or_default().into();
            // What is more than the limit is nothing here, and asks for one byte more than there is.
            budget
                .charge(Supply::Unpacked, if data.is_empty() { left.saturating_add(1) } else { data.len() as u64 })?;
        }
    }
    Ok(())
}

/// Whether data begins as deflated data does (RFC 1950, 2.2).
fn is_deflated(data: &[u8]) -> bool {
    matches!(data, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) * 256 + u16::from(*second)) % 31 == 0)
}

/// The streams of a file as they lie in it, each with the bytes before it that hold its dictionary.
fn streams(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    memmem::find_iter(bytes, b"stream").filter_map(move |at| {
        let before = bytes.get(at.saturating_sub(DICTIONARY)..at)?;
        if before.ends_with(b"end") {
            return None;
        }
        let dictionary = memmem::rfind(before, b"obj").and_then(|start| before.get(start..)).unwrap_or(before);
        let data = bytes.get(at + b"stream".len()..)?;
        let data = data.strip_prefix(b"\r\n").or_else(|| data.strip_prefix(b"\n")).unwrap_or(data);
        let end = memmem::find(data, b"endstream").unwrap_or(data.len());
        Some((dictionary, data.get(..end)?))
    })
}

/// What deflated data unpacks to, as far as it can be.
pub struct Unpacked {
    /// The bytes that it came to.
    pub bytes: Vec<u8>,
    /// Whether the data ends where it says.
    pub is_whole: bool,
    /// How much of the data was not read, in bytes.
    unread: u64,
}

impl Unpacked {
    /// The most that a decoder makes of the data which goes on where this one did not.
    pub fn most(&self) -> u64 {
        (self.bytes.len() as u64).saturating_add(self.unread.saturating_add(AHEAD).saturating_mul(RATIO))
    }
}

/// What deflated data, in a frame (RFC 1950) or bare, unpacks to; `None` when it is more than `most`. Data that is no deflate stream,
/// because it is encrypted, say, counts as far as it can be unpacked.
pub fn unpacked(data: &[u8], is_framed: bool, most: u64) -> Option<Unpacked> {
    let (mut inflate, mut bytes) = (Decompress::new(is_framed), Vec::new());
    let mut chunk = vec![0; CHUNK];
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| data.get(read..)).unwrap_or_default();
        let status = inflate.decompress(rest, &mut chunk, FlushDecompress::None);
        if inflate.total_out() > most {
            return None;
        }
        let new = usize::try_from(inflate.total_out() - written).unwrap_or_default();
        bytes.extend_from_slice(chunk.get(..new).unwrap_or_default());
        if !matches!(status, Ok(Status::Ok)) || (inflate.total_in() == read && new == 0) {
            let unread = (data.len() as u64).saturating_sub(inflate.total_in());
            return Some(Unpacked { bytes, is_whole: matches!(status, Ok(Status::StreamEnd)), unread });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;
    use std::io::Write;

    fn packed(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn file(filters: &str, data: &[u8]) -> Vec<u8> {
        let mut out = format!("1 0 obj <</Filter {filters}>> stream\n").into_bytes();
        out.extend_from_slice(data);
        out.extend_from_slice(b"\nendstream endobj");
        out
    }

    #[test]
    fn bombs_of_one_and_of_two_layers_are_refused() {
        let limits = Limits { unpacked_bytes: 1 << 20, ..Limits::default() };
        let check = |bytes: &[u8], limits: &Limits| super::check(bytes, &Budget::new(limits));
        let one = packed(&vec![b' '; 4 << 20]);
        assert!(check(&file("/FlateDecode", &one), &limits).is_err());
        let two = packed(&one);
        assert!(check(&file("[/FlateDecode /FlateDecode]", &two), &limits).is_err());
        assert!(check(&file("5 0 R", &two), &limits).is_err());
        assert!(check(&file("/FlateDecode", &packed(&vec![b' '; 4 << 10])), &limits).is_ok());
        assert!(check(&file("/FlateDecode", b"no deflate"), &limits).is_ok());
    }
}
