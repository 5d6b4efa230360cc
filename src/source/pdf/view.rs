//! What the steps found on each page, for those who have to find out why a table was misread.

use super::interpret::open::{collect, open};
use super::interpret::task;
use super::page::ink::Ink;
use super::sheet::{self, Sheet};
use super::tables::content::{Item, TextCell};
use super::tables::layout::Layout;
use super::text::gaps::Gaps;
use super::text::lines::Line;
use crate::document::Rect;
use crate::failure::Failure;
use crate::source::Limits;
use crate::source::budget::Budget;
use hayro_interpret::InterpreterCache;
use serde::Serialize;

/// What was found on a page. Rectangles are in points on the page as it is displayed, origin top left.
#[derive(Debug, Serialize)]
pub(crate) struct PageView {
    /// The page's number, 1-based.
    pub(crate) page: u32,
    /// Its width and height in points.
    pub(crate) size: (f32, f32),
    /// How much it was enlarged to be read: more than 1 for small print.
    pub(crate) enlargement: f32,
    /// The boxes of its characters and marks, white space left out.
    pub(crate) glyphs: Vec<Rect>,
    /// Its ruling lines, snapped and merged: rectangles without width or without height.
    pub(crate) rulings: Vec<Rect>,
    /// Its tables, each with its cells sorted by row and column.
    pub(crate) tables: Vec<Vec<CellView>>,
}

impl PageView {
    /// How much was found: `612 glyphs, 40 ruling lines, 3 tables, 88 cells`.
    pub(crate) fn counts(&self) -> String {
        let cells: usize = self.tables.iter().map(Vec::len).sum();
        let (glyphs, rulings, tables) = (self.glyphs.len(), self.rulings.len(), self.tables.len());
        format!("{glyphs} glyphs, {rulings} ruling lines, {tables} tables, {cells} cells")
    }
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub(crate) struct CellView {
    /// First row on the page, 0-based.
    pub(crate) row: u32,
    /// First column on the page, 0-based.
    pub(crate) column: u32,
    /// Rows covered.
    pub(crate) row_span: u32,
    /// Columns covered.
    pub(crate) column_span: u32,
    /// Where it stands.
    pub(crate) bbox: Rect,
    /// Its lines, parted by line feeds.
    pub(crate) text: String,
}

/// Views of the pages that are wanted by their number. Limits hold as in reading.
///
/// # Errors
/// As [`super::read`]; pages without text are no failure here.
pub(crate) fn views(
    bytes: &[u8],
    limits: &Limits,
    password: Option<&str>,
    is_wanted: impl Fn(u32) -> bool + Send + 'static,
) -> Result<Vec<PageView>, Failure> {
    let (bytes, limits, password) = (bytes.to_vec(), *limits, password.unwrap_or_default().to_owned());
    task::run(limits, move || {
        let pdf = open(bytes, &limits, &password)?;
        let (cache, budget) = (InterpreterCache::new(), Budget::new(&limits));
        // Every page is laid out, for all of them tell how the document is set.
        let inks: Vec<Ink> = pdf.pages().iter().map(|page| collect(page, &cache, &budget)).collect();
        let gaps = Gaps::of(&inks);
        let (mut views, mut pages, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
        for (page, ink) in (1..).zip(inks) {
            let (size, sheet) = (ink.size, Sheet::new(ink));
            views.push(view(page, size, &sheet));
            let of_sheet = sheet.leaves(&gaps);
            pages.extend(of_sheet.iter().map(|_| page));
            leaves.extend(of_sheet);
        }
        for (page, layout) in pages.into_iter().zip(sheet::layouts(leaves)) {
            let view = views.iter_mut().find(|view: &&mut PageView| view.page == page);
            view.into_iter().for_each(|view| view.tables.extend(tables(&layout)));
        }
        views.retain(|view| is_wanted(view.page));
        Ok(views)
    })
}

fn view(page: u32, size: (f32, f32), sheet: &Sheet) -> PageView {
    let (enlargement, glyphs, rulings) = (sheet.factor, sheet.glyphs().collect(), sheet.rulings().collect());
    PageView { page, size, enlargement, glyphs, rulings, tables: Vec::new() }
}

fn tables(layout: &Layout) -> impl Iterator<Item = Vec<CellView>> {
    layout.items.iter().filter_map(|item| match item {
        Item::Table(cells) => Some(cells.iter().map(|cell| cell_view(cell, layout)).collect()),
        Item::Line(_) => None,
    })
}

fn cell_view(TextCell { cell, lines }: &TextCell, layout: &Layout) -> CellView {
    CellView {
        row: cell.row,
        column: cell.column,
        row_span: cell.row_span,
        column_span: cell.column_span,
        bbox: layout.displayed(cell.bbox),
        text: lines.iter().map(Line::text).collect::<Vec<_>>().join("\n"),
    }
}
