//! The form's tables: what their columns and rows are called, and where the cells go in the record.

use super::{ChecklistSection, Field, LeafId, Shape};
use std::sync::Arc;

/// What a table's cells become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layout {
    /// An array with an object for each row of the document.
    List {
        /// The nesting of a row's values.
        shape: Shape,
        /// The first of a row's leaves; they follow each other.
        first: LeafId,
        /// How many there are.
        count: usize,
    },
    /// An object with an object for each row that the form has.
    Matrix,
    /// An object: one row of values under its headings.
    Single,
}

/// A heading: what is printed over a column or before a row.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Its usual wording.
    pub text: String,
    /// Matching keys of its wordings.
    pub keys: Vec<String>,
    /// Matching keys of the heading that holds it, where the form tells it by that.
    pub under: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone)]
pub struct TableColumn {
    /// What is printed over it.
    pub heading: Heading,
    /// Its type; the targets are the rows that the form has, or a single one.
    pub field: Field,
    /// Whether documents may leave it out.
    pub is_optional: bool,
    /// Whether an empty cell repeats the one above.
    pub carries: bool,
    /// Whether it names the rows and may stand without a heading.
    pub is_stub: bool,
}

/// A table of the form.
#[derive(Debug, Clone)]
pub struct TableForm {
    /// JSON Pointer of its object or array in the record.
    pub pointer: Arc<str>,
    /// Its title.
    pub title: String,
    /// Matching keys of its titles; none where it is told by its headings alone.
    pub title_keys: Vec<String>,
    /// What its cells become.
    pub layout: Layout,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// The rows that the form has.
    pub rows: Vec<Heading>,
    /// Matching keys of what begins rows that are no entries: totals.
    pub skip: Vec<String>,
    /// Whether a document without it deserves a warning.
    pub required: bool,
    /// What its columns are, where its rows are the items of a checklist.
    pub items: Option<ItemColumns>,
}

impl TableForm {
    /// Whether a column's heading tells documents of the form: one that has a wording and is not another way to say the same.
    #[must_use]
    pub fn is_told_by(&self, column: usize) -> bool {
        let has_wording = |at: usize| self.columns.get(at).is_some_and(|column| !column.heading.keys.is_empty());
        let is_other_way = self
            .items
            .as_ref()
            .is_some_and(|items| items.answers.contains(&column) && items.status.is_some_and(has_wording));
        has_wording(column) && !is_other_way
    }
}

/// Which columns of a checklist hold what.
#[derive(Debug, Clone)]
pub struct ItemColumns {
    /// The titles of sections.
    pub section: usize,
    /// The ids of sections, where the form names some.
    pub section_id: Option<usize>,
    /// The items' numbers.
    pub number: usize,
    /// Their texts.
    pub text: usize,
    /// Their status, where the form has answers.
    pub status: Option<usize>,
    /// For each answer, the column that marks for it stand in.
    pub answers: Vec<usize>,
    /// The sections that the form names.
    pub sections: Vec<ChecklistSection>,
}
