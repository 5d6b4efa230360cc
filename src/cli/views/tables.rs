//! The tables of a PDF, page by page: how many glyphs and ruling lines there are, and every cell with its box and its text.

use super::{ViewWish, png};
use crate::cli::show::pretty;
use crate::document::Rect;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::source::pdf::{CellView, PageView};
use crate::source::sniff::{self, Kind};
use crate::worker::View;
use std::io::{self, Write};

/// Shows the tables as text or JSON, or draws them.
pub(super) fn view(engine: &Engine, wish: &ViewWish, bytes: &[u8]) -> Result<View, Failure> {
    if !matches!(sniff::kind(bytes), Kind::Pdf | Kind::Image(_)) {
        let message = "it is neither a PDF nor an image: only their pages have lines and boxes to show";
        return Err(Failure::new(Reason::Unsupported, message)
            .hint("--phase document shows the tables of every kind of document"));
    }
    let wanted = wish.pages.clone();
    let is_wanted = move |page| wanted.as_ref().is_none_or(|pages| pages.holds(page));
    let views = engine.page_views(bytes, is_wanted)?;
    if let Some(page) = wish.pages.iter().flat_map(|pages| pages.firsts()).find(|page| !has(&views, *page)) {
        return Err(Failure::new(Reason::NotFound, format!("it has no page {page}")).hint("name pages that it has"));
    }
    if let Some(drawing) = &wish.png {
        return png::view(engine, drawing, bytes, views);
    }
    let mut text = Vec::new();
    let printed = match wish.json {
        true => pretty(&views, &mut text),
        false => views.iter().try_for_each(|view| print(view, &mut text)),
    };
    printed.map_err(|error| Failure::new(Reason::Panic, error.to_string()))?;
    Ok(View { text, ..View::default() })
}

fn has(views: &[PageView], page: u32) -> bool {
    views.iter().any(|view| view.page == page)
}

fn print(view: &PageView, out: &mut impl Write) -> io::Result<()> {
    let (width, height) = view.size;
    writeln!(out, "page {}: {width:.0} × {height:.0} points, {}", view.page, view.counts())?;
    for (number, cells) in (1..).zip(&view.tables) {
        let area = cells.iter().map(|cell| cell.bbox).reduce(Rect::union).map(place).unwrap_or_default();
        writeln!(out, "  table {number}: {} cells {area}", cells.len())?;
        for cell in cells {
            print_cell(cell, out)?;
        }
    }
    Ok(())
}

fn print_cell(cell: &CellView, out: &mut impl Write) -> io::Result<()> {
    let spans = match (cell.row_span, cell.column_span) {
        (1, 1) => String::new(),
        (rows, columns) => format!(" [{rows} rows × {columns} columns]"),
    };
    let text = cell.text.replace('\n', "⏎");
    writeln!(out, "    row {}, column {}{spans} {} | {text}", cell.row + 1, cell.column + 1, place(cell.bbox))
}

/// `(72, 100)–(200, 118)`: the upper left and the lower right corner in points.
fn place(bbox: Rect) -> String {
    format!("({:.0}, {:.0})–({:.0}, {:.0})", bbox.x0, bbox.y0, bbox.x1, bbox.y1)
}
