//! The styles of an OpenDocument file: how texts and cells look that name one, and the labels of lists.

use super::tracks::points;
use crate::budget::Budget;
use crate::failure::Failure;
use crate::flow::{BULLET, head};
use crate::numeral::numeral;
use crate::spreadsheet::Borders;
use crate::xml::{Node, Tag, Xml};
use std::collections::HashMap;
use yomitori_text::symbol::SymbolFont;

/// How long a chain of styles with parents may be; longer ones go round in circles.
const CHAIN: usize = 24;

/// What columns and rows measure where no style says so, in points, as LibreOffice has it.
const COLUMN_WIDTH: f32 = 64.0;
const ROW_HEIGHT: f32 = 12.8;

/// Bytes of what stands around a label's number that count.
const LABEL: usize = 100;

/// What matters of a text's look. None is for what a parent may say.
#[derive(Debug, Default, Clone, Copy)]
pub struct TextLook {
    /// Whether it is raised.
    pub raised: Option<bool>,
    /// Whether it is hidden.
    pub hidden: Option<bool>,
    /// Whether it is struck through.
    pub struck: Option<bool>,
    /// The symbol font that draws it, if one does.
    pub font: Option<Option<SymbolFont>>,
}

impl TextLook {
    /// This look over another.
    pub fn over(self, base: Self) -> Self {
        Self {
            raised: self.raised.or(base.raised),
            hidden: self.hidden.or(base.hidden),
            struck: self.struck.or(base.struck),
            font: self.font.or(base.font),
        }
    }
}

#[derive(Debug, Default, Clone)]
struct OdfStyle {
    parent: Option<String>,
    look: TextLook,
    borders: Option<Borders>,
    hides_table: bool,
    /// The width of a column or height of a row, in points.
    size: Option<f32>,
}

/// A level of a list.
#[derive(Debug, Clone, Default)]
struct OdfLevel {
    bullet: bool,
    format: String,
    prefix: String,
    suffix: String,
    start: u32,
}

/// All styles, by family and name.
#[derive(Debug, Default)]
pub struct OdfStyles {
    styles: HashMap<(String, String), OdfStyle>,
    lists: HashMap<String, Vec<OdfLevel>>,
}

impl OdfStyles {
    /// Takes up the styles of a part.
    pub fn read(&mut self, text: &str, part: &str, budget: &Budget) -> Result<(), Failure> {
        let mut xml = Xml::new(text, part, budget);
        while let Some(node) = xml.next()? {
            let Node::Open(tag) = node else { continue };
            let name = tag.attribute("name").unwrap_or_default().into_owned();
            let family = tag.attribute("family").unwrap_or_default().into_owned();
            match tag.name() {
                "default-style" if matches!(&*family, "table-column" | "table-row") => {
                    let mut style = OdfStyle::default();
                    xml.within(|tag| style.take(tag))?;
                    self.styles.insert((family, String::new()), style);
                }
                "style" => {
                    let mut style = OdfStyle {
                        parent: tag.attribute("parent-style-name").map(std::borrow::Cow::into_owned),
                        ..OdfStyle::default()
                    };
                    xml.within(|tag| style.take(tag))?;
                    self.styles.insert((family, name), style);
                }
                "list-style" => {
                    let mut levels = Vec::new();
                    xml.within(|tag| take_level(tag, &mut levels))?;
                    self.lists.insert(name, levels);
                }
                "body" => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn chain(&self, family: &str, name: &str) -> impl Iterator<Item = &OdfStyle> {
        let find = move |name: &str| self.styles.get(&(family.to_owned(), name.to_owned()));
        let found: Vec<&OdfStyle> =
            std::iter::successors(find(name), |style| find(style.parent.as_deref()?)).take(CHAIN).collect();
        found.into_iter()
    }

    /// The look of a text by its style.
    pub fn look(&self, family: &str, name: &str) -> TextLook {
        self.chain(family, name).fold(TextLook::default(), |look, style| look.over(style.look))
    }

    /// The borders of a cell by its style.
    pub fn borders(&self, name: &str) -> Borders {
        self.chain("table-cell", name).find_map(|style| style.borders).unwrap_or_default()
    }

    /// The width of a column, or the height of a row, in points: as its style says or as all have it.
    pub fn size(&self, family: &str, name: &str) -> f32 {
        let usual = if family == "table-column" { COLUMN_WIDTH } else { ROW_HEIGHT };
        self.chain(family, name).chain(self.chain(family, "")).find_map(|style| style.size).unwrap_or(usual)
    }

    /// Whether tables of a style are hidden.
    pub fn hides_table(&self, name: &str) -> bool {
        self.chain("table", name).any(|style| style.hides_table)
    }

    /// The label of a list's entry; levels and entries count from 0.
    pub fn label(&self, list: &str, level: usize, entry: u32) -> Option<String> {
        let level = self.lists.get(list)?.get(level)?;
        if level.bullet {
            return Some(BULLET.to_owned());
        }
        let number = numeral(level.start.saturating_add(entry), &level.format);
        Some(format!("{}{number}{}", level.prefix, level.suffix)).filter(|_| !level.format.is_empty())
    }
}

impl OdfStyle {
    fn take(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "text-properties" => self.look = look(tag).over(self.look),
            "table-cell-properties" => self.borders = borders(tag).or(self.borders),
            "table-column-properties" => self.size = size(tag, "column-width").or(self.size),
            "table-row-properties" => self.size = size(tag, "row-height").or(self.size),
            "table-properties" => self.hides_table = tag.attribute("display").is_some_and(|value| value == "false"),
            _ => {}
        }
    }
}

fn look(tag: &Tag<'_>) -> TextLook {
    let is = |name: &str, test: &dyn Fn(&str) -> bool| tag.attribute(name).map(|value| test(&value));
    let raised = |value: &str| {
        let position = value.split_whitespace().next().unwrap_or_default();
        position == "super" || position.trim_end_matches('%').parse::<f32>().is_ok_and(|percent| percent > 0.0)
    };
    TextLook {
        raised: is("text-position", &raised),
        hidden: is("display", &|value| value == "none"),
        struck: is("text-line-through-style", &|value| value != "none"),
        font: tag.attribute("font-name").map(|name| SymbolFont::named(&name)),
    }
}

fn borders(tag: &Tag<'_>) -> Option<Borders> {
    let all = tag.attribute("border").map(|value| is_line(&value));
    let side = |name: &str| tag.attribute(name).map(|value| is_line(&value)).or(all);
    let sides = ["border-left", "border-right", "border-top", "border-bottom"].map(side);
    if sides.iter().all(Option::is_none) {
        return None;
    }
    let [left, right, top, bottom] = sides.map(Option::unwrap_or_default);
    Some(Borders { left, right, other: top || bottom })
}

fn size(tag: &Tag<'_>, name: &str) -> Option<f32> {
    tag.attribute(name).and_then(|value| points(&value)).filter(|size| *size >= 0.0)
}

fn is_line(border: &str) -> bool {
    !matches!(border, "none" | "hidden" | "")
}

fn take_level(tag: &Tag<'_>, levels: &mut Vec<OdfLevel>) {
    let bullet = tag.name() == "list-level-style-bullet";
    if !bullet && tag.name() != "list-level-style-number" {
        return;
    }
    let text = |name: &str| head(&tag.attribute(name).unwrap_or_default(), LABEL).to_owned();
    let format = match text("num-format").as_str() {
        "1" => "decimal",
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        "①, ②, ③, ..." => "decimalEnclosedCircle",
        "１, ２, ３, ..." => "decimalFullWidth",
        "ア, イ, ウ, ..." => "aiueoFullWidth",
        "イ, ロ, ハ, ..." => "irohaFullWidth",
        "一, 二, 三, ..." => "japaneseCounting",
        _ => "",
    };
    levels.push(OdfLevel {
        bullet,
        format: format.to_owned(),
        prefix: text("num-prefix"),
        suffix: text("num-suffix"),
        start: tag.number("start-value").unwrap_or(1),
    });
}
