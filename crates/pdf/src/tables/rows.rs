//! The rows of a table without lines: lines become cells where they follow closely, and cells of all columns become rows.
//!
//! The column with most cells that have others beside them makes the rows. A label over several rows is set in their middle or at
//! their top; so the label columns are laid over the rows as they fit best.

use super::cells::RuledGridCell;
use super::content::TextCell;
use super::profile::{LEADING, Level, Profile, REACH};
use super::segments::{GAP, Segment};
use crate::document::{Rect, Script};
use crate::page::geometry::{Area, around};
use crate::page::ink::Edge;
use crate::text::lines::Line;
use std::collections::BTreeSet;
use yomitori_text::brackets::unclosed;

/// So many levels that all begin in the first column and go on in another tell that each is a row.
const LEAST_ROWS: usize = 3;
/// Levels of headings, at most, above rows.
const MOST_HEADINGS: usize = 3;
/// Cells of so many columns don't all go on in the next line.
const TELLING_COLUMNS: usize = 3;
/// A raised note makes its line higher, and the gap to the next one smaller, by up to this, in points.
const RAISED: f32 = 1.2;
/// A cell further from all rows than this, in em, is a row of its own.
const APART: f32 = 0.3;
/// Cells whose middles or tops differ by at most this, in em, stand in the same row.
const LEVEL: f32 = 0.6;
/// How wide a Latin letter or a digit is, in em.
const NARROW: f32 = 0.5;
/// What is further off counts this much more: no label is set there.
const FAR: f32 = 4.0;
/// What it costs, in em of displacement, to leave a row without a label.
const SKIPPED: f32 = 0.3;

/// A cell before its row is known.
#[derive(Debug, Clone)]
struct CellDraft {
    column: usize,
    lines: Vec<Line>,
    bbox: Rect,
}

/// The cells of a table from its segments with their columns.
pub fn cells(segments: &[(usize, Segment)], rules: &[Edge], profile: &Profile) -> Vec<TextCell> {
    let drafts = drafts(segments, rules, profile);
    let own: Vec<&[CellDraft]> = drafts.chunk_by(|a, b| a.column == b.column).collect();
    // Titles that stand alone on their level are rows of no column.
    let count = |cells: &[CellDraft]| cells.iter().filter(|draft| has_company(draft, &own)).count();
    let most = own.iter().rev().max_by_key(|cells| count(cells));
    let base = most.and_then(|cells| cells.first()).map_or(0, |draft| draft.column);
    // Where rows are as near as lines, what stands between two is a row.
    let apart = if profile.is_solid { 0.0 } else { APART };
    let rows = rows(&drafts, base, apart, rules);
    // A table's labels are level with their rows by their middles or by their tops, all in the same way.
    let (middle, top) = (places(&drafts, &rows, base, Level::Middle), places(&drafts, &rows, base, Level::Top));
    let is_top = profile.level.map_or(top.0 < middle.0, |level| level == Level::Top);
    let (_, places) = if is_top { top } else { middle };
    let to_u32 = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let mut out: Vec<TextCell> = drafts
        .into_iter()
        .zip(places)
        .map(|(draft, (row, row_span))| TextCell {
            cell: RuledGridCell {
                row: to_u32(row),
                column: to_u32(draft.column),
                row_span: to_u32(row_span),
                column_span: 1,
                bbox: draft.bbox,
            },
            lines: draft.lines,
        })
        .collect();
    out.sort_by_key(|cell| (cell.cell.row, cell.cell.column));
    out
}

/// Whether something stands beside a cell in another column; the cells of a column are sorted from top to bottom.
fn has_company(draft: &CellDraft, columns: &[&[CellDraft]]) -> bool {
    let others = columns.iter().filter(|cells| cells.first().is_some_and(|other| other.column != draft.column));
    others.into_iter().any(|cells| {
        let at = cells.partition_point(|other| other.bbox.y1 <= draft.bbox.y0);
        cells.get(at).is_some_and(|other| other.bbox.y0 < draft.bbox.y1)
    })
}

/// First row and number of rows of every cell, and what the labels are displaced in all. The cells are sorted by column.
fn places(drafts: &[CellDraft], rows: &[Rect], base: usize, level: Level) -> (f32, Vec<(usize, usize)>) {
    let (mut cost, mut out) = (0.0, Vec::new());
    // Where labels begin: those to their right do not reach over it.
    let mut starts: Vec<usize> = Vec::new();
    for own in drafts.chunk_by(|a, b| a.column == b.column) {
        let is_label = own.first().is_some_and(|draft| draft.column < base);
        let overlay = is_label.then(|| LabelOverlay::new(own, rows, &starts, level));
        // More labels than rows can't be laid: then each goes where it stands.
        let laid = overlay.as_ref().and_then(LabelOverlay::places);
        cost += overlay.filter(|_| laid.is_some()).map_or(0.0, |overlay| overlay.total());
        let places = laid.unwrap_or_else(|| own.iter().map(|draft| (nearest(draft, rows), 1)).collect());
        starts.extend(places.iter().map(|(row, _)| *row));
        out.extend(places);
    }
    (cost, out)
}

/// Segments of a column that follow closely, as cells.
fn drafts(segments: &[(usize, Segment)], rules: &[Edge], profile: &Profile) -> Vec<CellDraft> {
    let mut sorted: Vec<&(usize, Segment)> = segments.iter().collect();
    sorted.sort_by(|(a, first), (b, second)| a.cmp(b).then(first.text.bbox.y0.total_cmp(&second.text.bbox.y0)));
    let own = leading(&sorted);
    let limit = |size: f32| profile.reach(size).unwrap_or(own);
    let levels = Levels::new(segments, profile, limit);
    let mut out: Vec<CellDraft> = Vec::new();
    for (column, segment) in sorted {
        let bbox = segment.text.bbox;
        match out.last_mut() {
            Some(draft)
                if draft.column == *column
                    && bbox.y0 - draft.bbox.y1 <= limit(size(draft).max(segment.text.size))
                    && between(&draft.bbox, &bbox, rules).next().is_none()
                    && !levels.begins_row(&bbox)
                    && draft.lines.last().is_none_or(|above| levels.goes_on(*column, above, segment)) =>
            {
                draft.bbox = draft.bbox.union(bbox);
                draft.lines.push(segment.text.clone());
            }
            _ => out.push(CellDraft { column: *column, lines: vec![segment.text.clone()], bbox }),
        }
    }
    out
}

/// The levels of a table: what stands side by side, and in which columns.
struct Levels {
    levels: Vec<Abreast>,
    /// How many columns there are.
    columns: usize,
    /// Whether every level is a row.
    are_rows: bool,
    /// Where the text of each column ends at the right, if rows are as near to each other as the lines of a cell: then only what
    /// had no room on the line above goes on with it.
    ends: Option<Ends>,
    /// By level, whether it begins a row: where cells are level by their tops and rows as near as lines, one does unless all that
    /// stands there goes on with what is right above it.
    begin: Vec<bool>,
}

/// What stands side by side.
struct Abreast {
    top: f32,
    bottom: f32,
    columns: BTreeSet<usize>,
    /// Whether none of it is a figure, so that it may head columns.
    is_worded: bool,
}

impl Levels {
    /// `reach` is the largest gap between lines of a cell set in a size.
    fn new(segments: &[(usize, Segment)], profile: &Profile, reach: impl Fn(f32) -> f32) -> Self {
        let mut sorted: Vec<&(usize, Segment)> = segments.iter().collect();
        sorted.sort_by(|(_, a), (_, b)| a.bbox().center().1.total_cmp(&b.bbox().center().1));
        let mut levels: Vec<Abreast> = Vec::new();
        let mut texts: Vec<Vec<&(usize, Segment)>> = Vec::new();
        for entry in sorted {
            let (column, segment) = entry;
            let bbox = segment.bbox();
            let is_worded = !segment.text.text().starts_with(|c: char| c.is_numeric());
            match levels.last_mut().filter(|level| bbox.center().1 < level.bottom) {
                Some(level) => {
                    (level.top, level.bottom) = (level.top.min(bbox.y0), level.bottom.max(bbox.y1));
                    level.columns.insert(*column);
                    level.is_worded &= is_worded;
                }
                None => {
                    let columns = BTreeSet::from([*column]);
                    levels.push(Abreast { top: bbox.y0, bottom: bbox.y1, columns, is_worded });
                    texts.push(Vec::new());
                }
            }
            texts.last_mut().into_iter().for_each(|texts| texts.push(entry));
        }
        let columns = levels.iter().flat_map(|level| &level.columns).max().map_or(0, |last| last + 1);
        let are_rows = profile.leading.is_none() && are_rows(&levels, columns);
        let size = segments.iter().map(|(_, segment)| segment.text.size).fold(0.0, f32::max);
        let is_solid = profile.is_solid || are_even(&levels, reach(size));
        let mut levels = Self { levels, columns, are_rows, ends: None, begin: Vec::new() };
        levels.ends = is_solid.then(|| Ends::new(segments, columns, |column, bbox| levels.beside(column, bbox)));
        if profile.is_solid && profile.level != Some(Level::Middle) {
            let goes_on = |above: &[&(usize, Segment)], (column, below): &(usize, Segment)| {
                let above = above.iter().find(|(own, _)| own == column);
                above.is_some_and(|(_, above)| levels.goes_on(*column, &above.text, below))
            };
            let begins = |pair: &[Vec<&(usize, Segment)>]| match pair {
                [above, below] => !below.iter().all(|text| goes_on(above, text)),
                _ => false,
            };
            levels.begin = std::iter::once(false).chain(texts.windows(2).map(begins)).collect();
        }
        levels
    }

    /// What stands side by side with a line.
    fn at(&self, bbox: &Rect) -> Option<&Abreast> {
        self.levels.get(self.levels.partition_point(|level| level.bottom <= bbox.center().1))
    }

    /// The next column that has text beside a line of a column, or how many there are.
    fn beside(&self, column: usize, bbox: &Rect) -> usize {
        self.at(bbox).and_then(|level| level.columns.range(column + 1..).next().copied()).unwrap_or(self.columns)
    }

    /// Whether a line may go on with the one above it in its column.
    fn goes_on(&self, column: usize, above: &Line, below: &Segment) -> bool {
        let Some(ends) = &self.ends else { return true };
        let end = ends.of(column, self.beside(column, &above.bbox), above.size);
        let first = below.text.text();
        let word = first.chars().take_while(char::is_ascii_graphic).count();
        // Beside a label of its own a word that is long may be a value of its own.
        let is_row = column > 0 && self.at(&below.bbox()).is_some_and(|level| level.columns.contains(&0));
        let width = if word == 0 || is_row { 1.0 } else { NARROW * u16::try_from(word).map_or(f32::MAX, f32::from) };
        let opens_anew = below.opens_with_mark() || below.is_number();
        !opens_anew && (unclosed(&above.text()) > 0 || above.bbox.x1 + width * below.text.size > end)
    }

    /// Whether what stands here begins a row, however near to the one above. A cell's further lines leave other columns free: where
    /// all columns stand on two levels, one below the other, these are two rows.
    fn begins_row(&self, bbox: &Rect) -> bool {
        let at = self.levels.partition_point(|level| level.bottom <= bbox.center().1);
        let is_whole = |at: usize| self.levels.get(at).is_some_and(|level| level.columns.len() == self.columns);
        let are_whole = self.columns >= TELLING_COLUMNS && is_whole(at) && at.checked_sub(1).is_some_and(is_whole);
        self.are_rows || are_whole || self.begin.get(at).is_some_and(|begins| *begins)
    }
}

/// Whether all levels are as near to each other as lines of one cell, though several are rows of a label and its value.
fn are_even(levels: &[Abreast], reach: f32) -> bool {
    let rows = levels.iter().filter(|level| level.columns.contains(&0) && level.columns.len() > 1).count();
    let is_near = |pair: &[Abreast]| matches!(pair, [above, below] if below.top - above.bottom <= reach);
    rows >= LEAST_ROWS && levels.windows(2).all(is_near)
}

/// Where the text of columns ends at the right: where that of the widest line does beside the same column or a nearer one, or as
/// near to that column as text may come.
struct Ends {
    /// For each column and the next one that has text beside it (the last entry: none), where the widest text ends.
    widest: Vec<Vec<f32>>,
    /// Where each column begins.
    starts: Vec<f32>,
}

impl Ends {
    fn new(segments: &[(usize, Segment)], columns: usize, beside: impl Fn(usize, &Rect) -> usize) -> Self {
        let mut widest = vec![vec![f32::MIN; columns + 1]; columns];
        let mut starts = vec![f32::MAX; columns];
        for (column, segment) in segments {
            let bbox = segment.bbox();
            let end = widest.get_mut(*column).and_then(|ends| ends.get_mut(beside(*column, &bbox)));
            end.into_iter().for_each(|end| *end = end.max(bbox.x1));
            starts.get_mut(*column).into_iter().for_each(|start| *start = start.min(bbox.x0));
        }
        Self { widest, starts }
    }

    /// Where a line of a column ends that has another one beside it.
    fn of(&self, column: usize, beside: usize, size: f32) -> f32 {
        let ends = self.widest.get(column).map(Vec::as_slice).unwrap_or_default();
        let most = |ends: &[f32]| ends.iter().copied().fold(f32::MIN, f32::max);
        let before = self.starts.get(beside).map_or(f32::MAX, |start| start - GAP * size);
        most(ends.get(..=beside).unwrap_or(ends)).max(most(ends).min(before))
    }
}

/// Whether every level is a row: all begin in the first column and go on in another, below headings of several levels perhaps.
fn are_rows(levels: &[Abreast], columns: usize) -> bool {
    let is_row = |level: &Abreast| level.columns.contains(&0) && level.columns.len() > 1;
    let rows = levels.iter().rev().take_while(|level| is_row(level)).count();
    let is_whole = |level: &Abreast| level.columns.len() == columns;
    let headings = levels.get(..levels.len() - rows).unwrap_or_default();
    let below = levels.get(headings.len()..).unwrap_or_default();
    let is_heading = |level: &Abreast| level.is_worded && level.columns.len() > 1;
    match headings.len() {
        0 => rows >= LEAST_ROWS,
        1..=MOST_HEADINGS => rows > 1 && below.iter().all(is_whole) && headings.iter().all(is_heading),
        _ => false,
    }
}

/// The largest gap between lines of one cell: the smallest gap of all, when there are larger ones too.
fn leading(sorted: &[&(usize, Segment)]) -> f32 {
    let pairs = || sorted.iter().zip(sorted.iter().skip(1)).filter(|(a, b)| a.0 == b.0);
    let gap = |(a, b): (&&(usize, Segment), &&(usize, Segment))| {
        (b.1.text.bbox.y0 - a.1.text.bbox.y1, LEADING * a.1.text.size)
    };
    let gaps: Vec<(f32, f32)> = pairs().map(gap).collect();
    let least = |gaps: &mut dyn Iterator<Item = (f32, f32)>| gaps.map(|(gap, _)| gap.max(0.0)).fold(f32::MAX, f32::min);
    let is_even = |line: &Line| line.pieces.iter().all(|piece| piece.script == Script::Normal);
    let all = least(&mut pairs().map(gap));
    let even = least(&mut pairs().filter(|(a, b)| is_even(&a.1.text) && is_even(&b.1.text)).map(gap));
    let smallest = if even <= all + RAISED { even } else { all };
    let limit = smallest * REACH.0 + REACH.1;
    let is_leading = gaps.iter().any(|(gap, most)| *gap <= limit && gap <= most);
    let has_larger = gaps.iter().any(|(gap, _)| *gap > limit);
    if is_leading && has_larger { limit } else { f32::NEG_INFINITY }
}

/// The lines between the middles of two boxes that run along the lower one.
fn between<'r>(above: &Rect, below: &Rect, rules: &'r [Edge]) -> impl Iterator<Item = &'r Edge> {
    let (height, below) = (above.center().1..below.center().1, *below);
    rules.iter().filter(move |rule| height.contains(&rule.at) && runs_along(rule, &below))
}

fn runs_along(rule: &Edge, bbox: &Rect) -> bool {
    rule.from <= bbox.x1 && bbox.x0 <= rule.to
}

/// Whether a line runs between two boxes one below the other, along both.
fn are_parted(a: &Rect, b: &Rect, rules: &[Edge]) -> bool {
    let (above, below) = if a.center().1 < b.center().1 { (a, b) } else { (b, a) };
    above.y1 <= below.y0 + RAISED && between(above, below, rules).any(|rule| runs_along(rule, above))
}

/// The rows: the cells of the base column, those of other columns that lie between them or that lines part from them, and what is
/// level with them.
fn rows(drafts: &[CellDraft], base: usize, apart: f32, rules: &[Edge]) -> Vec<Rect> {
    let mut rows: Vec<Rect> = drafts.iter().filter(|draft| draft.column == base).map(|draft| draft.bbox).collect();
    // The values come before the labels to their left: one merged downward stands between rows.
    for draft in drafts.iter().rev().filter(|draft| draft.column != base) {
        let slack = apart * size(draft);
        let is_near = |row: &Rect| row.y0 - slack < draft.bbox.y1 && draft.bbox.y0 < row.y1 + slack;
        if !rows.iter().any(|row| is_near(row) && !are_parted(row, &draft.bbox, rules)) {
            rows.push(draft.bbox);
        }
    }
    rows.sort_by(|a, b| a.y0.total_cmp(&b.y0));
    let mut full = rows.clone();
    for draft in drafts.iter().filter(|draft| draft.column > base) {
        let at = nearest(draft, &rows);
        if let (Some(row), Some(full)) = (rows.get(at..=at), full.get_mut(at))
            && displacement(draft, row, Level::Middle).min(displacement(draft, row, Level::Top)) <= LEVEL
        {
            *full = full.union(draft.bbox);
        }
    }
    full
}

fn size(draft: &CellDraft) -> f32 {
    draft.lines.first().map_or(10.0, |line| line.size).max(1.0)
}

/// How far a cell lies from rows, in em.
fn displacement(draft: &CellDraft, rows: &[Rect], level: Level) -> f32 {
    let Some(area) = around(rows.iter().copied()) else { return f32::MAX };
    let off = match level {
        Level::Middle => area.center().1 - draft.bbox.center().1,
        Level::Top => area.y0 - draft.bbox.y0,
    };
    off.abs() / size(draft)
}

/// The row that is level with a value, or the nearest one.
fn nearest(draft: &CellDraft, rows: &[Rect]) -> usize {
    let off = |row: usize| {
        let row = rows.get(row..=row).unwrap_or_default();
        displacement(draft, row, Level::Middle).min(displacement(draft, row, Level::Top))
    };
    (0..rows.len()).min_by(|a, b| off(*a).total_cmp(&off(*b))).unwrap_or_default()
}

/// Labels laid over the rows in order, each over one or more neighbouring rows, so that they are displaced least in all: the
/// cheapest ways to lay the first `l` labels over the first `r` rows. `starts` are rows where a label of a column to the left begins.
struct LabelOverlay {
    /// `[l][r]`: the cost, and the first row of the last label; none when the last row is skipped.
    best: Vec<Vec<(f32, Option<usize>)>>,
}

impl LabelOverlay {
    fn new(own: &[CellDraft], rows: &[Rect], starts: &[usize], level: Level) -> Self {
        let mut overlay = Self { best: vec![vec![(f32::INFINITY, None); rows.len() + 1]; own.len() + 1] };
        for l in 0..=own.len() {
            for r in 0..=rows.len() {
                let mut best = if l == 0 && r == 0 { (0.0, None) } else { (f32::INFINITY, None) };
                if r > 0 {
                    best = (overlay.cost(l, r - 1) + SKIPPED, None);
                }
                let draft = l.checked_sub(1).and_then(|label| own.get(label));
                for start in 0..if draft.is_some() { r } else { 0 } {
                    let crosses = starts.iter().any(|other| start < *other && *other < r);
                    let Some(draft) = draft.filter(|_| !crosses) else { continue };
                    let off = displacement(draft, rows.get(start..r).unwrap_or_default(), level);
                    let cost = overlay.cost(l - 1, start) + if off <= LEVEL { off } else { off * FAR };
                    if cost < best.0 {
                        best = (cost, Some(start));
                    }
                }
                if let Some(slot) = overlay.best.get_mut(l).and_then(|row| row.get_mut(r)) {
                    *slot = best;
                }
            }
        }
        overlay
    }

    fn cost(&self, l: usize, r: usize) -> f32 {
        self.best.get(l).and_then(|row| row.get(r)).map_or(f32::INFINITY, |best| best.0)
    }

    fn total(&self) -> f32 {
        self.best.last().and_then(|row| row.last()).map_or(f32::INFINITY, |best| best.0)
    }

    /// First row and number of rows of each label.
    fn places(&self) -> Option<Vec<(usize, usize)>> {
        let (mut l, mut r) = (self.best.len() - 1, self.best.first()?.len() - 1);
        let mut places = Vec::new();
        while l > 0 {
            match self.best.get(l)?.get(r)?.1 {
                Some(start) => {
                    places.push((start, r - start));
                    (l, r) = (l - 1, start);
                }
                None => r = r.checked_sub(1)?,
            }
        }
        places.reverse();
        Some(places)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::lines::LinePiece;

    fn segment((column, y0, text): &(usize, f32, &str)) -> (usize, Segment) {
        let x0 = [0.0, 120.0, 200.0][*column];
        let bbox = Rect { x0, y0: *y0, x1: x0 + text.chars().count() as f32 * 10.0, y1: y0 + 10.0 };
        let piece = LinePiece { text: (*text).into(), bbox, script: Script::Normal, spaced: false, gap: f32::INFINITY };
        let text = Line { pieces: vec![piece], bbox, size: 10.0, ends_spaced: false };
        (*column, Segment { line: 0, text, gap: f32::INFINITY })
    }

    fn shown(texts: &[(usize, f32, &str)], rules: &[Edge]) -> Vec<String> {
        let segments: Vec<(usize, Segment)> = texts.iter().map(segment).collect();
        let profile = Profile { leading: None, left: None, level: None, is_solid: false };
        let text = |cell: &TextCell| cell.lines.iter().map(Line::text).collect::<String>();
        cells(&segments, rules, &profile)
            .iter()
            .map(|cell| format!("{}+{} {}", cell.cell.row, cell.cell.row_span, text(cell)))
            .collect()
    }

    #[test]
    fn titles_alone_on_their_level_do_not_make_the_rows() {
        let texts = [
            (0, 0.0, "更新情報"),
            (0, 20.0, "更新日"),
            (2, 20.0, "4月1日"),
            (0, 40.0, "基本情報"),
            (0, 60.0, "機関名"),
            (2, 60.0, "みらい"),
            (0, 80.0, "施設情報"),
            (1, 100.0, "専任"),
            (2, 100.0, "7名"),
            (0, 110.0, "職員の数"),
            (1, 120.0, "兼任"),
            (2, 120.0, "3名"),
        ];
        let expected = [
            "0+1 更新情報",
            "1+1 更新日",
            "1+1 4月1日",
            "2+1 基本情報",
            "3+1 機関名",
            "3+1 みらい",
            "4+1 施設情報",
            "5+2 職員の数",
            "5+1 専任",
            "5+1 7名",
            "6+1 兼任",
            "6+1 3名",
        ];
        assert_eq!(shown(&texts, &[]), expected);
    }

    #[test]
    fn titles_that_lines_part_from_close_rows_are_rows() {
        let texts = [
            (0, 0.0, "更新情報"),
            (0, 10.5, "更新日"),
            (2, 10.5, "4月1日"),
            (0, 21.0, "基本情報"),
            (0, 31.5, "機関名"),
            (2, 31.5, "みらい"),
            (1, 42.0, "専任"),
            (2, 42.0, "7名"),
            (0, 47.2, "職員の数"),
            (1, 52.5, "兼任"),
            (2, 52.5, "3名"),
        ];
        let across = |at: f32| Edge { at, from: if at > 50.0 { 120.0 } else { 0.0 }, to: 300.0 };
        let rules = [10.2, 20.7, 31.2, 41.7, 52.2].map(across);
        let expected = [
            "0+1 更新情報",
            "1+1 更新日",
            "1+1 4月1日",
            "2+1 基本情報",
            "3+1 機関名",
            "3+1 みらい",
            "4+2 職員の数",
            "4+1 専任",
            "4+1 7名",
            "5+1 兼任",
            "5+1 3名",
        ];
        assert_eq!(shown(&texts, &rules), expected);
    }
}
