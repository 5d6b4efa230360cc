//! Fees from one amount to another, in yen: 「9,000円～12,000円」「3～5万円」「10,000円以上」「無料」.

use super::text::{DigitGap, split_brackets, squeeze, strip_any, strip_end};
use super::{Reading, is_blank, money};

/// What stands between the two ends.
const BETWEEN: &[&str] = &["~", "〜", "～", "から", "–", "—", "―", "−", "-"];
/// Words of a lower end, behind an amount and before one.
const FROM: &[&str] = &["以上", "から", "より", "~", "〜", "～"];
const FROM_BEFORE: &[&str] = &["最低", "下限"];
/// Words of an upper end.
const TO: &[&str] = &["以下", "未満", "以内", "まで"];
const TO_BEFORE: &[&str] = &["最大", "最高", "上限", "~", "〜", "～"];

/// The ends of a range of amounts; one may be open, and both are where a text states no amount.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FeeRange {
    /// The least amount.
    pub min: Option<u64>,
    /// The highest.
    pub max: Option<u64>,
}

/// Reads a range. One amount is the range of itself; several ranges (tiers) are `Several(None)`.
#[must_use]
pub fn read(text: &str) -> Reading<FeeRange> {
    let squeezed = squeeze(text, DigitGap::Keep);
    let (outer, inner) = split_brackets(&squeezed);
    if is_blank(&squeezed) {
        return Reading::Blank;
    }
    // Tiers: 10人まで5,000円、11人から8,000円.
    let is_tiered = outer.contains(['、', '。', ';']) && outer.matches('円').count() > 1;
    if inner.contains('円') || is_tiered {
        return Reading::Several(None);
    }
    let text = outer.as_str();
    let (from, to) = (strip_end(text, FROM), strip_end(text, TO));
    let (from, to) = (from.or_else(|| strip_any(text, FROM_BEFORE)), to.or_else(|| strip_any(text, TO_BEFORE)));
    let cut = BETWEEN.iter().find_map(|word| text.split_once(word));
    let both = cut.filter(|(low, high)| amount(low).is_some() && high.contains(|c: char| c.is_ascii_digit()));
    if let Some((low, high)) = both {
        let high = strip_end(high, TO).unwrap_or(high);
        // 3~5万円: the unit of the second holds for both.
        let is_bare = low.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
        let low = if is_bare && high.contains('万') { format!("{low}万円") } else { low.to_owned() };
        return match (amount(&low), amount(high)) {
            (Some(min), Some(max)) if min <= max => Reading::Value(FeeRange { min: Some(min), max: Some(max) }),
            _ => Reading::Several(None),
        };
    }
    match (from, to) {
        (Some(low), None) if amount(low).is_some() => Reading::Value(FeeRange { min: amount(low), max: None }),
        (None, Some(high)) if amount(high).is_some() => Reading::Value(FeeRange { min: None, max: amount(high) }),
        (None, None) => money::read(text).map(|yen| FeeRange { min: yen, max: yen }),
        _ => Reading::Several(None),
    }
}

fn amount(text: &str) -> Option<u64> {
    if let Reading::Value(amount) = money::read(text) { amount } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (text, min, max) in [
            ("9,000円~12,000円", Some(9000), Some(12000)),
            ("9,000~12,000円(税込)", Some(9000), Some(12000)),
            ("3~5万円", Some(30000), Some(50000)),
            ("月額1,000円以上", Some(1000), None),
            ("500円~", Some(500), None),
            ("上限44,400円", None, Some(44400)),
            ("1,500円以下", None, Some(1500)),
            ("500円", Some(500), Some(500)),
            ("無料", Some(0), Some(0)),
            ("実費", None, None),
        ] {
            assert_eq!(read(text), Reading::Value(FeeRange { min, max }), "{text}");
        }
        for text in ["10人まで5,000円、11人から8,000円", "5,000円(子供2,500円)", "12,000円~9,000円"] {
            assert_eq!(read(text), Reading::Several(None), "{text}");
        }
    }
}
