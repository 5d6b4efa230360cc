//! What a fee with its condition is, for the schemas and for those who check values.

use crate::text::values::sum::Bound;
use serde_json::{Map, Value, json};

/// The keys of a fee, and whether each holds a number.
pub const TIER_KEYS: [(&str, bool); 8] = [
    ("condition", false),
    ("from", true),
    ("to", true),
    ("excludes", false),
    ("unit", false),
    ("amount", true),
    ("bound", false),
    ("per", false),
];

/// Which ends a range leaves out.
const EXCLUDED: [&str; 3] = ["from", "to", "both"];

/// Whether a value is a fee with its condition: exactly the keys, and an amount.
#[must_use]
pub fn is_tier(value: &Value) -> bool {
    let Value::Object(keys) = value else { return false };
    let is_right = |(key, is_number): (&str, bool)| match keys.get(key) {
        Some(Value::Null) => key != "amount",
        Some(Value::Number(_)) => is_number,
        Some(Value::String(text)) => match key {
            "excludes" => EXCLUDED.contains(&text.as_str()),
            "bound" => Bound::ALL.iter().any(|bound| bound.name() == text),
            _ => !is_number && !text.trim().is_empty(),
        },
        _ => false,
    };
    keys.len() == TIER_KEYS.len() && TIER_KEYS.into_iter().all(is_right)
}

/// JSON Schema of a fee with its condition.
pub(super) fn tier() -> Value {
    let text = |description: &str| json!({ "type": ["string", "null"], "description": description });
    let number = |description: &str| json!({ "type": ["number", "null"], "description": description });
    let bounds: Vec<Value> = Bound::ALL.iter().map(|bound| bound.name().into()).chain([Value::Null]).collect();
    let excluded: Vec<Value> = EXCLUDED.into_iter().map(Value::from).chain([Value::Null]).collect();
    let properties = json!({
        "condition": text("What the fee is for, as written."),
        "from": number("The lower end that the condition states."),
        "to": number("The upper end that the condition states."),
        "excludes": { "enum": excluded, "description": "Which end is itself left out: 未満, 超." },
        "unit": text("What the ends count."),
        "amount": { "type": "number", "description": "The amount." },
        "bound": { "enum": bounds, "description": "Whether the amount is only an end: 以上, 以下." },
        "per": text("What one amount is for: 500円/件."),
    });
    let required: Vec<&String> = properties.as_object().into_iter().flat_map(Map::keys).collect();
    json!({ "type": "object", "required": required, "additionalProperties": false, "properties": properties })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_has_all_its_keys() {
        let mut fee = json!({
            "condition": "1~100件", "from": 1, "to": 100, "excludes": null, "unit": "件", "amount": 500, "bound": null, "per": null
        });
        assert!(is_tier(&fee));
        let keys: Vec<String> = tier()["properties"].as_object().unwrap().keys().cloned().collect();
        assert!(
            keys.len() == TIER_KEYS.len() && TIER_KEYS.iter().all(|(key, _)| keys.iter().any(|known| known == key))
        );
        fee["amount"] = Value::Null;
        assert!(!is_tier(&fee));
    }
}
