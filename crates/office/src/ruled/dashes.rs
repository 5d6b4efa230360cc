//! Tables under rules of dashes: one rule for each column, parted by a space, tells where the columns are.

use super::{MEASURES, MOST_COLUMNS, Measure, RuledCell, RuledTable, between};

/// Least length of a rule, in dashes.
const LEAST_RULE: usize = 2;

/// Most lines of a row of headings.
const MOST_HEADINGS: usize = 40;

/// A rule over one column.
type RuleColumn = (usize, usize);

/// Reads the table that begins at a line; `before` is the line behind the table before.
pub(super) fn read<'t>(lines: &[&'t str], at: usize, before: usize) -> Option<RuledTable<'t>> {
    let own = rules(lines.get(at)?)?;
    let is_blank = |line: usize| lines.get(line).is_none_or(|line| line.trim().is_empty());
    if let [whole] = own[..] {
        // A rule over all columns: headings, the columns' rules, rows parted by blank lines, and the same rule again.
        let headings = (at + 1..at + MOST_HEADINGS).take_while(|line| !is_blank(*line));
        let (middle, columns) = headings.filter_map(|line| Some((line, rules(lines.get(line)?)?))).next()?;
        if !(2..=MOST_COLUMNS).contains(&columns.len()) || columns.first()?.0 != whole.0 || columns.last()?.1 != whole.1
        {
            return None;
        }
        let is_end = |line: &usize| lines.get(*line).and_then(|line| rules(line)).is_some_and(|rules| rules == own);
        let end = (middle + 1..lines.len()).take_while(|line| !is_other(lines, *line, &own)).find(is_end)?;
        let rows = std::iter::once(at + 1..middle).chain(parted(lines, middle + 1..end)).collect();
        return table(lines, &columns, rows, end + 1);
    }
    if own.len() > MOST_COLUMNS {
        return None;
    }
    // Headings stand right above; without any, the rule stands at the end again.
    if let Some(first) = at.checked_sub(1).filter(|first| *first >= before && !is_blank(*first)) {
        let is_end = |line: &usize| is_blank(*line) || lines.get(*line).is_some_and(|line| rules(line).is_some());
        let end = (at + 1..lines.len()).find(is_end).unwrap_or(lines.len());
        let rows = (first..end).filter(|line| *line != at).map(|line| line..line + 1).collect();
        return table(lines, &own, rows, end);
    }
    let is_end = |line: &usize| lines.get(*line).and_then(|line| rules(line)).is_some_and(|rules| rules == own);
    let end = (at + 1..lines.len()).take_while(|line| !is_other(lines, *line, &own)).find(is_end)?;
    let is_parted = (at + 1..end).any(is_blank);
    let rows = if is_parted { parted(lines, at + 1..end) } else { (at + 1..end).map(|line| line..line + 1).collect() };
    table(lines, &own, rows, end + 1)
}

/// Whether a line is the rule of another table.
fn is_other(lines: &[&str], line: usize, own: &[RuleColumn]) -> bool {
    lines.get(line).and_then(|line| rules(line)).is_some_and(|rules| rules != own)
}

/// The rules that a line consists of.
fn rules(line: &str) -> Option<Vec<RuleColumn>> {
    let body = line.trim();
    if !body.starts_with('-') || !body.bytes().all(|byte| matches!(byte, b'-' | b' ')) {
        return None;
    }
    let mut column = line.chars().take_while(|c| c.is_whitespace()).count();
    let mut rules = Vec::new();
    for group in body.split(' ') {
        if !group.is_empty() {
            rules.push((column, column + group.len()));
        }
        column += group.len() + 1;
    }
    rules.iter().all(|(start, end)| end - start >= LEAST_RULE).then_some(rules)
}

/// The rows that blank lines part.
fn parted(lines: &[&str], range: std::ops::Range<usize>) -> Vec<std::ops::Range<usize>> {
    let mut rows = Vec::new();
    let mut start = range.start;
    for line in range.clone() {
        if lines.get(line).is_none_or(|line| line.trim().is_empty()) {
            rows.push(start..line);
            start = line + 1;
        }
    }
    rows.push(start..range.end);
    rows.retain(|row| !row.is_empty());
    rows
}

/// The table with these rows of lines, if the columns hold in all of them.
fn table<'t>(
    lines: &[&'t str],
    columns: &[RuleColumn],
    rows: Vec<std::ops::Range<usize>>,
    end: usize,
) -> Option<RuledTable<'t>> {
    let own = || rows.iter().flat_map(|row| lines.get(row.clone()).unwrap_or_default());
    let holds = |measure: &Measure| own().all(|line| fits(line, *measure, columns));
    let measure = MEASURES.into_iter().find(holds)?;
    let mut cells = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        for (column, (start, _)) in columns.iter().enumerate() {
            let stop = columns.get(column + 1).map_or(usize::MAX, |next| next.0);
            let texts = row.clone().filter_map(|line| {
                let text = between(lines.get(line)?, measure, *start, stop).trim();
                (!text.is_empty()).then_some((line, text))
            });
            cells.push(RuledCell {
                row: number,
                column,
                row_span: 1,
                column_span: 1,
                lines: texts.collect(),
                room: None,
            });
        }
    }
    Some(RuledTable { cells, end })
}

/// Whether no text of a line stands before the columns or between two.
fn fits(line: &str, measure: Measure, columns: &[RuleColumn]) -> bool {
    let mut at = 0;
    line.chars().all(|c| {
        let start = at;
        at += measure.of(c);
        let column = columns.partition_point(|(first, _)| *first <= start).checked_sub(1);
        let own = column.and_then(|column| columns.get(column));
        let is_last = column.is_some_and(|column| column + 1 == columns.len());
        c.is_whitespace() || own.is_some_and(|(_, end)| is_last || at <= *end)
    })
}
