//! Sources: one file per kind of input. All end in the same [`Document`]; nothing behind knows what the input was.

mod archive;
mod cell_style;
mod compound;
pub mod docx;
mod flow;
pub mod html;
pub mod markdown;
mod number_format;
mod numeral;
pub mod odf;
mod opc;
pub mod sniff;
mod spreadsheet;
mod symbol;
pub mod xls;
pub mod xlsx;
mod xml;

use sniff::Kind;

use crate::document::Document;
use crate::failure::{Failure, Reason};

/// What reading a document may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the input in bytes.
    pub bytes: u64,
    /// Size of everything unpacked from the input, in bytes.
    pub unpacked_bytes: u64,
    /// Number of pages.
    pub pages: u32,
    /// Number of cells and paragraphs.
    pub cells: usize,
    /// Time for one document.
    pub time: std::time::Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            unpacked_bytes: 256 << 20,
            pages: 200,
            cells: 200_000,
            time: std::time::Duration::from_secs(60),
        }
    }
}

/// Reads bytes of any kind into a document. What the bytes are is told by their content.
///
/// # Errors
/// When the bytes are of no kind that is read, are damaged, or exceed a limit.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Document, Failure> {
    let kind = sniff::kind(bytes);
    if let Some(refusal) = kind.refusal() {
        return Err(refusal);
    }
    let document = match kind {
        Kind::Docx => docx::read(bytes, limits),
        Kind::Xlsx => xlsx::read(bytes, limits),
        Kind::Xls => xls::read(bytes, limits),
        Kind::Ods => odf::read(bytes, odf::SPREADSHEET, limits),
        Kind::Odt => odf::read(bytes, odf::TEXT, limits),
        Kind::Html => html::read(bytes, limits),
        Kind::Markdown => markdown::read(&html::decode(bytes).text, limits),
        _ => Err(Failure::new(Reason::Unsupported, "not yet")),
    }?;
    if document.blocks.is_empty() {
        return Err(Failure::new(Reason::Empty, "the document holds no text"));
    }
    Ok(document)
}

#[cfg(test)]
mod tests;
