//! The tables with the type of each column, for the formats that have types.

use super::rows::RecordRows;
use crate::form::{Form, LeafKind, ROW};
use jiff::civil::Date;
use yomitori_core::tables::{
    CHECKLIST_ITEMS, CORRECTED, Column, ColumnContent, DIAGNOSTICS, DISCLOSURE_KEYS, DOCUMENTS, FAILURES, FixedColumn,
    FixedKind, LIST_KEYS, TABLES, lists,
};

/// The type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Text,
    Integer,
    /// A number of the form: people, cases, yen.
    Count,
    /// A number with decimals.
    Decimal,
    Date,
    /// true or false.
    Boolean,
    /// Texts joined by [`LIST_SEPARATOR`](yomitori_core::tables::LIST_SEPARATOR).
    List,
    /// Fees with their conditions, as JSON.
    Tiers,
}

/// A column of a typed table.
#[derive(Debug, Clone)]
pub(super) struct TypedColumn {
    pub name: String,
    pub title: String,
    /// Pointer of its value in the record, for columns of the form.
    pub pointer: Option<String>,
    pub kind: CellKind,
}

/// A table with types.
#[derive(Debug, Clone)]
pub(super) struct TypedTable {
    /// Its name, and that of its file.
    pub name: String,
    /// Its title in the form's language.
    pub title: String,
    pub columns: Vec<TypedColumn>,
}

/// A cell's value; `None` where it is empty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum CellValue<'a> {
    Text(&'a str),
    Integer(i64),
    Decimal(f64),
    Date(Date),
    Boolean(bool),
}

/// The tables: those that every form has in the order of [`TABLES`], then one for each of its lists; as [`rows_of`].
pub(super) fn tables(form: &Form, columns: &[Column], with_corrected: bool) -> Vec<TypedTable> {
    let [disclosures, items, diagnostics, documents, failures] = TABLES;
    let corrected = if with_corrected { &[CORRECTED][..] } else { &[] };
    let title = |name: &str| form.table_titles.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let table = |name: &str, columns| TypedTable { name: name.to_owned(), title: title(name), columns };
    let of_form = columns.iter().map(|column| of_column(form, column, column.pointer.clone()));
    let of_lists = lists(form).into_iter().map(|list| {
        let pointer = |column: &Column| format!("{}/{ROW}{}", list.pointer, column.pointer);
        let own = list.columns.iter().map(|column| of_column(form, column, pointer(column)));
        let columns = fixed(form, LIST_KEYS).chain(own).collect();
        TypedTable { title: form.table_titles.get(&list.name).unwrap_or(&list.title).clone(), columns, name: list.name }
    });
    let mut tables = vec![
        table(disclosures, fixed(form, DISCLOSURE_KEYS).chain(of_form).chain(fixed(form, corrected)).collect()),
        table(items, fixed(form, CHECKLIST_ITEMS).collect()),
        table(diagnostics, fixed(form, DIAGNOSTICS).collect()),
        table(documents, fixed(form, DOCUMENTS).collect()),
        table(failures, fixed(form, FAILURES).collect()),
    ];
    tables.extend(of_lists);
    tables
}

fn of_column(form: &Form, column: &Column, pointer: String) -> TypedColumn {
    let kind = match column.holds {
        ColumnContent::Leaf(leaf) => kind(form.leaf(leaf).kind),
        ColumnContent::Edition => CellKind::Text,
    };
    TypedColumn { name: column.name.clone(), title: column.title.clone(), pointer: Some(pointer), kind }
}

/// A record's rows by table.
pub(super) fn rows_of(rows: &RecordRows) -> impl Iterator<Item = &[Vec<String>]> {
    let fixed = [&rows.disclosures, &rows.items, &rows.diagnostics, &rows.documents, &rows.failures];
    fixed.into_iter().chain(&rows.lists).map(Vec::as_slice)
}

fn fixed<'f>(form: &'f Form, columns: &'static [FixedColumn]) -> impl Iterator<Item = TypedColumn> + 'f {
    columns.iter().map(|column| TypedColumn {
        name: column.name.to_owned(),
        title: column.title(form).to_owned(),
        pointer: None,
        kind: match column.kind {
            FixedKind::Text => CellKind::Text,
            FixedKind::Integer => CellKind::Integer,
        },
    })
}

fn kind(leaf: LeafKind) -> CellKind {
    match leaf {
        LeafKind::Text | LeafKind::Answer => CellKind::Text,
        LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts => CellKind::List,
        LeafKind::Tiers => CellKind::Tiers,
        LeafKind::Boolean => CellKind::Boolean,
        LeafKind::Integer => CellKind::Count,
        LeafKind::Decimal => CellKind::Decimal,
        LeafKind::Date => CellKind::Date,
    }
}

impl CellKind {
    /// The value of a cell as the CSV has it. Rows hold only what fits their columns, so nothing is lost here.
    pub fn value(self, cell: &str) -> Option<CellValue<'_>> {
        if cell.is_empty() {
            return None;
        }
        match self {
            Self::Text | Self::List | Self::Tiers => Some(CellValue::Text(cell)),
            Self::Integer | Self::Count => cell.parse().ok().map(CellValue::Integer),
            Self::Decimal => cell.parse().ok().map(CellValue::Decimal),
            Self::Date => cell.parse().ok().map(CellValue::Date),
            Self::Boolean => cell.parse().ok().map(CellValue::Boolean),
        }
    }
}
