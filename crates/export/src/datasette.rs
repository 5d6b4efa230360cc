//! `metadata.json` and `settings.json` for Datasette: titles of tables and columns, what to filter by, what rows are called.

use crate::form::Form;
use serde_json::{Map, Value, json};
use yomitori_core::tables::{Column, TABLES, lists};

/// Settings for `datasette FOLDER`. Without one, Datasette tries three times for each of a hundred columns whether to suggest it as
/// a facet, which takes seconds for each page; those that are worth it stand in the metadata.
pub(super) fn settings() -> Value {
    json!({ "suggest_facets": false })
}

/// The metadata of a database with these columns, for `datasette FOLDER`.
pub(super) fn metadata(form: &Form, columns: &[Column]) -> Value {
    let titles: Map<String, Value> =
        columns.iter().map(|column| (column.name.clone(), column.title.as_str().into())).collect();
    let prefecture = columns.iter().find(|column| column.pointer.ends_with("/prefecture"));
    let mut tables = Map::new();
    for table in TABLES {
        let title = form.table_titles.get(table).map_or(table, String::as_str);
        tables.insert(table.to_owned(), json!({ "title": title }));
    }
    for list in lists(form) {
        let title = form.table_titles.get(&list.name).unwrap_or(&list.title);
        let titles: Map<String, Value> =
            list.columns.iter().map(|column| (column.name.clone(), column.title.as_str().into())).collect();
        tables.insert(list.name.clone(), json!({ "title": title, "columns": titles }));
    }
    let mut add = |table: &str, key: &str, value: Value| {
        if let Some(Value::Object(table)) = tables.get_mut(table) {
            table.insert(key.to_owned(), value);
        }
    };
    add("disclosures", "columns", Value::Object(titles));
    add("disclosures", "label_column", "source_name".into());
    add("disclosures", "fts_table", "disclosures_search".into());
    add("disclosures", "fts_pk", "record".into());
    if let Some(column) = prefecture {
        add("disclosures", "facets", json!([column.name]));
    }
    add("checklist_items", "facets", json!(["status"]));
    add("diagnostics", "facets", json!(["code"]));
    add("failures", "facets", json!(["reason"]));
    add("documents", "label_column", "source_name".into());
    json!({ "title": form.title, "databases": { "disclosures": { "tables": tables } } })
}
