//! From bytes to text: which encoding a text file is in.
//!
//! A byte order mark decides; then valid UTF-8; then the pattern of zero bytes that UTF-16 leaves; then the
//! detector's guess among the Japanese encodings. A guess is said in a notice.

use crate::diagnostic::Code;
use crate::document::Notice;
use crate::failure::{Failure, Reason};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Text with more undecodable characters than one in this many is no text of the encoding.
const LEAST_CHARS_PER_ERROR: usize = 20;

/// Share of control characters above which bytes are no text, as one in this many.
const LEAST_CHARS_PER_CONTROL: usize = 50;

/// How much of the input the detector sees.
const DETECTION_BYTES: usize = 64 << 10;

/// Decodes a text file and drops its stray control characters.
///
/// # Errors
/// [`Reason::Binary`] when the bytes are no text, [`Reason::Encoding`] when no encoding fits them.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Notice>), Failure> {
    let (text, mut notices) = decode_any(bytes)?;
    let controls = if may_hold_controls(&text) { text.chars().filter(|c| is_stray_control(*c)).count() } else { 0 };
    let lost = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count();
    if lost + controls == 0 {
        return Ok((text, notices));
    }
    let characters = text.chars().count();
    if controls * LEAST_CHARS_PER_CONTROL > characters {
        let message = format!("{controls} of {characters} characters are control characters: this is no text");
        return Err(Failure::new(Reason::Binary, message));
    }
    if lost * LEAST_CHARS_PER_ERROR > characters {
        let message = format!("{lost} of {characters} characters are in no encoding that is read");
        return Err(Failure::new(Reason::Encoding, message).hint("UTF-8, UTF-16, Shift_JIS and EUC-JP are read"));
    }
    let message = format!("{lost} characters could not be decoded, {controls} control characters were dropped");
    notices.push(Notice { code: Code::TextGarbled, message });
    let text = if controls > 0 { text.chars().filter(|c| !is_stray_control(*c)).collect() } else { text };
    Ok((text, notices))
}

fn decode_any(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Notice>), Failure> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return Ok((text, Vec::new()));
    }
    // ISO-2022-JP is ASCII with escape sequences, so it passes for UTF-8.
    let is_iso_2022 = memchr::memmem::find(bytes, b"\x1b$").is_some();
    // Quicker than the standard library's check on text that is not ASCII.
    let utf8 = || UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
    if !is_iso_2022 && let Some(text) = utf8() {
        return Ok((text, Vec::new()));
    }
    let encoding = if is_iso_2022 { encoding_rs::ISO_2022_JP } else { guess(bytes) };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let text = if encoding.is_single_byte() || encoding == UTF_8 { text } else { yen_signs(text) };
    let message = format!("read as {}, which the bytes do not say of themselves", encoding.name());
    Ok((text, vec![Notice { code: Code::TextEncoding, message }]))
}

/// The byte 0x5C is the yen sign of JIS X 0201; before a number it is meant so.
fn yen_signs(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_price = |rest: &str| rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    if !text.match_indices('\\').any(|(at, _)| text.get(at + 1..).is_some_and(is_price)) {
        return text;
    }
    let mut parts = text.split('\\');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(if is_price(part) { '¥' } else { '\\' });
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// The encoding that loses least: what the detector says, or UTF-8 with a few broken bytes.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(utf16) = utf16_by_zeros(bytes) {
        return utf16;
    }
    let head = bytes.get(..DETECTION_BYTES).unwrap_or(bytes);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(head, head.len() == bytes.len());
    let guessed = detector.guess(Some(b"jp"), chardetng::Utf8Detection::Allow);
    if errors(guessed, head) < errors(UTF_8, head) { guessed } else { UTF_8 }
}

fn errors(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    text.matches('\u{fffd}').count()
}

/// UTF-16 without a mark: line ends, digits and spaces leave zero bytes on one side only.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let enough = head.len() / 64 + 1;
    match (even >= enough, odd >= enough) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether a text may hold stray control characters, told by its bytes: most texts hold no byte of them.
fn may_hold_controls(text: &str) -> bool {
    // In UTF-8 only U+0080 to U+00BF begin with the byte C2.
    let is_suspect = |byte: u8| matches!(byte, 0..=8 | 0xe..=0x1f | 0x7f | 0xc2);
    text.bytes().fold(false, |found, byte| found | is_suspect(byte))
}

/// Control characters that no text file needs.
fn is_stray_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{b}' | '\u{1a}' | '\u{85}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "事業運営上開示すべき重要事項の概要\t代行機関\n電話番号\t03-1234-5678\n";

    #[test]
    fn japanese_encodings_are_told() {
        let utf16: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16be: Vec<u8> = [0xfe, 0xff].into_iter().chain(TEXT.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let (sjis, ..) = encoding_rs::SHIFT_JIS.encode(TEXT);
        let (euc, ..) = encoding_rs::EUC_JP.encode(TEXT);
        let (iso, ..) = encoding_rs::ISO_2022_JP.encode(TEXT);
        let bom = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        for bytes in [TEXT.as_bytes(), &utf16, &utf16be, &sjis, &euc, &iso, &bom] {
            assert_eq!(decode(bytes).unwrap().0, TEXT);
        }
    }

    #[test]
    fn broken_bytes_are_said_or_refused() {
        let broken = [TEXT.repeat(3).as_bytes(), b"\xff\xfe"].concat();
        let (text, notices) = decode(&broken).unwrap();
        assert!(text.starts_with(TEXT));
        assert!(notices.iter().any(|notice| notice.code == Code::TextGarbled));
        let controls = [TEXT.repeat(3).as_bytes(), b"a\0b\x01c\n"].concat();
        assert!(decode(&controls).unwrap().0.ends_with("abc\n"));
        let junk: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(matches!(decode(&junk), Err(failure) if matches!(failure.reason, Reason::Binary | Reason::Encoding)));
    }
}
