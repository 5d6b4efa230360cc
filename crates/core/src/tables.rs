//! The columns of the tables: fixed ones, and for disclosures one for every leaf of the form.

use crate::form::{Form, Layout, LeafId};

/// What stands between the options of a choice and between prefectures. No option id can hold it: ids are
/// plain words, and a test holds the built-in form to that.
pub const LIST_SEPARATOR: char = '|';

/// The type of a fixed column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FixedKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
}

/// A column that every form's table has.
#[derive(Debug, Clone, Copy)]
pub struct FixedColumn {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: FixedKind,
    /// Whether every row has a value in it.
    pub required: bool,
    /// What stands in it.
    pub description: &'static str,
}

impl FixedColumn {
    /// The form's title for it, or else its name.
    #[must_use]
    pub fn title<'f>(&self, form: &'f Form) -> &'f str
    where
        'static: 'f,
    {
        form.column_titles.get(self.name).map_or(self.name, String::as_str)
    }
}

macro_rules! fixed {
    ($($name:literal $kind:ident $required:literal $description:literal)*) => {
        &[$(FixedColumn {
            name: $name, kind: FixedKind::$kind, required: $required, description: $description,
        },)*]
    };
}

/// The columns of `disclosures.csv` in front of the form's.
pub const DISCLOSURE_KEYS: &[FixedColumn] = fixed! {
    "source_name" Text true "File name of the document as given; where it holds several disclosures, with # and the number of this one behind it (a.pdf#2)."
    "sha256" Text true "SHA-256 of the document's bytes, in hex."
    "media_type" Text true "IANA media type of the document."
    "schema_version" Integer true "Version of the record's schema."
    "form" Text true "Id of the form."
};

/// The names of the tables that every form has.
pub const TABLES: [&str; 5] = ["disclosures", "checklist_items", "diagnostics", "documents", "failures"];

/// Names that the database's table of disclosures has for itself.
const RESERVED: [&str; 5] = ["record", "document", "agency", "is_current", "corrected_values"];

/// The columns of `checklist_items.csv`.
pub const CHECKLIST_ITEMS: &[FixedColumn] = fixed! {
    "source_name" Text true "File name of the document as given; where it holds several disclosures, with # and the number of this one behind it (a.pdf#2)."
    "sha256" Text true "SHA-256 of the document's bytes, in hex."
    "section_id" Text true "Id of the checklist's section."
    "section_title" Text false "The section's title as printed."
    "position" Integer true "Position of the item in the document's checklist, from 1."
    "no" Integer true "The item's number as printed."
    "text" Text false "The item's text."
    "status" Text true "How the item is marked."
    "plan" Text false "What is written for the planned date."
};

/// The columns of a list's table in front of its own.
pub const LIST_KEYS: &[FixedColumn] = fixed! {
    "source_name" Text true "File name of the document as given; where it holds several disclosures, with # and the number of this one behind it (a.pdf#2)."
    "sha256" Text true "SHA-256 of the document's bytes, in hex."
    "position" Integer true "Position of the row in the document's table, from 1."
};

/// The columns of `diagnostics.csv`.
pub const DIAGNOSTICS: &[FixedColumn] = fixed! {
    "source_name" Text true "File name of the document as given; where it holds several disclosures, with # and the number of this one behind it (a.pdf#2)."
    "sha256" Text true "SHA-256 of the document's bytes, in hex."
    "code" Text true "The diagnostic's code; `yomitori explain CODE` says what it means."
    "severity" Text true "How much it matters."
    "pointer" Text false "JSON Pointer into the record; empty for the record as a whole."
    "message" Text true "What was seen."
};

/// The columns of `documents.csv`.
pub const DOCUMENTS: &[FixedColumn] = fixed! {
    "source_name" Text true "File name of the document as given; where it holds several disclosures, with # and the number of this one behind it (a.pdf#2)."
    "sha256" Text true "SHA-256 of the document's bytes, in hex."
    "media_type" Text true "IANA media type of the document."
    "pages" Integer false "Page count, for paged documents."
    "url" Text false "Where the document came from, by a manifest."
    "fetched_at" Text false "When it was fetched, by a manifest."
    "provenance" Text false "Further columns of the manifest, JSON."
};

/// The columns of `failures.csv`.
pub const FAILURES: &[FixedColumn] = fixed! {
    "source_name" Text true "File name of the document as given."
    "sha256" Text false "SHA-256 of the document's bytes, in hex, where they could be read."
    "reason" Text true "Why it gave no record; `yomitori explain CODE` says what it means."
    "message" Text true "What was found."
    "hint" Text false "What to do."
};

/// The last column of `disclosures.csv`, where values were corrected.
pub const CORRECTED: FixedColumn = FixedColumn {
    name: "corrected_values",
    kind: FixedKind::Integer,
    required: true,
    description: "How many values of the record a person corrected.",
};

/// What a column of the form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnContent {
    /// The value of a leaf.
    Leaf(LeafId),
    /// The edition of the checklist's guideline.
    Edition,
}

/// A column of `disclosures.csv` that comes from the form.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name: the pointer below the record's data with `_` between its keys.
    pub name: String,
    /// The form's title for it, made unique where the form repeats a title.
    pub title: String,
    /// Pointer of its value in the record.
    pub pointer: String,
    /// What it holds.
    pub holds: ColumnContent,
}

/// The form's columns in its order.
#[must_use]
pub fn columns(form: &Form) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    for (id, leaf) in form.leaves.iter().enumerate() {
        let name = free(name_of(&leaf.pointer), &columns);
        let repeated = columns.iter().any(|column| column.title == leaf.title);
        let title = if repeated { format!("{} [{name}]", leaf.title) } else { leaf.title.clone() };
        columns.push(Column { name, title, pointer: leaf.pointer.to_string(), holds: ColumnContent::Leaf(id) });
    }
    if let Some(checklist) = &form.checklist {
        let pointer = format!("{}/guideline_edition", checklist.pointer);
        let name = free(name_of(&pointer), &columns);
        let below = format!("{}/", checklist.pointer);
        let at = columns.iter().position(|column| column.pointer.starts_with(&below)).unwrap_or(columns.len());
        let dotted = pointer.trim_start_matches("/data/").replace('/', ".");
        let title = form.column_titles.get(&dotted).cloned().unwrap_or_else(|| name.clone());
        columns.insert(at, Column { title, name, pointer, holds: ColumnContent::Edition });
    }
    columns
}

/// Tables that a database has beside those of an export, and what SQLite keeps for itself.
const OF_DATABASE: [&str; 21] = [
    "agencies",
    "columns",
    "corrected",
    "corrections",
    "disclosures_search",
    "disclosures_search_config",
    "disclosures_search_data",
    "disclosures_search_docsize",
    "disclosures_search_idx",
    "evidence",
    "evidence_rows",
    "form",
    "imports",
    "item_rows",
    "paths",
    "readings",
    "records",
    "registry",
    "roots",
    "sightings",
    "texts",
];

/// The table that the rows of one of the form's lists have.
#[derive(Debug, Clone)]
pub struct ListTable {
    /// Its name: the pointer below the record's data with `_` between its keys.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Pointer of the array in the record.
    pub pointer: String,
    /// Its own columns; their pointers lead on from a row.
    pub columns: Vec<Column>,
}

/// The tables of the form's lists, in its order.
#[must_use]
pub fn lists(form: &Form) -> Vec<ListTable> {
    let mut lists: Vec<ListTable> = Vec::new();
    for table in &form.tables {
        let Layout::List { first, count, .. } = table.layout else { continue };
        let mut columns: Vec<Column> = Vec::new();
        for id in first..first + count {
            let leaf = form.leaf(id);
            let in_row = leaf.pointer.split_once(crate::form::ROW).map_or("", |(_, rest)| rest);
            let is_taken = |name: &str| {
                columns.iter().any(|column| column.name == name) || LIST_KEYS.iter().any(|column| column.name == name)
            };
            let name = numbered(name_of(in_row.trim_start_matches('/')), is_taken);
            let is_repeated = columns.iter().any(|column| column.title == leaf.title);
            let title = if is_repeated { format!("{} [{name}]", leaf.title) } else { leaf.title.clone() };
            columns.push(Column { name, title, pointer: in_row.to_owned(), holds: ColumnContent::Leaf(id) });
        }
        let is_taken = |name: &str| {
            TABLES.contains(&name) || OF_DATABASE.contains(&name) || lists.iter().any(|list| list.name == name)
        };
        let name = numbered(name_of(&table.pointer), is_taken);
        lists.push(ListTable { name, title: table.title.clone(), pointer: table.pointer.to_string(), columns });
    }
    lists
}

/// Letters, digits and `_` alone: such a name needs no quotes in any language.
fn name_of(pointer: &str) -> String {
    let below = pointer.strip_prefix("/data/").unwrap_or(pointer);
    below.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

/// The name, with a number behind it where it is taken: by a column of the form, or of every table.
fn free(name: String, columns: &[Column]) -> String {
    let is_taken = |name: &str| {
        columns.iter().any(|column| column.name == name)
            || DISCLOSURE_KEYS.iter().any(|column| column.name == name)
            || RESERVED.contains(&name)
    };
    numbered(name, is_taken)
}

/// The name, with the first number behind it that makes it free where it is taken.
fn numbered(name: String, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !is_taken(name)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_and_titles_are_unique_and_the_edition_stands_with_the_checklist() {
        let form = Form::daiko_kikan().unwrap();
        let columns = columns(&form);
        assert_eq!(columns.len(), form.leaves.len() + 1);
        for part in [|column: &Column| column.name.clone(), |column: &Column| column.title.clone()] {
            assert_eq!(columns.iter().map(part).collect::<HashSet<_>>().len(), columns.len());
        }
        let names: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
        assert_eq!(names[..2], ["updated_on", "organization_name"]);
        assert_eq!(names[names.len() - 2..], ["checklist_guideline_edition", "checklist_updated_on"]);
    }

    #[test]
    fn no_option_id_holds_the_separator() {
        let form = Form::daiko_kikan().unwrap();
        let fields = form.labels.iter().filter_map(|label| label.field.as_ref());
        assert!(fields.flat_map(|field| &field.options).all(|option| !option.id.contains(LIST_SEPARATOR)));
    }
}
