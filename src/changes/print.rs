//! Changes for people: a line for each, and a summary.

use super::{Change, ChangeKind, Changes};
use crate::explain::Lang;
use crate::paths::printable;
use serde_json::Value;
use std::io::{self, Write};

/// Prints changes; text of documents can't steer the terminal.
///
/// # Errors
/// When the output can't be written.
pub fn print_changes(changes: &Changes, lang: Lang, out: &mut impl Write) -> io::Result<()> {
    let width = changes.changes.iter().map(|change| word(change.kind).len()).max().unwrap_or_default();
    for change in &changes.changes {
        writeln!(out, "{:width$}  {}", word(change.kind), printable(&told(change)))?;
    }
    let moment = |at: &super::Moment| {
        let japanese = lang.ja("import {} of {}", &[&at.import, &at.finished_at]);
        japanese.unwrap_or_else(|| format!("import {} of {}", at.import, at.finished_at))
    };
    let since = changes.since.as_ref().map_or_else(|| lang.word("nothing").to_owned(), moment);
    let count = changes.changes.len();
    let noun = if count == 1 { "change" } else { "changes" };
    let until = moment(&changes.until);
    let japanese = lang.ja("{} changes from {} to {}", &[&count, &since, &until]);
    writeln!(out, "{}", japanese.unwrap_or_else(|| format!("{count} {noun} from {since} to {until}")))?;
    if changes.still_failed > 0 {
        let still = changes.still_failed;
        let japanese = lang.ja("{} still fail; yomitori status --failed lists them", &[&still]);
        let english = || format!("{still} still fail; yomitori status --failed lists them");
        writeln!(out, "{}", japanese.unwrap_or_else(english))?;
    }
    Ok(())
}

/// A kind as it stands in JSON.
pub(super) fn word(kind: ChangeKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn told(change: &Change) -> String {
    let name = change.name.as_deref().unwrap_or_default();
    let agency = change.agency_name.as_deref().or(change.agency.as_deref()).unwrap_or_default();
    let (old, new) = (plain(&change.old), plain(&change.new));
    match change.kind {
        ChangeKind::DocumentRenamed => format!("{old} → {name}"),
        ChangeKind::FailureNew | ChangeKind::FailureMended => {
            format!("{name}  {}", change.reason.as_deref().unwrap_or_default())
        }
        ChangeKind::AgencyRenamed | ChangeKind::AgencyRecoded => {
            format!("{}: {old} → {new}", change.agency.as_deref().unwrap_or_default())
        }
        ChangeKind::ValueChanged => {
            let title = change.title.as_deref().or(change.pointer.as_deref()).unwrap_or_default();
            format!("{agency}: {title}: {} → {}", change.old, change.new)
        }
        ChangeKind::ItemAdded | ChangeKind::ItemRemoved | ChangeKind::ItemChanged => {
            format!("{agency}: {}: {}", change.pointer.as_deref().unwrap_or_default(), item(&change.old, &change.new))
        }
        ChangeKind::AgencyNew | ChangeKind::AgencyGone | ChangeKind::AgencyReturned => {
            match (&change.agency, &change.agency_name) {
                (Some(agency), Some(name)) if agency != name => format!("{name}  {agency}"),
                _ => agency.to_owned(),
            }
        }
        _ => name.to_owned(),
    }
}

/// What about an item is otherwise.
fn item(old: &Value, new: &Value) -> String {
    let (Some(before), Some(after)) = (old.as_object(), new.as_object()) else {
        let there = if new.is_null() { old } else { new };
        return format!(
            "{} {}",
            plain(there.get("status").unwrap_or(&Value::Null)),
            plain(there.get("text").unwrap_or(&Value::Null))
        );
    };
    let changed = after.iter().filter(|(key, value)| before.get(*key) != Some(value));
    let parts = changed
        .map(|(key, value)| format!("{key} {} → {}", plain(before.get(key).unwrap_or(&Value::Null)), plain(value)));
    parts.collect::<Vec<_>>().join(", ")
}

/// A text without quotes, null as `-`, everything else as JSON.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
