//! Records out of the JSON that they are written as.
//!
//! What was read must be written as the same JSON again: so a key that the form does not have, a value of another type than its
//! leaf's or a number beyond what is kept is an error with its place, never lost.

use super::{Confidence, Evidence, Record, SourceInfo, Value};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Rect;
use crate::form::{Form, Layout, LeafKind, Shape};
use crate::text::values::decimal::Decimal;
use crate::text::values::sum::{Bound, ConditionEnds};
use crate::text::values::tiers::Tier;
use serde::Deserialize;
use serde_json::Value as Json;
use std::borrow::Cow;
use std::sync::Arc;

/// JSON that is no record of the form.
#[derive(Debug, thiserror::Error)]
pub enum ParseError {
    /// It is no JSON.
    #[error("this is no JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It is a record of another form, or of another version of its keys.
    #[error("this is a record of form \"{form}\" with schema version {schema_version}")]
    OtherForm {
        /// The form's id, empty where it says none.
        form: String,
        /// The version, 0 where it says none.
        schema_version: u64,
    },
    /// Something in it is not what a record of the form has there.
    #[error("{pointer}: not what a record of this form has there")]
    Value {
        /// JSON Pointer (RFC 6901) to it.
        pointer: String,
    },
}

fn wrong(pointer: impl Into<String>) -> ParseError {
    ParseError::Value { pointer: pointer.into() }
}

/// A key of the record that serde reads.
fn part<'de, T: Deserialize<'de>>(json: &'de Json, key: &str) -> Result<T, ParseError> {
    let pointer = || format!("/{key}");
    T::deserialize(json.get(key).ok_or_else(|| wrong(pointer()))?).map_err(|_| wrong(pointer()))
}

#[derive(Deserialize)]
struct EvidenceJson {
    raw: String,
    page: Option<u32>,
    bbox: Option<[f32; 4]>,
    lines: Option<[u32; 2]>,
    cell: Option<String>,
    ocr: Option<Confidence>,
}

impl From<EvidenceJson> for Evidence {
    fn from(EvidenceJson { raw, page, bbox, lines, cell, ocr }: EvidenceJson) -> Self {
        let bbox = bbox.map(|[x0, y0, x1, y1]| Rect { x0, y0, x1, y1 });
        Self { raw, page, bbox, lines, cell, ocr, is_wrapped: false }
    }
}

#[derive(Deserialize)]
struct DiagnosticJson<'a> {
    code: Cow<'a, str>,
    severity: Severity,
    pointer: String,
    message: String,
}

impl Record {
    /// The record of a line that [`Record::to_json`] wrote.
    ///
    /// # Errors
    /// When it is no JSON, a record of another form, or has something that a record of this form does not have.
    pub fn from_json(form: Arc<Form>, line: &str) -> Result<Self, ParseError> {
        let json: Json = serde_json::from_str(line)?;
        let id = json.get("form").and_then(Json::as_str).unwrap_or_default();
        let schema_version = json.get("schema_version").and_then(Json::as_u64).unwrap_or_default();
        if id != form.id || schema_version != u64::from(form.schema_version) {
            return Err(ParseError::OtherForm { form: id.to_owned(), schema_version });
        }
        let source: SourceInfo = part(&json, "source")?;
        let mut record = Self {
            source,
            values: Vec::with_capacity(form.leaves.len()),
            rows: Vec::with_capacity(form.tables.len()),
            checklist: super::Checklist::default(),
            evidence: evidence(&json)?,
            diagnostics: diagnostics(&form, &json)?,
            form: Arc::clone(&form),
        };
        record.add_values(&json)?;
        record.add_checklist(&json)?;
        let again = serde_json::to_value(&record)?;
        difference(&json, &again, &mut String::new()).map_or(Ok(record), |pointer| Err(wrong(pointer)))
    }

    /// The leaves, and the rows of the tables that are lists.
    fn add_values(&mut self, json: &Json) -> Result<(), ParseError> {
        let form = Arc::clone(&self.form);
        for leaf in &form.leaves {
            self.values.push(match json.pointer(&leaf.pointer) {
                Some(node) => value(leaf.kind, node).ok_or_else(|| wrong(&*leaf.pointer))?,
                None => super::empty_value(leaf.kind),
            });
        }
        for table in &form.tables {
            let Layout::List { shape, first, count } = &table.layout else {
                self.rows.push(Vec::new());
                continue;
            };
            let kinds: Vec<LeafKind> = (*first..first + count).map(|leaf| form.leaf(leaf).kind).collect();
            let nodes = json.pointer(&table.pointer).and_then(Json::as_array).ok_or_else(|| wrong(&*table.pointer))?;
            let mut rows = Vec::with_capacity(nodes.len());
            for (no, node) in nodes.iter().enumerate() {
                let mut row: Vec<Value> = kinds.iter().map(|kind| super::empty_value(*kind)).collect();
                fill(&mut row, &kinds, *first, shape, node).ok_or_else(|| wrong(format!("{}/{no}", table.pointer)))?;
                rows.push(row);
            }
            self.rows.push(rows);
        }
        Ok(())
    }

    fn add_checklist(&mut self, json: &Json) -> Result<(), ParseError> {
        let form = Arc::clone(&self.form);
        let Some(checklist) = &form.checklist else { return Ok(()) };
        let node = json.pointer(&checklist.pointer).ok_or_else(|| wrong(&*checklist.pointer))?;
        let inside = |error: ParseError| match error {
            ParseError::Value { pointer } => wrong(format!("{}{pointer}", checklist.pointer)),
            other => other,
        };
        self.checklist.guideline_edition = part(node, "guideline_edition").map_err(inside)?;
        self.checklist.sections = part(node, "sections").map_err(inside)?;
        Ok(())
    }
}

fn evidence(json: &Json) -> Result<Vec<(String, Evidence)>, ParseError> {
    let nodes = json.get("evidence").and_then(Json::as_object).ok_or_else(|| wrong("/evidence"))?;
    let read = |(pointer, node): (&String, &Json)| {
        let read = EvidenceJson::deserialize(node);
        let place = || format!("/evidence/{}", pointer.replace('~', "~0").replace('/', "~1"));
        read.map(|read| (pointer.clone(), read.into())).map_err(|_| wrong(place()))
    };
    nodes.iter().map(read).collect()
}

fn diagnostics(form: &Form, json: &Json) -> Result<Vec<Diagnostic>, ParseError> {
    let nodes: Vec<DiagnosticJson<'_>> = part(json, "diagnostics")?;
    let typed = |(no, node): (usize, DiagnosticJson<'_>)| {
        let DiagnosticJson { code, severity, pointer, message } = node;
        let own = || form.checks.iter().map(|check| check.code).find(|own| own.name() == code);
        let code = Code::from_name(&code).or_else(own).ok_or_else(|| wrong(format!("/diagnostics/{no}/code")))?;
        Ok(Diagnostic { code, severity, pointer, message })
    };
    nodes.into_iter().enumerate().map(typed).collect()
}

/// A leaf's value; none where it is not of the leaf's kind.
fn value(kind: LeafKind, node: &Json) -> Option<Value> {
    if node.is_null() {
        return Some(Value::Null);
    }
    Some(match kind {
        LeafKind::Text | LeafKind::Answer => Value::Text(node.as_str()?.to_owned()),
        LeafKind::Integer => Value::Integer(node.as_u64()?),
        LeafKind::Decimal => Value::Decimal(Decimal::from_plain(&node.to_string())?),
        LeafKind::Date => Value::Date(node.as_str()?.parse().ok()?),
        LeafKind::Boolean => Value::Boolean(node.as_bool()?),
        LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts => {
            let texts = node.as_array()?.iter().map(|text| text.as_str().map(|text| Cow::Owned(text.to_owned())));
            Value::List(texts.collect::<Option<_>>()?)
        }
        LeafKind::Tiers => Value::Tiers(node.as_array()?.iter().map(tier).collect::<Option<_>>()?),
    })
}

/// A fee of several.
fn tier(node: &Json) -> Option<Tier> {
    let text = |key: &str| node.get(key).and_then(Json::as_str).map(ToOwned::to_owned);
    let number = |key: &str| node.get(key).and_then(|node| Decimal::from_plain(&node.to_string()));
    let excludes = text("excludes");
    let is_out = |end: &str| excludes.as_deref().is_some_and(|excluded| excluded == end || excluded == "both");
    let end = |key: &str| number(key).map(|number| (number, is_out(key)));
    Some(Tier {
        condition: text("condition"),
        ends: ConditionEnds { from: end("from"), to: end("to"), unit: text("unit") },
        amount: number("amount")?,
        bound: text("bound").and_then(|name| Bound::ALL.into_iter().find(|bound| bound.name() == name)),
        per: text("per"),
    })
}

/// The values under one node of a list's row, into their places.
fn fill(row: &mut [Value], kinds: &[LeafKind], first: usize, shape: &Shape, node: &Json) -> Option<()> {
    match shape {
        Shape::Leaf(leaf) => {
            let at = leaf.checked_sub(first)?;
            *row.get_mut(at)? = value(*kinds.get(at)?, node)?;
        }
        Shape::Rows(_) => {}
        Shape::Object(keys) => {
            for (key, shape) in keys {
                fill(row, kinds, first, shape, node.get(&**key)?)?;
            }
        }
    }
    Some(())
}

/// JSON Pointer to the first place where two trees differ; none where they are the same.
fn difference(one: &Json, other: &Json, pointer: &mut String) -> Option<String> {
    let length = pointer.len();
    let mut inside = |key: &str, one: Option<&Json>, other: Option<&Json>| {
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        let found = match (one, other) {
            (Some(one), Some(other)) => difference(one, other, pointer),
            _ => Some(pointer.clone()),
        };
        pointer.truncate(length);
        found
    };
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => {
            let known = one.iter().find_map(|(key, node)| inside(key, Some(node), other.get(key)));
            known.or_else(|| other.keys().find(|key| !one.contains_key(*key)).and_then(|key| inside(key, None, None)))
        }
        (Json::Array(one), Json::Array(other)) => {
            let length = one.len().max(other.len());
            (0..length).find_map(|at| inside(&at.to_string(), one.get(at), other.get(at)))
        }
        _ => (one != other).then(|| pointer.clone()),
    }
}
