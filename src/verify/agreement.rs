//! What a database has read, beside what people said of it: counts for each field and kind of document, and every difference.

use crate::dataset::{Agreement, Compared};
use crate::form::Form;
use crate::leaves::{Kind, kind_of};
use crate::paths::printable;
use crate::tables::columns;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Prints how what is read stands to what people said.
///
/// # Errors
/// When nothing can be written.
pub fn print_agreement(form: &Form, agreement: &Agreement, out: &mut impl Write) -> io::Result<()> {
    let values = &agreement.values;
    for differing in values.iter().filter(|compared| !compared.agrees()) {
        let Compared { name, pointer, value, read, who, state, .. } = differing;
        writeln!(out, "{}: {pointer}: {value} ({who}), read {read} [{state}]", printable(name))?;
    }
    if values.iter().any(|compared| !compared.agrees()) {
        writeln!(out)?;
    }
    let titles: BTreeMap<String, String> =
        columns(form).into_iter().map(|column| (column.pointer, column.title)).collect();
    let field = |compared: &Compared| match kind_of(form, &compared.pointer) {
        Some(Kind::ItemStatus) => "checklist: status".to_owned(),
        Some(Kind::ItemText) => "checklist: text".to_owned(),
        Some(Kind::ItemPlan) => "checklist: plan".to_owned(),
        Some(Kind::SectionTitle) => "checklist: title".to_owned(),
        _ => titles.get(&compared.pointer).unwrap_or(&compared.pointer).clone(),
    };
    table("field", values.iter().map(|compared| (field(compared), compared.agrees())), out)?;
    let kind = |compared: &Compared| compared.media_type.clone().unwrap_or_default();
    table("kind", values.iter().map(|compared| (kind(compared), compared.agrees())), out)?;
    let agree = values.iter().filter(|compared| compared.agrees()).count();
    writeln!(out, "{agree} of {} settled values are read right", values.len())?;
    if agreement.outdated > 0 {
        let hint = "the next import reads them again";
        writeln!(out, "{} documents were read by another version or form file; {hint}", agreement.outdated)?;
    }
    if agreement.waiting > 0 {
        writeln!(out, "{} corrections are of documents that are not there", agreement.waiting)?;
    }
    Ok(())
}

fn table(title: &str, entries: impl Iterator<Item = (String, bool)>, out: &mut impl Write) -> io::Result<()> {
    let mut counts: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for (name, agrees) in entries {
        let [right, all] = counts.entry(name).or_default();
        *right += u64::from(agrees);
        *all += 1;
    }
    if counts.is_empty() {
        return Ok(());
    }
    writeln!(out, "{:>7} {:>7}  {title}", "right", "settled")?;
    for (name, [right, all]) in counts {
        writeln!(out, "{right:>7} {all:>7}  {name}")?;
    }
    writeln!(out)
}
