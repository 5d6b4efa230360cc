//! The document as a source has made it: block after block, row after row, with places.

use crate::document::{Block, Cell, Document, Span, Table};
use std::io::{self, Write};

/// Prints `table 3, row 2 (line 14) | cell | cell`.
pub(super) fn print(document: &Document, out: &mut impl Write) -> io::Result<()> {
    let pages = document.pages.map(|pages| format!(", {pages} pages")).unwrap_or_default();
    writeln!(out, "{}{pages}", document.media_type)?;
    for notice in &document.notices {
        writeln!(out, "notice {}: {}", notice.code, notice.message)?;
    }
    let mut tables = 0;
    for block in &document.blocks {
        match block {
            Block::Paragraph(span) => {
                writeln!(out, "paragraph{} {}", place(document, *span), one_line(span.of(&document.text)))?;
            }
            Block::Table(table) => {
                tables += 1;
                print_table(document, table, tables, out)?;
            }
        }
    }
    Ok(())
}

fn print_table(document: &Document, table: &Table, number: usize, out: &mut impl Write) -> io::Result<()> {
    for row in table.cells.chunk_by(|a, b| a.row == b.row) {
        let Some(first) = row.first() else { continue };
        let place = row.iter().map(|cell| place(document, cell.span)).find(|place| !place.is_empty());
        write!(out, "table {number}, row {}{}", first.row + 1, place.unwrap_or_default())?;
        for cell in row {
            write!(out, " | {}{}", spans(cell), one_line(cell.span.of(&document.text)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// How far a merged cell reaches: `[2 rows × 3 columns] `.
fn spans(cell: &Cell) -> String {
    match (cell.row_span, cell.column_span) {
        (1, 1) => String::new(),
        (rows, columns) => format!("[{rows} rows × {columns} columns] "),
    }
}

fn place(document: &Document, span: Span) -> String {
    let place = document.runs_in(span).next().map(|(run, _)| document.place_name(run.place));
    place.map(|place| format!(" ({place})")).unwrap_or_default()
}

/// Line breaks inside a cell are shown, so that a row stays a line.
fn one_line(text: &str) -> String {
    text.replace('\n', "⏎")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Script;
    use crate::document::{Extent, Place};

    #[test]
    fn rows_and_paragraphs_have_places() {
        let mut document = Document::new("text/plain");
        let title = document.push("title", Place::Line(1), Script::Normal);
        let cell = |document: &mut Document, text: &str, row, column, column_span| {
            let span = document.push(text, Place::Line(row + 3), Script::Normal);
            Cell { row, column, row_span: 1, column_span, span, extent: Extent::Drawn }
        };
        let cells = vec![
            cell(&mut document, "a\nb", 0, 0, 1),
            cell(&mut document, "c", 0, 1, 1),
            cell(&mut document, "d", 1, 0, 2),
        ];
        document.blocks = vec![Block::Paragraph(title), Block::Table(Table { cells })];
        let mut out = Vec::new();
        print(&document, &mut out).unwrap();
        let shown = String::from_utf8(out).unwrap();
        assert_eq!(
            shown,
            "text/plain\nparagraph (line 1) title\ntable 1, row 1 (line 3) | a⏎b | c\n\
             table 1, row 2 (line 4) | [1 rows × 2 columns] d\n"
        );
    }
}
