//! The form file as it is written: TOML tables with their places, before any rule is checked.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForm {
    pub form: RawHead,
    #[serde(default)]
    pub column_titles: BTreeMap<String, String>,
    #[serde(default)]
    pub value_titles: BTreeMap<String, String>,
    #[serde(default)]
    pub table_titles: BTreeMap<String, String>,
    #[serde(default)]
    pub identity: RawIdentity,
    #[serde(default, rename = "label")]
    pub labels: Vec<Spanned<RawLabel>>,
    #[serde(default, rename = "note")]
    pub notes: Vec<RawNote>,
    #[serde(default, rename = "check")]
    pub checks: Vec<Spanned<RawCheck>>,
    #[serde(default, rename = "table")]
    pub tables: Vec<Spanned<RawTable>>,
    pub checklist: Option<RawChecklist>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHead {
    pub id: String,
    pub schema_version: u32,
    pub title: String,
    pub titles: Vec<String>,
    #[serde(default)]
    pub not: Vec<String>,
    #[serde(default)]
    pub fit: super::Fit,
}

/// Which fields tell whose disclosure a record is, and of which day.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIdentity {
    pub code: Option<Spanned<String>>,
    pub name: Option<Spanned<String>>,
    pub updated_on: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLabel {
    pub id: Option<Spanned<String>>,
    #[serde(rename = "in")]
    pub parent: Option<Spanned<String>>,
    pub text: Spanned<Vec<String>>,
    #[serde(default)]
    pub part: super::Part,
    pub column: Option<Spanned<String>>,
    #[serde(rename = "type")]
    pub kind: Option<Spanned<super::FieldKind>>,
    pub pointer: Option<Spanned<String>>,
    #[serde(default)]
    pub required: bool,
    pub digits: Option<Spanned<usize>>,
    #[serde(default)]
    pub bounds: bool,
    #[serde(default)]
    pub options: Vec<Spanned<RawOption>>,
    #[serde(default)]
    pub detail_text: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawOption {
    pub id: String,
    pub text: Vec<String>,
    pub detail: Option<String>,
    #[serde(default)]
    pub detail_text: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    #[serde(default)]
    pub text: Vec<String>,
    pub pointer: Spanned<String>,
    #[serde(default)]
    pub single: bool,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub skip: Vec<String>,
    #[serde(default, rename = "column")]
    pub columns: Vec<Spanned<RawColumn>>,
    #[serde(default, rename = "row")]
    pub rows: Vec<RawHeading>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawHeading {
    pub key: Spanned<String>,
    pub text: Spanned<Vec<String>>,
    #[serde(default)]
    pub under: Vec<String>,
}

/// Written out and not flattened: serde then knows every key, and names them where one is misspelt.
#[derive(Debug, Deserialize)]
#[serde(from = "RawColumnKeys")]
pub(super) struct RawColumn {
    pub heading: RawHeading,
    pub kind: super::FieldKind,
    pub optional: bool,
    pub carry: bool,
    pub digits: Option<Spanned<usize>>,
    pub bounds: bool,
    pub options: Vec<Spanned<RawOption>>,
    pub detail_text: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawColumnKeys {
    key: Spanned<String>,
    text: Spanned<Vec<String>>,
    #[serde(default)]
    under: Vec<String>,
    #[serde(rename = "type")]
    kind: super::FieldKind,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    carry: bool,
    digits: Option<Spanned<usize>>,
    #[serde(default)]
    bounds: bool,
    #[serde(default)]
    options: Vec<Spanned<RawOption>>,
    #[serde(default)]
    detail_text: Vec<String>,
}

impl From<RawColumnKeys> for RawColumn {
    fn from(raw: RawColumnKeys) -> Self {
        let RawColumnKeys { key, text, under, kind, optional, carry, digits, bounds, options, detail_text } = raw;
        Self { heading: RawHeading { key, text, under }, kind, optional, carry, digits, bounds, options, detail_text }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawNote {
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub rule: super::Rule,
    pub code: Spanned<String>,
    pub pointers: Vec<Spanned<String>>,
    pub option: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChecklist {
    pub pointer: String,
    pub caption: String,
    pub titles: Vec<String>,
    pub number: Vec<String>,
    pub item: Vec<String>,
    pub done: Vec<String>,
    pub planned: Vec<String>,
    #[serde(default, rename = "section")]
    pub sections: Vec<RawSection>,
    #[serde(default, rename = "edition")]
    pub editions: Vec<RawEdition>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub id: String,
    pub text: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEdition {
    pub edition: String,
    #[serde(default, rename = "section")]
    pub sections: Vec<RawEditionSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEditionSection {
    pub id: Spanned<String>,
    pub items: Vec<String>,
}
