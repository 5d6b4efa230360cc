//! Confidence: how probable it is that a value of a record is right, from what is known of how it was read.
//!
//! Stands behind the record, and changes nothing of it. [`signs`] lists for each leaf what is known ([`features`]); a logistic model
//! that is data (`model.toml`) weighs it. The model is fitted on invented documents by `tests/truth/confidence.py`; docs/confidence.md
//! says how well it tells right from wrong on others.

mod features;

pub use features::{Signs, signs};

use crate::form::Form;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The model as it lies in the repository.
const MODEL: &str = include_str!("model.toml");

/// Probabilities are given to so many parts: more digits would say more than the model knows.
const PARTS: f64 = 10_000.0;

/// Weights, in the order of their sum, that are too small to be a reason.
const LEAST_REASON: f64 = 0.4;

/// How many reasons are named at most.
const MOST_REASONS: usize = 3;

/// What weighs how much.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Model {
    /// What a leaf is looked at below, where nothing else is asked for.
    pub review_below: f64,
    /// Where the sum of weights begins.
    pub bias: f64,
    /// The weight of each sign; those that are not named weigh nothing.
    pub weights: BTreeMap<String, f64>,
}

/// The model of this program. A released model is valid TOML: a test loads it.
pub static BUILT_IN: LazyLock<Model> = LazyLock::new(|| {
    toml::from_str(MODEL).unwrap_or_else(|_| Model { review_below: 0.0, bias: 0.0, weights: BTreeMap::new() })
});

/// A leaf with the chance that it is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The leaf's name, see [`crate::leaves`].
    pub name: String,
    /// Where it stands in the record.
    pub pointer: String,
    /// The chance, from 0 to 1.
    pub probability: f64,
    /// The signs that speak most against it, the weightiest first.
    pub reasons: Vec<String>,
}

impl Model {
    /// The chance that a leaf with these signs is right.
    #[must_use]
    pub fn probability(&self, signs: &[String]) -> f64 {
        let sum: f64 = self.bias + signs.iter().filter_map(|sign| self.weights.get(sign)).sum::<f64>();
        ((1.0 / (1.0 + (-sum).exp())) * PARTS).round() / PARTS
    }

    /// The signs that speak against it, the weightiest first.
    fn reasons(&self, signs: &[String]) -> Vec<String> {
        let mut against: Vec<(f64, &String)> =
            signs.iter().filter_map(|sign| Some((*self.weights.get(sign)?, sign))).collect();
        against.retain(|(weight, sign)| *weight < -LEAST_REASON && is_for_people(sign));
        against.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(other.1)));
        let mut reasons: Vec<String> = Vec::new();
        for (_, sign) in against {
            // That a doubt is a warning is told with the doubt.
            let sign = sign.replacen("warned:", "code:", 1);
            if reasons.len() < MOST_REASONS && !reasons.contains(&sign) {
                reasons.push(sign);
            }
        }
        reasons
    }
}

/// Judges every leaf of a record, in the form's order.
#[must_use]
pub fn judge(form: &Form, record: &Value) -> Vec<Judged> {
    let model = &*BUILT_IN;
    let judged = signs(form, record).into_iter().map(|Signs { name, pointer, signs }| Judged {
        probability: model.probability(&signs),
        reasons: model.reasons(&signs),
        name,
        pointer,
    });
    judged.collect()
}

/// Adds a `review.uncertain` for each leaf that is less probable than `below` and that nobody has settled; says how many.
pub fn doubt(form: &Form, record: &mut Value, below: f64) -> u64 {
    let is_open = |judged: &Judged| {
        let evidence = record.get("evidence").and_then(|evidence| evidence.get(&judged.pointer));
        judged.probability < below && evidence.is_none_or(|entry| entry.get("review").is_none())
    };
    let mut uncertain = judge(form, record);
    uncertain.retain(is_open);
    let count = uncertain.len() as u64;
    if let Some(diagnostics) = record.get_mut("diagnostics").and_then(Value::as_array_mut) {
        let code = crate::diagnostic::Code::ReviewUncertain;
        diagnostics.extend(uncertain.into_iter().map(|judged| {
            let percent = (judged.probability * 1000.0).floor() / 10.0;
            let reasons: Vec<String> = judged.reasons.iter().map(|sign| words(sign)).collect();
            let why = if reasons.is_empty() { String::new() } else { format!(": {}", reasons.join("; ")) };
            let message = format!("the chance that it is right is {percent:.1} %{why}");
            json!({ "code": code, "severity": code.severity(), "pointer": judged.pointer, "message": message })
        }));
    }
    count
}

/// Whether a sign is a reason to tell: not two signs at once, nor a diagnostic's own words, which stand beside it.
fn is_for_people(sign: &str) -> bool {
    !sign.contains('×') && !sign.starts_with("why:")
}

/// What a sign says, for people.
#[must_use]
pub fn words(sign: &str) -> String {
    let (kind, what) = sign.split_once(':').unwrap_or(("", sign));
    match (kind, what) {
        ("code" | "warned", code) => {
            let meaning = crate::diagnostic::Code::from_name(code);
            let summary = crate::diagnostic::CODES.iter().find(|known| Some(known.code) == meaning);
            summary.map_or(code.to_owned(), |meaning| meaning.summary.trim_end_matches('.').to_owned())
        }
        ("item", what) => format!("its item is {what}"),
        ("shape", what) => format!("few values look so ({what})"),
        ("source", what) => format!("documents of this kind ({what}) are read less surely"),
        ("type", what) => format!("values of this type ({what}) are read less surely"),
        ("null", "missing") => "its label was not found".to_owned(),
        ("null", "blank") => "nothing was found beside its label".to_owned(),
        ("value", "unplaced") => "it is not known where it stands".to_owned(),
        ("raw", "other") => "the text as read is not the value".to_owned(),
        ("raw", "long") => "the text as read is longer than the value".to_owned(),
        ("raw", "scattered") => "it was put together from several places".to_owned(),
        ("raw", "lines") => "it goes over several lines".to_owned(),
        ("raw", "shared") => "other values were read from the same place".to_owned(),
        ("said", "nothing") => "nothing was said of it".to_owned(),
        ("said", "info") => "something was noted about it".to_owned(),
        ("said", _) => "a warning is about it".to_owned(),
        ("near", _) => "a warning is about a value near it".to_owned(),
        ("ocr", most) => format!("characters read from a picture are unsure ({most})"),
        ("doc", what) => format!("the document as a whole is doubtful ({what})"),
        _ => sign.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_loads_and_its_signs_have_words() {
        let model: Model = toml::from_str(MODEL).unwrap();
        assert!(model.review_below > 0.5 && model.weights.len() > 20);
        for sign in model.weights.keys().filter(|sign| is_for_people(sign)) {
            assert_ne!(words(sign), *sign, "{sign}");
        }
    }

    #[test]
    fn a_probability_follows_the_weights() {
        let weights = BTreeMap::from([("code:a".to_owned(), -3.0), ("type:b".to_owned(), 0.5)]);
        let model = Model { review_below: 0.9, bias: 2.0, weights };
        let of = |signs: &[&str]| model.probability(&signs.iter().map(|sign| (*sign).to_owned()).collect::<Vec<_>>());
        assert!(of(&[]) > of(&["code:a"]) && of(&["type:b"]) > of(&["unknown"]));
        assert_eq!(of(&[]), 0.8808);
        assert_eq!(model.reasons(&["type:b".to_owned(), "code:a".to_owned()]), ["code:a"]);
    }
}
