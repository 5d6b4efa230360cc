//! Numbers as Japanese office texts write them: 「100,000」「12万5,000」「1.5億」「三千五百」「二〇」「1,000千」.
//! The scanner reads one number at the beginning of a text that [`super::text::squeeze`] has closed up.

/// A number at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token {
    /// A whole number.
    Number(u64),
    /// Digits that are no whole number, or that allow two readings: 「1,00」「1.5」「一」 (a dash to OCR), 「千」 (a unit), 「〇」.
    Malformed,
}

/// The whole number a text begins with, and the bytes it takes; None where there is none or it is malformed.
#[must_use]
pub fn scan(text: &str) -> Option<(u64, usize)> {
    match token(text)? {
        (Token::Number(value), length) => Some((value, length)),
        (Token::Malformed, _) => None,
    }
}

/// The number, whole or malformed, a text begins with, and the bytes it takes.
pub(crate) fn token(text: &str) -> Option<(Token, usize)> {
    let (mut mixed, mut at) = (Mixed::default(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = mixed.take(rest, at == 0);
        if length == 0 {
            break;
        }
        at += length;
    }
    let said = text.get(..at).filter(|said| !said.is_empty())?;
    // 一 is what OCR makes of a dash; 千 and 百万 before a unit are as often the unit's scale as a number.
    let ambiguous = matches!(said, "一" | "千" | "百万");
    let value = mixed.finish().filter(|_| !ambiguous);
    Some((value.map_or(Token::Malformed, Token::Number), at))
}

/// The value of a kanji digit; 〇 also as the circles that are typed for it.
pub(crate) fn kanji_digit(c: char) -> Option<u64> {
    "〇一二三四五六七八九".chars().position(|digit| digit == c).map(|value| value as u64).or(match c {
        '零' | '○' | '◯' => Some(0),
        _ => None,
    })
}

fn small_unit(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

fn big_unit(c: char) -> Option<u64> {
    match c {
        '万' | '萬' => Some(10_000),
        '億' => Some(100_000_000),
        '兆' => Some(1_000_000_000_000),
        _ => None,
    }
}

/// A decimal: `units` counted in 1/`scale`.
#[derive(Clone, Copy)]
struct ScaledNumber {
    units: u64,
    scale: u64,
}

impl ScaledNumber {
    fn times(self, unit: u64) -> Option<u64> {
        let product = self.units.checked_mul(unit)?;
        (product % self.scale == 0).then_some(product / self.scale)
    }
}

/// A number under construction: closed by 万 and the like (`total`), closed by 十百千 (`section`), still open (`pending`).
#[derive(Default)]
struct Mixed {
    total: u64,
    section: u64,
    pending: Option<ScaledNumber>,
    last_small: Option<u64>,
    last_big: Option<u64>,
    /// A decimal was taken: nothing but units may follow (「1.5万」).
    fractional: bool,
    malformed: bool,
}

impl Mixed {
    /// Takes the next part of the number; the bytes it took, 0 at the number's end.
    fn take(&mut self, rest: &str, first: bool) -> usize {
        let Some(c) = rest.chars().next() else { return 0 };
        let (done, length) = if c.is_ascii_digit() {
            let (decimal, length) = digits(rest);
            (decimal.and_then(|decimal| self.push(decimal)), length)
        } else if c == '〇' || kanji_digit(c).is_some_and(|digit| digit > 0 || c == '零') {
            let (decimal, length) = kanji_run(rest);
            (decimal.and_then(|decimal| self.push(decimal)), length)
        } else if let Some(unit) = small_unit(c) {
            (self.small(unit), c.len_utf8())
        } else if let Some(unit) = big_unit(c).filter(|_| !first) {
            (self.big(unit), c.len_utf8())
        } else {
            return 0;
        };
        self.malformed |= done.is_none();
        length
    }

    fn push(&mut self, decimal: ScaledNumber) -> Option<()> {
        let alone = self.pending.is_none() && !self.fractional;
        self.fractional |= decimal.scale > 1;
        self.pending = Some(decimal);
        alone.then_some(())
    }

    fn small(&mut self, unit: u64) -> Option<()> {
        let many = self.pending.take().unwrap_or(ScaledNumber { units: 1, scale: 1 });
        let fits = self.last_small.is_none_or(|last| unit < last) && (unit == 1_000 || many.units < 10 * many.scale);
        let add = many.times(unit).filter(|&add| fits && self.last_small.is_none_or(|last| add < last))?;
        self.section = self.section.checked_add(add)?;
        self.last_small = Some(unit);
        Some(())
    }

    fn big(&mut self, unit: u64) -> Option<()> {
        if self.pending.is_none() && self.last_small.is_none() {
            return None;
        }
        let value = self.close(unit)?;
        if self.last_big.is_some_and(|last| value >= last) {
            return None;
        }
        self.total = self.total.checked_add(value)?;
        self.last_big = Some(unit);
        Some(())
    }

    /// What stands before a unit (or the end, `unit` 1), times the unit; a decimal must be all that stands there.
    fn close(&mut self, unit: u64) -> Option<u64> {
        let section = std::mem::take(&mut self.section);
        let last_small = self.last_small.take();
        let Some(pending) = self.pending.take() else { return section.checked_mul(unit) };
        if pending.scale > 1 && (section > 0 || self.total > 0) {
            return None;
        }
        let value = pending.times(unit)?;
        let below = last_small.is_none_or(|last| pending.units < last);
        below.then(|| section.checked_mul(unit)?.checked_add(value)).flatten()
    }

    fn finish(mut self) -> Option<u64> {
        let rest = self.close(1)?;
        if self.malformed || self.last_big.is_some_and(|last| rest >= last) {
            return None;
        }
        self.total.checked_add(rest)
    }
}

/// A run of kanji digits read by position: 二〇 = 20. A run that begins with 〇 is a placeholder as often as a zero.
fn kanji_run(text: &str) -> (Option<ScaledNumber>, usize) {
    let (mut value, mut length) = (Some(0_u64), 0);
    for (c, digit) in text.chars().map_while(|c| kanji_digit(c).map(|digit| (c, digit))) {
        value = value.filter(|_| length > 0 || c != '〇');
        value = value.and_then(|value| value.checked_mul(10)?.checked_add(digit));
        length += c.len_utf8();
    }
    (value.map(|units| ScaledNumber { units, scale: 1 }), length)
}

/// ASCII digits, in groups of three or plain, with a fraction or without; None when malformed, with the bytes taken.
///
/// A comma binds whatever follows it; 、 and a space bind only a group of three, otherwise the number ends before them.
fn digits(text: &str) -> (Option<ScaledNumber>, usize) {
    let first = ascii_run(text);
    let (mut at, mut separator, mut fraction, mut sound) = (first, None, 0, true);
    while let Some((c, tail)) =
        text.get(at..).and_then(|rest| rest.chars().next().map(|c| (c, rest.get(c.len_utf8()..))))
    {
        let group = tail.map_or(0, ascii_run);
        let grouping = group == 3 && first <= 3 && !text.starts_with('0') && fraction == 0;
        let same = separator.is_none_or(|separator| separator == c);
        match c {
            ',' | '.' if group == 0 => break,
            ',' => sound &= grouping && same,
            '、' | ' ' if grouping && same => {}
            '.' => {
                sound &= fraction == 0;
                fraction = group;
            }
            _ => break,
        }
        if c != '.' {
            separator = Some(c);
        }
        at += c.len_utf8() + group;
    }
    // Three places may be thousands after a comma that was read as a point.
    sound &= fraction < 7 && fraction != 3;
    let decimal = text.get(..at).filter(|_| sound).and_then(|said| decimal(said, fraction));
    (decimal, at)
}

fn decimal(said: &str, fraction: usize) -> Option<ScaledNumber> {
    let units = said
        .bytes()
        .filter(u8::is_ascii_digit)
        .try_fold(0_u64, |value, digit| value.checked_mul(10)?.checked_add(u64::from(digit - b'0')))?;
    Some(ScaledNumber { units, scale: 10_u64.checked_pow(u32::try_from(fraction).ok()?)? })
}

fn ascii_run(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::{Token, scan, token};

    #[test]
    fn whole_numbers() {
        let cases = [
            ("0", 0, ""),
            ("100,000件", 100_000, "件"),
            ("100、000件", 100_000, "件"),
            ("100 000件", 100_000, "件"),
            ("1,000、500円", 1_000, "、500円"),
            ("10、20件", 10, "、20件"),
            ("10 20", 10, " 20"),
            ("12万5,000件", 125_000, "件"),
            ("1億2,000万件", 120_000_000, "件"),
            ("1.5万件", 15_000, "件"),
            ("3.0人", 3, "人"),
            ("3千円", 3_000, "円"),
            ("3千5百円", 3_500, "円"),
            ("1,000千円", 1_000_000, "円"),
            ("5百万円", 5_000_000, "円"),
            ("二十人", 20, "人"),
            ("十二", 12, ""),
            ("二〇", 20, ""),
            ("二○二四年", 2024, "年"),
            ("三千五百", 3_500, ""),
            ("百二十万三千", 1_203_000, ""),
            ("一万円", 10_000, "円"),
            ("零人", 0, "人"),
        ];
        for (input, value, rest) in cases {
            assert_eq!(scan(input), Some((value, input.len() - rest.len())), "{input}");
        }
    }

    #[test]
    fn malformed_numbers() {
        let cases = [
            "1,00",
            "1,0000",
            "1000,000",
            "0,500",
            "1.5",
            "100.000",
            "1.500万",
            "2024.4.1",
            "一",
            "千",
            "百万",
            "〇",
            "〇〇",
            "12万50,000",
            "1億20000万",
            "二十三十",
            "20十",
            "3万万",
            "1千2000",
            "1.5万2,000",
            "99999999999999999999",
            "9999999兆9億億",
            "1.23456万",
            "10,20",
            "2二",
        ];
        for input in cases {
            assert_eq!(token(input), Some((Token::Malformed, input.len())), "{input}");
        }
    }

    #[test]
    fn no_numbers() {
        for input in ["", "件", "万円", "億", "約1", "-1", "○人"] {
            assert_eq!(token(input), None, "{input}");
        }
    }
}
