//! The text of a paragraph or cell of Markdown: boxes, raised notes, line breaks; the rest of its marks left away.

use crate::document::Script;
use crate::flow::{Text, head};
use yomitori_text::symbol::{check_box, pictured_mark};

/// How long a raised note may be, in bytes. What stands between two carets further apart is no note.
const NOTE: usize = 60;
/// How far apart the two ends of a mark may be, in bytes: no longer search for each of a million lone marks.
const REACH: usize = 4000;
/// How long a tag may be, in bytes.
const TAG: usize = 200;

/// Reads a text; tells in `struck` whether stretches of it are struck through and left out.
pub fn read(text: &str, struck: &mut bool) -> Text {
    let mut reader = InlineReader { text: Text::default(), script: Script::Normal };
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let taken = reader.take(character, head(rest, REACH), struck).unwrap_or_else(|| {
            reader.text.push(character.encode_utf8(&mut [0; 4]), reader.script);
            character.len_utf8()
        });
        rest = rest.get(taken..).unwrap_or_default();
    }
    reader.text
}

struct InlineReader {
    text: Text,
    script: Script,
}

impl InlineReader {
    /// Takes what begins with a character that may be a mark; how many bytes it was, or none for plain text.
    fn take(&mut self, character: char, rest: &str, struck: &mut bool) -> Option<usize> {
        match character {
            '\\' => {
                let next = rest.chars().nth(1).filter(char::is_ascii_punctuation)?;
                self.text.push(next.encode_utf8(&mut [0; 4]), self.script);
                Some(2)
            }
            '[' => self.task(rest).or_else(|| self.link(rest)),
            '!' => self.picture(rest),
            '<' => self.tag(rest),
            '&' => self.entity(rest),
            '^' => self.note(rest),
            '*' | '_' | '`' => self.emphasis(character, rest),
            '~' => {
                let inner = rest.strip_prefix("~~")?;
                let length = inner.find("~~")?;
                *struck = true;
                Some(length + 4)
            }
            _ => None,
        }
    }

    /// `[x]` and `[ ]`.
    fn task(&mut self, rest: &str) -> Option<usize> {
        let literal = rest.get(..3)?;
        let ticked = match literal {
            "[x]" | "[X]" => true,
            "[ ]" => false,
            _ => return None,
        };
        self.text.push_literal(check_box(ticked), literal, self.script);
        Some(literal.len())
    }

    /// `[text](address)` reads as its text.
    fn link(&mut self, rest: &str) -> Option<usize> {
        let inner = rest.strip_prefix('[')?;
        // Looked for no further than the text of a link goes.
        let most = inner.find(['[', '\n']).unwrap_or(inner.len());
        let text = inner.get(..most)?.split_once("](")?.0;
        let address = inner.get(text.len() + 2..)?.split_once(')')?.0;
        self.text.push(text, self.script);
        Some(text.len() + address.len() + 4)
    }

    /// `![text](address)` reads as its text, or as the mark that it pictures.
    fn picture(&mut self, rest: &str) -> Option<usize> {
        let (text, address) = rest.strip_prefix("![")?.split_once("](")?;
        let length = text.len() + address.split_once(')')?.0.len() + 5;
        match pictured_mark(text) {
            Some(ticked) => self.text.push_literal(check_box(ticked), rest.get(..length)?, self.script),
            None => self.text.push(text, self.script),
        }
        Some(length)
    }

    /// Tags: boxes, line breaks and raised text count, addresses stay, others are left away.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let length = rest.find('>').filter(|length| *length < TAG)? + 1;
        let tag = rest.get(..length)?;
        let inner = tag.trim_matches(['<', '>']);
        let name = inner.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
        if let Some(ticked) = box_state(tag) {
            self.text.push_literal(check_box(ticked), tag, self.script);
            return Some(length);
        }
        match name.as_str() {
            "br" | "p" | "li" => self.text.push("\n", self.script),
            "sup" if inner.starts_with('/') => self.script = Script::Normal,
            "sup" => self.script = Script::Superscript,
            _ if inner.contains("://") || inner.contains('@') => self.text.push(inner, self.script),
            name if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !name.is_empty() => {}
            _ => return None,
        }
        Some(length)
    }

    fn entity(&mut self, rest: &str) -> Option<usize> {
        let name = rest.get(1..)?.split_once(';')?.0;
        let character = match name {
            "nbsp" => '\u{a0}',
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "yen" => '¥',
            _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
        };
        self.text.push(character.encode_utf8(&mut [0; 4]), self.script);
        Some(name.len() + 2)
    }

    /// `^注1)^`, and `^{注1)}` as programs for scientific texts write it.
    fn note(&mut self, rest: &str) -> Option<usize> {
        let (note, length) = match rest.strip_prefix("^{") {
            Some(braced) => braced.split_once('}').map(|(note, _)| (note, note.len() + 3))?,
            None => rest.get(1..)?.split_once('^').map(|(note, _)| (note, note.len() + 2))?,
        };
        if note.is_empty() || note.len() > NOTE || note.contains(char::is_whitespace) {
            return None;
        }
        self.text.push(note, Script::Superscript);
        Some(length)
    }

    /// `**strong**`, `*emphasis*`, `` `code` `` read as what they hold. A lone mark is a character; an underscore
    /// within a word, as addresses have it, is none of these.
    fn emphasis(&mut self, mark: char, rest: &str) -> Option<usize> {
        let count = rest.chars().take(3).take_while(|character| *character == mark).count();
        let marks = rest.get(..count)?;
        let inner = rest.get(count..)?;
        let length = inner.find(marks).filter(|length| *length > 0)?;
        let content = inner.get(..length)?;
        let behind = inner.get(length + count..)?.chars().next();
        let before = self.text.as_str().chars().next_back();
        let in_word = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
        if content.starts_with(char::is_whitespace)
            || content.ends_with(char::is_whitespace)
            || mark == '_' && (in_word(before) || in_word(behind))
        {
            return None;
        }
        let mut ignored = false;
        let content = if mark == '`' { Text::plain(content) } else { read(content, &mut ignored) };
        self.text.append(&content);
        Some(length + 2 * count)
    }
}

/// The state of a check box written as a tag, as web pages and dumps of them have it: `<input type="checkbox" checked>`.
fn box_state(tag: &str) -> Option<bool> {
    let tag = tag.to_ascii_lowercase();
    let is_box = tag.starts_with("<input") && (tag.contains("checkbox") || tag.contains("radio"));
    let mut words = tag.split(|character: char| character.is_whitespace() || matches!(character, '/' | '>' | '='));
    is_box.then(|| words.any(|word| word == "checked"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        read(text, &mut false).as_str().to_owned()
    }

    #[test]
    fn marks_are_read_or_left_away() {
        let cases = [
            ("[x] 有 [ ] 無", "☑ 有 ☐ 無"),
            ("<input type=\"checkbox\" checked=\"\"/> 可", "☑ 可"),
            ("**太字**と*斜体*と`code`", "太字と斜体とcode"),
            ("info_a@my_site.jp", "info_a@my_site.jp"),
            ("<info@example.jp>", "info@example.jp"),
            ("[当社](https://example.jp/)", "当社"),
            ("<https://example.jp/>", "https://example.jp/"),
            ("一<br/>二<b>三</b>", "一\n二三"),
            ("a < b > c", "a < b > c"),
            ("*下記事項に変更が", "*下記事項に変更が"),
            ("\\*印 &amp; &#9745;", "*印 & ☑"),
            ("~~否~~可", "可"),
            ("機関名^注1)^、^{注2)}", "機関名注1)、注2)"),
            ("![チェック](on.png)有", "☑有"),
            ("[注] ![", "[注] !["),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn nested_marks_end() {
        let deep = "*a".repeat(50_000);
        assert!(!plain(&deep).is_empty());
    }
}
