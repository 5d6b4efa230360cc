//! The Frictionless Data Package of an export: `datapackage.json`, which names every file with its size and hash, and
//! gives each CSV table its schema.

use super::part::PartFile;
use super::settings::{CsvLayout, Header};
use crate::form::Form;
use crate::schema::table_schemas;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use yomitori_core::tables::{CORRECTED, columns};

/// The package's file name.
pub(super) const PACKAGE: &str = "datapackage.json";

/// The package of these files.
pub(super) fn package(
    form: &Form,
    layout: CsvLayout,
    with_corrected: bool,
    license: Option<&str>,
    parts: &[PartFile],
) -> Value {
    let mut schemas = table_schemas(form);
    let fields = schemas.pointer_mut("/disclosures.csv/fields").and_then(Value::as_array_mut);
    if let (Some(fields), true) = (fields, with_corrected) {
        fields.push(json!({
            "name": CORRECTED.name, "type": "integer", "description": CORRECTED.description,
            "constraints": { "required": true, "minimum": 0 },
        }));
    }
    let titles = titles(form);
    let resources: Vec<Value> = parts
        .iter()
        .map(|part| {
            let mut schema = schemas.get(part.name()).cloned();
            if let (Some(schema), Header::Titles) = (&mut schema, layout.header) {
                rename(schema, &titles);
            }
            resource(part, layout, schema)
        })
        .collect();
    let mut package = Map::new();
    package.insert("name".into(), form.id.as_str().into());
    package.insert("title".into(), form.title.as_str().into());
    if let Some(license) = license {
        package.insert("licenses".into(), json!([{ "name": license }]));
    }
    package.insert("resources".into(), resources.into());
    package.into()
}

fn resource(part: &PartFile, layout: CsvLayout, schema: Option<Value>) -> Value {
    let file = part.name();
    let (stem, extension) = file.rsplit_once('.').unwrap_or((&file, ""));
    let media_type = match extension {
        "csv" => "text/csv",
        "jsonl" => "application/jsonl",
        "gz" => "application/gzip",
        "zst" => "application/zstd",
        "db" => "application/vnd.sqlite3",
        "json" => "application/json",
        "py" => "text/x-python",
        "R" => "text/x-r",
        "sql" => "application/sql",
        "parquet" => "application/vnd.apache.parquet",
        _ => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    };
    // Other formats hold tables of the same names, and names must not repeat.
    let name = if schema.is_some() {
        stem.to_owned()
    } else {
        format!("{}-{}", stem.replace('.', "-"), extension.to_ascii_lowercase())
    };
    let mut resource = Map::new();
    resource.insert("name".into(), name.into());
    resource.insert("path".into(), file.as_str().into());
    resource.insert("format".into(), extension.into());
    resource.insert("mediatype".into(), media_type.into());
    resource.insert("bytes".into(), part.bytes().into());
    resource.insert("hash".into(), format!("sha256:{}", part.sha256()).into());
    if let Some(schema) = schema {
        resource.insert("profile".into(), "tabular-data-resource".into());
        resource.insert("encoding".into(), if layout.spreadsheet { "utf-8-sig" } else { "utf-8" }.into());
        resource.insert("schema".into(), schema);
    } else {
        // Else Frictionless takes Parquet and JSON Lines for tables, which it reads only with additions.
        resource.insert("type".into(), "file".into());
    }
    resource.into()
}

/// The title of each column's name.
fn titles(form: &Form) -> HashMap<String, String> {
    let tables = super::cells::tables(form, &columns(form), false);
    let columns = tables.into_iter().flat_map(|table| table.columns);
    columns.map(|column| (column.name, column.title)).collect()
}

/// Gives the fields the names that stand in the header row, in keys and references too.
fn rename(schema: &mut Value, titles: &HashMap<String, String>) {
    let title = |name: &mut Value| {
        if let Some(title) = name.as_str().and_then(|name| titles.get(name)) {
            *name = title.as_str().into();
        }
    };
    let list = |schema: &mut Value, pointer: &str| {
        let names = schema.pointer_mut(pointer).and_then(Value::as_array_mut);
        names.into_iter().flatten().for_each(title);
    };
    let fields = schema.get_mut("fields").and_then(Value::as_array_mut);
    fields.into_iter().flatten().filter_map(|field| field.get_mut("name")).for_each(title);
    list(schema, "/primaryKey");
    let keys = schema.get_mut("foreignKeys").and_then(Value::as_array_mut);
    for key in keys.into_iter().flatten() {
        list(key, "/fields");
        list(key, "/reference/fields");
    }
}
