//! What is wrong with the tables and checklists of a form file although it can be used.

use super::Lints;
use crate::form::raw::{RawColumn, RawForm, RawHeading, RawItems, RawTable};
use crate::text::fold::key;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Looks at all tables and checklists.
pub(super) fn lint(lints: &mut Lints<'_>, raw: &RawForm) {
    let mut titles: BTreeMap<String, String> = BTreeMap::new();
    for table in &raw.tables {
        of_table(lints, table);
        let of = table.get_ref();
        same_titles(lints, &mut titles, (table.span().start, &of.text, of.pointer.get_ref()));
    }
    for list in &raw.checklist.lists {
        of_checklist(lints, list);
        let of = list.get_ref();
        same_titles(lints, &mut titles, (list.span().start, &of.text, of.pointer.get_ref()));
    }
    same_headings(lints, &raw.tables);
    unused_answers(lints, raw);
}

/// Titles that two tables have.
fn same_titles(
    lints: &mut Lints<'_>,
    known: &mut BTreeMap<String, String>,
    (at, titles, pointer): (usize, &[String], &str),
) {
    let own: BTreeSet<String> = titles.iter().map(|title| key(title)).collect();
    for title in own {
        if let Some(other) = known.insert(title.clone(), pointer.to_owned()) {
            let message = format!("the tables \"{other}\" and \"{pointer}\" have the title 「{title}」");
            lints.say(Some(at), message, "a table is told by its title where others have its headings");
        }
    }
}

/// Tables without titles that have the same headings.
fn same_headings(lints: &mut Lints<'_>, tables: &[Spanned<RawTable>]) {
    let mut known: BTreeMap<Vec<String>, &str> = BTreeMap::new();
    for table in tables.iter().filter(|table| table.get_ref().text.is_empty()) {
        let of = table.get_ref();
        let headings = of.columns.iter().filter_map(|column| column.get_ref().heading.text.get_ref().first());
        let mut headings: Vec<String> = headings.map(|text| key(text)).collect();
        headings.sort_unstable();
        if let Some(other) = known.insert(headings, of.pointer.get_ref()) {
            let message =
                format!("the tables \"{other}\" and \"{}\" have the same headings and no titles", of.pointer.get_ref());
            lints.say(Some(table.span().start), message, "give each its titles: text = [\"…\"]");
        }
    }
}

fn of_table(lints: &mut Lints<'_>, table: &Spanned<RawTable>) {
    let of = table.get_ref();
    columns(lints, &of.columns);
    headings(lints, of.rows.iter().map(|row| (row.key.span().start, row)), "rows");
    let skip: BTreeSet<String> = of.skip.iter().map(|text| key(text)).collect();
    for row in of.rows.iter().filter(|row| row.text.get_ref().iter().any(|text| skip.contains(&key(text)))) {
        let message = format!("the row \"{}\" is skipped", row.key.get_ref());
        lints.say(Some(row.key.span().start), message, "remove its wording from `skip`");
    }
    let stubs: Vec<&Spanned<RawColumn>> = of.columns.iter().filter(|column| column.get_ref().stub).collect();
    if let Some(second) = stubs.get(1) {
        lints.say(Some(second.span().start), "two columns of the table name its rows", "keep one `stub`");
    }
    if let Some(stub) = stubs.first().filter(|_| !of.rows.is_empty() || of.single) {
        let hint = "remove `stub`: it is for tables whose rows the file does not name";
        lints.say(Some(stub.span().start), "the rows of the table have names already", hint);
    }
}

fn of_checklist(lints: &mut Lints<'_>, list: &Spanned<RawItems>) {
    let of = list.get_ref();
    columns(lints, &of.columns);
    let item: Vec<String> = of.item.get_ref().iter().map(|text| key(text)).collect();
    let own = [("number", &of.number), ("section_heading", &of.section_heading), ("status", &of.status)];
    for (name, texts) in own {
        if let Some(text) = texts.iter().find(|text| item.contains(&key(text))) {
            let message = format!("`{name}` and `item` have the heading 「{text}」");
            lints.say(Some(of.item.span().start), message, "a column is told by its heading");
        }
    }
    for column in &of.columns {
        let texts = column.get_ref().heading.text.get_ref();
        if let Some(text) =
            texts.iter().find(|text| item.contains(&key(text)) || own.iter().any(|(_, own)| own.contains(text)))
        {
            let message = format!(
                "the column \"{}\" has the heading 「{text}」 of the checklist's own",
                column.get_ref().heading.key.get_ref()
            );
            lints.say(Some(column.span().start), message, "a column is told by its heading");
        }
    }
    if !of.status.is_empty() && of.answers.is_none() {
        lints.say(
            Some(list.span().start),
            "the checklist has headings of a status and no answers",
            "name a set: answers = \"…\"",
        );
    }
}

fn columns(lints: &mut Lints<'_>, columns: &[Spanned<RawColumn>]) {
    headings(lints, columns.iter().map(|column| (column.span().start, &column.get_ref().heading)), "columns");
}

/// Headings of the same wording that no holder tells apart.
fn headings<'r>(lints: &mut Lints<'_>, all: impl Iterator<Item = (usize, &'r RawHeading)>, what: &str) {
    let mut known: BTreeMap<(String, Vec<String>), String> = BTreeMap::new();
    for (at, heading) in all {
        let under: Vec<String> = heading.under.iter().map(|text| key(text)).collect();
        let own: BTreeSet<String> = heading.text.get_ref().iter().map(|text| key(text)).collect();
        for wording in own {
            let name = heading.key.get_ref();
            if let Some(other) = known.insert((wording.clone(), under.clone()), name.clone()) {
                let message = format!("the {what} \"{other}\" and \"{name}\" have the wording 「{wording}」");
                lints.say(Some(at), message, "tell them apart by the heading that holds each: under = [\"…\"]");
            }
        }
    }
}

/// Sets of answers that nothing names.
fn unused_answers(lints: &mut Lints<'_>, raw: &RawForm) {
    let of_labels = raw.labels.iter().filter_map(|label| label.get_ref().answers.as_ref());
    let of_lists = raw.checklist.lists.iter().filter_map(|list| list.get_ref().answers.as_ref());
    let columns = raw.tables.iter().flat_map(|table| &table.get_ref().columns);
    let columns = columns.chain(raw.checklist.lists.iter().flat_map(|list| &list.get_ref().columns));
    let of_columns = columns.filter_map(|column| column.get_ref().answers.as_ref());
    let used: BTreeSet<&str> =
        of_labels.chain(of_lists).chain(of_columns).map(|name| name.get_ref().as_str()).collect();
    for set in raw.answers.iter().filter(|set| !used.contains(set.get_ref().id.get_ref().as_str())) {
        let message = format!("nothing is of the answers \"{}\"", set.get_ref().id.get_ref());
        lints.say(Some(set.span().start), message, "name them: answers = \"…\" of a field or a checklist");
    }
}
