//! Normalization: NFKC and Japanese typesetting, with a map back to the text as read.
//!
//! Second phase: a [`Document`] becomes [`Normalized`], the same text in normal form cut into pieces (cells
//! and paragraphs in reading order), each with its matching key. Values are taken from the normal form;
//! the map leads back to the raw text for evidence.

mod nfkc;
mod offset_map;
mod plain;
mod transcript;
mod typesetting;

pub use nfkc::exceeds;

use crate::document::{Block, Cell, Document, Extent, Place, Script, Span};
use crate::text::{fold, notes};
use nfkc::NormalGlyph;
use offset_map::OffsetMap;
use std::ops::Range;
use transcript::{Replaced, Transcript};

/// A piece's cell: which table, and the rows and columns it covers there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// The table's number in the document, 0-based.
    pub table: usize,
    /// First row, 0-based.
    pub row: u32,
    /// First column, 0-based.
    pub column: u32,
    /// Number of rows covered.
    pub row_span: u32,
    /// Number of columns covered.
    pub column_span: u32,
}

/// A cell or paragraph that holds text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    /// Its normalized text.
    pub span: Span,
    /// Its matching key, in [`Normalized::keys`].
    pub key: Span,
    /// Its place in a table; `None` for a paragraph.
    pub cell: Option<Position>,
    /// How it was told where it begins and ends.
    #[serde(skip)]
    pub extent: Extent,
    /// The document's run that it begins in.
    #[serde(skip)]
    pub(crate) run: usize,
}

/// A document in normal form.
#[derive(Debug, Clone, PartialEq)]
pub struct Normalized {
    /// The document as read.
    pub document: Document,
    /// The text in normal form, piece after piece.
    pub text: String,
    /// The pieces in reading order; none is empty.
    pub pieces: Vec<Piece>,
    /// How the extent of text outside of tables is told.
    pub extent: Extent,
    /// The folded text for matching, piece after piece.
    pub keys: String,
    /// From `keys` to `text`; each byte of a character that has another length in `text` leads to its start.
    key_origins: OffsetMap,
    /// From `text` to the raw text.
    origins: OffsetMap,
}

/// About so many bytes of a text stand as they are between two that do not: room that is made beforehand.
const BYTES_PER_STEP: usize = 16;

/// Normalizes a document.
#[must_use]
pub fn normalize(document: Document) -> Normalized {
    let size = document.text.len();
    let raised = document.runs_in(Span::new(0, size)).filter(|(run, _)| run.script != Script::Normal);
    let raised = raised.map(|(_, part)| part).collect();
    let mut normalizer = Normalizer {
        raised,
        glyphs: Vec::new(),
        text: String::with_capacity(size),
        keys: String::with_capacity(size),
        key_origins: OffsetMap::with_capacity(size / BYTES_PER_STEP),
        origins: OffsetMap::with_capacity(size / BYTES_PER_STEP),
        pieces: Vec::with_capacity(document.blocks.iter().map(Block::texts).sum()),
        run: 0,
    };
    let extent = document.extent();
    let mut tables = 0;
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => normalizer.piece(&document, *span, None, extent),
            Block::Table(table) => {
                for cell in &table.cells {
                    normalizer.piece(&document, cell.span, Some(position(tables, cell)), cell.extent);
                }
                tables += 1;
            }
        }
    }
    let Normalizer { text, keys, key_origins, origins, pieces, .. } = normalizer;
    Normalized { document, text, pieces, extent, keys, key_origins, origins }
}

fn position(table: usize, cell: &Cell) -> Position {
    Position { table, row: cell.row, column: cell.column, row_span: cell.row_span, column_span: cell.column_span }
}

struct Normalizer {
    /// The document's raised and lowered text.
    raised: Vec<Span>,
    glyphs: Vec<NormalGlyph>,
    text: String,
    keys: String,
    key_origins: OffsetMap,
    origins: OffsetMap,
    pieces: Vec<Piece>,
    /// The run that the piece under way begins in.
    run: usize,
}

impl Normalizer {
    fn piece(&mut self, document: &Document, span: Span, cell: Option<Position>, extent: Extent) {
        let (text_start, key_start) = (self.text.len(), self.keys.len());
        self.run = document.run_at(span.start, self.run);
        if !self.plain(document, span) {
            self.set(document, span);
            self.key(text_start);
        }
        if self.text.len() == text_start {
            return;
        }
        let (span, key) = (Span::new(text_start, self.text.len()), Span::new(key_start, self.keys.len()));
        self.pieces.push(Piece { span, key, cell, extent, run: self.run });
    }

    /// Appends a stretch of the document that is plain, and its key; false when it is not.
    fn plain(&mut self, document: &Document, span: Span) -> bool {
        let raw = notes::without_marks(span.of(&document.text));
        let is_apart = !document.script_gaps.is_none() && raw.contains(char::is_whitespace);
        let wraps = document.is_scraped() || document.is_flat();
        if is_apart
            || wraps && typesetting::may_be_cut(raw)
            || self.has_raised(Span::new(span.start, span.start + raw.len()))
        {
            return false;
        }
        let before = (self.text.len(), self.origins.len(), self.keys.len(), self.key_origins.len());
        let text = Transcript::new(raw, &mut self.text, &mut self.origins);
        let keys = Transcript::new(raw, &mut self.keys, &mut self.key_origins);
        if plain::transcribe(raw, span.start, text, keys).is_some() {
            return true;
        }
        self.text.truncate(before.0);
        self.origins.truncate(before.1);
        self.keys.truncate(before.2);
        self.key_origins.truncate(before.3);
        false
    }

    /// Appends the key of the normal form that begins at an offset.
    fn key(&mut self, start: usize) {
        let text = self.text.get(start..).unwrap_or_default();
        let mut keys = Transcript::new(text, &mut self.keys, &mut self.key_origins);
        for (at, c) in text.char_indices() {
            let key = fold::fold_char(c);
            if key != Some(c) {
                keys.replace(Replaced { at, length: c.len_utf8(), origin: c, origin_at: start + at }, key);
            }
        }
        keys.finish(self.text.len());
    }

    /// Whether a stretch of the document holds raised or lowered text.
    fn has_raised(&self, span: Span) -> bool {
        let at = self.raised.partition_point(|raised| raised.end <= span.start);
        self.raised.get(at).is_some_and(|raised| raised.start < span.end)
    }

    /// Appends the normal form of a stretch of the document.
    fn set(&mut self, document: &Document, span: Span) {
        self.glyphs.clear();
        let mut mark_end = span.start;
        for (run, part) in document.runs_in(span) {
            let part = Span::new(part.start.max(mark_end), part.end.max(mark_end));
            let text = part.of(&document.text);
            if run.script != Script::Superscript || !notes::is_of_marks(text) {
                nfkc::push(text, part.start, &mut self.glyphs);
            } else if notes::ends_with_word(text) {
                // Its number may stand on the next line or not be raised: the mark goes as a whole.
                let following = Span::new(part.end, span.end).of(&document.text);
                mark_end = part.end + notes::number_length(following).unwrap_or(0);
            }
        }
        typesetting::set(&mut self.glyphs, document.script_gaps, document.is_scraped() || document.is_flat());
        for glyph in &self.glyphs {
            self.origins.push(self.text.len(), glyph.raw);
            self.text.push(glyph.c);
        }
    }
}

impl Normalized {
    /// The same document with some of its pieces only.
    #[must_use]
    pub fn part(&self, pieces: Range<usize>) -> Self {
        Self { pieces: self.pieces.get(pieces).unwrap_or_default().to_vec(), ..self.clone() }
    }

    /// The first and the last page that pieces stand on, where the document has pages.
    #[must_use]
    pub fn pages(&self) -> Option<[u32; 2]> {
        let page = |piece: &Piece| {
            let places = self.document.runs_from(piece.run, self.raw_span(piece.span)).map(|(run, _)| run.place);
            places.filter_map(|place| if let Place::Page { page, .. } = place { Some(page) } else { None }).next()
        };
        let mut pages = self.pieces.iter().filter_map(page);
        let first = pages.next()?;
        Some([first, pages.next_back().unwrap_or(first)])
    }

    /// The text of a span.
    #[must_use]
    pub fn text_of(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The matching key of a piece.
    #[must_use]
    pub fn key_of(&self, piece: &Piece) -> &str {
        piece.key.of(&self.keys)
    }

    /// The stretch of text from which a stretch of the keys was made.
    #[must_use]
    pub fn text_span(&self, key: Span) -> Span {
        let last = key.end.saturating_sub(1).max(key.start);
        let [start, end] = self.key_origins.origins(key.start, last).map(|(text, _)| text);
        if key.is_empty() {
            let start = if key.start < self.keys.len() { start } else { self.text.len() };
            return Span::new(start, start);
        }
        let mut end = end + 1;
        while !self.text.is_char_boundary(end) && end < self.text.len() {
            end += 1;
        }
        Span::new(start, end)
    }

    /// The stretches of a piece's key from its head and from behind each space to its end.
    pub fn key_starts(&self, piece: &Piece) -> impl Iterator<Item = Span> {
        let text = self.text_of(piece.span);
        let spaces = text.match_indices(' ').map(|(at, _)| piece.span.start + at + 1);
        let key = piece.key;
        std::iter::once(piece.span.start)
            .chain(spaces)
            .map(move |start| Span::new(self.key_origins.first_from(start).clamp(key.start, key.end), key.end))
            .filter(|start| !start.is_empty())
    }

    /// Whether a line of the raw text begins with a stretch of normalized text.
    #[must_use]
    pub fn opens_line(&self, span: Span) -> bool {
        let before = self.document.text.get(..self.raw_span(span).start).unwrap_or_default();
        before.trim_end_matches([' ', '\t', '\u{3000}']).ends_with('\n')
    }

    /// The stretch of the raw text from which a stretch of normalized text was made, without the white space at its end.
    #[must_use]
    pub fn raw_span(&self, span: Span) -> Span {
        let whole = self.document.text.len();
        // Inside a cluster that several characters were made of, the cluster's start stands for all.
        let offsets = self.origins.origins(span.start, span.end).map(|(raw, next)| raw.min(next.unwrap_or(whole)));
        let [start, end] = offsets;
        let end = if span.end >= self.text.len() { whole } else { end };
        let raw = self.document.text.get(start..end).unwrap_or_default();
        Span::new(start, start + raw.trim_end().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Place;

    fn normalizer() -> Normalizer {
        Normalizer {
            raised: Vec::new(),
            glyphs: Vec::new(),
            text: String::new(),
            keys: String::new(),
            key_origins: OffsetMap::default(),
            origins: OffsetMap::default(),
            pieces: Vec::new(),
            run: 0,
        }
    }

    /// A text with its key, each character with what it was made from.
    fn shown(normalizer: &Normalizer) -> Vec<(char, usize)> {
        let text = normalizer.text.char_indices().map(|(at, c)| (c, normalizer.origins.origins(0, at)[1].0));
        text.chain(normalizer.keys.char_indices().map(|(at, c)| (c, normalizer.key_origins.origins(0, at)[1].0)))
            .collect()
    }

    #[test]
    fn plain_texts_come_out_as_all_texts_do() {
        let alphabet: Vec<char> =
            "漢字かなっり、。・ー()（）注注1１2)） \u{3000}\n\n  ☑□AbＣ-／〜①ｶﾞ\u{fe0f}㍻".chars().collect();
        let mut seed = 1u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap() % below
        };
        let mut plain = 0;
        for _ in 0..40_000 {
            let text: String = (0..1 + next(9)).map(|_| alphabet[next(alphabet.len())]).collect();
            let mut document = Document::new("text/plain");
            let span = document.push(&text, Place::Line(1), Script::Normal);
            let mut quick = normalizer();
            if !quick.plain(&document, span) {
                continue;
            }
            plain += 1;
            let mut slow = normalizer();
            slow.set(&document, span);
            slow.key(0);
            assert_eq!((&quick.text, &quick.keys), (&slow.text, &slow.keys), "{text:?}");
            assert_eq!(shown(&quick), shown(&slow), "{text:?}");
        }
        assert!(plain > 10_000, "{plain}");
    }
}
