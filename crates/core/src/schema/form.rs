//! JSON Schema of form files, for editors, and the reference of their keys as Markdown.

use crate::form::keys::{Holds, KEYS, Key, tables};
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
        Holds::Text => json!({ "type": "string" }),
        Holds::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Number => json!({ "type": "integer", "minimum": 0 }),
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Word(words) => json!({ "enum": words }),
        Holds::Table(name) => of(name),
        Holds::Tables(name) => json!({ "type": "array", "items": of(name) }),
        Holds::TableOrTables(one, many) => {
            json!({ "anyOf": [of(one), { "type": "array", "items": of(many) }] })
        }
        Holds::TextsByKey => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
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

fn holds(what: Holds) -> String {
    match what {
        Holds::Text => "text".to_owned(),
        Holds::Texts => "texts".to_owned(),
        Holds::Number => "number".to_owned(),
        Holds::Flag => "true or false".to_owned(),
        Holds::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Holds::Table(name) => format!("a table `{name}`"),
        Holds::Tables(name) => format!("tables `{name}`"),
        Holds::TableOrTables(one, many) => format!("tables `{many}`, or a table `{one}`"),
        Holds::TextsByKey => "texts by their keys".to_owned(),
    }
}
