//! The views: the tables of the export, over the stored records, so that every tool that opens SQLite shows them.
//!
//! Made from the form's columns, as the export's tables are; lists are joined in the same way.

use crate::form::{Form, LeafKind};
use crate::tables::{Column, Holds, LIST_SEPARATOR, columns};

/// The statements that make the views anew.
pub(super) fn views(form: &Form) -> String {
    let mut sql = disclosures(form);
    sql.push_str(AGENCIES);
    let sections = form.checklist.as_ref().map(|checklist| format!("{}/sections", checklist.pointer));
    // A form without checklist has no items, but the same tables.
    sql.push_str(&items(&sections.unwrap_or_else(|| "/data/-".to_owned())));
    sql.push_str(DIAGNOSTICS);
    sql
}

const DIAGNOSTICS: &str = "
DROP VIEW IF EXISTS diagnostics;
CREATE VIEW diagnostics AS
SELECT d.name AS source_name, d.sha256, e.value ->> '$.code' AS code, e.value ->> '$.severity' AS severity,
  e.value ->> '$.pointer' AS pointer, e.value ->> '$.message' AS message
FROM documents d JOIN records r ON r.document = d.id, json_each(r.diagnostics) e
ORDER BY d.name, d.sha256, e.id;
";

/// The latest disclosure of each agency, by the rule of `export --latest`: code, else name; of one day, the name that
/// sorts last. What names no agency stands by itself.
const AGENCIES: &str = "
DROP VIEW IF EXISTS agencies;
CREATE VIEW agencies AS
SELECT h.agency, h.disclosures, h.first_updated_on, v.*
FROM (
  SELECT d.name, d.sha256, COALESCE(r.agency_code, r.agency_name) AS agency,
    COUNT(*) OVER history AS disclosures, MIN(r.updated_on) OVER history AS first_updated_on,
    ROW_NUMBER() OVER (history ORDER BY COALESCE(r.updated_on, '') DESC, d.name DESC, d.sha256 DESC) AS place
  FROM documents d JOIN records r ON r.document = d.id
  WINDOW history AS (PARTITION BY r.agency_code, CASE
    WHEN r.agency_code IS NOT NULL THEN '' WHEN r.agency_name IS NOT NULL THEN r.agency_name ELSE d.id END)
) h JOIN disclosures v ON v.sha256 = h.sha256
WHERE h.place = 1
ORDER BY h.name, h.sha256;
";

fn disclosures(form: &Form) -> String {
    let values: String = columns(form).iter().map(|column| value(form, column)).collect();
    format!(
        "
DROP VIEW IF EXISTS disclosures;
CREATE VIEW disclosures AS
SELECT d.name AS source_name, d.sha256, d.media_type, r.schema_version, d.form{values}
FROM documents d JOIN records r ON r.document = d.id
ORDER BY d.name, d.sha256;
"
    )
}

fn value(form: &Form, column: &Column) -> String {
    let (path, name) = (path(&column.pointer), identifier(&column.name));
    let is_list = match column.holds {
        Holds::Leaf(leaf) => matches!(form.leaf(leaf).kind, LeafKind::Options | LeafKind::Prefectures),
        Holds::Edition => false,
    };
    if is_list {
        return format!(
            ",\n  (SELECT group_concat(value, '{LIST_SEPARATOR}') FROM json_each(r.data, {path})) AS {name}"
        );
    }
    format!(",\n  r.data ->> {path} AS {name}")
}

fn items(sections: &str) -> String {
    format!(
        "
DROP VIEW IF EXISTS checklist_items;
CREATE VIEW checklist_items AS
SELECT d.name AS source_name, d.sha256, s.value ->> '$.id' AS section_id, s.value ->> '$.title' AS section_title,
  ROW_NUMBER() OVER (PARTITION BY d.id ORDER BY s.id, i.id) AS position,
  i.value ->> '$.no' AS no, i.value ->> '$.text' AS text, i.value ->> '$.status' AS status, i.value ->> '$.plan' AS plan
FROM documents d JOIN records r ON r.document = d.id,
  json_each(r.data, {}) s, json_each(s.value, '$.items') i
ORDER BY d.name, d.sha256, position;
",
        path(sections)
    )
}

/// A JSON Pointer below the record's data as a path of SQLite, quoted as SQL.
fn path(pointer: &str) -> String {
    let keys = pointer.strip_prefix("/data").unwrap_or(pointer).split('/').skip(1);
    let path: String = keys.map(|key| format!(".\"{}\"", key.replace("~1", "/").replace("~0", "~"))).collect();
    format!("'${}'", path.replace('\'', "''"))
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
