//! The flow of laid-out text: which lines are rows of tables and which are running text.
//!
//! A line of several segments belongs to a table. A line of one may be the rest of a cell, a cell whose
//! row is empty otherwise, or text between tables: where it begins beside the columns around it tells.

use super::line::{LineSegment, Measure, is_number, opens_note, segments};
use crate::lines::lines;
use yomitori_text::notes::is_marks;
use yomitori_text::page_number::is_page_number;

/// Places nearer to each other than this, in columns, are the same: two cells of a row are three apart at least.
pub(super) const SAME_PLACE: usize = 2;

/// How many lines up and down are looked at for the columns around a line.
const WINDOW: usize = 16;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    Blank,
    /// A line of a table.
    Table,
    /// Running text.
    Paragraph,
    /// What stands between the lines without being of them: page numbers, raised marks of notes.
    Aside,
}

/// A line with its segments.
#[derive(Debug)]
pub(super) struct SegmentedLine<'t> {
    /// Its number, 1-based.
    pub(super) number: u32,
    /// Its page, 0-based: form feeds part pages.
    pub(super) page: u32,
    pub(super) text: &'t str,
    pub(super) segments: Vec<LineSegment<'t>>,
    pub(super) kind: LineKind,
}

impl<'t> SegmentedLine<'t> {
    fn new(number: u32, page: u32, text: &'t str, measure: Measure) -> Self {
        let mut found = segments(text, measure);
        let kind = if found.is_empty() {
            LineKind::Blank
        } else if is_page_number(text.trim()) || is_marks(text.trim()) {
            LineKind::Aside
        } else if found.len() > 1 && !opens_note(text) {
            LineKind::Table
        } else {
            LineKind::Paragraph
        };
        if kind == LineKind::Table {
            found.retain(|segment| !is_marks(segment.text));
        }
        Self { number, page, text: text.trim(), segments: found, kind }
    }

    fn first(&self) -> Option<&LineSegment<'t>> {
        self.segments.first()
    }
}

/// Reads lines and tells what they are.
pub(super) fn read(text: &str, measure: Measure) -> Vec<SegmentedLine<'_>> {
    let pages = text.split('\u{c}').zip(0..);
    let lines = pages.flat_map(|(text, page)| lines(text).map(move |line| (page, line)));
    let mut lines: Vec<SegmentedLine<'_>> =
        lines.zip(1..).map(|((page, text), number)| SegmentedLine::new(number, page, text, measure)).collect();
    for index in 0..lines.len() {
        if goes_on_above(&lines, index)
            && let Some(line) = lines.get_mut(index)
        {
            line.kind = LineKind::Paragraph;
        }
        if is_of_table(&lines, index)
            && let Some(line) = lines.get_mut(index)
        {
            line.kind = LineKind::Table;
        }
    }
    for index in (0..lines.len()).rev() {
        if begins_column_below(&lines, index)
            && let Some(line) = lines.get_mut(index)
        {
            line.kind = LineKind::Table;
        }
    }
    lines
}

/// Whether a line stands at the top of a page in the column of the cell's text right below it. A long cell
/// cut by the page break has no row within the window.
fn begins_column_below(lines: &[SegmentedLine<'_>], index: usize) -> bool {
    let (Some(line), Some(below)) = (lines.get(index), lines.get(index + 1)) else { return false };
    let start = |line: &SegmentedLine<'_>| line.first().map(|segment| segment.start).filter(|start| *start > 0);
    let is_rest = (line.kind, below.kind) == (LineKind::Paragraph, LineKind::Table) && below.segments.len() == 1;
    is_rest && line.page == below.page && start(line).is_some() && start(line) == start(below) && !opens_note(line.text)
}

/// Whether a line that looks like a page number goes on right below a line of a cell: 「12/29-」 and 「1/3」.
fn goes_on_above(lines: &[SegmentedLine<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index).filter(|line| line.kind == LineKind::Aside && is_page_number(line.text)) else {
        return false;
    };
    let above = index.checked_sub(1).and_then(|above| lines.get(above)).filter(|above| above.page == line.page);
    let starts = above.iter().flat_map(|above| &above.segments).map(|segment| segment.start);
    line.first().is_some_and(|first| starts.into_iter().any(|start| start.abs_diff(first.start) <= SAME_PLACE))
}

/// Where the columns around a line begin.
struct Around {
    starts: Vec<usize>,
    /// Where the first texts of the rows begin and end.
    firsts: Vec<(usize, usize)>,
    /// Where the nearest rows above and below begin.
    above: Option<usize>,
    below: Option<usize>,
}

impl Around {
    fn new(lines: &[SegmentedLine<'_>], index: usize) -> Self {
        let (before, after) = lines.split_at_checked(index).unwrap_or_default();
        let mut around = Self { starts: Vec::new(), firsts: Vec::new(), above: None, below: None };
        let page = after.first().map(|line| line.page);
        let same_page = |line: &&SegmentedLine<'_>| Some(line.page) == page;
        let above = before.iter().rev().take(WINDOW).take_while(same_page);
        for line in above.take_while(|line| line.kind != LineKind::Paragraph) {
            around.take(line, true);
        }
        let below = after.iter().skip(1).take(WINDOW).take_while(same_page);
        for line in below.take_while(|line| !opens_note(line.text)) {
            around.take(line, false);
        }
        around
    }

    fn take(&mut self, line: &SegmentedLine<'_>, is_above: bool) {
        if line.kind != LineKind::Table || line.segments.len() < 2 {
            return;
        }
        let nearest = if is_above { &mut self.above } else { &mut self.below };
        *nearest = nearest.or(line.first().map(|segment| segment.start));
        self.firsts.extend(line.first().map(|segment| (segment.start, segment.end)));
        self.starts.extend(line.segments.iter().map(|segment| segment.start));
    }
}

/// Whether a line is wider than the text right above it in its column, which so did not end for want of room.
fn is_wider_than_above(lines: &[SegmentedLine<'_>], index: usize) -> bool {
    let line = |index: usize| lines.get(index).and_then(SegmentedLine::first);
    let (Some(segment), Some(above)) = (line(index), index.checked_sub(1).and_then(line)) else { return false };
    let width = |segment: &LineSegment<'_>| segment.end - segment.start;
    segment.start.abs_diff(above.start) <= SAME_PLACE && width(above) + SAME_PLACE < width(segment)
}

/// Whether a line and the next but one stand around the line between them, which is another column's: the two lines
/// of a label, and its value amid them.
fn stands_around(lines: &[SegmentedLine<'_>], index: usize) -> bool {
    let segments = |index: usize| lines.get(index).map(|line| line.segments.as_slice()).unwrap_or_default();
    let ([above], [amid, ..], Some(below)) = (segments(index), segments(index + 1), segments(index + 2).first()) else {
        return false;
    };
    above.start.abs_diff(below.start) <= SAME_PLACE && above.end < amid.start && !is_number(below.text)
}

/// Whether a line of one segment belongs to the table around it.
fn is_of_table(lines: &[SegmentedLine<'_>], index: usize) -> bool {
    let Some(line) = lines.get(index) else { return false };
    let ([segment], LineKind::Paragraph) = (line.segments.as_slice(), line.kind) else { return false };
    if opens_note(line.text) {
        return false;
    }
    let around = Around::new(lines, index);
    let Some(margin) = around.starts.iter().copied().min().map(|least| least.min(segment.start)) else {
        return false;
    };
    let kind_at = |index: Option<usize>| index.and_then(|index| lines.get(index)).map(|line| line.kind);
    let follows = kind_at(index.checked_sub(1)) == Some(LineKind::Table);
    let precedes = matches!(kind_at(Some(index + 1)), Some(LineKind::Table | LineKind::Paragraph));
    if stands_around(lines, index) {
        return true;
    }
    if segment.start <= margin + SAME_PLACE {
        // Lines of a label that are centred begin further right than its longest.
        let is_centred = |start: &usize| {
            let within = |(own, end): &(usize, usize)| own == start && *start > segment.start && *end <= segment.end;
            around.firsts.iter().any(within)
        };
        let apart = around.starts.iter().copied().filter(|start| *start > margin + SAME_PLACE);
        let next = apart.filter(|start| !is_centred(start)).min();
        let crosses = next.is_none_or(|next| segment.end >= next);
        if kind_at(Some(index + 1)) == Some(LineKind::Blank) && is_wider_than_above(lines, index) {
            return false;
        }
        let is_empty = |start: Option<usize>| start.is_some_and(|start| start > margin + SAME_PLACE);
        return !crosses && (follows || (is_empty(around.above) && is_empty(around.below)));
    }
    let is_aligned = around.starts.iter().any(|start| start.abs_diff(segment.start) <= SAME_PLACE);
    let is_beside = follows || (precedes && around.below.is_some());
    is_beside || (is_aligned && around.above.is_some())
}
