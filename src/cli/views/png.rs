//! Pages drawn with what was found on them, as PNG files.
//!
//! The page is rendered as any viewer shows it; glyph boxes, ruling lines, cells, labels and values are drawn over it, each kind in
//! its color.

use super::DrawingTarget;
use super::boxes::{self, Boxes, PageBox};
use crate::document::Rect;
use crate::engine::Engine;
use crate::failure::{Failure, Reason};
use crate::paths::slashed;
use crate::source::pdf::{PageView, Rendering, rendered};
use crate::worker::View;
use hayro::kurbo::{Affine, Rect as Area, Stroke};
use hayro::vello_cpu::color::{AlphaColor, Srgb};
use hayro::vello_cpu::{RasterizerSettings, RenderContext, Resources, TargetInit};
use std::io;
use std::path::Path;

/// Pixels of a point: 144 dots per inch, so that a glyph's box can be told from its neighbour's.
const SCALE: f32 = 2.0;
/// Lines shorter than this, in points, are drawn as a dot.
const DOT: f64 = 0.5;

/// A kind of thing that is drawn.
#[derive(Debug, Clone, Copy)]
struct DrawnKind {
    /// What it is.
    name: &'static str,
    /// The color's name.
    color_name: &'static str,
    /// Red, green, blue.
    color: [u8; 3],
    /// How opaque its line is, of 255.
    line: u8,
    /// How opaque its area is, of 255.
    fill: u8,
    /// The line's width in points.
    width: f64,
    /// How far the line is drawn inside the rectangle, in points: boxes that lie on each other stay visible.
    inset: f64,
}

const GLYPHS: DrawnKind = kind("glyph boxes", "light blue", [80, 170, 255], [150, 0], 0.3, 0.0);
const RULINGS: DrawnKind = kind("ruling lines", "red", [230, 30, 30], [220, 0], 1.2, 0.0);
const CELLS: DrawnKind = kind("cells", "green", [0, 150, 60], [255, 0], 0.8, 1.6);
const LABELS: DrawnKind = kind("labels found", "orange", [255, 140, 0], [255, 50], 0.8, -0.5);
const VALUES: DrawnKind = kind("values read", "violet", [150, 0, 200], [255, 40], 0.8, 0.3);
/// In the order of drawing.
const KINDS: [DrawnKind; 5] = [GLYPHS, RULINGS, CELLS, LABELS, VALUES];

const fn kind(
    name: &'static str,
    color_name: &'static str,
    color: [u8; 3],
    [line, fill]: [u8; 2],
    width: f64,
    inset: f64,
) -> DrawnKind {
    DrawnKind { name, color_name, color, line, fill, width, inset }
}

/// A page with all that is to be drawn on it.
struct PageOverlay {
    page: u32,
    /// How much larger small print is drawn.
    enlargement: f32,
    marks: [Vec<Rect>; 5],
    counts: String,
}

/// Draws the pages, and says which color is what and which files there are.
pub(super) fn view(
    engine: &Engine,
    drawing: &DrawingTarget,
    bytes: &[u8],
    views: Vec<PageView>,
) -> Result<View, Failure> {
    let (boxes, missing) = boxes::find(engine, bytes);
    let overlays: Vec<PageOverlay> = views.into_iter().map(|view| overlay(view, &boxes)).collect();
    let scales: Vec<(u32, f32)> = overlays.iter().map(|overlay| (overlay.page, SCALE * overlay.enlargement)).collect();
    let scale = move |page| scales.iter().find(|(known, _)| *known == page).map(|(_, scale)| *scale);
    let mut overlays = overlays.into_iter();
    let draw = move |rendering: Rendering| {
        let (page, is_drawn, overlay) = (rendering.page, rendering.is_drawn, overlays.next());
        let counts = overlay.as_ref().map(|overlay| overlay.counts.clone()).unwrap_or_default();
        (page, is_drawn, counts, drawn(rendering, overlay.as_ref()))
    };
    let pages = rendered(bytes, engine.options(), scale, draw)?;
    let mut view = View { text: legend().into_bytes(), ..View::default() };
    for (page, is_drawn, counts, png) in pages {
        let png = png.map_err(|error| Failure::new(Reason::Panic, format!("page {page} can't be drawn: {error}")))?;
        let name = format!("{}-p{page:03}.png", drawing.stem);
        let doubt = if is_drawn { "" } else { "; the page itself could not be drawn" };
        let file = slashed(&Path::new(&drawing.folder).join(&name));
        view.text.extend(format!("{file}: {counts}{doubt}\n").bytes());
        view.files.push((name, png));
        view.is_partial |= !is_drawn;
    }
    if let Some(failure) = missing {
        view.text.extend(format!("no values: {failure}\n").bytes());
    }
    Ok(view)
}

fn legend() -> String {
    KINDS.iter().map(|kind| format!("{:10}  {}\n", kind.color_name, kind.name)).collect()
}

fn overlay(view: PageView, boxes: &Boxes) -> PageOverlay {
    let on_page = |boxes: &[PageBox]| -> Vec<Rect> {
        boxes.iter().filter(|(page, _)| *page == view.page).map(|(_, bbox)| *bbox).collect()
    };
    let (labels, values) = (on_page(&boxes.labels), on_page(&boxes.values));
    let counts = format!("{}, {} labels, {} values", view.counts(), labels.len(), values.len());
    let cells = view.tables.into_iter().flatten().map(|cell| cell.bbox).collect();
    let marks = [view.glyphs, view.rulings, cells, once_each(&labels), once_each(&values)];
    PageOverlay { page: view.page, enlargement: view.enlargement, marks, counts }
}

/// Several values may be read from one place; their areas would cover the text.
fn once_each(rects: &[Rect]) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::with_capacity(rects.len());
    for rect in rects {
        if !out.contains(rect) {
            out.push(*rect);
        }
    }
    out
}

/// The bytes of the PNG file.
fn drawn(rendering: Rendering, overlay: Option<&PageOverlay>) -> io::Result<Vec<u8>> {
    let mut pixmap = rendering.pixmap;
    let mut context = RenderContext::new(pixmap.width(), pixmap.height());
    context.set_transform(Affine::scale(f64::from(rendering.scale)));
    if let Some(overlay) = overlay {
        for (kind, rects) in KINDS.iter().zip(&overlay.marks) {
            rects.iter().for_each(|rect| mark(&mut context, kind, *rect, f64::from(overlay.enlargement)));
        }
    }
    context.flush();
    let settings = RasterizerSettings { target_init: TargetInit::SrcOver, ..RasterizerSettings::default() };
    context.render_with(&mut pixmap, &mut Resources::default(), settings);
    pixmap.into_png().map_err(io::Error::other)
}

fn mark(context: &mut RenderContext, kind: &DrawnKind, rect: Rect, enlargement: f64) {
    let (width, inset) = (kind.width / enlargement, kind.inset / enlargement);
    let area = Area::new(rect.x0.into(), rect.y0.into(), rect.x1.into(), rect.y1.into());
    // Insets that would turn a small rectangle inside out are left out.
    let fits = area.width().min(area.height()) > 3.0 * inset;
    let area = if fits { area.inset(-inset) } else { area };
    if kind.fill > 0 {
        context.set_paint(color(kind.color, kind.fill));
        context.fill_rect(&area);
    }
    context.set_paint(color(kind.color, kind.line));
    if area.width() < DOT || area.height() < DOT {
        context.fill_rect(&area.inflate(width / 2.0, width / 2.0));
    } else {
        context.set_stroke(Stroke::new(width));
        context.stroke_rect(&area);
    }
}

fn color([red, green, blue]: [u8; 3], alpha: u8) -> AlphaColor<Srgb> {
    AlphaColor::from_rgba8(red, green, blue, alpha)
}
