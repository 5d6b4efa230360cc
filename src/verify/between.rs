//! What two disclosures say differently: fields, and items of the checklist.
//!
//! Only the records' data counts here. Name, hash, evidence and diagnostics tell how a document was read; two
//! documents that say the same are equal, be one a PDF and the other a text.

use super::diff::{Difference, diff};
use super::flatten::flatten;
use crate::form::Form;
use serde_json::{Map, Value};

/// An item of the checklist that is not the same in both.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ItemChange {
    /// Id of its section; a repeated one with `#2`, `#3` behind it.
    pub section: String,
    /// Its number, likewise.
    pub no: String,
    /// Its text, status and plan in the first document; null when it is added.
    pub old: Option<Map<String, Value>>,
    /// The same in the second document; null when it is removed.
    pub new: Option<Map<String, Value>>,
}

/// What differs between two records.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Between {
    /// The form's fields, in its order.
    pub fields: Vec<Difference>,
    /// Items of the checklist.
    pub items: Vec<ItemChange>,
}

impl Between {
    /// Whether both records say the same.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.fields.is_empty() && self.items.is_empty()
    }
}

/// Compares what two records say.
#[must_use]
pub fn between(form: &Form, old: &Value, new: &Value) -> Between {
    let sections = form.checklist.as_ref().map(|checklist| format!("{}/sections/", checklist.pointer));
    let items_of = |record| sections.as_deref().map_or_else(Vec::new, |sections| items(record, sections));
    let is_field = |change: &Difference| {
        let below = sections.as_deref().and_then(|sections| change.pointer.strip_prefix(sections));
        change.pointer.starts_with("/data/") && below.and_then(item_key).is_none()
    };
    let mut fields = diff(form, old, new).values;
    fields.retain(is_field);
    Between { fields, items: changed_items(items_of(old), items_of(new)) }
}

type NamedItem = ((String, String), Map<String, Value>);

/// The items of a record with their keys, in its order.
fn items(record: &Value, sections: &str) -> Vec<NamedItem> {
    let mut items: Vec<NamedItem> = Vec::new();
    for (pointer, value) in flatten(record) {
        let Some((section, no, key)) = pointer.strip_prefix(sections).and_then(item_key) else { continue };
        let name = (section.to_owned(), no.to_owned());
        match items.last_mut() {
            Some((last, keys)) if *last == name => drop(keys.insert(key.to_owned(), value)),
            _ => items.push((name, Map::from_iter([(key.to_owned(), value)]))),
        }
    }
    items
}

/// Section, number and key of `<section>/<no>/<key>`.
fn item_key(below: &str) -> Option<(&str, &str, &str)> {
    let mut parts = below.splitn(3, '/');
    Some((parts.next()?, parts.next()?, parts.next()?))
}

/// What differs, in the order of the first; what only the second has stands behind it.
fn changed_items(old: Vec<NamedItem>, mut new: Vec<NamedItem>) -> Vec<ItemChange> {
    let mut changes = Vec::new();
    for ((section, no), keys) in old {
        let at = new.iter().position(|(name, _)| name.0 == section && name.1 == no);
        let now = at.map(|at| new.remove(at).1);
        if now.as_ref() != Some(&keys) {
            changes.push(ItemChange { section, no, old: Some(keys), new: now });
        }
    }
    let added = new.into_iter().map(|((section, no), keys)| ItemChange { section, no, old: None, new: Some(keys) });
    changes.extend(added);
    changes
}
