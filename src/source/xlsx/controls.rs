//! Check boxes and option buttons that float over a sheet, from its drawing in VML, which Excel and LibreOffice write
//! for every form control.
//!
//! A control is read into the cell it stands on, before the cell's own text: mark and caption. The cell that Excel
//! links to it, and that says TRUE or FALSE, is no text of the form.

use super::sheet::{Read, reference};
use crate::document::Script;
use crate::failure::Failure;
use crate::source::flow::Text;
use crate::source::spreadsheet::SheetCell;
use crate::source::symbol::check_box;
use crate::source::xml::{Node, Xml};

/// Controls of a sheet that are read; the longest form has some hundred boxes.
const CONTROLS: usize = 2000;
/// Points in a pixel: anchors are counted in pixels, heights in points.
const PIXEL: f32 = 0.75;

/// A check box or option button.
#[derive(Debug, Default)]
pub struct Control {
    is_box: bool,
    ticked: bool,
    caption: String,
    /// First column, offset in it, first row, offset in it, and the same for the last.
    anchor: Vec<i64>,
    link: Option<(u32, u32)>,
}

/// Reads the controls of a drawing.
///
/// # Errors
/// When the drawing is damaged beyond what Excel itself writes.
pub fn read(text: &str, part: &str) -> Result<Vec<Control>, Failure> {
    let mut controls = Vec::new();
    // Excel writes `<br>` into captions and leaves it open: what is no XML is made such first.
    let text = text.replace("<br>", "\n");
    let mut xml = Xml::new(&text, part);
    let mut current = Control::default();
    let mut reading = "";
    while let Some(node) = xml.next()? {
        match node {
            Node::Open(tag) => match tag.name() {
                "shape" => current = Control::default(),
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
                "shape" if current.is_box && controls.len() < CONTROLS => controls.push(std::mem::take(&mut current)),
                "textbox" | "Anchor" | "Checked" | "FmlaLink" => reading = "",
                _ => {}
            },
        }
    }
    Ok(controls)
}

impl Control {
    fn take(&mut self, what: &str, text: &str) {
        match what {
            "caption" => {
                // VML wraps captions for its own layout, not for the reader.
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                self.caption.push_str(&words);
            }
            "anchor" => self.anchor = text.split(',').filter_map(|number| number.trim().parse().ok()).collect(),
            "checked" => self.ticked = text.trim() == "1",
            "link" => self.link = reference(text.rsplit('!').next().unwrap_or_default()),
            _ => {}
        }
    }

    /// The cell that the control stands on. Most begin a little above the row they belong to: the row that holds more
    /// of the control counts.
    fn cell(&self, sheet: &Read) -> Option<(u32, u32)> {
        let [column, _, row, offset, _, _, last_row, last_offset] = self.anchor.as_slice() else { return None };
        let (row, last_row) = (u32::try_from(*row).ok()?, u32::try_from(*last_row).ok()?);
        let above = sheet.height(row) - *offset as f32 * PIXEL;
        let below = if last_row > row + 1 { f32::MAX } else { *last_offset as f32 * PIXEL };
        let row = if last_row > row && below > above { row + 1 } else { row };
        Some((row, u32::try_from(*column).ok()?))
    }
}

/// Writes controls into the cells they stand on.
pub fn place(mut controls: Vec<Control>, read: &mut Read) {
    let left = |control: &Control| (control.anchor.first().copied(), control.anchor.get(1).copied());
    controls.sort_by_key(left);
    let linked: Vec<(u32, u32)> = controls.iter().filter_map(|control| control.link).collect();
    for cell in &mut read.sheet.cells {
        let is_state =
            cell.text.as_ref().is_some_and(|text| matches!(text.as_str(), "TRUE" | "FALSE") || is_number(text));
        if is_state && linked.contains(&(cell.row, cell.column)) {
            cell.text = None;
        }
    }
    let mut placed: Vec<((u32, u32), Text)> = Vec::new();
    for control in &controls {
        let Some(at) = control.cell(read).map(|at| anchor_of(at, read)) else { continue };
        let index = placed.iter().position(|(other, _)| *other == at).unwrap_or_else(|| {
            placed.push((at, Text::default()));
            placed.len() - 1
        });
        let Some((_, text)) = placed.get_mut(index) else { continue };
        if text.len() > 0 {
            text.push(" ", Script::Normal);
        }
        let literal = if control.ticked { "Checkbox checked" } else { "Checkbox" };
        text.push_literal(check_box(control.ticked), literal, Script::Normal);
        text.push(&control.caption, Script::Normal);
    }
    for ((row, column), text) in placed {
        insert(row, column, text, read);
    }
}

/// Option buttons are linked to a cell with the number of the chosen one.
fn is_number(text: &Text) -> bool {
    text.as_str().parse::<u32>().is_ok()
}

/// The top left cell of the merged area that a cell is in.
fn anchor_of((row, column): (u32, u32), read: &Read) -> (u32, u32) {
    let merge = read.sheet.merges.iter().find(|merge| merge.holds(row, column));
    merge.map_or((row, column), |merge| (merge.rows.0, merge.columns.0))
}

fn insert(row: u32, column: u32, mut text: Text, read: &mut Read) {
    let cells = &mut read.sheet.cells;
    match cells.iter_mut().find(|cell| (cell.row, cell.column) == (row, column)) {
        Some(cell) => {
            if let Some(own) = &cell.text {
                text.push(" ", Script::Normal);
                text.append(own);
            }
            cell.text = Some(text);
        }
        None => cells.push(SheetCell { row, column, text: Some(text), ..SheetCell::default() }),
    }
}
