//! Markup that scrapers leave in text: check boxes, raised notes, list and paragraph tags.
//!
//! Check boxes become ☑ and ☐, raised text keeps its script, list entries stand on lines of their own with
//! a bullet, other tags go. What the text really had stays as the run's literal.

use crate::document::{Document, Place, Script, Span};
use yomitori_text::notes;

/// A list entry's beginning, as the phases know it.
const ENTRY: &str = "\n・";

/// Most characters of raised marks in brackets.
const MOST_RAISED: usize = 40;

/// Appends a line or cell with its markup read.
pub(super) fn push(document: &mut Document, text: &str, place: Place) -> Span {
    if !may_be_in(text) {
        return document.push(text, place, Script::Normal);
    }
    let start = document.text.len();
    MarkupReader { document, place, script: Script::Normal, in_list: false, ends: MarkupEnds::default() }.read(text);
    Span::new(start, document.text.len())
}

/// Whether a text may hold markup.
pub(super) fn may_be_in(text: &str) -> bool {
    memchr::memchr2(b'<', b'^', text.as_bytes()).is_some()
}

/// The tags that scrapers leave; anything else in angle brackets is text.
const TAGS: [&str; 24] = [
    "input", "sup", "sub", "ul", "ol", "li", "br", "p", "div", "span", "b", "strong", "i", "em", "u", "font", "a",
    "label", "td", "th", "tr", "table", "tbody", "center",
];

/// Letters of the longest of them.
const LONGEST_NAME: usize = 6;

struct MarkupReader<'a> {
    document: &'a mut Document,
    place: Place,
    script: Script,
    in_list: bool,
    ends: MarkupEnds,
}

/// Whether what ends markup was looked for and is not to come any more: it is looked for once, not behind every `<`.
#[derive(Default)]
struct MarkupEnds {
    no_tag: bool,
    no_raised: bool,
}

impl MarkupReader<'_> {
    fn read(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = memchr::memchr2(b'<', b'^', rest.as_bytes()) {
            let (before, markup) = rest.split_at(at);
            if let Some(tag) = MarkupTag::at_head(markup, &mut self.ends) {
                self.plain(before);
                self.tag(&tag);
                rest = markup.get(tag.text.len()..).unwrap_or_default();
            } else if let Some((raised, length)) = raised(markup, &mut self.ends) {
                self.plain(before);
                let literal = markup.get(..length).unwrap_or_default();
                self.document.push_literal(raised, literal, self.place, Script::Superscript);
                rest = markup.get(length..).unwrap_or_default();
            } else {
                // No markup: the character is text.
                let (text, after) = rest.split_at_checked(at + 1).unwrap_or((rest, ""));
                self.plain(text);
                rest = after;
            }
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

    fn tag(&mut self, tag: &MarkupTag<'_>) {
        match tag.name {
            "input" if !tag.is_end => self.input(tag),
            "sup" => self.script = if tag.is_end { Script::Normal } else { Script::Superscript },
            "ul" | "ol" => self.in_list = !tag.is_end,
            "br" if tag.is_end => {}
            "br" | "p" | "div" => {
                self.document.push_literal("\n", tag.text, self.place, Script::Normal);
            }
            _ => {}
        }
    }

    fn input(&mut self, tag: &MarkupTag<'_>) {
        let (mut is_box, mut is_checked) = (false, false);
        for (name, value) in tag.attributes() {
            is_box |= [&b"checkbox"[..], b"radio"].iter().any(|kind| value.eq_ignore_ascii_case(kind));
            is_checked |= name.eq_ignore_ascii_case(b"checked") && !value.eq_ignore_ascii_case(b"false");
        }
        if is_box {
            let mark = if is_checked { "☑" } else { "☐" };
            self.document.push_literal(mark, tag.text, self.place, Script::Normal);
        }
    }
}

/// A tag as it stands in the text.
struct MarkupTag<'t> {
    /// All of it, from `<` to `>`.
    text: &'t str,
    /// One of [`TAGS`].
    name: &'static str,
    is_end: bool,
}

impl<'t> MarkupTag<'t> {
    /// The tag at the head of `text`, if one stands there.
    fn at_head(text: &'t str, ends: &mut MarkupEnds) -> Option<Self> {
        let inner = text.strip_prefix('<').filter(|_| !ends.no_tag)?;
        let start = inner.trim_start_matches('/');
        let length = start.bytes().take(LONGEST_NAME + 1).take_while(u8::is_ascii_alphanumeric).count();
        let written = start.get(..length)?;
        let name = TAGS.iter().find(|tag| tag.eq_ignore_ascii_case(written))?;
        let end = memchr::memchr(b'>', inner.as_bytes());
        ends.no_tag = end.is_none();
        let end = 1 + end?;
        Some(Self { text: text.get(..=end)?, name, is_end: inner.len() > start.len() })
    }

    /// Its words as names of attributes and their values.
    fn attributes(&self) -> impl Iterator<Item = (&'t [u8], &'t [u8])> {
        let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'');
        self.text.as_bytes().split(|byte| matches!(byte, b' ' | b'\t' | b'/' | b'>' | b'<')).map(move |word| {
            let at = memchr::memchr(b'=', word).unwrap_or(word.len());
            let (name, value) = word.split_at_checked(at).unwrap_or((word, b""));
            let mut parts = value.get(1..).unwrap_or_default().split(is_quote);
            (name, parts.find(|part| !part.is_empty()).unwrap_or_default())
        })
    }
}

/// The raised text at the head of `text`, `^{…}` or marks of notes in `^(…)`, and the length of all.
fn raised<'t>(text: &'t str, ends: &mut MarkupEnds) -> Option<(&'t str, usize)> {
    if let Some(inner) = text.strip_prefix("^(") {
        return raised_marks(inner).map(|marks| (marks, marks.len() + 3));
    }
    let inner = text.strip_prefix("^{").filter(|_| !ends.no_raised)?;
    let end = memchr::memchr(b'}', inner.as_bytes());
    ends.no_raised = end.is_none();
    let end = end?;
    Some((inner.get(..end)?, end + 3))
}

/// The marks of notes before the bracket that closes them; they may end with a bracket of their own: 注1)).
fn raised_marks(text: &str) -> Option<&str> {
    let is_end = |(count, (_, c)): &(usize, (usize, char))| {
        *count == MOST_RAISED || !notes::is_of_marks(c.encode_utf8(&mut [0; 4]))
    };
    let end = text.char_indices().enumerate().find(is_end).map_or(text.len(), |(_, (end, _))| end);
    let ends = || text.get(..end).unwrap_or_default().match_indices(')').filter_map(|(at, _)| text.get(..at));
    let is_closed = |marks: &&str| !notes::has_word(marks) || marks.ends_with([')', '）']);
    ends().find(is_closed).or_else(|| ends().next()).filter(|marks| !marks.is_empty())
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
            ("<input type='radio' checked='checked'>有", "☑有"),
            ("<input type=\"checkbox\" checked=\"false\">有", "☐有"),
            ("<<p>甲</p>", "<\n甲\n"),
            ("機関名 ^{注1)}", "機関名 注1)"),
            ("機関名^(注1))", "機関名注1)"),
            ("機関名^(注4）注5）)(甲)", "機関名注4）注5）(甲)"),
            ("機関名^(※1)^(注2) (3)", "機関名※1注2 (3)"),
            ("2^(n) ^()", "2^(n) ^()"),
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
