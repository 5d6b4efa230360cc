//! Tables: what stands in the cells of the form's tables, typed.
//!
//! Where they stand was found before ([`crate::segment`]). A list's rows are read into the leaves that all rows have, and
//! from there taken into the list.

use super::draft::{About, Doubt, Draft};
use super::excerpt::Excerpt;
use super::fields;
use super::item_rows::Items;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::form::{FieldKind, Layout, LeafId, ROW, TableColumn, TableForm, TableId};
use crate::record::{Value, empty_value};
use crate::segment::{FoundRow, FoundTable, Sections};

/// Reads all tables of the form.
pub(super) fn read(draft: &mut Draft<'_>, sections: &Sections) {
    for (id, table) in draft.form.tables.iter().enumerate() {
        let parts: Vec<&FoundTable> = sections.tables.iter().filter(|part| part.table == id).collect();
        if parts.is_empty() {
            missing(draft, table);
            continue;
        }
        for part in &parts {
            part.unknown.iter().for_each(|heading| draft.say_unknown_column(*heading, &table.pointer));
        }
        headless(draft, table, &parts);
        match table.layout {
            Layout::List { .. } => list(draft, id, table, &parts),
            Layout::Matrix | Layout::Single => known_rows(draft, table, &parts),
        }
    }
}

/// Says of a table that it was not found.
fn missing(draft: &mut Draft<'_>, table: &TableForm) {
    let message = format!("the table 「{}」 is not in the document", table.title);
    let mut of_table = Diagnostic::new(Code::FieldMissing, &*table.pointer, message.clone());
    if table.required {
        of_table.severity = Severity::Warning;
    }
    draft.doubts.push(Doubt { about: About::Table, diagnostic: of_table });
    if !matches!(table.layout, Layout::List { .. }) {
        let leaves = table.columns.iter().flat_map(|column| &column.field.targets).flat_map(|target| &target.leaves);
        leaves.for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldMissing, message.clone()));
    }
}

/// Says of columns that no part of the table heads them.
fn headless(draft: &mut Draft<'_>, table: &TableForm, parts: &[&FoundTable]) {
    let is_headless = |column: &usize| parts.iter().all(|part| part.missing.contains(column));
    for column in (0..table.columns.len()).filter(is_headless) {
        let Some(column) = table.columns.get(column).filter(|column| !column.is_optional) else { continue };
        let message = format!("no column of the table 「{}」 is headed 「{}」", table.title, column.heading.text);
        let diagnostic = Diagnostic::new(Code::TableMissingColumn, &*table.pointer, message);
        draft.doubts.push(Doubt { about: About::Table, diagnostic });
    }
    let Some((items, status)) = table.items.as_ref().and_then(|items| Some((items, items.status?))) else { return };
    if std::iter::once(status).chain(items.answers.iter().copied()).all(|column| is_headless(&column)) {
        let message = format!("no column of the checklist 「{}」 tells the items' status", table.title);
        let diagnostic = Diagnostic::new(Code::TableMissingColumn, &*table.pointer, message);
        draft.doubts.push(Doubt { about: About::Table, diagnostic });
    }
}

/// Reads the rows of a list.
fn list(draft: &mut Draft<'_>, id: TableId, table: &TableForm, parts: &[&FoundTable]) {
    let Layout::List { first, count, .. } = table.layout else { return };
    let items = table.items.as_ref().map(|columns| (columns, Items::new(draft, table, columns, parts)));
    let mut above: Vec<Excerpt> = vec![Excerpt::default(); table.columns.len()];
    for (part, row) in parts.iter().flat_map(|part| part.rows.iter().map(move |row| (part, row))) {
        let number = draft.rows.get(id).map_or(0, Vec::len);
        let (evidence, diagnostics) = (draft.evidence.len(), draft.doubts.len());
        let first_own = items.as_ref().map_or(0, |(columns, _)| columns.status.unwrap_or(columns.text) + 1);
        if let Some((_, items)) = &items {
            items.read(draft, part, row);
        }
        for ((at, column), above) in table.columns.iter().enumerate().zip(&mut above).skip(first_own) {
            let own = row.cells.get(at).map(|cell| Excerpt::of_cell(draft.normalized, cell)).unwrap_or_default();
            if !own.is_empty() || !column.carries {
                *above = own;
            }
            cell(draft, part, row, (at, column, 0), above);
        }
        let number = number.to_string();
        let entries = draft.evidence.iter_mut().skip(evidence).map(|shown| &mut shown.pointer);
        let doubts = draft.doubts.iter_mut().skip(diagnostics).map(|doubt| &mut doubt.diagnostic.pointer);
        entries.chain(doubts).for_each(|pointer| *pointer = pointer.replacen(ROW, &number, 1));
        let values = (first..first + count).map(|leaf| {
            let empty = empty_value(draft.form.leaf(leaf).kind);
            draft.values.get_mut(leaf).map(|value| std::mem::replace(value, empty)).unwrap_or_default()
        });
        let values: Vec<Value> = values.collect();
        if let Some(rows) = draft.rows.get_mut(id) {
            rows.push(values);
        }
    }
}

/// Reads the rows that the form knows, and says which are not there.
fn known_rows(draft: &mut Draft<'_>, table: &TableForm, parts: &[&FoundTable]) {
    let count = table.rows.len().max(1);
    for target in 0..count {
        let mut rows = parts.iter().flat_map(|part| part.rows.iter().map(move |row| (part, row)));
        let Some((part, row)) = rows.find(|(_, row)| row.row == target) else {
            let name = table.rows.get(target).map_or(&table.title, |row| &row.text);
            let targets = table.columns.iter().filter_map(|column| column.field.targets.get(target));
            for leaf in targets.flat_map(|target| &target.leaves) {
                draft.add_diagnostic(*leaf, Code::FieldMissing, format!("the row 「{name}」 is not in the table"));
            }
            continue;
        };
        for (at, column) in table.columns.iter().enumerate() {
            let own = row.cells.get(at).map(|cell| Excerpt::of_cell(draft.normalized, cell)).unwrap_or_default();
            cell(draft, part, row, (at, column, target), &own);
        }
        if let Some(more) = rows.find(|(_, row)| row.row == target) {
            again(draft, table, target, more.1);
        }
    }
}

/// Says of a row that the document has twice.
fn again(draft: &mut Draft<'_>, table: &TableForm, target: usize, row: &FoundRow) {
    let text =
        row.cells.iter().map(|cell| Excerpt::of_cell(draft.normalized, cell).text).filter(|text| !text.is_empty());
    let text = text.collect::<Vec<_>>().join(" | ");
    let name = table.rows.get(target).map_or(&table.title, |row| &row.text);
    let leaf = table.columns.first().and_then(|column| column.field.targets.get(target)?.leaves.first());
    if let Some(leaf) = leaf {
        let message = format!("the row 「{name}」 is there again with 「{text}」; the first is kept");
        draft.add_diagnostic(*leaf, Code::FieldMultipleValues, message);
    }
}

/// Says that only a single space parts a value from the next: beside another column of free text it may be more or less.
fn told_by_words(draft: &mut Draft<'_>, part: &FoundTable, column: &TableColumn, leaves: &[LeafId]) {
    let is_text = |column: &TableColumn| column.field.kind == FieldKind::Text;
    let table = draft.form.tables.get(part.table);
    let texts = table.map_or(0, |table| table.columns.iter().filter(|column| is_text(column)).count());
    for leaf in leaves {
        let message = "only single spaces part the columns here; which words are one value can't be seen";
        match is_text(column) && texts > 1 {
            true => draft.add_warning(*leaf, Code::FieldLineGuess, message.to_owned()),
            false => draft.add_diagnostic(*leaf, Code::FieldLineGuess, message),
        }
    }
}

/// Reads what stands in one column of a row.
fn cell(
    draft: &mut Draft<'_>,
    part: &FoundTable,
    row: &FoundRow,
    (at, column, target): (usize, &TableColumn, usize),
    excerpt: &Excerpt,
) {
    let Some(target) = column.field.targets.get(target) else { return };
    if part.missing.contains(&at) {
        let message = format!("the table has no column 「{}」", column.heading.text);
        return target.leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, Code::FieldMissing, message.clone()));
    }
    fields::read(draft, &column.field, &target.leaves, excerpt);
    if row.cells.get(at).is_some_and(|cell| cell.is_open) {
        told_by_words(draft, part, column, &target.leaves);
    }
    let guess = draft.line_guess(excerpt).map(|message| (Code::FieldLineGuess, message));
    let is_merged = row.cells.get(at).is_some_and(|cell| cell.is_merged) && !column.carries;
    let merged = is_merged.then(|| {
        let message =
            format!("the cell 「{}」 covers several rows or columns and was taken to hold for all", excerpt.text);
        (Code::FieldMergedColumns, message)
    });
    for (code, message) in guess.into_iter().chain(merged) {
        target.leaves.iter().for_each(|leaf| draft.add_diagnostic(*leaf, code, message.clone()));
    }
}
