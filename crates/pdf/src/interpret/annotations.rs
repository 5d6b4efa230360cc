//! Annotations: form fields, text that was typed over the page, and what was drawn or stamped on it.
//!
//! ISO 32000-1, 12.5 and 12.7. Check boxes become marks; text fields, lists and typed text without an appearance become their text;
//! strokes of the pen, circles and stamps are kept as [`Pen`]s, for the page to tell what they mark.

use super::device::text_string;
use super::typed::{self, Typed};
use crate::budget::{Budget, Supply};
use crate::document::Rect;
use crate::page::geometry::{Area, around, from_kurbo};
use crate::page::ink::Glyph;
use crate::page::ink::Pen;
use crate::spend::spend;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page;
use kurbo::{Affine, Point};

/// How many parents of a field are asked: a chain longer than this is a loop.
const PARENTS: usize = 16;
/// Annotation flags (12.5.3): hidden, and not shown on screen.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// Field flag of buttons that only do something (12.7.4.2).
const PUSH_BUTTON: u32 = 1 << 16;
/// Field flag of text fields of several lines (12.7.4.3).
const MULTILINE: u32 = 1 << 12;
/// How many annotations of a page are read, and how many strokes of one: forms have some hundreds of fields.
const MOST: usize = 4096;
/// A stroke that ends nearer to its beginning than this, as a share of its extent, is a loop.
const LOOP: f64 = 0.35;

/// What a page's annotations show.
#[derive(Debug, Default)]
pub struct Annotations {
    /// Marks of buttons.
    pub marks: Vec<Glyph>,
    /// Texts, with the areas in which their appearances stand, if they have any.
    pub typed: Vec<Typed>,
    /// The areas of buttons: what their appearances draw there is the mark already.
    pub buttons: Vec<Rect>,
    /// The areas of stamps and watermarks, whose text is none of the page's.
    pub aside: Vec<Rect>,
    /// What is drawn by hand.
    pub pens: Vec<Pen>,
    /// Whether any annotation has an appearance to be interpreted.
    pub appearances: bool,
}

/// Reads the page's annotations. `transform` leads from user space to the page as it is displayed.
///
/// Each is charged to the budget, as each of its strokes is; where that is spent it unwinds, as the interpreter's device does.
pub fn read(page: &Page<'_>, transform: Affine, budget: &Budget) -> Annotations {
    let mut out = Annotations::default();
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return out };
    let overrules = needs_appearances(page);
    for annotation in annotations.iter::<Dict<'_>>().take(MOST) {
        spend(budget, Supply::Elements, 1);
        out.appearances |= annotation.contains_key("AP");
        let Some(rect) = annotation.get::<PdfRect>("Rect") else { continue };
        let area = from_kurbo(transform.transform_rect_bbox(kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1)));
        let is_seen = annotation.get::<u32>("F").unwrap_or_default() & UNSEEN == 0;
        if let Some(kind) = annotation.get::<Name<'_>>("Subtype").filter(|_| is_seen && area.is_finite()) {
            out.take(&annotation, kind.as_ref(), area, (transform, budget), overrules);
        }
    }
    out
}

/// Whether the fields' appearances are to be made anew from their values (12.7.2): those that are there may be old.
fn needs_appearances(page: &Page<'_>) -> bool {
    let root = page.xref().get::<Dict<'_>>(page.xref().root_id());
    let form = root.and_then(|root| root.get::<Dict<'_>>("AcroForm"));
    form.and_then(|form| form.get::<bool>("NeedAppearances")).unwrap_or_default()
}

impl Annotations {
    fn take(
        &mut self,
        dict: &Dict<'_>,
        kind: &[u8],
        area: Rect,
        (transform, budget): (Affine, &Budget),
        overrules: bool,
    ) {
        let pen = |area, is_loop, may_rest| Pen { area, is_loop, may_rest };
        match kind {
            b"Widget" => self.widget(dict, area, overrules),
            b"FreeText" => self.text(dict, "Contents", area, true, false),
            b"Ink" => {
                self.pens.extend(strokes(dict, transform, budget).unwrap_or_else(|| vec![pen(area, false, false)]))
            }
            b"Circle" => self.pens.push(pen(area, true, false)),
            b"Line" | b"PolyLine" | b"Polygon" | b"Square" | b"StrikeOut" => self.pens.push(pen(area, false, false)),
            b"Stamp" => {
                self.pens.push(pen(area, false, true));
                self.aside.push(area);
            }
            b"Watermark" => self.aside.push(area),
            _ => {}
        }
    }

    fn widget(&mut self, dict: &Dict<'_>, area: Rect, overrules: bool) {
        let flags = inherited::<u32>(dict, "Ff").unwrap_or_default();
        match inherited::<Name<'_>>(dict, "FT").as_deref() {
            Some(b"Btn") if flags & PUSH_BUTTON == 0 => {
                self.buttons.push(area);
                self.marks.push(Glyph::mark(if is_on(dict) { '☑' } else { '☐' }, square(area)));
            }
            Some(b"Tx") => self.text(dict, "V", area, flags & MULTILINE != 0, overrules),
            Some(b"Ch") => self.text(dict, "V", area, false, overrules),
            _ => {}
        }
    }

    fn text(&mut self, dict: &Dict<'_>, key: &str, area: Rect, in_lines: bool, overrules: bool) {
        let Some(text) = inherited::<PdfString<'_>>(dict, key).map(|text| text_string(text.as_bytes())) else { return };
        let style = inherited::<PdfString<'_>>(dict, "DA").and_then(|style| typed::font_size(style.as_bytes()));
        self.typed.extend(Typed::new(&text, area, style, in_lines, overrules));
    }
}

/// The strokes of a pen, each by its own.
fn strokes(dict: &Dict<'_>, transform: Affine, budget: &Budget) -> Option<Vec<Pen>> {
    let strokes = dict.get::<Array<'_>>("InkList")?;
    let pen = |stroke: Array<'_>| {
        let numbers: Vec<f64> = stroke.iter::<f64>().take(MOST).collect();
        spend(budget, Supply::Segments, numbers.len() / 2 + 1);
        let points: Vec<Point> =
            numbers.as_chunks::<2>().0.iter().map(|[x, y]| transform * Point::new(*x, *y)).collect();
        let area = around(points.iter().map(|point| from_kurbo(kurbo::Rect::from_points(*point, *point))))?;
        let closing = points.first()?.distance(*points.last()?);
        let is_loop = closing <= LOOP * f64::from(area.width().max(area.height())) && points.len() > 2;
        area.is_finite().then_some(Pen { area, is_loop, may_rest: false })
    };
    Some(strokes.iter::<Array<'_>>().take(MOST).filter_map(pen).collect())
}

/// An attribute of the field or of the nearest parent that has it.
fn inherited<'a, T>(dict: &Dict<'a>, key: &str) -> Option<T>
where
    T: TryFrom<Object<'a>>,
{
    let mut dict = dict.clone();
    for _ in 0..PARENTS {
        if let Some(found) = dict.get::<Object<'a>>(key).and_then(|object| T::try_from(object).ok()) {
            return Some(found);
        }
        dict = dict.get::<Dict<'a>>("Parent")?;
    }
    None
}

/// Whether a button is on: by its appearance state, without one by its field's value.
fn is_on(dict: &Dict<'_>) -> bool {
    let state = dict.get::<Name<'_>>("AS").or_else(|| inherited::<Name<'_>>(dict, "V"));
    state.is_some_and(|state| state.as_ref() != b"Off" && !state.as_ref().is_empty())
}

/// The square in the middle of an area: the box itself, whatever room the widget takes.
fn square(area: Rect) -> Rect {
    let ((x, y), half) = (area.center(), area.width().min(area.height()) / 2.0);
    Rect { x0: x - half, y0: y - half, x1: x + half, y1: y + half }
}
