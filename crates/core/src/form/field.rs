//! Fields: the types of their values, their options, and the leaves of the record that they fill.

use super::{LabelId, LeafId, TableId};
use serde::Deserialize;
use std::sync::Arc;

/// The type of a field's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    /// A calendar date.
    Date,
    /// Free text.
    Text,
    /// The name of an organization.
    Name,
    /// A postal address: text, postal code, prefecture.
    Address,
    /// A telephone or fax number.
    Phone,
    /// A URL.
    Url,
    /// An e-mail address or a sentence in its place: text, e-mail.
    Contact,
    /// A code of so many digits: eight unless the form says another number.
    Code,
    /// A whole number of something.
    Count,
    /// A number of sites and the prefectures they are in: count, prefectures.
    Sites,
    /// Options of which one is to be chosen.
    Choice,
    /// Options of which any may be chosen.
    Choices,
    /// A fee: text, yen.
    Money,
    /// A fee per unit: text, yen, unit.
    UnitPrice,
    /// A number with decimals, sign and unit: value, unit.
    Decimal,
    /// A percentage.
    Percent,
    /// A range of numbers, either end open: text, min, max.
    Range,
    /// A time of day, `HH:MM`.
    Time,
    /// Two times of day: from, to.
    TimeRange,
    /// A month, `YYYY-MM`.
    YearMonth,
    /// Two dates: from, to; either end open.
    DateRange,
    /// Yes or no: 有, はい, 可, ○ or 無, いいえ, 否, ×.
    Boolean,
    /// One answer of a set of the form's, in words or as a mark.
    Answer,
    /// Texts, parted by commas or set one below the other.
    List,
    /// A fee from one amount to another: text, min, max, in yen; either end open.
    MoneyRange,
    /// An amount in any currency, which may be a bound: text, amount, currency, bound.
    Amount,
    /// Fees with their conditions: text, currency, tiers.
    MoneyTiers,
}

impl FieldKind {
    /// The leaves of the type: their names under the field's pointer (empty for the pointer itself) and types.
    pub(super) fn leaves(self) -> &'static [(&'static str, LeafKind)] {
        use LeafKind::{Answer, Boolean, Date, Decimal, Integer, Options, Prefectures, Text, Texts, Tiers};
        match self {
            Self::Date => &[("", Date)],
            Self::Count => &[("", Integer)],
            Self::Choice | Self::Choices => &[("", Options)],
            Self::Text | Self::Name | Self::Phone | Self::Url | Self::Code => &[("", Text)],
            Self::Time | Self::YearMonth => &[("", Text)],
            Self::Percent => &[("", Decimal)],
            Self::DateRange => &[("from", Date), ("to", Date)],
            Self::Boolean => &[("", Boolean)],
            Self::Answer => &[("", Answer)],
            Self::List => &[("", Texts)],
            Self::MoneyRange => &[("text", Text), ("min", Integer), ("max", Integer)],
            Self::Amount => &[("text", Text), ("amount", Decimal), ("currency", Text), ("bound", Text)],
            Self::MoneyTiers => &[("text", Text), ("currency", Text), ("tiers", Tiers)],
            Self::Decimal => &[("value", Decimal), ("unit", Text)],
            Self::Range => &[("text", Text), ("min", Decimal), ("max", Decimal)],
            Self::TimeRange => &[("from", Text), ("to", Text)],
            Self::Address => &[("text", Text), ("postal_code", Text), ("prefecture", Text)],
            Self::Contact => &[("text", Text), ("email", Text)],
            Self::Sites => &[("count", Integer), ("prefectures", Prefectures)],
            Self::Money => &[("text", Text), ("yen", Integer)],
            Self::UnitPrice => &[("text", Text), ("yen", Integer), ("per", Text)],
        }
    }
}

impl FieldKind {
    /// Those of a target's leaves that hold free text, in which each space counts.
    pub(super) fn free_texts(self, leaves: &[LeafId]) -> &[LeafId] {
        let free = match self {
            Self::Text | Self::Name | Self::Address | Self::Contact => leaves.get(..1),
            Self::Money | Self::UnitPrice | Self::Range | Self::MoneyRange | Self::List => leaves.get(..1),
            Self::Amount | Self::MoneyTiers => leaves.get(..1),
            Self::Choice | Self::Choices => leaves.get(1..),
            Self::Date | Self::Phone | Self::Url | Self::Code | Self::Count | Self::Sites => None,
            Self::Decimal | Self::Percent | Self::Time | Self::TimeRange | Self::YearMonth => None,
            Self::DateRange | Self::Boolean | Self::Answer => None,
        };
        free.unwrap_or_default()
    }

    /// What a text of the type looks like, for the types whose doubts say so. The types of the first form say it without.
    pub(crate) fn example(self) -> Option<&'static str> {
        Some(match self {
            Self::Decimal => "a number with its unit, as 18.5㎡",
            Self::Percent => "a percentage, as 85.5%",
            Self::Range => "a range of numbers, as 9,000~12,000円",
            Self::Time => "a time, as 17:30",
            Self::TimeRange => "a period of two times, as 9:00~17:30",
            Self::YearMonth => "a year and a month, as 令和6年4月",
            Self::DateRange => "a period of two dates, as 令和6年4月1日~令和7年3月31日",
            Self::Boolean => "yes or no, as 有 or 無",
            Self::Answer => "one of the form's answers",
            Self::List => "texts parted by commas",
            Self::MoneyRange => "an amount or two ends of a range, as 9,000円~12,000円",
            Self::Amount => "an amount, as 500円, 500円以上 or 20ドル",
            Self::MoneyTiers => "amounts with their conditions, as 1~100件 500円、101件以上 400円",
            _ => return None,
        })
    }
}

/// The type of a leaf of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeafKind {
    /// Text or null.
    Text,
    /// Whole number or null.
    Integer,
    /// Number or null.
    Decimal,
    /// ISO 8601 date or null.
    Date,
    /// Array of option ids.
    Options,
    /// Array of prefecture names.
    Prefectures,
    /// true, false or null.
    Boolean,
    /// The id of one option, or null.
    Answer,
    /// Array of texts.
    Texts,
    /// Array of fees with their conditions.
    Tiers,
}

/// What of the form a leaf belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// The field of a label.
    Label(LabelId),
    /// A column of a table.
    Column {
        /// The table.
        table: TableId,
        /// The column in it.
        column: usize,
    },
}

/// One value of the record's data.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// JSON Pointer into the record, `/data/…`.
    pub pointer: Arc<str>,
    /// The labels that lead to it, as the form prints them, joined by ` > `.
    pub title: String,
    /// Its type.
    pub kind: LeafKind,
    /// What of the form holds it.
    pub holder: Holder,
    /// Whether a missing or blank value deserves a warning.
    pub required: bool,
}

/// An option of a choice.
#[derive(Debug, Clone)]
pub struct ChoiceOption {
    /// Its id in the record.
    pub id: Arc<str>,
    /// Matching keys of its wordings.
    pub keys: Vec<String>,
    /// Signs that say it (○, ×), each in the form of its look-alikes.
    pub signs: Vec<char>,
    /// Its usual wording.
    pub text: String,
    /// Position of the detail's leaf in [`FieldTarget::leaves`].
    pub detail: Option<usize>,
    /// Matching keys of what the brackets of the detail begin with.
    pub detail_keys: Vec<String>,
}

/// Where a field's values go: the leaves of one column, or of the field itself.
#[derive(Debug, Clone)]
pub struct FieldTarget {
    /// The heading of the column, for fields that have one value a column.
    pub column: Option<LabelId>,
    /// The leaves in the order of the type's values.
    pub leaves: Vec<LeafId>,
}

/// What makes a label a field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The type of its value.
    pub kind: FieldKind,
    /// Where the value goes, one for each column or a single one.
    pub targets: Vec<FieldTarget>,
    /// The options of a choice.
    pub options: Vec<ChoiceOption>,
    /// Matching keys of what a bracketed part of the value begins with.
    pub detail_keys: Vec<String>,
    /// Digits of a code.
    pub digits: usize,
    /// Whether an amount that is only a bound (以下, まで) is read as the amount.
    pub has_bounds: bool,
    /// What the last digit of a code checks, where the form says so.
    pub check_digit: Option<crate::text::values::code::CheckDigit>,
}
