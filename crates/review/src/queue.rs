//! The queue: documents, or values, that a person should look at, filtered and in parts.

use super::fields::{percent, shown};
use super::library::{Library, QueueEntry};
use super::words::Language;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Rows of one part.
const ROWS: usize = 100;

/// What is wanted of the queue: the query of its address.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Filter {
    pub q: String,
    pub agency: String,
    pub form: String,
    pub kind: String,
    pub code: String,
    pub state: String,
    pub view: String,
    pub from: usize,
}

/// A filter that is offered.
#[derive(Debug, Serialize)]
pub(super) struct OfferedFilter {
    name: &'static str,
    title: String,
    chosen: String,
    options: Vec<Named>,
}

#[derive(Debug, Serialize)]
struct Named {
    value: String,
    title: String,
}

/// A row of the queue: a document or a value.
#[derive(Debug, Default, Serialize)]
pub(super) struct QueueRow {
    pub href: String,
    pub document: String,
    pub agency: String,
    pub updated: String,
    pub kind: String,
    pub percent: String,
    pub done: usize,
    pub all: usize,
    pub is_new: bool,
    pub is_changed: bool,
    pub title: String,
    pub value: String,
    pub reasons: String,
    pub state: String,
    pub level: &'static str,
}

/// How much is looked at.
#[derive(Debug, Clone, Serialize)]
pub(super) struct QueueProgress {
    pub done: usize,
    pub all: usize,
    pub text: String,
}

impl QueueProgress {
    pub fn new(language: Language, (done, all): (usize, usize)) -> Self {
        let text = language.word("progress").replacen("{}", &done.to_string(), 1).replacen("{}", &all.to_string(), 1);
        Self { done, all, text }
    }
}

impl Filter {
    /// Whether a document is meant.
    fn takes(&self, entry: &QueueEntry) -> bool {
        let is = |wanted: &str, own: &str| wanted.is_empty() || wanted == own;
        let (done, all) = entry.progress();
        let in_state = match self.state.as_str() {
            "open" => done < all,
            "done" => all > 0 && done == all,
            "new" => entry.met.is_new,
            "changed" => entry.met.is_changed,
            _ => true,
        };
        let has_code = self.code.is_empty() || entry.doubts.iter().any(|doubt| self.has_code(doubt));
        in_state
            && has_code
            && is(&self.agency, entry.agency.as_deref().unwrap_or_default())
            && is(&self.form, &entry.form)
            && is(&self.kind, &entry.media_type)
    }

    fn has_code(&self, doubt: &super::doubts::KnownLeaf) -> bool {
        self.code.is_empty() || doubt.codes.iter().any(|(code, _)| *code == self.code)
    }

    fn finds(&self, texts: &[&str]) -> bool {
        let wanted = self.q.trim().to_lowercase();
        wanted.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&wanted))
    }

    /// The query of this filter, with another view or part.
    pub fn link(&self, view: &str, from: usize) -> String {
        let pairs = [
            ("q", self.q.as_str()),
            ("agency", &self.agency),
            ("form", &self.form),
            ("kind", &self.kind),
            ("code", &self.code),
            ("state", &self.state),
            ("view", view),
        ];
        let mut parts: Vec<String> = pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", quoted(value)))
            .collect();
        if from > 0 {
            parts.push(format!("from={from}"));
        }
        parts.join("&")
    }

    /// The part of rows that is wanted, and where the next begins.
    pub fn part(&self, rows: Vec<QueueRow>) -> (Vec<QueueRow>, Option<usize>) {
        let next = self.from.saturating_add(ROWS);
        let more = (rows.len() > next).then_some(next);
        (rows.into_iter().skip(self.from).take(ROWS).collect(), more)
    }
}

/// A text as a part of a query.
fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

impl Library {
    /// The rows of documents.
    pub(super) fn documents(&self, filter: &Filter) -> Vec<QueueRow> {
        let row = |entry: &QueueEntry| {
            let (done, all) = entry.progress();
            QueueRow {
                href: format!("/document/{}", entry.key),
                document: entry.name.clone(),
                agency: entry.agency.clone().unwrap_or_default(),
                updated: entry.updated_on.clone().unwrap_or_default(),
                kind: entry.media_type.clone(),
                percent: entry.lowest().map(percent).unwrap_or_default(),
                is_new: entry.met.is_new,
                is_changed: entry.met.is_changed,
                done,
                all,
                ..QueueRow::default()
            }
        };
        let is_found = |entry: &&QueueEntry| {
            let values =
                entry.doubts.iter().flat_map(|doubt| [doubt.title.as_str(), doubt.value.as_str().unwrap_or_default()]);
            let texts: Vec<&str> =
                [entry.name.as_str(), entry.agency.as_deref().unwrap_or_default()].into_iter().chain(values).collect();
            filter.takes(entry) && filter.finds(&texts)
        };
        self.entries.iter().filter(is_found).map(row).collect()
    }

    /// The rows of values, the least probable first.
    pub(super) fn values(&self, filter: &Filter, language: Language) -> Vec<QueueRow> {
        let mut rows = Vec::new();
        for entry in self.entries.iter().filter(|entry| filter.takes(entry)) {
            for doubt in entry.doubts.iter().filter(|doubt| filter.has_code(doubt)) {
                let said = entry.settled.get(&doubt.name);
                let is_wanted = match filter.state.as_str() {
                    "done" => said.is_some(),
                    "open" | "" => said.is_none(),
                    _ => true,
                };
                let form = self.forms.get(&entry.form).unwrap_or(self.forms.first());
                let value = shown(form, language, doubt.kind, &doubt.value);
                let agency = entry.agency.as_deref().unwrap_or_default();
                if !is_wanted || !filter.finds(&[&entry.name, agency, &doubt.title, &value]) {
                    continue;
                }
                let codes = doubt.codes.iter().map(|(code, _)| language.code(code));
                let signs =
                    doubt.reasons.iter().filter(|sign| !sign.starts_with("code:")).map(|sign| language.sign(sign));
                let reasons: BTreeSet<String> = codes.chain(signs).collect();
                rows.push((
                    doubt.probability,
                    QueueRow {
                        href: format!("/document/{}?leaf={}", entry.key, quoted(&doubt.name)),
                        document: entry.name.clone(),
                        title: doubt.title.clone(),
                        value,
                        reasons: reasons.into_iter().collect::<Vec<_>>().join("; "),
                        percent: percent(doubt.probability),
                        state: said.map(|said| language.word(&said.state)).unwrap_or_default(),
                        level: "low",
                        ..QueueRow::default()
                    },
                ));
            }
        }
        rows.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        rows.into_iter().map(|(_, row)| row).collect()
    }

    /// The filters that the documents offer.
    pub(super) fn choices(&self, filter: &Filter, language: Language) -> Vec<OfferedFilter> {
        let named = |values: BTreeSet<String>, title: &dyn Fn(&str) -> String| {
            let values = values.into_iter().filter(|value| !value.is_empty());
            values.map(|value| Named { title: title(&value), value }).collect::<Vec<_>>()
        };
        let plain = |value: &str| value.to_owned();
        let of = |part: fn(&QueueEntry) -> String| self.entries.iter().map(part).collect::<BTreeSet<_>>();
        let codes = self.entries.iter().flat_map(|entry| &entry.doubts).flat_map(|doubt| &doubt.codes);
        let codes: BTreeSet<String> = codes.map(|(code, _)| code.clone()).collect();
        let states = ["open", "done", "new", "changed"]
            .map(|state| Named { value: state.to_owned(), title: language.word(state) });
        let choice = |name, chosen: &str, options| OfferedFilter {
            name,
            title: language.word(name),
            chosen: chosen.to_owned(),
            options,
        };
        vec![
            choice("agency", &filter.agency, named(of(|entry| entry.agency.clone().unwrap_or_default()), &plain)),
            choice("form", &filter.form, named(of(|entry| entry.form.clone()), &plain)),
            choice("kind", &filter.kind, named(of(|entry| entry.media_type.clone()), &plain)),
            choice("code", &filter.code, named(codes, &|code| format!("{code} {}", language.code(code)))),
            choice("state", &filter.state, states.into()),
        ]
    }
}
