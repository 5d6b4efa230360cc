//! Which records an export takes: of some agencies, since some day, or the latest of each agency.
//!
//! Stands between the records and the exporter. Agency and day are told by the form's [`crate::form::Identity`].

use crate::form::{Form, LeafId};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// What a user asks for; without anything, every record.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only the latest record of each agency.
    pub latest: bool,
    /// Only records updated on this day or later; those without a date are left out.
    pub since: Option<Date>,
    /// Only records of these agencies, by code or by name.
    pub agencies: Vec<String>,
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
    latest: HashMap<Agency, Kept<T>>,
    seen: usize,
    dropped: u64,
}

/// Code, else name, else the document's own position: what names no agency stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Agency {
    Code(String),
    Name(String),
    Unknown(usize),
}

#[derive(Debug)]
struct Kept<T> {
    position: usize,
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
        Ok(Self { wanted, code, name, updated_on, latest: HashMap::new(), seen: 0, dropped: 0 })
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
        let is_named = |agency: &String| [&code, &name].into_iter().flatten().any(|own| own == agency);
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
        let agency = code.map(Agency::Code).or(name.map(Agency::Name)).unwrap_or(Agency::Unknown(position));
        let source = |pointer: &str| record.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let rank = [day.unwrap_or_default(), source("/source/name"), source("/source/sha256")];
        if self.latest.get(&agency).is_some_and(|kept| kept.rank >= rank) {
            self.dropped += 1;
            return None;
        }
        if self.latest.insert(agency, Kept { position, rank, tag, record }).is_some() {
            self.dropped += 1;
        }
        None
    }

    /// The records that were held back, in the order of the input, and how many were not wanted.
    #[must_use]
    pub fn finish(self) -> (Vec<(T, Value)>, u64) {
        let mut kept: Vec<Kept<T>> = self.latest.into_values().collect();
        kept.sort_by_key(|kept| kept.position);
        (kept.into_iter().map(|kept| (kept.tag, kept.record)).collect(), self.dropped)
    }
}
