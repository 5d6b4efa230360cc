//! A reading as the rows that it has in the form's tables.
//!
//! Made where documents are read, many at a time; the one thread that writes only binds values.

use super::form_tables::{Keys, identifier, kind, list_name};
use super::of_form::table_of_record;
use super::search::words;
use super::texts::Texts;
use crate::form::{Form, Forms, LeafKind};
use crate::reading::DisclosureReading;
use crate::tables::{Column, ListTable, columns, lists};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, params, params_from_iter};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt::Formatter;
use std::sync::Arc;

/// The columns of all forms.
#[derive(Debug)]
pub(super) struct FormColumns(Vec<(Arc<Form>, Vec<Column>)>);

impl FormColumns {
    pub fn of(forms: &Forms) -> Self {
        Self(forms.all().iter().map(|form| (Arc::clone(form), columns(form))).collect())
    }

    /// The rows of a reading, by its form.
    pub fn flat(&self, reading: &DisclosureReading) -> serde_json::Result<Flat> {
        match self.0.iter().find(|(form, _)| form.id == reading.form) {
            Some((form, columns)) => Flat::of(form, columns, reading),
            None => Err(serde::de::Error::custom(format!("its form \"{}\" is not known", reading.form))),
        }
    }
}

/// The rows of one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Flat {
    /// The form's columns of `disclosures`.
    values: Vec<Cell>,
    items: Vec<FlatItem>,
    /// The rows of each of the form's lists.
    lists: Vec<Vec<Vec<Cell>>>,
    diagnostics: Vec<Diagnosed>,
    evidence: Vec<(String, FlatPlace)>,
    /// What full-text search finds the record by.
    words: String,
    /// The prefecture of the agency's address.
    pub(super) prefecture: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct FlatItem {
    section: String,
    title: Option<String>,
    no: i64,
    text: String,
    status: String,
    plan: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Diagnosed {
    code: String,
    severity: String,
    pointer: String,
    message: String,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct FlatPlace {
    raw: String,
    page: Option<i64>,
    bbox: Option<[f64; 4]>,
    lines: Option<[i64; 2]>,
    cell: Option<String>,
    more: Map<String, Value>,
}

/// Written out, as serde's `flatten` copies every key and value once more, and evidence is most of a record.
impl<'de> Deserialize<'de> for FlatPlace {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FlatKeys;
        impl<'de> Visitor<'de> for FlatKeys {
            type Value = FlatPlace;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("a place of evidence")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<FlatPlace, A::Error> {
                let mut place = FlatPlace::default();
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    match key.as_ref() {
                        "raw" => place.raw = map.next_value()?,
                        "page" => place.page = map.next_value()?,
                        "bbox" => place.bbox = map.next_value()?,
                        "lines" => place.lines = map.next_value()?,
                        "cell" => place.cell = map.next_value()?,
                        _ => drop(place.more.insert(key.into_owned(), map.next_value()?)),
                    }
                }
                Ok(place)
            }
        }
        deserializer.deserialize_map(FlatKeys)
    }
}

/// A map in its own order.
struct Ordered(Vec<(String, FlatPlace)>);

impl<'de> Deserialize<'de> for Ordered {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;
        impl<'de> Visitor<'de> for Entries {
            type Value = Ordered;

            fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map of evidence")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(Entries)
    }
}

impl Flat {
    /// The rows of a reading.
    ///
    /// # Errors
    /// When its parts are no JSON.
    pub fn of(form: &Form, columns: &[Column], reading: &DisclosureReading) -> serde_json::Result<Self> {
        let data: Value = serde_json::from_str(&reading.data)?;
        let below = |pointer: &str| data.pointer(pointer.strip_prefix("/data").unwrap_or(pointer));
        let values: Vec<Cell> = columns.iter().map(|column| cell(below(&column.pointer))).collect();
        let is_text = |column: &Column| kind(form, column) == LeafKind::Text;
        let texts =
            columns.iter().zip(&values).filter(|(column, _)| is_text(column)).filter_map(|(_, cell)| text(cell));
        let words = words(texts);
        let prefecture = super::form_tables::prefecture(columns).and_then(|column| below(&column.pointer)?.as_str());
        let sections = form.checklist.as_ref().and_then(|checklist| below(&format!("{}/sections", checklist.pointer)));
        let list = |list: &ListTable| {
            let rows = below(&list.pointer).and_then(Value::as_array).into_iter().flatten();
            let own = |row: &Value| list.columns.iter().map(|column| cell(row.pointer(&column.pointer))).collect();
            rows.map(own).collect()
        };
        let Ordered(evidence) = serde_json::from_str(&reading.evidence)?;
        Ok(Self {
            prefecture: prefecture.map(str::to_owned),
            lists: lists(form).iter().map(list).collect(),
            items: sections.and_then(Value::as_array).into_iter().flatten().flat_map(items).collect(),
            diagnostics: serde_json::from_str(&reading.diagnostics)?,
            evidence,
            words,
            values,
        })
    }

    /// Writes the rows, all but those of the search.
    pub(super) fn insert(
        &self,
        to: &Connection,
        inserts: &Inserts,
        (record, document, name): (i64, i64, &str),
        texts: &mut Texts,
    ) -> rusqlite::Result<()> {
        self.insert_own(to, inserts, (record, document, name))?;
        self.insert_items(to, record, texts)?;
        let mut diagnostics = to.prepare_cached(
            "INSERT INTO diagnostics (record, position, code, severity, pointer, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (position, Diagnosed { code, severity, pointer, message }) in (1_i64..).zip(&self.diagnostics) {
            diagnostics.execute(params![record, position, code, severity, pointer, message])?;
        }
        self.insert_evidence(to, record, texts)
    }

    /// Writes the rows into the form's own tables, all but that of the search.
    pub(super) fn insert_own(
        &self,
        to: &Connection,
        inserts: &Inserts,
        (record, document, name): (i64, i64, &str),
    ) -> rusqlite::Result<()> {
        let keys = [Cell::Integer(record), Cell::Integer(document), Cell::Text(name.to_owned())];
        to.prepare_cached(&inserts.disclosure)?.execute(params_from_iter(keys.iter().chain(&self.values)))?;
        self.insert_lists(to, &inserts.lists, record)
    }

    /// Puts the words of a record that is written into the search.
    pub(super) fn insert_words(&self, to: &Connection, inserts: &Inserts, record: i64) -> rusqlite::Result<()> {
        to.prepare_cached(&inserts.search)?.execute(params![record, self.words]).map(drop)
    }

    /// Writes the values and items of a record that is there over those that stand there.
    pub(super) fn replace(&self, to: &Connection, form: &Form, record: i64) -> rusqlite::Result<()> {
        forget_words(to, record)?;
        let Some(table) = table_of_record(to, record)? else { return Ok(()) };
        let inserts = Inserts::of(form, Keys::Dataset, &table);
        let columns = columns(form);
        let set: Vec<String> =
            columns.iter().zip(2..).map(|(c, at)| format!("{} = ?{at}", identifier(&c.name))).collect();
        let sql = format!("UPDATE {} SET {} WHERE record = ?1", identifier(&table), set.join(", "));
        to.prepare_cached(&sql)?.execute(params_from_iter([Cell::Integer(record)].iter().chain(&self.values)))?;
        self.insert_words(to, &inserts, record)?;
        to.prepare_cached("DELETE FROM item_rows WHERE record = ?1")?.execute([record])?;
        for list in lists(form) {
            let delete = format!("DELETE FROM {} WHERE record = ?1", identifier(&list_name(&table, &list.name)));
            to.prepare_cached(&delete)?.execute([record])?;
        }
        self.insert_lists(to, &inserts.lists, record)?;
        self.insert_items(to, record, &mut Texts::default())
    }

    fn insert_lists(&self, to: &Connection, inserts: &[String], record: i64) -> rusqlite::Result<()> {
        for (insert, rows) in inserts.iter().zip(&self.lists) {
            let mut insert = to.prepare_cached(insert)?;
            for (position, row) in (1_i64..).zip(rows) {
                let keys = [Cell::Integer(record), Cell::Integer(position)];
                insert.execute(params_from_iter(keys.iter().chain(row)))?;
            }
        }
        Ok(())
    }

    fn insert_items(&self, to: &Connection, record: i64, texts: &mut Texts) -> rusqlite::Result<()> {
        let mut items = to.prepare_cached(
            "INSERT INTO item_rows (record, position, section_id, section_title, no, text, status, plan)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        for (position, item) in (1_i64..).zip(&self.items) {
            let FlatItem { section, title, no, text, status, plan } = item;
            let title = title.as_ref().map(|title| texts.number(to, title)).transpose()?;
            let text = texts.number(to, text)?;
            items.execute(params![record, position, section, title, no, text, status, plan])?;
        }
        Ok(())
    }

    fn insert_evidence(&self, to: &Connection, record: i64, texts: &mut Texts) -> rusqlite::Result<()> {
        let mut statement = to.prepare_cached(
            "INSERT INTO evidence_rows
               (record, position, pointer, raw, text, page, x0, y0, x1, y1, first_line, last_line, cell, more)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?;
        for (position, (pointer, place)) in (1_i64..).zip(&self.evidence) {
            let [x0, y0, x1, y1] = place.bbox.map_or([None; 4], |edges| edges.map(Some));
            let [first, last] = place.lines.map_or([None; 2], |lines| lines.map(Some));
            let more = (!place.more.is_empty()).then(|| Value::Object(place.more.clone()).to_string());
            let FlatPlace { raw, page, cell, .. } = place;
            // Items of the checklist are worded alike in every document; what an agency writes itself is not.
            let is_common = pointer.ends_with("/text") || pointer.ends_with("/status") || pointer.ends_with("/title");
            let text = is_common.then(|| texts.number(to, raw)).transpose()?;
            let raw = text.is_none().then_some(raw);
            let pointer = texts.number(to, pointer)?;
            statement.execute(params![
                record, position, pointer, raw, text, page, x0, y0, x1, y1, first, last, cell, more
            ])?;
        }
        Ok(())
    }
}

/// The statements that write a record's rows into the form's own tables.
#[derive(Debug)]
pub(super) struct Inserts {
    /// Into the table with a row for each record.
    disclosure: String,
    /// Into the search over it.
    search: String,
    /// Into the table of each list.
    lists: Vec<String>,
}

impl Inserts {
    /// Those for a form whose first table is called `table`.
    pub fn of(form: &Form, keys: Keys, table: &str) -> Self {
        let search = identifier(&format!("{table}_search"));
        Self {
            disclosure: insert_disclosure(form, keys, table),
            search: format!("INSERT INTO {search} (rowid, words) VALUES (?1, ?2)"),
            lists: Self::into_lists(form, table),
        }
    }

    fn into_lists(form: &Form, table: &str) -> Vec<String> {
        let insert = |list: &ListTable| {
            let names: String = list.columns.iter().map(|column| format!(", {}", identifier(&column.name))).collect();
            let places: String = (0..list.columns.len()).map(|at| format!(", ?{}", at + 3)).collect();
            let name = identifier(&list_name(table, &list.name));
            format!("INSERT INTO {name} (record, position{names}) VALUES (?1, ?2{places})")
        };
        lists(form).iter().map(insert).collect()
    }
}

fn insert_disclosure(form: &Form, keys: Keys, table: &str) -> String {
    let (own, value) = if keys == Keys::Dataset { (", is_current", ", 1") } else { ("", "") };
    let columns = columns(form);
    let names: String = columns.iter().map(|column| format!(", {}", identifier(&column.name))).collect();
    let places: String = (0..columns.len()).map(|at| format!(", ?{}", at + 4)).collect();
    let table = identifier(table);
    format!("INSERT INTO {table} (record, document, source_name{own}{names}) VALUES (?1, ?2, ?3{value}{places})")
}

/// Takes a record's row out of the search of its form, before its row in the form's table goes: the index is told what it held.
pub(super) fn forget_words(connection: &Connection, record: i64) -> rusqlite::Result<()> {
    let Some(table) = table_of_record(connection, record)? else { return Ok(()) };
    // Free text alone has no description of its own; a form of tables alone has none.
    let texts = "SELECT column_name FROM columns
      WHERE table_name = ?1 AND type = 'text' AND pointer IS NOT NULL AND description IS NULL";
    let mut names: Vec<String> =
        connection.prepare_cached(texts)?.query_map([&table], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    names = names.iter().map(|name| identifier(name)).collect();
    names.push("NULL".to_owned());
    let sql = format!("SELECT {} FROM {} WHERE record = ?1", names.join(", "), identifier(&table));
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([record])?;
    if let Some(row) = rows.next()? {
        let texts =
            (0..names.len()).map(|at| row.get::<_, Option<String>>(at)).collect::<rusqlite::Result<Vec<_>>>()?;
        let words = words(texts.iter().flatten().map(String::as_str));
        let search = identifier(&format!("{table}_search"));
        let delete = format!("INSERT INTO {search} ({search}, rowid, words) VALUES ('delete', ?1, ?2)");
        connection.prepare_cached(&delete)?.execute(params![record, words])?;
    }
    Ok(())
}

fn items(section: &Value) -> impl Iterator<Item = FlatItem> + '_ {
    let said = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let items = section.get("items").and_then(Value::as_array).into_iter().flatten();
    items.map(move |item| FlatItem {
        section: said(section, "id").unwrap_or_default(),
        title: said(section, "title"),
        no: item.get("no").and_then(Value::as_i64).unwrap_or_default(),
        text: said(item, "text").unwrap_or_default(),
        status: said(item, "status").unwrap_or_default(),
        plan: said(item, "plan"),
    })
}

/// A value as SQLite holds it: lists as JSON, empty ones as null.
fn cell(value: Option<&Value>) -> Cell {
    match value {
        None | Some(Value::Null) => Cell::Null,
        Some(Value::String(text)) => Cell::Text(text.clone()),
        Some(Value::Bool(is_so)) => Cell::Integer(i64::from(*is_so)),
        Some(Value::Array(list)) if list.is_empty() => Cell::Null,
        Some(Value::Number(number)) => match number.as_i64() {
            Some(whole) => Cell::Integer(whole),
            None => number.as_f64().map_or(Cell::Null, Cell::Real),
        },
        Some(other) => Cell::Text(other.to_string()),
    }
}

fn text(cell: &Cell) -> Option<&str> {
    if let Cell::Text(text) = cell { Some(text) } else { None }
}
