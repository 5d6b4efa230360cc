//! The JSON Schema (2020-12) of the record.

use super::leaf::{LeafRule, rule, wordings};
use crate::diagnostic::CODES;
use crate::form::{ChecklistForm, Form, Layout, Shape, TableId};
use crate::text::values::prefecture::PREFECTURES;
use serde_json::{Map, Value, json};

/// A calendar date as ISO 8601 writes it.
const DATE: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// The schema of the records that the form gives.
#[must_use]
pub fn record_schema(form: &Form) -> Value {
    let properties = json!({
        "schema_version": { "const": form.schema_version },
        "form": { "const": form.id },
        "source": source(),
        "data": node(form, &form.shape, "/data"),
        "evidence": evidence(),
        "diagnostics": { "type": "array", "items": diagnostic(form) },
    });
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:yomitori:record:{}:{}", form.id, form.schema_version),
        "title": form.title,
        "description": "One disclosure, read by yomitori.",
    });
    if let (Value::Object(schema), Value::Object(rest)) = (&mut schema, object(properties)) {
        schema.extend(rest);
    }
    // Only in records of a data set that people have reviewed.
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        let description = "How many values a person has corrected.";
        properties
            .insert("corrected".to_owned(), json!({ "type": "integer", "minimum": 1, "description": description }));
    }
    schema
}

/// An object with exactly these keys.
fn object(properties: Value) -> Value {
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(Map::keys).collect();
    json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
}

fn source() -> Value {
    let mut source = object(json!({
        "name": { "type": "string", "description": "File name as given." },
        "sha256": { "type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the bytes, in hex." },
        "media_type": { "type": "string", "pattern": "^[^/\\s]+/[^/\\s]+$", "description": "IANA media type." },
        "pages": { "type": ["integer", "null"], "minimum": 0, "description": "Page count, for paged sources." },
    }));
    // Only in records of a data set that was given a manifest.
    if let Some(Value::Object(properties)) = source.get_mut("properties") {
        let text = |description: &str| json!({ "type": "string", "description": description });
        properties.insert("url".to_owned(), text("Where the document came from."));
        properties.insert("fetched_at".to_owned(), text("When it was fetched."));
        let more = json!({ "type": "object", "description": "Further columns of the manifest." });
        properties.insert("provenance".to_owned(), more);
    }
    source
}

fn evidence() -> Value {
    let entry = json!({
        "type": "object",
        "required": ["raw"],
        "properties": {
            "raw": { "type": "string", "description": "The text as the input has it." },
            "page": { "type": "integer", "minimum": 1 },
            "bbox": {
                "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4,
                "description": "[x0, y0, x1, y1] in PDF points, origin top left.",
            },
            "lines": {
                "type": "array", "items": { "type": "integer", "minimum": 1 }, "minItems": 2, "maxItems": 2,
                "description": "[first, last], for text sources.",
            },
            "cell": {
                "type": "string",
                "description": "The cells or paragraphs, for Word, HTML and spreadsheets: Sheet1!C7; table 2, row 3, cell 1.",
            },
            "ocr": {
                "type": "object", "required": ["lowest", "mean"],
                "properties": {
                    "lowest": { "type": "number", "minimum": 0, "maximum": 1 },
                    "mean": { "type": "number", "minimum": 0, "maximum": 1 },
                },
                "description": "How probable its characters are, where they were read from a page's picture.",
            },
            "review": {
                "type": "object", "required": ["kind", "read", "who", "at"],
                "properties": {
                    "kind": { "enum": ["corrected", "accepted", "not-in-document"] },
                    "read": { "description": "The value as it was read." },
                    "who": { "type": "string" },
                    "at": { "type": "string", "description": "When, UTC." },
                    "note": { "type": "string" },
                },
                "description": "What a person said of the value, where one has; see `yomitori review`.",
            },
        },
    });
    json!({
        "type": "object",
        "description": "Where values were read, by JSON Pointer into the record.",
        "propertyNames": { "pattern": "^/" },
        "additionalProperties": entry,
    })
}

fn diagnostic(form: &Form) -> Value {
    let own = form.checks.iter().map(|check| check.code.name());
    let mut codes: Vec<&str> = CODES.iter().map(|meaning| meaning.code.name()).collect();
    for code in own {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    object(json!({
        "code": { "enum": codes },
        "severity": { "enum": ["error", "warning", "info"] },
        "pointer": { "type": "string", "pattern": "^(/.*)?$", "description": "JSON Pointer into the record." },
        "message": { "type": "string", "minLength": 1 },
    }))
}

/// A node of the record's data, by the form's shape. The checklist's own keys stand around its leaves.
fn node(form: &Form, shape: &Shape, path: &str) -> Value {
    let keys = match shape {
        Shape::Leaf(id) => return described(leaf(rule(form, *id)), &form.leaf(*id).title),
        Shape::Rows(table) => return list(form, *table),
        Shape::Object(keys) => keys,
    };
    let checklist = form.checklist.as_ref().filter(|checklist| *checklist.pointer == *path);
    let mut properties = Map::new();
    if checklist.is_some() {
        properties.insert("guideline_edition".to_owned(), json!({ "type": ["string", "null"], "minLength": 1 }));
    }
    for (key, shape) in keys {
        properties.insert(key.clone(), node(form, shape, &format!("{path}/{key}")));
    }
    if let Some(checklist) = checklist {
        properties.insert("sections".to_owned(), sections(checklist));
    }
    object(Value::Object(properties))
}

/// The array of a list's rows.
fn list(form: &Form, table: TableId) -> Value {
    let Some(table) = form.tables.get(table) else { return Value::Null };
    let Layout::List { shape, .. } = &table.layout else { return Value::Null };
    json!({ "title": table.title, "type": "array", "items": node(form, shape, &table.pointer) })
}

fn described(mut schema: Value, title: &str) -> Value {
    if let Value::Object(keys) = &mut schema {
        keys.shift_insert(0, "title".to_owned(), title.into());
    }
    schema
}

fn leaf(rule: LeafRule<'_>) -> Value {
    match rule {
        LeafRule::Text(pattern) => json!({ "type": ["string", "null"], "pattern": pattern }),
        LeafRule::Integer => json!({ "type": ["integer", "null"], "minimum": 0 }),
        LeafRule::Decimal => json!({ "type": ["number", "null"] }),
        LeafRule::Boolean => json!({ "type": ["boolean", "null"] }),
        LeafRule::Tiers => json!({ "type": "array", "items": super::tiers::tier() }),
        LeafRule::Texts => json!({ "type": "array", "items": { "type": "string", "minLength": 1 } }),
        LeafRule::OneOf(options) => {
            let ids: Vec<Option<&str>> = options.iter().map(|option| Some(&*option.id)).chain([None]).collect();
            json!({ "description": wordings(options), "enum": ids })
        }
        LeafRule::Date => json!({ "type": ["string", "null"], "format": "date", "pattern": DATE }),
        LeafRule::Prefecture => {
            let names: Vec<Option<&str>> = PREFECTURES.into_iter().map(Some).chain([None]).collect();
            json!({ "enum": names })
        }
        LeafRule::Prefectures => {
            json!({ "type": "array", "items": { "enum": PREFECTURES.as_slice() }, "uniqueItems": true })
        }
        LeafRule::Options(options) => {
            let ids: Vec<&str> = options.iter().map(|option| &*option.id).collect();
            json!({
                "description": wordings(options),
                "type": "array",
                "items": { "enum": ids },
                "uniqueItems": true,
            })
        }
    }
}

/// What tells the id of a section that is named after its title from a misspelt one: a character beyond ASCII.
const OF_TITLE: &str = "[^\\u0000-\\u007f]";

fn sections(checklist: &ChecklistForm) -> Value {
    let titles: Vec<String> = checklist
        .sections
        .iter()
        .map(|section| format!("{}: {}", section.id, section.texts.first().map(String::as_str).unwrap_or_default()))
        .collect();
    let known = checklist.sections.iter().map(|section| &*section.id);
    let ids: Vec<&str> = known.chain(["unknown"]).collect();
    let titles = format!(
        "{}; unknown, or what its title says where the form file does not have the edition.",
        titles.join("; ")
    );
    let item = object(json!({
        "no": { "type": "integer", "minimum": 0, "description": "The item's number as printed." },
        "text": { "type": "string" },
        "status": { "enum": ["done", "planned", "unmarked", "conflict"] },
        "plan": { "type": ["string", "null"], "minLength": 1 },
    }));
    let section = object(json!({
        "id": { "anyOf": [{ "enum": ids }, { "type": "string", "pattern": OF_TITLE }], "description": titles },
        "title": { "type": ["string", "null"], "minLength": 1, "description": "As printed." },
        "items": { "type": "array", "items": item },
    }));
    json!({ "type": "array", "items": section })
}
