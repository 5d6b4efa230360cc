//! Lists of a Word document: the labels that it prints before paragraphs without writing them.
//!
//! The checklist's items are often numbered so, and so are bullets.

use super::properties::ListItem;
use crate::budget::Budget;
use crate::failure::Failure;
use crate::flow::{BULLET, head};
use crate::numeral::numeral;
use crate::xml::{Node, Tag, Xml};
use std::collections::HashMap;
use yomitori_text::symbol::SymbolFont;

/// Levels that a list can have.
const LEVELS: usize = 9;

/// Bytes of a label's pattern that count.
const LABEL: usize = 100;

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct NumberingLevel {
    start: u32,
    format: String,
    text: String,
    font: Option<SymbolFont>,
}

/// A list as paragraphs refer to it: its definition, and levels that it counts anew.
#[derive(Debug, Default)]
struct NumberedList {
    definition: u32,
    restarts: Vec<(usize, u32)>,
    begun: bool,
}

/// The lists, and how far they have counted.
#[derive(Debug, Default)]
pub struct Numbering {
    definitions: HashMap<u32, Vec<NumberingLevel>>,
    lists: HashMap<u32, NumberedList>,
    counters: HashMap<u32, [Option<u32>; LEVELS]>,
}

/// Reads the part with the lists.
pub fn read(text: &str, budget: &Budget) -> Result<Numbering, Failure> {
    let mut numbering = Numbering::default();
    let mut xml = Xml::new(text, "numbering.xml", budget);
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        match tag.name() {
            "abstractNum" => {
                let levels = definition(&mut xml)?;
                numbering.definitions.insert(tag.number("abstractNumId").unwrap_or_default(), levels);
            }
            "num" => {
                let list = list(&mut xml)?;
                numbering.lists.insert(tag.number("numId").unwrap_or_default(), list);
            }
            _ => {}
        }
    }
    Ok(numbering)
}

fn definition(xml: &mut Xml<'_>) -> Result<Vec<NumberingLevel>, Failure> {
    let mut levels = vec![NumberingLevel::default(); LEVELS];
    xml.children(|xml, tag| {
        let index = tag.number::<usize>("ilvl").unwrap_or_default();
        match levels.get_mut(index) {
            Some(level) if tag.name() == "lvl" => xml.within(|tag| level.take(tag)),
            _ => Ok(()),
        }
    })?;
    Ok(levels)
}

impl NumberingLevel {
    fn take(&mut self, tag: &Tag<'_>) {
        let value = || tag.attribute("val").unwrap_or_default().into_owned();
        match tag.name() {
            "start" => self.start = tag.number("val").unwrap_or(1),
            "numFmt" => self.format = value(),
            "lvlText" => self.text = head(&value(), LABEL).to_owned(),
            "rFonts" => self.font = tag.attribute("ascii").and_then(|name| SymbolFont::named(&name)),
            _ => {}
        }
    }

    /// The bullet as characters. Those of all shapes that only begin an entry become ・: ● and ■ would be read as the
    /// marks of chosen options. Boxes that lists of options begin with stay.
    fn bullet(&self) -> String {
        let drawn = self.font.map_or_else(|| self.text.clone(), |font| font.draw(&self.text));
        match drawn.as_str() {
            "☐" | "☑" | "☒" | "✓" | "□" => drawn,
            "" => String::new(),
            _ => BULLET.to_owned(),
        }
    }
}

fn list(xml: &mut Xml<'_>) -> Result<NumberedList, Failure> {
    let mut list = NumberedList::default();
    let mut level = 0;
    xml.within(|tag| match tag.name() {
        "abstractNumId" => list.definition = tag.number("val").unwrap_or_default(),
        "lvlOverride" => level = tag.number("ilvl").unwrap_or_default(),
        "startOverride" => list.restarts.push((level, tag.number("val").unwrap_or(1))),
        _ => {}
    })?;
    Ok(list)
}

impl Numbering {
    /// The label of the next paragraph of a list.
    pub fn label(&mut self, item: ListItem) -> Option<String> {
        let list = self.lists.get_mut(&item.list?)?;
        let levels = self.definitions.get(&list.definition)?;
        let counters = self.counters.entry(list.definition).or_default();
        if !std::mem::replace(&mut list.begun, true) {
            for (level, start) in &list.restarts {
                if let Some(counter) = counters.get_mut(*level) {
                    *counter = start.checked_sub(1);
                }
            }
        }
        let index = item.level.unwrap_or_default();
        let level = levels.get(index)?;
        let counter = counters.get_mut(index)?;
        *counter = Some(counter.map_or(level.start, |count| count.saturating_add(1)));
        counters.iter_mut().skip(index + 1).for_each(|deeper| *deeper = None);
        if level.format == "bullet" {
            return Some(level.bullet()).filter(|label| !label.is_empty());
        }
        Some(fill(&level.text, levels, counters)).filter(|label| !label.is_empty())
    }
}

/// The label's pattern with `%1` … `%9` replaced by the numerals of the levels.
fn fill(pattern: &str, levels: &[NumberingLevel], counters: &[Option<u32>; LEVELS]) -> String {
    let mut label = String::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let digit = (character == '%').then(|| characters.clone().next()?.to_digit(10)).flatten();
        let index = digit.and_then(|digit| (digit as usize).checked_sub(1));
        match index.and_then(|index| Some((levels.get(index)?, counters.get(index)?))) {
            Some((level, counter)) => {
                characters.next();
                label.push_str(&numeral(counter.unwrap_or(level.start), &level.format));
            }
            None => label.push(character),
        }
    }
    label
}
