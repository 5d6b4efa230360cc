//! The difference between two results of one document, value by value.

use super::flatten::flatten;
use crate::form::Form;
use crate::tables::columns;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A value that is not the same in both; `None` where one result does not have it at all.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Difference {
    /// What it is: its pointer; an item of the checklist by its section's id and its number.
    pub pointer: String,
    /// The form's title of it, for the form's values.
    pub title: Option<String>,
    /// What the first one says: the golden file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<Value>,
    /// What the second one says: what is read now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<Value>,
}

/// All differences between two results.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    /// Values, in the record's order.
    pub values: Vec<Difference>,
    /// Evidence, by the pointer that it is for.
    pub evidence: Vec<Difference>,
    /// Diagnostics that are no longer raised, as `severity code pointer: message`.
    pub gone: Vec<String>,
    /// Diagnostics that are raised now.
    pub raised: Vec<String>,
}

impl Diff {
    /// Whether both say the same, so that at most keys or white space stand elsewhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.evidence.is_empty() && self.gone.is_empty() && self.raised.is_empty()
    }

    /// How many leaves differ: values below `/data`, and the reason of a failure.
    #[must_use]
    pub fn leaves(&self) -> usize {
        self.values.iter().filter(|change| is_leaf(&change.pointer)).count()
    }
}

fn is_leaf(pointer: &str) -> bool {
    pointer.starts_with("/data/") || pointer == "/failure/reason"
}

/// How many leaves a result has.
pub(super) fn leaves_of(result: &Value) -> usize {
    flatten(&values(result)).iter().filter(|(pointer, _)| is_leaf(pointer)).count()
}

/// Compares two results: records, or failures.
#[must_use]
pub fn diff(form: &Form, old: &Value, new: &Value) -> Diff {
    let (old_lines, new_lines) = (diagnostics(old), diagnostics(new));
    let mut values = changes(flatten(&values(old)), flatten(&values(new)));
    let columns = columns(form);
    for change in &mut values {
        let column = columns.iter().find(|column| column.pointer == change.pointer);
        change.title = column.map(|column| column.title.clone());
    }
    Diff {
        values,
        evidence: changes(evidence(old), evidence(new)),
        gone: without(&old_lines, &new_lines),
        raised: without(&new_lines, &old_lines),
    }
}

/// The result without what is compared on its own.
fn values(result: &Value) -> Value {
    let keys = result.as_object().into_iter().flatten();
    let kept = keys.filter(|(key, _)| *key != "evidence" && *key != "diagnostics");
    Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>())
}

fn evidence(result: &Value) -> Vec<(String, Value)> {
    let entries = result.get("evidence").and_then(Value::as_object).into_iter().flatten();
    entries.map(|(pointer, entry)| (pointer.clone(), entry.clone())).collect()
}

fn diagnostics(result: &Value) -> Vec<String> {
    let entries = result.get("diagnostics").and_then(Value::as_array).into_iter().flatten();
    entries
        .map(|entry| {
            let part = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
            let pointer = part("pointer");
            let space = if pointer.is_empty() { "" } else { " " };
            format!("{} {}{space}{pointer}: {}", part("severity"), part("code"), part("message"))
        })
        .collect()
}

/// What differs, in the order of the old list; what only the new one has stands behind it.
fn changes(old: Vec<(String, Value)>, new: Vec<(String, Value)>) -> Vec<Difference> {
    let mut rest: HashMap<String, Value> = new.iter().cloned().collect();
    let mut changes = Vec::new();
    for (pointer, old) in old {
        let new = rest.remove(&pointer);
        if new.as_ref() != Some(&old) {
            changes.push(Difference { pointer, title: None, old: Some(old), new });
        }
    }
    let added = new.into_iter().filter(|(pointer, _)| rest.contains_key(pointer));
    changes.extend(added.map(|(pointer, value)| Difference { pointer, title: None, old: None, new: Some(value) }));
    changes
}

/// The lines of one list that the other does not have, counting repeated ones.
fn without(lines: &[String], others: &[String]) -> Vec<String> {
    let mut left: Vec<&String> = others.iter().collect();
    let mut only = Vec::new();
    for line in lines {
        match left.iter().position(|other| *other == line) {
            Some(at) => drop(left.swap_remove(at)),
            None => only.push(line.clone()),
        }
    }
    only
}
