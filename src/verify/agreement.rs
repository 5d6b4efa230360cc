//! What a database has read, beside what people said of it: counts for each field and kind of document, and every difference.

use crate::dataset::{Agreement, Compared};
use crate::explain::Lang;
use crate::form::Forms;
use crate::leaves::{RecordLeafKind, kind_of};
use crate::paths::printable;
use crate::tables::columns;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Prints how what is read stands to what people said.
///
/// # Errors
/// When nothing can be written.
pub fn print_agreement(forms: &Forms, agreement: &Agreement, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let values = &agreement.values;
    for differing in values.iter().filter(|compared| !compared.agrees()) {
        let Compared { name, pointer, value, read, who, state, .. } = differing;
        let name = printable(name);
        let state = lang.word(state);
        let japanese = lang.ja("{}: {}: {} ({}), read {} [{}]", &[&name, pointer, value, who, read, &state]);
        let english = || format!("{name}: {pointer}: {value} ({who}), read {read} [{state}]");
        writeln!(out, "{}", japanese.unwrap_or_else(english))?;
    }
    if values.iter().any(|compared| !compared.agrees()) {
        writeln!(out)?;
    }
    let columns = forms.all().iter().rev().flat_map(|form| columns(form));
    let titles: BTreeMap<String, String> = columns.map(|column| (column.pointer, column.title)).collect();
    let kind = |pointer: &str| forms.all().iter().find_map(|form| kind_of(form, pointer));
    let field = |compared: &Compared| match kind(&compared.pointer) {
        Some(RecordLeafKind::ItemStatus) => lang.word("checklist: status").to_owned(),
        Some(RecordLeafKind::ItemText) => lang.word("checklist: text").to_owned(),
        Some(RecordLeafKind::ItemPlan) => lang.word("checklist: plan").to_owned(),
        Some(RecordLeafKind::SectionTitle) => lang.word("checklist: title").to_owned(),
        _ => titles.get(&compared.pointer).unwrap_or(&compared.pointer).clone(),
    };
    table("field", lang, values.iter().map(|compared| (field(compared), compared.agrees())), out)?;
    let kind = |compared: &Compared| compared.media_type.clone().unwrap_or_default();
    table("kind", lang, values.iter().map(|compared| (kind(compared), compared.agrees())), out)?;
    let agree = values.iter().filter(|compared| compared.agrees()).count();
    let mut lines = vec![format!("{agree} of {} settled values are read right", values.len())];
    if agreement.outdated > 0 {
        let hint = "the next import reads them again";
        lines.push(format!("{} documents were read by another version or form file; {hint}", agreement.outdated));
    }
    if agreement.waiting > 0 {
        lines.push(format!("{} corrections are of documents that are not there", agreement.waiting));
    }
    lines.iter().try_for_each(|line| writeln!(out, "{}", lang.message(line)))
}

fn table(
    title: &str,
    lang: Lang,
    entries: impl Iterator<Item = (String, bool)>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut counts: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for (name, agrees) in entries {
        let [right, all] = counts.entry(name).or_default();
        *right += u64::from(agrees);
        *all += 1;
    }
    if counts.is_empty() {
        return Ok(());
    }
    let [right, settled] = ["right", "settled"].map(|heading| lang.word(heading));
    writeln!(out, "{right:>7} {settled:>7}  {}", lang.word(title))?;
    for (name, [right, all]) in counts {
        writeln!(out, "{right:>7} {all:>7}  {name}")?;
    }
    writeln!(out)
}
