//! The last step: laid-out pages become the document's text, runs and blocks.

use super::tables::cells::GridCell;
use super::tables::content::TextCell;
use super::tables::layout::Layout;
use super::tables::pages::{self, Flow};
use super::text::lines::Line;
use super::text::wraps;
use crate::document::{Block, Cell, Document, Extent, Place, Rect, Script, Span, Table};

/// Appends laid-out pages to the document.
pub(super) fn document(pages: &[(u32, Layout)], out: &mut Document) {
    for piece in pages::joined(pages.iter().map(|(page, layout)| (*page, layout))) {
        let block = match piece {
            Flow::Line(page, layout, line) => {
                let mut writer = Writer { out: &mut *out, page, layout };
                Block::Paragraph(writer.lines(std::slice::from_ref(line), line.bbox))
            }
            Flow::Table(parts) => {
                let is_aligned = parts.iter().any(|part| part.layout.is_aligned);
                let extent = if is_aligned { Extent::Aligned } else { Extent::Drawn };
                let cells = pages::cells(&parts);
                let written = cells.into_iter().map(|(part, place, cell)| {
                    Writer { out: &mut *out, page: part.page, layout: part.layout }.cell(place, cell, extent)
                });
                Block::Table(Table { cells: written.collect() })
            }
        };
        out.blocks.push(block);
    }
}

struct Writer<'d, 'l> {
    out: &'d mut Document,
    page: u32,
    layout: &'l Layout,
}

impl Writer<'_, '_> {
    fn cell(&mut self, place: GridCell, cell: &TextCell, extent: Extent) -> Cell {
        let span = self.lines(&cell.lines, place.bbox);
        let GridCell { row, column, row_span, column_span, .. } = place;
        Cell { row, column, row_span, column_span, span, extent }
    }

    /// Lines of one cell or paragraph that stand in an area, parted by line feeds unless they are one text.
    fn lines(&mut self, lines: &[Line], area: Rect) -> Span {
        let start = self.out.text.len();
        for (index, line) in lines.iter().enumerate() {
            let above = index.checked_sub(1).and_then(|above| lines.get(above));
            let is_parted =
                above.is_some_and(|above| above.ends_spaced || !wraps::is_seamless(area, lines, above, line));
            for (part, piece) in line.pieces.iter().enumerate() {
                let place = Place::Page { page: self.page, bbox: self.layout.displayed(piece.bbox) };
                if part == 0 && is_parted {
                    let parting = if above.is_some_and(|above| above.ends_spaced) { " " } else { "\n" };
                    self.out.push(parting, place, Script::Normal);
                } else if part > 0 && piece.spaced {
                    self.out.push(" ", place, Script::Normal);
                }
                self.out.push(&piece.text, place, piece.script);
            }
        }
        Span::new(start, self.out.text.len())
    }
}
