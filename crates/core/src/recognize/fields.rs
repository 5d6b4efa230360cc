//! Fields: the text of a value becomes the leaves of its type.

use super::choices;
use super::draft::Draft;
use super::excerpt::Excerpt;
use super::put::{fee_text, optional, put};
use crate::diagnostic::Code;
use crate::form::{Field, FieldKind, LeafId};
use crate::record::Value;
use crate::text::values::{self, Reading};
use std::borrow::Cow;

/// Reads one field's (or one column's) excerpt into its leaves.
pub fn read(draft: &mut Draft<'_>, field: &Field, leaves: &[LeafId], excerpt: &Excerpt) {
    let text = excerpt.text.trim_start_matches([':', ' ']);
    if matches!(field.kind, FieldKind::Choice | FieldKind::Choices) {
        return choice(draft, field, leaves, excerpt);
    }
    if matches!(field.kind, FieldKind::Answer | FieldKind::Boolean) {
        return super::answers::read(draft, field, leaves, excerpt);
    }
    if values::is_blank(text) {
        for leaf in leaves {
            draft.add_diagnostic(*leaf, Code::FieldBlank, "nothing is written");
        }
        return draft.unwritten.extend(leaves);
    }
    if is_typed(field.kind) && text.contains(char::REPLACEMENT_CHARACTER) {
        return leaves.iter().for_each(|leaf| put(draft, *leaf, excerpt, Reading::Unparsed));
    }
    let parted =
        matches!(field.kind, FieldKind::Money | FieldKind::UnitPrice).then(|| parted(draft, excerpt)).flatten();
    let text = parted.as_deref().unwrap_or(text);
    match (field.kind, leaves) {
        (FieldKind::Date, [leaf]) => put(draft, *leaf, excerpt, values::date::read(text).map(Value::Date)),
        (FieldKind::Count, [leaf]) => put(draft, *leaf, excerpt, values::count::read(text).map(Value::Integer)),
        (FieldKind::Phone, [leaf]) => put(draft, *leaf, excerpt, values::phone::read(text).map(Value::Text)),
        (FieldKind::Url, [leaf]) => put(draft, *leaf, excerpt, values::url::read(text).map(Value::Text)),
        (FieldKind::Code, [leaf]) => code(draft, field, *leaf, excerpt, text),
        (FieldKind::Text, [leaf]) => put(draft, *leaf, excerpt, Reading::Value(Value::Text(text.to_owned()))),
        (FieldKind::Name, [leaf]) => {
            put(draft, *leaf, excerpt, Reading::Value(Value::Text(values::name::read(text))));
        }
        (FieldKind::Address, [whole, postal_code, prefecture]) => {
            address(draft, [*whole, *postal_code, *prefecture], excerpt, text);
        }
        (FieldKind::Contact, [whole, email]) => contact(draft, *whole, *email, excerpt, text),
        (FieldKind::Sites, [count, prefectures]) => sites(draft, *count, *prefectures, excerpt, text),
        (FieldKind::Money, [whole, yen]) => money(draft, field, [*whole, *yen], excerpt, text),
        (FieldKind::UnitPrice, [whole, yen, per]) => unit_price(draft, field, [*whole, *yen, *per], excerpt, text),
        (FieldKind::Percent, [leaf]) => put(draft, *leaf, excerpt, values::decimal::percent(text).map(Value::Decimal)),
        (FieldKind::Time, [leaf]) => put(draft, *leaf, excerpt, values::time::read(text).map(Value::Text)),
        (FieldKind::YearMonth, [leaf]) => put(draft, *leaf, excerpt, values::time::month(text).map(Value::Text)),
        (FieldKind::Decimal, [number, unit]) => decimal(draft, [*number, *unit], excerpt, text),
        (FieldKind::Range, [whole, min, max]) => range(draft, [*whole, *min, *max], excerpt, text),
        (FieldKind::TimeRange, [from, to]) => {
            let reading = values::time::range(text);
            put(draft, *from, excerpt, reading.clone().map(|[from, _]| Value::Text(from)));
            put(draft, *to, excerpt, reading.map(|[_, to]| Value::Text(to)));
        }
        (FieldKind::DateRange, [from, to]) => {
            let reading = values::period::read(text);
            for (leaf, end) in [(from, 0), (to, 1)] {
                match reading {
                    Reading::Value(ends) if ends.get(end).is_some_and(Option::is_none) => {
                        draft.add_diagnostic(*leaf, Code::FieldBlank, format!("「{text}」 is open there"));
                    }
                    _ => put(
                        draft,
                        *leaf,
                        excerpt,
                        reading.map(|ends| ends.get(end).copied().flatten().map(Value::Date).unwrap_or_default()),
                    ),
                }
            }
        }
        (FieldKind::List, [leaf]) => {
            let entries = super::lists::read(draft, *leaf, excerpt, text);
            put(draft, *leaf, excerpt, entries);
        }
        (FieldKind::MoneyRange, [whole, min, max]) => fee_range(draft, [*whole, *min, *max], excerpt, text),
        (FieldKind::Amount, [whole, amount, currency, bound]) => {
            super::fees::amount(draft, [*whole, *amount, *currency, *bound], excerpt, text);
        }
        (FieldKind::MoneyTiers, [whole, currency, tiers]) => {
            super::fees::tiers(draft, [*whole, *currency, *tiers], excerpt, text);
        }
        // The form's compiler gives every type its leaves.
        _ => {}
    }
}

/// A fee's text with a space between amounts on lines of their own: 健診 220円 | 指導 330円 are two entries, not one sentence.
fn parted(draft: &Draft<'_>, excerpt: &Excerpt) -> Option<String> {
    let text = excerpt.text.as_str();
    if text.matches('円').count() < 2 {
        return None;
    }
    let states = |part: &str| part.contains(|c: char| c.is_ascii_digit()) && part.contains('円');
    let mut starts = excerpt.line_starts(draft.normalized);
    starts.retain(|start| {
        let (before, after) = text.split_at_checked(*start).unwrap_or_default();
        before.ends_with('円') && states(before) && states(after)
    });
    let first = starts.first()?;
    let mut out = text.get(..*first)?.to_owned();
    for (at, start) in starts.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        out.push(' ');
        out.push_str(text.get(*start..end)?);
    }
    Some(out)
}

/// Whether a value of the kind is wrong when a character of its text is lost.
fn is_typed(kind: FieldKind) -> bool {
    use FieldKind::{Code, Count, Date, Decimal, Percent, Phone, Range, Sites, Time, TimeRange, Url, YearMonth};
    matches!(kind, Date | Count | Phone | Url | Code | Sites | FieldKind::DateRange)
        || matches!(kind, Decimal | Percent | Range | Time | TimeRange | YearMonth)
}

fn address(draft: &mut Draft<'_>, [whole, postal_code, prefecture]: [LeafId; 3], excerpt: &Excerpt, text: &str) {
    let reading = values::address::read(text);
    let Some(address) = reading.clone().value() else {
        let code = values::address::lone_code(text);
        // What the address says besides its code may stand elsewhere.
        if code.is_some() {
            put(draft, prefecture, excerpt, reading.clone().map(|_| Value::Null));
        } else {
            draft.add_diagnostic(prefecture, Code::FieldBlank, format!("「{text}」 holds none"));
        }
        put(draft, whole, excerpt, reading.map(|_| Value::Null));
        optional(draft, postal_code, excerpt, code, &format!("「{text}」 holds none"));
        return;
    };
    put(draft, whole, excerpt, reading.map(|address| Value::Text(address.text)));
    optional(draft, postal_code, excerpt, address.postal_code, "no postal code is written");
    optional(
        draft,
        prefecture,
        excerpt,
        address.prefecture.map(str::to_owned),
        "the address does not begin with a prefecture",
    );
}

fn decimal(draft: &mut Draft<'_>, [number, unit]: [LeafId; 2], excerpt: &Excerpt, text: &str) {
    let reading = values::decimal::read(text);
    let said = reading.clone().value().and_then(|quantity| quantity.unit);
    put(draft, number, excerpt, reading.map(|quantity| Value::Decimal(quantity.value)));
    optional(draft, unit, excerpt, said, "no unit is read");
}

/// A code, with what its check digit says.
fn code(draft: &mut Draft<'_>, field: &Field, leaf: LeafId, excerpt: &Excerpt, text: &str) {
    let reading = values::code::read_of(text, field.digits);
    if let (Some(rule), Reading::Value(code)) = (field.check_digit, &reading)
        && !rule.is_right(code)
    {
        draft.add_diagnostic(leaf, Code::CodeCheckDigit, format!("the check digit of {code} is not right"));
    }
    put(draft, leaf, excerpt, reading.map(Value::Text));
}

fn fee_range(draft: &mut Draft<'_>, [whole, min, max]: [LeafId; 3], excerpt: &Excerpt, text: &str) {
    let reading = values::fee_range::read(text);
    if !fee_text(draft, whole, excerpt, text, matches!(reading, Reading::Blank)) {
        return [min, max]
            .into_iter()
            .for_each(|leaf| draft.add_diagnostic(leaf, Code::FieldBlank, "no amount is written"));
    }
    let Reading::Value(range) = reading else {
        return [min, max].into_iter().for_each(|leaf| put(draft, leaf, excerpt, reading.map(|_| Value::Null)));
    };
    for (leaf, end) in [(min, range.min), (max, range.max)] {
        match end {
            Some(end) => put(draft, leaf, excerpt, Reading::Value(Value::Integer(end))),
            None => draft.add_diagnostic(leaf, Code::FieldBlank, format!("「{text}」 has no amount there")),
        }
    }
}

fn range(draft: &mut Draft<'_>, [whole, min, max]: [LeafId; 3], excerpt: &Excerpt, text: &str) {
    let reading = values::decimal::range(text);
    if !fee_text(draft, whole, excerpt, text, matches!(reading, Reading::Blank)) {
        return [min, max]
            .into_iter()
            .for_each(|leaf| draft.add_diagnostic(leaf, Code::FieldBlank, "no number is written"));
    }
    let Reading::Value(range) = reading else {
        return [min, max].into_iter().for_each(|leaf| put(draft, leaf, excerpt, reading.map(|_| Value::Null)));
    };
    for (leaf, end) in [(min, range.min), (max, range.max)] {
        match end {
            Some(end) => put(draft, leaf, excerpt, Reading::Value(Value::Decimal(end))),
            None => draft.add_diagnostic(leaf, Code::FieldBlank, format!("「{text}」 is open there")),
        }
    }
}

fn contact(draft: &mut Draft<'_>, whole: LeafId, email: LeafId, excerpt: &Excerpt, text: &str) {
    put(draft, whole, excerpt, Reading::Value(Value::Text(text.to_owned())));
    if values::email::count(text) > 1 {
        draft.add_diagnostic(
            email,
            Code::FieldMultipleValues,
            format!("「{text}」 holds more than one address; the first is kept"),
        );
    }
    optional(draft, email, excerpt, values::email::find(text), "no e-mail address is written");
}

fn sites(draft: &mut Draft<'_>, count: LeafId, prefectures: LeafId, excerpt: &Excerpt, text: &str) {
    let (number, listed) = values::sites::split(text);
    put(draft, count, excerpt, values::count::read(number).map(Value::Integer));
    let Some(listed) = listed.filter(|listed| !values::is_blank(listed)) else {
        return draft.add_diagnostic(prefectures, Code::FieldBlank, "no prefecture is listed");
    };
    let list = values::prefecture::list(listed);
    if list.leftover {
        draft.add_diagnostic(prefectures, Code::FieldUnparsed, format!("「{listed}」 lists more than prefectures"));
    }
    draft.add_evidence(prefectures, excerpt);
    draft.set_value(prefectures, Value::List(list.names.into_iter().map(Cow::Borrowed).collect()));
}

fn money(draft: &mut Draft<'_>, field: &Field, [whole, yen]: [LeafId; 2], excerpt: &Excerpt, text: &str) {
    let reading = values::money::read(&bounded(draft, field, yen, text));
    if !fee_text(draft, whole, excerpt, text, matches!(reading, Reading::Blank)) {
        return draft.add_diagnostic(yen, Code::FieldBlank, "no amount is written");
    }
    amount(draft, yen, excerpt, text, reading);
}

fn unit_price(draft: &mut Draft<'_>, field: &Field, [whole, yen, per]: [LeafId; 3], excerpt: &Excerpt, text: &str) {
    let reading = values::unit_price::read_unit_price(&bounded(draft, field, yen, text));
    if !fee_text(draft, whole, excerpt, text, matches!(reading, Reading::Blank)) {
        draft.add_diagnostic(yen, Code::FieldBlank, "no amount is written");
        return draft.add_diagnostic(per, Code::FieldBlank, "no unit is written");
    }
    let unit = reading.clone().value().and_then(|price| price.per);
    amount(draft, yen, excerpt, text, reading.map(|price| price.yen));
    optional(draft, per, excerpt, unit, "no unit is written");
}

/// A fee's text without the word that makes its only amount a bound, where the form has such amounts; said of the amount.
fn bounded<'t>(draft: &mut Draft<'_>, field: &Field, yen: LeafId, text: &'t str) -> Cow<'t, str> {
    match values::money::without_bound(text).filter(|_| field.has_bounds) {
        Some((amount, bound)) => {
            draft.add_diagnostic(yen, Code::FieldBound, format!("「{text}」 states a bound: {bound}"));
            Cow::Owned(amount)
        }
        None => Cow::Borrowed(text),
    }
}

/// Puts a fee's amount; a text without one is no fault.
fn amount(draft: &mut Draft<'_>, leaf: LeafId, excerpt: &Excerpt, text: &str, reading: Reading<Option<u64>>) {
    match reading {
        Reading::Value(None) => draft.add_diagnostic(leaf, Code::FieldBlank, format!("「{text}」 states no amount")),
        reading => put(draft, leaf, excerpt, reading.map(|yen| yen.map_or(Value::Null, Value::Integer))),
    }
}

/// Reads a group of options: the chosen ones into the first leaf, details into theirs.
fn choice(draft: &mut Draft<'_>, field: &Field, leaves: &[LeafId], excerpt: &Excerpt) {
    let Some((&chosen_leaf, _)) = leaves.split_first() else { return };
    let starts: Vec<usize> = excerpt.starts().collect();
    let choice = choices::read(&excerpt.text, &starts, field, draft.marks_lead);
    let text = &excerpt.text;
    if let Some(code) = choice.doubt {
        draft.add_diagnostic(chosen_leaf, code, message(code, text));
    }
    if choice.is_ambiguous {
        draft.add_diagnostic(chosen_leaf, Code::ChoiceAmbiguousMark, format!("「{text}」 mixes ○ with other marks"));
    }
    if choice.has_loose_mark {
        let message = format!("in 「{text}」 a mark has no option, and an option no mark");
        draft.add_diagnostic(chosen_leaf, Code::ChoiceAmbiguousMark, message);
    }
    if excerpt.is_empty() {
        draft.unwritten.extend(leaves);
    } else {
        draft.add_evidence(chosen_leaf, excerpt);
    }
    for option in choice.lost.iter().filter_map(|option| field.options.get(*option)) {
        let own = option.detail.and_then(|at| leaves.get(at)).copied();
        draft.lost.extend([chosen_leaf].into_iter().chain(own).map(|leaf| (leaf, option.text.clone())));
    }
    let ids = choice.chosen.iter().filter_map(|option| field.options.get(*option));
    draft.set_value(chosen_leaf, Value::List(ids.map(|option| Cow::Owned(option.id.to_string())).collect()));
    for (position, (option, detail)) in field.options.iter().zip(&choice.details).enumerate() {
        let Some(&leaf) = option.detail.and_then(|at| leaves.get(at)) else { continue };
        let Some((start, end)) = *detail else {
            draft.add_diagnostic(leaf, Code::FieldBlank, "no detail is written");
            // Hardly an option is chosen without its detail, which may stand elsewhere in a text without tables.
            let document = &draft.normalized.document;
            if (document.is_woven || document.is_cut) && choice.chosen.contains(&position) {
                draft.unwritten.push(leaf);
            }
            continue;
        };
        let detail = text.get(start..end).unwrap_or_default();
        draft.add_evidence_of(leaf, excerpt, start, end);
        draft.set_value(leaf, Value::Text(detail.to_owned()));
        if choice.are_crossed {
            let message = "the brackets of two options stand within each other; their order tells which is whose";
            draft.add_warning(leaf, Code::FieldLineGuess, message.to_owned());
        }
        if choice.unmarked_details.contains(&position) {
            draft.add_diagnostic(
                leaf,
                Code::ChoiceDetailWithoutMark,
                format!("「{detail}」 is written, but its option is not marked"),
            );
        }
    }
}

fn message(code: Code, text: &str) -> String {
    match code {
        Code::ChoiceMultiple => format!("more than one option is marked in 「{text}」"),
        Code::ChoiceNone => format!("no option is marked in 「{text}」"),
        Code::ChoiceUnmarkedOptions => format!("all options stand in 「{text}」 and none carries a mark"),
        Code::ChoiceAmbiguousMark => format!("the marks in 「{text}」 tell no choice"),
        Code::FieldBlank => "nothing is written".to_owned(),
        _ => format!("「{text}」 holds none of the options"),
    }
}
