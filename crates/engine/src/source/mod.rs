//! Sources: one file per kind of input. All end in the same [`Document`]; nothing behind knows what the input was.

#[cfg(feature = "word")]
pub mod convert;
pub mod sniff;
#[cfg(test)]
#[cfg(all(feature = "word", feature = "excel", feature = "odf", feature = "html"))]
mod tests;

pub use yomitori_core::budget::{self, Limits};
pub use yomitori_ocr::options::ReadOptions;
pub use yomitori_ocr::recognizer as ocr;
#[cfg(feature = "word")]
pub use yomitori_office::docx;
#[cfg(feature = "odf")]
pub use yomitori_office::odf;
pub use yomitori_office::{archive, csv, encoding, markdown, media_type, text};
#[cfg(feature = "html")]
pub use yomitori_office::{html, mhtml};
#[cfg(feature = "excel")]
pub use yomitori_office::{xls, xlsx};
#[cfg(feature = "pdf")]
pub use yomitori_pdf::{self as pdf, image};

use crate::document::Document;
use crate::failure::{Failure, Reason};
use crate::normalize;
use budget::Budget;
use sniff::Kind;
use std::io::Read;
use std::path::Path;

/// Whether work on a document that was given up may still go on in a thread of this process.
#[must_use]
pub fn has_runaway() -> bool {
    #[cfg(feature = "pdf")]
    return pdf::is_left();
    #[cfg(not(feature = "pdf"))]
    false
}

/// Loads a file that may be a document.
///
/// # Errors
/// When the path names no readable file, or one larger than the limit; the file is not read then.
pub fn load(path: &Path, limits: &Limits) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        let reason = if error.kind() == std::io::ErrorKind::NotFound { Reason::NotFound } else { Reason::Unreadable };
        Failure::new(reason, error.to_string())
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Failure::new(Reason::Unreadable, "this is no file"));
    }
    require_size(metadata.len(), limits)?;
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // A file may grow while it is read: one byte over the limit is enough to refuse it.
    file.take(limits.bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    require_size(bytes.len() as u64, limits)?;
    Ok(bytes)
}

pub(crate) fn require_size(size: u64, limits: &Limits) -> Result<(), Failure> {
    if size <= limits.bytes {
        return Ok(());
    }
    let message = format!("{size} bytes are more than the limit of {}", limits.bytes);
    Err(Failure::new(Reason::TooLarge, message).hint("--max-bytes raises the limit"))
}

/// Reads bytes of any kind into a document. What the bytes are is told by their content.
///
/// # Errors
/// When the bytes are of no kind that is read, are damaged, or exceed a limit.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, Failure> {
    let limits = &options.limits;
    if bytes.is_empty() {
        return Err(Failure::new(Reason::Empty, "the input has no bytes"));
    }
    require_size(bytes.len() as u64, limits)?;
    let kind = sniff::kind(bytes);
    #[cfg(feature = "word")]
    if let Some(old) = convert::converted(kind).filter(|_| options.converts) {
        return convert::read(bytes, old, limits);
    }
    if let Some(refusal) = kind.refusal() {
        return Err(refusal);
    }
    let budget = &Budget::new(limits);
    let document = match kind {
        #[cfg(feature = "word")]
        Kind::Docx => docx::read(bytes, budget),
        #[cfg(feature = "excel")]
        Kind::Xlsx => xlsx::read(bytes, budget),
        #[cfg(feature = "excel")]
        Kind::Xls => xls::read(bytes, budget),
        #[cfg(feature = "odf")]
        Kind::Ods => odf::read(bytes, media_type::OPEN_SPREADSHEET, budget),
        #[cfg(feature = "odf")]
        Kind::Odt => odf::read(bytes, media_type::OPEN_TEXT, budget),
        #[cfg(feature = "html")]
        Kind::Html => html::read(bytes, budget),
        #[cfg(feature = "html")]
        Kind::Mhtml => mhtml::read(bytes, budget),
        Kind::Markdown => read_markdown(bytes, budget),
        Kind::Csv => csv::read(bytes, budget),
        // In a thread of its own, with a budget of its own.
        #[cfg(feature = "pdf")]
        Kind::Pdf => pdf::read(bytes, options),
        #[cfg(feature = "pdf")]
        Kind::Image(format) => pdf::image_files::read(bytes, format, options),
        #[cfg(feature = "pdf")]
        Kind::Words(format) => read_words(bytes, format, options),
        // All others have been refused above.
        _ => text::read(bytes, budget),
    }?;
    // Makers that can't fail make nothing when the budget is spent: what they left out must not go unsaid.
    budget.verdict()?;
    with_text(document, limits)
}

/// A document that shows some text, and not more than the limit.
fn with_text(document: Document, limits: &Limits) -> Result<Document, Failure> {
    if document.blocks.is_empty() {
        return Err(Failure::new(Reason::Empty, "the document holds no text"));
    }
    // A character may be eighteen in normal form: what stands behind the source reads those.
    if normalize::exceeds(&document.text, limits.text_bytes) {
        let message = format!("the document shows more than {} bytes of text", limits.text_bytes);
        return Err(Failure::new(Reason::TooLarge, message).hint("--max-text raises the limit"));
    }
    Ok(document)
}

#[cfg(feature = "pdf")]
fn read_words(
    bytes: &[u8],
    format: yomitori_ocr::words::WordsFormat,
    options: &ReadOptions,
) -> Result<Document, Failure> {
    let (text, notices) = encoding::decode(bytes)?;
    let mut document = pdf::word_files::read(text.into_owned(), format, options)?;
    document.notices.extend(notices);
    Ok(document)
}

fn read_markdown(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    let (text, notices) = encoding::decode(bytes)?;
    let mut document = markdown::read(&text, budget)?;
    document.notices.extend(notices);
    Ok(document)
}
