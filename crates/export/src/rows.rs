//! From one record to the rows it has in each table. All or nothing: a record that does not fit gives no rows.

use super::read::is_date;
use super::settings::Values;
use crate::form::{Form, LeafId, LeafKind};
use serde_json::Value;
use yomitori_core::schema::is_tier;
use yomitori_core::tables::{Column, ColumnContent, LIST_SEPARATOR, ListTable, lists};

/// The rows of one record.
#[derive(Default)]
pub(super) struct RecordRows {
    /// One, or none for a document that failed.
    pub disclosures: Vec<Vec<String>>,
    pub items: Vec<Vec<String>>,
    pub diagnostics: Vec<Vec<String>>,
    pub documents: Vec<Vec<String>>,
    pub failures: Vec<Vec<String>>,
    /// Of each of the form's lists.
    pub lists: Vec<Vec<Vec<String>>>,
}

impl RecordRows {
    /// The document's identity: the first cells of every row.
    pub fn key(&self) -> (&str, &str) {
        let row = self.disclosures.first().or(self.failures.first());
        let cell = |at: usize| row.and_then(|row| row.get(at)).map(String::as_str).unwrap_or_default();
        (cell(0), cell(1))
    }
}

/// Makes the rows, or says what about the record does not fit.
pub(super) fn rows(form: &Form, columns: &[Column], values: Values, record: &Value) -> Result<RecordRows, String> {
    let keys = document_keys(form, record)?;
    let document = keys.get(..2).unwrap_or_default();
    let mut disclosure = keys.clone();
    for column in columns {
        disclosure.push(cell_of(form, column, values, record)?);
    }
    let lists = lists(form).into_iter().map(|list| list_rows(form, &list, values, record, document));
    let lists = lists.collect::<Result<_, _>>()?;
    let items = match &form.checklist {
        Some(checklist) => items(record, &format!("{}/sections", checklist.pointer), document)?,
        None => Vec::new(),
    };
    let diagnostics = diagnostics(record, document)?;
    let documents = vec![document_row(record, &keys)?];
    Ok(RecordRows { disclosures: vec![disclosure], items, diagnostics, documents, failures: Vec::new(), lists })
}

/// The cell of a column of the form, from the record or from a row of one of its lists.
fn cell_of(form: &Form, column: &Column, values: Values, record: &Value) -> Result<String, String> {
    let kind = match column.holds {
        ColumnContent::Leaf(leaf) => form.leaf(leaf).kind,
        ColumnContent::Edition => LeafKind::Text,
    };
    let value = record.pointer(&column.pointer).ok_or_else(|| format!("{} is missing", column.pointer))?;
    let cell = cell(kind, value).ok_or_else(|| format!("{} can't be {value}", column.pointer))?;
    Ok(match (values, column.holds) {
        (Values::Titles, ColumnContent::Leaf(leaf)) if matches!(kind, LeafKind::Options | LeafKind::Answer) => {
            texts(form, leaf, &cell)
        }
        _ => cell,
    })
}

fn list_rows(
    form: &Form,
    list: &ListTable,
    values: Values,
    record: &Value,
    document: &[String],
) -> Result<Vec<Vec<String>>, String> {
    let rows = array(record, &list.pointer)?.iter().zip(1_u64..).map(|(entry, position)| {
        let mut row = document.to_vec();
        row.push(position.to_string());
        for column in &list.columns {
            row.push(cell_of(form, column, values, entry).map_err(|error| format!("{}: {error}", list.pointer))?);
        }
        Ok(row)
    });
    rows.collect()
}

fn document_keys(form: &Form, record: &Value) -> Result<Vec<String>, String> {
    if let Some(reason) = record.pointer("/failure/reason").and_then(Value::as_str) {
        return Err(format!("it is no record: the document failed with {reason}"));
    }
    let version = record.get("schema_version").and_then(Value::as_u64);
    let id = record.get("form").and_then(Value::as_str).ok_or("it is no record: the key \"form\" is missing")?;
    if id != form.id {
        return Err(format!("it is of the form \"{id}\", not \"{}\"; name its form with --form", form.id));
    }
    if version != Some(u64::from(form.schema_version)) {
        let found = record.get("schema_version").unwrap_or(&Value::Null);
        return Err(format!("its schema_version is {found}, not {}; extract the document again", form.schema_version));
    }
    let mut keys = Vec::new();
    for pointer in ["/source/name", "/source/sha256", "/source/media_type"] {
        keys.push(text(record, pointer)?.to_owned());
    }
    // Of several disclosures in one document each goes by a name of its own.
    if let (Some(name), Some(no)) = (keys.first_mut(), record.pointer("/source/part/no").and_then(Value::as_u64)) {
        name.push_str(&format!("#{no}"));
    }
    keys.extend([form.schema_version.to_string(), id.to_owned()]);
    Ok(keys)
}

/// The row of a document that failed, from what `extract --failures` and golden files say of it.
pub(super) fn failure_rows(name: &str, record: &Value) -> Option<RecordRows> {
    let part = |pointer: &str| record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    record.pointer("/failure/reason").and_then(Value::as_str)?;
    let said = part("/source/name");
    let name = if said.is_empty() { name.to_owned() } else { said };
    let row =
        vec![name, part("/source/sha256"), part("/failure/reason"), part("/failure/message"), part("/failure/hint")];
    Some(RecordRows { failures: vec![row], ..RecordRows::default() })
}

fn document_row(record: &Value, keys: &[String]) -> Result<Vec<String>, String> {
    let mut row = keys.get(..3).unwrap_or_default().to_vec();
    let source = record.get("source").unwrap_or(&Value::Null);
    row.push(source.get("pages").and_then(Value::as_u64).map(|pages| pages.to_string()).unwrap_or_default());
    for key in ["url", "fetched_at"] {
        row.push(source.get(key).and_then(Value::as_str).unwrap_or_default().to_owned());
    }
    row.push(source.get("provenance").map(Value::to_string).unwrap_or_default());
    Ok(row)
}

/// The form's wordings of options, joined as their ids are.
fn texts(form: &Form, leaf: LeafId, ids: &str) -> String {
    let options = form.field_of(leaf).map(|field| field.options.as_slice()).unwrap_or_default();
    let text =
        |id: &str| options.iter().find(|option| &*option.id == id).map_or(id.to_owned(), |option| option.text.clone());
    ids.split(LIST_SEPARATOR)
        .filter(|id| !id.is_empty())
        .map(text)
        .collect::<Vec<_>>()
        .join(&LIST_SEPARATOR.to_string())
}

/// A value as a cell; `None` when it is not of the type. Null and the empty list are the empty cell.
fn cell(kind: LeafKind, value: &Value) -> Option<String> {
    match (kind, value) {
        (LeafKind::Text | LeafKind::Integer | LeafKind::Decimal | LeafKind::Date, Value::Null) => Some(String::new()),
        (LeafKind::Boolean | LeafKind::Answer, Value::Null) => Some(String::new()),
        (LeafKind::Boolean, Value::Bool(is_so)) => Some(is_so.to_string()),
        (LeafKind::Text | LeafKind::Answer, Value::String(text)) if !text.is_empty() => Some(text.clone()),
        (LeafKind::Date, Value::String(text)) if is_date(text) => Some(text.clone()),
        // Up to what databases and Parquet hold.
        (LeafKind::Integer, Value::Number(number)) => {
            number.as_i64().filter(|number| *number >= 0).map(|number| number.to_string())
        }
        (LeafKind::Decimal, Value::Number(number)) => Some(number.to_string()),
        (LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts, Value::Array(items)) => {
            let items: Vec<&str> = items.iter().map(Value::as_str).collect::<Option<_>>()?;
            let separable = items.iter().all(|item| !item.is_empty() && !item.contains(LIST_SEPARATOR));
            separable.then(|| items.join(&LIST_SEPARATOR.to_string()))
        }
        (LeafKind::Tiers, Value::Array(tiers)) if tiers.is_empty() => Some(String::new()),
        (LeafKind::Tiers, Value::Array(tiers)) => tiers.iter().all(is_tier).then(|| value.to_string()),
        _ => None,
    }
}

fn items(record: &Value, pointer: &str, document: &[String]) -> Result<Vec<Vec<String>>, String> {
    let mut rows = Vec::new();
    for section in array(record, pointer)? {
        let head = [text(section, "/id")?.to_owned(), optional(section, "/title")?];
        for item in array(section, "/items")? {
            let no = item.get("no").and_then(Value::as_u64).ok_or("an item of the checklist has no number")?;
            let mut row = document.to_vec();
            row.extend(head.iter().cloned());
            row.extend([(rows.len() + 1).to_string(), no.to_string(), text(item, "/text")?.to_owned()]);
            row.extend([text(item, "/status")?.to_owned(), optional(item, "/plan")?]);
            rows.push(row);
        }
    }
    Ok(rows)
}

fn diagnostics(record: &Value, document: &[String]) -> Result<Vec<Vec<String>>, String> {
    let mut rows = Vec::new();
    for diagnostic in array(record, "/diagnostics")? {
        let mut row = document.to_vec();
        for key in ["/code", "/severity", "/pointer", "/message"] {
            row.push(text(diagnostic, key)?.to_owned());
        }
        rows.push(row);
    }
    Ok(rows)
}

fn array<'a>(value: &'a Value, pointer: &str) -> Result<&'a Vec<Value>, String> {
    value.pointer(pointer).and_then(Value::as_array).ok_or_else(|| format!("{pointer} is missing or no array"))
}

fn text<'a>(value: &'a Value, pointer: &str) -> Result<&'a str, String> {
    value.pointer(pointer).and_then(Value::as_str).ok_or_else(|| format!("{pointer} is missing or no text"))
}

fn optional(value: &Value, pointer: &str) -> Result<String, String> {
    match value.pointer(pointer) {
        Some(Value::Null) => Ok(String::new()),
        _ => text(value, pointer).map(str::to_owned),
    }
}
