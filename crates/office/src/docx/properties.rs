//! Properties of runs and paragraphs, as styles and the body give them.

use crate::failure::Failure;
use crate::xml::{Tag, Xml};
use std::borrow::Cow;
use yomitori_text::symbol::SymbolFont;

/// What matters of a run's look. None is for what a style before may say.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunStyle {
    /// Whether it is raised.
    pub raised: Option<bool>,
    /// Whether it is hidden.
    pub hidden: Option<bool>,
    /// Whether it is struck through.
    pub struck: Option<bool>,
    /// The symbol font that draws it, if one does.
    pub font: Option<Option<SymbolFont>>,
}

impl RunStyle {
    /// These properties over those of a style.
    pub fn over(self, base: Self) -> Self {
        Self {
            raised: self.raised.or(base.raised),
            hidden: self.hidden.or(base.hidden),
            struck: self.struck.or(base.struck),
            font: self.font.or(base.font),
        }
    }

    /// Takes up a child of `rPr`.
    pub fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "vertAlign" => self.raised = Some(tag.attribute("val").is_some_and(|value| value == "superscript")),
            "position" => self.raised = self.raised.or(tag.number::<i32>("val").map(|half_points| half_points > 0)),
            "vanish" => self.hidden = Some(tag.is_on()),
            "strike" | "dstrike" => self.struck = Some(tag.is_on() || self.struck == Some(true)),
            "rFonts" => self.font = font(tag).or(self.font),
            _ => {}
        }
    }
}

/// The font that a run's characters are in: Word names one for each of four kinds of characters.
fn font(tag: &Tag<'_>) -> Option<Option<SymbolFont>> {
    let names = ["ascii", "hAnsi", "eastAsia"].map(|kind| tag.attribute(kind));
    if names.iter().all(Option::is_none) {
        return None;
    }
    Some(names.iter().flatten().find_map(|name| SymbolFont::named(name)))
}

/// What `rPr` says.
#[derive(Debug, Clone, Default)]
pub struct RunProperties {
    /// The look that it states itself.
    pub run: RunStyle,
    /// The id of the style it names.
    pub style: Option<String>,
}

impl RunProperties {
    /// Reads `rPr`.
    pub fn read(xml: &mut Xml<'_>) -> Result<Self, Failure> {
        let mut read = Self::default();
        xml.children(|_, tag| {
            match tag.name() {
                "rStyle" => read.style = tag.attribute("val").map(Cow::into_owned),
                _ => read.run.take(tag),
            }
            Ok(())
        })?;
        Ok(read)
    }
}

/// What `pPr` says.
#[derive(Debug, Clone, Default)]
pub struct ParagraphProperties {
    /// Its place in a list.
    pub list: ListItem,
    /// The id of the style it names.
    pub style: Option<String>,
    /// Whether its end was deleted, so that the next paragraph goes on with it.
    pub is_joined: bool,
}

impl ParagraphProperties {
    /// Reads `pPr`.
    pub fn read(xml: &mut Xml<'_>) -> Result<Self, Failure> {
        let mut read = Self::default();
        xml.children(|xml, tag| match tag.name() {
            "pStyle" => {
                read.style = tag.attribute("val").map(Cow::into_owned);
                Ok(())
            }
            "numPr" => read.list.read(xml),
            "rPr" => xml.children(|_, tag| {
                read.is_joined |= tag.name() == "del";
                Ok(())
            }),
            _ => Ok(()),
        })?;
        Ok(read)
    }
}

/// A paragraph's place in a list: the list's number and the level in it.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListItem {
    /// The list; 0 takes the paragraph out of a list that its style puts it into.
    pub list: Option<u32>,
    /// The level, 0 for the outermost.
    pub level: Option<usize>,
}

impl ListItem {
    /// These properties over those of a style.
    pub fn over(self, base: Self) -> Self {
        Self { list: self.list.or(base.list), level: self.level.or(base.level) }
    }

    /// Reads `numPr`.
    pub fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), Failure> {
        xml.children(|_, tag| {
            match tag.name() {
                "numId" => self.list = tag.number("val"),
                "ilvl" => self.level = tag.number("val"),
                _ => {}
            }
            Ok(())
        })
    }
}
