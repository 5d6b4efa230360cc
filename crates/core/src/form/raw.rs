//! The form file as it is written: TOML tables with their places, before any rule is checked.

use crate::diagnostic::Severity;
use crate::text::values::code::CheckDigit;
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
    #[serde(default, rename = "answers")]
    pub answers: Vec<Spanned<RawAnswers>>,
    #[serde(default)]
    pub checklist: RawChecklists,
}

/// A set of answers, which any number of fields and checklists have.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswers {
    pub id: Spanned<String>,
    #[serde(default, rename = "answer")]
    pub answers: Vec<Spanned<RawAnswer>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawAnswer {
    pub id: Spanned<String>,
    pub text: Vec<String>,
}

/// `[checklist]` is the annexed checklist with editions, `[[checklist]]` are lists of items of any kind.
#[derive(Debug, Default)]
pub(super) struct RawChecklists {
    pub annexed: Option<RawChecklist>,
    pub lists: Vec<Spanned<RawItems>>,
}

impl<'de> Deserialize<'de> for RawChecklists {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = RawChecklists;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("[checklist] or [[checklist]]")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let annexed = RawChecklist::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(RawChecklists { annexed: Some(annexed), lists: Vec::new() })
            }

            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut lists = Vec::new();
                while let Some(list) = seq.next_element()? {
                    lists.push(list);
                }
                Ok(RawChecklists { annexed: None, lists })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// A list of items, each with a status.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawItems {
    #[serde(default)]
    pub text: Vec<String>,
    pub pointer: Spanned<String>,
    #[serde(default)]
    pub section_heading: Vec<String>,
    #[serde(default)]
    pub number: Vec<String>,
    pub item: Spanned<Vec<String>>,
    pub answers: Option<Spanned<String>>,
    #[serde(default)]
    pub status: Vec<String>,
    #[serde(default)]
    pub optional: bool,
    #[serde(default)]
    pub skip: Vec<String>,
    #[serde(default, rename = "section")]
    pub sections: Vec<Spanned<RawSection>>,
    #[serde(default, rename = "column")]
    pub columns: Vec<Spanned<RawColumn>>,
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
    pub fit: super::LeastFit,
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
    pub before: Option<Spanned<bool>>,
    #[serde(rename = "type")]
    pub kind: Option<Spanned<super::FieldKind>>,
    pub pointer: Option<Spanned<String>>,
    #[serde(default)]
    pub required: bool,
    pub digits: Option<Spanned<usize>>,
    pub check_digit: Option<Spanned<CheckDigit>>,
    pub answers: Option<Spanned<String>>,
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
    pub stub: bool,
    pub digits: Option<Spanned<usize>>,
    pub check_digit: Option<Spanned<CheckDigit>>,
    pub answers: Option<Spanned<String>>,
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
    #[serde(default)]
    stub: bool,
    digits: Option<Spanned<usize>>,
    check_digit: Option<Spanned<CheckDigit>>,
    answers: Option<Spanned<String>>,
    #[serde(default)]
    bounds: bool,
    #[serde(default)]
    options: Vec<Spanned<RawOption>>,
    #[serde(default)]
    detail_text: Vec<String>,
}

impl From<RawColumnKeys> for RawColumn {
    fn from(raw: RawColumnKeys) -> Self {
        let RawColumnKeys { key, text, under, kind, optional, carry, digits, check_digit, answers, .. } = raw;
        let RawColumnKeys { bounds, options, detail_text, stub, .. } = raw;
        let heading = RawHeading { key, text, under };
        Self { heading, kind, optional, carry, stub, digits, check_digit, answers, bounds, options, detail_text }
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
    pub severity: Option<Severity>,
    pub message: Option<String>,
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
    #[serde(default)]
    pub undone: Vec<String>,
    #[serde(default, rename = "section")]
    pub sections: Vec<Spanned<RawSection>>,
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
