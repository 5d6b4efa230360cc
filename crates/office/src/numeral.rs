//! Numerals of list items, as Word, OpenDocument and HTML count: 1. (2) ③ ア. イ. a. ii.

/// The numeral for `number` in a format by Office's name for it; formats that are not known count in digits.
pub fn numeral(number: u32, format: &str) -> String {
    let nth = |letters: &str| letters.chars().nth(number.saturating_sub(1) as usize).map(String::from);
    let text = match format {
        "none" | "bullet" => Some(String::new()),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(full_width(number)),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(number),
        "decimalEnclosedParen" => Some(format!("({number})")),
        "decimalEnclosedFullstop" => Some(format!("{number}.")),
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).map(|text| text.to_uppercase()),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).map(|text| text.to_uppercase()),
        "aiueo" | "aiueoFullWidth" => {
            nth("アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン")
        }
        "iroha" | "irohaFullWidth" => {
            nth("イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス")
        }
        "japaneseCounting" | "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseCountingThousand" => {
            kanji(number)
        }
        _ => None,
    };
    text.unwrap_or_else(|| number.to_string())
}

fn full_width(number: u32) -> String {
    let wide = |digit: char| char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０')).unwrap_or(digit);
    number.to_string().chars().map(wide).collect()
}

fn circled(number: u32) -> Option<String> {
    let code = match number {
        1..=20 => u32::from('①') + number - 1,
        21..=35 => u32::from('㉑') + number - 21,
        36..=50 => u32::from('㊱') + number - 36,
        _ => return None,
    };
    char::from_u32(code).map(String::from)
}

/// a … z, aa, bb …
fn letters(number: u32) -> Option<String> {
    let index = number.checked_sub(1)?;
    let letter = char::from_u32(u32::from('a') + index % 26)?;
    // Longer ones than this are no labels but an attempt on memory.
    let count = (index / 26 + 1).min(8) as usize;
    Some(letter.to_string().repeat(count))
}

fn roman(number: u32) -> Option<String> {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, digit) in DIGITS {
        text.push_str(&digit.repeat((rest / value) as usize));
        rest %= value;
    }
    Some(text)
}

/// 一 … 九十九.
fn kanji(number: u32) -> Option<String> {
    let digit = |value: u32| "〇一二三四五六七八九".chars().nth(value as usize).map(String::from);
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (1, 0) => Some("十".to_owned()),
        (1, ones) => Some(format!("十{}", digit(ones)?)),
        (tens @ 2..=9, 0) => Some(format!("{}十", digit(tens)?)),
        (tens @ 2..=9, ones) => Some(format!("{}十{}", digit(tens)?, digit(ones)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numerals() {
        let cases = [
            (3, "decimal", "3"),
            (12, "decimalFullWidth", "１２"),
            (3, "decimalEnclosedCircle", "③"),
            (51, "decimalEnclosedCircle", "51"),
            (2, "lowerLetter", "b"),
            (28, "lowerLetter", "bb"),
            (4, "upperRoman", "IV"),
            (2, "aiueoFullWidth", "イ"),
            (2, "iroha", "ロ"),
            (21, "japaneseCounting", "二十一"),
            (1, "none", ""),
            (4_000_000_000, "lowerLetter", "vvvvvvvv"),
        ];
        for (number, format, text) in cases {
            assert_eq!(numeral(number, format), text, "{number} {format}");
        }
    }
}
