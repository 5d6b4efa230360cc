//! The tables of a PDF, page by page: how many glyphs and ruling lines there are, and every cell with its box and its text.

use super::{Args, Status, failed, png, single};
use crate::cli::global::Global;
use crate::cli::show::pretty;
use crate::cli::stop::Stop;
use crate::document::Rect;
use crate::isolate::isolate;
use crate::source::pdf::{CellView, PageView};
use crate::source::sniff::{self, Kind};
use std::io::{self, Write};

/// Shows the tables as text or JSON, or draws them.
pub(super) fn run(global: &Global, args: &Args, out: &mut impl Write) -> Result<Status, Stop> {
    let (input, limits) = (single(&args.path)?, global.limits());
    let stop = |failure| failed(&args.path, &failure);
    let bytes = input.bytes(&limits).map_err(stop)?;
    if sniff::kind(&bytes) != Kind::Pdf {
        let message = format!("{} is no PDF: only PDF pages have lines and boxes to show", args.path.display());
        return Err(Stop::usage(message, "--phase document shows the tables of every kind of document"));
    }
    let wanted = args.pages.clone();
    let is_wanted = move |page| wanted.as_ref().is_none_or(|pages| pages.holds(page));
    let engine = global.engine()?;
    let views = isolate(|| engine.page_views(&bytes, is_wanted)).map_err(stop)?;
    if let Some(page) = args.pages.iter().flat_map(|pages| pages.firsts()).find(|page| !has(&views, *page)) {
        return Err(Stop::usage(format!("{} has no page {page}", args.path.display()), "name pages that it has"));
    }
    let status = match &args.png {
        Some(folder) => png::run(global, &args.path, folder, &bytes, views, out)?,
        None if args.json => pretty(&views, out).map(|()| Status::Done)?,
        None => views.iter().try_for_each(|view| print(view, out)).map(|()| Status::Done)?,
    };
    out.flush()?;
    Ok(status)
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
