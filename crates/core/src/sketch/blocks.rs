//! What a document seems to hold: pairs of a label and its value, tables with headings, titles over them.

use super::kinds::{ValueKind, kind_of};
use crate::normalize::{Normalized, Position};
use crate::segment::number;
use crate::text::fold::key;
use crate::text::marks;
use crate::text::values::sign;

/// The longest label, in characters.
const LONGEST_LABEL: usize = 24;

/// The rows below headings that tell whether they are a table's: each row of a document may be looked at for headings.
const MOST_JUDGED: usize = 200;

/// A cell of a table, with its text.
#[derive(Debug, Clone)]
pub(super) struct SketchCell {
    at: Position,
    pub text: String,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub(super) enum SketchBlock {
    /// A line that is neither.
    Line(String),
    /// A label with its value, and the label that holds it.
    Pair { holder: Option<String>, label: String, value: String },
    /// A value with its label behind it.
    Behind { label: String, value: String },
    /// A table: its headings, the first of which may be blank, and its rows.
    Table { headings: Vec<String>, rows: Vec<Vec<String>> },
}

/// The parts of a document, in reading order.
pub(super) fn of(normalized: &Normalized) -> Vec<SketchBlock> {
    let mut blocks = Vec::new();
    let mut rows: Vec<Vec<SketchCell>> = Vec::new();
    for piece in &normalized.pieces {
        let text = normalized.text_of(piece.span).trim().to_owned();
        let Some(at) = piece.cell else {
            flush(&mut blocks, &mut rows);
            line(&mut blocks, &text);
            continue;
        };
        let last = rows.last().and_then(|row| row.last()).map(|cell| cell.at);
        if last.is_some_and(|last| last.table != at.table) {
            flush(&mut blocks, &mut rows);
        }
        match rows.last_mut().filter(|_| last.is_some_and(|last| last.table == at.table && last.row == at.row)) {
            Some(row) => match row.last_mut().filter(|cell| cell.at.column == at.column) {
                Some(cell) => {
                    cell.text.push(' ');
                    cell.text.push_str(&text);
                }
                None => row.push(SketchCell { at, text }),
            },
            None => rows.push(vec![SketchCell { at, text }]),
        }
    }
    flush(&mut blocks, &mut rows);
    blocks
}

/// Takes the rows of a table: stretches under headings, and rows of labels with their values.
fn flush(blocks: &mut Vec<SketchBlock>, rows: &mut Vec<Vec<SketchCell>>) {
    let rows = std::mem::take(rows);
    let mut at = 0;
    let mut holder: Option<(String, u32)> = None;
    while let Some(row) = rows.get(at) {
        if let Some((table, next)) = table(&rows, at) {
            blocks.push(table);
            at = next;
            continue;
        }
        if let Some(values) = rows.get(at + 1).filter(|values| heads_values(row, values)) {
            for cell in row {
                let value = values.iter().find(|value| value.at.column == cell.at.column);
                pair(blocks, None, &cell.text, value.map_or("", |value| &value.text));
            }
            at += 2;
            continue;
        }
        let mut cells: &[SketchCell] = row;
        if let Some((first, rest)) = cells.split_first().filter(|(first, rest)| first.at.row_span > 1 && rest.len() > 1)
        {
            holder = Some((first.text.clone(), first.at.row + first.at.row_span));
            cells = rest;
        }
        let own = cells.first().map_or(0, |cell| cell.at.row);
        let held = holder.as_ref().filter(|(_, end)| own < *end).map(|(holder, _)| holder.as_str());
        match cells {
            [cell] => line(blocks, &cell.text),
            cells => {
                for two in cells.chunks(2) {
                    match two {
                        [label, value] if is_label(&label.text) => pair(blocks, held, &label.text, &value.text),
                        two => two.iter().for_each(|cell| line(blocks, &cell.text)),
                    }
                }
            }
        }
        at += 1;
    }
}

/// Whether a row of labels stands over a row of their values.
fn heads_values(row: &[SketchCell], values: &[SketchCell]) -> bool {
    let is_under = |value: &SketchCell| row.iter().any(|cell| cell.at.column == value.at.column);
    let typed = values.iter().filter(|value| kind_of(&value.text) != ValueKind::Text).count();
    row.len() > 1
        && values.len() > 1
        && row.iter().all(|cell| is_label(&cell.text))
        && values.iter().all(is_under)
        && typed * 2 > values.len()
}

/// A table whose headings are a row, and the row behind it: two rows or more under the same columns, each of one kind of values.
fn table(rows: &[Vec<SketchCell>], at: usize) -> Option<(SketchBlock, usize)> {
    let heads = rows.get(at)?;
    let is_headings = heads.iter().all(|cell| is_label(&cell.text) || sign::alone(&cell.text).is_some());
    let first = rows.get(at + 1)?.first()?;
    let has_stub = heads.first().is_some_and(|head| head.at.column > first.at.column);
    let width = heads.len() + usize::from(has_stub);
    if !is_headings || width < 2 {
        return None;
    }
    let mut columns: Vec<u32> = heads.iter().map(|cell| cell.at.column).collect();
    let mut headings: Vec<String> = heads.iter().map(|cell| cell.text.clone()).collect();
    if has_stub {
        columns.insert(0, first.at.column);
        headings.insert(0, String::new());
    }
    let fits = |row: &&Vec<SketchCell>| row.len() > 1 && row.iter().all(|cell| columns.contains(&cell.at.column));
    let body = || rows.iter().skip(at + 1).take_while(fits);
    let texts = |row: &Vec<SketchCell>| -> Vec<String> {
        let of = |column: &u32| row.iter().find(|cell| cell.at.column == *column).map(|cell| cell.text.clone());
        columns.iter().map(|column| of(column).unwrap_or_default()).collect()
    };
    let judged: Vec<Vec<String>> = body().take(MOST_JUDGED).map(texts).collect();
    let column_kinds = |column: usize| -> Vec<ValueKind> {
        let cells = judged.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.is_empty());
        cells.map(|cell| kind_of(cell)).collect()
    };
    let kinds: Vec<Vec<ValueKind>> = (0..width).map(column_kinds).collect();
    let is_one = |kinds: &Vec<ValueKind>| kinds.iter().all(|kind| Some(kind) == kinds.first());
    let typed = kinds
        .iter()
        .filter(|kinds| !kinds.is_empty() && is_one(kinds) && kinds.first() != Some(&ValueKind::Text))
        .count();
    let is_table = judged.len() > 1
        && typed > 0
        && (width > 2 || kinds.iter().all(is_one))
        && kinds.iter().skip(1).all(|kinds| is_near(kinds));
    if !is_table {
        return None;
    }
    let rows: Vec<Vec<String>> = body().map(texts).collect();
    let end = at + 1 + rows.len();
    Some((SketchBlock::Table { headings, rows }, end))
}

/// Whether the cells of a column are of one kind, but for some that are text.
fn is_near(kinds: &[ValueKind]) -> bool {
    let mut typed = kinds.iter().filter(|kind| **kind != ValueKind::Text);
    let first = typed.next();
    typed.all(|kind| Some(kind) == first)
}

/// Takes a line: a label with its value behind a colon or a gap, a value with its label behind it, or other text.
fn line(blocks: &mut Vec<SketchBlock>, text: &str) {
    let bare = number(text).and_then(|length| text.get(length..)).unwrap_or(text).trim();
    let inner = bare.trim_start_matches('(').trim_end_matches(')').trim();
    if let Some(value) = inner.strip_suffix("現在").map(str::trim).filter(|value| kind_of(value) == ValueKind::Date) {
        return blocks.push(SketchBlock::Behind { label: "現在".to_owned(), value: value.to_owned() });
    }
    if let Some((label, value)) =
        bare.split_once(':').filter(|(label, value)| is_label(label) && !value.trim().is_empty())
    {
        return pair(blocks, None, label, value);
    }
    match bare.split_once(' ').filter(|(label, value)| is_label(label) && kind_of(value) != ValueKind::Text) {
        Some((label, value)) => pair(blocks, None, label, value),
        None => blocks.push(SketchBlock::Line(text.to_owned())),
    }
}

fn pair(blocks: &mut Vec<SketchBlock>, holder: Option<&str>, label: &str, value: &str) {
    let label = number(label).and_then(|length| label.get(length..)).unwrap_or(label).trim();
    let pair = SketchBlock::Pair {
        holder: holder.map(str::to_owned),
        label: label.to_owned(),
        value: value.trim().to_owned(),
    };
    blocks.push(pair);
}

/// Whether a text may be a label: short, with letters, of no type.
pub(super) fn is_label(text: &str) -> bool {
    let text = text.trim();
    let is_whole = text.matches('(').count() == text.matches(')').count();
    let is_short = (1..=LONGEST_LABEL).contains(&text.chars().count());
    let has_letters = text.chars().any(char::is_alphabetic) && !key(text).is_empty();
    let is_marked = marks::find(text).next().is_some();
    is_short && is_whole && has_letters && !is_marked && !text.ends_with('。') && kind_of(text) == ValueKind::Text
}
