//! Every key of a form file, with what it means: the reference in docs/forms.md and the JSON Schema for editors are made
//! from this table.

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContent {
    /// A text.
    Text,
    /// Texts.
    Texts,
    /// A whole number.
    Number,
    /// true or false.
    Flag,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// A table of the given name.
    Table(&'static str),
    /// A list of such tables.
    Tables(&'static str),
    /// A table of the first name, or a list of tables of the second.
    TableOrTables(&'static str, &'static str),
    /// Any keys, each with a text.
    TextsByKey,
}

/// A key of a table of the form file.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The table.
    pub table: &'static str,
    /// The key.
    pub key: &'static str,
    /// What it holds.
    pub holds: KeyContent,
    /// Whether it has to be there.
    pub is_required: bool,
    /// What it means.
    pub says: &'static str,
}

/// The types of fields.
pub const TYPES: &[&str] = &[
    "date",
    "text",
    "name",
    "address",
    "phone",
    "url",
    "contact",
    "code",
    "count",
    "sites",
    "choice",
    "choices",
    "money",
    "unit-price",
    "decimal",
    "percent",
    "range",
    "time",
    "time-range",
    "year-month",
    "date-range",
    "boolean",
    "answer",
    "list",
    "money-range",
    "amount",
    "money-tiers",
];

/// The rules of check digits.
const CHECK_DIGITS: &[&str] = &["mod10", "corporate-number", "jan"];

/// The rules of checks.
const RULES: &[&str] =
    &["check-digit", "not-fewer-than-listed", "not-above", "no-amount-when", "not-before", "same-date", "compliance"];

const fn key(table: &'static str, key: &'static str, holds: KeyContent, is_required: bool, says: &'static str) -> Key {
    Key { table, key, holds, is_required, says }
}

/// All keys, table by table; the table without a name is the file.
pub const KEYS: &[Key] = &[
    key("", "form", KeyContent::Table("form"), true, "What the form is, and how a document of it is known."),
    key(
        "",
        "identity",
        KeyContent::Table("identity"),
        false,
        "The fields that tell whose disclosure a record is, and of which day.",
    ),
    key("", "label", KeyContent::Tables("label"), false, "The labels, in the order in which the form has them."),
    key("", "note", KeyContent::Tables("note"), false, "Printed text that is no value: instructions and notes."),
    key("", "check", KeyContent::Tables("check"), false, "Rules over several values; docs/diagnostics.md lists them."),
    key(
        "",
        "table",
        KeyContent::Tables("table"),
        false,
        "Tables: rows of unknown number, matrices, one row under headings.",
    ),
    key("", "answers", KeyContent::Tables("answers"), false, "Sets of answers, each defined once."),
    key(
        "",
        "checklist",
        KeyContent::TableOrTables("annexed checklist", "checklist"),
        false,
        "Checklists, as many as the form has: `[[checklist]]`. `[checklist]` alone is one that a guideline has in editions.",
    ),
    key("", "column_titles", KeyContent::TextsByKey, false, "Titles of the columns that every table of an export has."),
    key("", "table_titles", KeyContent::TextsByKey, false, "Titles of the tables of an export."),
    key("", "value_titles", KeyContent::TextsByKey, false, "Titles of the values of types that have several."),
    key("form", "id", KeyContent::Text, true, "The record's `form`."),
    key("form", "schema_version", KeyContent::Number, true, "The version of the record's schema."),
    key("form", "title", KeyContent::Text, true, "The whole title as printed."),
    key("form", "titles", KeyContent::Texts, true, "What of the title is looked for: the longest first."),
    key("form", "not", KeyContent::Texts, false, "Titles that tell of another form."),
    key("form", "fit", KeyContent::Table("fit"), false, "How much of the form makes a document of it."),
    key("fit", "labels", KeyContent::Number, false, "Labels that must stand where the title does not; 8."),
    key("fit", "labels-with-title", KeyContent::Number, false, "Labels that must stand beside the title; 3."),
    key(
        "fit",
        "items",
        KeyContent::Number,
        false,
        "Marked items that make a checklist without the rest of the form; 5.",
    ),
    key("identity", "code", KeyContent::Text, false, "Pointer of the code; the first field of the type code."),
    key("identity", "name", KeyContent::Text, false, "Pointer of the name; the first field of the type name."),
    key("identity", "updated_on", KeyContent::Text, false, "Pointer of the day it was updated; the first date."),
    key("label", "id", KeyContent::Text, false, "A name by which the labels under it call it."),
    key("label", "in", KeyContent::Text, false, "The id of the label that holds it, which stands above."),
    key(
        "label",
        "text",
        KeyContent::Texts,
        true,
        "What is printed: the usual wording first, then others that documents have.",
    ),
    key("label", "type", KeyContent::Word(TYPES), false, "Makes the label a field."),
    key(
        "label",
        "pointer",
        KeyContent::Text,
        false,
        "JSON Pointer of the value in the record's data; {column} in it stands for each column.",
    ),
    key("label", "required", KeyContent::Flag, false, "A missing or blank value is a warning instead of an info."),
    key("label", "options", KeyContent::Tables("option"), false, "The options of a choice, in the form's order."),
    key("label", "detail_text", KeyContent::Texts, false, "What a bracketed part of the value begins with."),
    key("label", "column", KeyContent::Text, false, "Makes the label the heading of a column, and names the column."),
    key("label", "digits", KeyContent::Number, false, "How many digits a code has; 8."),
    key(
        "label",
        "before",
        KeyContent::Flag,
        false,
        "The value stands before the label, in its line or cell or the one before: 令和5年3月31日 現在.",
    ),
    key(
        "label",
        "check_digit",
        KeyContent::Word(CHECK_DIGITS),
        false,
        "What a code's check digit is; a wrong one is said.",
    ),
    key("label", "answers", KeyContent::Text, false, "The id of the set that an answer is of."),
    key(
        "label",
        "bounds",
        KeyContent::Flag,
        false,
        "An amount with 以下, 以上 or まで is read as the amount, and said (`field.bound`).",
    ),
    key(
        "label",
        "part",
        KeyContent::Word(&["form", "checklist"]),
        false,
        "Which part of the document it belongs to; the form.",
    ),
    key("option", "id", KeyContent::Text, true, "What the record calls it."),
    key("option", "text", KeyContent::Texts, true, "Its wordings."),
    key("option", "detail", KeyContent::Text, false, "Pointer of the text in its brackets."),
    key("option", "detail_text", KeyContent::Texts, false, "What its brackets begin with."),
    key("note", "text", KeyContent::Text, true, "The printed text."),
    key("check", "rule", KeyContent::Word(RULES), true, "The rule."),
    key(
        "check",
        "code",
        KeyContent::Text,
        true,
        "The diagnostic that it raises: one that is known, or any `area.what` of the file's own.",
    ),
    key(
        "check",
        "severity",
        KeyContent::Word(&["error", "warning", "info"]),
        false,
        "How much it matters; the code's own, a warning for codes of the file.",
    ),
    key(
        "check",
        "message",
        KeyContent::Text,
        false,
        "What it says, with {0}, {1} in place of the values of `pointers`; without it, the labels are named.",
    ),
    key("check", "pointers", KeyContent::Texts, true, "The values that it compares."),
    key("check", "option", KeyContent::Text, false, "The option that it asks for."),
    key("table", "text", KeyContent::Texts, false, "Its titles, right before its headings or beside them."),
    key("table", "pointer", KeyContent::Text, true, "JSON Pointer of its array or object in the record's data."),
    key("table", "column", KeyContent::Tables("table column"), true, "Its columns. A cell goes under its heading."),
    key(
        "table",
        "row",
        KeyContent::Tables("table row"),
        false,
        "The rows that the form has: an object of objects, whichever of the two stands across. Without them an array.",
    ),
    key("table", "single", KeyContent::Flag, false, "One row of values under its headings: an object."),
    key("table", "skip", KeyContent::Texts, false, "What begins rows that are no entries: totals."),
    key("table", "required", KeyContent::Flag, false, "A document without it is a warning instead of an info."),
    key("table column", "key", KeyContent::Text, true, "Its key in the record."),
    key("table column", "text", KeyContent::Texts, true, "Its headings; of several levels the lowest."),
    key("table column", "under", KeyContent::Texts, false, "Headings above it, where they tell it from another."),
    key("table column", "type", KeyContent::Word(TYPES), true, "The type of its cells."),
    key("table column", "optional", KeyContent::Flag, false, "Documents may leave it out."),
    key("table column", "carry", KeyContent::Flag, false, "An empty or merged cell repeats the one above."),
    key(
        "table column",
        "stub",
        KeyContent::Flag,
        false,
        "It names the rows, and may stand left of the others without a heading: the years of a table, say.",
    ),
    key("table column", "options", KeyContent::Tables("option"), false, "The options of a choice."),
    key("table column", "detail_text", KeyContent::Texts, false, "What a bracketed part of the value begins with."),
    key("table column", "digits", KeyContent::Number, false, "How many digits a code has; 8."),
    key("table column", "check_digit", KeyContent::Word(CHECK_DIGITS), false, "As of a label."),
    key("table column", "answers", KeyContent::Text, false, "As of a label."),
    key("table column", "bounds", KeyContent::Flag, false, "As of a label."),
    key("table row", "key", KeyContent::Text, true, "Its key in the record."),
    key("table row", "text", KeyContent::Texts, true, "What is printed before it."),
    key("table row", "under", KeyContent::Texts, false, "What stands before that, where it tells it from another."),
    key("answers", "id", KeyContent::Text, true, "What fields and checklists call the set."),
    key("answers", "answer", KeyContent::Tables("answer"), true, "Its answers, two or more."),
    key("answer", "id", KeyContent::Text, true, "What the record calls it."),
    key(
        "answer",
        "text",
        KeyContent::Texts,
        true,
        "Its words and signs: はい, ○. Look-alikes of a sign (〇, ◯) are one.",
    ),
    key("checklist", "text", KeyContent::Texts, false, "Its titles, right before its headings."),
    key("checklist", "pointer", KeyContent::Text, true, "JSON Pointer of the array of its items in the record's data."),
    key("checklist", "item", KeyContent::Texts, true, "Headings of the column with the items' texts."),
    key(
        "checklist",
        "number",
        KeyContent::Texts,
        false,
        "Headings of the column with the items' numbers; without one, numbers open the texts.",
    ),
    key(
        "checklist",
        "section_heading",
        KeyContent::Texts,
        false,
        "Headings of the column with the titles of sections.",
    ),
    key("checklist", "answers", KeyContent::Text, false, "The id of the set that each item's status is of."),
    key(
        "checklist",
        "status",
        KeyContent::Texts,
        false,
        "Headings of the one column with the status; without it, each answer has a column with marks, headed by its words.",
    ),
    key(
        "checklist",
        "section",
        KeyContent::Tables("section"),
        false,
        "Sections, where the record is to have ids of them (`section_id`).",
    ),
    key(
        "checklist",
        "column",
        KeyContent::Tables("table column"),
        false,
        "What else stands with each item: remarks, percentages.",
    ),
    key("checklist", "skip", KeyContent::Texts, false, "What begins rows that are no items."),
    key(
        "checklist",
        "optional",
        KeyContent::Flag,
        false,
        "Documents may leave it out: that is an info then, not a warning.",
    ),
    key("annexed checklist", "pointer", KeyContent::Text, true, "Where the checklist stands in the record's data."),
    key("annexed checklist", "caption", KeyContent::Text, true, "The title of the checklist's own labels in tables."),
    key("annexed checklist", "titles", KeyContent::Texts, true, "Its titles, its very own first."),
    key("annexed checklist", "number", KeyContent::Texts, true, "Headings of the column with numbers …"),
    key("annexed checklist", "item", KeyContent::Texts, true, "… with the items' texts …"),
    key("annexed checklist", "done", KeyContent::Texts, true, "… with the marks of what is done …"),
    key(
        "annexed checklist",
        "planned",
        KeyContent::Texts,
        true,
        "… and of what is planned. Columns with other headings are left out, and said.",
    ),
    key(
        "annexed checklist",
        "undone",
        KeyContent::Texts,
        false,
        "Words that say of an item that it is neither done nor planned, where statuses are written in words.",
    ),
    key("annexed checklist", "section", KeyContent::Tables("section"), false, "Its sections in all editions."),
    key("annexed checklist", "edition", KeyContent::Tables("edition"), false, "Its editions with their items."),
    key("section", "id", KeyContent::Text, true, "What the record calls it."),
    key("section", "text", KeyContent::Texts, true, "Its titles."),
    key("edition", "edition", KeyContent::Text, true, "Its number, as in 第5.2版."),
    key("edition", "section", KeyContent::Tables("edition section"), false, "Its sections in order."),
    key("edition section", "id", KeyContent::Text, true, "The id of a section."),
    key("edition section", "items", KeyContent::Texts, true, "The texts of its items in order."),
];

/// The tables, each once, in the order of the keys.
pub fn tables() -> impl Iterator<Item = &'static str> {
    let mut last = None;
    KEYS.iter().filter_map(move |key| (last.replace(key.table) != Some(key.table)).then_some(key.table))
}
