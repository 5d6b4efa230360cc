//! The last step: laid-out pages become the document's text, runs and blocks.

use super::furniture;
use super::geometry::Area;
use super::ink::Ink;
use super::layout::{Item, Layout, TextCell, layouts};
use super::lines::Line;
use crate::document::{Block, Cell, Document, Place, Rect, Script, Span, Table};

/// Lays out the pages and appends them to the document.
pub(super) fn document(inks: Vec<Ink>, out: &mut Document) {
    let (mut pages, mut all) = (Vec::new(), Vec::new());
    for (number, ink) in (1..).zip(inks) {
        for layout in layouts(ink) {
            pages.push(number);
            all.push(layout);
        }
    }
    furniture::remove(&mut all);
    for (page, layout) in pages.into_iter().zip(&all) {
        let mut writer = Writer { out: &mut *out, page, layout };
        layout.items.iter().for_each(|item| writer.item(item));
    }
}

struct Writer<'d, 'l> {
    out: &'d mut Document,
    page: u32,
    layout: &'l Layout,
}

impl Writer<'_, '_> {
    fn item(&mut self, item: &Item) {
        let block = match item {
            Item::Line(line) => Block::Paragraph(self.lines(std::slice::from_ref(line))),
            Item::Table(cells) => Block::Table(Table { cells: cells.iter().map(|cell| self.cell(cell)).collect() }),
        };
        self.out.blocks.push(block);
    }

    fn cell(&mut self, cell: &TextCell) -> Cell {
        let span = self.lines(&cell.lines);
        let place = cell.cell;
        Cell { row: place.row, column: place.column, row_span: place.row_span, column_span: place.column_span, span }
    }

    /// Lines of one cell or paragraph, parted by line feeds.
    fn lines(&mut self, lines: &[Line]) -> Span {
        let start = self.out.text.len();
        for (index, line) in lines.iter().enumerate() {
            for (part, piece) in line.pieces.iter().enumerate() {
                let place = Place::Page { page: self.page, bbox: self.displayed(piece.bbox) };
                if part == 0 && index > 0 {
                    self.out.push("\n", place, Script::Normal);
                } else if piece.spaced {
                    self.out.push(" ", place, Script::Normal);
                }
                self.out.push(&piece.text, place, piece.script);
            }
        }
        Span::new(start, self.out.text.len())
    }

    /// The rectangle on the page as it is displayed, whatever turn made it readable.
    fn displayed(&self, bbox: Rect) -> Rect {
        let Layout { size, turn, .. } = self.layout;
        let rect = turn.undone().apply(bbox, *size);
        debug_assert!(rect.is_finite());
        rect
    }
}
