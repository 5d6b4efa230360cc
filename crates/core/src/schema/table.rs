//! The Frictionless Table Schema of each CSV table.

use super::leaf::{LeafRule, rule, wordings};
use crate::form::Form;
use crate::tables::{
    CHECKLIST_ITEMS, Column, ColumnContent, DIAGNOSTICS, DISCLOSURE_KEYS, DOCUMENTS, FAILURES, FixedColumn, FixedKind,
    LIST_KEYS, columns, lists,
};
use crate::text::values::prefecture::PREFECTURES;
use serde_json::{Value, json};

/// The schemas of the tables that `export` writes, by file name.
#[must_use]
pub fn table_schemas(form: &Form) -> Value {
    let mut disclosures = fixed(DISCLOSURE_KEYS);
    disclosures.extend(columns(form).iter().map(|column| of_form(form, column)));
    let document = json!({
        "fields": ["source_name", "sha256"],
        "reference": { "resource": "disclosures", "fields": ["source_name", "sha256"] },
    });
    let mut schemas = json!({
        "disclosures.csv": {
            "fields": disclosures,
            "missingValues": [""],
            "primaryKey": ["source_name", "sha256"],
        },
        "checklist_items.csv": {
            "fields": fixed(CHECKLIST_ITEMS),
            "missingValues": [""],
            "primaryKey": ["source_name", "sha256", "position"],
            "foreignKeys": [document.clone()],
        },
        "diagnostics.csv": {
            "fields": fixed(DIAGNOSTICS),
            "missingValues": [""],
            "foreignKeys": [document.clone()],
        },
        "documents.csv": {
            "fields": fixed(DOCUMENTS),
            "missingValues": [""],
            "primaryKey": ["source_name", "sha256"],
        },
        "failures.csv": {
            "fields": fixed(FAILURES),
            "missingValues": [""],
        },
    });
    for list in lists(form) {
        let mut fields = fixed(LIST_KEYS);
        fields.extend(list.columns.iter().map(|column| of_form(form, column)));
        let schema = json!({
            "fields": fields,
            "missingValues": [""],
            "primaryKey": ["source_name", "sha256", "position"],
            "foreignKeys": [document.clone()],
        });
        if let Value::Object(schemas) = &mut schemas {
            schemas.insert(format!("{}.csv", list.name), schema);
        }
    }
    schemas
}

fn fixed(columns: &[FixedColumn]) -> Vec<Value> {
    columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                FixedKind::Text => "string",
                FixedKind::Integer => "integer",
            };
            let mut field = json!({ "name": column.name, "type": kind, "description": column.description });
            if column.required
                && let Value::Object(keys) = &mut field
            {
                keys.insert("constraints".to_owned(), json!({ "required": true }));
            }
            field
        })
        .collect()
}

/// A column of the form. Lists are text here: the standard has no type for them that every tool reads.
fn of_form(form: &Form, column: &Column) -> Value {
    let rule = match column.holds {
        ColumnContent::Leaf(leaf) => rule(form, leaf),
        ColumnContent::Edition => return json!({ "name": column.name, "title": column.title, "type": "string" }),
    };
    let (kind, description, constraints) = match rule {
        LeafRule::Text(pattern) => ("string", String::new(), json!({ "pattern": pattern })),
        LeafRule::Integer => ("integer", String::new(), json!({ "minimum": 0 })),
        LeafRule::Decimal => ("number", String::new(), json!({})),
        LeafRule::Boolean => ("boolean", String::new(), json!({})),
        LeafRule::Texts => ("string", "Texts, joined by |.".to_owned(), json!({})),
        LeafRule::Tiers => ("array", "Fees with their conditions, as JSON.".to_owned(), json!({})),
        LeafRule::OneOf(options) => {
            let ids: Vec<&str> = options.iter().map(|option| &*option.id).collect();
            ("string", wordings(options), json!({ "enum": ids }))
        }
        LeafRule::Date => ("date", String::new(), json!({})),
        LeafRule::Prefecture => ("string", String::new(), json!({ "enum": PREFECTURES.as_slice() })),
        LeafRule::Prefectures => {
            ("string", "Prefectures, joined by |.".to_owned(), json!({ "pattern": list_pattern(PREFECTURES) }))
        }
        LeafRule::Options(options) => {
            let description = format!("Ids of the marked options, joined by |. {}", wordings(options));
            let pattern = list_pattern(options.iter().map(|option| &*option.id));
            ("string", description, json!({ "pattern": pattern }))
        }
    };
    json!({
        "name": column.name,
        "title": column.title,
        "type": kind,
        "description": description,
        "constraints": constraints,
    })
}

fn list_pattern<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let one = values.into_iter().collect::<Vec<_>>().join("|");
    format!("^({one})(\\|({one}))*$")
}
