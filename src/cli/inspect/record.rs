//! The record as a table: pointer, place, value; then the checklist and the diagnostics.

use crate::explain::severity_name;
use crate::record::{Evidence, Item, Record, Status, Value};
use crate::tables::{Holds, columns};
use std::io::{self, Write};

pub(super) fn print(record: &Record, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{} ({}, sha256 {})\n", record.source.name, record.source.media_type, record.source.sha256)?;
    let rows = rows(record);
    let pointers = rows.iter().map(|row| row.pointer.chars().count()).max().unwrap_or_default();
    let places = rows.iter().map(|row| row.place.chars().count()).max().unwrap_or_default();
    for row in &rows {
        writeln!(out, "{:pointers$}  {:places$}  {}", row.pointer, row.place, row.value)?;
    }
    if !record.diagnostics.is_empty() {
        writeln!(out, "\ndiagnostics")?;
    }
    for diagnostic in &record.diagnostics {
        let severity = severity_name(diagnostic.severity);
        writeln!(out, "  {severity:7}  {}  {}", diagnostic.code, diagnostic.pointer)?;
        writeln!(out, "           {}", diagnostic.message)?;
    }
    Ok(())
}

struct Row {
    pointer: String,
    place: String,
    value: String,
}

fn rows(record: &Record) -> Vec<Row> {
    let row = |pointer: &str, evidence: &str, value: String| {
        let evidence = record.evidence.iter().find(|(known, _)| known == evidence);
        let place = evidence.map(|(_, evidence)| place(evidence)).unwrap_or_default();
        Row { pointer: pointer.to_owned(), place, value }
    };
    let edition = || record.checklist.guideline_edition.clone().unwrap_or_else(|| "null".to_owned());
    let columns = columns(&record.form);
    let of_form = columns.iter().map(|column| match column.holds {
        Holds::Leaf(leaf) => row(&column.pointer, &column.pointer, shown(record.value(leaf))),
        Holds::Edition => row(&column.pointer, &column.pointer, edition()),
    });
    let mut rows: Vec<Row> = of_form.collect();
    let Some(checklist) = &record.form.checklist else { return rows };
    for (at, section) in record.checklist.sections.iter().enumerate() {
        let pointer = format!("{}/sections/{at}", checklist.pointer);
        let title = section.title.as_deref().unwrap_or_default();
        rows.push(row(&pointer, &format!("{pointer}/title"), format!("{} {title}", section.id)));
        for (at, item) in section.items.iter().enumerate() {
            let pointer = format!("{pointer}/items/{at}");
            rows.push(row(&pointer, &format!("{pointer}/text"), shown_item(item)));
        }
    }
    rows
}

fn place(evidence: &Evidence) -> String {
    if let Some(cell) = &evidence.cell {
        return cell.clone();
    }
    match (evidence.page, evidence.lines) {
        (Some(page), _) => format!("page {page}"),
        (None, Some([first, last])) if first == last => format!("line {first}"),
        (None, Some([first, last])) => format!("lines {first}-{last}"),
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
        Value::List(items) => format!("[{}]", items.join(", ")),
    }
}

fn shown_item(item: &Item) -> String {
    let status = match item.status {
        Status::Done => "done",
        Status::Planned => "planned",
        Status::Unmarked => "unmarked",
        Status::Conflict => "conflict",
    };
    let plan = item.plan.as_ref().map(|plan| format!(" ({plan})")).unwrap_or_default();
    format!("{status:8}{plan} {}. {}", item.no, item.text)
}
