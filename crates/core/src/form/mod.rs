//! The form as data: labels in order, fields with their types and pointers, options, checks, checklist.
//!
//! A form is read from a TOML file (`forms/daiko-kikan.toml` is built in), checked, and compiled into
//! what the phases use: labels with their matching keys, the record's leaves, and the shape of its data.

mod checklist;
mod compile;
mod error;
mod field;
mod fit;
mod identity;
pub mod keys;
mod lint;
mod matcher;
mod raw;
mod set;
mod shape;
mod table;

pub use checklist::{ChecklistForm, ChecklistSection, Edition, EditionSection};
pub use compile::tables::ROW;
pub use error::FormError;
pub use field::{ChoiceOption, Field, FieldKind, FieldTarget, Holder, Leaf, LeafKind};
pub use fit::LeastFit;
pub use identity::Identity;
pub use lint::lint;
pub use matcher::{LabelMatcher, LabelOccurrence, TitleKey};
pub use set::{BUILT_IN, Forms, TITLE_SLACK, TitlePlace};
pub use shape::Shape;
pub use table::{Heading, ItemColumns, Layout, TableColumn, TableForm};

use crate::diagnostic::{Code, Severity};
use foldhash::HashSet;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The form file built into the program.
pub const DAIKO_KIKAN: &str = include_str!("../../forms/daiko-kikan.toml");

/// Index of a label in [`Form::labels`].
pub type LabelId = usize;

/// Index of a leaf in [`Form::leaves`].
pub type LeafId = usize;

/// Index of a table in [`Form::tables`].
pub type TableId = usize;

/// Which part of a document a label belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The form proper.
    #[default]
    Form,
    /// The annexed checklist.
    Checklist,
}

/// A label of the form.
#[derive(Debug, Clone)]
pub struct Label {
    /// The label that holds it.
    pub parent: Option<LabelId>,
    /// The labels that lead to it, its own last, as printed and joined by ` > `.
    pub title: String,
    /// Its wordings, the usual one first.
    pub texts: Vec<String>,
    /// The matching keys of the wordings.
    pub keys: Vec<String>,
    /// The part of the document it belongs to.
    pub part: Part,
    /// Whether no other label of its part shares a wording with it.
    pub is_unique: bool,
    /// Whether it is the heading of a column.
    pub is_column: bool,
    /// Whether its value stands before it: 令和5年3月31日 現在.
    pub is_behind: bool,
    /// The field it names, if any.
    pub field: Option<Field>,
}

/// A rule over several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// The code's check digit is right.
    CheckDigit,
    /// The first number is at least the length of the second list.
    NotFewerThanListed,
    /// The first number is not above the second.
    NotAbove,
    /// When the option is chosen in the first, none of the others holds an amount.
    NoAmountWhen,
    /// The first date is not before the second.
    NotBefore,
    /// Both dates are the same.
    SameDate,
    /// The option is chosen exactly when every item of the checklist is done.
    Compliance,
}

/// A rule with what it is about.
#[derive(Debug, Clone)]
pub struct Check {
    /// The rule.
    pub rule: Rule,
    /// The diagnostic it raises.
    pub code: Code,
    /// The leaves it compares.
    pub leaves: Vec<LeafId>,
    /// The option it asks for.
    pub option: Option<String>,
    /// How much it matters, where the file says so.
    pub severity: Option<Severity>,
    /// What it says in the file's words, with {0}, {1} in place of the values.
    pub message: Option<String>,
}

/// A form, ready to recognize documents with.
#[derive(Debug)]
pub struct Form {
    /// Its id, the record's `form`.
    pub id: String,
    /// Version of the record's schema.
    pub schema_version: u32,
    /// Its title as printed.
    pub title: String,
    /// SHA-256 of the form file, in hex: records of two form files are not the same data set.
    pub hash: String,
    /// Matching keys of its titles.
    pub title_keys: Vec<TitleKey>,
    /// Matching keys of titles that tell of another form.
    pub other_titles: Vec<String>,
    /// How much of it makes a document of it.
    pub fit: LeastFit,
    /// The leaves that tell whose disclosure a record is, and of which day.
    identity: Identity,
    /// All labels in the form's order.
    pub labels: Vec<Label>,
    /// All leaves of the record's data but the checklist's sections, in the form's order.
    pub leaves: Vec<Leaf>,
    /// The leaves that every row of a list has, behind the others: the first one's id is the number of [`Form::leaves`].
    pub row_leaves: Vec<Leaf>,
    /// Its tables.
    pub tables: Vec<TableForm>,
    /// The nesting of the leaves.
    pub shape: Shape,
    /// Matching keys of printed text that is no value, by their first characters.
    pub note_keys: BTreeMap<char, Vec<String>>,
    /// Titles of the columns that every table has, by their names.
    pub column_titles: BTreeMap<String, String>,
    /// Titles of the tables, by their names.
    pub table_titles: BTreeMap<String, String>,
    /// The rules over several values.
    pub checks: Vec<Check>,
    /// The checklist, if the form has one.
    pub checklist: Option<ChecklistForm>,
    /// Finds labels in text.
    pub matcher: LabelMatcher,
    /// The matching keys of all labels.
    label_keys: HashSet<String>,
    /// The matching keys of all options.
    option_keys: HashSet<String>,
}

impl Form {
    /// The form built into the program.
    ///
    /// # Errors
    /// Never for a released program: the tests load it.
    pub fn daiko_kikan() -> Result<Self, FormError> {
        Self::from_toml(DAIKO_KIKAN, "forms/daiko-kikan.toml")
    }

    /// Reads a form from a file.
    ///
    /// # Errors
    /// When the file can't be read or its content is no valid form; the error names the line.
    pub fn from_path(path: &std::path::Path) -> Result<Self, FormError> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| FormError::new(&name, None, error.to_string(), "name a readable TOML file in UTF-8"))?;
        Self::from_toml(&text, &name)
    }

    /// Reads a form from TOML text; `name` is what errors call it.
    ///
    /// # Errors
    /// When the text is no valid form; the error names the line.
    pub fn from_toml(text: &str, name: &str) -> Result<Self, FormError> {
        compile::compile(text, name)
    }

    /// The label with the given index; indices come from the form itself.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "label ids are made by this form")]
    pub fn label(&self, id: LabelId) -> &Label {
        &self.labels[id]
    }

    /// The leaf with the given index; indices come from the form itself.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "leaf ids are made by this form")]
    pub fn leaf(&self, id: LeafId) -> &Leaf {
        self.leaves.get(id).unwrap_or_else(|| &self.row_leaves[id - self.leaves.len()])
    }

    /// Which part of a document a leaf stands in.
    #[must_use]
    pub fn part_of(&self, id: LeafId) -> Part {
        match self.leaf(id).holder {
            Holder::Label(label) => self.label(label).part,
            Holder::Column { .. } => Part::Form,
        }
    }

    /// The field that a leaf is of.
    #[must_use]
    pub fn field_of(&self, id: LeafId) -> Option<&Field> {
        match self.leaf(id).holder {
            Holder::Label(label) => self.label(label).field.as_ref(),
            Holder::Column { table, column } => Some(&self.tables.get(table)?.columns.get(column)?.field),
        }
    }

    /// The matching keys of all that the form prints: titles, labels, options, headings, notes, and the items of its checklist in all
    /// editions.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        let titles = self.title_keys.iter().map(TitleKey::text);
        let labels = self.labels.iter().flat_map(|label| &label.keys);
        let options = self.labels.iter().filter_map(|label| label.field.as_ref()).flat_map(|field| &field.options);
        let options = options.flat_map(|option| option.keys.iter().chain(&option.detail_keys));
        let headings = self.tables.iter().flat_map(|table| &table.columns).flat_map(|column| &column.heading.keys);
        let printed = labels.chain(options).chain(headings).chain(self.note_keys.values().flatten());
        titles.chain(printed.map(String::as_str)).chain(self.checklist.iter().flat_map(ChecklistForm::wordings))
    }

    /// Whether a key is that of a label.
    #[must_use]
    pub fn is_label(&self, key: &str) -> bool {
        self.label_keys.contains(key)
    }

    /// Whether a key is that of a table's title, with its number before it perhaps, and nothing else's.
    #[must_use]
    pub fn is_table_title(&self, key: &str) -> bool {
        let is_title = self.behind_table_titles(key).any(|(_, rest)| rest.is_empty());
        is_title && !self.is_label(key) && !self.is_option(key)
    }

    /// Whether a key opens with a table's title and one of its headings.
    #[must_use]
    pub fn opens_table(&self, key: &str) -> bool {
        self.behind_table_titles(key).any(|(table, rest)| {
            let mut headings = table.columns.iter().flat_map(|column| &column.heading.keys);
            headings.any(|heading| rest.starts_with(heading.as_str()))
        })
    }

    /// The tables whose titles open a key, with its number before it perhaps, and what follows the title.
    fn behind_table_titles<'k>(&self, key: &'k str) -> impl Iterator<Item = (&TableForm, &'k str)> {
        let bare = key.trim_start_matches(|c: char| c.is_ascii_digit());
        let titles = self.tables.iter().flat_map(|table| table.title_keys.iter().map(move |title| (table, title)));
        titles.filter_map(move |(table, title)| {
            let rest = [key, bare].into_iter().find_map(|key| key.strip_prefix(title.as_str()))?;
            Some((table, rest))
        })
    }

    /// Whether a key is that of an option: その他 is a section and an option.
    #[must_use]
    pub fn is_option(&self, key: &str) -> bool {
        self.option_keys.contains(key)
    }

    /// The leaves that hold free text, in which each space counts.
    pub fn free_texts(&self) -> impl Iterator<Item = LeafId> {
        let fields = self.labels.iter().filter_map(|label| label.field.as_ref());
        let targets = fields.flat_map(|field| field.targets.iter().map(|target| (field.kind, target)));
        targets.flat_map(|(kind, target)| kind.free_texts(&target.leaves)).copied()
    }

    /// Whether `ancestor` holds `label`, directly or not.
    #[must_use]
    pub fn holds(&self, ancestor: LabelId, label: LabelId) -> bool {
        let mut at = self.label(label).parent;
        while let Some(id) = at {
            if id == ancestor {
                return true;
            }
            at = self.label(id).parent;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_form_loads_and_its_leaves_are_the_records() {
        let form = Form::daiko_kikan().unwrap();
        assert_eq!(form.leaves.len(), 71);
        let pointers: Vec<_> = form.leaves.iter().map(|leaf| &*leaf.pointer).collect();
        assert!(pointers.contains(&"/data/fees/unit/providers/per"));
        assert_eq!(form.leaves[0].title, "更新情報 > 最終更新日");
    }

    #[test]
    fn errors_point_into_the_file() {
        let head = "[form]\nid=\"a\"\nschema_version=1\ntitle=\"t\"\ntitles=[\"t\"]\n";
        for (text, line, message) in [
            ("[[label]]\ntext=[\"名\"]\nin=\"x\"\n", 8, "no label above has the id \"x\""),
            ("[[label]]\ntext=[\"名\"]\ntype=\"text\"\n", 6, "a field needs both type and pointer"),
            ("[[label]]\ntext=[\"名\"]\ntype=\"txt\"\npointer=\"/a\"\n", 8, "unknown variant"),
            ("[[label]]\ntext=[\"・\"]\n", 7, "a label needs text"),
            ("[[label]]\ntext=[\"名\"]\ntype=\"text\"\npointer=\"a\"\n", 9, "no JSON Pointer"),
            ("[[check]]\nrule=\"same-date\"\ncode=\"x\"\npointers=[]\n", 8, "is no code"),
        ] {
            let error = Form::from_toml(&format!("{head}{text}"), "f.toml").unwrap_err();
            assert_eq!(error.line, Some(line), "{error}");
            assert!(error.message.contains(message), "{error}");
        }
    }
}
