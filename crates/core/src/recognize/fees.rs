//! Fees that say more than one amount in yen: other currencies, bounds, several amounts with their conditions.

use super::draft::Draft;
use super::excerpt::Excerpt;
use super::put::{fee_text, optional, put};
use crate::diagnostic::Code;
use crate::form::LeafId;
use crate::record::Value;
use crate::text::values::{self, Reading};

/// An amount with its currency; a bound is kept beside it.
pub(super) fn amount(draft: &mut Draft<'_>, leaves: [LeafId; 4], excerpt: &Excerpt, text: &str) {
    let [whole, amount, currency, bound] = leaves;
    let reading = values::sum::read(text);
    if !fee_text(draft, whole, excerpt, text, matches!(reading, Reading::Blank)) {
        let blank = |leaf| draft.add_diagnostic(leaf, Code::FieldBlank, "no amount is written");
        return [amount, currency, bound].into_iter().for_each(blank);
    }
    match reading {
        Reading::Value(Some(sum)) => {
            put(draft, amount, excerpt, Reading::Value(Value::Decimal(sum.amount)));
            put(draft, currency, excerpt, Reading::Value(Value::Text(sum.currency.to_owned())));
            optional(draft, bound, excerpt, sum.bound.map(|bound| bound.name().to_owned()), "the amount is no bound");
        }
        Reading::Value(None) => {
            for leaf in [amount, currency, bound] {
                draft.add_diagnostic(leaf, Code::FieldBlank, format!("「{text}」 states no amount"));
            }
        }
        other => {
            for leaf in [amount, currency, bound] {
                put(draft, leaf, excerpt, other.map(|_| Value::Null));
            }
        }
    }
}

/// Several amounts with their conditions.
pub(super) fn tiers(draft: &mut Draft<'_>, leaves: [LeafId; 3], excerpt: &Excerpt, text: &str) {
    let [whole, currency, tiers] = leaves;
    let reading = values::tiers::read(text);
    if !fee_text(draft, whole, excerpt, text, matches!(reading, Reading::Blank)) {
        let blank = |leaf| draft.add_diagnostic(leaf, Code::FieldBlank, "no amount is written");
        return [currency, tiers].into_iter().for_each(blank);
    }
    match reading {
        Reading::Value(read) if read.tiers.is_empty() => {
            for leaf in [currency, tiers] {
                draft.add_diagnostic(leaf, Code::FieldBlank, format!("「{text}」 states no amount"));
            }
        }
        Reading::Value(read) => {
            optional(draft, currency, excerpt, read.currency.map(str::to_owned), "no currency is read");
            let holds_two = |condition: &&String| condition.contains(['、', '。', ';']);
            let conditions = || read.tiers.iter().filter_map(|tier| tier.condition.as_ref());
            for condition in conditions().filter(holds_two) {
                let message = format!("the condition 「{condition}」 holds a comma: it may be more than one");
                draft.add_diagnostic(tiers, Code::FieldMultipleValues, message);
            }
            put(draft, tiers, excerpt, Reading::Value(Value::Tiers(read.tiers)));
        }
        other => {
            put(draft, currency, excerpt, other.clone().map(|_| Value::Null));
            put(draft, tiers, excerpt, other.map(|_| Value::Null));
        }
    }
}
