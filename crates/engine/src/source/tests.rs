//! Tests of the sources with markup: what the parity set reads as, format by format, and what hostile input does.

mod excel;
mod hostile;
mod page;
mod parity;
mod word;

use crate::document::{Block, Cell, Document};
use std::io::Write;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A ZIP archive of the given parts.
fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The texts of a document as rows: a paragraph is a row of its own.
fn rows(document: &Document) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => rows.push(vec![span.of(&document.text).to_owned()]),
            Block::Table(table) => {
                for row in table.cells.chunk_by(|one, other| one.row == other.row) {
                    rows.push(row.iter().map(|cell| cell.span.of(&document.text).to_owned()).collect());
                }
            }
        }
    }
    rows
}

/// Position, spans and text of every cell of the document's tables.
fn cells(document: &Document) -> Vec<(u32, u32, u32, u32, &str)> {
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Paragraph(_) => None,
    });
    let cell = |cell: &Cell| (cell.row, cell.column, cell.row_span, cell.column_span, cell.span.of(&document.text));
    tables.flat_map(|table| table.cells.iter().map(cell)).collect()
}

/// Whether the document says all of the given notices, by code.
fn says(document: &Document, code: crate::diagnostic::Code) -> bool {
    document.notices.iter().any(|notice| notice.code == code)
}
