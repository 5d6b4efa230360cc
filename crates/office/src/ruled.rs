//! Text with ruled tables, as `pandoc -t plain` writes them: rows of dashes that show where columns begin and end, or grids of
//! `+---+` and `|`. Their cells are what the rules say, so nothing about them is guessed.

mod dashes;
mod grid;

use super::budget::{Budget, Supply};
use super::layout::line::Measure;
use super::lines::lines;
use super::markup;
use crate::document::{Block, Cell, Document, Extent, Place, Script, Span, Table};
use crate::failure::Failure;

/// Most columns of a table: more than a page has room for.
const MOST_COLUMNS: usize = 64;

/// Measures by which rules are drawn, the likeliest first.
const MEASURES: [Measure; 4] = [Measure::Width, Measure::NarrowMoney, Measure::WideWidth, Measure::Characters];

/// What such a program writes for the bullet of a list's entry.
const BULLET: &str = "-   ";

/// The columns of the widest character.
const WIDEST: usize = 2;

/// A table found in lines: its cells, and the line behind it.
struct RuledTable<'t> {
    cells: Vec<RuledCell<'t>>,
    end: usize,
}

/// A cell: the lines of its text with their indices.
#[derive(Default)]
struct RuledCell<'t> {
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
    lines: Vec<(usize, &'t str)>,
    /// The columns that a line of it has room for, where words that are longer were cut, and how they count.
    room: Option<(usize, Measure)>,
}

impl RuledCell<'_> {
    /// Whether a line goes on a word that was longer than the cell is wide: such a word's rest fills whole lines.
    fn goes_on(&self, text: &str) -> bool {
        self.room.is_some_and(|(room, measure)| !text.contains(' ') && measure.of_text(text) + WIDEST > room)
    }
}

/// Cuts text with ruled tables into tables and paragraphs; `None` for other text.
///
/// # Errors
/// When there are more cells and paragraphs than the limit.
pub(super) fn blocks(text: &str, budget: &Budget) -> Result<Option<Document>, Failure> {
    if !text.contains("---") {
        return Ok(None);
    }
    let lines: Vec<&str> = lines(text).collect();
    let mut document = Document { is_ruled: true, ..Document::new("text/plain") };
    let (mut at, mut has_tables, mut before) = (0, false, 0);
    // Behind the lines of what looked like a grid and was none.
    let mut tried = 0;
    while at < lines.len() {
        let grid = if at < tried { Err(tried) } else { grid::read(&lines, at) };
        let found = grid.map_err(|end| tried = end).ok().or_else(|| dashes::read(&lines, at, before));
        let Some(found) = found else {
            at += 1;
            continue;
        };
        let first = found.cells.iter().flat_map(|cell| &cell.lines).map(|(line, _)| *line).min().unwrap_or(at);
        paragraphs(&mut document, &lines, before..first.min(at), budget)?;
        budget.charge(Supply::Cells, found.cells.len() as u64)?;
        let cells = found.cells.iter().filter_map(|found| cell(&mut document, found)).collect();
        document.blocks.push(Block::Table(Table { cells }));
        has_tables = true;
        (at, before) = (found.end, found.end);
    }
    paragraphs(&mut document, &lines, before..lines.len(), budget)?;
    Ok(has_tables.then_some(document))
}

/// Whether a text has a line that is the border of a grid.
pub(super) fn has_grid(text: &str) -> bool {
    lines(text).any(|line| grid::is_border(line.trim()))
}

fn paragraphs(
    document: &mut Document,
    lines: &[&str],
    range: std::ops::Range<usize>,
    budget: &Budget,
) -> Result<(), Failure> {
    for (line, number) in lines.get(range.clone()).unwrap_or_default().iter().zip(range.start..) {
        let span = markup::push(document, line.trim(), place(number));
        if !span.is_empty() {
            document.blocks.push(Block::Paragraph(span));
            budget.charge(Supply::Cells, 1)?;
        }
    }
    Ok(())
}

/// Writes a cell; none where it holds no text.
fn cell(document: &mut Document, found: &RuledCell<'_>) -> Option<Cell> {
    let start = document.text.len();
    for (index, (line, text)) in found.lines.iter().enumerate() {
        if index > 0 {
            // Such a program ends lines at spaces, but for words that have no room on one.
            let is_next = found.lines.get(index - 1).is_some_and(|(above, _)| above + 1 == *line);
            let gap = if is_next && found.goes_on(text) { "" } else { " " };
            document.push_literal(gap, "\n", place(*line), Script::Normal);
        }
        let entry = text.strip_prefix(BULLET);
        if entry.is_some() {
            document.push_literal("・", BULLET, place(*line), Script::Normal);
        }
        markup::push(document, entry.unwrap_or(text), place(*line));
    }
    let span = Span::new(start, document.text.len());
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    (!span.is_empty()).then_some(Cell {
        row: number(found.row),
        column: number(found.column),
        row_span: number(found.row_span),
        column_span: number(found.column_span),
        span,
        extent: Extent::Drawn,
    })
}

/// The place of the line with an index.
fn place(index: usize) -> Place {
    Place::Line(u32::try_from(index + 1).unwrap_or(u32::MAX))
}

/// The text of a line between two columns; a wide character that begins before the end belongs to it.
fn between(line: &str, measure: Measure, start: usize, end: usize) -> &str {
    let mut column = 0;
    let (mut first, mut last) = (line.len(), line.len());
    for (at, c) in line.char_indices() {
        if column >= start && first == line.len() {
            first = at;
        }
        if column >= end {
            last = at;
            break;
        }
        column += measure.of(c);
    }
    line.get(first..last).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let document = blocks(text, &Budget::default()).unwrap().unwrap();
        let text = |span: Span| span.of(&document.text).to_owned();
        let blocks = document.blocks.iter().flat_map(|block| match block {
            Block::Paragraph(span) => vec![text(*span)],
            Block::Table(table) => table
                .cells
                .iter()
                .map(|cell| {
                    format!("{}+{}.{}+{} {}", cell.row, cell.row_span, cell.column, cell.column_span, text(cell.span))
                })
                .collect(),
        });
        blocks.collect()
    }

    #[test]
    fn rules_show_columns() {
        let text = "\
表題

  ------------------------------
  機関名      みなと
  ----------- ------------------
  住所        横浜市中区本町
              三丁目

  電話        045-555-0123
  ------------------------------

  No   項目     済
  ---- -------- ----
  1.   定める   ■

後";
        assert_eq!(
            shown(text),
            [
                "表題",
                "0+1.0+1 機関名",
                "0+1.1+1 みなと",
                "1+1.0+1 住所",
                "1+1.1+1 横浜市中区本町 三丁目",
                "2+1.0+1 電話",
                "2+1.1+1 045-555-0123",
                "0+1.0+1 No",
                "0+1.1+1 項目",
                "0+1.2+1 済",
                "1+1.0+1 1.",
                "1+1.1+1 定める",
                "1+1.2+1 ■",
                "後"
            ]
        );
    }

    #[test]
    fn words_that_have_no_room_are_cut() {
        let text = "\
+------------+------------------+
| 代行機     | 株式会           |
| 関コード   | 社みなと健康支援 |
|            | 横浜             |
+------------+------------------+
| 固定費     | ￥22,000          |
+------------+------------------+";
        assert_eq!(
            shown(text),
            ["0+1.0+1 代行機 関コード", "0+1.1+1 株式会社みなと健康支援 横浜", "1+1.0+1 固定費", "1+1.1+1 ￥22,000"]
        );
    }

    #[test]
    fn wide_characters_push_the_border_of_a_narrow_column() {
        let text = "\
+---+--------+----+
| N | 項目   | 済 |
| o |        |    |
+===+========+====+
| 組 |       |    |
| 織 |       |    |
+---+--------+----+
| 1 | 定める | ○ |
+---+--------+----+";
        assert_eq!(
            shown(text),
            ["0+1.0+1 No", "0+1.1+1 項目", "0+1.2+1 済", "1+1.0+1 組織", "2+1.0+1 1", "2+1.1+1 定める", "2+1.2+1 ○"]
        );
    }

    #[test]
    fn grids_show_merged_cells() {
        let text = "\
+------+------+----+
| 基本 | 名称 | 甲 |
|      +------+----+
| 情報 | 住所 | 乙 |
+------+------+----+
| 後の行      | 丙 |
+-------------+----+";
        assert_eq!(
            shown(text),
            [
                "0+2.0+1 基本 情報",
                "0+1.1+1 名称",
                "0+1.2+1 甲",
                "1+1.1+1 住所",
                "1+1.2+1 乙",
                "2+1.0+2 後の行",
                "2+1.2+1 丙"
            ]
        );
    }
}
