//! Form fields: check boxes and radio buttons become marks, text fields without an appearance their value.
//!
//! ISO 32000-1, 12.7: a widget is an annotation; its field's type, flags and value may stand in a parent.

use super::device::text_string;
use crate::document::Rect;
use crate::source::pdf::page::geometry::{Area, from_kurbo};
use crate::source::pdf::page::ink::Glyph;
use hayro_syntax::object::{Array, Dict, Name, Object, Rect as PdfRect, String as PdfString};
use hayro_syntax::page::Page;
use kurbo::Affine;

/// How many parents of a field are asked: a chain longer than this is a loop.
const PARENTS: usize = 16;
/// Annotation flags (12.5.3): hidden, and not shown on screen.
const UNSEEN: u32 = 1 << 1 | 1 << 5;
/// Field flag of buttons that only do something (12.7.4.2).
const PUSH_BUTTON: u32 = 1 << 16;
/// The widths of characters in a text field's value, in em, where no appearance tells: half for ASCII, else full.
const HALF: f32 = 0.5;

/// What a page's widgets show.
#[derive(Debug, Default)]
pub struct Widgets {
    /// Marks of buttons, and values that have no appearance of their own.
    pub glyphs: Vec<Glyph>,
    /// The areas of buttons: what their appearances draw there is the mark already.
    pub buttons: Vec<Rect>,
    /// Whether any annotation has an appearance to be interpreted.
    pub appearances: bool,
}

/// Reads the page's annotations. `transform` leads from user space to the page as it is displayed.
pub fn read(page: &Page<'_>, transform: Affine) -> Widgets {
    let mut widgets = Widgets::default();
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return widgets };
    for annotation in annotations.iter::<Dict<'_>>() {
        widgets.appearances |= annotation.contains_key("AP");
        let Some(rect) = annotation.get::<PdfRect>("Rect") else { continue };
        let area = from_kurbo(transform.transform_rect_bbox(kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1)));
        let seen = annotation.get::<u32>("F").unwrap_or_default() & UNSEEN == 0;
        if seen
            && area.is_finite()
            && annotation.get::<Name<'_>>("Subtype").is_some_and(|name| name.as_ref() == b"Widget")
        {
            widget(&annotation, area, &mut widgets);
        }
    }
    widgets
}

fn widget(dict: &Dict<'_>, area: Rect, out: &mut Widgets) {
    match inherited::<Name<'_>>(dict, "FT").as_deref() {
        Some(b"Btn") if inherited::<u32>(dict, "Ff").unwrap_or_default() & PUSH_BUTTON == 0 => {
            out.buttons.push(area);
            out.glyphs.push(Glyph::mark(if is_on(dict) { '☑' } else { '☐' }, square(area)));
        }
        Some(b"Tx") if !dict.contains_key("AP") => out.glyphs.extend(value(dict, area)),
        _ => {}
    }
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

/// A text field's value as glyphs, when nothing else shows it.
fn value(dict: &Dict<'_>, area: Rect) -> Vec<Glyph> {
    let Some(text) = inherited::<PdfString<'_>>(dict, "V").map(|value| text_string(value.as_bytes())) else {
        return Vec::new();
    };
    let width = |c: char| if c.is_ascii() { HALF } else { 1.0 };
    let total: f32 = text.chars().map(width).sum::<f32>().max(1.0);
    let size = (area.width() / total).min(area.height());
    let mut x0 = area.x0;
    let y0 = area.center().1 - size / 2.0;
    let glyph = |text: char| {
        let bbox = Rect { x0, y0, x1: x0 + width(text) * size, y1: y0 + size };
        x0 = bbox.x1;
        Glyph { run: 0, ..Glyph::mark(text, bbox) }
    };
    text.chars().filter(|c| !c.is_control()).map(glyph).collect()
}
