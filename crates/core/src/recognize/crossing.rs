//! Fields where a row and a column cross: the labels that hold them head columns, and their own texts head the rows below.
//!
//! ```text
//! 従事する職員の数 | 専任 | 兼任
//! 機関本体         | 5    | 11
//! 協力・関係会社   | 0    | 0
//! ```
//!
//! The form has one row for each of them. A text such as 機関本体 stands for several labels here, so the alignment, which gives each
//! place to one label, does not ask where these stand.

use super::behind::{self, LabelBehind};
use super::excerpt::Fragment;
use super::labels::{Candidate, Fit};
use crate::document::Span;
use crate::form::Form;
use crate::normalize::{Normalized, Position};
use crate::text::scripts::is_letter;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

/// Numbers of columns that are headed so.
const HEADS: RangeInclusive<usize> = 2..=8;

/// Most texts of a row that are asked for: each of its labels may be one of several.
const MOST_TEXTS: usize = 32;

/// The longest unit in brackets, in characters.
const LONGEST_UNIT: usize = 2;

/// The candidates that fill a cell each, by table and row.
type ByRow<'c> = BTreeMap<(usize, u32), Vec<(Position, &'c Candidate)>>;

/// Finds the labels of fields that stand so, each with its value: the cell where both cross, or nothing where it is blank.
pub(super) fn find(
    normalized: &Normalized,
    form: &Form,
    pieces: &[usize],
    candidates: &[Candidate],
) -> Vec<LabelBehind> {
    let cell = |piece: usize| normalized.pieces.get(piece).and_then(|piece| piece.cell);
    let holders: BTreeSet<usize> =
        form.labels.iter().filter(|label| label.field.is_some()).filter_map(|label| label.parent).collect();
    let (mut heads, mut rows) = (ByRow::new(), ByRow::new());
    for candidate in candidates.iter().filter(|candidate| fills_cell(normalized, candidate)) {
        let Some(cell) = cell(candidate.piece) else { continue };
        let is_holder = holders.contains(&candidate.label);
        let label = form.label(candidate.label);
        let of = match is_holder {
            true => &mut heads,
            false if label.field.is_some() && label.parent.is_some() => &mut rows,
            false => continue,
        };
        of.entry((cell.table, cell.row)).or_default().push((cell, candidate));
    }
    heads.retain(|_, heads| HEADS.contains(&heads.len()));
    if heads.is_empty() {
        return Vec::new();
    }
    let cells: BTreeMap<(usize, u32, u32), usize> = pieces
        .iter()
        .filter_map(|piece| cell(*piece).map(|cell| ((cell.table, cell.row, cell.column), *piece)))
        .collect();
    let mut found: Vec<LabelBehind> = Vec::new();
    for ((table, row), heads_of_row) in &heads {
        let is_own = |row: &u32| !heads.contains_key(&(*table, *row));
        let below = (row + 1..).take_while(is_own).map_while(|row| Some((row, rows.get(&(*table, row))?)));
        for (row, texts) in below {
            let crossed: Vec<LabelBehind> = heads_of_row
                .iter()
                .filter_map(|(head, holder)| {
                    let is_own = |(cell, text): &&(Position, &Candidate)| {
                        form.label(text.label).parent == Some(holder.label)
                            && cell.column < head.column
                            && head.row + head.row_span <= row
                    };
                    let (_, text) = texts.iter().take(MOST_TEXTS).find(is_own)?;
                    let value = cells
                        .get(&(*table, row, head.column))
                        .and_then(|piece| Some(Fragment { piece: *piece, span: normalized.pieces.get(*piece)?.span }));
                    let end = text.span.end;
                    let blank = Fragment { piece: text.piece, span: Span::new(end, end) };
                    Some(LabelBehind { label: (*text).clone(), value: value.unwrap_or(blank), other: None })
                })
                .collect();
            if !HEADS.contains(&crossed.len()) {
                break;
            }
            for crossed in crossed {
                behind::add(normalized, &mut found, crossed);
            }
        }
    }
    found
}

/// Whether a label is all of its cell, but for its unit in brackets: 全職員の数(人).
fn fills_cell(normalized: &Normalized, candidate: &Candidate) -> bool {
    let end = normalized.pieces.get(candidate.piece).map_or(candidate.span.end, |piece| piece.span.end);
    let rest = normalized.text_of(Span::new(candidate.span.end, end)).trim();
    let is_unit = || rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).is_some_and(is_unit);
    candidate.fit == Fit::Whole || candidate.fit >= Fit::Head && is_unit()
}

/// Whether a text is a unit: short, and of letters alone.
fn is_unit(text: &str) -> bool {
    (1..=LONGEST_UNIT).contains(&text.chars().count()) && text.chars().all(is_letter)
}
