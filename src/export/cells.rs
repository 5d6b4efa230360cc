//! The tables with the type of each column, for the formats that have types.

use super::rows::Rows;
use crate::form::{Form, LeafKind};
use crate::tables::{CHECKLIST_ITEMS, Column, DIAGNOSTICS, DISCLOSURE_KEYS, FixedColumn, FixedKind, Holds};
use jiff::civil::Date;

/// The type of a column's cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Text,
    Integer,
    /// A number of the form: people, cases, yen.
    Count,
    Date,
}

/// A column of a typed table.
#[derive(Debug, Clone)]
pub(super) struct TypedColumn {
    pub name: String,
    pub title: String,
    pub kind: CellKind,
}

/// A table with types.
#[derive(Debug, Clone)]
pub(super) struct TypedTable {
    /// Its name, and that of its file.
    pub name: &'static str,
    pub columns: Vec<TypedColumn>,
}

/// A cell's value; `None` where it is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    Text(&'a str),
    Integer(i64),
    Date(Date),
}

/// The names of the three tables, in the order of [`tables`] and [`rows_of`].
pub(super) const TABLES: [&str; 3] = ["disclosures", "checklist_items", "diagnostics"];

/// The three tables.
pub(super) fn tables(form: &Form, columns: &[Column]) -> [TypedTable; 3] {
    let [disclosures, items, diagnostics] = TABLES;
    let of_form = columns.iter().map(|column| TypedColumn {
        name: column.name.clone(),
        title: column.title.clone(),
        kind: match column.holds {
            Holds::Leaf(leaf) => kind(form.leaf(leaf).kind),
            Holds::Edition => CellKind::Text,
        },
    });
    [
        TypedTable { name: disclosures, columns: fixed(form, DISCLOSURE_KEYS).chain(of_form).collect() },
        TypedTable { name: items, columns: fixed(form, CHECKLIST_ITEMS).collect() },
        TypedTable { name: diagnostics, columns: fixed(form, DIAGNOSTICS).collect() },
    ]
}

/// A record's rows by table.
pub(super) fn rows_of(rows: &Rows) -> [&[Vec<String>]; 3] {
    [std::slice::from_ref(&rows.disclosure), &rows.items, &rows.diagnostics]
}

fn fixed<'f>(form: &'f Form, columns: &'static [FixedColumn]) -> impl Iterator<Item = TypedColumn> + 'f {
    columns.iter().map(|column| TypedColumn {
        name: column.name.to_owned(),
        title: column.title(form).to_owned(),
        kind: match column.kind {
            FixedKind::Text => CellKind::Text,
            FixedKind::Integer => CellKind::Integer,
        },
    })
}

fn kind(leaf: LeafKind) -> CellKind {
    match leaf {
        LeafKind::Text | LeafKind::Options | LeafKind::Prefectures => CellKind::Text,
        LeafKind::Integer => CellKind::Count,
        LeafKind::Date => CellKind::Date,
    }
}

impl CellKind {
    /// The value of a cell as the CSV has it. Rows hold only what fits their columns, so nothing is lost here.
    pub fn value(self, cell: &str) -> Option<Cell<'_>> {
        if cell.is_empty() {
            return None;
        }
        match self {
            Self::Text => Some(Cell::Text(cell)),
            Self::Integer | Self::Count => cell.parse().ok().map(Cell::Integer),
            Self::Date => cell.parse().ok().map(Cell::Date),
        }
    }
}
