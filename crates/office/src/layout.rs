//! Laid-out text, as `pdftotext -layout` makes it: columns padded with spaces, cells wrapped in their columns.
//!
//! [`line`] cuts lines at wide gaps, [`flow`] tells table lines from running text, [`grid`] finds the columns
//! of a run of table lines, [`table`] its rows, with [`wrap`] saying which lines go on, [`bands`] which lines
//! are a label's and [`figures`] where each line is a row. Lines that make no table stay paragraphs, as in any other text.

mod bands;
mod figures;
mod flow;
mod grid;
pub(super) mod line;
mod table;
mod wrap;

use super::budget::{Budget, Supply};
use super::lines::lines;
use super::markup;
use crate::document::{Block, Cell, Document, Extent, Place, Script, Span, Table};
use crate::failure::Failure;
use flow::{LineKind, SegmentedLine};
use grid::LineGrid;
use line::Measure;
use table::{LaidCell, Votes};
use yomitori_text::notes::is_marks;

/// Of this many lines with text at least one must stand in columns.
const LINES_PER_ALIGNED: usize = 10;

/// Least number of lines that stand in columns.
const LEAST_ALIGNED: usize = 4;

/// Of this many lines with text at most one may hold a tab: tabs part the cells of another kind of text.
const LINES_PER_TAB: usize = 20;

/// Spaces between the two parts of a lone line that make it a row; fewer are a space between words.
const ROW_GAP: usize = 4;

/// How the columns of a text count, if it is laid out in columns.
pub(super) fn measure(text: &str) -> Option<Measure> {
    let (mut written, mut tabs) = (0, 0);
    for line in lines(text) {
        written += usize::from(!line.trim_start().is_empty());
        tabs += usize::from(memchr::memchr(b'\t', line.as_bytes()).is_some());
    }
    if tabs * LINES_PER_TAB > written || !text.contains("  ") {
        return None;
    }
    let aligned = Measure::ALL.map(|measure| aligned(text, measure));
    let most = aligned.iter().copied().max()?;
    let is_laid_out = most >= LEAST_ALIGNED && most * LINES_PER_ALIGNED >= written;
    Measure::ALL.into_iter().zip(aligned).find(|(_, count)| is_laid_out && *count == most).map(|(measure, _)| measure)
}

/// How many lines have a segment that begins where one of such a line above begins, the first ones not counted.
fn aligned(text: &str, measure: Measure) -> usize {
    let mut above: Vec<usize> = Vec::new();
    let mut count = 0;
    for line in lines(text).filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('|')) {
        let starts: Vec<usize> = line::segments(line, measure).iter().skip(1).map(|segment| segment.start).collect();
        count += usize::from(starts.iter().any(|start| above.contains(start)));
        if !starts.is_empty() {
            above = starts;
        }
    }
    count
}

/// Cuts text that is laid out in columns into tables and paragraphs; `None` for other text.
///
/// # Errors
/// When there are more cells and paragraphs than the limit.
pub(super) fn blocks(text: &str, budget: &Budget) -> Result<Option<Document>, Failure> {
    let Some(measure) = measure(text) else { return Ok(None) };
    let read = flow::read(text, measure);
    let runs = runs(&read, measure);
    let votes = vote(&runs);
    let mut writer = LayoutWriter { document: Document::new("text/plain"), budget };
    writer.document.is_laid_out = true;
    writer.document.script_gaps = super::scripts::set_apart(text);
    writer.document.text.reserve(text.len());
    for run in &runs {
        match run {
            LineRun::Paragraph(line) => writer.paragraph(line)?,
            LineRun::Table(grid, asides) => {
                writer.table(&table::cells(grid, &votes, &mut Votes::default()))?;
                for aside in asides {
                    writer.paragraph(aside)?;
                }
            }
        }
    }
    Ok(Some(writer.document))
}

/// What the tables of a text together say about where labels stand in their rows.
fn vote(runs: &[LineRun<'_, '_>]) -> Votes {
    let mut votes = Votes::default();
    for run in runs {
        if let LineRun::Table(grid, _) = run {
            table::cells(grid, &Votes::default(), &mut votes);
        }
    }
    votes
}

/// What the lines make.
enum LineRun<'l, 't> {
    Paragraph(&'l SegmentedLine<'t>),
    /// A table, and what stood between its lines.
    Table(LineGrid<'t>, Vec<&'l SegmentedLine<'t>>),
}

/// Gathers lines into runs.
fn runs<'l, 't>(lines: &'l [SegmentedLine<'t>], measure: Measure) -> Vec<LineRun<'l, 't>> {
    let mut runs = Vec::new();
    let mut table: Vec<(&SegmentedLine<'t>, bool)> = Vec::new();
    let mut asides: Vec<&SegmentedLine<'t>> = Vec::new();
    let mut has_gap = false;
    let (mut page, mut goes_on) = (0, false);
    for line in lines {
        if line.page != page {
            // Each page has columns of its own, though the table may go on.
            end_table(&mut table, &mut asides, measure, goes_on, &mut runs);
            goes_on = matches!(runs.last(), Some(LineRun::Table(..)));
            page = line.page;
        }
        match line.kind {
            LineKind::Blank => has_gap = true,
            LineKind::Aside => asides.push(line),
            LineKind::Table => {
                table.push((line, has_gap));
                has_gap = false;
            }
            LineKind::Paragraph => {
                end_table(&mut table, &mut asides, measure, goes_on, &mut runs);
                goes_on = false;
                runs.push(LineRun::Paragraph(line));
                has_gap = false;
            }
        }
    }
    end_table(&mut table, &mut asides, measure, goes_on, &mut runs);
    runs
}

fn end_table<'l, 't>(
    table: &mut Vec<(&'l SegmentedLine<'t>, bool)>,
    asides: &mut Vec<&'l SegmentedLine<'t>>,
    measure: Measure,
    goes_on: bool,
    runs: &mut Vec<LineRun<'l, 't>>,
) {
    let lines = std::mem::take(table);
    let asides = std::mem::take(asides);
    let grid = if is_row(&lines) { LineGrid::new(&lines, measure, goes_on) } else { None };
    match grid {
        Some(grid) => runs.push(LineRun::Table(grid, asides)),
        None => {
            runs.extend(lines.into_iter().map(|(line, _)| LineRun::Paragraph(line)));
            runs.extend(asides.into_iter().map(LineRun::Paragraph));
        }
    }
}

/// Whether lines are a table: several, or one that is parted widely.
fn is_row(lines: &[(&SegmentedLine<'_>, bool)]) -> bool {
    match lines {
        [] => false,
        [(line, _)] => match line.segments.as_slice() {
            [first, second] => second.start >= first.end + ROW_GAP,
            segments => segments.len() > 2,
        },
        _ => true,
    }
}

struct LayoutWriter<'l> {
    document: Document,
    budget: &'l Budget,
}

impl LayoutWriter<'_> {
    fn paragraph(&mut self, line: &SegmentedLine<'_>) -> Result<(), Failure> {
        let place = Place::Line(line.number);
        let span = if is_marks(line.text) {
            self.document.push(line.text, place, Script::Superscript)
        } else {
            markup::push(&mut self.document, line.text, place)
        };
        self.document.blocks.push(Block::Paragraph(span));
        self.budget.charge(Supply::Cells, 1)
    }

    fn table(&mut self, cells: &[LaidCell<'_>]) -> Result<(), Failure> {
        self.budget.charge(Supply::Cells, cells.len() as u64)?;
        let cells: Vec<Cell> = cells.iter().map(|cell| self.cell(cell)).collect();
        self.document.blocks.push(Block::Table(Table { cells }));
        Ok(())
    }

    fn cell(&mut self, cell: &LaidCell<'_>) -> Cell {
        let start = self.document.text.len();
        for (index, (number, text)) in cell.lines.iter().enumerate() {
            let place = Place::Line(*number);
            if index > 0 {
                self.document.push("\n", place, Script::Normal);
            }
            markup::push(&mut self.document, text, place);
        }
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let span = Span::new(start, self.document.text.len());
        Cell {
            row: number(cell.rows.start),
            column: number(cell.column),
            row_span: number(cell.rows.len()),
            column_span: number(cell.column_span),
            span,
            extent: Extent::Lines { is_open: cell.is_open },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, measure: Measure) -> Vec<String> {
        let read = flow::read(text, measure);
        let runs = runs(&read, measure);
        let votes = vote(&runs);
        let mut shown = Vec::new();
        for run in &runs {
            match run {
                LineRun::Paragraph(line) => shown.push(line.text.to_owned()),
                LineRun::Table(grid, _) => {
                    for cell in table::cells(grid, &votes, &mut Votes::default()) {
                        let lines: Vec<&str> = cell.lines.iter().map(|(_, text)| *text).collect();
                        shown.push(format!("{:?}.{} {}", cell.rows, cell.column, lines.join("/")));
                    }
                }
            }
        }
        shown
    }

    #[test]
    fn labels_wrap_and_values_stand_beside() {
        let text = "\
表題

施設及び設  名称      みなと
備情報      住所      横浜市中区本町三丁目二十四番
                      五号
注1) 名称は正式なもの。
";
        assert_eq!(
            shown(text, Measure::WideWidth),
            [
                "表題",
                "0..3.0 施設及び設/備情報",
                "0..1.1 名称",
                "0..1.2 みなと",
                "1..3.1 住所",
                "1..3.2 横浜市中区本町三丁目二十四番/五号",
                "注1) 名称は正式なもの。"
            ]
        );
    }

    #[test]
    fn numbers_stand_amid_their_text() {
        let text = "\
No  項目           済   予定
    情報の破棄の手順を定め
1.               ■   □()
    ている。
2.  教育を行っている。    □   ■()
";
        assert_eq!(
            shown(text, Measure::Characters),
            [
                "0..1.0 No",
                "0..1.1 項目",
                "0..1.2 済",
                "0..1.3 予定",
                "1..4.0 1.",
                "1..4.1 情報の破棄の手順を定め/ている。",
                "1..4.2 ■",
                "1..4.3 □()",
                "4..5.0 2.",
                "4..5.1 教育を行っている。",
                "4..5.2 □",
                "4..5.3 ■()"
            ]
        );
    }

    #[test]
    fn only_text_in_columns_is_laid_out() {
        assert_eq!(measure("名称\tみなと\n住所\t横浜\n"), None);
        assert_eq!(measure("名称 みなと\n住所 横浜\n電話 045\n代表 山田\n"), None);
        assert_eq!(measure(&"ab  cd\n".repeat(5)), Some(Measure::WideWidth));
        assert_eq!(measure("あ  cd\nab  cd\nいう  cd\nabc  cd\nabcd  cd\nい   cd\n"), None);
        assert_eq!(measure(&"あい   cd\nab   cd\n".repeat(3)), Some(Measure::Characters));
    }
}
