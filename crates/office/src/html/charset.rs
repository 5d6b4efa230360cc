//! The encoding of a page: by its byte order mark, by what it says of itself, or by its bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How far into the page its encoding may be named; the standard says 1024 bytes, old pages do it later.
const PRESCAN: usize = 4096;

/// A page as text.
pub struct Decoded<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// The encoding, where nothing in the page names it and it is not UTF-8.
    pub guessed: Option<&'static str>,
}

/// Decodes a page.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Decoded { text: encoding.decode(bytes).0, guessed: None };
    }
    let named = named(bytes.get(..PRESCAN).unwrap_or(bytes));
    if let Ok(text) = std::str::from_utf8(bytes)
        && named.is_none_or(|encoding| encoding == UTF_8)
    {
        return Decoded { text: Cow::Borrowed(text), guessed: None };
    }
    // A page that can't be what it says it is was saved anew by a program that did not care.
    if let Some(encoding) = named {
        let (text, _, faulty) = encoding.decode(bytes);
        if !faulty {
            return Decoded { text, guessed: None };
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"jp"), Utf8Detection::Allow);
    Decoded { text: encoding.decode(bytes).0, guessed: Some(encoding.name()) }
}

/// The encoding named by `<meta charset=…>`, `<meta http-equiv … content="text/html; charset=…">` or `<?xml encoding=…?>`.
fn named(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    let after = |name: &[u8]| Some(memchr::memmem::find(&head, name)? + name.len());
    let at = after(b"charset").or_else(|| after(b"encoding"))?;
    let rest = head.get(at..)?.trim_ascii_start().strip_prefix(b"=")?;
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'') || byte.is_ascii_whitespace();
    let label: Vec<u8> = rest
        .iter()
        .skip_while(|byte| is_quote(byte))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
        .copied()
        .collect();
    // A page whose bytes name their encoding in ASCII is not in UTF-16, whatever it says.
    Encoding::for_label(&label).map(|named| if named == UTF_16LE || named == UTF_16BE { UTF_8 } else { named })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings() {
        let (sjis, ..) = encoding_rs::SHIFT_JIS.encode("<meta charset=Shift_JIS><p>機関名</p>");
        assert_eq!(decode(&sjis).text, "<meta charset=Shift_JIS><p>機関名</p>");
        let (euc, ..) = encoding_rs::EUC_JP.encode("<?xml version='1.0' encoding='EUC-JP'?><p>機関名及び所在地</p>");
        assert!(decode(&euc).text.contains("機関名及び所在地"));
        let (unnamed, ..) = encoding_rs::SHIFT_JIS.encode("<p>事業運営上開示すべき重要事項の概要</p>");
        let decoded = decode(&unnamed);
        assert!(decoded.text.contains("重要事項の概要"));
        assert_eq!(decoded.guessed, Some("Shift_JIS"));
        let wrong = decode("<meta charset=shift_jis><p>事業運営上開示すべき重要事項の概要</p>".as_bytes());
        assert!(wrong.text.contains("重要事項の概要"), "saved as UTF-8 with the old declaration left in");
        let utf16: Vec<u8> =
            [0xFEFF].into_iter().chain("<p>機関</p>".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).text, "<p>機関</p>");
    }
}
