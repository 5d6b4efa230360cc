//! What values a leaf can have, in terms that both schemas use.

use crate::form::{ChoiceOption, Field, FieldKind, Form, LeafId, LeafKind};
use crate::text::values;
use crate::text::values::prefecture::PREFECTURES;
use crate::text::values::sum::Bound;
use serde_json::Value;

/// Digits in groups joined by hyphens.
const PHONE: &str = "^[0-9]+(-[0-9]+)*$";
/// The eight digits of an agency code.
const CODE: &str = "^[0-9]{8}$";
/// Codes of another number of digits.
const DIGITS: &str = "^[0-9]+$";
/// A time of day; a night may end at 25:00.
const TIME: &str = "^[0-2][0-9]:[0-5][0-9]$";
const MONTH: &str = "^[0-9]{4}-(0[1-9]|1[0-2])$";
const POSTAL_CODE: &str = "^[0-9]{3}-[0-9]{4}$";
const EMAIL: &str = "^[^@\\s]+@[^@\\s]+$";
/// A currency's code (ISO 4217).
const CURRENCY: &str = "^[A-Z]{3}$";
/// What an amount bounds.
const BOUND: &str = "^(at-least|above|at-most|below)$";
/// Text is never the empty string: what a document does not say is null.
const TEXT: &str = "^[\\s\\S]+$";

/// The values of a leaf, besides null or the empty list.
#[derive(Debug, Clone, Copy)]
pub enum LeafRule<'a> {
    /// Text of a pattern.
    Text(&'static str),
    /// A whole number, 0 or more.
    Integer,
    /// A number.
    Decimal,
    /// A calendar date.
    Date,
    /// One prefecture.
    Prefecture,
    /// Prefectures.
    Prefectures,
    /// Options of a choice.
    Options(&'a [ChoiceOption]),
    /// One of the options.
    OneOf(&'a [ChoiceOption]),
    /// Yes or no.
    Boolean,
    /// Texts.
    Texts,
    /// Fees with their conditions.
    Tiers,
}

/// The values of a leaf of the form.
#[must_use]
pub fn rule(form: &Form, id: LeafId) -> LeafRule<'_> {
    let leaf = form.leaf(id);
    let field = form.field_of(id);
    match leaf.kind {
        LeafKind::Integer => LeafRule::Integer,
        LeafKind::Decimal => LeafRule::Decimal,
        LeafKind::Date => LeafRule::Date,
        LeafKind::Prefectures => LeafRule::Prefectures,
        LeafKind::Options => LeafRule::Options(field.map_or(&[], |field| &field.options)),
        LeafKind::Answer => LeafRule::OneOf(field.map_or(&[], |field| &field.options)),
        LeafKind::Boolean => LeafRule::Boolean,
        LeafKind::Texts => LeafRule::Texts,
        LeafKind::Tiers => LeafRule::Tiers,
        LeafKind::Text => field.map_or(LeafRule::Text(TEXT), |field| text_rule(field, id)),
    }
}

/// A field's type and the place among its leaves tell what kind of text it is.
fn text_rule(field: &Field, id: LeafId) -> LeafRule<'static> {
    let place = field.targets.iter().find_map(|target| target.leaves.iter().position(|leaf| *leaf == id));
    match (field.kind, place) {
        (FieldKind::Phone, _) => LeafRule::Text(PHONE),
        (FieldKind::Code, _) => LeafRule::Text(if field.digits == values::code::LENGTH { CODE } else { DIGITS }),
        (FieldKind::Time | FieldKind::TimeRange, _) => LeafRule::Text(TIME),
        (FieldKind::YearMonth, _) => LeafRule::Text(MONTH),
        (FieldKind::Address, Some(1)) => LeafRule::Text(POSTAL_CODE),
        (FieldKind::Address, Some(2)) => LeafRule::Prefecture,
        (FieldKind::Contact, Some(1)) => LeafRule::Text(EMAIL),
        (FieldKind::Amount, Some(2)) | (FieldKind::MoneyTiers, Some(1)) => LeafRule::Text(CURRENCY),
        (FieldKind::Amount, Some(3)) => LeafRule::Text(BOUND),
        _ => LeafRule::Text(TEXT),
    }
}

/// Whether a value is one that the rule allows; null and the empty list say that the document does not say.
#[must_use]
pub fn allows(rule: LeafRule<'_>, value: &Value) -> bool {
    match (rule, value) {
        (LeafRule::Prefectures | LeafRule::Options(_), Value::Array(list)) => {
            let names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            let is_known = |name: &&str| match rule {
                LeafRule::Options(options) => options.iter().any(|option| *option.id == **name),
                _ => PREFECTURES.contains(name),
            };
            let is_repeated = |at: usize| names.iter().take(at).any(|name| names.get(at) == Some(name));
            names.len() == list.len() && names.iter().all(is_known) && !(0..names.len()).any(is_repeated)
        }
        (LeafRule::Texts, Value::Array(list)) => {
            list.iter().all(|text| text.as_str().is_some_and(|text| fits(TEXT, text)))
        }
        (LeafRule::Tiers, Value::Array(list)) => list.iter().all(super::tiers::is_tier),
        (LeafRule::Prefectures | LeafRule::Options(_) | LeafRule::Texts | LeafRule::Tiers, _) => false,
        (_, Value::Null) => true,
        (LeafRule::Integer, Value::Number(number)) => number.as_i64().is_some_and(|number| number >= 0),
        (LeafRule::Decimal, Value::Number(_)) | (LeafRule::Boolean, Value::Bool(_)) => true,
        (LeafRule::OneOf(options), Value::String(id)) => options.iter().any(|option| *option.id == **id),
        (LeafRule::Date, Value::String(text)) => {
            text.parse::<jiff::civil::Date>().is_ok_and(|date| date.to_string() == *text)
        }
        (LeafRule::Prefecture, Value::String(text)) => PREFECTURES.contains(&text.as_str()),
        (LeafRule::Text(pattern), Value::String(text)) => fits(pattern, text),
        _ => false,
    }
}

/// Whether a text is of one of the patterns above: they are few, and need no engine.
fn fits(pattern: &str, text: &str) -> bool {
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = |text: &str| !text.is_empty() && digits(text, text.len());
    match pattern {
        PHONE => text.split('-').all(is_number),
        CODE => digits(text, values::code::LENGTH),
        DIGITS => is_number(text),
        TIME => text
            .split_once(':')
            .is_some_and(|(hour, minute)| digits(hour, 2) && digits(minute, 2) && hour < "30" && minute < "60"),
        MONTH => text
            .split_once('-')
            .is_some_and(|(year, month)| digits(year, 4) && digits(month, 2) && ("01"..="12").contains(&month)),
        POSTAL_CODE => text.split_once('-').is_some_and(|(area, place)| digits(area, 3) && digits(place, 4)),
        EMAIL => text.split_once('@').is_some_and(|(name, host)| {
            let is_part = |part: &str| !part.is_empty() && !part.contains(|c: char| c == '@' || c.is_whitespace());
            is_part(name) && is_part(host)
        }),
        CURRENCY => text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        BOUND => Bound::ALL.iter().any(|bound| bound.name() == text),
        _ => !text.trim().is_empty(),
    }
}

/// The wordings of options, for people: `yes: 有`.
pub(super) fn wordings(options: &[ChoiceOption]) -> String {
    options.iter().map(|option| format!("{}: {}", option.id, option.text)).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_held_to_its_rule() {
        use serde_json::json;
        for (rule, right, wrong) in [
            (LeafRule::Text(PHONE), json!("03-1234-5678"), json!("03 1234")),
            (LeafRule::Text(CODE), json!("91399113"), json!("9139911")),
            (LeafRule::Text(POSTAL_CODE), json!("105-0014"), json!("1050014")),
            (LeafRule::Text(EMAIL), json!("a@example.jp"), json!("a@b@c")),
            (LeafRule::Text(TIME), json!("17:30"), json!("17:60")),
            (LeafRule::Text(MONTH), json!("2024-04"), json!("2024-13")),
            (LeafRule::Text(TEXT), json!("x"), json!("")),
            (LeafRule::Integer, json!(0), json!(-1)),
            (LeafRule::Integer, json!(null), json!("5")),
            (LeafRule::Date, json!("2026-02-28"), json!("2026-02-30")),
            (LeafRule::Prefecture, json!("東京都"), json!("東京")),
            (LeafRule::Prefectures, json!(["東京都"]), json!(["東京都", "東京都"])),
            (LeafRule::Prefectures, json!([]), json!(null)),
        ] {
            assert!(allows(rule, &right) && !allows(rule, &wrong), "{rule:?} {right} {wrong}");
        }
    }

    #[test]
    fn leaves_have_the_rules_of_their_types() {
        let form = Form::daiko_kikan().unwrap();
        let of = |pointer: &str| {
            let leaf = form.leaves.iter().position(|leaf| *leaf.pointer == format!("/data{pointer}")).unwrap();
            rule(&form, leaf)
        };
        assert!(matches!(of("/organization/address/text"), LeafRule::Text(TEXT)));
        assert!(matches!(of("/organization/address/postal_code"), LeafRule::Text(POSTAL_CODE)));
        assert!(matches!(of("/organization/address/prefecture"), LeafRule::Prefecture));
        assert!(matches!(of("/organization/contact/email"), LeafRule::Text(EMAIL)));
        assert!(matches!(of("/organization/agency_code"), LeafRule::Text(CODE)));
        assert!(matches!(of("/facilities/sites/count"), LeafRule::Integer));
        assert!(matches!(of("/facilities/similar_services/detail"), LeafRule::Text(TEXT)));
        let LeafRule::Options(options) = of("/fees/separate_billing/providers") else { panic!("options") };
        assert_eq!(wordings(options), "included: 無(健診委託費に含まれる); charged: 有(下記)");
    }
}
