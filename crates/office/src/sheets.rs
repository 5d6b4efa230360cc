//! Two pages side by side: in laid-out text of a sheet that holds two pages, lines of both stand in one line. They are put
//! one below the other, as a reader takes them.
//!
//! What parts two pages is a gutter that hardly any line crosses, with as much room for text on either side as a page
//! needs. In the columns of a table, what stands left and right belongs to the same rows; two pages go on without each
//! other: many lines are empty on one side.

use super::lines::lines;
use std::ops::Range;
use yomitori_text::marks;

/// Least columns that a page takes: no column of a table that has others beside it is as wide.
const LEAST_PAGE: usize = 45;

/// Columns of a gutter, at least.
const GUTTER: usize = 2;

/// A line that crosses the gutter counts as much against it as so many others for it.
const LINES_PER_CROSSING: i64 = 20;

/// Least lines with text that a gutter parts.
const LEAST_LINES: i64 = 24;

/// Least lines of each page that stand in columns themselves.
const LEAST_ROWS: usize = 6;

/// Least lines of each page beside which the other one has nothing.
const LEAST_ALONE: usize = 5;

/// Marks on one side without any on the other, at least, that make the other a column of labels.
const LEAST_MARKS: usize = 3;

/// A text with more lines, or longer ones, is no print-out of sheets.
const MOST_LINES: usize = 5_000;
const MOST_COLUMNS: usize = 400;

/// A text without sheets of two pages.
pub(super) struct Unfolded {
    pub(super) text: String,
    /// For each line the one that it was, 1-based.
    pub(super) lines: Vec<u32>,
}

/// A line, cut into columns, one for each character.
struct CutLine<'t> {
    number: u32,
    text: &'t str,
    /// Where its segments stand: text without wide gaps.
    segments: Vec<Range<usize>>,
}

impl<'t> CutLine<'t> {
    fn new(number: u32, text: &'t str) -> Self {
        let mut segments: Vec<Range<usize>> = Vec::new();
        for (column, _) in text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()) {
            match segments.last_mut() {
                Some(last) if column < last.end + GUTTER => last.end = column + 1,
                _ => segments.push(column..column + 1),
            }
        }
        Self { number, text, segments }
    }

    fn crosses(&self, gutter: usize) -> bool {
        let next = self.segments.partition_point(|segment| segment.end <= gutter);
        self.segments.get(next).is_some_and(|segment| segment.start < gutter + GUTTER)
    }

    fn left(&self, gutter: usize) -> usize {
        self.segments.partition_point(|segment| segment.start < gutter)
    }

    fn end(&self) -> usize {
        self.segments.last().map_or(0, |segment| segment.end)
    }

    /// Its text on both sides of a gutter; all of it stands left where it crosses it.
    fn parts(&self, gutter: usize) -> (&'t str, &'t str) {
        let at = self.text.char_indices().nth(gutter).map_or(self.text.len(), |(at, _)| at);
        if self.crosses(gutter) { (self.text, "") } else { self.text.split_at_checked(at).unwrap_or((self.text, "")) }
    }
}

/// Puts the pages of sheets one below the other; nothing where a text has no such sheet.
pub(super) fn unfold(text: &str) -> Option<Unfolded> {
    if !text.contains("  ") || text.contains('\t') || lines(text).nth(MOST_LINES).is_some() {
        return None;
    }
    let numbers = 1u32..;
    let mut rest =
        numbers.zip(lines(text)).map(|(number, text)| CutLine::new(number, text)).collect::<Vec<_>>().into_iter();
    let mut unfolded = Unfolded { text: String::with_capacity(text.len()), lines: Vec::new() };
    let mut has_sheets = false;
    for page in text.split('\u{c}') {
        let sheet: Vec<CutLine<'_>> = rest.by_ref().take(lines(page).count()).collect();
        if !unfolded.lines.is_empty() {
            unfolded.text.push('\u{c}');
        }
        has_sheets |= unfolded.sheet(&sheet);
    }
    has_sheets.then_some(unfolded)
}

impl Unfolded {
    /// Appends a sheet; whether it holds two pages.
    fn sheet(&mut self, lines: &[CutLine<'_>]) -> bool {
        let Some((gutter, pages)) = gutter(lines) else {
            self.page(lines, |line| line.text);
            return false;
        };
        let parts = (lines.get(..pages.start), lines.get(pages.clone()), lines.get(pages.end..));
        let (before, pages, after) =
            (parts.0.unwrap_or_default(), parts.1.unwrap_or_default(), parts.2.unwrap_or_default());
        if !before.is_empty() {
            self.sheet(before);
            self.text.push('\n');
        }
        self.page(pages, |line| line.parts(gutter).0);
        self.text.push('\u{c}');
        self.page(pages, |line| line.parts(gutter).1);
        if !after.is_empty() {
            self.text.push('\u{c}');
            self.sheet(after);
        }
        true
    }

    fn page<'t>(&mut self, lines: &[CutLine<'t>], part: impl Fn(&CutLine<'t>) -> &'t str) {
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            self.text.push_str(part(line).trim_end());
            self.lines.push(line.number);
        }
    }
}

/// The gutter between two pages, by its first column, and the lines that it parts.
fn gutter(lines: &[CutLine<'_>]) -> Option<(usize, Range<usize>)> {
    let width = lines.iter().map(CutLine::end).max().filter(|width| *width <= MOST_COLUMNS)?;
    let gutters = LEAST_PAGE..=width.checked_sub(LEAST_PAGE + GUTTER)?;
    let longest = gutters.filter_map(|gutter| Some((gutter, run(lines, gutter)?)));
    let found: Vec<(usize, (i64, Range<usize>))> = longest.filter(|(_, (score, _))| *score >= LEAST_LINES).collect();
    let most = found.iter().map(|(_, (score, _))| *score).max()?;
    // The middle of the widest free stretch.
    let best: Vec<&(usize, (i64, Range<usize>))> = found.iter().filter(|(_, (score, _))| *score == most).collect();
    let (gutter, (_, pages)) = best.get(best.len() / 2)?;
    let blank = lines.get(pages.end..)?.iter().take_while(|line| line.segments.is_empty()).count();
    let pages = pages.start..pages.end + blank;
    let parted = lines.get(pages.clone())?;
    are_pages(parted, *gutter).then_some((*gutter, pages))
}

/// The lines that a gutter parts best, and how many they are, less what crosses it.
fn run(lines: &[CutLine<'_>], gutter: usize) -> Option<(i64, Range<usize>)> {
    let (mut sum, mut start) = (0, 0);
    let mut best: Option<(i64, Range<usize>)> = None;
    for (index, line) in lines.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, index);
        }
        sum += match line {
            line if line.segments.is_empty() => 0,
            line if line.crosses(gutter) => -LINES_PER_CROSSING,
            _ => 1,
        };
        if best.as_ref().is_none_or(|(most, _)| sum > *most) {
            best = Some((sum, start..index + 1));
        }
    }
    best
}

/// Whether what a gutter parts are pages: both with text of a page's width, with columns of their own, and with lines beside
/// which the other one has none. Where all marks stand on one side, the other holds their labels.
fn are_pages(lines: &[CutLine<'_>], gutter: usize) -> bool {
    let sides = lines.iter().filter(|line| !line.crosses(gutter)).map(|line| {
        let left = line.left(gutter);
        (left, line.segments.len() - left, line)
    });
    let sides: Vec<(usize, usize, &CutLine<'_>)> = sides.collect();
    let count = |is: &dyn Fn(usize, usize) -> bool| sides.iter().filter(|(left, right, _)| is(*left, *right)).count();
    let start = sides.iter().filter_map(|(left, _, line)| line.segments.get(*left)).map(|first| first.start).min();
    let end = sides.iter().map(|(.., line)| line.end()).max();
    let is_wide = start.zip(end).is_some_and(|(start, end)| end >= start + LEAST_PAGE);
    let (mut left_marks, mut right_marks) = (0, 0);
    for (.., line) in &sides {
        let (left, right) = line.parts(gutter);
        left_marks += marks::find(left).count();
        right_marks += marks::find(right).count();
    }
    is_wide
        && (left_marks.min(right_marks) > 0 || left_marks.max(right_marks) < LEAST_MARKS)
        && count(&|left, _| left > 1) >= LEAST_ROWS
        && count(&|_, right| right > 1) >= LEAST_ROWS
        && count(&|left, right| left > 0 && right == 0) >= LEAST_ALONE
        && count(&|left, right| left == 0 && right > 0) >= LEAST_ALONE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet whose left page has rows at every line but each third, whose right one at every line but each fourth.
    fn sheet(rows: usize) -> String {
        let row = |no: usize| format!("{no:<4}{:<36}yes   no", "an item of a list");
        let side = |no: usize, of: usize| if no.is_multiple_of(of) { String::new() } else { row(no) };
        (1..=rows).map(|no| format!("{:<60}{}\n", side(no, 3), side(no, 4))).collect()
    }

    #[test]
    fn pages_beside_each_other_follow_each_other() {
        let text = format!("a title\n{}", sheet(30));
        let unfolded = unfold(&text).unwrap();
        let pages: Vec<&str> = unfolded.text.split('\u{c}').collect();
        assert_eq!(pages.len(), 2);
        assert!(pages[0].contains("a title\n1   an item"));
        assert!(pages.iter().all(|page| page.lines().all(|line| line.matches("item").count() <= 1)));
        assert_eq!(lines(&unfolded.text).count(), unfolded.lines.len());
        let second = lines(&unfolded.text).position(|line| line.trim_start().starts_with("3 ")).unwrap();
        assert_eq!(unfolded.lines[second], 4);
    }

    #[test]
    fn columns_of_a_table_are_no_pages() {
        let row = |no: usize| format!("{no:<4}{:<50}{:<50}yes\n", "an item of a list", "what is said of it");
        let table: String = (1..=40).map(row).collect();
        assert!(unfold(&table).is_none());
        assert!(unfold(&sheet(10)).is_none());
    }
}
