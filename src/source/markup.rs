//! Markup that scrapers leave in text: check boxes, raised notes, list and paragraph tags.
//!
//! Check boxes become ☑ and ☐, raised text keeps its script, list entries stand on lines of their own with
//! a bullet, other tags go. What the text really had stays as the run's literal.

use crate::document::{Document, Place, Script, Span};

/// A list entry's beginning, as the phases know it.
const ENTRY: &str = "\n・";

/// Appends a line or cell with its markup read.
pub(super) fn push(document: &mut Document, text: &str, place: Place) -> Span {
    let start = document.text.len();
    if memchr::memchr2(b'<', b'^', text.as_bytes()).is_none() {
        document.push(text, place, Script::Normal);
    } else {
        Reader { document, place, script: Script::Normal, in_list: false }.read(text);
    }
    Span::new(start, document.text.len())
}

/// The tags that scrapers leave; anything else in angle brackets is text.
const TAGS: [&str; 24] = [
    "input", "sup", "sub", "ul", "ol", "li", "br", "p", "div", "span", "b", "strong", "i", "em", "u", "font", "a",
    "label", "td", "th", "tr", "table", "tbody", "center",
];

struct Reader<'a> {
    document: &'a mut Document,
    place: Place,
    script: Script,
    in_list: bool,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = memchr::memchr2(b'<', b'^', rest.as_bytes()) {
            let (before, markup) = rest.split_at(at);
            let taken = tag(markup).or_else(|| raised(markup));
            let (plain, length) = match taken {
                Some(length) => (before, length),
                // No markup: the character is text.
                None => (rest.get(..=at).unwrap_or(before), 0),
            };
            self.plain(plain);
            if taken.is_some() {
                self.markup(markup.get(..length).unwrap_or_default());
            }
            rest = rest.get(plain.len() + length..).unwrap_or_default();
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        if !self.in_list {
            self.document.push(text, self.place, self.script);
            return;
        }
        for entry in text.split_whitespace() {
            let mark = if entry.starts_with('・') { "\n" } else { ENTRY };
            self.document.push_literal(mark, " ", self.place, Script::Normal);
            self.document.push(entry, self.place, self.script);
        }
    }

    fn markup(&mut self, markup: &str) {
        if let Some(raised) = markup.strip_prefix("^{") {
            let text = raised.strip_suffix('}').unwrap_or(raised);
            self.document.push_literal(text, markup, self.place, Script::Superscript);
            return;
        }
        let (name, is_end) = tag_name(markup);
        match TAGS.iter().find(|tag| tag.eq_ignore_ascii_case(name)).copied().unwrap_or_default() {
            "input" if !is_end => self.input(markup),
            "sup" => self.script = if is_end { Script::Normal } else { Script::Superscript },
            "ul" | "ol" => self.in_list = !is_end,
            "br" if is_end => {}
            "br" | "p" | "div" => {
                self.document.push_literal("\n", markup, self.place, Script::Normal);
            }
            _ => {}
        }
    }

    fn input(&mut self, markup: &str) {
        let (mut is_box, mut is_checked) = (false, false);
        for (name, value) in attributes(markup) {
            is_box |= ["checkbox", "radio"].iter().any(|kind| value.eq_ignore_ascii_case(kind));
            is_checked |= name.eq_ignore_ascii_case("checked") && !value.eq_ignore_ascii_case("false");
        }
        if is_box {
            let mark = if is_checked { "☑" } else { "☐" };
            self.document.push_literal(mark, markup, self.place, Script::Normal);
        }
    }
}

/// The words of a tag as names of attributes and their values.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    tag.split([' ', '\t', '/', '>', '<']).map(|word| {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        (name, value.trim_matches(['"', '\'']))
    })
}

/// The length of the tag at the head of `text`, if one stands there.
fn tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    let (name, _) = tag_name(text);
    TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)).then_some(end + 2)
}

/// A tag's name as written, and whether it is an end tag.
fn tag_name(tag: &str) -> (&str, bool) {
    let inner = tag.trim_start_matches('<');
    let name = inner.trim_start_matches('/');
    let end = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (name.get(..end).unwrap_or_default(), inner.len() > name.len())
}

/// The length of raised text `^{…}` at the head of `text`.
fn raised(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("^{")?;
    inner.find('}').map(|end| end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_read_and_kept_as_literal() {
        for (markup, expected) in [
            ("<input checked=\"\" type=\"checkbox\"/> 有", "☑ 有"),
            ("<input type=\"checkbox\"/> 無", "☐ 無"),
            ("<INPUT TYPE=checkbox CHECKED>", "☑"),
            ("<input type=\"text\"/>", ""),
            ("機関名 ^{注1)}", "機関名 注1)"),
            ("a < b ^ c", "a < b ^ c"),
            ("<別紙>", "<別紙>"),
            ("<p>次の事項</p> <ul style=\"x\"> 甲 乙 ", "\n次の事項\n \n・甲\n・乙"),
            ("次の事項 <ul> ・甲 ・乙 ", "次の事項 \n・甲\n・乙"),
        ] {
            let mut document = Document::new("text/plain");
            push(&mut document, markup, Place::Line(1));
            assert_eq!(document.text, expected, "{markup}");
        }
    }
}
