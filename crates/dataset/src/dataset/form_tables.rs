//! The tables that hold a form's values, made from the form: one set of statements for the database and for an export.

use crate::form::{Form, LeafKind, ROW};
use crate::tables::{
    CHECKLIST_ITEMS, Column, ColumnContent, DIAGNOSTICS, FixedColumn, FixedKind, LIST_KEYS, ListTable, columns, lists,
};
use rusqlite::{Connection, params};

/// What a column of the form is in SQLite.
fn affinity(form: &Form, column: &Column) -> &'static str {
    match kind(form, column) {
        LeafKind::Integer | LeafKind::Boolean => "INTEGER",
        LeafKind::Decimal => "REAL",
        LeafKind::Text | LeafKind::Date | LeafKind::Answer => "TEXT",
        LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts | LeafKind::Tiers => "TEXT",
    }
}

/// The type of a column's values.
pub(super) fn kind(form: &Form, column: &Column) -> LeafKind {
    match column.holds {
        ColumnContent::Leaf(leaf) => form.leaf(leaf).kind,
        ColumnContent::Edition => LeafKind::Text,
    }
}

/// The columns that tell an agency's prefecture and the like: those of addresses, by the pointer's last key.
pub(super) fn prefecture(columns: &[Column]) -> Option<&Column> {
    columns.iter().find(|column| column.pointer.ends_with("/prefecture"))
}

/// What the tables stand among.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// The records and documents of a data set.
    Dataset,
    /// Only the documents of an export.
    Export,
}

/// Segments of a level of the search index that are merged into one: each merge writes its words once more, so an import of
/// thousands of documents takes the most that FTS5 allows. A query asks each segment, which costs next to nothing.
const MERGED_SEGMENTS: u32 = 16;

/// Segments of a level that a commit merges at once instead of leaving it to later ones.
const MOST_SEGMENTS: u32 = 64;

/// The table with a row for each record of a form, where it is the only form or the first.
pub(super) const DISCLOSURES: &str = "disclosures";

/// What the tables of a form's lists are called in a database: those of further forms after their form.
pub(super) fn list_name(table: &str, list: &str) -> String {
    if table == DISCLOSURES { list.to_owned() } else { format!("{table}_{list}") }
}

/// The statements that make the tables of one form, of which the first is called `table`.
pub(super) fn own_statements(form: &Form, keys: Keys, table: &str) -> String {
    let (record, document, own) = match keys {
        Keys::Dataset => (
            " REFERENCES records (id) ON DELETE CASCADE",
            " REFERENCES documents (id) ON DELETE CASCADE",
            ",\n  agency TEXT,\n  is_current INTEGER NOT NULL",
        ),
        Keys::Export => ("", " REFERENCES documents (id)", ""),
    };
    let named = |suffix: &str| identifier(&format!("{table}{suffix}"));
    let name = identifier(table);
    let by_agency = match keys {
        Keys::Dataset => format!("CREATE INDEX {} ON {name} (agency);", named("_by_agency")),
        Keys::Export => String::new(),
    };
    let columns = columns(form);
    let values: String =
        columns.iter().map(|column| format!(",\n  {} {}", identifier(&column.name), affinity(form, column))).collect();
    let by_prefecture = prefecture(&columns)
        .map(|column| format!("CREATE INDEX {} ON {name} ({});", named("_by_prefecture"), identifier(&column.name)));
    let lists: String = lists(form).iter().map(|list| list_table(form, table, list)).collect();
    format!(
        "CREATE TABLE {name} (
  record INTEGER PRIMARY KEY{record},
  document INTEGER NOT NULL{document},
  source_name TEXT NOT NULL{own}{values}
);
CREATE INDEX {} ON {name} (document);
{by_agency}
{}
CREATE VIRTUAL TABLE {search} USING fts5 (
  words, content=\"{table}\", content_rowid=\"record\", detail=none, columnsize=0, tokenize=\"unicode61 remove_diacritics 0\"
);
INSERT INTO {search} ({search}, rank) VALUES ('automerge', {MERGED_SEGMENTS}), ('crisismerge', {MOST_SEGMENTS});
{lists}",
        named("_by_document"),
        by_prefecture.unwrap_or_default(),
        search = named("_search"),
    )
}

/// The statements that make the tables which all forms share.
pub(super) fn shared_statements(keys: Keys) -> String {
    let record = match keys {
        Keys::Dataset => "records (id)",
        Keys::Export => "disclosures (record)",
    };
    format!(
        "CREATE TABLE texts (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);
CREATE TABLE item_rows (
  record INTEGER NOT NULL REFERENCES {record} ON DELETE CASCADE,
  position INTEGER NOT NULL,
  section_id TEXT NOT NULL,
  section_title INTEGER,
  no INTEGER NOT NULL,
  text INTEGER NOT NULL,
  status TEXT NOT NULL,
  plan TEXT,
  PRIMARY KEY (record, position)
) WITHOUT ROWID;
CREATE INDEX item_rows_by_status ON item_rows (status);
CREATE VIEW checklist_items AS SELECT record, position, section_id,
  (SELECT t.text FROM texts t WHERE t.id = r.section_title) AS section_title, no,
  (SELECT t.text FROM texts t WHERE t.id = r.text) AS text, status, plan FROM item_rows r;
CREATE TABLE diagnostics (
  record INTEGER NOT NULL REFERENCES {record} ON DELETE CASCADE,
  position INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity TEXT NOT NULL,
  pointer TEXT NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (record, position)
) WITHOUT ROWID;
CREATE INDEX diagnostics_by_code ON diagnostics (code);
CREATE TABLE evidence_rows (
  record INTEGER NOT NULL REFERENCES {record} ON DELETE CASCADE,
  position INTEGER NOT NULL,
  pointer INTEGER NOT NULL,
  raw TEXT,
  text INTEGER,
  page INTEGER,
  x0 REAL, y0 REAL, x1 REAL, y1 REAL,
  first_line INTEGER,
  last_line INTEGER,
  cell TEXT,
  more TEXT,
  PRIMARY KEY (record, position)
) WITHOUT ROWID;
CREATE VIEW evidence AS SELECT record, position, (SELECT t.text FROM texts t WHERE t.id = r.pointer) AS pointer,
  COALESCE(raw, (SELECT t.text FROM texts t WHERE t.id = r.text)) AS raw,
  page, x0, y0, x1, y1, first_line, last_line, cell, more FROM evidence_rows r;
"
    )
}

/// The statement that makes the table of one of the form's lists.
fn list_table(form: &Form, table: &str, list: &ListTable) -> String {
    let values: String = list
        .columns
        .iter()
        .map(|column| format!("  {} {},\n", identifier(&column.name), affinity(form, column)))
        .collect();
    format!(
        "CREATE TABLE {} (
  record INTEGER NOT NULL REFERENCES {} (record) ON DELETE CASCADE,
  position INTEGER NOT NULL,
{values}  PRIMARY KEY (record, position)
) WITHOUT ROWID;
",
        identifier(&list_name(table, &list.name)),
        identifier(table)
    )
}

/// Takes the tables of the only form away as schemas before 5 had them, whether they are tables or views.
pub(super) fn clear(connection: &Connection) -> rusqlite::Result<()> {
    let names = "'evidence', 'evidence_rows', 'diagnostics', 'checklist_items', 'item_rows', 'texts', 'disclosures_search', 'disclosures'";
    // Views first, then what refers to others.
    drop_all(
        connection,
        &format!(
            "(name IN ({names}) OR name IN (SELECT table_name FROM columns))
             ORDER BY type = 'table', name = 'disclosures', name"
        ),
    )
}

/// Takes the tables of a form away, of which the first is called `table`.
pub(super) fn clear_own(connection: &Connection, form: &str, table: &str) -> rusqlite::Result<()> {
    let (form, table) = (literal(form), literal(table));
    drop_all(
        connection,
        &format!(
            "(name IN (SELECT table_name FROM columns WHERE form = {form}) OR name IN ({table}, {table} || '_search'))
             ORDER BY name = {table}, name"
        ),
    )
}

fn drop_all(connection: &Connection, which: &str) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT 'DROP ' || type || ' \"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_master
         WHERE type IN ('table', 'view') AND {which}"
    );
    let drops: Vec<String> =
        connection.prepare(&sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    drops.iter().try_for_each(|drop| connection.execute_batch(drop))
}

/// A text as SQL has it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The statement that describes a column.
const DESCRIBE: &str =
    "INSERT INTO columns (table_name, column_name, pointer, title, type, description) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

/// Describes the columns of a form's tables, of which the first is called `table`; gives the names of them all.
pub(super) fn describe(connection: &Connection, form: &Form, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(DESCRIBE)?;
    let mut tables = vec![table.to_owned()];
    let of_lists = lists(form).into_iter().flat_map(|list| {
        let (name, pointer) = (list_name(table, &list.name), format!("{}/{ROW}", list.pointer));
        tables.push(name.clone());
        let below = move |column: Column| Column { pointer: format!("{pointer}{}", column.pointer), ..column };
        list.columns.into_iter().map(move |column| (name.clone(), below(column))).collect::<Vec<_>>()
    });
    let of_lists: Vec<(String, Column)> = of_lists.collect();
    let own = columns(form).into_iter().map(|column| (table.to_owned(), column));
    for (table, column) in own.chain(of_lists) {
        let (kind, description) = match kind(form, &column) {
            LeafKind::Text => ("text", None),
            LeafKind::Answer => ("text", Some("id of the answer")),
            LeafKind::Boolean => ("boolean", Some("1 yes, 0 no")),
            LeafKind::Texts => ("list", Some("texts, a JSON array")),
            LeafKind::Tiers => ("tiers", Some("fees with their conditions, a JSON array of objects")),
            LeafKind::Integer => ("integer", None),
            LeafKind::Decimal => ("number", None),
            LeafKind::Date => ("date", Some("ISO 8601")),
            LeafKind::Options => ("list", Some("ids of the marked options, a JSON array")),
            LeafKind::Prefectures => ("list", Some("prefectures, a JSON array")),
        };
        statement.execute(params![table, column.name, column.pointer, column.title, kind, description])?;
    }
    let positions = LIST_KEYS.iter().filter(|column| column.name == "position");
    for (list, column) in tables.iter().skip(1).flat_map(|list| positions.clone().map(move |column| (list, column))) {
        let FixedColumn { name, description, .. } = column;
        statement.execute(params![list, name, None::<&str>, column.title(form), "integer", description])?;
    }
    Ok(tables)
}

/// Describes the columns of the tables that all forms share.
pub(super) fn describe_shared(connection: &Connection, form: &Form) -> rusqlite::Result<()> {
    let mut statement = connection.prepare(DESCRIBE)?;
    for (table, columns) in [("checklist_items", CHECKLIST_ITEMS), ("diagnostics", DIAGNOSTICS)] {
        for column in columns.iter().filter(|column| !["source_name", "sha256"].contains(&column.name)) {
            let FixedColumn { name, kind, description, .. } = column;
            let kind = if *kind == FixedKind::Integer { "integer" } else { "text" };
            statement.execute(params![table, name, None::<&str>, column.title(form), kind, description])?;
        }
    }
    EVIDENCE.iter().try_for_each(|(name, kind, description)| {
        statement.execute(params!["evidence", name, None::<&str>, None::<&str>, kind, description]).map(drop)
    })
}

const EVIDENCE: [(&str, &str, &str); 11] = [
    ("pointer", "text", "JSON Pointer of the value into the record"),
    ("raw", "text", "the text as the document has it"),
    ("page", "integer", "the page, from 1"),
    ("x0", "real", "left edge of the box on the page, in PDF points from the top left"),
    ("y0", "real", "its upper edge"),
    ("x1", "real", "its right edge"),
    ("y1", "real", "its lower edge"),
    ("first_line", "integer", "first line of a text source, from 1"),
    ("last_line", "integer", "last line"),
    ("cell", "text", "cells or paragraphs, for Word, HTML and spreadsheets"),
    ("more", "text", "what else is known of the place, JSON"),
];

/// A name as SQL has it.
pub(super) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
