//! The type that a value seems to be of.

use crate::text::marks;
use crate::text::values::{self, Reading, prefecture, sign};

/// The least digits of a code: fewer are a number.
const LEAST_CODE: usize = 6;

/// A type of values, with what the form file says beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ValueKind {
    Text,
    /// ○, × and the like.
    Sign,
    /// So many digits.
    Code(usize),
    /// Options with boxes.
    Choices,
    Date,
    DateRange,
    TimeRange,
    Address,
    Phone,
    Url,
    Contact,
    Boolean,
    Percent,
    Money,
    UnitPrice,
    MoneyRange,
    MoneyTiers,
    Amount,
    Count,
    Decimal,
    List,
}

impl ValueKind {
    /// Its name in form files.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text | Self::Sign => "text",
            Self::Code(_) => "code",
            Self::Choices => "choices",
            Self::Date => "date",
            Self::DateRange => "date-range",
            Self::TimeRange => "time-range",
            Self::Address => "address",
            Self::Phone => "phone",
            Self::Url => "url",
            Self::Contact => "contact",
            Self::Boolean => "boolean",
            Self::Percent => "percent",
            Self::Money => "money",
            Self::UnitPrice => "unit-price",
            Self::MoneyRange => "money-range",
            Self::MoneyTiers => "money-tiers",
            Self::Amount => "amount",
            Self::Count => "count",
            Self::Decimal => "decimal",
            Self::List => "list",
        }
    }
}

/// The type of a value's text; free text where none is sure.
pub(super) fn kind_of(text: &str) -> ValueKind {
    let text = text.trim();
    if sign::alone(text).is_some() {
        return ValueKind::Sign;
    }
    if marks::find(text).count() > 1 {
        return ValueKind::Choices;
    }
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if digits >= LEAST_CODE && digits == text.len() {
        return ValueKind::Code(digits);
    }
    if matches!(text, "有" | "無" | "可" | "否" | "はい" | "いいえ" | "あり" | "なし") {
        return ValueKind::Boolean;
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        return ValueKind::Url;
    }
    if values::email::find(text).is_some_and(|address| address.len() == text.len()) {
        return ValueKind::Contact;
    }
    if text.starts_with('〒')
        || prefecture::PREFECTURES.iter().any(|name| text.strip_prefix(name).is_some_and(|rest| !rest.is_empty()))
            && digits > 0
    {
        return ValueKind::Address;
    }
    let is_range = text.contains(['~', '～', '〜']) || text.contains("から");
    if digits == 0 {
        return if values::list::read(text).len() > 2 && !text.contains('。') {
            ValueKind::List
        } else {
            ValueKind::Text
        };
    }
    if is_range && matches!(values::period::read(text), Reading::Value(_)) {
        return ValueKind::DateRange;
    }
    if is_range && matches!(values::time::range(text), Reading::Value(_)) {
        return ValueKind::TimeRange;
    }
    if text.contains('円') {
        return match (values::money::read(text), values::unit_price::read_unit_price(text)) {
            (_, Reading::Value(price)) if price.per.is_some() => ValueKind::UnitPrice,
            (Reading::Value(Some(_)), _) => ValueKind::Money,
            _ if matches!(values::fee_range::read(text), Reading::Value(_)) => ValueKind::MoneyRange,
            _ if matches!(values::sum::read(text), Reading::Value(Some(_))) => ValueKind::Amount,
            _ if matches!(values::tiers::read(text), Reading::Value(read) if read.tiers.len() > 1) => {
                ValueKind::MoneyTiers
            }
            _ => ValueKind::Text,
        };
    }
    let is_value = |kind: &ValueKind| match kind {
        ValueKind::Date => matches!(values::date::read(text), Reading::Value(_)),
        ValueKind::Phone => text.contains('-') && matches!(values::phone::read(text), Reading::Value(_)),
        ValueKind::Percent => {
            text.ends_with(['%', '％']) && matches!(values::decimal::percent(text), Reading::Value(_))
        }
        ValueKind::Count => matches!(values::count::read(text), Reading::Value(_)),
        ValueKind::Decimal => matches!(values::decimal::read(text), Reading::Value(_)),
        _ => false,
    };
    let kinds = [ValueKind::Date, ValueKind::Phone, ValueKind::Percent, ValueKind::Count, ValueKind::Decimal];
    kinds.into_iter().find(is_value).unwrap_or(ValueKind::Text)
}
