//! Taking formats apart.

use crate::flow::head;

use super::{Condition, FormatSection, FormatToken, NumberFormat, Operator};

/// Bytes of a format that count; Excel allows 255 characters.
const LONGEST: usize = 1024;

/// Letters that stand for parts of dates, folded to one case. `g` is the era, `e` its year, `a` the day of the week.
const DATE_LETTERS: &str = "ymdhsgea";

impl NumberFormat {
    /// Takes a format apart. Any text is a format; what is not understood stands for itself.
    pub fn parse(format: &str) -> Self {
        let mut parser = Parser { rest: head(format, LONGEST), sections: vec![FormatSection::default()] };
        while let Some(character) = parser.next() {
            parser.take(character);
        }
        let mut sections = parser.sections;
        let text = if sections.len() >= 4 { sections.drain(3..).next() } else { None };
        let only_text = |section: &FormatSection| section.tokens.contains(&FormatToken::Text);
        let text = text.or_else(|| sections.pop_if(|section| only_text(section)));
        sections.iter_mut().for_each(|section| minutes(&mut section.tokens));
        sections.iter_mut().for_each(fold_general);
        // `@` and General for numbers are what is done without a format.
        if let [section] = sections.as_slice()
            && matches!(section.tokens.as_slice(), [] | [FormatToken::General])
        {
            sections.clear();
        }
        let text = text.map(|section| section.tokens).filter(|tokens| *tokens != [FormatToken::Text]);
        Self { sections, text }
    }
}

struct Parser<'a> {
    rest: &'a str,
    sections: Vec<FormatSection>,
}

impl<'a> Parser<'a> {
    fn next(&mut self) -> Option<char> {
        let mut characters = self.rest.chars();
        let next = characters.next();
        self.rest = characters.as_str();
        next
    }

    /// The text up to `end`, which is taken too.
    fn until(&mut self, end: char) -> &'a str {
        let (text, rest) = self.rest.split_once(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        text
    }

    fn push(&mut self, token: FormatToken) {
        if let Some(section) = self.sections.last_mut() {
            section.tokens.push(token);
        }
    }

    fn literal(&mut self, text: &str) {
        match self.sections.last_mut().and_then(|section| section.tokens.last_mut()) {
            Some(FormatToken::Literal(literal)) => literal.push_str(text),
            _ => self.push(FormatToken::Literal(text.to_owned())),
        }
    }

    fn take(&mut self, character: char) {
        match character {
            ';' => self.sections.push(FormatSection::default()),
            '"' => {
                let text = self.until('"');
                self.literal(text);
            }
            '\\' | '!' => {
                if let Some(next) = self.next() {
                    self.literal(next.encode_utf8(&mut [0; 4]));
                }
            }
            // The width of a character, left free; a character that fills the cell.
            '_' | '*' => {
                self.next();
            }
            '[' => {
                let text = self.until(']');
                self.bracket(text);
            }
            '0' | '#' | '?' => self.push(FormatToken::Digit(character)),
            '.' => self.push(FormatToken::Point),
            ',' => self.push(FormatToken::Comma),
            '%' => self.push(FormatToken::Percent),
            '@' => self.push(FormatToken::Text),
            _ => self.word(character),
        }
    }

    /// A word of the format's language, or a character that stands for itself.
    fn word(&mut self, character: char) {
        let words = [
            ("eneral", FormatToken::General),
            ("M/PM", FormatToken::HalfDay("AM", "PM")),
            ("/P", FormatToken::HalfDay("A", "P")),
            ("前/午後", FormatToken::HalfDay("午前", "午後")),
        ];
        let first = ['G', 'A', 'A', '午'];
        for ((word, token), first) in words.into_iter().zip(first) {
            let follows = self.rest.get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word));
            if follows && character.eq_ignore_ascii_case(&first) {
                self.rest = self.rest.get(word.len()..).unwrap_or_default();
                return self.push(token);
            }
        }
        let letter = character.to_ascii_lowercase();
        if !DATE_LETTERS.contains(letter) {
            return self.literal(character.encode_utf8(&mut [0; 4]));
        }
        let more = self.rest.chars().take_while(|next| next.eq_ignore_ascii_case(&letter)).count();
        self.rest = self.rest.get(more..).unwrap_or_default();
        self.push(FormatToken::Date(if letter == 'm' { 'M' } else { letter }, more + 1));
    }

    /// What stands in brackets: currency, language, elapsed time, a condition, a colour.
    fn bracket(&mut self, text: &str) {
        if let Some(currency) = text.strip_prefix('$') {
            let symbol = currency.split('-').next().unwrap_or_default();
            return self.literal(symbol);
        }
        let letter = text.chars().next().map(|letter| letter.to_ascii_lowercase());
        match letter {
            Some(letter @ ('h' | 'm' | 's')) if text.chars().all(|other| other.eq_ignore_ascii_case(&letter)) => {
                self.push(FormatToken::Elapsed(letter));
            }
            Some('<' | '>' | '=') => {
                if let Some(section) = self.sections.last_mut() {
                    section.condition = condition(text);
                }
            }
            _ => {}
        }
    }
}

fn condition(text: &str) -> Option<Condition> {
    let operators = [
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<>", Operator::NotEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("=", Operator::Equal),
    ];
    let (bound, operator) =
        operators.into_iter().find_map(|(sign, operator)| Some((text.strip_prefix(sign)?, operator)))?;
    Some(Condition { operator, bound: bound.trim().parse().ok()? })
}

/// `m` means minutes right behind hours or right before seconds, months elsewhere.
fn minutes(tokens: &mut [FormatToken]) {
    let parts: Vec<(usize, char)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(index, token)| match token {
            FormatToken::Date(letter, _) | FormatToken::Elapsed(letter) => Some((index, *letter)),
            _ => None,
        })
        .collect();
    for (at, (index, letter)) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| parts.get(at)).map(|(_, letter)| *letter);
        let after = parts.get(at + 1).map(|(_, letter)| *letter);
        if *letter == 'M'
            && (before == Some('h') || after == Some('s'))
            && let Some(FormatToken::Date(letter, _)) = tokens.get_mut(*index)
        {
            *letter = 'm';
        }
    }
}

/// In a section with General, letters of dates are letters: there is none in such formats.
fn fold_general(section: &mut FormatSection) {
    if section.tokens.contains(&FormatToken::General) {
        section
            .tokens
            .retain(|token| !matches!(token, FormatToken::Digit(_) | FormatToken::Point | FormatToken::Comma));
    }
}
