//! Shows people what differs between two disclosures, in columns that count wide characters as two.

use super::between::{Between, ItemChange};
use crate::explain::Lang;
use serde_json::{Map, Value};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Prints the fields and items that differ, and a summary line.
///
/// # Errors
/// When the output can't be written.
pub fn print_between(between: &Between, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let titles: Vec<&str> = between.fields.iter().map(|change| change.title.as_deref().unwrap_or_default()).collect();
    let width = widest(titles.iter().copied());
    for (change, title) in between.fields.iter().zip(titles) {
        writeln!(out, "{}  {}", padded(title, width), change.pointer)?;
        for (sign, value) in [('-', &change.old), ('+', &change.new)] {
            if let Some(value) = value {
                writeln!(out, "  {sign} {value}")?;
            }
        }
    }
    let rows: Vec<[String; 4]> = between.items.iter().flat_map(|item| rows(item, lang)).collect();
    let [first, second, third] =
        [0, 1, 2].map(|at| widest(rows.iter().filter_map(|row| row.get(at)).map(String::as_str)));
    for [section, no, what, change] in &rows {
        let (section, no, what) = (padded(section, first), padded(no, second), padded(what, third));
        writeln!(out, "{section}  {no}  {what}  {change}")?;
    }
    match between.is_equal() {
        true => writeln!(out, "{}", lang.word("equal")),
        false => {
            let [fields, items] = [(between.fields.len(), "field"), (between.items.len(), "checklist item")]
                .map(|(count, noun)| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }));
            let template = "{} fields and {} checklist items differ";
            let japanese = lang.ja(template, &[&between.fields.len(), &between.items.len()]);
            writeln!(out, "{}", japanese.unwrap_or_else(|| format!("{fields} and {items} differ")))
        }
    }
}

/// An item's changes: one row where it is added or removed, else one for each of its parts that differs.
fn rows(item: &ItemChange, lang: Lang) -> Vec<[String; 4]> {
    let row = |what: &str, change: String| [item.section.clone(), item.no.clone(), lang.word(what).to_owned(), change];
    match (&item.old, &item.new) {
        (Some(old), Some(new)) => {
            let keys = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key)));
            let changed = keys.filter(|key| old.get(*key) != new.get(*key));
            changed
                .map(|key| {
                    let change = format!("{} → {}", part(old, key, lang), part(new, key, lang));
                    let text = if key == "text" { String::new() } else { format!("  {}", part(new, "text", lang)) };
                    row(key, change + &text)
                })
                .collect()
        }
        (Some(old), None) => vec![row("removed", whole(old, lang))],
        (None, Some(new)) => vec![row("added", whole(new, lang))],
        (None, None) => Vec::new(),
    }
}

/// An item in one line: how it is marked, and what it says.
fn whole(item: &Map<String, Value>, lang: Lang) -> String {
    format!("{}  {}", part(item, "status", lang), part(item, "text", lang))
}

/// A part of an item: a status as the word it is, text in quotes so that a terminal shows nothing else.
fn part(item: &Map<String, Value>, key: &str, lang: Lang) -> String {
    let value = item.get(key).unwrap_or(&Value::Null);
    match value.as_str() {
        Some(word) if key == "status" => lang.word(word).to_owned(),
        _ => value.to_string(),
    }
}

fn widest<'a>(cells: impl Iterator<Item = &'a str>) -> usize {
    cells.map(UnicodeWidthStr::width).max().unwrap_or_default()
}

fn padded(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}
