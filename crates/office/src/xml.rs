//! XML as the parts of Office and OpenDocument files have it, for the readers that go through them once.
//!
//! A thin layer over quick-xml: names without their prefix, entities resolved, empty elements opened and closed,
//! faults as [`Failure`]s. Entities that a document declares itself are never expanded, nothing is ever fetched.

#[cfg(feature = "word")]
mod memo;

use crate::budget::{Budget, Supply};
use crate::failure::{Failure, Reason};
#[cfg(feature = "word")]
pub use memo::Memo;
use quick_xml::Reader;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::borrow::Cow;

/// A piece of XML.
pub enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close(EndTag<'a>),
    /// Text between tags; may come in several pieces.
    Text(Cow<'a, str>),
}

/// The start tag of an element.
pub struct Tag<'a> {
    start: BytesStart<'a>,
    /// Length of the name's prefix with its colon, in bytes: names are asked for again and again.
    prefix: usize,
}

impl<'a> Tag<'a> {
    fn new(start: BytesStart<'a>) -> Self {
        let prefix = start.name().into_inner().bytes().position(|byte| byte == b':').map_or(0, |colon| colon + 1);
        Self { start, prefix }
    }

    /// The element's name without its prefix.
    pub fn name(&self) -> &str {
        self.start.name().into_inner().get(self.prefix..).unwrap_or_default()
    }

    /// The value of the attribute with the given name, prefix left aside.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes().find(|(own, _)| *own == name).map(|(_, value)| unescape(value))
    }

    /// All attributes: names without their prefix, values as written. One look at many of them is cheaper by this than
    /// by name, which counts for the cells of a sheet.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.start.attributes_raw();
        std::iter::from_fn(move || {
            let (name, behind) = split(rest, b'=')?;
            let behind = behind.trim_ascii_start();
            let quote = *behind.as_bytes().first().filter(|quote| matches!(quote, b'"' | b'\''))?;
            let (value, next) = split(behind.get(1..)?, quote)?;
            rest = next;
            let name = name.trim_ascii();
            Some((split(name, b':').map_or(name, |(_, local)| local), value))
        })
    }

    /// The attribute as a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// Whether the element switches something on: Office writes `<w:b/>`, `val="1"`, `"true"`, `"on"` for yes.
    pub fn is_on(&self) -> bool {
        self.attribute("val").is_none_or(|value| is_true(&value))
    }
}

/// As `split_once` with an ASCII character, and quicker for the few bytes of names and values.
fn split(text: &str, at: u8) -> Option<(&str, &str)> {
    let position = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..position)?, text.get(position + 1..)?))
}

/// The value of an attribute with its entities resolved; as written where one is unknown.
pub fn unescape(value: &str) -> Cow<'_, str> {
    if value.contains('&') {
        quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value))
    } else {
        Cow::Borrowed(value)
    }
}

/// Whether an attribute's value means yes.
pub fn is_true(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

/// The end tag of an element.
pub struct EndTag<'a>(BytesEnd<'a>);

impl EndTag<'_> {
    /// The element's name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// A part of a document, read from front to back.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    part: &'a str,
    budget: &'a Budget,
    depth: u64,
    /// Whether the element opened last is empty, and its end comes next.
    ends: bool,
    /// Whether an element has been opened: XML without any is none.
    begun: bool,
}

impl<'a> Xml<'a> {
    /// A reader of the text of a part; `part` is its name, for messages.
    pub fn new(text: &'a str, part: &'a str, budget: &'a Budget) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, text, part, budget, depth: 0, ends: false, begun: false }
    }

    /// The next piece, or none at the end.
    ///
    /// # Errors
    /// When the XML is not well-formed, ends within an element, or refers to an entity that is not XML's own.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, Failure> {
        loop {
            if let Some(text) = self.referring_text()? {
                return Ok(Some(Node::Text(text)));
            }
            self.ends = false;
            return Ok(Some(match self.reader.read_event().map_err(|error| self.fault(error))? {
                Event::Start(tag) => {
                    (self.depth, self.begun) = (self.depth + 1, true);
                    self.budget.charge(Supply::Elements, 1)?;
                    self.budget.reach(self.depth)?;
                    self.ends = self.before().ends_with("/>");
                    Node::Open(Tag::new(tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(EndTag(tag))
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(name) => Node::Text(self.resolve(&name)?),
                Event::DocType(_) => return Err(self.fault("it declares a document type, which may define entities")),
                Event::Eof if self.depth > 0 => return Err(self.fault("it ends within an element")),
                Event::Eof if !self.begun => return Err(self.fault("it holds no element")),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// Goes behind the next start tag: that of the root, at the beginning.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub fn next_open(&mut self) -> Result<Option<Tag<'a>>, Failure> {
        while let Some(node) = self.next()? {
            if let Node::Open(tag) = node {
                return Ok(Some(tag));
            }
        }
        Ok(None)
    }

    /// Goes behind the end of the element that was opened last.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub fn skip(&mut self) -> Result<(), Failure> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside && self.next()?.is_some() {}
        Ok(())
    }

    /// As [`Xml::skip`], for elements that never hold one of their own name: the end tag is searched as text. Faults in
    /// between go unseen.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub fn skip_flat(&mut self, tag: &Tag<'a>) -> Result<(), Failure> {
        let end = format!("</{}", tag.start.name().into_inner());
        if let (false, Some(at)) = (self.ends, memchr::memmem::find(self.reader.get_ref(), end.as_bytes())) {
            self.jump(at);
        }
        self.skip()
    }

    /// Calls `each` with every element within the one that was opened last, and goes behind its end.
    ///
    /// # Errors
    /// As [`Xml::next`].
    pub fn within(&mut self, mut each: impl FnMut(&Tag<'a>)) -> Result<(), Failure> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            match self.next()? {
                Some(Node::Open(tag)) => each(&tag),
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Calls `each` with every child of the element that was opened last, and goes behind its end. What `each` does
    /// not read of a child is left out.
    ///
    /// # Errors
    /// As [`Xml::next`], and those of `each`.
    pub fn children(
        &mut self,
        mut each: impl FnMut(&mut Self, &Tag<'a>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let inside = self.depth;
        while self.depth >= inside {
            match self.next()? {
                Some(Node::Open(tag)) => {
                    each(self, &tag)?;
                    while self.depth > inside && self.next()?.is_some() {}
                }
                Some(_) => {}
                None => break,
            }
        }
        Ok(())
    }

    /// Goes on behind so many bytes.
    fn jump(&mut self, bytes: usize) {
        let rest = *self.reader.get_ref();
        *self.reader.get_mut() = rest.get(bytes..).unwrap_or_default();
    }

    /// What has been read.
    fn before(&self) -> &'a str {
        self.text.get(..self.text.len() - self.reader.get_ref().len()).unwrap_or_default()
    }

    /// The text up to the next tag, where it refers to characters or entities; `None` where it does not. Some programs write
    /// every kanji as a reference, and the reader stops at each.
    fn referring_text(&mut self) -> Result<Option<Cow<'a, str>>, Failure> {
        let rest = *self.reader.get_ref();
        if self.ends || self.depth == 0 || rest.first().is_none_or(|first| *first == b'<') {
            return Ok(None);
        }
        let Some(end) = memchr::memchr(b'<', rest) else { return Ok(None) };
        let position = self.text.len() - rest.len();
        let Some(text) = self.text.get(position..position + end).filter(|text| text.contains('&')) else {
            return Ok(None);
        };
        let unknown = |error| self.fault(format!("it refers to what XML does not have: {error}"));
        let text = quick_xml::escape::unescape(text).map_err(unknown)?;
        *self.reader.get_mut() = rest.get(end..).unwrap_or_default();
        Ok(Some(text))
    }

    fn resolve(&self, name: &quick_xml::events::BytesRef<'a>) -> Result<Cow<'a, str>, Failure> {
        let unknown = || self.fault(format!("it refers to an entity that XML does not have: {}", &**name));
        if let Some(character) = name.resolve_char_ref().map_err(|error| self.fault(error))? {
            return Ok(Cow::Owned(character.to_string()));
        }
        quick_xml::escape::resolve_predefined_entity(name).map(Cow::Borrowed).ok_or_else(unknown)
    }

    fn fault(&self, what: impl std::fmt::Display) -> Failure {
        Failure::new(Reason::Damaged, format!("{} is damaged: {what}", self.part))
    }
}
