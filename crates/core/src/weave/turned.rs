//! Tables that stand on their side: labels that the form has below each other head columns, and its headings of columns head the rows.
//!
//! ```text
//!                  | 初期費用 | 固定費 | 従量単価
//! 保険者           |          |        |
//! 健診・保健指導機関 |          |        |
//! ```
//!
//! Such a stretch of rows is laid as the form has it, and read as any other table.

use crate::document::{Block, Cell, Document, Table};
use crate::form::{Form, Label, LabelId};
use crate::text::{fold, notes};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Least number of labels that head columns.
const LEAST_LABELS: usize = 2;

/// Most rows of groups above the labels, and most runs of headings that are asked for in a table.
const MOST_GROUPS: u32 = 4;
const MOST_RUNS: usize = 32;

/// The longest text that is asked whether it is a label, in bytes.
const LONGEST_LABEL: usize = 300;

/// Lays the tables that stand on their side as the form has them.
pub(super) fn lay(document: &mut Document, form: &Form) {
    let wordings = Wordings::new(form);
    if wordings.headings.is_empty() {
        return;
    }
    let mut blocks = Vec::with_capacity(document.blocks.len());
    for block in std::mem::take(&mut document.blocks) {
        match block {
            Block::Table(table) => match wordings.rows_on_side(document, &table) {
                Some(rows) => blocks.extend(parts(table, &rows).into_iter().map(Block::Table)),
                None => blocks.push(Block::Table(table)),
            },
            paragraph @ Block::Paragraph(_) => blocks.push(paragraph),
        }
    }
    document.blocks = blocks;
}

/// The form's headings of columns, by their keys.
struct Wordings<'f> {
    form: &'f Form,
    headings: BTreeMap<&'f str, Vec<LabelId>>,
    /// The characters that they begin with.
    firsts: Vec<char>,
}

impl<'f> Wordings<'f> {
    fn new(form: &'f Form) -> Self {
        let mut headings: BTreeMap<&str, Vec<LabelId>> = BTreeMap::new();
        for (id, label) in form.labels.iter().enumerate().filter(|(_, label)| label.is_column) {
            label.keys.iter().for_each(|key| headings.entry(key).or_default().push(id));
        }
        let firsts = headings.keys().filter_map(|key| key.chars().next()).collect();
        Self { form, headings, firsts }
    }

    /// The labels that a cell heads columns with.
    fn headings_in(&self, document: &Document, cell: &Cell) -> Option<&[LabelId]> {
        // Most cells are told by a look.
        let may_be = cell.span.len() <= LONGEST_LABEL && cell.span.of(&document.text).contains(&*self.firsts);
        may_be.then(|| self.headings.get(key(document, cell).as_str()).map(Vec::as_slice)).flatten()
    }

    /// The rows of a table that stand on their side: those that headings of columns begin, below labels of fields that have these
    /// columns, and the rows of these labels.
    fn rows_on_side(&self, document: &Document, table: &Table) -> Option<Range<u32>> {
        let mut headed: Vec<(&Cell, &[LabelId])> =
            table.cells.iter().filter_map(|cell| Some((cell, self.headings_in(document, cell)?))).collect();
        headed.sort_by_key(|(cell, _)| (cell.column, cell.row));
        let runs = headed.chunk_by(|(above, _), (below, _)| {
            above.column == below.column && above.row.checked_add(above.row_span) == Some(below.row)
        });
        let runs: Vec<&[(&Cell, &[LabelId])]> = runs.filter(|run| run.len() > 1).take(MOST_RUNS).collect();
        if runs.is_empty() {
            return None;
        }
        let short = table.cells.iter().filter(|cell| cell.span.len() <= LONGEST_LABEL);
        let keys: Vec<(String, &Cell)> = short.map(|cell| (key(document, cell), cell)).collect();
        let fields: BTreeMap<&str, BTreeSet<LabelId>> = self
            .form
            .labels
            .iter()
            .map(|label| (label, columns(label)))
            .filter(|(_, columns)| columns.len() > 1)
            .flat_map(|(label, columns)| label.keys.iter().map(move |key| (key.as_str(), columns.clone())))
            .collect();
        let fields: Vec<(&Cell, &BTreeSet<LabelId>)> =
            keys.iter().filter_map(|(key, cell)| Some((*cell, fields.get(key.as_str())?))).collect();
        runs.into_iter().find_map(|run| {
            let (first, last) = (run.first()?.0, run.last()?.0);
            let found: BTreeSet<LabelId> = run.iter().flat_map(|(_, labels)| *labels).copied().collect();
            let is_above = |(cell, columns): &&(&Cell, &BTreeSet<LabelId>)| {
                let is_right = cell.column >= first.column.saturating_add(first.column_span);
                is_right && cell.row.saturating_add(cell.row_span) == first.row && columns.is_subset(&found)
            };
            let above: Vec<&Cell> = fields.iter().filter(is_above).map(|(cell, _)| *cell).collect();
            if above.len() < LEAST_LABELS {
                return None;
            }
            let mut top = above.iter().map(|cell| cell.row).min()?;
            // What groups the labels stands above them.
            let is_group = |row: u32| {
                let mut own = keys.iter().filter(|(key, cell)| cell.row == row && !key.is_empty()).peekable();
                let is_right = |cell: &Cell| cell.column > first.column;
                own.peek().is_some() && own.all(|(key, cell)| is_right(cell) && self.form.is_label(key))
            };
            let groups = (1..=MOST_GROUPS).take_while(|up| top.checked_sub(*up).is_some_and(is_group)).count();
            top -= u32::try_from(groups).unwrap_or_default();
            let rows = top..last.row.saturating_add(last.row_span);
            let is_whole = |cell: &Cell| {
                let end = cell.row.saturating_add(cell.row_span);
                end <= rows.start || cell.row >= rows.end || (rows.contains(&cell.row) && end <= rows.end)
            };
            table.cells.iter().all(is_whole).then_some(rows)
        })
    }
}

/// The key of a cell, without the marks of notes.
fn key(document: &Document, cell: &Cell) -> String {
    let text: String = cell.span.of(&document.text).nfkc().collect();
    fold::key(notes::without_marks(text.trim()))
}

/// What heads the columns that a label's field has a value in.
fn columns(label: &Label) -> BTreeSet<LabelId> {
    label.field.iter().flat_map(|field| &field.targets).filter_map(|target| target.column).collect()
}

/// A table in up to three: what is above some rows, these with rows for columns, and what is below.
fn parts(table: Table, rows: &Range<u32>) -> Vec<Table> {
    let mut parts = [Vec::new(), Vec::new(), Vec::new()];
    let [above, own, below] = &mut parts;
    for mut cell in table.cells {
        if cell.row < rows.start {
            above.push(cell);
        } else if cell.row < rows.end {
            (cell.row, cell.column) = (cell.column, cell.row - rows.start);
            (cell.row_span, cell.column_span) = (cell.column_span, cell.row_span);
            own.push(cell);
        } else {
            cell.row -= rows.end;
            below.push(cell);
        }
    }
    own.sort_by_key(|cell| (cell.row, cell.column));
    parts.into_iter().filter(|cells| !cells.is_empty()).map(|cells| Table { cells }).collect()
}
