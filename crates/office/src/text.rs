//! The text source: scraped text, with cells parted by tabs where the scraper kept tables.
//!
//! A line with tabs is a row, rows that follow each other are a table, any other line is a paragraph.
//! Markup that scrapers leave in the text (check boxes, raised notes, list tags) is read by [`super::markup`].

use super::budget::{Budget, Supply};
use super::lines::lines;
use super::{boxes, encoding, furniture, heads, layout, markup, ruled, sheets, ticks};
use crate::document::{Block, Cell, Document, Extent, Place, Script, Table};
use crate::failure::{Failure, Reason};

/// Least length of the dashes that rule off a table's row in scraped text.
const LEAST_RULE: usize = 3;

/// A text has about one line, box or note mark in so many bytes.
const BYTES_PER_RUN: usize = 32;

/// Reads a text file.
///
/// # Errors
/// When the bytes are no text, hold no character, or exceed a limit.
pub fn read(bytes: &[u8], budget: &Budget) -> Result<Document, Failure> {
    budget.charge(Supply::Text, bytes.len() as u64)?;
    let (text, notices) = encoding::decode(bytes)?;
    let cleared = furniture::without(&text);
    let text = cleared.as_deref().unwrap_or(&text);
    let headless = heads::without(text);
    let text = headless.as_deref().unwrap_or(text);
    let boxed = boxes::whole(text);
    let text = boxed.as_deref().unwrap_or(text);
    let ticked = ticks::boxed(text);
    let text = ticked.as_ref().map_or(text, |ticked| &ticked.text);
    let unfolded = sheets::unfold(text);
    let text = unfolded.as_ref().map_or(text, |unfolded| &unfolded.text);
    let mut document = match ruled::blocks(text, budget)? {
        Some(document) => document,
        None => match layout::blocks(text, budget)? {
            Some(document) => document,
            None => blocks(text, budget)?,
        },
    };
    let has_tables = || document.blocks.iter().any(|block| matches!(block, Block::Table(_)));
    if document.is_laid_out || !has_tables() {
        document.script_gaps = super::scripts::set_apart(text);
        document.flat = super::flat::document(text, document.is_laid_out).map(Box::new);
    }
    document.lines = match (ticked, unfolded) {
        (Some(ticked), Some(unfolded)) => through(&unfolded.lines, &ticked.lines),
        (Some(ticked), None) => ticked.lines,
        (None, unfolded) => unfolded.map(|unfolded| unfolded.lines).unwrap_or_default(),
    };
    document.notices = notices;
    Ok(document)
}

/// The lines of the input that lines lead to by way of others.
fn through(lines: &[u32], others: &[u32]) -> Vec<u32> {
    let of = |line: &u32| (*line as usize).checked_sub(1).and_then(|at| others.get(at)).copied().unwrap_or(*line);
    lines.iter().map(of).collect()
}

/// Cuts text into blocks.
///
/// # Errors
/// When the text holds no character, or more cells than the limit.
pub fn blocks(text: &str, budget: &Budget) -> Result<Document, Failure> {
    let mut document = Document::new("text/plain");
    document.text.reserve(text.len());
    document.runs.reserve(text.len() / BYTES_PER_RUN);
    let mut table = Table::default();
    let mut row = 0;
    for (line, number) in lines(text).zip(1u32..) {
        let place = Place::Line(number);
        let is_row = memchr::memchr(b'\t', line.as_bytes()).is_some();
        if line.ends_with('\t') {
            document.tabbed_ends.push(number);
        }
        if is_rule(line) {
            // Drawn between rows: neither a row nor the table's end.
        } else if is_row {
            let before = table.cells.len();
            push_row(&mut document, &mut table, row, line, place);
            budget.charge(Supply::Cells, (table.cells.len() - before) as u64)?;
            row += 1;
        } else {
            end_table(&mut document, &mut table);
            row = 0;
            let span = markup::push(&mut document, line.trim(), place);
            if !span.is_empty() {
                document.blocks.push(Block::Paragraph(span));
                budget.charge(Supply::Cells, 1)?;
            }
        }
    }
    end_table(&mut document, &mut table);
    if document.text.trim().is_empty() {
        return Err(Failure::new(Reason::Empty, "the input holds no text"));
    }
    Ok(document)
}

/// A row or line of dashes only, with which scraped text rules off a table.
fn is_rule(line: &str) -> bool {
    const STROKES: [char; 5] = ['-', '=', ':', '|', '+'];
    let is_stroke = |cell: &str| cell.len() >= LEAST_RULE && cell.trim_matches(STROKES).is_empty();
    line.trim_start().starts_with(STROKES) && cells(line).map(str::trim).all(|cell| cell.is_empty() || is_stroke(cell))
}

/// The cells of a row.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\t', line.as_bytes()).chain(std::iter::once(line.len()));
    let mut start = 0;
    ends.map(move |end| line.get(std::mem::replace(&mut start, end + 1)..end).unwrap_or_default())
}

fn push_row(document: &mut Document, table: &mut Table, row: u32, line: &str, place: Place) {
    let has_markup = markup::may_be_in(line);
    for (text, column) in cells(line).zip(0u32..) {
        let text = text.trim();
        let span =
            if has_markup { markup::push(document, text, place) } else { document.push(text, place, Script::Normal) };
        if !span.is_empty() {
            table.cells.push(Cell { row, column, row_span: 1, column_span: 1, span, extent: Extent::Drawn });
        }
    }
}

fn end_table(document: &mut Document, table: &mut Table) {
    if !table.cells.is_empty() {
        // What has room for the cells of one table goes on to the next.
        document.blocks.push(Block::Table(table.clone()));
        table.cells.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let document = blocks(text, &Budget::default()).unwrap();
        document
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(span) => vec![span.of(&document.text).to_owned()],
                Block::Table(table) => table
                    .cells
                    .iter()
                    .map(|cell| format!("{}.{} {}", cell.row, cell.column, cell.span.of(&document.text)))
                    .collect(),
            })
            .collect()
    }

    #[test]
    fn rows_paragraphs_and_rules() {
        assert_eq!(
            shown("題\r\n\r\n名\t株式会社\r\n---\t-----\r\n\t住所\t\n"),
            ["題", "0.0 名", "0.1 株式会社", "1.1 住所"]
        );
        assert_eq!(shown("a\t—件\n"), ["0.0 a", "0.1 —件"]);
        assert_eq!(shown("a\u{c}c"), ["a", "c"]);
    }

    #[test]
    fn nothing_is_said_to_be_nothing() {
        for text in ["", " \n\t\n", "\u{3000}"] {
            assert_eq!(blocks(text, &Budget::default()).unwrap_err().reason, Reason::Empty);
        }
    }
}
