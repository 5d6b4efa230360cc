//! What stands on a laid-out page: lines, and tables of cells with their lines.

use super::cells::RuledGridCell;
use crate::document::Rect;
use crate::page::geometry::around;
use crate::text::lines::Line;

/// A cell with its text.
#[derive(Debug, Clone, PartialEq)]
pub struct TextCell {
    /// Its place.
    pub cell: RuledGridCell,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A piece of the page's flow.
#[derive(Debug, Clone, PartialEq)]
pub enum PageItem {
    /// A line outside any table.
    Line(Line),
    /// A table's cells, sorted by row and column.
    Table(Vec<TextCell>),
}

impl PageItem {
    /// Where it stands.
    pub fn bbox(&self) -> Rect {
        match self {
            Self::Line(line) => line.bbox,
            Self::Table(cells) => {
                around(cells.iter().map(|cell| cell.cell.bbox)).unwrap_or(Rect { x0: 0.0, y0: 0.0, x1: 0.0, y1: 0.0 })
            }
        }
    }
}
