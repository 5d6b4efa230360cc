//! What the steps found on each page, for those who have to find out why a table was misread.

use super::image_files;
use super::interpret::open::open;
use super::interpret::task;
use super::laid;
use super::sheet::PreparedPage;
use super::tables::cells::RuledGridCell;
use super::tables::content::TextCell;
use super::tables::layout::PageLayout;
use super::tables::pages::{self, PagesFlow};
use super::text::lines::Line;
use crate::budget::Budget;
use crate::document::Rect;
use crate::failure::Failure;
use crate::image::PictureFormat;
use serde::Serialize;
use yomitori_ocr::options::ReadOptions;

/// What was found on a page. Rectangles are in points on the page as it is displayed, origin top left.
#[derive(Debug, Serialize)]
pub struct PageView {
    /// The page's number, 1-based.
    pub page: u32,
    /// Its width and height in points.
    pub size: (f32, f32),
    /// How much it was enlarged to be read: more than 1 for small print.
    pub enlargement: f32,
    /// The boxes of its characters and marks, white space left out.
    pub glyphs: Vec<Rect>,
    /// Its ruling lines, snapped and merged: rectangles without width or without height.
    pub rulings: Vec<Rect>,
    /// Its tables, or what of them stands on it, each with its cells sorted by row and column.
    pub tables: Vec<Vec<CellView>>,
}

impl PageView {
    /// How much was found: `612 glyphs, 40 ruling lines, 3 tables, 88 cells`.
    pub fn counts(&self) -> String {
        let cells: usize = self.tables.iter().map(Vec::len).sum();
        let (glyphs, rulings, tables) = (self.glyphs.len(), self.rulings.len(), self.tables.len());
        format!("{glyphs} glyphs, {rulings} ruling lines, {tables} tables, {cells} cells")
    }
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub struct CellView {
    /// First row, 0-based; a table that goes on over a page's end has its rows counted on.
    pub row: u32,
    /// First column, 0-based, of those that the table has on all its pages.
    pub column: u32,
    /// Rows covered.
    pub row_span: u32,
    /// Columns covered.
    pub column_span: u32,
    /// Where it stands.
    pub bbox: Rect,
    /// Its lines, parted by line feeds.
    pub text: String,
}

/// Views of the pages that are wanted by their number. The pages are those that [`super::read`] makes a document of.
///
/// # Errors
/// As [`super::read`]; pages without text are no failure here.
pub fn views(
    bytes: &[u8],
    options: &ReadOptions,
    is_wanted: impl Fn(u32) -> bool + Send + 'static,
) -> Result<Vec<PageView>, Failure> {
    let (bytes, options) = (bytes.to_vec(), options.clone());
    task::run(options.limits, move || {
        let (budget, ocr) = (Budget::new(&options.limits), options.ocr.as_ref());
        let inks = match PictureFormat::of(&bytes) {
            Some(format) => image_files::inks(&bytes, format, &budget, ocr)?,
            None => super::inks(&open(bytes, &budget, options.password.as_deref())?, &budget, ocr),
        };
        let mut views = Vec::new();
        let pages = laid::pages(inks, &budget, |page, size, sheet| views.push(view(page, size, sheet)));
        for piece in pages::joined(pages.iter().map(|(page, layout)| (*page, layout))) {
            let PagesFlow::Table(parts) = piece else { continue };
            for cells in pages::cells(&parts).chunk_by(|(a, ..), (b, ..)| std::ptr::eq(*a, *b)) {
                let page = cells.first().map(|(part, ..)| part.page);
                let view = views.iter_mut().find(|view: &&mut PageView| Some(view.page) == page);
                if let Some(view) = view {
                    view.tables
                        .push(cells.iter().map(|(part, place, cell)| cell_view(*place, cell, part.layout)).collect());
                }
            }
        }
        views.retain(|view| is_wanted(view.page));
        Ok(views)
    })
}

fn view(page: u32, size: (f32, f32), sheet: &PreparedPage) -> PageView {
    let (enlargement, glyphs, rulings) = (sheet.factor, sheet.glyphs().collect(), sheet.rulings().collect());
    PageView { page, size, enlargement, glyphs, rulings, tables: Vec::new() }
}

fn cell_view(place: RuledGridCell, cell: &TextCell, layout: &PageLayout) -> CellView {
    CellView {
        row: place.row,
        column: place.column,
        row_span: place.row_span,
        column_span: place.column_span,
        bbox: layout.displayed(place.bbox),
        text: cell.lines.iter().map(Line::text).collect::<Vec<_>>().join("\n"),
    }
}
