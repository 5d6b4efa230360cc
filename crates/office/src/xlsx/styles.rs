//! The styles of a workbook: number formats, fonts and borders that its cells refer to.

use crate::budget::Budget;
use crate::cell_style::{CellFont, CellStyle};
use crate::failure::Failure;
use crate::number_format::{NumberFormat, built_in};
use crate::spreadsheet::Borders;
use crate::xml::{Tag, Xml};
use std::collections::HashMap;
use std::rc::Rc;
use yomitori_text::symbol::SymbolFont;

/// The styles, by the index that cells give.
#[derive(Debug, Default)]
pub struct CellStyles {
    styles: Vec<CellStyle>,
    default: CellStyle,
    /// Whether days are counted from 1904.
    pub from_1904: bool,
}

impl CellStyles {
    /// The style with the given index; the plain one where there is none.
    pub fn get(&self, index: usize) -> &CellStyle {
        self.styles.get(index).unwrap_or(&self.default)
    }
}

#[derive(Default)]
struct StyleParts {
    formats: HashMap<u32, Rc<NumberFormat>>,
    fonts: Vec<CellFont>,
    borders: Vec<Borders>,
}

/// Reads the part with the styles.
pub fn read(text: &str, from_1904: bool, budget: &Budget) -> Result<CellStyles, Failure> {
    let mut parts = StyleParts::default();
    let mut styles = CellStyles { from_1904, ..CellStyles::default() };
    let mut xml = Xml::new(text, "styles.xml", budget);
    if xml.next_open()?.is_none() {
        return Ok(styles);
    }
    xml.children(|xml, tag| match tag.name() {
        "numFmts" => xml.children(|_, tag| {
            let code = tag.attribute("formatCode").unwrap_or_default();
            parts.formats.insert(tag.number("numFmtId").unwrap_or_default(), Rc::new(NumberFormat::parse(&code)));
            Ok(())
        }),
        "fonts" => xml.children(|xml, _| {
            parts.fonts.push(font(xml)?);
            Ok(())
        }),
        "borders" => xml.children(|xml, _| {
            parts.borders.push(borders(xml)?);
            Ok(())
        }),
        "cellXfs" => xml.children(|_, tag| {
            styles.styles.push(parts.style(tag));
            Ok(())
        }),
        _ => Ok(()),
    })?;
    Ok(styles)
}

impl StyleParts {
    fn style(&mut self, tag: &Tag<'_>) -> CellStyle {
        let index = |name: &str| tag.number::<usize>(name).unwrap_or_default();
        let id: u32 = tag.number("numFmtId").unwrap_or_default();
        let format = self.formats.entry(id).or_insert_with(|| Rc::new(NumberFormat::parse(built_in(id)))).clone();
        CellStyle {
            format,
            font: self.fonts.get(index("fontId")).copied().unwrap_or_default(),
            borders: self.borders.get(index("borderId")).copied().unwrap_or_default(),
        }
    }
}

fn font(xml: &mut Xml<'_>) -> Result<CellFont, Failure> {
    let mut font = CellFont::default();
    xml.within(|tag| match tag.name() {
        "name" => font.symbols = tag.attribute("val").and_then(|name| SymbolFont::named(&name)),
        "vertAlign" => font.raised = tag.attribute("val").is_some_and(|value| value == "superscript"),
        "strike" => font.struck = tag.is_on(),
        _ => {}
    })?;
    Ok(font)
}

fn borders(xml: &mut Xml<'_>) -> Result<Borders, Failure> {
    let mut borders = Borders::default();
    xml.children(|_, tag| {
        let drawn = tag.attribute("style").is_some_and(|style| style != "none");
        match tag.name() {
            "left" | "start" => borders.left = drawn,
            "right" | "end" => borders.right = drawn,
            "top" | "bottom" => borders.other |= drawn,
            _ => {}
        }
        Ok(())
    })?;
    Ok(borders)
}
