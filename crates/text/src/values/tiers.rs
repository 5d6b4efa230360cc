//! Fees with conditions: 「1~100件 500円、101件以上 400円」「大人 500円・小人 200円」「3万円未満 330円、3万円以上 550円」.

use super::decimal::Decimal;
use super::sum::{Bound, BoundAmount, ConditionEnds, amounts, ends, per};
use super::text::{fold, only_words, split_brackets, strip_any};
use super::{Reading, is_blank};

/// What parts one fee from the next.
const PARTS: [char; 11] = [' ', '、', '。', ',', ';', '\n', '/', '・', '|', '→', '●'];

/// What may stand between a condition and its amount.
const LEADERS: [char; 8] = [' ', ':', '…', '‥', '=', '-', '―', '─'];

/// Words behind an amount that say nothing of it.
const NEUTRAL: &[&str] = &[
    "(税込)",
    "(税込み)",
    "(税抜)",
    "(税別)",
    "(消費税込)",
    "(非課税)",
    "税込み",
    "税込",
    "税抜き",
    "税抜",
    "税別",
    "です",
    "とする",
    "となります",
    "-",
    "。",
    " ",
];

/// What stands between two ends of a range.
const RANGE: [&str; 4] = ["~", "〜", "から", "より"];

/// Costs nothing.
const FREE: &[&str] = &["無料", "無償"];

/// One fee of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    /// What it is for, as written.
    pub condition: Option<String>,
    /// The numbers that the condition states.
    pub ends: ConditionEnds,
    /// The amount.
    pub amount: Decimal,
    /// Whether the amount is only an end.
    pub bound: Option<Bound>,
    /// What an amount is for: 500円/件.
    pub per: Option<String>,
}

/// Fees of one cell, all in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tiers {
    /// The currency's code (ISO 4217); none where no amount is stated.
    pub currency: Option<&'static str>,
    /// The fees in their order.
    pub tiers: Vec<Tier>,
}

/// Reads fees with their conditions. A text without any amount is a value without fees; what can't be told apart is not read.
#[must_use]
pub fn read(text: &str) -> Reading<Tiers> {
    if is_blank(text) {
        return Reading::Blank;
    }
    let text: String = text.chars().map(fold).collect();
    let priced = priced(&text);
    if priced.is_empty() {
        return Reading::Value(Tiers::default());
    }
    tiers(&text, &priced).map_or(Reading::Unparsed, Reading::Value)
}

/// The amounts of a text, those that cost nothing among them.
fn priced(text: &str) -> Vec<BoundAmount> {
    let mut all = amounts(text);
    let free = FREE.iter().flat_map(|word| text.match_indices(word)).map(|(at, word)| {
        let sum = super::sum::Sum { amount: Decimal::from(0), currency: "JPY", bound: None };
        BoundAmount { sum: Some(sum), start: at, end: at + word.len() }
    });
    all.extend(free);
    all.sort_by_key(|amount| amount.start);
    all
}

fn tiers(text: &str, priced: &[BoundAmount]) -> Option<Tiers> {
    let mut tiers: Vec<Tier> = Vec::new();
    let mut currency: Option<&'static str> = None;
    let mut from = 0;
    for (at, amount) in priced.iter().enumerate() {
        let sum = amount.sum?;
        if sum.bound.is_some() && priced.get(at + 1).is_some_and(|next| is_condition(text, amount, next)) {
            let lead = text.get(..amount.end).unwrap_or_default();
            let next = text.get(amount.end..).unwrap_or_default().trim_start();
            // The other end of a range, not what a condition is for: 500円~600円.
            let is_range =
                RANGE.iter().any(|word| lead.ends_with(word)) && amounts(next).first().is_some_and(|it| it.start == 0);
            (!is_range).then_some(())?;
            continue;
        }
        // Nothing is owed in any currency.
        let is_free = sum.amount == Decimal::from(0) && priced.len() > 1;
        if !is_free && currency.replace(sum.currency).is_some_and(|known| known != sum.currency) {
            return None;
        }
        let mut condition = text.get(from..amount.start)?;
        if from > 0 {
            condition.starts_with(PARTS).then_some(())?;
        }
        condition = condition.trim_matches(PARTS);
        condition = condition.trim_end_matches(LEADERS).trim_end_matches("は").trim_end();
        let (tail, behind, per) = tail(text, amount, priced.get(at + 1))?;
        from = text.len() - tail.len();
        let condition = match (condition.is_empty(), behind) {
            (true, behind) => behind,
            (false, _) => Some(condition.to_owned()),
        };
        if condition.as_deref().is_some_and(has_loose_number) {
            return None;
        }
        let ends = condition.as_deref().map(ends).unwrap_or_default();
        tiers.push(Tier { condition, ends, amount: sum.amount, bound: sum.bound, per });
    }
    let rest = text.get(from..)?.trim_matches(PARTS);
    let is_told = tiers.len() <= 1 || tiers.iter().all(|tier| tier.condition.is_some());
    (is_told && only_words(rest, NEUTRAL) && !tiers.is_empty())
        .then_some(Tiers { currency: currency.or(Some("JPY")), tiers })
}

/// Whether an amount with a bound is the condition of the next one: 「3万円未満 330円」. A comma between them would end it.
fn is_condition(text: &str, amount: &BoundAmount, next: &BoundAmount) -> bool {
    let between = text.get(amount.end..next.start).unwrap_or_default();
    !between.contains(['、', '。', ';', ',', '\n', '/', '・', '|']) && between.chars().count() <= LONGEST_BETWEEN
}

/// Characters between the amount of a condition and that which it is for, at most.
const LONGEST_BETWEEN: usize = 12;

/// What follows an amount: the text from where the next one's condition begins, what brackets say behind it, and what it is for.
fn tail<'t>(
    text: &'t str,
    amount: &BoundAmount,
    next: Option<&BoundAmount>,
) -> Option<(&'t str, Option<String>, Option<String>)> {
    let mut rest = text.get(amount.end..)?;
    let (mut condition, mut unit) = (None, None);
    loop {
        let bare = rest.trim_start_matches(' ');
        if let Some((per, tail)) = per(bare).filter(|_| unit.is_none()) {
            unit = Some(per.to_owned());
            rest = tail;
        } else if let Some(tail) = strip_any(bare, NEUTRAL) {
            rest = tail;
        } else if bare.starts_with('(') {
            let close = bare.find(')')? + 1;
            let (bracket, tail) = bare.split_at_checked(close)?;
            // An amount within brackets is another one.
            let is_free = next.is_none_or(|next| next.start >= text.len() - tail.len());
            let inner = split_brackets(bracket).1;
            (is_free && condition.is_none()).then_some(())?;
            condition = (!is_blank(&inner)).then_some(inner);
            rest = tail;
        } else {
            break;
        }
    }
    // The next condition begins behind what parts it, or right here.
    let is_end =
        rest.is_empty() || rest.starts_with(PARTS) || text.len() - rest.len() > amount.end && rest.starts_with(' ');
    let from = if is_end { rest } else { text.get(amount.end..).filter(|rest| rest.starts_with(PARTS))? };
    Some((from, condition, unit))
}

/// Whether a number stands in a condition with neither a unit nor another end behind it: it may be an amount of its own.
fn has_loose_number(condition: &str) -> bool {
    let mut last_end = None;
    let mut chars = condition.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_next = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit() || matches!(next, ',' | '.'));
        if c.is_ascii_digit() && !is_next {
            last_end = condition.get(at + 1..);
        }
        let is_loose = |rest: &str| {
            let rest = rest.trim_start();
            rest.is_empty() || rest.starts_with(['、', '・', '。', ';', '/', ')'])
        };
        if last_end.take().is_some_and(is_loose) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Condition, ends, amount, bound, unit: as a line.
    fn shown(text: &str) -> Option<String> {
        let Reading::Value(read) = read(text) else { return None };
        let end = |end: Option<(Decimal, bool)>| match end {
            Some((number, true)) => format!("({number})"),
            Some((number, false)) => number.to_string(),
            None => String::new(),
        };
        let tier = |tier: &Tier| {
            let range = format!("{}..{}", end(tier.ends.from), end(tier.ends.to));
            let range = if range == ".." { String::new() } else { format!("[{range}]") };
            let bound = tier.bound.map(Bound::name).unwrap_or_default();
            let per = tier.per.as_ref().map(|per| format!("/{per}")).unwrap_or_default();
            format!("{}{range}={}{bound}{per}", tier.condition.as_deref().unwrap_or_default(), tier.amount)
        };
        Some(read.tiers.iter().map(tier).collect::<Vec<_>>().join(" | "))
    }

    #[test]
    fn fees_have_conditions() {
        for (text, expected) in [
            ("1~100件 500円、101件以上 400円", "1~100件[1..100]=500 | 101件以上[101..]=400"),
            ("1～100件:500円 101件以上:400円", "1~100件[1..100]=500 | 101件以上[101..]=400"),
            ("大人 500円・小人 200円", "大人=500 | 小人=200"),
            ("大人は500円、小学生以下は無料", "大人=500 | 小学生以下=0"),
            ("3万円未満 330円、3万円以上 550円", "3万円未満[..(30000)]=330 | 3万円以上[30000..]=550"),
            ("500円(1~100件)、400円(101件以上)", "1~100件[1..100]=500 | 101件以上[101..]=400"),
            ("10人まで 5,000円以下、11人以上 8,000円以下", "10人まで[..10]=5000at-most | 11人以上[11..]=8000at-most"),
            ("平日 1,000円/回(税込)、休日 1,500円/回(税込)", "平日=1000/回 | 休日=1500/回"),
            ("500円", "=500"),
            ("応相談", ""),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_cant_be_told_apart_is_not_read() {
        for text in [
            "大人500・小人200円",
            "5,000円、300円",
            "500円~600円",
            "基本 500円増、追加 300円",
            "大人 10ドル、小人 500円",
            "5,000円(税抜)(5,500円)",
            "1 500円、大人 300円",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
        assert_eq!(read("―"), Reading::Blank);
    }
}
