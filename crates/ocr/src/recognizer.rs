//! OCR: the seam where a program that reads pictures joins in.
//!
//! Pages that are only images hold no text to read. An engine that was given a [`Recognizer`] renders each such page and takes the
//! words that the recognizer finds as the page's text; from there on they go the way of all PDF text, through lines, columns and tables without ruling lines. The record says so
//! (`page.ocr`). Without one such a page is left out (`page.no-text`).

use crate::document::Rect;
use crate::ocr::LineReader;
use std::fmt::Debug;
use std::panic::RefUnwindSafe;
use std::sync::Arc;

/// Who reads pages that are pictures.
#[derive(Debug, Clone)]
pub enum PageReader {
    /// One that finds the words of a page itself.
    Words(Arc<dyn Recognizer>),
    /// One that reads lines, which are found in the cells that the page's ruling lines draw.
    Lines(Arc<dyn LineReader>),
}

/// How pages that are pictures are read.
#[derive(Debug, Clone)]
pub struct Ocr {
    /// By whom.
    pub reader: PageReader,
    /// Whether pages that have text are read from their pictures all the same.
    pub always: bool,
}

/// A page as a picture.
#[derive(Debug, Clone, Copy)]
pub struct PageImage<'a> {
    /// The page's number, 1-based.
    pub page: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// How many pixels a point (1/72 inch) has, in both directions.
    pub scale: f32,
    /// The pixels row by row from the top, four bytes each: red, green, blue and alpha. The page is opaque.
    pub rgba: &'a [u8],
}

/// A word, or any longer stretch of a line, as it was read from a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Word {
    /// Its text.
    pub text: String,
    /// Where it stands, in pixels from the picture's top left corner: as wide as its characters, as high as the type is large.
    pub bbox: Rect,
}

/// Reads the words on a page's picture.
///
/// Pages are read in the thread of their document, and the document's time limit runs on meanwhile: one that is exceeded ends the
/// document, but can't stop the recognizer. A panic costs the page.
pub trait Recognizer: Debug + Send + Sync + RefUnwindSafe {
    /// The words of a page, in any order.
    ///
    /// # Errors
    /// What hindered. The page counts as one without text then, and the record's diagnostic shows the message.
    fn words(&self, image: &PageImage<'_>) -> Result<Vec<Word>, String>;
}
