//! Unit prices: 「3,500円/1健診あたり」 is 3500 yen per 「1健診」 (contract: `per` as written).

use super::money::{Amount, NEUTRAL, Survey, read, survey};
use super::number::token;
use super::text::{DigitGap, only_words, squeeze, strip_any, strip_end};
use super::{Reading, is_blank};

/// Words after what a price is for; longer words first.
const PER: &[&str] = &["あたり", "当たり", "当り", "につき", "ごとに", "ごと", "毎に", "毎"];
/// Words between what a price is for and the amount.
const BETWEEN: &[&str] = &["一律", "月額", "年額", "約", ":", "/", "、", "・", "は"];
/// What a bracket about tax is made of.
const TAX: &[&str] =
    &["消費税", "税込み", "税込", "税抜き", "税抜", "税別", "込み", "込", "別途", "別", "8%", "10%", "・", "、"];
/// Words that make what stands before a price a condition instead of a unit.
const CONDITION: &[&str] = &["まで", "以上", "以下", "未満", "以内", "から", "超", "~", "〜", "、", "。", "("];

/// A price and what it is for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitPrice {
    /// The amount, in yen.
    pub yen: Option<u64>,
    /// What the amount is for, as written, without spaces: 「1健診」.
    pub per: Option<String>,
}

/// Reads a unit price. A text without any amount is `Value` with neither yen nor per; several amounts are `Several(None)`.
#[must_use]
pub fn read_unit_price(text: &str) -> Reading<UnitPrice> {
    let text = squeeze(text, DigitGap::Keep);
    if is_unfilled(&text) {
        return Reading::Blank;
    }
    let survey = survey(&text);
    let (price, yen) = match (read(&text), survey) {
        (Reading::Value(Some(yen)), Survey { first: Some(amount), .. }) => (per(&text, amount), yen),
        (Reading::Value(Some(yen)), _) => (free_per(&text), yen),
        (Reading::Value(None), _) => return bare(&text),
        (other, _) => return other.map(|yen| UnitPrice { yen, per: None }),
    };
    Reading::Value(UnitPrice { yen: Some(yen), per: price })
}

/// 「円/1健診あたり」: the unit is printed, the amount is not filled in.
fn is_unfilled(text: &str) -> bool {
    let lead = text.trim_start_matches(super::hyphen::is_hyphen_like);
    let lead = lead.strip_prefix(['¥', '\\']).unwrap_or(lead);
    is_blank(text)
        || only_words(text, NEUTRAL)
        || lead.strip_prefix('円').is_some_and(|rest| rest.starts_with('/') && !rest.contains('円'))
}

/// What an amount is for, from the text after or before it.
fn per(text: &str, amount: Amount) -> Option<String> {
    let before = text.get(..amount.start).unwrap_or_default();
    let after = text.get(amount.end..).unwrap_or_default();
    per_before(before).or_else(|| per_after(after)).map(|per| per.chars().filter(|c| !c.is_whitespace()).collect())
}

fn free_per(text: &str) -> Option<String> {
    per_after(strip_any(text, &["無料", "無償"])?).map(str::to_owned)
}

/// 「1件あたり150円」「1件につき150円」「1件 150円」.
fn per_before(before: &str) -> Option<&str> {
    let mut before = before;
    while let Some(rest) = strip_end(before, BETWEEN) {
        before = rest;
    }
    if let Some(unit) = strip_end(before, PER) {
        return sound(behind_condition(last_part(unit)));
    }
    let unit = last_part(before);
    numbered(unit)
}

/// A number with what it counts, 「1件」; a date, a percentage or a condition (「100件まで」) is no unit.
fn numbered(unit: &str) -> Option<&str> {
    let (_, length) = token(unit)?;
    let rest =
        unit.get(length..).filter(|rest| !rest.is_empty() && !rest.starts_with(['年', '月', '日', '%', '版']))?;
    CONDITION.iter().all(|word| !rest.contains(word)).then_some(unit)
}

fn last_part(text: &str) -> &str {
    let mut breaks = text.char_indices().filter(|&(at, c)| ":、。)(※".contains(c) || is_comma(text, at, c));
    breaks.next_back().and_then(|(at, c)| text.get(at + c.len_utf8()..)).unwrap_or(text)
}

/// 「1件」 of 「1,000件以上1件」.
fn behind_condition(unit: &str) -> &str {
    let rests = CONDITION.iter().filter_map(|word| unit.rsplit_once(word).map(|(_, rest)| rest));
    rests.filter(|rest| !rest.is_empty()).min_by_key(|rest| rest.len()).unwrap_or(unit)
}

fn first_part(text: &str) -> &str {
    let mut breaks = text.char_indices().filter(|&(at, c)| "()、。×*".contains(c) || is_comma(text, at, c));
    breaks.next().and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Whether a comma parts words, not digits.
fn is_comma(text: &str, at: usize, c: char) -> bool {
    let digit = |c: char| c.is_ascii_digit();
    let before = text.get(..at).is_some_and(|before| before.ends_with(digit));
    c == ',' && !(before && text.get(at + 1..).is_some_and(|after| after.starts_with(digit)))
}

/// 「/1健診あたり」「/件」「(1件あたり)」「(税込)/件」.
fn per_after(after: &str) -> Option<&str> {
    let after = strip_tax(after);
    if let Some(unit) = after.strip_prefix('/') {
        let unit = unit.trim_start_matches('(');
        return sound(before_per(unit).unwrap_or_else(|| first_part(unit)));
    }
    let inside = after.strip_prefix('(').map_or(after, |inside| inside.split(')').next().unwrap_or(inside));
    let parts = inside.split(['・', '、']);
    sound(parts.filter(|part| !part.starts_with('税')).find_map(|part| before_per(part).or_else(|| numbered(part)))?)
}

/// What stands before 「あたり」.
fn before_per(text: &str) -> Option<&str> {
    let end = PER.iter().filter_map(|word| text.find(word)).min()?;
    text.get(..end).map(|unit| unit.trim_start_matches(['/', '(']))
}

fn strip_tax(text: &str) -> &str {
    let bracket = text.strip_prefix('(').and_then(|inside| inside.split_once(')'));
    match bracket.filter(|(inside, _)| only_words(inside, TAX)) {
        Some((_, rest)) => rest,
        None => strip_any(text, &["税込", "税抜", "税別"]).unwrap_or(text),
    }
}

/// A unit must name something: 「(3)」 or nothing at all is none.
fn sound(unit: &str) -> Option<&str> {
    let unit = unit.trim_matches(|c: char| c == '/' || c.is_whitespace());
    let named = unit.chars().any(|c| c.is_alphabetic());
    (named && strip_any(unit, &["円", "税"]).is_none()).then_some(unit)
}

/// An amount whose 円 is missing: 「3,500/1健診あたり」「1件あたり150」; without あたり it is none.
fn bare(text: &str) -> Reading<UnitPrice> {
    let filled = |yen, unit: Option<&str>| Reading::Value(UnitPrice { yen: Some(yen), per: unit.map(str::to_owned) });
    if let Some((amount, unit)) = text.split_once('/')
        && let (Reading::Value(Some(yen)), true) = (read(amount), PER.iter().any(|word| unit.contains(word)))
    {
        return filled(yen, before_per(unit).and_then(sound));
    }
    let split = PER.iter().find_map(|word| text.split_once(word));
    match split.map(|(unit, amount)| (unit, read(amount))) {
        Some((unit, Reading::Value(Some(yen)))) => filled(yen, sound(last_part(unit))),
        _ => Reading::Value(UnitPrice::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Reading::{Blank, Several, Unparsed, Value};
    use super::{UnitPrice, read_unit_price};

    #[test]
    fn prices() {
        let cases = [
            ("3,500円/1健診あたり", 3_500, "1健診"),
            ("3,500 円／1 健診あたり", 3_500, "1健診"),
            ("1件あたり150円", 150, "1件"),
            ("150円/件", 150, "件"),
            ("1件 150円", 150, "1件"),
            ("150円(1件あたり)", 150, "1件"),
            ("1件につき150円", 150, "1件"),
            ("150円/1件", 150, "1件"),
            ("150円/1件当たり", 150, "1件"),
            ("150円(税込)/件", 150, "件"),
            ("150円/件(税抜)", 150, "件"),
            ("150円(税込・1件あたり)", 150, "1件"),
            ("健診1件当り:150円", 150, "健診1件"),
            ("従量単価:1件あたり 150円", 150, "1件"),
            ("月額 5,000円/施設", 5_000, "施設"),
            ("1件あたり月額150円", 150, "1件"),
            ("¥150/件", 150, "件"),
            ("3,500/1健診あたり", 3_500, "1健診"),
            ("1件あたり150", 150, "1件"),
            ("150円 1件あたり", 150, "1件"),
            ("1人毎に200円", 200, "1人"),
            ("150円/1 file", 150, "1file"),
            ("200円/1,000件", 200, "1,000件"),
            ("1,000件あたり200円", 200, "1,000件"),
            ("基本料,1件あたり200円", 200, "1件"),
            ("150円/件,税別", 150, "件"),
            ("200円(1件)", 200, "1件"),
            ("150円(1健診・税込)", 150, "1健診"),
            ("150円/(1件)", 150, "1件"),
            ("1,000件以上1件あたり100円", 100, "1件"),
            ("3,500円 1健診", 3_500, "1健診"),
            ("150円/件×件数", 150, "件"),
        ];
        for (input, yen, per) in cases {
            let expected = UnitPrice { yen: Some(yen), per: Some(per.to_owned()) };
            assert_eq!(read_unit_price(input), Value(expected), "{input}");
        }
    }

    #[test]
    fn other_texts() {
        let plain = |yen| Value(UnitPrice { yen, per: None });
        let cases = [
            ("150円", plain(Some(150))),
            ("150", plain(Some(150))),
            ("無料", plain(Some(0))),
            ("要求仕様による", plain(None)),
            ("1件あたり要見積", plain(None)),
            ("24/365対応", plain(None)),
            ("1,000件まで150円", plain(Some(150))),
            ("一律150円", plain(Some(150))),
            ("150円(税込)", plain(Some(150))),
            ("2024年4月150円", plain(Some(150))),
            ("円/あたり", Blank),
            ("円／1健診あたり", Blank),
            ("円/件", Blank),
            ("-円/件", Blank),
            ("", Blank),
            ("—", Blank),
            ("150円/件、200円/人", Several(None)),
            ("1件150円~", Several(None)),
            ("150円/件~", Several(None)),
            ("基本料5,000円+150円/件", Several(None)),
            ("1.5円/件", Unparsed),
        ];
        for (input, expected) in cases {
            assert_eq!(read_unit_price(input), expected, "{input}");
        }
    }
}
