//! Tables whose columns a single space parts: what a copy of a page leaves of narrow columns.
//!
//! A line of nothing but the form's headings tells how many words the lines below have; where each word fits its column, a line is a
//! row. Which words belong together no space tells, so all cells are open.

use super::{FoundCell, FoundRow, FoundTable};
use crate::document::Span;
use crate::form::{Field, FieldKind, Form, Layout, TableForm};
use crate::normalize::Normalized;
use crate::text::fold::key;
use crate::text::notes;
use crate::text::values::{self, Reading};
use std::collections::BTreeSet;

/// Columns from which on the number of words alone tells a row; with fewer, a number or the like is needed.
const TELLING: usize = 3;

/// A line of the document: its pieces and its words, each with its piece.
struct WordLine {
    pieces: Vec<usize>,
    words: Vec<(usize, Span)>,
}

/// Finds lists of the form that were found in no other way.
pub(super) fn find(normalized: &Normalized, form: &Form, content: &[usize], found: &mut Vec<FoundTable>) {
    let is_wanted = |table: &TableForm| {
        matches!(table.layout, Layout::List { .. })
            && table.items.is_none()
            && table.columns.len() > 1
            && table.columns.iter().all(|column| column.heading.under.is_empty())
    };
    let missing: Vec<usize> = (0..form.tables.len())
        .filter(|id| form.tables.get(*id).is_some_and(is_wanted) && !found.iter().any(|part| part.table == *id))
        .collect();
    if missing.is_empty() {
        return;
    }
    let taken: BTreeSet<usize> = found.iter().flat_map(|part| part.pieces.iter().copied()).collect();
    let lines = lines(normalized, content, &taken);
    for id in missing {
        let Some(table) = form.tables.get(id) else { continue };
        let headed = lines.iter().enumerate().find_map(|(at, line)| Some((at, headings(normalized, table, line)?)));
        let Some((at, columns)) = headed else { continue };
        let reader = ItemWordsReader { normalized, form, table, columns };
        found.extend(reader.read(
            id,
            lines.get(at..).unwrap_or_default(),
            at.checked_sub(1).and_then(|at| lines.get(at)),
        ));
    }
}

/// The lines of the content: what stands in one row of a table, or a paragraph.
fn lines(normalized: &Normalized, content: &[usize], taken: &BTreeSet<usize>) -> Vec<WordLine> {
    let mut lines: Vec<WordLine> = Vec::new();
    let mut last = None;
    for at in content.iter().filter(|at| !taken.contains(at)) {
        let Some(piece) = normalized.pieces.get(*at) else { continue };
        let row = piece.cell.map(|cell| (cell.table, cell.row));
        if row.is_none() || row != last {
            lines.push(WordLine { pieces: Vec::new(), words: Vec::new() });
        }
        last = row;
        let Some(line) = lines.last_mut() else { continue };
        line.pieces.push(*at);
        let (text, start) = (normalized.text_of(piece.span), piece.span.start);
        let mut from = 0;
        for word in text.split(' ') {
            let end = from + word.len();
            if !word.is_empty() {
                line.words.push((*at, Span::new(start + from, start + end)));
            }
            from = end + 1;
        }
    }
    lines
}

/// Which column each word of a line heads, where it is a line of the table's headings.
fn headings(normalized: &Normalized, table: &TableForm, line: &WordLine) -> Option<Vec<usize>> {
    if line.words.len() < 2 || line.words.len() > table.columns.len() {
        return None;
    }
    let heads = |(_, span): &(usize, Span)| {
        let text = normalized.text_of(*span);
        let bare = text.split_once('(').map(|(bare, _)| key(bare));
        let keys = [Some(key(text)), bare];
        let is_it = |known: &String| keys.iter().flatten().any(|own| own == known && !own.is_empty());
        table.columns.iter().position(|column| column.heading.keys.iter().any(is_it))
    };
    let columns: Vec<usize> = line.words.iter().map(heads).collect::<Option<_>>()?;
    let known: BTreeSet<usize> = columns.iter().copied().collect();
    let is_needed = |(at, column): (usize, &crate::form::TableColumn)| column.is_optional || known.contains(&at);
    (known.len() == columns.len() && table.columns.iter().enumerate().all(is_needed)).then_some(columns)
}

struct ItemWordsReader<'a> {
    normalized: &'a Normalized,
    form: &'a Form,
    table: &'a TableForm,
    columns: Vec<usize>,
}

impl ItemWordsReader<'_> {
    /// The table from its line of headings on; `before` is the line above it.
    fn read(&self, id: usize, lines: &[WordLine], before: Option<&WordLine>) -> Option<FoundTable> {
        let (headings, below) = lines.split_first()?;
        let missing = (0..self.table.columns.len()).filter(|at| !self.columns.contains(at)).collect();
        let title = before.filter(|line| self.is_title(line)).into_iter().flat_map(|line| line.pieces.iter().copied());
        let pieces = title.chain(headings.pieces.iter().copied()).collect();
        let mut found = FoundTable { table: id, missing, unknown: vec![], rows: vec![], pieces };
        for line in below {
            let Some(row) = self.row(line) else { break };
            found.pieces.extend(&line.pieces);
            found.rows.push(row);
        }
        (!found.rows.is_empty()).then_some(found)
    }

    fn is_title(&self, line: &WordLine) -> bool {
        let [piece] = line.pieces.as_slice() else { return false };
        let own = self.normalized.pieces.get(*piece).map(|piece| self.normalized.key_of(piece)).unwrap_or_default();
        self.table.title_keys.iter().any(|title| own.ends_with(title.as_str()))
    }

    /// A line as a row, where it has a word for each column that fits there.
    fn row(&self, line: &WordLine) -> Option<FoundRow> {
        let text = |span: &Span| self.normalized.text_of(*span);
        let first = line.words.first().map(|(_, span)| text(span))?;
        let is_skipped = self.table.skip.iter().any(|skip| key(first).starts_with(skip.as_str()));
        if line.words.len() != self.columns.len()
            || is_skipped
            || notes::opening(first).is_some()
            || self.form.is_label(&key(first))
        {
            return None;
        }
        let mut row = FoundRow { row: 0, cells: vec![] };
        row.cells.resize_with(self.table.columns.len(), FoundCell::default);
        let mut is_typed = self.columns.len() >= TELLING;
        for ((piece, span), at) in line.words.iter().zip(&self.columns) {
            let field = &self.table.columns.get(*at)?.field;
            if !fits(field, text(span)) {
                return None;
            }
            is_typed |= field.kind != FieldKind::Text;
            *row.cells.get_mut(*at)? =
                FoundCell { pieces: vec![*piece], within: Some(*span), is_open: true, is_merged: false };
        }
        is_typed.then_some(row)
    }
}

/// Whether a word may be a value of a column.
fn fits(field: &Field, word: &str) -> bool {
    fn is_read<T>(reading: &Reading<T>) -> bool {
        matches!(reading, Reading::Value(_) | Reading::Blank)
    }
    match field.kind {
        FieldKind::Money | FieldKind::UnitPrice => is_read(&values::money::read(word)),
        FieldKind::MoneyRange => is_read(&values::fee_range::read(word)),
        FieldKind::Amount => is_read(&values::sum::read(word)),
        FieldKind::MoneyTiers => is_read(&values::tiers::read(word)),
        FieldKind::Count => is_read(&values::count::read(word)),
        FieldKind::Decimal => is_read(&values::decimal::read(word)),
        FieldKind::Percent => is_read(&values::decimal::percent(word)),
        FieldKind::Range => is_read(&values::decimal::range(word)),
        FieldKind::Date => is_read(&values::date::read(word)),
        FieldKind::Time => is_read(&values::time::read(word)),
        FieldKind::TimeRange => is_read(&values::time::range(word)),
        FieldKind::YearMonth => is_read(&values::time::month(word)),
        FieldKind::DateRange => is_read(&values::period::read(word)),
        FieldKind::Phone => is_read(&values::phone::read(word)),
        FieldKind::Url => is_read(&values::url::read(word)),
        FieldKind::Code => is_read(&values::code::read_of(word, field.digits)),
        _ => true,
    }
}
