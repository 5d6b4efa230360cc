//! XML as the parts of Office and OpenDocument files have it, for the readers that go through them once.
//!
//! A thin layer over quick-xml: names without their prefix, entities resolved, empty elements opened and closed,
//! faults as [`Failure`]s. Entities that a document declares itself are never expanded, nothing is ever fetched.

use crate::failure::{Failure, Reason};
use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// A piece of XML.
pub enum Node<'a> {
    /// An element begins.
    Open(Tag<'a>),
    /// An element ends.
    Close(End<'a>),
    /// Text between tags; may come in several pieces.
    Text(Cow<'a, str>),
}

/// The start tag of an element.
pub struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The element's name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The value of the attribute with the given name, prefix left aside.
    pub fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = self.0.attributes();
        let attributes = attributes.with_checks(false).flatten();
        let attribute = attributes.into_iter().find(|attribute| attribute.key.local_name().into_inner() == name)?;
        attribute.normalized_value(XmlVersion::Implicit1_0).ok()
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

/// Whether an attribute's value means yes.
pub fn is_true(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

/// The end tag of an element.
pub struct End<'a>(BytesEnd<'a>);

impl End<'_> {
    /// The element's name without its prefix.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

/// A part of a document, read from front to back.
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    depth: u64,
    /// Whether an element has been opened: XML without any is none.
    begun: bool,
}

impl<'a> Xml<'a> {
    /// A reader of the text of a part; `part` is its name, for messages.
    pub fn new(text: &'a str, part: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, part, depth: 0, begun: false }
    }

    /// The next piece, or none at the end.
    ///
    /// # Errors
    /// When the XML is not well-formed, ends within an element, or refers to an entity that is not XML's own.
    pub fn next(&mut self) -> Result<Option<Node<'a>>, Failure> {
        loop {
            return Ok(Some(match self.reader.read_event().map_err(|error| self.fault(error))? {
                Event::Start(tag) => {
                    (self.depth, self.begun) = (self.depth + 1, true);
                    Node::Open(Tag(tag))
                }
                Event::End(tag) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(End(tag))
                }
                Event::Text(text) => Node::Text(text.into_inner()),
                Event::CData(text) => Node::Text(text.into_inner()),
                Event::GeneralRef(name) => Node::Text(self.resolve(&name)?),
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
