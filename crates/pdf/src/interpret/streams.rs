//! What a stream unpacks to, bounded before the interpreter's library is asked to unpack it.
//!
//! The library unpacks whatever it is given, and goes on behind damage where other programs stop. So its own result is used, never
//! another reading of the same bytes, and only when the most that it can come to has been told.

use super::bombs::{RATIO, unpacked};
use crate::budget::{Budget, Supply};
use crate::failure::Failure;
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;
use std::borrow::Cow;

/// The most that LZW makes of a byte: its longest entry for every 12 bits.
const LZW: u64 = 2560;
/// The most that run lengths make of a byte.
const RUN: u64 = 128;
/// The most that a byte of ASCII base 85 stands for: `z` is four zeros.
const BASE_85: u64 = 4;

/// What a layer of a stream comes to: the bytes where they are known, and how many they are at most.
struct StreamLayer<'a> {
    bytes: Option<Cow<'a, [u8]>>,
    most: u64,
}

/// What a stream unpacks to, paid for. What is packed as no text is, is empty.
///
/// # Errors
/// When it may be more than the budget has.
pub fn data<'a>(stream: &Stream<'a>, budget: &Budget) -> Result<Cow<'a, [u8]>, Failure> {
    let raw = stream.raw_data();
    let mut layer = StreamLayer { most: raw.len() as u64, bytes: Some(raw) };
    let has_parameters = stream.dict().contains_key("DecodeParms") || stream.dict().contains_key("DP");
    for filter in stream.filters() {
        let left = budget.left(Supply::Unpacked);
        layer = match filter {
            Filter::FlateDecode => layer.through(RATIO, |data| deflated(data, left)),
            Filter::RunLengthDecode => layer.through(RUN, |data| known(run_lengths(data, left))),
            Filter::Ascii85Decode => layer.through(BASE_85, |data| known(base_85(data))),
            Filter::AsciiHexDecode => layer.through(1, |data| known(hexadecimal(data))),
            Filter::LzwDecode => layer.through(LZW, |_| None),
            Filter::Crypt => layer,
            _ => return Ok(Cow::Borrowed(&[])),
        };
        budget.hold(Supply::Unpacked, layer.most)?;
        // A predictor changes the bytes, and makes them no more.
        if has_parameters {
            layer.bytes = None;
        }
    }
    let data = stream.decoded_data().unwrap_or_default();
    budget.charge(Supply::Unpacked, data.len() as u64)?;
    Ok(data)
}

impl StreamLayer<'_> {
    /// The layer below, where a byte of this one comes to so many at most.
    fn through(&self, ratio: u64, unpack: impl FnOnce(&[u8]) -> Option<StreamLayer<'static>>) -> StreamLayer<'static> {
        let most = self.most.saturating_mul(ratio);
        self.bytes.as_deref().and_then(unpack).unwrap_or(StreamLayer { bytes: None, most })
    }
}

fn known(bytes: Option<Vec<u8>>) -> Option<StreamLayer<'static>> {
    bytes.map(|bytes| StreamLayer { most: bytes.len() as u64, bytes: Some(Cow::Owned(bytes)) })
}

/// What deflated data comes to; behind damage, whatever a decoder could make of the rest.
fn deflated(data: &[u8], left: u64) -> Option<StreamLayer<'static>> {
    let too_much = || Some(StreamLayer { bytes: None, most: left.saturating_add(1) });
    let Some(framed) = unpacked(data, true, left) else { return too_much() };
    if framed.is_whole {
        return known(Some(framed.bytes));
    }
    // Data without a frame is unpacked as well.
    let Some(bare) = unpacked(data, false, left) else { return too_much() };
    if bare.is_whole {
        return known(Some(bare.bytes));
    }
    Some(StreamLayer { bytes: None, most: framed.most().max(bare.most()) })
}

/// What run lengths unpack to (ISO 32000-1, 7.4.5); `None` when it is more than `most`.
fn run_lengths(data: &[u8], most: u64) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), data);
    while let [length, behind @ ..] = rest {
        let taken = match usize::from(*length) {
            128 => break,
            length @ 0..=127 => {
                let (bytes, _) = behind.split_at_checked(length + 1).unwrap_or((behind, &[]));
                out.extend_from_slice(bytes);
                length + 1
            }
            length => {
                out.resize(out.len() + 257 - length, behind.first().copied().unwrap_or_default());
                1
            }
        };
        if out.len() as u64 > most {
            return None;
        }
        rest = behind.get(taken..).unwrap_or_default();
    }
    Some(out)
}

/// What ASCII base 85 stands for (ISO 32000-1, 7.4.3); `None` where anything is out of the ordinary.
fn base_85(data: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut group) = (Vec::new(), Vec::new());
    for byte in data.iter().filter(|byte| !byte.is_ascii_whitespace()) {
        match byte {
            b'~' => break,
            b'z' if group.is_empty() => out.extend_from_slice(&[0; 4]),
            b'!'..=b'u' => group.push(u32::from(byte - b'!')),
            _ => return None,
        }
        if group.len() == 5 {
            out.extend_from_slice(&number(&group)?.to_be_bytes());
            group.clear();
        }
    }
    if group.len() > 1 {
        let count = group.len() - 1;
        group.resize(5, 84);
        out.extend_from_slice(number(&group)?.to_be_bytes().get(..count)?);
    }
    Some(out)
}

/// The number that five digits of base 85 are.
fn number(digits: &[u32]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, digit| number.checked_mul(85)?.checked_add(*digit))
}

/// What hexadecimal digits stand for (ISO 32000-1, 7.4.2); `None` where anything is out of the ordinary.
fn hexadecimal(data: &[u8]) -> Option<Vec<u8>> {
    let digits = data.iter().take_while(|byte| **byte != b'>').filter(|byte| !byte.is_ascii_whitespace());
    let digits: Vec<u8> = digits
        .map(|byte| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    Some(
        digits
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |all, digit| all << 4 | digit) << (4 * (2 - pair.len())))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_lengths_unpack_to_their_limit() {
        assert_eq!(run_lengths(&[2, 1, 2, 3, 254, 9, 128, 7], 10), Some(vec![1, 2, 3, 9, 9, 9]));
        assert_eq!(run_lengths(&[129, 0].repeat(10), 100), None);
    }

    #[test]
    fn letters_stand_for_bytes() {
        assert_eq!(base_85(b"87cUR D]j\n7BEbo7~>").as_deref(), Some(&b"Hello world"[..]));
        assert_eq!(base_85(b"z!!~>"), Some(vec![0; 5]));
        assert_eq!(base_85(b"a{"), None);
        assert_eq!(hexadecimal(b"4a 4B 7>"), Some(vec![0x4a, 0x4b, 0x70]));
        assert_eq!(hexadecimal(b"x"), None);
    }

    #[test]
    fn behind_damage_the_most_is_counted() {
        use std::io::Write;
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(&b"q /X Do Q ".repeat(1000)).unwrap();
        let whole = encoder.finish().unwrap();
        assert_eq!(deflated(&whole, 1 << 20).unwrap().most, 10_000);
        assert_eq!(deflated(&whole, 100).unwrap().most, 101);
        let mut torn = whole.clone();
        torn[12] ^= 0xff;
        let layer = deflated(&torn, 1 << 20).unwrap();
        assert!(layer.bytes.is_none() && layer.most >= RATIO);
    }
}
