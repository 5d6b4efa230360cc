//! The data dictionary: every column of every exported table, for people, as Markdown.

use super::leaf::{LeafRule, rule, wordings};
use crate::form::{Field, FieldKind, Form, LeafId};
use crate::tables::{
    CHECKLIST_ITEMS, CORRECTED, Column, ColumnContent, DIAGNOSTICS, DISCLOSURE_KEYS, DOCUMENTS, FAILURES, FixedColumn,
    FixedKind, LIST_KEYS, LIST_SEPARATOR, columns, lists,
};
use serde_json::Value;
use std::fmt::Write;

const HEAD: &str = "\
# Data dictionary

<!-- Made by `yomitori schema --kind dictionary`; a test holds this page to the program and the form file. -->

Every column of every table that `yomitori export` writes: its name, the form's title, type, meaning and an example. Names, types and
titles come from the form file. `yomitori schema --kind csv` says the same to programs, and [versioning.md](versioning.md) says what of it
stays.

Types: *text*; *integer* and *decimal* numbers; *date*, written `2025-07-01`; *list*, in CSV and Excel joined by `|`, in Parquet a list, in
SQLite a JSON array. An empty cell (CSV, Excel) or null says that the document does not state the value; `diagnostics` says why.
";

/// The page, for a form. Examples come from a record, where one is given.
#[must_use]
pub fn dictionary(form: &Form, example: Option<&Value>) -> String {
    let mut page = HEAD.to_owned();
    // Writing to a string never fails.
    let _ = written(&mut page, form, example.unwrap_or(&Value::Null));
    page
}

fn written(page: &mut String, form: &Form, record: &Value) -> std::fmt::Result {
    let title = |table: &str| form.table_titles.get(table).map_or("", String::as_str);
    head(page, "disclosures", title("disclosures"), "A row for each record, a column for each of its values.")?;
    for column in DISCLOSURE_KEYS {
        let at = if matches!(column.name, "schema_version" | "form") { "" } else { "/source" };
        let name = column.name.trim_start_matches("source_");
        fixed(page, form, column, record.pointer(&format!("{at}/{name}")))?;
    }
    for column in columns(form) {
        of_form(page, form, &column, record.pointer(&column.pointer))?;
    }
    fixed(page, form, &CORRECTED, Some(&Value::from(1)))?;
    writeln!(page, "\n`{}` is there only where values were corrected (`yomitori review`).", CORRECTED.name)?;

    if let Some(checklist) = &form.checklist {
        head(page, "checklist_items", title("checklist_items"), "A row for each item of the checklist.")?;
        let section = format!("{}/sections/0", checklist.pointer);
        for column in CHECKLIST_ITEMS {
            let value = match column.name {
                "section_id" => record.pointer(&format!("{section}/id")).cloned(),
                "section_title" => record.pointer(&format!("{section}/title")).cloned(),
                "position" => Some(Value::from(1)),
                "plan" => Some(Value::from("2027年4月")),
                name => item(record, &section, name),
            };
            fixed(page, form, column, value.as_ref())?;
        }
        writeln!(page, "\nStatus: `done` 実施済, `planned` 実施予定, `unmarked` neither, `conflict` both are marked.")?;
    }
    for list in lists(form) {
        head(page, &list.name, &list.title, "A row for each row of the form's table.")?;
        LIST_KEYS.iter().try_for_each(|column| fixed(page, form, column, item(record, "", column.name).as_ref()))?;
        list.columns.iter().try_for_each(|column| of_form(page, form, column, None))?;
    }
    head(
        page,
        "diagnostics",
        title("diagnostics"),
        "A row for each doubt about a value; see [diagnostics.md](diagnostics.md).",
    )?;
    for column in DIAGNOSTICS {
        fixed(page, form, column, item(record, "/diagnostics/0", column.name).as_ref())?;
    }
    head(page, "documents", title("documents"), "A row for each document that gave a record.")?;
    for column in DOCUMENTS {
        fixed(page, form, column, item(record, "", column.name).as_ref())?;
    }
    head(page, "failures", title("failures"), "A row for each document that gave no record.")?;
    FAILURES.iter().try_for_each(|column| fixed(page, form, column, item(record, "", column.name).as_ref()))
}

/// What stands in a fixed column: of a part of the record, of its source, or what usually does.
fn item(record: &Value, part: &str, name: &str) -> Option<Value> {
    let usual = match name {
        "position" => Value::from(1),
        "url" => Value::from("https://example.jp/kaiji.pdf"),
        "fetched_at" => Value::from("2026-04-01T09:00:00Z"),
        "provenance" => Value::from(r#"{"crawl":"2026-04"}"#),
        "pages" => Value::from(4),
        "reason" => Value::from("source.encrypted"),
        "hint" => Value::from("give it with --password or --password-file"),
        "message" if part.is_empty() => Value::from("the PDF is protected by a password"),
        "source_name" => return record.pointer("/source/name").cloned(),
        "sha256" | "media_type" => return record.pointer(&format!("/source/{name}")).cloned(),
        "no" | "text" | "status" => return record.pointer(&format!("{part}/items/0/{name}")).cloned(),
        name => return record.pointer(&format!("{part}/{name}")).cloned(),
    };
    match part {
        "" => Some(usual),
        part => Some(record.pointer(&format!("{part}/{name}")).cloned().unwrap_or(usual)),
    }
}

fn head(page: &mut String, name: &str, title: &str, says: &str) -> std::fmt::Result {
    let title = if title.is_empty() { String::new() } else { format!(" ({title})") };
    writeln!(page, "\n## `{name}`{title}\n\n{says}\n")?;
    writeln!(page, "| column | title | type | meaning | example |\n|---|---|---|---|---|")
}

fn fixed(page: &mut String, form: &Form, column: &FixedColumn, example: Option<&Value>) -> std::fmt::Result {
    let kind = match column.kind {
        FixedKind::Text => "text",
        FixedKind::Integer => "integer",
    };
    row(page, column.name, column.title(form), kind, column.description, example)
}

fn of_form(page: &mut String, form: &Form, column: &Column, example: Option<&Value>) -> std::fmt::Result {
    let ColumnContent::Leaf(leaf) = column.holds else {
        let meaning = "The edition of the guideline that the checklist is of.";
        return row(page, &column.name, &column.title, "text", meaning, example.or(Some(&Value::from("5.2"))));
    };
    let rule = rule(form, leaf);
    let kind = match rule {
        LeafRule::Text(_) | LeafRule::Prefecture | LeafRule::OneOf(_) => "text",
        LeafRule::Boolean => "boolean",
        LeafRule::Integer => "integer",
        LeafRule::Decimal => "decimal",
        LeafRule::Date => "date",
        LeafRule::Prefectures | LeafRule::Options(_) | LeafRule::Texts => "list",
        LeafRule::Tiers => "tiers",
    };
    let (meaning, usual) = meaning(form.field_of(leaf), leaf, rule);
    let example = example.filter(|value| !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()));
    row(page, &column.name, &column.title, kind, &meaning, Some(example.unwrap_or(&Value::from(usual))))
}

/// What a value of the form means, by its field's type and its place in it, and what it usually looks like.
fn meaning(field: Option<&Field>, leaf: LeafId, rule: LeafRule<'_>) -> (String, String) {
    let place = field
        .and_then(|field| field.targets.iter().find_map(|target| target.leaves.iter().position(|known| *known == leaf)))
        .unwrap_or_default();
    let told = |meaning: &str, usual: &str| (meaning.to_owned(), usual.to_owned());
    if let LeafRule::Options(options) = rule {
        let first = options.first().map_or(String::new(), |option| option.id.to_string());
        return (format!("Ids of the marked options. {}", wordings(options)), first);
    }
    if let LeafRule::OneOf(options) = rule {
        let first = options.first().map_or(String::new(), |option| option.id.to_string());
        return (format!("Id of the answer. {}", wordings(options)), first);
    }
    match (field.map(|field| field.kind), place) {
        (Some(FieldKind::Date), _) => told("Calendar date; Japanese eras are converted.", "2025-07-01"),
        (Some(FieldKind::Name), _) => told("Name, without the spaces that typesetting puts.", "株式会社見本"),
        (Some(FieldKind::Address), 0) => told("Address without the postal code.", "東京都港区見本1-2-3"),
        (Some(FieldKind::Address), 1) => told("Postal code, `NNN-NNNN`.", "105-0014"),
        (Some(FieldKind::Address), _) => told("Prefecture that the address begins with.", "東京都"),
        (Some(FieldKind::Phone), _) => told("Digits in groups joined by `-`; the first number.", "03-1234-5678"),
        (Some(FieldKind::Url), _) => told("Web address as written.", "https://example.jp/"),
        (Some(FieldKind::Contact), 0) => told("E-mail address, or what is written in its place.", "info@example.jp"),
        (Some(FieldKind::Contact), _) => told("The e-mail address in it.", "info@example.jp"),
        (Some(FieldKind::Code), _) => told("Code; text, so that zeros in front stay.", "91399113"),
        (Some(FieldKind::Count), _) => told("Whole number; 50万 is 500000.", "500000"),
        (Some(FieldKind::Sites), 0) => told("Number of sites.", "3"),
        (Some(FieldKind::Sites), _) => told("Prefectures that the sites are in.", "東京都|大阪府"),
        (Some(FieldKind::Money | FieldKind::UnitPrice), 0) => told("The fee as written.", "3,500円"),
        (Some(FieldKind::Money | FieldKind::UnitPrice), 1) => {
            told("Yen, where one amount is stated; 無料 is 0.", "3500")
        }
        (Some(FieldKind::Money | FieldKind::UnitPrice), _) => told("What the price is for.", "1件"),
        (Some(FieldKind::Choice | FieldKind::Choices), _) => told("What is written in the option's brackets.", "見本"),
        (Some(FieldKind::Decimal), 0) => told("Number.", "18.5"),
        (Some(FieldKind::Decimal), _) => told("Its unit.", "㎡"),
        (Some(FieldKind::Percent), _) => told("Percentage.", "85.5"),
        (Some(FieldKind::Range), 0) => told("The range as written.", "9,000~12,000円"),
        (Some(FieldKind::Range), 1) => told("Its lower end.", "9000"),
        (Some(FieldKind::Range), _) => told("Its upper end.", "12000"),
        (Some(FieldKind::Time), _) => told("Time of day.", "17:30"),
        (Some(FieldKind::TimeRange), 0) => told("Begin, time of day.", "09:00"),
        (Some(FieldKind::TimeRange), _) => told("End, time of day.", "17:30"),
        (Some(FieldKind::YearMonth), _) => told("Month.", "2024-04"),
        (Some(FieldKind::DateRange), 0) => told("First day.", "2024-04-01"),
        (Some(FieldKind::DateRange), _) => told("Last day.", "2025-03-31"),
        (Some(FieldKind::Boolean), _) => told("Yes or no.", "true"),
        (Some(FieldKind::List), _) => told("Texts.", "見本|例"),
        (Some(FieldKind::MoneyRange), 0) => told("The fee as written.", "9,000円~12,000円"),
        (Some(FieldKind::MoneyRange), 1) => told("Least amount in yen.", "9000"),
        (Some(FieldKind::MoneyRange), _) => told("Highest amount in yen.", "12000"),
        (Some(FieldKind::Amount), 0) => told("The amount as written.", "500円以上"),
        (Some(FieldKind::Amount), 1) => told("Number.", "500"),
        (Some(FieldKind::Amount | FieldKind::MoneyTiers), 1 | 2) if !matches!(rule, LeafRule::Tiers) => {
            told("Currency, by its code (ISO 4217).", "JPY")
        }
        (Some(FieldKind::Amount), _) => {
            told("`at-least`, `above`, `at-most` or `below`, where the amount is only an end.", "at-least")
        }
        (Some(FieldKind::MoneyTiers), 0) => told("The fees as written.", "1~100件 500円、101件以上 400円"),
        (Some(FieldKind::MoneyTiers), _) => told(
            "Fees, each with `condition`, `from`, `to`, `excludes`, `unit`, `amount`, `bound`, `per`.",
            r#"[{"condition":"1~100件","from":1,"to":100,"amount":500}]"#,
        ),
        (Some(FieldKind::Answer), _) => told("Answer.", ""),
        (Some(FieldKind::Text) | None, _) => told("Text as written, normalized (NFKC, single spaces).", "見本"),
    }
}

fn row(
    page: &mut String,
    name: &str,
    title: &str,
    kind: &str,
    meaning: &str,
    example: Option<&Value>,
) -> std::fmt::Result {
    let title = if title == name { "" } else { title };
    let example = match example {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(list)) => {
            list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(&LIST_SEPARATOR.to_string())
        }
        Some(other) => other.to_string(),
    };
    writeln!(page, "| `{name}` | {} | {kind} | {} | {} |", cell(title), cell(meaning), cell(&short(&example)))
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Text in a cell of a table, with nothing that Markdown reads as its own.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}
