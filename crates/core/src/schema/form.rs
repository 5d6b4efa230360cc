//! JSON Schema of form files, for editors, and the reference of their keys as Markdown.

use crate::form::keys::{KEYS, Key, KeyContent, tables};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// JSON Schema (2020-12) of a form file.
#[must_use]
pub fn form_schema() -> Value {
    let definitions: Map<String, Value> =
        tables().filter(|table| !table.is_empty()).map(|name| (name.to_owned(), table(name))).collect();
    let Value::Object(mut file) = table("") else { return Value::Null };
    file.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    file.insert("title".to_owned(), json!("Form file of yomitori"));
    file.insert("$defs".to_owned(), Value::Object(definitions));
    Value::Object(file)
}

fn table(name: &str) -> Value {
    let keys = || KEYS.iter().filter(|key| key.table == name);
    let properties: Map<String, Value> = keys().map(|key| (key.key.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys().filter(|key| key.is_required).map(|key| key.key).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn property(key: &Key) -> Value {
    let of = |name: &str| json!({ "$ref": format!("#/$defs/{}", name.replace(' ', "%20")) });
    let mut schema = match key.holds {
        KeyContent::Text => json!({ "type": "string" }),
        KeyContent::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        KeyContent::Number => json!({ "type": "integer", "minimum": 0 }),
        KeyContent::Flag => json!({ "type": "boolean" }),
        KeyContent::Word(words) => json!({ "enum": words }),
        KeyContent::Table(name) => of(name),
        KeyContent::Tables(name) => json!({ "type": "array", "items": of(name) }),
        KeyContent::TableOrTables(one, many) => {
            json!({ "anyOf": [of(one), { "type": "array", "items": of(many) }] })
        }
        KeyContent::TextsByKey => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), json!(key.says));
    }
    schema
}

/// The reference of all keys, a table for each table of the file.
#[must_use]
pub fn form_reference() -> String {
    let mut page = String::new();
    for table in tables() {
        let title = if table.is_empty() { "The file".to_owned() } else { format!("`{table}`") };
        // Writing to a string never fails.
        let _ = write!(page, "### {title}\n\n| key | holds | says |\n|---|---|---|\n");
        for key in KEYS.iter().filter(|key| key.table == table) {
            let needed = if key.is_required { ", needed" } else { "" };
            let _ = writeln!(page, "| `{}` | {}{needed} | {} |", key.key, holds(key.holds), key.says);
        }
        page.push('\n');
    }
    page.trim_end().to_owned()
}

fn holds(what: KeyContent) -> String {
    match what {
        KeyContent::Text => "text".to_owned(),
        KeyContent::Texts => "texts".to_owned(),
        KeyContent::Number => "number".to_owned(),
        KeyContent::Flag => "true or false".to_owned(),
        KeyContent::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        KeyContent::Table(name) => format!("a table `{name}`"),
        KeyContent::Tables(name) => format!("tables `{name}`"),
        KeyContent::TableOrTables(one, many) => format!("tables `{many}`, or a table `{one}`"),
        KeyContent::TextsByKey => "texts by their keys".to_owned(),
    }
}
