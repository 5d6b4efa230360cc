//! Corrections: what people said of values, kept for ever and laid over what is read.
//!
//! A correction belongs to a content (its SHA-256, of several disclosures in it one) and a leaf (its name, see [`crate::leaves`]). Rows are only ever added; who
//! changes his mind says a new word. [`in_force`] tells which words hold, [`apply`] brings the form's tables in line with them,
//! [`overlay`] the records, and [`agree`] compares them with what is read. The reading itself stays as it is.

mod agree;
mod apply;
mod in_force;
mod lines;
mod overlay;
mod table;
mod words;

pub use agree::{Agreement, Compared};
pub use lines::{CorrectionsError, read_corrections, write_corrections};
pub use table::Added;

pub(super) use apply::{apply, apply_all};
pub(super) use overlay::{overlay, without_doubts};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a person said of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CorrectionKind {
    /// It is another one.
    Corrected,
    /// It is right as it was read.
    Accepted,
    /// The document does not say.
    NotInDocument,
    /// What this person said before is taken back.
    Withdrawn,
}

impl CorrectionKind {
    /// Its name in the database and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Corrected => "corrected",
            Self::Accepted => "accepted",
            Self::NotInDocument => "not-in-document",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Corrected, Self::Accepted, Self::NotInDocument, Self::Withdrawn].into_iter().find(|k| k.name() == name)
    }
}

/// A word of a person on a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// SHA-256 of the document's bytes, in hex.
    pub sha256: String,
    /// Which of several disclosures in the document, from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub part: u32,
    /// The leaf, by its name.
    pub pointer: String,
    /// What is said.
    pub kind: CorrectionKind,
    /// The value as it was read then.
    pub read: Value,
    /// The right value.
    pub value: Value,
    /// Who says so.
    pub who: String,
    /// When, UTC.
    pub at: String,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Correction {
    /// What corrections are sorted by.
    fn key(&self) -> (&str, u32, &str, &str, &str, CorrectionKind, String) {
        (&self.sha256, self.part, &self.pointer, &self.at, &self.who, self.kind, self.value.to_string())
    }
}

fn first() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_first(part: &u32) -> bool {
    *part == 1
}

/// The moment, to the microsecond: two words of one person on one value have an order.
#[must_use]
pub fn moment() -> String {
    let now = jiff::Timestamp::now().round(jiff::Unit::Microsecond).unwrap_or_default();
    format!("{now:.6}")
}
