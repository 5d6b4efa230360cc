//! What is doubted of a record, and what of it a person has settled.

use crate::confidence::{Judged, judge};
use crate::dataset::Compared;
use crate::form::Form;
use crate::leaves::{RecordLeafKind, leaves};
use serde_json::Value;
use std::collections::HashMap;

/// Codes that ask for a person whatever the chance is.
const ALWAYS: [&str; 2] = ["correction.stale", "correction.conflict"];

/// A leaf with what is known of its value.
#[derive(Debug, Clone)]
pub(super) struct KnownLeaf {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: RecordLeafKind,
    /// The form's title of it.
    pub title: String,
    /// The value that is shown.
    pub value: Value,
    /// The chance that it was read right.
    pub probability: f64,
    /// The signs against it.
    pub reasons: Vec<String>,
    /// Codes and messages raised on it.
    pub codes: Vec<(String, String)>,
    /// Whether a person should look.
    pub is_doubted: bool,
}

/// Every leaf of a record. `record` may hold corrected values; it is judged as it was read.
pub(super) fn known(form: &Form, record: &Value, below: f64) -> Vec<KnownLeaf> {
    let judged = judge(form, &as_read(record));
    let mut codes: HashMap<&str, Vec<(String, String)>> = HashMap::new();
    for diagnostic in record.get("diagnostics").and_then(Value::as_array).into_iter().flatten() {
        let part = |key: &str| diagnostic.get(key).and_then(Value::as_str).unwrap_or_default();
        codes.entry(part("pointer")).or_default().push((part("code").to_owned(), part("message").to_owned()));
    }
    let leaves = leaves(form, record);
    let known = leaves.into_iter().zip(judged).map(|(leaf, Judged { probability, reasons, pointer, .. })| {
        // What is raised on the data as a whole is of no single value.
        let ends = pointer.match_indices('/').map(|(at, _)| at).skip(2).chain([pointer.len()]);
        let above = ends.filter_map(|end| codes.get(pointer.get(..end)?));
        let codes: Vec<(String, String)> = above.flatten().cloned().collect();
        let is_doubted = probability < below || codes.iter().any(|(code, _)| ALWAYS.contains(&code.as_str()));
        KnownLeaf {
            name: leaf.name,
            kind: leaf.kind,
            title: leaf.title,
            value: leaf.value.clone(),
            probability,
            reasons,
            codes,
            is_doubted,
        }
    });
    known.collect()
}

/// The record with the values that were read in the place of corrected ones.
fn as_read(record: &Value) -> Value {
    let mut raw = record.clone();
    let evidence = record.get("evidence").and_then(Value::as_object).into_iter().flatten();
    for (pointer, entry) in evidence {
        if let (Some(read), Some(slot)) = (entry.pointer("/review/read"), raw.pointer_mut(pointer)) {
            *slot = read.clone();
        }
    }
    raw
}

/// What people said of a document's values, by the names of the leaves.
pub(super) type SettledValues = HashMap<String, Compared>;

/// How many of a document's doubts are settled, and how many there are.
pub(super) fn progress<'k>(doubts: impl Iterator<Item = &'k str>, settled: &SettledValues) -> (usize, usize) {
    doubts.fold((0, 0), |(done, all), name| (done + usize::from(settled.contains_key(name)), all + 1))
}
