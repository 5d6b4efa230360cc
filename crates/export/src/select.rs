//! Which records an export takes: of some agencies, since some day, or the latest of each agency.
//!
//! Stands between the records and the exporter. Agency and day are told by the form's [`crate::form::Identity`].

use crate::diagnostic::Code;
use crate::form::{Form, LeafId};
use crate::identity::{Claim, Registry, settle};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use yomitori_core::tables::columns;

/// What a user asks for; without anything, every record.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only the latest record of each agency.
    pub latest: bool,
    /// Only records updated on this day or later; those without a date are left out.
    pub since: Option<Date>,
    /// Only records of these agencies, by code or by name.
    pub agencies: Vec<String>,
    /// Settles which records are of one agency.
    pub registry: Registry,
}

impl Wanted {
    /// Whether not every record is wanted.
    #[must_use]
    pub fn is_filter(&self) -> bool {
        self.latest || self.since.is_some() || !self.agencies.is_empty()
    }
}

/// A form that can't be filtered by what was asked for.
#[derive(Debug, thiserror::Error)]
#[error("the form \"{form}\" has no {what}, so its records can't be filtered by it")]
pub struct NoField {
    form: String,
    what: &'static str,
}

/// Chooses records as they come.
#[derive(Debug)]
pub struct Selection<T> {
    wanted: Wanted,
    code: Option<String>,
    name: Option<String>,
    updated_on: Option<String>,
    prefecture: Option<String>,
    /// The latest of each claim: what the same claims say is of one agency, whatever the others say.
    latest: BTreeMap<[String; 3], Kept<T>>,
    ties: Vec<String>,
    seen: usize,
    dropped: u64,
}

#[derive(Debug)]
struct Kept<T> {
    position: usize,
    claim: Claim,
    /// Day, then file name and hash: of two records of one day, always the same one is the latest.
    rank: [String; 3],
    tag: T,
    record: Value,
}

impl<T> Selection<T> {
    /// Begins a selection among records of a form.
    ///
    /// # Errors
    /// When the form has no field that a filter needs.
    pub fn new(form: &Form, mut wanted: Wanted) -> Result<Self, NoField> {
        let identity = form.identity();
        let pointer = |leaf: Option<LeafId>| leaf.map(|leaf| form.leaf(leaf).pointer.to_string());
        let (code, name) = (pointer(identity.code), pointer(identity.name));
        let updated_on = pointer(identity.updated_on);
        let missing = |what| NoField { form: form.id.clone(), what };
        if (wanted.latest || !wanted.agencies.is_empty()) && code.is_none() && name.is_none() {
            return Err(missing("agency"));
        }
        if (wanted.latest || wanted.since.is_some()) && updated_on.is_none() {
            return Err(missing("date"));
        }
        // Values of records are in this form.
        wanted.agencies.iter_mut().for_each(|agency| *agency = agency.nfkc().collect());
        let prefecture = columns(form).into_iter().find(|column| column.pointer.ends_with("/prefecture"));
        let prefecture = prefecture.map(|column| column.pointer);
        let (latest, ties) = (BTreeMap::new(), Vec::new());
        Ok(Self { wanted, code, name, updated_on, prefecture, latest, ties, seen: 0, dropped: 0 })
    }

    /// Gives a record back when it is wanted at once. What is no record is too: the exporter says what is wrong.
    pub fn take(&mut self, tag: T, record: Value) -> Option<(T, Value)> {
        if !record.get("data").is_some_and(Value::is_object) || !self.wanted.is_filter() {
            return Some((tag, record));
        }
        let part = |pointer: &Option<String>| {
            let value = pointer.as_deref().and_then(|pointer| record.pointer(pointer));
            value.and_then(Value::as_str).map(str::to_owned)
        };
        let (code, name, day) = (part(&self.code), part(&self.name), part(&self.updated_on));
        let entry = self.wanted.registry.of(code.as_deref(), name.as_deref());
        let settled = entry.into_iter().flat_map(|entry| entry.code.iter().chain([&entry.name]).chain(&entry.aliases));
        let names: Vec<&String> = [&code, &name].into_iter().flatten().chain(settled).collect();
        let is_named = |agency: &String| names.contains(&agency);
        let of_agency = self.wanted.agencies.is_empty() || self.wanted.agencies.iter().any(is_named);
        let is_since = self.wanted.since.is_none_or(|since| {
            let day = day.as_deref().and_then(|day| day.parse::<Date>().ok());
            day.is_some_and(|day| day >= since)
        });
        if !of_agency || !is_since {
            self.dropped += 1;
            return None;
        }
        if !self.wanted.latest {
            return Some((tag, record));
        }
        let position = self.seen;
        self.seen += 1;
        let source = |pointer: &str| record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let rank = [day.unwrap_or_default(), source("/source/name"), source("/source/sha256")];
        let own = if code.is_none() && name.is_none() { position.to_string() } else { String::new() };
        let prefecture = part(&self.prefecture);
        let claim = Claim { code, name, prefecture, is_current: true, first_seen: 0, own };
        let key = [claim.code.clone(), claim.name.clone().or(Some(claim.own.clone())), claim.prefecture.clone()];
        let key = key.map(Option::unwrap_or_default);
        let kept = Kept { position, claim, rank, tag, record };
        let kept = match self.latest.remove(&key) {
            Some(other) => self.later(other, kept),
            None => kept,
        };
        self.latest.insert(key, kept);
        None
    }

    /// The later one of two of one agency; what nothing but their names tells apart is noted.
    fn later(&mut self, one: Kept<T>, other: Kept<T>) -> Kept<T> {
        self.dropped += 1;
        let (later, earlier) = if one.rank >= other.rank { (one, other) } else { (other, one) };
        if later.rank.first() == earlier.rank.first() {
            let name = |kept: &Kept<T>| kept.rank.get(1).cloned().unwrap_or_default();
            self.ties.push(format!(
                "{}: {}: {} is of the same agency and day",
                name(&later),
                Code::HistoryTie,
                name(&earlier)
            ));
        }
        later
    }

    /// The records that were held back, in the order of the input.
    #[must_use]
    pub fn finish(mut self) -> Chosen<T> {
        let kept: Vec<Kept<T>> = std::mem::take(&mut self.latest).into_values().collect();
        let claims: Vec<Claim> = kept.iter().map(|kept| kept.claim.clone()).collect();
        let settled = settle(&claims, &self.wanted.registry);
        let name = |at: usize| kept.get(at).and_then(|kept| kept.rank.get(1)).cloned().unwrap_or_default();
        let conflicts = settled.conflicts.iter();
        let mut doubts: Vec<String> =
            conflicts.map(|(at, message)| format!("{}: {}: {message}", name(*at), Code::IdentityConflict)).collect();
        let mut agencies: BTreeMap<String, Kept<T>> = BTreeMap::new();
        for (agency, kept) in settled.agencies.into_iter().zip(kept) {
            let kept = match agencies.remove(&agency) {
                Some(other) => self.later(other, kept),
                None => kept,
            };
            agencies.insert(agency, kept);
        }
        let mut kept: Vec<Kept<T>> = agencies.into_values().collect();
        kept.sort_by_key(|kept| kept.position);
        doubts.append(&mut self.ties);
        let records = kept.into_iter().map(|kept| (kept.tag, kept.record)).collect();
        Chosen { records, dropped: self.dropped, doubts }
    }
}

/// What a selection held back until its end.
#[derive(Debug)]
pub struct Chosen<T> {
    /// The records.
    pub records: Vec<(T, Value)>,
    /// How many were not wanted.
    pub dropped: u64,
    /// What is doubted about whose they are and which is the latest.
    pub doubts: Vec<String>,
}
