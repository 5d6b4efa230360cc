//! The record: what a disclosure becomes, and how it is written as JSON.
//!
//! Values stand by the form's leaves; the form's shape nests them when the record is serialized. Key
//! order, and so every byte, follows from the form file and the document alone.

mod parse;

pub use parse::ParseError;

use crate::diagnostic::Diagnostic;
use crate::document::Rect;
use crate::form::{Form, Layout, LeafId, LeafKind, Shape, TableId};
pub use crate::text::values::decimal::Decimal;
use crate::text::values::sum::Bound;
pub use crate::text::values::tiers::Tier;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::sync::Arc;

/// The value of a leaf.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// The document does not say.
    #[default]
    Null,
    /// Text, never empty.
    Text(String),
    /// A whole number.
    Integer(u64),
    /// A number with decimals.
    Decimal(Decimal),
    /// A calendar date.
    Date(jiff::civil::Date),
    /// Yes or no.
    Boolean(bool),
    /// Option ids, prefecture names or texts.
    List(Vec<Cow<'static, str>>),
    /// Fees with their conditions.
    Tiers(Vec<Tier>),
}

impl Value {
    /// The text, where it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, where it is one.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The date, where it is one.
    #[must_use]
    pub fn as_date(&self) -> Option<jiff::civil::Date> {
        match self {
            Self::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// The options or prefectures, where it is a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Cow<'static, str>]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    /// Whether the document says something.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        !matches!(self, Self::Null)
            && !matches!(self, Self::List(list) if list.is_empty())
            && !matches!(self, Self::Tiers(tiers) if tiers.is_empty())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Integer(number) => serializer.serialize_u64(*number),
            Self::Decimal(number) => number.serialize(serializer),
            Self::Date(date) => serializer.collect_str(date),
            Self::Boolean(is_so) => serializer.serialize_bool(*is_so),
            Self::List(items) => items.serialize(serializer),
            Self::Tiers(tiers) => serializer.collect_seq(tiers.iter().map(TierNode)),
        }
    }
}

/// A fee of several as a record has it: every key, whether it says something or not.
struct TierNode<'a>(&'a Tier);

impl Serialize for TierNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Tier { condition, ends, amount, bound, per } = self.0;
        let is_out = |end: Option<(Decimal, bool)>| end.is_some_and(|(_, is_out)| is_out);
        let excludes = match (is_out(ends.from), is_out(ends.to)) {
            (false, false) => None,
            (true, false) => Some("from"),
            (false, true) => Some("to"),
            (true, true) => Some("both"),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("condition", condition)?;
        map.serialize_entry("from", &ends.from.map(|(number, _)| number))?;
        map.serialize_entry("to", &ends.to.map(|(number, _)| number))?;
        map.serialize_entry("excludes", &excludes)?;
        map.serialize_entry("unit", &ends.unit)?;
        map.serialize_entry("amount", amount)?;
        map.serialize_entry("bound", &bound.map(Bound::name))?;
        map.serialize_entry("per", per)?;
        map.end()
    }
}

/// The input of a record.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourceInfo {
    /// File name as given.
    pub name: String,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// IANA media type.
    pub media_type: Cow<'static, str>,
    /// Page count, for paged sources.
    pub pages: Option<u32>,
    /// Which disclosure it is, where the document holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<SourcePart>,
}

/// One of several disclosures in a document.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourcePart {
    /// Its number, 1-based.
    pub no: usize,
    /// How many the document holds.
    pub of: usize,
    /// Its first and last page, for paged sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<[u32; 2]>,
}

/// How probable the characters of a value are that was read from a picture, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Confidence {
    /// The least probable one.
    #[serde(serialize_with = "hundredths")]
    pub lowest: f32,
    /// The mean.
    #[serde(serialize_with = "hundredths")]
    pub mean: f32,
}

/// Probabilities are given to the hundredth: more digits are noise of the network's arithmetic.
fn hundredths<S: Serializer>(value: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((f64::from(*value) * 100.0).round() / 100.0)
}

/// Where a value was read.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize)]
pub struct Evidence {
    /// The text as the input has it.
    pub raw: String,
    /// The page, 1-based.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The rectangle on that page, in PDF points, origin top left.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "bbox")]
    pub bbox: Option<Rect>,
    /// First and last line, 1-based, for text sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<[u32; 2]>,
    /// The cells or paragraphs, for Word, HTML and spreadsheets, parted by `; `: `Sheet1!C7`, `table 2, row 3, cell 1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// How sure its characters are, where they were read from a page's picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ocr: Option<Confidence>,
    /// Whether it stands on several lines of a page; the record itself does not say.
    #[serde(skip)]
    pub is_wrapped: bool,
}

/// Points are given to the hundredth: more digits are noise of the layout's arithmetic.
fn bbox<S: Serializer>(rect: &Option<Rect>, serializer: S) -> Result<S::Ok, S::Error> {
    let round = |value: f32| (f64::from(value) * 100.0).round() / 100.0;
    rect.map(|rect| [rect.x0, rect.y0, rect.x1, rect.y1].map(round)).serialize(serializer)
}

/// How an item of the checklist is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Only the done cell is marked.
    Done,
    /// Only the planned cell is marked.
    Planned,
    /// Neither is.
    Unmarked,
    /// Both are.
    Conflict,
}

/// An item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Item {
    /// Its number as printed.
    pub no: u32,
    /// Its text without annotation marks.
    pub text: String,
    /// How it is marked.
    pub status: Status,
    /// What stands in the brackets of the planned cell.
    pub plan: Option<String>,
}

/// A section of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// Its id; `unknown` for a title that the form does not have, what the title says where it has not the edition.
    pub id: Arc<str>,
    /// Its title as printed, null where none is.
    pub title: Option<String>,
    /// Its items in document order.
    pub items: Vec<Item>,
}

/// The checklist, besides the fields that stand among the leaves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checklist {
    /// The guideline's edition, such as `5.2`.
    pub guideline_edition: Option<String>,
    /// Its sections in document order.
    pub sections: Vec<Section>,
}

/// One disclosure, read.
#[derive(Debug, Clone)]
pub struct Record {
    /// The form it was read by.
    pub form: Arc<Form>,
    /// The input.
    pub source: SourceInfo,
    /// The values, by leaf.
    pub values: Vec<Value>,
    /// The rows of the form's tables that are lists: by table, each with its values.
    pub rows: Vec<Vec<Vec<Value>>>,
    /// The checklist.
    pub checklist: Checklist,
    /// Where values were read, by JSON Pointer into the record.
    pub evidence: Vec<(String, Evidence)>,
    /// The doubts.
    pub diagnostics: Vec<Diagnostic>,
}

/// Room for the line of most records, in bytes.
const USUAL_LINE: usize = 80 << 10;

impl Record {
    /// The value of a leaf.
    #[must_use]
    pub fn value(&self, leaf: LeafId) -> &Value {
        static NULL: Value = Value::Null;
        self.values.get(leaf).unwrap_or(&NULL)
    }

    /// The value at a JSON Pointer, for leaves outside the checklist's sections.
    #[must_use]
    pub fn value_at(&self, pointer: &str) -> Option<&Value> {
        self.form.leaves.iter().position(|leaf| &*leaf.pointer == pointer).map(|leaf| self.value(leaf))
    }

    /// Where the value at a JSON Pointer was read.
    #[must_use]
    pub fn evidence_at(&self, pointer: &str) -> Option<&Evidence> {
        self.evidence.iter().find(|(known, _)| known == pointer).map(|(_, evidence)| evidence)
    }

    /// The rows of a list as they are written.
    fn rows_of(&self, table: TableId) -> impl Iterator<Item = RowNode<'_>> {
        let layout = self.form.tables.get(table).map(|table| &table.layout);
        let rows = self.rows.get(table).map(Vec::as_slice).unwrap_or_default();
        let node = layout.and_then(|layout| match layout {
            Layout::List { shape, first, .. } => Some((shape, *first)),
            Layout::Matrix | Layout::Single => None,
        });
        node.into_iter().flat_map(move |(shape, first)| rows.iter().map(move |row| RowNode { row, first, shape }))
    }

    /// The record's data alone.
    #[must_use]
    pub fn data(&self) -> impl Serialize + '_ {
        let checklist = self.form.checklist.as_ref();
        let to_checklist = checklist.and_then(|checklist| checklist.pointer.strip_prefix("/data"));
        DataNode { record: self, shape: &self.form.shape, to_checklist }
    }

    /// The evidence by JSON Pointer, in the record's order.
    #[must_use]
    pub fn evidence_map(&self) -> impl Serialize + '_ {
        EvidenceMap(&self.evidence)
    }

    /// The record as one line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        String::from_utf8(self.to_json_bytes()).unwrap_or_default()
    }

    /// The same line in UTF-8, for writing.
    #[must_use]
    pub fn to_json_bytes(&self) -> Vec<u8> {
        let mut line = Vec::with_capacity(USUAL_LINE);
        // Serializing to memory fails only for maps with keys that are no strings: there are none.
        sonic_rs::to_writer(&mut line, self).map(|()| line).unwrap_or_default()
    }
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("schema_version", &self.form.schema_version)?;
        map.serialize_entry("form", &self.form.id)?;
        map.serialize_entry("source", &self.source)?;
        map.serialize_entry("data", &self.data())?;
        map.serialize_entry("evidence", &self.evidence_map())?;
        map.serialize_entry("diagnostics", &self.diagnostics)?;
        map.end()
    }
}

struct EvidenceMap<'a>(&'a [(String, Evidence)]);

impl Serialize for EvidenceMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(pointer, evidence)| (pointer, evidence)))
    }
}

/// A node of the data on its way to JSON. The checklist's own keys stand around its leaves.
struct DataNode<'a> {
    record: &'a Record,
    shape: &'a Shape,
    /// What of the checklist's pointer leads on from here, where it leads through here.
    to_checklist: Option<&'a str>,
}

impl Serialize for DataNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let keys = match self.shape {
            Shape::Leaf(leaf) => return self.record.value(*leaf).serialize(serializer),
            Shape::Rows(table) => return serializer.collect_seq(self.record.rows_of(*table)),
            Shape::Object(keys) => keys,
        };
        let is_checklist = self.to_checklist == Some("");
        let mut map = serializer.serialize_map(None)?;
        if is_checklist {
            map.serialize_entry("guideline_edition", &self.record.checklist.guideline_edition)?;
        }
        for (key, shape) in keys {
            let behind_key = self.to_checklist.and_then(|pointer| pointer.strip_prefix('/')?.strip_prefix(&**key));
            let to_checklist = behind_key.filter(|pointer| pointer.is_empty() || pointer.starts_with('/'));
            map.serialize_entry(key, &DataNode { record: self.record, shape, to_checklist })?;
        }
        if is_checklist {
            map.serialize_entry("sections", &self.record.checklist.sections)?;
        }
        map.end()
    }
}

/// A row of a list, or what stands under one of its keys.
struct RowNode<'a> {
    row: &'a [Value],
    /// The leaf of the row's first value.
    first: LeafId,
    shape: &'a Shape,
}

impl Serialize for RowNode<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.shape {
            Shape::Leaf(leaf) => leaf.checked_sub(self.first).and_then(|at| self.row.get(at)).serialize(serializer),
            // A list holds no list: the form's compiler puts none there.
            Shape::Rows(_) => serializer.serialize_unit(),
            Shape::Object(keys) => {
                serializer.collect_map(keys.iter().map(|(key, shape)| (key, RowNode { shape, ..*self })))
            }
        }
    }
}

/// The value a leaf has when the document does not say.
#[must_use]
pub fn empty_value(kind: LeafKind) -> Value {
    match kind {
        LeafKind::Options | LeafKind::Prefectures | LeafKind::Texts => Value::List(Vec::new()),
        LeafKind::Tiers => Value::Tiers(Vec::new()),
        LeafKind::Text | LeafKind::Integer | LeafKind::Decimal | LeafKind::Date => Value::Null,
        LeafKind::Boolean | LeafKind::Answer => Value::Null,
    }
}
