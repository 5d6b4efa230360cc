//! A document without pages as blocks of text and tables, each cell with what evidence calls its place.

use crate::document::{Block as Source, Document, Place, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShownBlock {
    /// A paragraph.
    Paragraph(ShownCell),
    /// A table: rows of cells.
    Table(Vec<Vec<ShownCell>>),
}

/// A text with its places.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShownCell {
    /// The text.
    pub text: String,
    /// What evidence calls its places: `Sheet1!C7`, `table 2, row 3, cell 1`.
    pub names: BTreeSet<String>,
    /// Its lines, for text sources.
    pub lines: BTreeSet<u32>,
    /// Rows covered.
    pub rows: u32,
    /// Columns covered.
    pub columns: u32,
}

/// The blocks of a document.
pub(super) fn shown(document: &Document) -> Vec<ShownBlock> {
    let block = |block: &Source| match block {
        Source::Paragraph(span) => ShownBlock::Paragraph(cell(document, *span, (1, 1))),
        Source::Table(table) => {
            let rows = table.cells.chunk_by(|one, other| one.row == other.row);
            let of = |row: &[crate::document::Cell]| {
                row.iter().map(|own| cell(document, own.span, (own.row_span, own.column_span))).collect()
            };
            ShownBlock::Table(rows.map(of).collect())
        }
    };
    document.blocks.iter().map(block).collect()
}

fn cell(document: &Document, span: Span, (rows, columns): (u32, u32)) -> ShownCell {
    let mut cell = ShownCell { text: span.of(&document.text).to_owned(), rows, columns, ..ShownCell::default() };
    for (run, _) in document.runs_in(span) {
        if let Place::Line(line) = run.place {
            cell.lines.insert(line);
        }
        cell.names.extend(document.cell_name(run.place));
    }
    cell
}
