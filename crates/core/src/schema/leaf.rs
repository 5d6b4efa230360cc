//! What values a leaf can have, in terms that both schemas use.

use crate::form::{ChoiceOption, Field, FieldKind, Form, LeafId, LeafKind};
use crate::text::values;

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
/// Text is never the empty string: what a document does not say is null.
const TEXT: &str = "^[\\s\\S]+$";

/// The values of a leaf, besides null or the empty list.
#[derive(Debug, Clone, Copy)]
pub enum Rule<'a> {
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
}

/// The values of a leaf of the form.
#[must_use]
pub fn rule(form: &Form, id: LeafId) -> Rule<'_> {
    let leaf = form.leaf(id);
    let field = form.field_of(id);
    match leaf.kind {
        LeafKind::Integer => Rule::Integer,
        LeafKind::Decimal => Rule::Decimal,
        LeafKind::Date => Rule::Date,
        LeafKind::Prefectures => Rule::Prefectures,
        LeafKind::Options => Rule::Options(field.map_or(&[], |field| &field.options)),
        LeafKind::Text => field.map_or(Rule::Text(TEXT), |field| text_rule(field, id)),
    }
}

/// A field's type and the place among its leaves tell what kind of text it is.
fn text_rule(field: &Field, id: LeafId) -> Rule<'static> {
    let place = field.targets.iter().find_map(|target| target.leaves.iter().position(|leaf| *leaf == id));
    match (field.kind, place) {
        (FieldKind::Phone, _) => Rule::Text(PHONE),
        (FieldKind::Code, _) => Rule::Text(if field.digits == values::code::LENGTH { CODE } else { DIGITS }),
        (FieldKind::Time | FieldKind::TimeRange, _) => Rule::Text(TIME),
        (FieldKind::YearMonth, _) => Rule::Text(MONTH),
        (FieldKind::Address, Some(1)) => Rule::Text(POSTAL_CODE),
        (FieldKind::Address, Some(2)) => Rule::Prefecture,
        (FieldKind::Contact, Some(1)) => Rule::Text(EMAIL),
        _ => Rule::Text(TEXT),
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
    fn leaves_have_the_rules_of_their_types() {
        let form = Form::daiko_kikan().unwrap();
        let of = |pointer: &str| {
            let leaf = form.leaves.iter().position(|leaf| *leaf.pointer == format!("/data{pointer}")).unwrap();
            rule(&form, leaf)
        };
        assert!(matches!(of("/organization/address/text"), Rule::Text(TEXT)));
        assert!(matches!(of("/organization/address/postal_code"), Rule::Text(POSTAL_CODE)));
        assert!(matches!(of("/organization/address/prefecture"), Rule::Prefecture));
        assert!(matches!(of("/organization/contact/email"), Rule::Text(EMAIL)));
        assert!(matches!(of("/organization/agency_code"), Rule::Text(CODE)));
        assert!(matches!(of("/facilities/sites/count"), Rule::Integer));
        assert!(matches!(of("/facilities/similar_services/detail"), Rule::Text(TEXT)));
        let Rule::Options(options) = of("/fees/separate_billing/providers") else { panic!("options") };
        assert_eq!(wordings(options), "included: 無(健診委託費に含まれる); charged: 有(下記)");
    }
}
