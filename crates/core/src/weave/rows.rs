//! The rows of a woven checklist, written as tables of the document, with the lines before it as they were.

use super::atoms::{Atom, place_of};
use super::items::{WovenChecklist, WovenItem, WovenSection};
use crate::document::{Block, Cell, Document, Extent, Place, Script, Span, Table};
use crate::form::{ChecklistForm, Form};
use crate::normalize::Normalized;

/// The document with its checklist in tables.
pub(super) fn write(document: Document, flat: &Normalized, form: &Form, checklist: &WovenChecklist) -> Document {
    let Some(known) = &form.checklist else { return document };
    let mut document = cut(&document, checklist.start);
    let mut writer = RowWriter { document: &mut document, flat, checklist };
    for title in &checklist.titles {
        writer.piece(*title);
    }
    // Behind a title stands the checklist's head.
    let (head, rest) =
        if checklist.titles.is_empty() { (&[][..], &*checklist.others) } else { (&*checklist.others, &[][..]) };
    for other in head.chunk_by(|a, b| is_one(checklist, *a, *b)) {
        writer.paragraph(other);
    }
    for section in &checklist.sections {
        writer.section(known, section);
    }
    for other in rest.chunk_by(|a, b| is_one(checklist, *a, *b)) {
        writer.paragraph(other);
    }
    document
}

/// The document up to a place.
fn cut(document: &Document, end: Option<Place>) -> Document {
    let is_before = |span: Span| match (document.runs_in(span).next().map(|(run, _)| run.place), end) {
        (Some(Place::Line(own)), Some(Place::Line(end))) => own < end,
        (Some(Place::Page { page, bbox }), Some(Place::Page { page: last, bbox: end })) => {
            page < last || page == last && f32::midpoint(bbox.y0, bbox.y1) < end.y0
        }
        _ => true,
    };
    let mut head = Document {
        media_type: document.media_type,
        pages: document.pages,
        scanned: document.scanned.clone(),
        is_laid_out: document.is_laid_out,
        script_gaps: document.script_gaps,
        notices: document.notices.clone(),
        is_woven: true,
        is_cut: document.is_cut,
        ..Document::default()
    };
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) if is_before(*span) => {
                let span = copy(document, *span, &mut head);
                head.blocks.push(Block::Paragraph(span));
            }
            Block::Paragraph(_) => {}
            Block::Table(table) => {
                let cells = table.cells.iter().filter(|cell| is_before(cell.span));
                let cells: Vec<Cell> =
                    cells.map(|cell| Cell { span: copy(document, cell.span, &mut head), ..*cell }).collect();
                if !cells.is_empty() {
                    head.blocks.push(Block::Table(Table { cells }));
                }
            }
        }
    }
    head
}

/// Copies a stretch of one document to another.
pub(super) fn copy(document: &Document, span: Span, to: &mut Document) -> Span {
    let start = to.text.len();
    for (run, part) in document.runs_in(span) {
        match &run.literal {
            Some(literal) => to.push_literal(part.of(&document.text), literal, run.place, run.script),
            None => to.push(part.of(&document.text), run.place, run.script),
        };
    }
    Span::new(start, to.text.len())
}

struct RowWriter<'a> {
    document: &'a mut Document,
    flat: &'a Normalized,
    checklist: &'a WovenChecklist,
}

impl RowWriter<'_> {
    fn section(&mut self, form: &ChecklistForm, section: &WovenSection) {
        self.paragraph(&section.title);
        let mut cells = Vec::new();
        let headings = [Some(&form.item_keys), Some(&form.done_keys), Some(&form.planned_keys)];
        for (column, keys) in (1..).zip(headings) {
            if let Some(key) = keys.and_then(|keys| keys.first()) {
                let span = self.document.push_literal(key, "", self.place(section.items.first()), Script::Normal);
                cells.push(cell(0, column, span, false));
            }
        }
        for (row, item) in (1..).zip(&section.items) {
            let number = format!("{}.", item.no);
            let span = self.document.push_literal(&number, "", self.place(Some(item)), Script::Normal);
            cells.push(cell(row, 0, span, false));
            let parts = [
                (&item.text, item.is_doubtful),
                (&item.done, item.has_doubtful_marks),
                (&item.planned, item.has_doubtful_marks),
            ];
            for (column, (atoms, is_open)) in (1..).zip(parts) {
                let span = self.text(atoms);
                if !span.is_empty() {
                    cells.push(cell(row, column, span, is_open));
                }
            }
        }
        self.document.blocks.push(Block::Table(Table { cells }));
    }

    /// Where an item begins.
    fn place(&self, item: Option<&WovenItem>) -> Place {
        let first = item.and_then(|item| item.text.first()).and_then(|atom| self.checklist.atoms.get(*atom));
        first.and_then(|atom| place_of(self.flat, atom)).unwrap_or(Place::Line(0))
    }

    /// Writes a piece as it is.
    fn piece(&mut self, index: usize) {
        let Some(piece) = self.flat.pieces.get(index) else { return };
        let place = self.flat.document.runs.get(piece.run).map_or(Place::Line(0), |run| run.place);
        let text = self.flat.raw_span(piece.span).of(&self.flat.document.text);
        let span = self.document.push(text, place, Script::Normal);
        self.document.blocks.push(Block::Paragraph(span));
    }

    fn paragraph(&mut self, atoms: &[usize]) {
        let span = self.text(atoms);
        if !span.is_empty() {
            self.document.blocks.push(Block::Paragraph(span));
        }
    }

    /// Writes atoms as the lines of a cell.
    fn text(&mut self, atoms: &[usize]) -> Span {
        let start = self.document.text.len();
        let mut last: Option<&Atom> = None;
        let checklist = self.checklist;
        for stretch in atoms.chunk_by(|a, b| is_one(checklist, *a, *b)) {
            let ends = stretch.first().zip(stretch.last());
            let ends = ends.and_then(|(a, b)| Some((self.checklist.atoms.get(*a)?, self.checklist.atoms.get(*b)?)));
            let Some((first, end)) = ends else { continue };
            if let Some((last, place)) = last.zip(place_of(self.flat, first)) {
                let gap = if last.line == first.line { " " } else { "\n" };
                self.document.push(gap, place, Script::Normal);
            }
            let raw = self.flat.raw_span(Span::new(first.span.start, end.span.end));
            copy(&self.flat.document, raw, self.document);
            last = Some(end);
        }
        Span::new(start, self.document.text.len())
    }
}

/// Whether two atoms stand one behind the other on a line.
fn is_one(checklist: &WovenChecklist, a: usize, b: usize) -> bool {
    let line = |atom: usize| checklist.atoms.get(atom).map(|atom| atom.line);
    a + 1 == b && line(a) == line(b)
}

fn cell(row: u32, column: u32, span: Span, is_open: bool) -> Cell {
    Cell { row, column, row_span: 1, column_span: 1, span, extent: Extent::Woven { is_open } }
}
