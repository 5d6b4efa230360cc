//! Lists: texts parted by commas, or set as entries with bullets. A middle dot within a text parts nothing (ピーター・パン).

use super::is_blank;

/// Bullets that open an entry.
const BULLETS: [char; 3] = ['・', '•', '●'];

/// The entries of a list, without blank ones.
#[must_use]
pub fn read(text: &str) -> Vec<String> {
    let mut entries = vec![String::new()];
    let (mut depth, mut last) = (0_usize, ' ');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' | '（' | '「' | '[' => depth += 1,
            ')' | '）' | '」' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        let is_group = c == ',' && last.is_ascii_digit() && is_digit(chars.peek());
        let is_comma = matches!(c, '、' | ',' | '，' | ';' | '；' | '\n') && !is_group;
        let is_entry = BULLETS.contains(&c) && matches!(last, ' ' | '\n');
        if depth == 0 && (is_comma || is_entry) || c == '|' {
            entries.push(String::new());
        } else if let Some(entry) = entries.last_mut() {
            entry.push(c);
        }
        last = c;
    }
    let entries = entries.iter().map(|entry| entry.trim()).filter(|entry| !is_blank(entry));
    entries.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn entries() {
        for (text, expected) in [
            ("内科、外科、小児科", vec!["内科", "外科", "小児科"]),
            ("・食事の介助 ・入浴の介助", vec!["食事の介助", "入浴の介助"]),
            ("・食事の介助\n・入浴の介助", vec!["食事の介助", "入浴の介助"]),
            ("1,000円、ピーター・パン", vec!["1,000円", "ピーター・パン"]),
            ("英語(会話、読解), 算数", vec!["英語(会話、読解)", "算数"]),
            ("内科", vec!["内科"]),
            ("、―", vec![]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
