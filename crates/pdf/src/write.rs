//! The last step: laid-out pages become the document's text, runs and blocks.

use super::tables::cells::RuledGridCell;
use super::tables::content::{PageItem, TextCell};
use super::tables::layout::PageLayout;
use super::tables::pages::{self, PagesFlow};
use super::text::lines::Line;
use super::text::wraps;
use crate::document::{Block, Cell, Document, Extent, PAGE_END, Place, Rect, Script, Span, Table};
use crate::page::geometry::Area;

/// Columns in which text is counted, in an em.
const COLUMNS_PER_EM: f32 = 2.0;

/// Appends laid-out pages to the document.
pub(super) fn document(pages: &[(u32, PageLayout)], out: &mut Document) {
    for piece in pages::joined(pages.iter().map(|(page, layout)| (*page, layout))) {
        let block = match piece {
            PagesFlow::Line(page, layout, line) => {
                let mut writer = PageWriter { out: &mut *out, page, layout };
                Block::Paragraph(writer.lines(std::slice::from_ref(line), line.bbox))
            }
            PagesFlow::Table(parts) => {
                let is_aligned = parts.iter().any(|part| part.layout.is_aligned);
                let extent = if is_aligned { Extent::Aligned } else { Extent::Drawn };
                let cells = pages::cells(&parts);
                let written = cells.into_iter().map(|(part, place, cell)| {
                    PageWriter { out: &mut *out, page: part.page, layout: part.layout }.cell(place, cell, extent)
                });
                Block::Table(Table { cells: written.collect() })
            }
        };
        out.blocks.push(block);
    }
}

/// The lines of pages as they stand, where tables were told by how text aligns, nothing being ruled: the form's wording may tell more
/// of them. Nothing where no page has such tables.
pub(super) fn flat(pages: &[(u32, PageLayout)], media_type: &'static str) -> Option<Document> {
    let has_tables = |layout: &PageLayout| layout.items.iter().any(|item| matches!(item, PageItem::Table(_)));
    if !pages.iter().any(|(_, layout)| layout.is_aligned && has_tables(layout)) {
        return None;
    }
    let mut out = Document::new(media_type);
    for (page, layout) in pages {
        let cells = layout.items.iter().flat_map(|item| match item {
            PageItem::Line(line) => vec![line],
            PageItem::Table(cells) => cells.iter().flat_map(|cell| &cell.lines).collect(),
        });
        let mut lines: Vec<&Line> = cells.collect();
        lines.sort_by(|a, b| a.bbox.center().1.total_cmp(&b.bbox.center().1));
        // What is level is one line, from left to right.
        let is_level = |a: &&Line, b: &&Line| b.bbox.center().1 < a.bbox.y1 && b.bbox.y0 < a.bbox.center().1;
        for line in lines.chunk_by_mut(is_level) {
            line.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
            for part in line.iter() {
                stretch(&mut out, *page, layout, part);
            }
        }
        out.text.push(PAGE_END);
    }
    Some(out)
}

/// Appends a part of a line between wide gaps.
fn stretch(out: &mut Document, page: u32, layout: &PageLayout, part: &Line) {
    let start = out.text.len();
    for (at, piece) in part.pieces.iter().enumerate() {
        let place = Place::Page { page, bbox: layout.displayed(piece.bbox) };
        if at > 0 && piece.spaced {
            out.push(" ", place, Script::Normal);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "columns of a page")]
        let column = (piece.bbox.x0.max(0.0) * COLUMNS_PER_EM / part.size.max(1.0)) as u32;
        out.columns.push((out.text.len(), column));
        out.push(&piece.text, place, piece.script);
    }
    let span = Span::new(start, out.text.len());
    out.blocks.push(Block::Paragraph(span));
    let place = Place::Page { page, bbox: layout.displayed(part.bbox) };
    out.push("\n", place, Script::Normal);
}

struct PageWriter<'d, 'l> {
    out: &'d mut Document,
    page: u32,
    layout: &'l PageLayout,
}

impl PageWriter<'_, '_> {
    fn cell(&mut self, place: RuledGridCell, cell: &TextCell, extent: Extent) -> Cell {
        let span = self.lines(&cell.lines, place.bbox);
        let RuledGridCell { row, column, row_span, column_span, .. } = place;
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
