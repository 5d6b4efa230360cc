//! Tables without lines: columns from the alignment of words over rows. Asked only on pages where no rulings speak.
//!
//! Lines are cut at wide gaps into segments. A line that stands alone at the left margin is a paragraph; what lies between
//! paragraphs may be a table. Its columns are the places where segments begin, or lie one below the other when they are centered.

use super::ink::Edge;
use super::layout::Item;
use super::lines::{Line, Piece};
use super::rows;
use crate::document::Rect;

/// A gap this wide, in em, can part two columns.
const GAP: f32 = 0.9;
/// A gap this wide, in em, parts two columns even where only one row has it.
const WIDE_GAP: f32 = 2.0;
/// Segments that begin nearer than this, in points, begin at the same place.
const ALIGNED: f32 = 3.0;
/// A line that begins nearer than this to the left margin, in em, can be a paragraph.
const MARGIN: f32 = 1.2;
/// Rows of one table follow each other with the same empty band between them; a band larger than the usual one by this factor and
/// this many points parts two tables.
const BAND: (f32, f32) = (1.35, 1.0);
/// Bands up to this much larger than a small one, as a factor and in points, are the same band.
const LEADING: (f32, f32) = (1.25, 0.5);
/// Lines within rows hold fewer segments than the first lines of rows: at most this share of them.
const WRAPS: (usize, usize) = (3, 4);
/// A small one of all bands, a raised note here and there left out …
const LOWER: (usize, usize) = (1, 5);
/// … the usual one of bands of one kind …
const MEDIAN: (usize, usize) = (1, 2);
/// … and where bands within rows are among them.
const UPPER: (usize, usize) = (3, 4);
/// A line nearer than this, in em, to the text below or above it in its column is the rest of it.
const WRAPPED: f32 = 0.6;
/// A table of one row has at least this many segments; with fewer it is a line with a gap.
const ONE_ROW: usize = 3;

/// A part of a line between wide gaps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// The number of its line.
    pub(super) line: usize,
    /// Its text.
    pub(super) text: Line,
    /// The gap before it, in em; infinite at the beginning of a line.
    gap: f32,
}

impl Segment {
    fn bbox(&self) -> Rect {
        self.text.bbox
    }
}

/// Free lines as they are, or as tables where they align. `rules` are horizontal lines that part rows.
pub(super) fn items(lines: Vec<Line>, rules: &[Edge]) -> Vec<Item> {
    let left = lines.iter().map(|line| line.bbox.x0).fold(f32::MAX, f32::min);
    let mut items = Vec::new();
    let mut run: Vec<Line> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if is_paragraph(index, &lines, left) {
            tables(&mut run, rules, &mut items);
            items.push(Item::Line(line.clone()));
        } else {
            run.push(line.clone());
        }
    }
    tables(&mut run, rules, &mut items);
    items
}

/// Cuts a run of lines where the empty band between rows is larger than usual, and finishes the parts.
fn tables(run: &mut Vec<Line>, rules: &[Edge], items: &mut Vec<Item>) {
    run.sort_by(|a, b| a.bbox.y0.total_cmp(&b.bbox.y0));
    let mut bottom = f32::INFINITY;
    let bands: Vec<f32> = run
        .iter()
        .map(|line| {
            let band = line.bbox.y0 - bottom;
            bottom = if bottom.is_finite() { bottom.max(line.bbox.y1) } else { line.bbox.y1 };
            band
        })
        .collect();
    let limit = row_band(run, &bands).map_or(f32::INFINITY, |usual| usual * BAND.0 + BAND.1);
    let mut part = Vec::new();
    for (line, band) in run.drain(..).zip(bands) {
        if band > limit {
            finish(&mut part, rules, items);
        }
        part.push(line);
    }
    finish(&mut part, rules, items);
}

/// The usual band between rows, as far as can be told from the bands between lines. The small bands are those between the
/// lines of a row where the lines below them hold fewer segments than the others: not every cell of a row has so many lines.
/// Else rows of one line and of several may be mixed, and the bands between rows are among the larger ones.
fn row_band(run: &[Line], bands: &[f32]) -> Option<f32> {
    let positive: Vec<(f32, usize)> = bands
        .iter()
        .zip(run)
        .filter(|(band, _)| **band > 0.0 && band.is_finite())
        .map(|(band, line)| (*band, segments(0, line).len()))
        .collect();
    let limit = at_share(positive.clone(), LOWER)? * LEADING.0 + LEADING.1;
    let (within, between): (Vec<_>, Vec<_>) = positive.iter().partition(|(band, _)| *band <= limit);
    // Compares the mean numbers of segments without dividing.
    let sum = |side: &[(f32, usize)]| side.iter().map(|(_, segments)| segments).sum::<usize>();
    let has_wraps =
        !between.is_empty() && sum(&within) * between.len() * WRAPS.1 < sum(&between) * within.len() * WRAPS.0;
    match has_wraps {
        true => at_share(between, MEDIAN),
        false => at_share(positive, UPPER),
    }
}

/// The band below which a share of all bands lies.
fn at_share(mut bands: Vec<(f32, usize)>, (part, whole): (usize, usize)) -> Option<f32> {
    bands.sort_by(|a, b| a.0.total_cmp(&b.0));
    bands.get(bands.len() * part / whole).map(|(band, _)| *band)
}

/// Whether a line stands alone at the left margin, in one piece.
fn is_paragraph(index: usize, lines: &[Line], left: f32) -> bool {
    let Some(line) = lines.get(index) else { return false };
    line.bbox.x0 <= left + MARGIN * line.size
        && segments(0, line).len() == 1
        && stands_alone(index, lines)
        && !is_wrapped(index, lines)
}

/// Whether a line is the beginning or the rest of a cell whose other lines stand beside other cells.
fn is_wrapped(index: usize, lines: &[Line]) -> bool {
    let Some(line) = lines.get(index) else { return false };
    lines.iter().enumerate().any(|(other, text)| {
        let gap = (text.bbox.y0 - line.bbox.y1).max(line.bbox.y0 - text.bbox.y1);
        (text.bbox.x0 - line.bbox.x0).abs() <= ALIGNED
            && (0.0..=WRAPPED * line.size).contains(&gap)
            && (segments(0, text).len() > 1 || !stands_alone(other, lines))
    })
}

fn stands_alone(index: usize, lines: &[Line]) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let beside = |other: &Line| {
        let (top, bottom) = (other.bbox.y0.max(line.bbox.y0), other.bbox.y1.min(line.bbox.y1));
        bottom - top > 0.15 * line.size
    };
    !lines.iter().enumerate().any(|(other, text)| other != index && beside(text))
}

/// Turns a run of lines into a table, or gives them back as they are.
fn finish(run: &mut Vec<Line>, rules: &[Edge], items: &mut Vec<Item>) {
    let mut lines = std::mem::take(run);
    let mut after = Vec::new();
    while !lines.is_empty() {
        let table = Columns::find(&lines);
        // Lines at the edge of the run that fit no column are headings and the like.
        if table.is_stray(0, &lines) {
            items.push(Item::Line(lines.remove(0)));
        } else if lines.len() > 1 && table.is_stray(lines.len() - 1, &lines) {
            after.extend(lines.pop().map(Item::Line));
        } else if table.is_table() {
            items.push(Item::Table(rows::cells(&table.segments(), rules)));
            break;
        } else {
            items.extend(lines.drain(..).map(Item::Line));
        }
    }
    items.extend(after.into_iter().rev());
}

/// A line cut at its wide gaps.
fn segments(number: usize, line: &Line) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for piece in &line.pieces {
        let gap = (piece.bbox.x0 - end) / line.size.max(1.0);
        end = piece.bbox.x1;
        match out.last_mut() {
            Some(segment) if gap < GAP => append(&mut segment.text, piece.clone()),
            _ => {
                let first = Piece { spaced: false, ..piece.clone() };
                let text = Line { bbox: first.bbox, size: line.size, pieces: vec![first] };
                out.push(Segment { line: number, text, gap });
            }
        }
    }
    out
}

fn append(line: &mut Line, piece: Piece) {
    line.bbox = line.bbox.union(piece.bbox);
    line.pieces.push(piece);
}

/// A place where segments begin.
#[derive(Debug, Clone)]
struct Column {
    x0: f32,
    x1: f32,
    lines: Vec<usize>,
}

/// The segments of a run of lines with the columns they make.
struct Columns {
    segments: Vec<Segment>,
    columns: Vec<Column>,
}

impl Columns {
    fn find(lines: &[Line]) -> Self {
        let all: Vec<Segment> = lines.iter().enumerate().flat_map(|(number, line)| segments(number, line)).collect();
        let mut columns: Vec<Column> = Vec::new();
        let mut sorted: Vec<&Segment> = all.iter().collect();
        sorted.sort_by(|a, b| a.bbox().x0.total_cmp(&b.bbox().x0));
        for segment in sorted {
            match columns.last_mut() {
                Some(column) if segment.bbox().x0 - column.x0 <= ALIGNED => {
                    column.x1 = column.x1.max(segment.bbox().x1);
                    column.lines.push(segment.line);
                }
                _ => {
                    let bbox = segment.bbox();
                    columns.push(Column { x0: bbox.x0, x1: bbox.x1, lines: vec![segment.line] });
                }
            }
        }
        let supported = |column: &Column| {
            column.lines.len() > 1
                || all.iter().any(|segment| segment.gap >= WIDE_GAP && (segment.bbox().x0 - column.x0).abs() < 0.01)
        };
        columns.retain(supported);
        Self { segments: all, columns: centered(columns) }
    }

    fn column_of(&self, segment: &Segment) -> Option<usize> {
        let x = segment.bbox().x0;
        self.columns.iter().rposition(|column| column.x0 - 0.01 <= x && x <= column.x1).filter(|at| {
            // Within a column, only what begins where its segments do begins a cell.
            self.columns.get(*at).is_some_and(|column| column.lines.contains(&segment.line))
        })
    }

    /// The segments with the number of their column; those that begin in no column belong to the segment before.
    fn segments(&self) -> Vec<(usize, Segment)> {
        let mut out: Vec<(usize, Segment)> = Vec::new();
        for segment in &self.segments {
            match (self.column_of(segment), out.last_mut()) {
                (Some(column), _) => out.push((column, segment.clone())),
                (None, Some((_, before))) if before.line == segment.line => {
                    for (index, piece) in segment.text.pieces.iter().enumerate() {
                        append(&mut before.text, Piece { spaced: index == 0 || piece.spaced, ..piece.clone() });
                    }
                }
                (None, _) => out.push((0, segment.clone())),
            }
        }
        out
    }

    /// Whether a line of one segment stands alone and begins where no other line has a column.
    fn is_stray(&self, index: usize, lines: &[Line]) -> bool {
        let mut own = self.segments.iter().filter(|segment| segment.line == index);
        let Some(segment) = own.next() else { return true };
        let shared = self
            .columns
            .iter()
            .any(|column| (column.x0 - segment.bbox().x0).abs() <= ALIGNED && column.lines.len() > 1);
        own.next().is_none() && stands_alone(index, lines) && !shared
    }

    /// Whether there are at least two columns and enough rows that have them.
    fn is_table(&self) -> bool {
        let segments = self.segments();
        let count = |line: usize| segments.iter().filter(|(_, segment)| segment.line == line).count();
        let last = segments.iter().map(|(_, segment)| segment.line).max().unwrap_or_default();
        let counts: Vec<usize> = (0..=last).map(count).collect();
        let rows = counts.iter().filter(|count| **count > 1).count();
        rows > 1 || counts.iter().any(|count| *count >= ONE_ROW)
    }
}

/// Joins columns that lie over each other and never share a line: text that is centered begins at ever other places.
fn centered(columns: Vec<Column>) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    for column in columns {
        let joins = |other: &&mut Column| {
            let overlap = other.x1.min(column.x1) - other.x0.max(column.x0);
            let narrower = (other.x1 - other.x0).min(column.x1 - column.x0);
            let single = other.lines.len() == 1 || column.lines.len() == 1;
            let concentric = (other.x0 + other.x1 - column.x0 - column.x1).abs() <= 2.0 * ALIGNED;
            overlap > 0.5 * narrower
                && (single || concentric)
                && !other.lines.iter().any(|line| column.lines.contains(line))
        };
        match out.iter_mut().rev().find(joins) {
            Some(other) => {
                other.x1 = other.x1.max(column.x1);
                other.lines.extend(column.lines);
            }
            None => out.push(column),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Script;

    fn line(y0: f32, parts: &[(f32, &str)]) -> Line {
        let pieces: Vec<Piece> = parts
            .iter()
            .enumerate()
            .map(|(index, (x0, text))| {
                let width = text.chars().count() as f32 * 10.0;
                let bbox = Rect { x0: *x0, y0, x1: x0 + width, y1: y0 + 10.0 };
                Piece { text: (*text).into(), bbox, script: Script::Normal, spaced: index > 0 }
            })
            .collect();
        let bbox = super::super::geometry::around(pieces.iter().map(|piece| piece.bbox)).unwrap();
        Line { pieces, bbox, size: 10.0 }
    }

    fn shown(items: &[Item]) -> Vec<String> {
        let cell = |cell: &super::super::layout::TextCell| {
            let text: Vec<String> = cell.lines.iter().map(Line::text).collect();
            format!("{},{}+{}:{}", cell.cell.row, cell.cell.column, cell.cell.row_span, text.join("/"))
        };
        items
            .iter()
            .map(|item| match item {
                Item::Line(line) => line.text(),
                Item::Table(cells) => cells.iter().map(cell).collect::<Vec<_>>().join(" "),
            })
            .collect()
    }

    #[test]
    fn rows_of_labels_and_values_with_a_group_in_the_middle() {
        let items = items(
            vec![
                line(0.0, &[(0.0, "本資料を作成し掲載すること。")]),
                line(20.0, &[(60.0, "機関名"), (160.0, "株式会社みらい")]),
                line(40.0, &[(5.0, "基本"), (60.0, "所在地"), (160.0, "愛知県名古屋市中区")]),
                line(60.0, &[(60.0, "電話"), (160.0, "052-555")]),
                line(80.0, &[(0.0, "注1) 名称等は正式なもので記載する。")]),
            ],
            &[],
        );
        assert_eq!(
            shown(&items),
            [
                "本資料を作成し掲載すること。",
                "0,0+3:基本 0,1+1:機関名 0,2+1:株式会社みらい 1,1+1:所在地 1,2+1:愛知県名古屋市中区 2,1+1:電話 2,2+1:052-555",
                "注1) 名称等は正式なもので記載する。",
            ]
        );
    }

    #[test]
    fn wrapped_cells_are_told_by_their_smaller_gap() {
        let items = items(
            vec![
                line(0.0, &[(0.0, "機関名"), (100.0, "株式会社みらい")]),
                line(22.0, &[(100.0, "愛知県名古屋市")]),
                line(28.0, &[(0.0, "所在地")]),
                line(34.0, &[(100.0, "中区栄四丁目")]),
                line(56.0, &[(0.0, "電話"), (100.0, "052-555")]),
            ],
            &[],
        );
        assert_eq!(
            shown(&items),
            [
                "0,0+1:機関名 0,1+1:株式会社みらい 1,0+1:所在地 1,1+1:愛知県名古屋市/中区栄四丁目 2,0+1:電話 2,1+1:052-555"
            ]
        );
    }

    #[test]
    fn plain_paragraphs_are_no_table() {
        let paragraphs =
            vec![line(0.0, &[(0.0, "注1)"), (45.0, "名称")]), line(20.0, &[(0.0, "注2) 発行した代行機関コード")])];
        assert_eq!(shown(&items(paragraphs, &[])), ["注1) 名称", "注2) 発行した代行機関コード"]);
    }
}
