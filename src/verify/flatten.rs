//! A record as a list of named values, so that two can be compared value by value.

use serde_json::{Map, Value};

/// Where the checklist's sections stand is known by this key: they are named by id and number, not by position,
/// so that one item more does not make all behind it differ.
const SECTIONS: &str = "sections";

/// Where a record's lists stand; elsewhere arrays are not read row by row.
const DATA: &str = "/data/";

/// The values of a JSON document, each with its pointer; arrays of plain values are one value. The items of a
/// checklist are `…/sections/<id>/<no>/<key>`; a repeated id or number gets `#2`, `#3`.
pub(super) fn flatten(value: &Value) -> Vec<(String, Value)> {
    let mut flat = Vec::new();
    walk(value, String::new(), &mut flat);
    flat
}

fn walk(value: &Value, path: String, flat: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(keys) if !keys.is_empty() => {
            for (key, value) in keys {
                let path = format!("{path}/{key}");
                match value {
                    Value::Array(entries) if key == SECTIONS => sections(entries, &path, flat),
                    Value::Array(rows) if path.starts_with(DATA) && is_rows(rows) => {
                        // How many rows there are is a value of its own.
                        flat.push((path.clone(), rows.len().into()));
                        rows.iter().enumerate().for_each(|(at, row)| walk(row, format!("{path}/{at}"), flat));
                    }
                    _ => walk(value, path, flat),
                }
            }
        }
        _ => flat.push((path, value.clone())),
    }
}

/// Whether an array is a list of rows.
fn is_rows(entries: &[Value]) -> bool {
    !entries.is_empty() && entries.iter().all(Value::is_object)
}

fn sections(entries: &[Value], path: &str, flat: &mut Vec<(String, Value)>) {
    let names = names(entries, "id");
    flat.push((path.to_owned(), names.iter().cloned().map(Value::from).collect()));
    for (section, name) in entries.iter().zip(names) {
        let path = format!("{path}/{name}");
        flat.push((format!("{path}/title"), section.get("title").cloned().unwrap_or_default()));
        let items = section.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (item, no) in items.iter().zip(self::names(items, "no")) {
            let rest: Map<String, Value> =
                item.as_object().into_iter().flatten().filter(|(key, _)| *key != "no").map(cloned).collect();
            walk(&Value::Object(rest), format!("{path}/{no}"), flat);
        }
    }
}

fn cloned((key, value): (&String, &Value)) -> (String, Value) {
    (key.clone(), value.clone())
}

/// What each entry is called by its key, with the count behind it where that repeats.
fn names(entries: &[Value], key: &str) -> Vec<String> {
    let plain: Vec<String> = entries
        .iter()
        .map(|entry| match entry.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => "?".to_owned(),
        })
        .collect();
    let count = |at: usize, name: &String| plain.iter().take(at).filter(|earlier| *earlier == name).count() + 1;
    plain
        .iter()
        .enumerate()
        .map(|(at, name)| match count(at, name) {
            1 => name.clone(),
            count => format!("{name}#{count}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_named_by_pointer_and_items_by_section_and_number() {
        let record = json!({"data": {"a": ["x"], "sections": [
            {"id": "s", "title": null, "items": [{"no": 1, "plan": null}, {"no": 1, "plan": "p"}]},
        ]}});
        let flat = flatten(&record);
        let shown: Vec<String> = flat.iter().map(|(path, value)| format!("{path}={value}")).collect();
        assert_eq!(
            shown,
            [
                "/data/a=[\"x\"]",
                "/data/sections=[\"s\"]",
                "/data/sections/s/title=null",
                "/data/sections/s/1/plan=null",
                "/data/sections/s/1#2/plan=\"p\"",
            ]
        );
    }
}
