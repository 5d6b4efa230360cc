//! Check boxes and option buttons that float over a sheet, whatever file it comes from: which cell each of them marks.
//!
//! A control is read into the cell it stands on, before the cell's own text: mark and caption. The cell that is linked
//! to it, and that says TRUE or FALSE, is no text of the form.

use super::flow::Text;
use super::spreadsheet::{Sheet, SheetCell};
use crate::diagnostic::Code;
use crate::document::{Notice, Script};
use std::collections::BTreeSet;
use yomitori_text::symbol::check_box;

/// Controls of a sheet that are read; the longest form has some hundred boxes.
pub const CONTROLS: usize = 2000;

/// A check box or option button.
#[derive(Debug, Default, Clone)]
pub struct Control {
    /// Whether it is ticked.
    pub ticked: bool,
    /// What is written beside it.
    pub caption: String,
    /// Where it stands, if the file says so.
    pub position: Option<ControlPosition>,
    /// Row and column of the cell that holds its state.
    pub link: Option<(u32, u32)>,
}

/// Where a control stands on its sheet.
#[derive(Debug, Clone, Copy)]
pub struct ControlPosition {
    /// The column that it begins in.
    pub column: u32,
    /// How far in that column it begins, in any unit: it orders the controls of a column.
    pub indent: i64,
    /// The row that it begins in.
    pub row: u32,
    /// How much of its height may lie in that row, in points.
    pub above: f32,
    /// The row that it ends in.
    pub last_row: u32,
    /// How much of its height lies in that row, in points.
    pub below: f32,
}

impl ControlPosition {
    /// The cell that the control stands on. Most begin a little above the row they belong to: the row that holds more
    /// of the control counts.
    fn cell(&self) -> (u32, u32) {
        let next = self.row.saturating_add(1);
        let below = if self.last_row > next { f32::MAX } else { self.below };
        let row = if self.last_row > self.row && below > self.above { next } else { self.row };
        (row, self.column)
    }
}

/// Writes controls into the cells they stand on. Those of which the file does not say where they stand are left out,
/// which the notice tells.
pub fn place(mut controls: Vec<Control>, sheet: &mut Sheet) -> Option<Notice> {
    controls.sort_by_key(|control| control.position.map(|position| (position.column, position.indent)));
    empty_linked(&controls, sheet);
    let mut placed: Vec<((u32, u32), Text)> = Vec::new();
    for control in &controls {
        let Some(at) = control.position.map(|position| anchor_of(position.cell(), sheet)) else { continue };
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
        insert(row, column, text, sheet);
    }
    let lost = controls.iter().filter(|control| control.position.is_none()).count();
    (lost > 0).then(|| Notice {
        code: Code::SourcePartUnread,
        message: format!("check boxes of a sheet that do not say where they stand ({lost})"),
    })
}

/// The cells that hold the states of controls are no text of the form.
fn empty_linked(controls: &[Control], sheet: &mut Sheet) {
    let linked: BTreeSet<(u32, u32)> = controls.iter().filter_map(|control| control.link).collect();
    for cell in &mut sheet.cells {
        let is_state =
            cell.text.as_ref().is_some_and(|text| matches!(text.as_str(), "TRUE" | "FALSE") || is_number(text));
        if is_state && linked.contains(&(cell.row, cell.column)) {
            cell.text = None;
        }
    }
}

/// Option buttons are linked to a cell with the number of the chosen one.
fn is_number(text: &Text) -> bool {
    text.as_str().parse::<u32>().is_ok()
}

/// The top left cell of the merged area that a cell is in.
fn anchor_of((row, column): (u32, u32), sheet: &Sheet) -> (u32, u32) {
    let merge = sheet.merges.iter().find(|merge| merge.holds(row, column));
    merge.map_or((row, column), |merge| (merge.rows.0, merge.columns.0))
}

fn insert(row: u32, column: u32, mut text: Text, sheet: &mut Sheet) {
    let cells = &mut sheet.cells;
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
