//! Texts of a workbook: the strings that its cells share, and those that stand in a cell.

use crate::budget::Budget;
use crate::cell_style::CellFont;
use crate::failure::Failure;
use crate::flow::Text;
use crate::xml::{Node, Tag, Xml};
use std::borrow::Cow;
use yomitori_text::symbol::SymbolFont;

/// The strings that cells share.
#[derive(Debug, Default)]
pub struct Strings {
    strings: Vec<Text>,
    /// Whether stretches that are struck through were left out.
    pub struck: bool,
}

impl Strings {
    /// The string with the given index.
    pub fn get(&self, index: usize) -> Option<&Text> {
        self.strings.get(index)
    }
}

/// Reads the part with the shared strings.
pub fn read(text: &str, budget: &Budget) -> Result<Strings, Failure> {
    let mut strings = Strings::default();
    let mut xml = Xml::new(text, "sharedStrings.xml", budget);
    while let Some(node) = xml.next()? {
        if let Node::Open(tag) = node
            && tag.name() == "si"
        {
            let text = rich_text(&mut xml, &mut strings.struck)?;
            // Cells that share white space are empty, however much of it there is.
            strings.strings.push(if text.is_blank() { Text::default() } else { text });
        }
    }
    Ok(strings)
}

/// Takes up a property of a stretch.
fn take(font: &mut CellFont, tag: &Tag<'_>) {
    match tag.name() {
        "vertAlign" => font.raised = tag.attribute("val").is_some_and(|value| value == "superscript"),
        "strike" => font.struck = tag.is_on(),
        "rFont" => font.symbols = tag.attribute("val").and_then(|name| SymbolFont::named(&name)),
        _ => {}
    }
}

/// Reads the content of `si` or `is`. Readings of kanji (`rPh`) are no text.
pub fn rich_text(xml: &mut Xml<'_>, struck: &mut bool) -> Result<Text, Failure> {
    let mut text = Text::default();
    xml.children(|xml, tag| match tag.name() {
        "t" => stretch(xml, CellFont::default(), &mut text),
        "r" => {
            let mut font = CellFont::default();
            xml.children(|xml, tag| match tag.name() {
                "rPr" => xml.within(|tag| take(&mut font, tag)),
                "t" if font.struck => {
                    *struck = true;
                    Ok(())
                }
                "t" => stretch(xml, font, &mut text),
                _ => Ok(()),
            })
        }
        _ => Ok(()),
    })?;
    Ok(text)
}

/// Reads the content of `t`.
fn stretch(xml: &mut Xml<'_>, font: CellFont, text: &mut Text) -> Result<(), Failure> {
    while let Some(Node::Text(piece)) = xml.next()? {
        font.write(&unescape(&piece), text);
    }
    Ok(())
}

/// Excel writes control characters as `_x000D_`. Of line ends it keeps the line feed.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") && !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        result.push_str(before);
        let code = escape.get(2..6).filter(|_| escape.get(6..7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(character) => {
                result.push(character);
                rest = escape.get(7..).unwrap_or_default();
            }
            None => {
                result.push_str("_x");
                rest = escape.get(2..).unwrap_or_default();
            }
        }
    }
    result.push_str(rest);
    Cow::Owned(result.replace('\r', ""))
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn control_characters() {
        assert_eq!(unescape("一_x000D_\n二"), "一\n二");
        assert_eq!(unescape("a_xyz_x0041_x"), "a_xyzA".to_owned() + "x");
        assert_eq!(unescape("_x00日_"), "_x00日_");
    }
}
