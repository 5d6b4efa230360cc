//! The styles of a Word document: what paragraphs and runs look like that name one.

use super::properties::{ListItem, RunStyle};
use crate::budget::Budget;
use crate::failure::Failure;
use crate::xml::{Node, Tag, Xml};
use foldhash::{HashMap, HashMapExt};

/// How long a chain of styles based on each other may be; longer ones go round in circles.
const CHAIN: usize = 24;

/// A style, with what the ones say that it is based on.
#[derive(Debug, Clone, Copy, Default)]
pub struct WordStyle {
    /// What it says of runs.
    pub run: RunStyle,
    /// The list it puts paragraphs into.
    pub list: ListItem,
}

/// The styles by id.
#[derive(Debug, Default)]
pub struct WordStyles(HashMap<String, WordStyle>);

impl WordStyles {
    /// The style with the given id; one that says nothing where there is none.
    pub fn get(&self, id: &str) -> WordStyle {
        self.0.get(id).copied().unwrap_or_default()
    }
}

#[derive(Default)]
struct Declared {
    style: WordStyle,
    base: Option<String>,
}

/// Reads the part with the styles.
pub fn read(text: &str, budget: &Budget) -> Result<WordStyles, Failure> {
    let mut declared = HashMap::new();
    let mut xml = Xml::new(text, "styles.xml", budget);
    while let Some(node) = xml.next()? {
        let Node::Open(tag) = node else { continue };
        // Hundreds of styles that the document could have but has not.
        if tag.name() == "latentStyles" {
            xml.skip_flat(&tag)?;
        } else if tag.name() == "style" {
            // Styles of tables say nothing of what is written, and are most of the part.
            if tag.attribute("type").is_some_and(|kind| kind == "table") {
                xml.skip_flat(&tag)?;
                continue;
            }
            let id = tag.attribute("styleId").unwrap_or_default().into_owned();
            declared.insert(id, style(&mut xml)?);
        }
    }
    let resolved = declared.keys().map(|id| (id.clone(), resolve(id, &declared))).collect();
    Ok(WordStyles(resolved))
}

fn style(xml: &mut Xml<'_>) -> Result<Declared, Failure> {
    let mut declared = Declared::default();
    xml.children(|xml, tag| {
        match tag.name() {
            "basedOn" => declared.base = tag.attribute("val").map(std::borrow::Cow::into_owned),
            "rPr" => xml.children(|_, tag| {
                declared.style.run.take(tag);
                Ok(())
            })?,
            "pPr" => xml.children(|xml, tag: &Tag<'_>| match tag.name() {
                "numPr" => declared.style.list.read(xml),
                _ => Ok(()),
            })?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(declared)
}

fn resolve(id: &str, declared: &HashMap<String, Declared>) -> WordStyle {
    let mut style = WordStyle::default();
    let chain = std::iter::successors(declared.get(id), |style| declared.get(style.base.as_deref()?));
    for base in chain.take(CHAIN) {
        style.run = style.run.over(base.style.run);
        style.list = style.list.over(base.style.list);
    }
    style
}
