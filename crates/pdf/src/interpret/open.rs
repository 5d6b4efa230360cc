//! Opening: bytes become pages, each interpreted into its ink, within the limits.

use super::annotations::{self, Annotations};
use super::bombs;
use super::cmaps;
use super::device::Collector;
use super::fonts::PageFonts;
use super::preflight;
use crate::budget::Budget;
use crate::document::Rect;
use crate::failure::{Failure, Reason};
use crate::page::geometry::Area;
use crate::page::ink::Ink;
use crate::page::watermark;
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret_page};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf, PdfData};
use kurbo::Affine;
use std::sync::Arc;

/// Opens a PDF; the empty password is tried before the given one. It has at least one page and not more than the limit.
pub fn open(bytes: Vec<u8>, budget: &Budget, password: Option<&str>) -> Result<Pdf, Failure> {
    bombs::check(&bytes, budget)?;
    let limits = budget.limits();
    let pdf = unlocked(bytes, password.unwrap_or_default())?;
    match page_count(&pdf) {
        0 => Err(Failure::new(Reason::Damaged, "the PDF has no pages")),
        count if count > limits.pages => {
            Err(Failure::new(Reason::Limit, format!("the PDF has {count} pages; the limit is {}", limits.pages)))
        }
        _ => preflight::check(&pdf, budget).map(|()| pdf),
    }
}

/// The number of pages.
pub fn page_count(pdf: &Pdf) -> u32 {
    u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX)
}

fn unlocked(bytes: Vec<u8>, password: &str) -> Result<Pdf, Failure> {
    let data = PdfData::from(bytes);
    let opened = match Pdf::new(data.clone()) {
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) if !password.is_empty() => {
            Pdf::new_with_password(data, password)
        }
        opened => opened,
    };
    opened.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            let message = match password.is_empty() {
                true => "the PDF is protected by a password",
                false => "the PDF is protected by another password than the one given",
            };
            Failure::new(Reason::Encrypted, message).hint("give it with --password or --password-file")
        }
        LoadPdfError::Decryption(error) => {
            Failure::new(Reason::Encrypted, format!("the PDF's encryption can't be undone: {error:?}"))
        }
        LoadPdfError::Invalid => Failure::new(Reason::Damaged, "no pages can be found in the PDF"),
    })
}

/// Interprets a page's content, then its annotations' appearances, of which only text counts.
pub fn collect<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, budget: &Budget) -> Ink {
    let fonts = PageFonts::new(page);
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let annotations = annotations::read(page, transform, budget);
    let (width, height) = page.render_dimensions();
    let mut collector = Collector::new((width, height), &fonts, budget);
    interpret(page, cache, transform, RenderContent::PAGE, &mut collector);
    let mut written = Vec::new();
    if annotations.appearances {
        collector.text_only = true;
        let before = collector.ink.glyphs.len();
        interpret(page, cache, transform, RenderContent::ANNOTATIONS, &mut collector);
        written = collector.ink.glyphs.split_off(before);
    }
    let Annotations { marks, typed, buttons, aside, pens, .. } = annotations;
    written.retain(|glyph| !buttons.iter().chain(&aside).any(|area| area.holds(glyph.bbox.center())));
    typed.into_iter().for_each(|typed| typed.complete(&mut written));
    collector.ink.glyphs.extend(written.into_iter().chain(marks));
    collector.ink.pens = pens;
    let sheet = Rect { x0: 0.0, y0: 0.0, x1: width, y1: height };
    collector.ink.glyphs.retain(|glyph| sheet.holds(glyph.bbox.center()));
    collector.ink.dedup();
    watermark::remove(&mut collector.ink);
    collector.ink
}

fn interpret<'a>(
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    transform: Affine,
    content: RenderContent,
    collector: &mut Collector<'_, 'a>,
) {
    let settings = InterpreterSettings { render_content: content, ..settings() };
    let (width, height) = page.render_dimensions();
    let sheet = kurbo::Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, sheet, cache, page.xref(), settings);
    interpret_page(page, &mut context, collector);
}

/// How the interpreter is set, for reading and for rendering.
pub fn settings() -> InterpreterSettings {
    InterpreterSettings { cmap_resolver: Arc::new(cmaps::resolve), ..InterpreterSettings::default() }
}
