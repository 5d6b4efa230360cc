//! Check boxes and option buttons that float over a sheet, from its drawing in VML, which Excel and LibreOffice write
//! for every form control.

use super::sheet::XlsxSheet;
use crate::budget::Budget;
use crate::failure::Failure;
use crate::floating::{CONTROLS, Control, ControlPosition};
use crate::spreadsheet::reference;
use crate::xml::{Node, Xml};

/// Points in a pixel: anchors are counted in pixels, heights in points.
const PIXEL: f32 = 0.75;

/// A shape of the drawing, as far as it has been read.
#[derive(Debug, Default)]
struct DrawnShape {
    is_box: bool,
    control: Control,
    /// First column, offset in it, first row, offset in it, and the same for the last.
    anchor: Vec<i64>,
}

/// Reads the controls of a drawing over the given sheet.
///
/// # Errors
/// When the drawing is damaged beyond what Excel itself writes.
pub fn read(text: &str, part: &str, sheet: &XlsxSheet, budget: &Budget) -> Result<Vec<Control>, Failure> {
    let mut controls = Vec::new();
    // Excel writes `<br>` into captions and leaves it open: what is no XML is made such first.
    let text = text.replace("<br>", "\n");
    let mut xml = Xml::new(&text, part, budget);
    let mut current = DrawnShape::default();
    let mut reading = "";
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "shape" => current = DrawnShape::default(),
                "ClientData" => {
                    let kind = tag.attribute("ObjectType");
                    current.is_box = matches!(kind.as_deref(), Some("Checkbox" | "Radio"));
                }
                "textbox" => reading = "caption",
                "Anchor" => reading = "anchor",
                "Checked" => reading = "checked",
                "FmlaLink" => reading = "link",
                _ => {}
            },
            Node::Text(text) => current.take(reading, &text),
            Node::Close(end) => match end.name() {
                "shape" if current.is_box && controls.len() < CONTROLS => {
                    controls.push(std::mem::take(&mut current).control(sheet));
                }
                "textbox" | "Anchor" | "Checked" | "FmlaLink" => reading = "",
                _ => {}
            },
        }
    }
    Ok(controls)
}

impl DrawnShape {
    fn take(&mut self, what: &str, text: &str) {
        let control = &mut self.control;
        match what {
            "caption" => {
                // VML wraps captions for its own layout, not for the reader.
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                control.caption.push_str(&words);
            }
            "anchor" => self.anchor = text.split(',').filter_map(|number| number.trim().parse().ok()).collect(),
            "checked" => control.ticked = text.trim() == "1",
            "link" => control.link = reference(text.rsplit('!').next().unwrap_or_default()),
            _ => {}
        }
    }

    fn control(self, sheet: &XlsxSheet) -> Control {
        Control { position: self.position(sheet), ..self.control }
    }

    fn position(&self, sheet: &XlsxSheet) -> Option<ControlPosition> {
        let [column, indent, row, offset, _, _, last_row, last_offset] = self.anchor.as_slice() else { return None };
        let row = u32::try_from(*row).ok()?;
        Some(ControlPosition {
            column: u32::try_from(*column).ok()?,
            indent: *indent,
            row,
            above: sheet.height(row) - *offset as f32 * PIXEL,
            last_row: u32::try_from(*last_row).ok()?,
            below: *last_offset as f32 * PIXEL,
        })
    }
}
