//! PDF: from glyphs and ruling lines to a [`Document`].
//!
//! [`interpret`]: the interpreter collects what each [`page`] shows; there drawn marks become characters. The [`sheet`]: a page turned
//! upright, with the [`tables`] that its lines draw. [`text`]: the lines of each cell and of the free text. [`tables`] again: the layout in
//! reading order, where nothing is ruled by how the whole document is set. Page [`furniture`] is left out. The pages so [`laid`] out are written into
//! the document ([`write`]). Beside them, [`view`] shows what the steps found on a page.
//!
//! [`image_files`] reads image files as if each of their pictures were a page, [`word_files`] what other programs' OCR says of such pictures. [`mod@spend`] ends what costs too much. `page` knows none of the others, `interpret` and `text` only it, `tables` both `page` and `text`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod furniture;
pub mod image;
pub mod image_files;
mod interpret;
mod laid;
mod page;
mod scanned;
mod sheet;
mod spend;
mod tables;
#[cfg(test)]
mod tests;
mod text;
mod view;
pub mod word_files;
mod write;

use crate::diagnostic::Code;
use crate::document::{Document, Notice, ScannedPage};
use crate::failure::{Failure, Reason};
use crate::ocr::models::HINT;
use hayro_interpret::InterpreterCache;
use hayro_syntax::Pdf;
use interpret::open::{collect, open};
use interpret::{scans, task};
use page::ink::{Ink, Scan};
use page::widths;
use yomitori_core::budget::{self, Budget, Limits};
use yomitori_core::{diagnostic, document, failure, isolate};
use yomitori_ocr::options::ReadOptions;
use yomitori_ocr::recognizer::{Ocr, PageReader};
use yomitori_ocr::{ocr, scan};

pub use image_files::{rendered, sizes};
pub use interpret::render::Rendering;
pub use interpret::task::is_left;
pub use view::{CellView, PageView, views};

/// How many characters of a watermark a message has.
const WATERMARK: usize = 20;

/// The IANA media type of PDF.
pub const MEDIA_TYPE: &str = "application/pdf";

/// Reads a PDF; pages that are only images by OCR, where it is given. The empty password is tried before the given one: most protected
/// files open with it.
///
/// # Errors
/// When the bytes are no PDF, are protected or damaged beyond repair, when a limit is reached, or when the pages are only images.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Document, Failure> {
    let (bytes, options) = (bytes.to_vec(), options.clone());
    task::run(options.limits, move || document(bytes, &options))
}

fn document(bytes: Vec<u8>, options: &ReadOptions) -> Result<Document, Failure> {
    let budget = Budget::new(&options.limits);
    let pdf = open(bytes, &budget, options.password.as_deref())?;
    document_of(inks(&pdf, &budget, options.ocr.as_ref()), MEDIA_TYPE, &options.limits, &budget)
}

/// The document that pages make.
fn document_of(
    mut inks: Vec<Ink>,
    media_type: &'static str,
    limits: &Limits,
    budget: &Budget,
) -> Result<Document, Failure> {
    let mut out = Document::new(media_type);
    out.pages = Some(u32::try_from(inks.len()).unwrap_or(u32::MAX));
    out.notices = notices(&inks);
    out.scanned = scanned_pages(&mut inks);
    if inks.iter().all(|ink| !has_text(ink)) {
        return Err(textless(&inks));
    }
    let pages = laid::pages(inks, budget, |page, _, sheet| out.notices.extend(unread(page, sheet.unread)));
    write::document(&pages, &mut out);
    out.flat = write::flat(&pages, media_type).map(Box::new);
    if out.blocks.len() > limits.cells {
        let message = format!("the pages have more than {} cells and lines", limits.cells);
        return Err(Failure::new(Reason::Limit, message));
    }
    Ok(out)
}

/// What each page shows, as far as it is to be believed.
fn inks(pdf: &Pdf, budget: &Budget, ocr: Option<&Ocr>) -> Vec<Ink> {
    let cache = InterpreterCache::new();
    let mut inks = Vec::with_capacity(pdf.pages().len());
    for (number, page) in (1..).zip(pdf.pages().iter()) {
        let mut ink = collect(page, &cache, budget);
        if let Some(ocr) = ocr.filter(|ocr| is_image(&ink) || ocr.always) {
            match &ocr.reader {
                PageReader::Words(recognizer) => scans::read(number, page, &mut ink, recognizer.as_ref()),
                PageReader::Lines(reader) => scanned::read(number, page, &mut ink, reader.as_ref()),
            }
        }
        inks.push(ink);
    }
    widths::doubt(&mut inks);
    inks
}

/// What was read from pictures, page by page.
fn scanned_pages(inks: &mut [Ink]) -> Vec<ScannedPage> {
    let pages = (1..).zip(inks).map(|(page, ink)| ScannedPage { page, characters: std::mem::take(&mut ink.read) });
    pages.filter(|page| !page.characters.is_empty()).collect()
}

fn has_text(ink: &Ink) -> bool {
    ink.glyphs.iter().any(|glyph| !glyph.is_drawn() && !glyph.text.is_whitespace())
}

/// Whether a page holds nothing but images.
fn is_image(ink: &Ink) -> bool {
    !has_text(ink) && !ink.pictures.is_empty()
}

fn textless(inks: &[Ink]) -> Failure {
    if !inks.iter().any(is_image) {
        return Failure::new(Reason::Empty, "the PDF holds no text");
    }
    let why = inks.iter().find_map(|ink| match &ink.scan {
        Some(Scan::Unread(why)) => Some(format!("; OCR: {why}")),
        _ => None,
    });
    let message = format!("none of the {} pages holds text, only images{}", inks.len(), why.unwrap_or_default());
    Failure::new(Reason::NeedsOcr, message).hint(HINT)
}

/// What is to be said of the pages: images without text, characters that could not be read, text that is not painted.
fn notices(inks: &[Ink]) -> Vec<Notice> {
    let mut out = Vec::new();
    for (number, ink) in (1..).zip(inks) {
        let mut say = |code, message: String| out.push(Notice { code, message: format!("page {number}: {message}") });
        match &ink.scan {
            Some(Scan::Read(words)) => say(Code::PageOcr, format!("an image; OCR read {words} words")),
            Some(Scan::Unread(why)) => say(Code::PageNoText, format!("an image without text; OCR: {why}")),
            None if is_image(ink) => say(Code::PageNoText, "an image without text".into()),
            None => {}
        }
        let garbled = ink.garbled();
        if garbled > 0 {
            say(Code::TextGarbled, format!("{garbled} of {} characters could not be decoded", ink.glyphs.len()));
        }
        if !ink.watermarks.is_empty() || !ink.slanted.trim().is_empty() {
            say(Code::SourceWatermark, watermark(ink));
        }
        if ink.invisible > 0 {
            say(Code::TextInvisible, format!("{} characters are there but not painted", ink.invisible));
        }
    }
    out
}

/// What is said of a page with drawings that may be marks.
fn unread(page: u32, count: usize) -> Option<Notice> {
    let message = format!("page {page}: {count} drawings on the text, such as strokes of a pen");
    (count > 0).then_some(Notice { code: Code::SourceMarkUnread, message })
}

/// The words of a page's watermarks, as far as a message has room for them.
fn watermark(ink: &Ink) -> String {
    let slanted = ink.slanted.trim().chars().take(WATERMARK);
    let words: Vec<String> =
        ink.watermarks.iter().map(|words| words.chars().take(WATERMARK).collect()).chain([slanted.collect()]).collect();
    words.iter().filter(|words| !words.is_empty()).map(|words| format!("「{words}」")).collect()
}
