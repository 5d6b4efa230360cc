//! PDF: from glyphs and ruling lines to a [`Document`].
//!
//! The steps, each in a module of its own: the interpreter's [`device`] collects what a page shows as [`ink`] → drawn [`marks`]
//! become characters → [`edges`] are snapped and merged → [`cells`] and tables → [`lines`] of each cell and of the free text →
//! [`layout`] in reading order → page [`furniture`] is left out → the document.
//!
//! The interpreter can't be stopped and may panic on broken files. So a document is read in a thread of its own, with a stack for
//! deeply nested objects; the device unwinds out of the interpreter when a limit is reached, and where no drawing operation comes
//! at all the caller stops waiting.

mod alignment;
mod bombs;
mod cells;
mod cmaps;
mod device;
mod edges;
mod fonts;
mod furniture;
mod geometry;
mod ink;
mod layout;
mod lines;
mod marks;
mod pages;
mod paths;
mod pictures;
mod reading;
mod rows;
mod symbols;
#[cfg(test)]
mod tests;
mod widgets;
mod wraps;
mod write;

use super::Limits;
use crate::diagnostic::Code;
use crate::document::{Document, Notice};
use crate::failure::{Failure, Reason};
use crate::isolate::caught;
use device::{Budget, Collector, Stopped};
use fonts::PageFonts;
use geometry::Area;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};
use ink::Ink;
use kurbo::Affine;
use std::sync::{Arc, mpsc};
use std::time::Instant;

/// The IANA media type of PDF.
pub const MEDIA_TYPE: &str = "application/pdf";
/// The reading thread's stack in bytes: objects and forms nest, and the parser recurses.
const STACK: usize = 64 << 20;
/// How much longer than the limit the caller waits for the device to notice, as a divisor of the limit.
const GRACE: u32 = 10;

/// Reads a PDF. The empty password is tried before the given one: most protected files open with it.
///
/// # Errors
/// When the bytes are no PDF, are protected or damaged beyond repair, when a limit is reached, or when the pages are only images.
pub fn read(bytes: &[u8], limits: &Limits, password: Option<&str>) -> Result<Document, Failure> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let (bytes, limits, password) = (bytes.to_vec(), *limits, password.unwrap_or_default().to_owned());
    let work = move || {
        let result = caught(|| document(bytes, &limits, &password));
        // Nobody listens any more when the caller stopped waiting.
        let _ = sender.send(result.unwrap_or_else(|panic| Err(unwound(panic.as_ref(), &limits))));
    };
    std::thread::Builder::new()
        .name("pdf".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| Failure::new(Reason::Limit, format!("no thread to read the PDF in: {error}")))?;
    receiver.recv_timeout(limits.time + limits.time / GRACE).unwrap_or_else(|_| Err(too_slow(&limits)))
}

fn unwound(panic: &(dyn std::any::Any + Send), limits: &Limits) -> Failure {
    if panic.is::<Stopped>() {
        return too_slow(limits);
    }
    Failure::new(Reason::Damaged, "the PDF's structure can't be followed")
        .hint("open it in a viewer and save or print it as PDF anew")
}

fn too_slow(limits: &Limits) -> Failure {
    Failure::new(Reason::Limit, format!("the PDF was not read after {} s", limits.time.as_secs_f32()))
}

fn document(bytes: Vec<u8>, limits: &Limits, password: &str) -> Result<Document, Failure> {
    bombs::check(&bytes, limits)?;
    let pdf = open(bytes, password)?;
    let pages = pdf.pages();
    let count = u32::try_from(pages.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Err(Failure::new(Reason::Damaged, "the PDF has no pages"));
    }
    if count > limits.pages {
        return Err(Failure::new(Reason::Limit, format!("the PDF has {count} pages; the limit is {}", limits.pages)));
    }
    let (cache, mut budget) =
        (InterpreterCache::new(), Budget { deadline: Instant::now() + limits.time, operations: 0 });
    let mut inks = Vec::with_capacity(pages.len());
    for page in pages.iter() {
        inks.push(collect(page, &cache, &mut budget));
    }
    let mut out = Document::new(MEDIA_TYPE);
    out.pages = Some(count);
    out.notices = notices(&inks);
    if inks.iter().all(|ink| !has_text(ink)) {
        return Err(textless(&inks));
    }
    write::document(inks, &mut out);
    if out.blocks.len() > limits.cells {
        return Err(Failure::new(Reason::Limit, format!("the PDF has more than {} cells and lines", limits.cells)));
    }
    Ok(out)
}

fn open(bytes: Vec<u8>, password: &str) -> Result<Pdf, Failure> {
    let data = PdfData::from(bytes);
    let opened = match Pdf::new(data.clone()) {
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) if !password.is_empty() => {
            Pdf::new_with_password(data, password)
        }
        opened => opened,
    };
    opened.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Failure::new(Reason::Encrypted, "the PDF is protected by a password").hint("give it with --password")
        }
        LoadPdfError::Decryption(error) => {
            Failure::new(Reason::Encrypted, format!("the PDF's encryption can't be undone: {error:?}"))
        }
        LoadPdfError::Invalid => Failure::new(Reason::Damaged, "no pages can be found in the PDF"),
    })
}

/// Interprets a page's content, then its annotations' appearances, of which only text counts.
fn collect<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, budget: &mut Budget) -> Ink {
    let fonts = PageFonts::new(page.resources());
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let widgets = widgets::read(page, transform);
    let (width, height) = page.render_dimensions();
    let mut collector = Collector::new((width, height), &fonts, *budget);
    interpret(page, cache, transform, RenderContent::PAGE, &mut collector);
    if widgets.appearances {
        collector.text_only = true;
        let before = collector.ink.glyphs.len();
        interpret(page, cache, transform, RenderContent::ANNOTATIONS, &mut collector);
        let written = collector.ink.glyphs.split_off(before);
        let in_button = |x: f32, y: f32| widgets.buttons.iter().any(|area| area.holds((x, y)));
        collector.ink.glyphs.extend(written.into_iter().filter(|glyph| {
            let (x, y) = glyph.bbox.center();
            !in_button(x, y)
        }));
    }
    collector.ink.glyphs.extend(widgets.glyphs);
    *budget = collector.budget;
    let sheet = crate::document::Rect { x0: 0.0, y0: 0.0, x1: width, y1: height };
    collector.ink.glyphs.retain(|glyph| sheet.holds(glyph.bbox.center()));
    collector.ink.dedup();
    collector.ink
}

fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    transform: Affine,
    content: RenderContent,
    collector: &mut Collector<'_, 'a>,
) {
    let settings = InterpreterSettings {
        cmap_resolver: Arc::new(cmaps::resolve),
        render_content: content,
        ..InterpreterSettings::default()
    };
    let (width, height) = page.render_dimensions();
    let sheet = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, sheet, cache, page.xref(), settings);
    interpret_page(page, &mut context, collector);
}

fn has_text(ink: &Ink) -> bool {
    ink.glyphs.iter().any(|glyph| !glyph.is_drawn() && !glyph.text.is_whitespace())
}

fn textless(inks: &[Ink]) -> Failure {
    if inks.iter().any(|ink| !ink.pictures.is_empty()) {
        return Failure::new(Reason::NeedsOcr, format!("none of the {} pages holds text, only images", inks.len()))
            .hint("run the PDF through an OCR program that adds a text layer");
    }
    Failure::new(Reason::Empty, "the PDF holds no text")
}

/// What is to be said of the pages: images without text, characters that could not be read, text that is not painted.
fn notices(inks: &[Ink]) -> Vec<Notice> {
    let mut out = Vec::new();
    for (number, ink) in (1..).zip(inks) {
        let mut say = |code, message: String| out.push(Notice { code, message: format!("page {number}: {message}") });
        if !has_text(ink) && !ink.pictures.is_empty() {
            say(Code::PageNoText, "an image without text".into());
        }
        let garbled = ink.garbled();
        if garbled > 0 {
            say(Code::TextGarbled, format!("{garbled} of {} characters could not be decoded", ink.glyphs.len()));
        }
        if ink.invisible > 0 {
            say(Code::TextInvisible, format!("{} characters are there but not painted", ink.invisible));
        }
    }
    out
}
