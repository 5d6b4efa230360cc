//! The flow: what the readers of formats with markup (Word, spreadsheets, HTML, Markdown) hand over, on its way
//! to a [`Document`].
//!
//! A reader makes texts and grids as its format has them: tables in cells, merged cells, hundreds of columns that
//! nothing but the paper's look asks for. [`write`] makes of them what the phases behind expect: plain tables, in
//! reading order. [`splice`] and [`collapse`] do the geometry.

mod collapse;
mod splice;
mod text;

pub use text::{BULLET, Text, head};

use crate::document::{Block, Cell, Document, Extent, Place, Span, Table};

/// How deep tables may be nested before inner ones are read as the text of their cells. Forms need two or three
/// levels, a layout around them as many again.
pub const NESTING: usize = 16;

/// A piece of what a reader found, in reading order.
#[derive(Debug)]
pub enum Flow {
    /// A paragraph and where it stands.
    Text(Place, Text),
    /// A table.
    Table(Grid),
}

/// A table as its format has it.
#[derive(Debug, Default)]
pub struct Grid {
    /// The cells, in any order, the empty ones included.
    pub cells: Vec<GridCell>,
}

/// A cell of a [`Grid`].
#[derive(Debug)]
pub struct GridCell {
    /// First row it covers, 0-based.
    pub row: u32,
    /// First column it covers, 0-based.
    pub column: u32,
    /// How many rows it covers.
    pub row_span: u32,
    /// How many columns it covers.
    pub column_span: u32,
    /// What stands in it.
    pub content: Vec<Flow>,
}

impl GridCell {
    /// One row behind the last that the cell covers.
    fn row_end(&self) -> u32 {
        self.row.saturating_add(self.row_span.max(1))
    }

    /// One column behind the last that the cell covers.
    fn column_end(&self) -> u32 {
        self.column.saturating_add(self.column_span.max(1))
    }
}

/// Appends what a reader found to the document.
pub fn write(flows: Vec<Flow>, document: &mut Document) {
    for flow in flows {
        match flow {
            Flow::Text(place, text) => paragraphs(&text, place, document),
            Flow::Table(grid) if is_layout(&grid) => {
                for cell in splice::in_reading_order(grid) {
                    write(cell.content, document);
                }
            }
            Flow::Table(grid) => table(grid, document),
        }
    }
}

/// Paragraphs of several lines become one block per line, as in a text source.
fn paragraphs(text: &Text, place: Place, document: &mut Document) {
    for line in text.lines() {
        let span = text.write(line, place, document);
        if !span.is_empty() {
            document.blocks.push(Block::Paragraph(span));
            document.push("\n", place, crate::document::Script::Normal);
        }
    }
}

fn table(grid: Grid, document: &mut Document) {
    let cells = collapse::collapse(splice::splice(grid));
    let mut table = Table { cells: Vec::with_capacity(cells.len()) };
    for (index, cell) in cells.iter().enumerate() {
        let span = cell_text(&cell.content, document);
        if span.is_empty() {
            continue;
        }
        table.cells.push(Cell {
            row: cell.row,
            column: cell.column,
            row_span: cell.row_span,
            column_span: cell.column_span,
            span,
            extent: Extent::Drawn,
        });
        let same_row = cells.get(index + 1).is_some_and(|next| next.row == cell.row);
        if let Some(place) = document.runs.last().map(|run| run.place) {
            document.push(if same_row { "\t" } else { "\n" }, place, crate::document::Script::Normal);
        }
    }
    if !table.cells.is_empty() {
        document.blocks.push(Block::Table(table));
    }
}

/// Writes the paragraphs of a cell as its lines.
fn cell_text(content: &[Flow], document: &mut Document) -> Span {
    let start = document.text.len();
    let mut last = None;
    for flow in content {
        // Tables in cells are gone behind `splice`.
        let Flow::Text(place, text) = flow else { continue };
        if text.is_blank() {
            continue;
        }
        if let Some(place) = last {
            document.push("\n", place, crate::document::Script::Normal);
        }
        text.write(text.trimmed(), *place, document);
        last = Some(*place);
    }
    Span::new(start, document.text.len())
}

/// Whether a table only lays out the page: most of what it holds stands in tables of its cells. Such a table is
/// left away around its content, the others take the tables of their cells into their own grid.
fn is_layout(grid: &Grid) -> bool {
    let nested: usize = grid.cells.iter().flat_map(|cell| &cell.content).map(nested_len).sum();
    nested > 0 && nested * 2 >= grid_len(grid)
}

fn nested_len(flow: &Flow) -> usize {
    match flow {
        Flow::Text(..) => 0,
        Flow::Table(grid) => grid_len(grid),
    }
}

fn grid_len(grid: &Grid) -> usize {
    let len = |flow: &Flow| match flow {
        Flow::Text(_, text) => text.len(),
        Flow::Table(grid) => grid_len(grid),
    };
    grid.cells.iter().flat_map(|cell| &cell.content).map(len).sum()
}
