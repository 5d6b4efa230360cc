//! Files that came, went, changed, moved, fail or are mended.

use super::{Change, ChangeKind, MomentSpan};
use crate::dataset::{DatasetError, FileAtMoment};
use std::collections::BTreeMap;

type Files = BTreeMap<i64, FileAtMoment>;

/// The changes, and how many files fail as they did before.
pub(super) fn compare(span: &MomentSpan<'_>) -> Result<(Vec<Change>, u64), DatasetError> {
    let (before, after) = (span.database.files(span.from)?, span.database.files(span.to)?);
    let mut changes = Vec::new();
    let only_in = |one: &Files, other: &Files| -> Vec<(i64, FileAtMoment)> {
        one.iter().filter(|(path, _)| !other.contains_key(path)).map(|(path, file)| (*path, file.clone())).collect()
    };
    let (mut gone, mut come) = (only_in(&before, &after), only_in(&after, &before));
    gone.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    come.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    // What is compared for failures: a file with what it was before, be it under another path.
    let mut pairs: Vec<(Option<FileAtMoment>, FileAtMoment)> = Vec::new();
    for (path, file) in &after {
        if let Some(old) = before.get(path) {
            if old.document != file.document {
                changes.push(of_file(ChangeKind::DocumentChanged, file));
            }
            pairs.push((Some(old.clone()), file.clone()));
        }
    }
    for (path, file) in come {
        if let Some(at) = gone.iter().position(|(_, old)| old.document == file.document) {
            let (_, old) = gone.remove(at);
            let change = Change { old: old.name.clone().into(), ..of_file(ChangeKind::DocumentRenamed, &file) };
            changes.push(change);
            pairs.push((Some(old), file));
            continue;
        }
        let is_known = span.database.was_met(file.document, path, span.from)?;
        let is_copy = before.values().any(|old| old.document == file.document);
        let kind = if is_known && !is_copy { ChangeKind::DocumentReturned } else { ChangeKind::DocumentNew };
        changes.push(of_file(kind, &file));
        pairs.push((None, file));
    }
    changes.extend(gone.iter().map(|(_, file)| of_file(ChangeKind::DocumentRemoved, file)));
    let (failures, still_failed) = failures(&pairs);
    changes.extend(failures);
    changes.sort_by(|one, other| (one.kind, &one.name).cmp(&(other.kind, &other.name)));
    Ok((changes, still_failed))
}

fn failures(pairs: &[(Option<FileAtMoment>, FileAtMoment)]) -> (Vec<Change>, u64) {
    let (mut changes, mut still_failed) = (Vec::new(), 0);
    for (old, new) in pairs {
        let failed = old.as_ref().and_then(|old| old.reason.clone());
        match (failed, &new.reason) {
            (Some(_), Some(_)) => still_failed += 1,
            (None, Some(reason)) => {
                changes.push(Change { reason: Some(reason.clone()), ..of_file(ChangeKind::FailureNew, new) });
            }
            (Some(reason), None) => {
                changes.push(Change { reason: Some(reason), ..of_file(ChangeKind::FailureMended, new) });
            }
            (None, None) => {}
        }
    }
    (changes, still_failed)
}

fn of_file(kind: ChangeKind, file: &FileAtMoment) -> Change {
    Change { name: Some(file.name.clone()), ..Change::new(kind) }
}
