//! Normalization: NFKC and Japanese typesetting, with a map back to the text as read.
//!
//! Second phase: a [`Document`] becomes [`Normalized`], the same text in normal form cut into pieces (cells
//! and paragraphs in reading order), each with its matching key. Values are taken from the normal form;
//! the map leads back to the raw text for evidence.

pub mod fold;
mod nfkc;
mod typesetting;

use crate::document::{Block, Cell, Document, Script, Span};
use nfkc::Glyph;

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
    /// The folded text for matching, piece after piece.
    pub keys: String,
    /// For each byte of `keys`, the offset in `text` that it was made from.
    key_origins: Vec<usize>,
    /// Where offsets in `text` and in the raw text stop running in step: (text, raw), sorted.
    origins: Vec<(usize, usize)>,
}

/// Normalizes a document.
#[must_use]
pub fn normalize(document: Document) -> Normalized {
    let size = document.text.len();
    let mut normalizer = Normalizer {
        glyphs: Vec::new(),
        text: String::with_capacity(size),
        keys: String::with_capacity(size),
        key_origins: Vec::with_capacity(size),
        origins: Vec::new(),
        pieces: Vec::new(),
    };
    let mut table = 0;
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => normalizer.piece(&document, *span, None),
            Block::Table(cells) => {
                for cell in &cells.cells {
                    normalizer.piece(&document, cell.span, Some(position(table, cell)));
                }
                table += 1;
            }
        }
    }
    let Normalizer { text, keys, key_origins, origins, pieces, .. } = normalizer;
    Normalized { document, text, pieces, keys, key_origins, origins }
}

fn position(table: usize, cell: &Cell) -> Position {
    Position { table, row: cell.row, column: cell.column, row_span: cell.row_span, column_span: cell.column_span }
}

struct Normalizer {
    glyphs: Vec<Glyph>,
    text: String,
    keys: String,
    key_origins: Vec<usize>,
    origins: Vec<(usize, usize)>,
    pieces: Vec<Piece>,
}

impl Normalizer {
    fn piece(&mut self, document: &Document, span: Span, cell: Option<Position>) {
        self.glyphs.clear();
        for (run, part) in document.runs_in(span) {
            let text = part.of(&document.text);
            if run.script == Script::Normal || !is_note_mark(text) {
                nfkc::push(text, part.start, &mut self.glyphs);
            }
        }
        typesetting::set(&mut self.glyphs);
        if self.glyphs.is_empty() {
            return;
        }
        let (text_start, key_start) = (self.text.len(), self.keys.len());
        // Where the raw text goes on if it runs in step; a first piece has nothing before it.
        let mut in_step = self.origins.last().map(|(text, raw)| raw + (text_start - text));
        for glyph in &self.glyphs {
            let at = self.text.len();
            if in_step != Some(glyph.raw) {
                self.origins.push((at, glyph.raw));
            }
            self.text.push(glyph.c);
            in_step = Some(glyph.raw + glyph.c.len_utf8());
            if let Some(folded) = fold::fold_char(glyph.c) {
                self.keys.push(folded);
                self.key_origins.extend(std::iter::repeat_n(at, folded.len_utf8()));
            }
        }
        let (span, key) = (Span::new(text_start, self.text.len()), Span::new(key_start, self.keys.len()));
        self.pieces.push(Piece { span, key, cell });
    }
}

/// Whether raised text is a note mark, such as 注1) or ※2, and so no part of the value.
fn is_note_mark(text: &str) -> bool {
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '注' | '※' | '*' | '＊' | ')' | '）' | '(' | '（' | ',' | '、' | '０'..='９')
    };
    text.chars().all(is_mark)
}

impl Normalized {
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
        let start = self.key_origins.get(key.start).copied().unwrap_or(self.text.len());
        let last = key.end.checked_sub(1).and_then(|last| self.key_origins.get(last)).copied().unwrap_or(start);
        let width = self.text.get(last..).and_then(|text| text.chars().next()).map_or(0, char::len_utf8);
        Span::new(start, if key.is_empty() { start } else { last + width })
    }

    /// The stretches of a piece's key from its head and from behind each space to its end.
    pub fn key_starts(&self, piece: &Piece) -> impl Iterator<Item = Span> {
        let text = self.text_of(piece.span);
        let spaces = text.match_indices(' ').map(|(at, _)| piece.span.start + at + 1);
        let key = piece.key;
        let origins = self.key_origins.get(key.start..key.end).unwrap_or_default();
        std::iter::once(piece.span.start)
            .chain(spaces)
            .map(move |start| Span::new(key.start + origins.partition_point(|origin| *origin < start), key.end))
            .filter(|start| !start.is_empty())
    }

    /// The stretch of the raw text from which a stretch of normalized text was made, without the white space at its end.
    #[must_use]
    pub fn raw_span(&self, span: Span) -> Span {
        let start = self.raw_offset(span.start);
        let end = if span.end >= self.text.len() { self.document.text.len() } else { self.raw_offset(span.end) };
        let raw = self.document.text.get(start..end).unwrap_or_default();
        Span::new(start, start + raw.trim_end().len())
    }

    fn raw_offset(&self, offset: usize) -> usize {
        let at = self.origins.partition_point(|(text, _)| *text <= offset);
        let (text, raw) = at.checked_sub(1).and_then(|at| self.origins.get(at)).copied().unwrap_or_default();
        // Inside a cluster that several characters were made of, the cluster's start stands for all.
        let next = self.origins.get(at).map_or(self.document.text.len(), |(_, raw)| *raw);
        (raw + (offset - text)).min(next.max(raw))
    }
}
