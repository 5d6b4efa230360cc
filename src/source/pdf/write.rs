//! The last step: laid-out pages become the document's text, runs and blocks.

use super::furniture;
use super::page::ink::Ink;
use super::sheet::{self, Sheet};
use super::tables::content::TextCell;
use super::tables::layout::Layout;
use super::tables::pages::{self, Columns, Flow, Part};
use super::text::gaps::Gaps;
use super::text::lines::Line;
use super::text::wraps;
use crate::document::{Block, Cell, Document, Place, Rect, Script, Span, Table};

/// Lays out the pages and appends them to the document.
pub(super) fn document(inks: Vec<Ink>, out: &mut Document) {
    let gaps = Gaps::of(&inks);
    let (mut pages, mut leaves) = (Vec::new(), Vec::new());
    for (number, ink) in (1..).zip(inks) {
        for leaf in Sheet::new(ink).leaves(&gaps) {
            pages.push(number);
            leaves.push(leaf);
        }
    }
    let mut all = sheet::layouts(leaves);
    furniture::remove(&mut all);
    for piece in pages::joined(pages.into_iter().zip(&all)) {
        let block = match piece {
            Flow::Line(page, layout, line) => {
                let mut writer = Writer { out: &mut *out, page, layout };
                Block::Paragraph(writer.lines(std::slice::from_ref(line), line.bbox))
            }
            Flow::Table(parts) => {
                let is_guessed = parts.iter().any(|part| part.layout.is_aligned);
                Block::Table(Table { cells: cells(&parts, out), is_guessed })
            }
        };
        out.blocks.push(block);
    }
}

/// The cells of a table that stands on one or several pages.
fn cells(parts: &[Part<'_>], out: &mut Document) -> Vec<Cell> {
    let columns = (parts.len() > 1).then(|| Columns::new(parts));
    let mut cells = Vec::new();
    let mut first_row = 0;
    for part in parts {
        let mut writer = Writer { out: &mut *out, page: part.page, layout: part.layout };
        cells.extend(part.cells.iter().map(|cell| {
            let mut written = writer.cell(cell);
            written.row += first_row;
            if let Some(columns) = &columns {
                (written.column, written.column_span) = columns.of(cell.cell.bbox);
            }
            written
        }));
        first_row += pages::rows(part);
    }
    cells
}

struct Writer<'d, 'l> {
    out: &'d mut Document,
    page: u32,
    layout: &'l Layout,
}

impl Writer<'_, '_> {
    fn cell(&mut self, cell: &TextCell) -> Cell {
        let span = self.lines(&cell.lines, cell.cell.bbox);
        let place = cell.cell;
        Cell { row: place.row, column: place.column, row_span: place.row_span, column_span: place.column_span, span }
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
