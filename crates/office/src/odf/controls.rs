//! Controls that float over a sheet of an OpenDocument spreadsheet: anchored to the sheet or to one of its cells, and
//! placed by distances, so that rows and columns have to be measured.

use super::tracks::{Tracks, points};
use crate::floating::{CONTROLS, Control, ControlPosition};
use crate::xml::Tag;

/// How far before a row or column a control may begin that begins with it, in points: less than a pixel. Distances are
/// rounded when they are written.
const TOLERANCE: f32 = 0.5;
/// Parts of a point that tell one control from another.
const PARTS: f32 = 100.0;

/// A control that floats over a sheet.
#[derive(Debug)]
struct Floating {
    control: Control,
    /// Row and column of the cell that it is anchored to, if not to the sheet as a whole.
    cell: Option<(u32, u32)>,
    /// Where it begins, from the left and the top of what it is anchored to, in points.
    start: Option<(f32, f32)>,
    height: f32,
}

/// The controls of a sheet, and what its rows and columns measure.
#[derive(Debug, Default)]
pub struct Controls {
    /// The rows.
    pub rows: Tracks,
    /// The columns.
    pub columns: Tracks,
    floating: Vec<Floating>,
}

impl Controls {
    /// A control as its tag shows it, anchored to a cell or to the sheet.
    pub fn add(&mut self, control: Control, tag: &Tag<'_>, cell: Option<(u32, u32)>) {
        let length = |name: &str| tag.attribute(name).and_then(|value| points(&value));
        if self.floating.len() < CONTROLS {
            let start = length("x").zip(length("y"));
            self.floating.push(Floating { control, cell, start, height: length("height").unwrap_or_default() });
        }
    }

    /// The controls with their places, once all rows are read.
    pub fn placed(self) -> Vec<Control> {
        let control = |one: &Floating| Control { position: self.position(one), ..one.control.clone() };
        self.floating.iter().map(control).collect()
    }

    /// Where a control stands. One that the file gives no distances stands in the cell that it is anchored to.
    fn position(&self, one: &Floating) -> Option<ControlPosition> {
        self.measured(one).or_else(|| {
            let (row, column) = one.cell?;
            Some(ControlPosition { column, indent: 0, row, above: 0.0, last_row: row, below: 0.0 })
        })
    }

    fn measured(&self, one: &Floating) -> Option<ControlPosition> {
        let (row, column) = one.cell.unwrap_or_default();
        let (x, y) = one.start?;
        let (x, y) = (self.columns.start(column) + x, self.rows.start(row) + y);
        let (left, top) = (self.columns.at(x + TOLERANCE)?, self.rows.at(y + TOLERANCE)?);
        let bottom = self.rows.at(y + one.height).unwrap_or(top);
        Some(ControlPosition {
            column: left.index,
            indent: (left.offset * PARTS) as i64,
            row: top.index,
            above: top.rest,
            last_row: bottom.index,
            below: bottom.offset,
        })
    }
}
