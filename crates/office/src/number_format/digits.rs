//! Showing numbers.

use super::FormatToken;

/// Digits that General shows at most behind the point, and in all.
const GENERAL_DIGITS: i32 = 10;
/// Decimal places that a format can ask for; more are noise of binary numbers.
const PLACES: usize = 30;

/// The number as it is typed: as many digits as it needs, at most ten that count.
pub(super) fn general(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e15 {
        return (number as i64).to_string();
    }
    let magnitude = number.abs().log10().floor() as i32;
    if !(-9..15).contains(&magnitude) {
        return format!("{number:E}");
    }
    let places = usize::try_from(GENERAL_DIGITS - 1 - magnitude).unwrap_or_default();
    let text = format!("{number:.places$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// The number in the places of a section.
pub(super) fn show(tokens: &[FormatToken], number: f64, signed: bool) -> String {
    let places = Places::of(tokens);
    let scaled = number.abs() * 100f64.powi(places.percents) / 1000f64.powi(places.thousandths);
    let text = format!("{:.*}", places.decimals, half_up(scaled, places.decimals));
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole == "0" { "" } else { whole };
    let rounded_to_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let mut shown = String::new();
    if signed && (!rounded_to_zero || places.whole == 0) {
        shown.push('-');
    }
    let mut whole_place = 0;
    let mut decimal_place = 0;
    let mut behind_point = false;
    for token in tokens {
        match token {
            FormatToken::Literal(literal) => shown.push_str(literal),
            FormatToken::General | FormatToken::Text => shown.push_str(&general(number.abs())),
            FormatToken::Percent => shown.push('%'),
            FormatToken::Point if !behind_point => {
                behind_point = true;
                if decimals.bytes().any(|digit| digit != b'0') || places.keeps_zero {
                    shown.push('.');
                }
            }
            FormatToken::Digit(place) if behind_point => {
                push_decimal(&mut shown, decimals, decimal_place, *place);
                decimal_place += 1;
            }
            FormatToken::Digit(place) => {
                push_whole(&mut shown, whole, whole_place, &places, *place);
                whole_place += 1;
            }
            _ => {}
        }
    }
    shown
}

/// Halves are rounded away from zero, as spreadsheets do; Rust rounds them to even.
fn half_up(number: f64, decimals: usize) -> f64 {
    let scale = 10f64.powi(i32::try_from(decimals).unwrap_or_default());
    let scaled = number * scale;
    // Beyond the digits that a number holds there are no halves.
    if scaled < 1e15 { scaled.round() / scale } else { number }
}

/// What the places of a section ask for.
struct Places {
    whole: usize,
    decimals: usize,
    /// Whether a place behind the point shows zeros.
    keeps_zero: bool,
    grouped: bool,
    percents: i32,
    thousandths: i32,
}

impl Places {
    fn of(tokens: &[FormatToken]) -> Self {
        let point = tokens.iter().position(|token| *token == FormatToken::Point).unwrap_or(tokens.len());
        let (whole, decimals) = tokens.split_at(point);
        let is_digit = |token: &&FormatToken| matches!(token, FormatToken::Digit(_));
        let last_digit = whole.iter().rposition(|token| is_digit(&token)).unwrap_or(0);
        let commas = |tokens: &[FormatToken]| tokens.iter().filter(|token| **token == FormatToken::Comma).count();
        let last_decimal = tokens.iter().rposition(|token| is_digit(&token)).unwrap_or(0);
        let behind = commas(tokens.get(last_decimal..).unwrap_or_default());
        let percents = tokens.iter().filter(|token| **token == FormatToken::Percent).count();
        Self {
            whole: whole.iter().filter(is_digit).count(),
            decimals: decimals.iter().filter(is_digit).count().min(PLACES),
            keeps_zero: decimals.contains(&FormatToken::Digit('0')),
            grouped: commas(whole.get(..last_digit).unwrap_or_default()) > 0,
            // More of them than these leave the numbers that there are.
            percents: i32::try_from(percents.min(4)).unwrap_or_default(),
            thousandths: i32::try_from(behind.min(8)).unwrap_or_default(),
        }
    }
}

/// The digit, or for the first place all digits, that belong into a place before the point.
fn push_whole(shown: &mut String, whole: &str, place: usize, places: &Places, kind: char) {
    let places_behind = places.whole - place - 1;
    let start = if place == 0 { 0 } else { whole.len().saturating_sub(places_behind + 1) };
    let end = whole.len().saturating_sub(places_behind);
    let digits = whole.get(start..end).unwrap_or_default();
    let filler = match kind {
        '0' => "0",
        '?' => " ",
        _ => "",
    };
    let digits = if digits.is_empty() { filler } else { digits };
    for (index, digit) in digits.char_indices() {
        shown.push(digit);
        let behind = digits.len() - index - 1 + places_behind;
        if places.grouped && behind > 0 && behind.is_multiple_of(3) && digit.is_ascii_digit() {
            shown.push(',');
        }
    }
}

fn push_decimal(shown: &mut String, decimals: &str, place: usize, kind: char) {
    let rest = decimals.get(place..).unwrap_or_default();
    let counts = rest.bytes().any(|digit| digit != b'0');
    match rest.chars().next() {
        Some(digit) if counts || kind == '0' => shown.push(digit),
        _ if kind == '?' => shown.push(' '),
        _ => {}
    }
}
