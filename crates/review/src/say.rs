//! What a person says on the page: checked, and in the database before the answer goes out.

use super::library::{Library, LibraryError, of_key};
use crate::dataset::{Correction, CorrectionKind, moment};
use crate::leaves::leaves;
use serde::Deserialize;
use serde_json::Value;

/// The note of a word that takes the last one back.
pub(super) const UNDO: &str = "undo";

/// Characters that a name or a note may have.
const LONGEST: usize = 2_000;

/// A word, as the page sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SaidWord {
    /// The page of the disclosure: its content's hash, and which of several.
    pub sha256: String,
    pub who: String,
    pub pointer: String,
    pub kind: CorrectionKind,
    pub value: Value,
    #[serde(default)]
    pub note: Option<String>,
}

/// Whose last word on a document is taken back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Back {
    pub sha256: String,
    pub who: String,
}

/// Why a word is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotSaid {
    /// It makes no sense.
    #[error("{0}")]
    Refused(&'static str),
    /// The database can't be used.
    #[error("{0}")]
    Library(#[from] LibraryError),
}

impl From<crate::dataset::DatasetError> for NotSaid {
    fn from(error: crate::dataset::DatasetError) -> Self {
        Self::Library(error.into())
    }
}

impl Library {
    /// Keeps a word; gives the name of the leaf it is about.
    pub(super) fn say(&mut self, word: SaidWord) -> Result<String, NotSaid> {
        let SaidWord { sha256: key, who, pointer, kind, value, note } = word;
        let who = name(&who)?;
        let note = note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty() && note != UNDO);
        if note.as_ref().is_some_and(|note| note.len() > LONGEST) {
            return Err(NotSaid::Refused("the note is too long"));
        }
        let stored = self.stored(&key)?.ok_or(NotSaid::Refused("there is no such document"))?;
        let form = std::sync::Arc::clone(self.form_of(&stored.record));
        let all = leaves(&form, &stored.record);
        let leaf = all.iter().find(|leaf| leaf.name == pointer).ok_or(NotSaid::Refused("there is no such value"))?;
        let review =
            stored.record.get("evidence").and_then(|evidence| evidence.get(&leaf.pointer)?.pointer("/review/read"));
        let read = review.unwrap_or(leaf.value).clone();
        let value = match kind {
            CorrectionKind::Accepted if value == read => value,
            // Another import has read it otherwise since the page was opened.
            CorrectionKind::Accepted => return Err(NotSaid::Refused("it is read otherwise now; open the page again")),
            CorrectionKind::Corrected => leaf.kind.settled(&form, trimmed(value)),
            CorrectionKind::NotInDocument => {
                leaf.kind.nothing(&form).ok_or(NotSaid::Refused("this value is in every document"))?
            }
            CorrectionKind::Withdrawn => return Err(NotSaid::Refused("a word is taken back with undo")),
        };
        if !leaf.kind.allows(&form, &value) {
            return Err(NotSaid::Refused("the value is none that this field can have"));
        }
        // What is typed as it was read is accepted.
        let kind = if kind == CorrectionKind::Corrected && value == read { CorrectionKind::Accepted } else { kind };
        let (sha256, part) = of_key(&key);
        let (sha256, at) = (sha256.to_owned(), moment());
        let correction = Correction { sha256, part, pointer: pointer.clone(), kind, read, value, who, at, note };
        self.database.correct(&self.forms, &[correction])?;
        self.said(&key)?;
        Ok(pointer)
    }

    /// Takes a person's last word on a document back; gives the name of the leaf it was about.
    pub(super) fn undo(&mut self, back: &Back) -> Result<String, NotSaid> {
        let who = name(&back.who)?;
        let (sha256, part) = of_key(&back.sha256);
        let words = self.database.corrections_of(sha256, part)?;
        let mut held: Vec<Correction> = Vec::new();
        for word in words.into_iter().filter(|word| word.who == who) {
            if word.kind == CorrectionKind::Withdrawn || word.note.as_deref() == Some(UNDO) {
                let at = held.iter().rposition(|other| other.pointer == word.pointer);
                at.map(|at| held.remove(at));
            } else {
                held.push(word);
            }
        }
        let last = held.pop().ok_or(NotSaid::Refused("there is nothing to undo"))?;
        let pointer = last.pointer.clone();
        let before = held.into_iter().rev().find(|word| word.pointer == pointer);
        let at = moment();
        let again = match before {
            Some(before) => Correction { at, note: Some(UNDO.to_owned()), ..before },
            None => Correction {
                at,
                kind: CorrectionKind::Withdrawn,
                note: Some(UNDO.to_owned()),
                value: Value::Null,
                ..last
            },
        };
        self.database.correct(&self.forms, &[again])?;
        self.said(&back.sha256)?;
        Ok(pointer)
    }
}

fn name(who: &str) -> Result<String, NotSaid> {
    let who = who.trim();
    match who.chars().count() {
        0 => Err(NotSaid::Refused("write your name first")),
        1..=200 => Ok(who.to_owned()),
        _ => Err(NotSaid::Refused("the name is too long")),
    }
}

fn trimmed(value: Value) -> Value {
    match value {
        Value::String(text) if text.trim().is_empty() => Value::Null,
        Value::String(text) => text.trim().into(),
        other => other,
    }
}
