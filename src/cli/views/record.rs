//! The record as a table: pointer, place, value; then the checklist and the diagnostics.

use crate::cli::show::padded;
use crate::explain::Lang;
use crate::record::{Evidence, Item, Record, Status, Value};
use crate::tables::{ColumnContent, columns};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Columns that a severity takes.
const SEVERITY: usize = 7;
/// Columns that an item's status takes.
const STATUS: usize = 8;

pub(super) fn print(record: &Record, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} ({}, sha256 {})\n", record.source.name, record.source.media_type, record.source.sha256)?;
    let rows = rows(record, lang);
    let pointers = rows.iter().map(|row| row.pointer.chars().count()).max().unwrap_or_default();
    let places = rows.iter().map(|row| row.place.width()).max().unwrap_or_default();
    for row in &rows {
        writeln!(out, "{:pointers$}  {}  {}", row.pointer, padded(&row.place, places), row.value)?;
    }
    if !record.diagnostics.is_empty() {
        writeln!(out, "\n{}", lang.word("diagnostics"))?;
    }
    for diagnostic in &record.diagnostics {
        let severity = padded(lang.severity(diagnostic.severity), SEVERITY);
        writeln!(out, "  {severity}  {}  {}", diagnostic.code, diagnostic.pointer)?;
        writeln!(out, "           {}", lang.doubt(diagnostic.code.name(), &diagnostic.message))?;
    }
    Ok(())
}

struct RecordRow {
    pointer: String,
    place: String,
    value: String,
}

fn rows(record: &Record, lang: Lang) -> Vec<RecordRow> {
    let row = |pointer: &str, evidence: &str, value: String| {
        let evidence = record.evidence.iter().find(|(known, _)| known == evidence);
        let place = evidence.map(|(_, evidence)| place(evidence, lang)).unwrap_or_default();
        RecordRow { pointer: pointer.to_owned(), place, value }
    };
    let edition = || record.checklist.guideline_edition.clone().unwrap_or_else(|| "null".to_owned());
    let columns = columns(&record.form);
    let of_form = columns.iter().map(|column| match column.holds {
        ColumnContent::Leaf(leaf) => row(&column.pointer, &column.pointer, shown(record.value(leaf))),
        ColumnContent::Edition => row(&column.pointer, &column.pointer, edition()),
    });
    let mut rows: Vec<RecordRow> = of_form.collect();
    let Some(checklist) = &record.form.checklist else { return rows };
    for (at, section) in record.checklist.sections.iter().enumerate() {
        let pointer = format!("{}/sections/{at}", checklist.pointer);
        let title = section.title.as_deref().unwrap_or_default();
        rows.push(row(&pointer, &format!("{pointer}/title"), format!("{} {title}", section.id)));
        for (at, item) in section.items.iter().enumerate() {
            let pointer = format!("{pointer}/items/{at}");
            rows.push(row(&pointer, &format!("{pointer}/text"), shown_item(item, lang)));
        }
    }
    rows
}

fn place(evidence: &Evidence, lang: Lang) -> String {
    if let Some(cell) = &evidence.cell {
        return cell.clone();
    }
    match (evidence.page, evidence.lines) {
        (Some(page), _) => lang.ja("page {}", &[&page]).unwrap_or_else(|| format!("page {page}")),
        (None, Some([first, last])) if first == last => {
            lang.ja("line {}", &[&first]).unwrap_or_else(|| format!("line {first}"))
        }
        (None, Some([first, last])) => {
            lang.ja("lines {}-{}", &[&first, &last]).unwrap_or_else(|| format!("lines {first}-{last}"))
        }
        (None, None) => String::new(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Boolean(is_so) => is_so.to_string(),
        Value::List(items) => format!("[{}]", items.join(", ")),
        Value::Tiers(_) => serde_json::to_string(value).unwrap_or_default(),
    }
}

fn shown_item(item: &Item, lang: Lang) -> String {
    let status = match item.status {
        Status::Done => "done",
        Status::Planned => "planned",
        Status::Unmarked => "unmarked",
        Status::Conflict => "conflict",
    };
    let plan = item.plan.as_ref().map(|plan| format!(" ({plan})")).unwrap_or_default();
    format!("{}{plan} {}. {}", padded(lang.word(status), STATUS), item.no, item.text)
}
