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
