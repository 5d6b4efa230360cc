//! Markdown: a source. Pipe tables become tables, other lines paragraphs; what only sets the text is left away
//! ([`inline`]). Positions are line numbers, as for plain text.

mod inline;

use super::budget::{Budget, Supply};
use super::flow::{self, Flow, Grid, GridCell, Text};
use super::media_type;
use crate::diagnostic::Code;
use crate::document::{Document, Notice, Place};
use crate::failure::Failure;
use std::iter::Peekable;

/// Columns that a table may have; rows with more are read as far as this.
const COLUMNS: usize = 1000;

/// Reads a Markdown text.
///
/// # Errors
/// When it has more cells and paragraphs than the limit.
pub fn read(text: &str, budget: &Budget) -> Result<Document, Failure> {
    let mut reader = MarkdownReader { budget, flows: Vec::new(), struck: false };
    let mut lines = text.trim_start_matches('\u{feff}').lines().zip(1..).peekable();
    while let Some((line, number)) = lines.next() {
        if is_row(line) && lines.peek().is_some_and(|(next, _)| is_delimiter(next)) {
            lines.next();
            reader.table((line, number), &mut lines)?;
        } else {
            reader.paragraph(line, number)?;
        }
    }
    let mut document = Document::new(media_type::MARKDOWN);
    flow::write(reader.flows, &mut document);
    if reader.struck {
        let message = "text that is struck through".to_owned();
        document.notices.push(Notice { code: Code::SourceStruckLeftOut, message });
    }
    Ok(document)
}

/// Whether a line can be a row of a table.
pub fn is_row(line: &str) -> bool {
    line.contains('|')
}

/// Whether a line is the one of dashes below a table's first row: `|---|:-:|`.
pub fn is_delimiter(line: &str) -> bool {
    // Most lines have no bar at all.
    if memchr::memchr(b'|', line.as_bytes()).is_none() {
        return false;
    }
    let is_dashes = |cell: &str| {
        let dashes = cell.trim().trim_matches(':');
        !dashes.is_empty() && dashes.bytes().all(|byte| byte == b'-')
    };
    line.trim().trim_matches('|').split('|').all(is_dashes)
}

struct MarkdownReader<'a> {
    budget: &'a Budget,
    flows: Vec<Flow>,
    struck: bool,
}

impl MarkdownReader<'_> {
    /// Reads a table: its first row, and the rows behind the dashes.
    fn table<'l>(
        &mut self,
        first: (&'l str, u32),
        lines: &mut Peekable<impl Iterator<Item = (&'l str, u32)>>,
    ) -> Result<(), Failure> {
        let mut grid = Grid::default();
        let more = std::iter::from_fn(|| lines.next_if(|(line, _)| is_row(line)));
        for (row, (line, number)) in (0..).zip(std::iter::once(first).chain(more)) {
            for (column, cell) in (0..).zip(cells(line).into_iter().take(COLUMNS)) {
                self.budget.charge(Supply::Cells, 1)?;
                let text = self.inline(&cell);
                let content = if text.is_blank() { Vec::new() } else { vec![Flow::Text(Place::Line(number), text)] };
                grid.cells.push(GridCell { row, column, row_span: 1, column_span: 1, content });
            }
        }
        self.flows.push(Flow::Table(grid));
        Ok(())
    }

    fn paragraph(&mut self, line: &str, number: u32) -> Result<(), Failure> {
        let (label, rest) = unmark(line);
        if rest.is_empty() {
            return Ok(());
        }
        self.budget.charge(Supply::Cells, 1)?;
        let text = self.inline(rest);
        let text = match label {
            Some(label) => text.labelled(label),
            None => text,
        };
        self.flows.push(Flow::Text(Place::Line(number), text));
        Ok(())
    }

    fn inline(&mut self, text: &str) -> Text {
        inline::read(text, &mut self.struck)
    }
}

/// The cells of a row. A pipe behind a backslash or within code belongs to its cell.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let (mut escaped, mut code) = (false, false);
    for character in line.chars() {
        if character == '|' && !escaped && !code {
            cells.push(String::new());
            continue;
        }
        code ^= character == '`' && !escaped;
        escaped = character == '\\' && !escaped;
        if let Some(cell) = cells.last_mut() {
            cell.push(character);
        }
    }
    // What stands behind the last pipe is no cell.
    cells.pop_if(|last| last.trim().is_empty());
    cells.iter().map(|cell| cell.trim().replace("\\|", "|")).collect()
}

/// A line without what says that it is a heading, a quotation, an entry of a list; and the entry's bullet.
fn unmark(line: &str) -> (Option<&'static str>, &str) {
    let line = line.trim().trim_start_matches('>').trim_start();
    let heading = line.trim_start_matches('#');
    if heading.len() < line.len() && heading.starts_with([' ', '\u{3000}']) {
        return (None, heading.trim().trim_end_matches('#').trim_end());
    }
    let is_rule =
        ["-", "*", "_", "="].iter().any(|mark| line.len() > 2 && line.replace([' '], "").replace(mark, "").is_empty());
    if is_rule || line.starts_with("```") || line.starts_with("~~~") {
        return (None, "");
    }
    match ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet)) {
        Some(entry) => (Some(flow::BULLET), entry.trim_start()),
        None => (None, line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Block;

    fn read(text: &str) -> Document {
        super::read(text, &Budget::default()).unwrap()
    }

    #[test]
    fn tables_and_paragraphs() {
        let document = read(
            "# 概要\n\n| 基本情報 | 機関名^注1)^ | **株式会社** A\\|B |\n|---|:-:|--|\n| | 電話<br>番号 | 03 |\n- 注",
        );
        let texts: Vec<&str> = document
            .blocks
            .iter()
            .flat_map(|block| match block {
                Block::Paragraph(span) => vec![span.of(&document.text)],
                Block::Table(table) => table.cells.iter().map(|cell| cell.span.of(&document.text)).collect(),
            })
            .collect();
        assert_eq!(texts, ["概要", "基本情報", "機関名注1)", "株式会社 A|B", "電話\n番号", "03", "・注"]);
        let Block::Table(table) = &document.blocks[1] else { panic!("a table") };
        let positions: Vec<(u32, u32)> = table.cells.iter().map(|cell| (cell.row, cell.column)).collect();
        assert_eq!(positions, [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2)]);
        assert!(document.runs.iter().any(|run| run.place == Place::Line(5)));
    }

    #[test]
    fn a_rule_is_no_table() {
        assert!(is_delimiter("| --- | :---: |"));
        assert!(!is_delimiter("---"));
        assert!(!is_delimiter("| | |"));
        assert_eq!(read("a | b\nc").blocks.len(), 2);
    }
}
