//! The values of a record that is JSON, each under a name that lasts: what people review, correct and count.
//!
//! Stands beside the record. A leaf's pointer says where it stands in this record; its name is the same in every reading of the
//! document: an item of the checklist goes by its section's id and its number, not by its position.

use crate::form::{Form, LeafId};
use crate::schema::{LeafRule, allows, rule};
use crate::tables::{ColumnContent, columns, lists};
use serde_json::Value;
use std::collections::HashMap;

/// The states that an item of the checklist has.
pub const STATUSES: [&str; 4] = ["done", "planned", "unmarked", "conflict"];

/// What a leaf holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordLeafKind {
    /// A value of the form.
    Leaf(LeafId),
    /// The edition of the checklist's guideline.
    Edition,
    /// The title of a section, as printed.
    SectionTitle,
    /// The text of an item.
    ItemText,
    /// How an item is marked.
    ItemStatus,
    /// What is written for an item's planned date.
    ItemPlan,
}

impl RecordLeafKind {
    /// The value that says that the document does not say; none where there is always one.
    #[must_use]
    pub fn nothing(self, form: &Form) -> Option<Value> {
        match self {
            Self::Leaf(leaf) => Some(match rule(form, leaf) {
                LeafRule::Options(_) | LeafRule::Prefectures | LeafRule::Texts | LeafRule::Tiers => {
                    Value::Array(Vec::new())
                }
                _ => Value::Null,
            }),
            Self::Edition | Self::SectionTitle | Self::ItemPlan => Some(Value::Null),
            Self::ItemText | Self::ItemStatus => None,
        }
    }

    /// Whether a value is one that the leaf can have.
    #[must_use]
    pub fn allows(self, form: &Form, value: &Value) -> bool {
        let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
        match self {
            Self::Leaf(leaf) => allows(rule(form, leaf), value),
            Self::Edition | Self::SectionTitle | Self::ItemPlan => value.is_null() || is_text(value),
            Self::ItemText => is_text(value),
            Self::ItemStatus => value.as_str().is_some_and(|status| STATUSES.contains(&status)),
        }
    }

    /// A value in its normal form: options in the form's order.
    #[must_use]
    pub fn settled(self, form: &Form, value: Value) -> Value {
        let Self::Leaf(leaf) = self else { return value };
        let (LeafRule::Options(options), Value::Array(list)) = (rule(form, leaf), &value) else { return value };
        let is_chosen = |id: &&str| list.iter().any(|entry| entry.as_str() == Some(id));
        options.iter().map(|option| &*option.id).filter(is_chosen).map(Value::from).collect()
    }
}

/// A value of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordLeaf<'r> {
    /// What it is called in every reading of its document: `/data/updated_on`, `/data/checklist/sections/technical/3/status`.
    pub name: String,
    /// Where it stands in this record, as a JSON Pointer.
    pub pointer: String,
    /// What it holds.
    pub kind: RecordLeafKind,
    /// The form's title for it; of an item its number.
    pub title: String,
    /// The value.
    pub value: &'r Value,
}

/// The leaves of a record, in the form's order; the items of the checklist in the document's.
#[must_use]
pub fn leaves<'r>(form: &Form, record: &'r Value) -> Vec<RecordLeaf<'r>> {
    let mut leaves = Vec::new();
    for column in columns(form) {
        let Some(value) = record.pointer(&column.pointer) else { continue };
        let kind = match column.holds {
            ColumnContent::Leaf(leaf) => RecordLeafKind::Leaf(leaf),
            ColumnContent::Edition => RecordLeafKind::Edition,
        };
        leaves.push(RecordLeaf {
            name: column.pointer.clone(),
            pointer: column.pointer,
            kind,
            title: column.title,
            value,
        });
    }
    for list in lists(form) {
        let rows = record.pointer(&list.pointer).and_then(Value::as_array).into_iter().flatten();
        for (at, row) in rows.enumerate() {
            for column in &list.columns {
                let (Some(value), ColumnContent::Leaf(leaf)) = (row.pointer(&column.pointer), column.holds) else {
                    continue;
                };
                let pointer = format!("{}/{at}{}", list.pointer, column.pointer);
                let title = format!("{} {} > {}", list.title, at + 1, column.title);
                leaves.push(RecordLeaf {
                    name: pointer.clone(),
                    pointer,
                    kind: RecordLeafKind::Leaf(leaf),
                    title,
                    value,
                });
            }
        }
    }
    if let Some(checklist) = &form.checklist {
        sections(record, &format!("{}/sections", checklist.pointer), &mut leaves);
    }
    leaves
}

fn sections<'r>(record: &'r Value, pointer: &str, leaves: &mut Vec<RecordLeaf<'r>>) {
    let sections = record.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for (at, (section, id)) in sections.iter().zip(names(sections, "id")).enumerate() {
        let title = section.get("title").and_then(Value::as_str).unwrap_or(&id).to_owned();
        let (name, pointer) = (format!("{pointer}/{id}"), format!("{pointer}/{at}"));
        let mut add = |name: &str, pointer: &str, key: &str, kind, title: &str, entry: &'r Value| {
            let Some(value) = entry.get(key) else { return };
            let (name, pointer) = (format!("{name}/{key}"), format!("{pointer}/{key}"));
            leaves.push(RecordLeaf { name, pointer, kind, title: title.to_owned(), value });
        };
        add(&name, &pointer, "title", RecordLeafKind::SectionTitle, &title, section);
        let items = section.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for (at, (item, no)) in items.iter().zip(names(items, "no")).enumerate() {
            let (name, pointer) = (format!("{name}/{no}"), format!("{pointer}/items/{at}"));
            for (key, kind) in [
                ("text", RecordLeafKind::ItemText),
                ("status", RecordLeafKind::ItemStatus),
                ("plan", RecordLeafKind::ItemPlan),
            ] {
                add(&name, &pointer, key, kind, &format!("{title} {no}"), item);
            }
        }
    }
}

/// What a leaf of this name holds; none where the form's records have no such leaf.
#[must_use]
pub fn kind_of(form: &Form, name: &str) -> Option<RecordLeafKind> {
    let holds = |holds| match holds {
        ColumnContent::Leaf(leaf) => RecordLeafKind::Leaf(leaf),
        ColumnContent::Edition => RecordLeafKind::Edition,
    };
    if let Some(column) = columns(form).iter().find(|column| column.pointer == name) {
        return Some(holds(column.holds));
    }
    for list in lists(form) {
        let Some(below) = name.strip_prefix(&list.pointer).and_then(|rest| rest.strip_prefix('/')) else { continue };
        let (row, rest) = below.split_at(below.find('/')?);
        row.parse::<usize>().ok()?;
        return list.columns.iter().find(|column| column.pointer == rest).map(|column| holds(column.holds));
    }
    let below = name.strip_prefix(&*form.checklist.as_ref()?.pointer)?.strip_prefix("/sections/")?;
    let parts: Vec<&str> = below.rsplitn(3, '/').collect();
    match parts.as_slice() {
        ["text", _, _] => Some(RecordLeafKind::ItemText),
        ["status", _, _] => Some(RecordLeafKind::ItemStatus),
        ["plan", _, _] => Some(RecordLeafKind::ItemPlan),
        ["title", ..] => Some(RecordLeafKind::SectionTitle),
        _ => None,
    }
}

/// What each entry is called by its key, with the count behind it where that repeats: `technical`, `technical#2`.
#[must_use]
pub fn names(entries: &[Value], key: &str) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let name = |entry: &Value| {
        let plain = match entry.get(key) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => "?".to_owned(),
        };
        let count = seen.entry(plain.clone()).or_default();
        *count += 1;
        if *count == 1 { plain } else { format!("{plain}#{count}") }
    };
    entries.iter().map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn items_go_by_section_and_number() {
        let form = Form::daiko_kikan().unwrap();
        let item = |no| json!({"no": no, "text": "x", "status": "done", "plan": null});
        let section = |id: &str| json!({"id": id, "title": null, "items": [item(1), item(1)]});
        let record = json!({"data": {"updated_on": null, "checklist": {"sections": [section("a"), section("a")]}}});
        let leaves = leaves(&form, &record);
        let last = leaves.last().unwrap();
        assert_eq!(leaves.first().unwrap().name, "/data/updated_on");
        assert_eq!(last.name, "/data/checklist/sections/a#2/1#2/plan");
        assert_eq!(last.pointer, "/data/checklist/sections/1/items/1/plan");
        assert_eq!(record.pointer(&last.pointer), Some(last.value));
        assert!(leaves.iter().all(|leaf| kind_of(&form, &leaf.name) == Some(leaf.kind)));
        assert_eq!(kind_of(&form, "/data/none"), None);
    }

    #[test]
    fn options_stand_in_the_forms_order() {
        let form = Form::daiko_kikan().unwrap();
        let at = form.leaves.iter().position(|leaf| &*leaf.pointer == "/data/information_system/ownership").unwrap();
        let kind = RecordLeafKind::Leaf(at);
        assert_eq!(kind.settled(&form, json!(["leased", "owned"])), json!(["owned", "leased"]));
        assert_eq!(kind.nothing(&form), Some(json!([])));
        assert!(!kind.allows(&form, &json!(["yes"])));
        assert!(
            RecordLeafKind::ItemStatus.nothing(&form).is_none()
                && !RecordLeafKind::ItemStatus.allows(&form, &json!("x"))
        );
    }
}
