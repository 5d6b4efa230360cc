//! Number formats: how a spreadsheet shows the number in a cell. 43586 in the format `[$-411]ggge"年"m"月"d"日"` is
//! 令和1年5月1日, 100 in `0"人"` is 100人.
//!
//! [`parse`](NumberFormat::parse) takes a format apart once for all cells that have it; [`date`] and [`digits`] show
//! values by its tokens. Colours, fills and alignment are no text. Fractions and exponents read as plain numbers.

mod built_in;
mod date;
mod digits;
mod parse;

pub use built_in::built_in;

/// What a cell holds.
#[derive(Debug, Clone, Copy)]
pub enum HeldValue<'a> {
    /// A number, or a date as its serial number.
    Number(f64),
    /// A text.
    Text(&'a str),
}

/// A format, taken apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumberFormat {
    /// For positive numbers, negative ones, zero; fewer serve for several.
    sections: Vec<FormatSection>,
    /// For texts, where it is more than the text itself.
    text: Option<Vec<FormatToken>>,
}

/// A section of a format.
#[derive(Debug, Clone, PartialEq, Default)]
struct FormatSection {
    condition: Option<Condition>,
    tokens: Vec<FormatToken>,
}

/// A condition such as `[<=999]`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Condition {
    operator: Operator,
    bound: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
}

impl Condition {
    fn holds(self, value: f64) -> bool {
        match self.operator {
            Operator::Less => value < self.bound,
            Operator::LessOrEqual => value <= self.bound,
            Operator::Equal => value == self.bound,
            Operator::NotEqual => value != self.bound,
            Operator::Greater => value > self.bound,
            Operator::GreaterOrEqual => value >= self.bound,
        }
    }
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
enum FormatToken {
    /// Characters shown as they are.
    Literal(String),
    /// The number as it is typed.
    General,
    /// A place for a digit: `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// A comma: between digits it groups thousands, behind them it divides by a thousand.
    Comma,
    /// Shows hundredths.
    Percent,
    /// The text.
    Text,
    /// A part of a date or time: its letter (M for months, m for minutes) and how often it is written.
    Date(char, usize),
    /// Hours, minutes or seconds that count on beyond a day.
    Elapsed(char),
    /// Before or after noon, with the two words for it.
    HalfDay(&'static str, &'static str),
}

impl NumberFormat {
    /// What a cell with this format shows; `from_1904` says how the workbook counts days.
    pub fn show(&self, value: HeldValue<'_>, from_1904: bool) -> String {
        let number = match value {
            HeldValue::Text(text) => return self.show_text(text),
            HeldValue::Number(number) if number.is_finite() => number,
            HeldValue::Number(_) => return String::new(),
        };
        let Some((section, signed)) = self.section(number) else { return digits::general(number) };
        let is_date =
            section.tokens.iter().any(|token| matches!(token, FormatToken::Date(..) | FormatToken::Elapsed(_)));
        if is_date && let Some(text) = date::show(&section.tokens, number, from_1904) {
            return text;
        }
        if is_date {
            return digits::general(number);
        }
        digits::show(&section.tokens, number, signed)
    }

    /// Whether texts are shown with something around them, such as 様 behind a name.
    pub fn frames_text(&self) -> bool {
        self.text.is_some()
    }

    /// How long a text is in this format, in bytes.
    pub fn shown_len(&self, text: &str) -> u64 {
        let Some(tokens) = &self.text else { return text.len() as u64 };
        let piece = |token: &FormatToken| match token {
            FormatToken::Literal(literal) => literal.len() as u64,
            FormatToken::Text => text.len() as u64,
            _ => 0,
        };
        tokens.iter().map(piece).sum()
    }

    fn show_text(&self, text: &str) -> String {
        let Some(tokens) = &self.text else { return text.to_owned() };
        let piece = |token: &FormatToken| match token {
            FormatToken::Literal(literal) => literal.clone(),
            FormatToken::Text => text.to_owned(),
            _ => String::new(),
        };
        tokens.iter().map(piece).collect()
    }

    /// The section for a number, and whether the sign must be shown with it: a section for negative numbers alone
    /// writes its own.
    fn section(&self, number: f64) -> Option<(&FormatSection, bool)> {
        if self.sections.iter().any(|section| section.condition.is_some()) {
            let holds = |section: &&FormatSection| section.condition.is_none_or(|condition| condition.holds(number));
            return self.sections.iter().find(holds).map(|section| (section, number < 0.0));
        }
        match (self.sections.as_slice(), number) {
            ([], _) => None,
            ([_, negative, ..], number) if number < 0.0 => Some((negative, false)),
            ([_, _, zero, ..], 0.0) => Some((zero, false)),
            ([first, ..], number) => Some((first, number < 0.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(format: &str, number: f64) -> String {
        NumberFormat::parse(format).show(HeldValue::Number(number), false)
    }

    #[test]
    fn numbers() {
        let cases = [
            ("General", 91_399_113.0, "91399113"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", -1.5, "-1.5"),
            ("", 12.0, "12"),
            ("0", 1234.5, "1235"),
            ("0\"人\"", 100.0, "100人"),
            ("#,##0\"円\"", 1_234_567.0, "1,234,567円"),
            ("#,##0", 0.0, "0"),
            ("#,###", 0.0, ""),
            ("\"約\"#,##0\"件\"", 100_000.0, "約100,000件"),
            ("[$¥-411]#,##0;[Red]\\-[$¥-411]#,##0", -3500.0, "-¥3,500"),
            ("\"¥\"#,##0_);[Red]\\(\"¥\"#,##0\\)", 150.0, "¥150"),
            ("000\\-0000", 1_000_001.0, "100-0001"),
            ("[<=999]000;[<=9999]000\\-00;000\\-0000", 1_730_004.0, "173-0004"),
            ("[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", 368_703_800.0, "(03) 6870-3800"),
            ("0.0%", 0.125, "12.5%"),
            ("#,##0,\"千円\"", 1_234_500.0, "1,235千円"),
            ("0.##", 1.5, "1.5"),
            ("00000000", 123.0, "00000123"),
            ("0;-0;\"なし\";@", 0.0, "なし"),
            ("#,##0;△#,##0", -5.0, "△5"),
            ("[DBNum3]0\"名\"", 3.0, "3名"),
            ("0\"万\"", 50.0, "50万"),
            ("@", 7.0, "7"),
        ];
        for (format, number, text) in cases {
            assert_eq!(show(format, number), text, "{format} {number}");
        }
    }

    #[test]
    fn dates() {
        let cases = [
            ("yyyy\"年\"m\"月\"d\"日\"", 43_647.0, "2019年7月1日"),
            ("[$-411]ggge\"年\"m\"月\"d\"日\"", 43_647.0, "令和1年7月1日"),
            ("[$-411]ggge\"年\"m\"月\"d\"日\";@", 43_585.0, "平成31年4月30日"),
            ("[$-ja-JP-x-gannen]ggge\"年\"m\"月\"d\"日\";@", 43_586.0, "令和1年5月1日"),
            ("[$-411]ge\\.m\\.d;@", 39_539.0, "H20.4.1"),
            ("gge\"年\"mm\"月\"dd\"日\"", 39_539.0, "平20年04月01日"),
            ("yyyy/mm/dd", 43_647.0, "2019/07/01"),
            ("m\"月\"d\"日\"(aaa)", 43_647.0, "7月1日(月)"),
            ("yyyy/m/d h:mm", 43_647.5, "2019/7/1 12:00"),
            ("h\"時\"mm\"分\"", 0.5625, "13時30分"),
            ("AM/PM h:mm", 0.75, "PM 6:00"),
            ("[h]:mm", 1.5, "36:00"),
            ("mmmm d, yyyy", 43_647.0, "July 1, 2019"),
            ("yyyy-mm-dd", 59.0, "1900-02-28"),
        ];
        for (format, number, text) in cases {
            assert_eq!(show(format, number), text, "{format} {number}");
        }
        let from_1904 = NumberFormat::parse("yyyy/m/d").show(HeldValue::Number(0.0), true);
        assert_eq!(from_1904, "1904/1/1");
    }

    #[test]
    fn texts() {
        let format = NumberFormat::parse("General;General;General;@\"様\"");
        assert_eq!(format.show(HeldValue::Text("山田"), false), "山田様");
        assert!(!NumberFormat::parse("@").frames_text());
    }

    #[test]
    fn anything_parses() {
        for format in ["[", "\"", "\\", "_", "*", "[$", "[h", "0.0.0.0", ",,,", ";;;;;;", "[<", "[<=x]0", "eeeeeeeeee"]
        {
            for number in [0.0, -1.0, 1e300, f64::NAN, f64::INFINITY, 3e6, -700_000.0] {
                let _ = show(format, number);
            }
        }
    }
}
