//! Files of other programs' OCR: their words are set where they were found, and go the way of a scanned page without ruling lines.

use super::document_of;
use super::image_files::{INCH, dots};
use super::interpret::{scans, task};
use super::page::geometry::Area;
use super::page::ink::{Glyph, Ink, Scan};
use crate::budget::{Budget, Supply};
use crate::document::{Document, ReadCharacter, Rect};
use crate::failure::{Failure, Reason};
use yomitori_ocr::options::ReadOptions;
use yomitori_ocr::words::{WordPage, WordsFormat};

/// Reads the text of an hOCR or ALTO file.
///
/// # Errors
/// When it is damaged, exceeds a limit or holds no words.
pub fn read(text: String, format: WordsFormat, options: &ReadOptions) -> Result<Document, Failure> {
    let limits = options.limits;
    task::run(limits, move || {
        let budget = Budget::new(&limits);
        let pages = format.pages(&text, &budget)?;
        if pages.iter().all(|page| page.words.is_empty()) {
            return Err(Failure::new(Reason::Empty, "the OCR file holds no words"));
        }
        let inks = pages.iter().map(|page| ink(page, &budget)).collect::<Result<_, _>>()?;
        document_of(inks, format.media_type(), &limits, &budget)
    })
}

/// What a page shows.
fn ink(page: &WordPage, budget: &Budget) -> Result<Ink, Failure> {
    let (width, height) = page.size;
    let stated = page.scale.map(|scale| (scale * INCH, scale * INCH));
    let scale = dots(width, height, stated).0 / INCH;
    let mut ink = Ink { size: (width / scale, height / scale), ..Ink::default() };
    let sheet = Rect { x0: 0.0, y0: 0.0, x1: ink.size.0, y1: ink.size.1 };
    let words = page.words.iter().zip(&page.probabilities);
    for (run, (word, probability)) in (0..Glyph::NO_RUN).zip(words) {
        budget.charge(Supply::Glyphs, word.text.chars().count() as u64)?;
        for glyph in scans::glyphs(word, scale, run).into_iter().filter(|glyph| sheet.holds(glyph.bbox.center())) {
            let read =
                |probability: &f32| ReadCharacter { text: glyph.text, bbox: glyph.bbox, probability: *probability };
            ink.read.extend(probability.as_ref().map(read));
            ink.glyphs.push(glyph);
        }
    }
    if !page.words.is_empty() {
        ink.scan = Some(Scan::Read(page.words.len()));
    }
    Ok(ink)
}
