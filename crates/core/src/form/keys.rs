//! Every key of a form file, with what it means: the reference in docs/forms.md and the JSON Schema for editors are made
//! from this table.

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
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
    pub holds: Holds,
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

const fn key(table: &'static str, key: &'static str, holds: Holds, is_required: bool, says: &'static str) -> Key {
    Key { table, key, holds, is_required, says }
}

/// All keys, table by table; the table without a name is the file.
pub const KEYS: &[Key] = &[
    key("", "form", Holds::Table("form"), true, "What the form is, and how a document of it is known."),
    key(
        "",
        "identity",
        Holds::Table("identity"),
        false,
        "The fields that tell whose disclosure a record is, and of which day.",
    ),
    key("", "label", Holds::Tables("label"), false, "The labels, in the order in which the form has them."),
    key("", "note", Holds::Tables("note"), false, "Printed text that is no value: instructions and notes."),
    key("", "check", Holds::Tables("check"), false, "Rules over several values; docs/diagnostics.md lists them."),
    key(
        "",
        "table",
        Holds::Tables("table"),
        false,
        "Tables: rows of unknown number, matrices, one row under headings.",
    ),
    key("", "answers", Holds::Tables("answers"), false, "Sets of answers, each defined once."),
    key(
        "",
        "checklist",
        Holds::TableOrTables("annexed checklist", "checklist"),
        false,
        "Checklists, as many as the form has: `[[checklist]]`. `[checklist]` alone is one that a guideline has in editions.",
    ),
    key("", "column_titles", Holds::TextsByKey, false, "Titles of the columns that every table of an export has."),
    key("", "table_titles", Holds::TextsByKey, false, "Titles of the tables of an export."),
    key("", "value_titles", Holds::TextsByKey, false, "Titles of the values of types that have several."),
    key("form", "id", Holds::Text, true, "The record's `form`."),
    key("form", "schema_version", Holds::Number, true, "The version of the record's schema."),
    key("form", "title", Holds::Text, true, "The whole title as printed."),
    key("form", "titles", Holds::Texts, true, "What of the title is looked for: the longest first."),
    key("form", "not", Holds::Texts, false, "Titles that tell of another form."),
    key("form", "fit", Holds::Table("fit"), false, "How much of the form makes a document of it."),
    key("fit", "labels", Holds::Number, false, "Labels that must stand where the title does not; 8."),
    key("fit", "labels-with-title", Holds::Number, false, "Labels that must stand beside the title; 3."),
    key("fit", "items", Holds::Number, false, "Marked items that make a checklist without the rest of the form; 5."),
    key("identity", "code", Holds::Text, false, "Pointer of the code; the first field of the type code."),
    key("identity", "name", Holds::Text, false, "Pointer of the name; the first field of the type name."),
    key("identity", "updated_on", Holds::Text, false, "Pointer of the day it was updated; the first date."),
    key("label", "id", Holds::Text, false, "A name by which the labels under it call it."),
    key("label", "in", Holds::Text, false, "The id of the label that holds it, which stands above."),
    key(
        "label",
        "text",
        Holds::Texts,
        true,
        "What is printed: the usual wording first, then others that documents have.",
    ),
    key("label", "type", Holds::Word(TYPES), false, "Makes the label a field."),
    key(
        "label",
        "pointer",
        Holds::Text,
        false,
        "JSON Pointer of the value in the record's data; {column} in it stands for each column.",
    ),
    key("label", "required", Holds::Flag, false, "A missing or blank value is a warning instead of an info."),
    key("label", "options", Holds::Tables("option"), false, "The options of a choice, in the form's order."),
    key("label", "detail_text", Holds::Texts, false, "What a bracketed part of the value begins with."),
    key("label", "column", Holds::Text, false, "Makes the label the heading of a column, and names the column."),
    key("label", "digits", Holds::Number, false, "How many digits a code has; 8."),
    key(
        "label",
        "before",
        Holds::Flag,
        false,
        "The value stands before the label, in its line or cell or the one before: 令和5年3月31日 現在.",
    ),
    key("label", "check_digit", Holds::Word(CHECK_DIGITS), false, "What a code's check digit is; a wrong one is said."),
    key("label", "answers", Holds::Text, false, "The id of the set that an answer is of."),
    key(
        "label",
        "bounds",
        Holds::Flag,
        false,
        "An amount with 以下, 以上 or まで is read as the amount, and said (`field.bound`).",
    ),
    key(
        "label",
        "part",
        Holds::Word(&["form", "checklist"]),
        false,
        "Which part of the document it belongs to; the form.",
    ),
    key("option", "id", Holds::Text, true, "What the record calls it."),
    key("option", "text", Holds::Texts, true, "Its wordings."),
    key("option", "detail", Holds::Text, false, "Pointer of the text in its brackets."),
    key("option", "detail_text", Holds::Texts, false, "What its brackets begin with."),
    key("note", "text", Holds::Text, true, "The printed text."),
    key("check", "rule", Holds::Word(RULES), true, "The rule."),
    key(
        "check",
        "code",
        Holds::Text,
        true,
        "The diagnostic that it raises: one that is known, or any `area.what` of the file's own.",
    ),
    key(
        "check",
        "severity",
        Holds::Word(&["error", "warning", "info"]),
        false,
        "How much it matters; the code's own, a warning for codes of the file.",
    ),
    key(
        "check",
        "message",
        Holds::Text,
        false,
        "What it says, with {0}, {1} in place of the values of `pointers`; without it, the labels are named.",
    ),
    key("check", "pointers", Holds::Texts, true, "The values that it compares."),
    key("check", "option", Holds::Text, false, "The option that it asks for."),
    key("table", "text", Holds::Texts, false, "Its titles, right before its headings or beside them."),
    key("table", "pointer", Holds::Text, true, "JSON Pointer of its array or object in the record's data."),
    key("table", "column", Holds::Tables("table column"), true, "Its columns. A cell goes under its heading."),
    key(
        "table",
        "row",
        Holds::Tables("table row"),
        false,
        "The rows that the form has: an object of objects, whichever of the two stands across. Without them an array.",
    ),
    key("table", "single", Holds::Flag, false, "One row of values under its headings: an object."),
    key("table", "skip", Holds::Texts, false, "What begins rows that are no entries: totals."),
    key("table", "required", Holds::Flag, false, "A document without it is a warning instead of an info."),
    key("table column", "key", Holds::Text, true, "Its key in the record."),
    key("table column", "text", Holds::Texts, true, "Its headings; of several levels the lowest."),
    key("table column", "under", Holds::Texts, false, "Headings above it, where they tell it from another."),
    key("table column", "type", Holds::Word(TYPES), true, "The type of its cells."),
    key("table column", "optional", Holds::Flag, false, "Documents may leave it out."),
    key("table column", "carry", Holds::Flag, false, "An empty or merged cell repeats the one above."),
    key(
        "table column",
        "stub",
        Holds::Flag,
        false,
        "It names the rows, and may stand left of the others without a heading: the years of a table, say.",
    ),
    key("table column", "options", Holds::Tables("option"), false, "The options of a choice."),
    key("table column", "detail_text", Holds::Texts, false, "What a bracketed part of the value begins with."),
    key("table column", "digits", Holds::Number, false, "How many digits a code has; 8."),
    key("table column", "check_digit", Holds::Word(CHECK_DIGITS), false, "As of a label."),
    key("table column", "answers", Holds::Text, false, "As of a label."),
    key("table column", "bounds", Holds::Flag, false, "As of a label."),
    key("table row", "key", Holds::Text, true, "Its key in the record."),
    key("table row", "text", Holds::Texts, true, "What is printed before it."),
    key("table row", "under", Holds::Texts, false, "What stands before that, where it tells it from another."),
    key("answers", "id", Holds::Text, true, "What fields and checklists call the set."),
    key("answers", "answer", Holds::Tables("answer"), true, "Its answers, two or more."),
    key("answer", "id", Holds::Text, true, "What the record calls it."),
    key("answer", "text", Holds::Texts, true, "Its words and signs: はい, ○. Look-alikes of a sign (〇, ◯) are one."),
    key("checklist", "text", Holds::Texts, false, "Its titles, right before its headings."),
    key("checklist", "pointer", Holds::Text, true, "JSON Pointer of the array of its items in the record's data."),
    key("checklist", "item", Holds::Texts, true, "Headings of the column with the items' texts."),
    key(
        "checklist",
        "number",
        Holds::Texts,
        false,
        "Headings of the column with the items' numbers; without one, numbers open the texts.",
    ),
    key("checklist", "section_heading", Holds::Texts, false, "Headings of the column with the titles of sections."),
    key("checklist", "answers", Holds::Text, false, "The id of the set that each item's status is of."),
    key(
        "checklist",
        "status",
        Holds::Texts,
        false,
        "Headings of the one column with the status; without it, each answer has a column with marks, headed by its words.",
    ),
    key(
        "checklist",
        "section",
        Holds::Tables("section"),
        false,
        "Sections, where the record is to have ids of them (`section_id`).",
    ),
    key(
        "checklist",
        "column",
        Holds::Tables("table column"),
        false,
        "What else stands with each item: remarks, percentages.",
    ),
    key("checklist", "skip", Holds::Texts, false, "What begins rows that are no items."),
    key(
        "checklist",
        "optional",
        Holds::Flag,
        false,
        "Documents may leave it out: that is an info then, not a warning.",
    ),
    key("annexed checklist", "pointer", Holds::Text, true, "Where the checklist stands in the record's data."),
    key("annexed checklist", "caption", Holds::Text, true, "The title of the checklist's own labels in tables."),
    key("annexed checklist", "titles", Holds::Texts, true, "Its titles, its very own first."),
    key("annexed checklist", "number", Holds::Texts, true, "Headings of the column with numbers …"),
    key("annexed checklist", "item", Holds::Texts, true, "… with the items' texts …"),
    key("annexed checklist", "done", Holds::Texts, true, "… with the marks of what is done …"),
    key(
        "annexed checklist",
        "planned",
        Holds::Texts,
        true,
        "… and of what is planned. Columns with other headings are left out, and said.",
    ),
    key(
        "annexed checklist",
        "undone",
        Holds::Texts,
        false,
        "Words that say of an item that it is neither done nor planned, where statuses are written in words.",
    ),
    key("annexed checklist", "section", Holds::Tables("section"), false, "Its sections in all editions."),
    key("annexed checklist", "edition", Holds::Tables("edition"), false, "Its editions with their items."),
    key("section", "id", Holds::Text, true, "What the record calls it."),
    key("section", "text", Holds::Texts, true, "Its titles."),
    key("edition", "edition", Holds::Text, true, "Its number, as in 第5.2版."),
    key("edition", "section", Holds::Tables("edition section"), false, "Its sections in order."),
    key("edition section", "id", Holds::Text, true, "The id of a section."),
    key("edition section", "items", Holds::Texts, true, "The texts of its items in order."),
];

/// The tables, each once, in the order of the keys.
pub fn tables() -> impl Iterator<Item = &'static str> {
    let mut last = None;
    KEYS.iter().filter_map(move |key| (last.replace(key.table) != Some(key.table)).then_some(key.table))
}
