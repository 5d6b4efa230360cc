//! Agencies that came and went, and what they disclose otherwise than before.

use super::{Change, ChangeKind, MomentSpan};
use crate::dataset::{DatasetError, Disclosed};
use crate::identity::name_key;
use crate::verify::between;
use serde_json::Value;

/// An agency, and the form by which it discloses.
type Who = (String, String);

pub(super) fn compare(span: &MomentSpan<'_>) -> Result<Vec<Change>, DatasetError> {
    let (before, after) = (span.database.disclosed(span.from)?, span.database.disclosed(span.to)?);
    let (mut agencies, mut values) = (Vec::new(), Vec::new());
    for (who, new) in &after {
        let Some(old) = before.get(who) else {
            let (form, agency) = who;
            let is_known = span.database.had_disclosed(form, agency, span.from)?;
            let kind = if is_known { ChangeKind::AgencyReturned } else { ChangeKind::AgencyNew };
            agencies.push(of_agency(span, kind, who, new));
            continue;
        };
        agencies.extend(renamed(span, who, old, new));
        if old.document != new.document || old.record != new.record {
            values.extend(disclosed(span, who, old, new)?);
        }
    }
    for (who, old) in before.iter().filter(|(who, _)| !after.contains_key(*who)) {
        agencies.push(of_agency(span, ChangeKind::AgencyGone, who, old));
    }
    agencies.sort_by(|one, other| (one.kind, &one.agency, &one.form).cmp(&(other.kind, &other.agency, &other.form)));
    agencies.extend(values);
    Ok(agencies)
}

fn renamed<'a>(
    span: &'a MomentSpan<'_>,
    who: &'a Who,
    old: &'a Disclosed,
    new: &'a Disclosed,
) -> impl Iterator<Item = Change> + 'a {
    let change = move |kind, old: &String, was: &String| Change {
        old: old.as_str().into(),
        new: was.as_str().into(),
        ..of_agency(span, kind, who, new)
    };
    let names = old.name.as_ref().zip(new.name.as_ref()).filter(|(old, new)| name_key(old) != name_key(new));
    let codes = old.code.as_ref().zip(new.code.as_ref()).filter(|(old, new)| old != new);
    let renamed = names.map(|(old, new)| change(ChangeKind::AgencyRenamed, old, new));
    renamed.into_iter().chain(codes.map(|(old, new)| change(ChangeKind::AgencyRecoded, old, new)))
}

/// What the latest disclosures of an agency at both moments say differently.
fn disclosed(span: &MomentSpan<'_>, who: &Who, old: &Disclosed, new: &Disclosed) -> Result<Vec<Change>, DatasetError> {
    let (Some(old), Some(latest)) = (span.database.record(old.record)?, span.database.record(new.record)?) else {
        return Ok(Vec::new());
    };
    let Some(form) = span.forms.get(&who.0) else { return Ok(Vec::new()) };
    let between = between(form, &old.record, &latest.record);
    let mut changes = Vec::new();
    for value in between.fields {
        changes.push(Change {
            name: Some(latest.name.clone()),
            pointer: Some(value.pointer),
            title: value.title,
            old: value.old.unwrap_or_default(),
            new: value.new.unwrap_or_default(),
            ..of_agency(span, ChangeKind::ValueChanged, who, new)
        });
    }
    for item in between.items {
        let kind = match (&item.old, &item.new) {
            (None, _) => ChangeKind::ItemAdded,
            (_, None) => ChangeKind::ItemRemoved,
            _ => ChangeKind::ItemChanged,
        };
        changes.push(Change {
            name: Some(latest.name.clone()),
            pointer: Some(format!("{} {}", item.section, item.no)),
            old: item.old.map_or(Value::Null, Value::Object),
            new: item.new.map_or(Value::Null, Value::Object),
            ..of_agency(span, kind, who, new)
        });
    }
    Ok(changes)
}

fn of_agency(span: &MomentSpan<'_>, kind: ChangeKind, (form, agency): &Who, disclosed: &Disclosed) -> Change {
    Change {
        agency: Some(agency.clone()),
        agency_name: disclosed.name.clone(),
        form: (*form != span.forms.first().id).then(|| form.clone()),
        ..Change::new(kind)
    }
}
