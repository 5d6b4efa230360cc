//! The grid of a run of table lines: where its columns begin, and which column each segment stands in.
//!
//! A column is a place where segments begin on several lines, or where a line has one more segment than the
//! columns found so far can take. Text that a full column leaves only one space is cut at the column's beginning.

use super::flow::{SAME_PLACE, SegmentedLine};
use super::line::{LineSegment, Measure};
use yomitori_text::marks;
use yomitori_text::notes;

/// Columns beyond which a run of lines is no table of the form.
const MOST_COLUMNS: usize = 64;

/// Lines that must begin a segment in a place before text is cut there at a single space.
const LEAST_SUPPORT: usize = 2;

/// How far, in columns, a mark behind a full cell may be moved from where marks stand on other lines.
const MARK_SHIFT: usize = 4;

/// A segment in its column.
#[derive(Debug, Clone, Copy)]
pub(super) struct GridPiece<'t> {
    pub(super) column: usize,
    pub(super) text: &'t str,
    /// The place behind it.
    pub(super) end: usize,
}

/// A line of the grid: pieces by column, one a column at most.
#[derive(Debug)]
pub(super) struct GridRow<'t> {
    /// The line's number, 1-based.
    pub(super) number: u32,
    /// Whether blank lines stand before it.
    pub(super) after_gap: bool,
    pub(super) pieces: Vec<GridPiece<'t>>,
}

impl<'t> GridRow<'t> {
    pub(super) fn piece(&self, column: usize) -> Option<&GridPiece<'t>> {
        self.pieces.iter().find(|piece| piece.column == column)
    }

    /// Whether anything stands right of a column.
    pub(super) fn has_right_of(&self, column: usize) -> bool {
        self.pieces.last().is_some_and(|piece| piece.column > column)
    }
}

/// A run of table lines with their columns.
#[derive(Debug)]
pub(super) struct LineGrid<'t> {
    pub(super) rows: Vec<GridRow<'t>>,
    /// Where the columns begin.
    pub(super) columns: Vec<usize>,
    /// How they are counted.
    pub(super) measure: Measure,
    /// Whether it goes on a table of the page before, so that its first rows may be the rest of a row there.
    pub(super) goes_on: bool,
}

impl<'t> LineGrid<'t> {
    /// The grid of lines; `None` where there are too many columns for a table.
    pub(super) fn new(lines: &[(&SegmentedLine<'t>, bool)], measure: Measure, goes_on: bool) -> Option<Self> {
        let segments = part_marks(lines, measure);
        let mut columns = supported(&segments);
        if columns.len() > MOST_COLUMNS {
            return None;
        }
        let cut: Vec<Vec<LineSegment<'t>>> =
            (0..lines.len()).map(|at| cut_line(&segments, at, &columns, measure)).collect();
        for segments in &cut {
            add_crowded(&mut columns, segments);
            if columns.len() > MOST_COLUMNS {
                return None;
            }
        }
        let rows = lines.iter().zip(&cut).map(|((line, after_gap), segments)| GridRow {
            number: line.number,
            after_gap: *after_gap,
            pieces: place(&columns, segments),
        });
        Some(Self { rows: rows.collect(), columns, measure, goes_on })
    }

    /// How many columns a piece reaches over.
    pub(super) fn reach(&self, piece: &GridPiece<'_>) -> usize {
        self.columns.iter().skip(piece.column + 1).take_while(|start| **start < piece.end).count() + 1
    }
}

/// The lines' segments; a mark that a full cell left but one space is parted from it, where marks stand in a column
/// of their own.
fn part_marks<'t>(lines: &[(&SegmentedLine<'t>, bool)], measure: Measure) -> Vec<Vec<LineSegment<'t>>> {
    let segments = lines.iter().flat_map(|(line, _)| &line.segments);
    let lone: Vec<usize> = segments.filter(|segment| is_mark_cell(segment.text)).map(|segment| segment.start).collect();
    let part = |segment: &LineSegment<'t>| {
        let mut parts = vec![*segment];
        while let Some((left, mark)) = parts.first().and_then(|first| behind_last_space(first, measure))
            && is_mark_cell(mark.text)
            && lone.iter().any(|start| start.abs_diff(mark.start) <= MARK_SHIFT)
        {
            parts.splice(..1, [left, mark]);
        }
        parts
    };
    lines.iter().map(|(line, _)| line.segments.iter().flat_map(part).collect()).collect()
}

/// Whether a text is a mark alone, or with brackets behind it.
fn is_mark_cell(text: &str) -> bool {
    let rest = marks::at_head(text).and_then(|(_, length)| text.get(length..));
    rest.is_some_and(|rest| rest.is_empty() || (rest.starts_with(['(', '（']) && rest.ends_with([')', '）'])))
}

/// A segment without its last word, and that word.
fn behind_last_space<'t>(segment: &LineSegment<'t>, measure: Measure) -> Option<(LineSegment<'t>, LineSegment<'t>)> {
    let (left, word) = segment.text.rsplit_once(' ')?;
    let start = segment.end.saturating_sub(measure.of_text(word));
    let left = left.trim_end();
    Some((
        LineSegment { text: left, start: segment.start, end: start.saturating_sub(1) },
        LineSegment { text: word, start, ..*segment },
    ))
}

/// The places where segments begin on several lines, the most frequent first among those too near to each other.
fn supported(lines: &[Vec<LineSegment<'_>>]) -> Vec<usize> {
    let mut starts: Vec<usize> = lines.iter().flatten().map(|segment| segment.start).collect();
    starts.sort_unstable();
    let mut places: Vec<(usize, usize)> = starts
        .chunk_by(|a, b| a == b)
        .filter(|same| same.len() >= LEAST_SUPPORT)
        .filter_map(|same| Some((same.len(), *same.first()?)))
        .collect();
    places.sort_unstable_by_key(|(support, start)| (std::cmp::Reverse(*support), *start));
    let mut columns: Vec<usize> = Vec::new();
    for (_, start) in places {
        if columns.len() > MOST_COLUMNS {
            break;
        }
        if columns.iter().all(|known| known.abs_diff(start) > SAME_PLACE) {
            columns.push(start);
        }
    }
    columns.extend(starts.first().filter(|first| columns.iter().all(|known| *known > **first + SAME_PLACE)));
    columns.sort_unstable();
    columns
}

/// Cuts a line's segments where columns begin behind single spaces, unless the lines around run over that place.
fn cut_line<'t>(
    lines: &[Vec<LineSegment<'t>>],
    at: usize,
    columns: &[usize],
    measure: Measure,
) -> Vec<LineSegment<'t>> {
    let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|index| lines.get(index));
    let over: Vec<&LineSegment<'t>> = around.flatten().collect();
    let runs_over = |start: usize| over.iter().any(|segment| segment.start + SAME_PLACE < start && start < segment.end);
    let columns: Vec<usize> = columns.iter().copied().filter(|start| !runs_over(*start)).collect();
    let segments = lines.get(at).map(Vec::as_slice).unwrap_or_default();
    segments.iter().flat_map(|segment| cut(*segment, &columns, measure)).collect()
}

/// Cuts a segment where a column begins behind a single space in it.
fn cut<'t>(segment: LineSegment<'t>, columns: &[usize], measure: Measure) -> Vec<LineSegment<'t>> {
    let mut parts = vec![segment];
    for start in columns.iter().filter(|start| segment.start + SAME_PLACE < **start && **start < segment.end) {
        let Some(last) = parts.pop() else { break };
        match halves(last, *start, measure) {
            Some((left, right)) => parts.extend([left, right]),
            None => parts.push(last),
        }
    }
    parts
}

/// The parts of a segment before and behind a place that a space stands before.
fn halves(segment: LineSegment<'_>, start: usize, measure: Measure) -> Option<(LineSegment<'_>, LineSegment<'_>)> {
    let mut column = segment.start;
    let mut open = 0_usize;
    let mut is_after_space = false;
    for (at, c) in segment.text.char_indices() {
        if column == start && is_after_space && open == 0 {
            let (left, right) = segment.text.split_at_checked(at)?;
            let left = LineSegment { text: left.trim_end(), end: start - 1, ..segment };
            // A mark stays with its option, that of a note with what it is of.
            if left.text.chars().next_back().is_some_and(|c| marks::of_char(c).is_some()) || is_of_note(right) {
                return None;
            }
            return Some((left, LineSegment { text: right, start, ..segment }));
        }
        if column > start {
            return None;
        }
        match c {
            '(' | '（' => open += 1,
            ')' | '）' => open = open.saturating_sub(1),
            _ => {}
        }
        is_after_space = c.is_whitespace();
        column += measure.of(c);
    }
    None
}

/// Whether a text is the mark of a note, or its word where the number stands on the next line.
fn is_of_note(text: &str) -> bool {
    notes::is_of_marks(text) || text == "注"
}

/// Adds columns for the segments of a line that share a column with the one before them.
fn add_crowded(columns: &mut Vec<usize>, segments: &[LineSegment<'_>]) {
    let mut previous = None;
    for segment in segments {
        let column = column_of(columns, segment.start);
        if previous == Some(column) && columns.iter().all(|known| known.abs_diff(segment.start) > SAME_PLACE) {
            let at = columns.partition_point(|start| *start < segment.start);
            columns.insert(at, segment.start);
            previous = Some(at);
        } else {
            previous = Some(column);
        }
    }
}

/// The column that a place lies in.
fn column_of(columns: &[usize], start: usize) -> usize {
    columns.partition_point(|column| *column <= start + SAME_PLACE).saturating_sub(1)
}

/// Puts the segments of a line into columns; one that finds its column taken goes to the next.
fn place<'t>(columns: &[usize], segments: &[LineSegment<'t>]) -> Vec<GridPiece<'t>> {
    let mut next = 0;
    let mut pieces = Vec::with_capacity(segments.len());
    for segment in segments {
        let column = column_of(columns, segment.start).max(next);
        next = column + 1;
        pieces.push(GridPiece { column, text: segment.text, end: segment.end });
    }
    pieces
}
