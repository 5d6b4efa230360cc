//! Sniffing: what kind of document bytes are, told by the bytes alone. Names lie: web sites serve HTML as .xls.

use super::archive::Archive;
use super::budget::Budget;
use super::{csv, markdown, media_type};
use crate::failure::{Failure, Reason};
use yomitori_ocr::pictures::PictureFormat;
use yomitori_ocr::words;

/// How far into a file its PDF header may stand: real files have mail headers or line ends before it.
const PDF_HEADER: usize = 1024;
/// How much of a text is looked at.
const HEAD: usize = 16 << 10;

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// PDF.
    Pdf,
    /// Word, since 2007.
    Docx,
    /// Excel, since 2007.
    Xlsx,
    /// OpenDocument spreadsheet.
    Ods,
    /// OpenDocument text.
    Odt,
    /// Excel to 2003.
    Xls,
    /// Word to 2003.
    Doc,
    /// Rich text.
    Rtf,
    /// A Word or Excel file that is encrypted with a password.
    EncryptedOffice,
    /// A ZIP archive that is no document.
    Zip,
    /// A compound file (OLE2) that is no document.
    CompoundFile,
    /// HTML.
    Html,
    /// A web page in one file.
    Mhtml,
    /// Markdown.
    Markdown,
    /// CSV.
    Csv,
    /// PNG, JPEG or TIFF.
    Image(PictureFormat),
    /// hOCR or ALTO: what an OCR program read.
    Words(words::WordsFormat),
    /// None of these: text, or bytes without meaning.
    Text,
}

/// Tells the kind of document.
#[must_use]
pub fn kind(bytes: &[u8]) -> Kind {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
        zip_kind(bytes)
    } else if begins(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        compound_kind(bytes)
    } else if begins(b"{\\rtf") {
        Kind::Rtf
    } else if let Some(format) = PictureFormat::of(bytes) {
        Kind::Image(format)
    } else if memchr::memmem::find(head.get(..PDF_HEADER).unwrap_or(head), b"%PDF-").is_some() {
        Kind::Pdf
    } else {
        text_kind(whole_lines(head, bytes))
    }
}

impl Kind {
    /// The IANA media type of documents of this kind.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => media_type::WORD,
            Self::Xlsx => media_type::EXCEL,
            Self::Ods => media_type::OPEN_SPREADSHEET,
            Self::Odt => media_type::OPEN_TEXT,
            Self::Xls => media_type::EXCEL_97,
            Self::Doc => "application/msword",
            Self::Rtf => "application/rtf",
            Self::Zip => "application/zip",
            Self::EncryptedOffice | Self::CompoundFile => "application/x-ole-storage",
            Self::Html => media_type::HTML,
            Self::Mhtml => media_type::MHTML,
            Self::Markdown => media_type::MARKDOWN,
            Self::Csv => media_type::CSV,
            Self::Image(format) => format.media_type(),
            Self::Words(format) => format.media_type(),
            Self::Text => "text/plain",
        }
    }

    /// Why documents of this kind are not read, for those that are not.
    #[must_use]
    pub fn refusal(self) -> Option<Failure> {
        let unsupported = |what: &str| Failure::new(Reason::Unsupported, format!("{what} is not read"));
        if let Some((what, feature)) = self.left_out() {
            return Some(
                Failure::new(Reason::Unsupported, format!("this program was built without what reads {what}"))
                    .hint(format!("build it with the feature {feature}")),
            );
        }
        let convert = "--convert auto reads it where LibreOffice is installed; or save it as .docx or PDF";
        Some(match self {
            Self::Doc => unsupported("the Word format of before 2007").hint(convert),
            Self::Rtf => unsupported("rich text").hint(convert),
            Self::Zip => unsupported("a ZIP archive that is no Word, Excel or OpenDocument file")
                .hint("unpack it and give what is in it"),
            Self::CompoundFile => unsupported("a compound file that is no Word or Excel file"),
            Self::EncryptedOffice => {
                Failure::new(Reason::Encrypted, "the Word or Excel file is protected by a password")
                    .hint("save it without the password")
            }
            _ => return None,
        })
    }

    /// What documents of this kind are and the feature that reads them, where this build leaves it out.
    fn left_out(self) -> Option<(&'static str, &'static str)> {
        let (is_built, what, feature) = match self {
            Self::Docx | Self::Doc | Self::Rtf => (cfg!(feature = "word"), "Word documents", "word"),
            Self::Xlsx | Self::Xls => (cfg!(feature = "excel"), "Excel workbooks", "excel"),
            Self::Ods | Self::Odt => (cfg!(feature = "odf"), "OpenDocument files", "odf"),
            Self::Html | Self::Mhtml => (cfg!(feature = "html"), "web pages", "html"),
            Self::Pdf | Self::Image(_) | Self::Words(_) => {
                (cfg!(feature = "pdf"), "PDF, pictures and what OCR read of them", "pdf")
            }
            _ => return None,
        };
        (!is_built).then_some((what, feature))
    }
}

fn zip_kind(bytes: &[u8]) -> Kind {
    match Archive::open(bytes, &Budget::default()) {
        Ok(archive) => members_kind(&|name| archive.has(name), bytes),
        // The directory stands at the end: of a truncated file the names before each member tell.
        Err(_) => members_kind(&|name| memchr::memmem::find(bytes, name.as_bytes()).is_some(), bytes),
    }
}

fn members_kind(has: &dyn Fn(&str) -> bool, bytes: &[u8]) -> Kind {
    if has("xl/workbook.xml") {
        return Kind::Xlsx;
    }
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    // OpenDocument files begin with their type, unpacked.
    let says = |mime: &str| memchr::memmem::find(head, mime.as_bytes()).is_some();
    if says(media_type::OPEN_SPREADSHEET) {
        Kind::Ods
    } else if says(media_type::OPEN_TEXT) {
        Kind::Odt
    } else if has("word/document.xml") || has("[Content_Types].xml") && has("word/styles.xml") {
        Kind::Docx
    } else {
        Kind::Zip
    }
}

/// The streams of a compound file are named in UTF-16.
fn compound_kind(bytes: &[u8]) -> Kind {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &name).is_some()
    };
    if has("EncryptedPackage") {
        Kind::EncryptedOffice
    } else if has("WordDocument") {
        Kind::Doc
    } else if has("Workbook") || has("WORKBOOK") || has("Book") {
        Kind::Xls
    } else {
        Kind::CompoundFile
    }
}

/// The head of a longer text without the line that it cuts.
fn whole_lines<'t>(head: &'t [u8], text: &[u8]) -> &'t [u8] {
    let end = memchr::memrchr(b'\n', head).filter(|_| head.len() < text.len());
    end.and_then(|end| head.get(..end)).unwrap_or(head)
}

fn text_kind(head: &[u8]) -> Kind {
    let text = match head {
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE.decode(head).0,
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE.decode(head).0,
        // Only ASCII is looked for, which all other encodings have in place.
        _ => encoding_rs::UTF_8.decode_without_bom_handling(head).0,
    };
    if is_message(text.trim_start()) {
        Kind::Mhtml
    } else if let Some(format) = words::WordsFormat::of(&text) {
        Kind::Words(format)
    } else if is_html(&text) {
        Kind::Html
    } else if is_markdown(&text) {
        Kind::Markdown
    } else if csv::delimiter(&text).is_some() {
        Kind::Csv
    } else {
        Kind::Text
    }
}

/// Whether a text begins as a message whose parts are pages.
fn is_message(head: &str) -> bool {
    let end = head.find("\n\n").or_else(|| head.find("\r\n\r\n")).unwrap_or(head.len());
    let headers = head.get(..end).unwrap_or_default().to_ascii_lowercase();
    let begins = |line: &str| line.split_once(':').is_some_and(|(name, _)| is_name(name));
    headers.lines().next().is_some_and(begins)
        && headers.contains("mime-version:")
        && (headers.contains("multipart/") || headers.contains("text/html"))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A page begins with a tag of pages, or has tables made of tags. Dumps of pages that keep single tags in their text
/// (`<input …>`, `<ul>`) are text.
fn is_html(text: &str) -> bool {
    const FIRST: [&str; 14] = [
        "!doctype html",
        "html",
        "head",
        "body",
        "meta",
        "table",
        "div",
        "title",
        "style",
        "section",
        "article",
        "main",
        "form",
        "center",
    ];
    let mut start = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(rest) = start.strip_prefix("<!--").or_else(|| start.strip_prefix("<?")) {
        let end = if start.starts_with("<?") { "?>" } else { "-->" };
        start = rest.split_once(end).map_or("", |(_, rest)| rest.trim_start());
    }
    let ends =
        |rest: &[u8]| matches!(rest.first(), Some(b'>' | b'/')) || rest.first().is_some_and(u8::is_ascii_whitespace);
    let tag = |name: &str| behind_tag(start, name).is_some_and(ends);
    let opens = |name: &str| {
        let mut starts = memchr::memchr_iter(b'<', start.as_bytes());
        starts.any(|at| behind_tag(start.get(at..).unwrap_or_default(), name).is_some())
    };
    FIRST.into_iter().any(tag) || opens("table") && opens("tr")
}

/// What stands behind the tag's name, where a text begins with such a tag.
fn behind_tag<'t>(text: &'t str, name: &str) -> Option<&'t [u8]> {
    let (head, rest) = text.as_bytes().strip_prefix(b"<")?.split_at_checked(name.len())?;
    head.eq_ignore_ascii_case(name.as_bytes()).then_some(rest)
}

/// Markdown is known by its tables. Texts whose cells are parted by tabs are none.
fn is_markdown(text: &str) -> bool {
    if !text.contains('|') {
        return false;
    }
    let mut before = "";
    for line in text.lines() {
        if markdown::is_delimiter(line) && markdown::is_row(before) {
            return !text.lines().any(|line| line.contains('\t') && !markdown::is_row(line));
        }
        before = line;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_by_their_head() {
        let kind = |text: &str| kind(text.as_bytes());
        assert_eq!(kind("From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n"), Kind::Mhtml);
        assert_eq!(kind("機関名: 甲\nMIME-Version: 1.0\nContent-Type: multipart/related\n\n"), Kind::Text);
        assert_eq!(kind("From: x\n\n本文"), Kind::Text);
    }

    #[test]
    fn what_a_build_leaves_out_is_refused_by_its_feature() {
        let page = b"<!DOCTYPE html><table><tr><td>a</td></tr></table>";
        let read = crate::source::read(page, &crate::source::ReadOptions::default());
        assert_eq!(read.is_ok(), cfg!(feature = "html"));
        if let Err(failure) = read {
            assert_eq!(failure.reason, Reason::Unsupported);
            assert_eq!(failure.hint.as_deref(), Some("build it with the feature html"));
        }
        assert_eq!(Kind::Docx.refusal().is_none(), cfg!(feature = "word"));
        assert_eq!(Kind::Xls.refusal().is_none(), cfg!(feature = "excel"));
        assert_eq!(Kind::Odt.refusal().is_none(), cfg!(feature = "odf"));
        assert_eq!(Kind::Pdf.refusal().is_none(), cfg!(feature = "pdf"));
    }
}
