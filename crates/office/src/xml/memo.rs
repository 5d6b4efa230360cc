//! What elements say that are written again and again: Office programs put the same properties before every run of
//! text, and reading them is most of the work. A block that was read before is known by its text.

use super::{Tag, Xml};
use crate::failure::Failure;
use foldhash::{HashMap, HashMapExt};
use memchr::memmem::Finder;

/// Most blocks that are kept: more different ones do not repeat themselves.
const MOST: usize = 512;

/// How long blocks are that are kept, in bytes: the end of a block is looked for no further.
const LONGEST: usize = 4096;

/// What was read from blocks of one kind, by their text.
pub struct Memo<'a, T> {
    known: HashMap<&'a str, T>,
    /// Finds the end tag.
    end: Option<Finder<'static>>,
}

impl<T> Default for Memo<'_, T> {
    fn default() -> Self {
        Self { known: HashMap::new(), end: None }
    }
}

impl<'a, T: Clone> Memo<'a, T> {
    /// What `read` makes of the element that was opened last, if a block of the same text was not read before; the
    /// reader goes behind its end. What `read` makes must follow from the block alone, and the elements of one memo
    /// have one name.
    ///
    /// # Errors
    /// Those of `read`, and as [`Xml::next`].
    pub fn read(
        &mut self,
        xml: &mut Xml<'a>,
        tag: &Tag<'a>,
        read: impl FnOnce(&mut Xml<'a>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let name = tag.start.name().into_inner();
        let end = self.end.get_or_insert_with(|| Finder::new(["</", name, ">"].concat().as_bytes()).into_owned());
        let block = xml.up_to(end);
        if let Some((block, known)) = block.and_then(|block| Some((block, self.known.get(block)?))) {
            xml.jump(block.len());
            xml.skip()?;
            return Ok(known.clone());
        }
        let value = read(xml)?;
        let fits = |block: &&str| self.known.len() < MOST && !block.contains(&["<", name].concat());
        if let Some(block) = block.filter(fits) {
            self.known.insert(block, value.clone());
        }
        Ok(value)
    }
}

impl<'a> Xml<'a> {
    /// The text from the tag that was opened last up to the next of the end tags.
    fn up_to(&self, end: &Finder<'_>) -> Option<&'a str> {
        let rest = self.text.get(self.before().len()..).filter(|_| !self.ends)?;
        let near = rest.as_bytes().get(..LONGEST).unwrap_or(rest.as_bytes());
        rest.get(..end.find(near)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::xml::Node;

    #[test]
    fn the_same_block_is_read_once() {
        let budget = Budget::default();
        let text = r#"<d><p a="1"><x/></p>t<p><x/></p><p><y/></p><p/><p><p><x/></p></p><p><x/></p></d>"#;
        let (mut xml, mut memo, mut reads, mut found) =
            (Xml::new(text, "part", &budget), Memo::default(), 0, Vec::new());
        while let Some(node) = xml.next().unwrap() {
            let Node::Open(tag) = node else { continue };
            if tag.name() == "p" {
                let read = memo.read(&mut xml, &tag, |xml| {
                    reads += 1;
                    let mut names = String::new();
                    xml.within(|tag| names.push_str(tag.name()))?;
                    Ok(names)
                });
                found.push(read.unwrap());
            }
        }
        assert_eq!(found, ["x", "x", "y", "", "px", "x"]);
        assert_eq!(reads, 4);
    }
}
