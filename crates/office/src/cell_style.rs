//! How a cell of an Excel workbook looks, old format or new: number format, font and borders.

use super::flow::Text;
use super::number_format::{HeldValue, NumberFormat};
use super::spreadsheet::Borders;
use crate::document::Script;
use std::rc::Rc;
use yomitori_text::symbol::SymbolFont;

/// What matters of a font.
#[derive(Debug, Clone, Copy, Default)]
pub struct CellFont {
    /// The symbol font that it is, if it is one.
    pub symbols: Option<SymbolFont>,
    /// Whether it is raised.
    pub raised: bool,
    /// Whether it is struck through.
    pub struck: bool,
}

impl CellFont {
    /// Appends text in this font; text that is struck through is left out.
    pub fn write(self, piece: &str, text: &mut Text) {
        let script = if self.raised { Script::Superscript } else { Script::Normal };
        match self.symbols {
            _ if self.struck => {}
            Some(font) => text.push_literal(&font.draw(piece), piece, script),
            None => text.push(piece, script),
        }
    }
}

/// How a cell looks.
#[derive(Debug, Clone, Default)]
pub struct CellStyle {
    /// How numbers and texts are shown.
    pub format: Rc<NumberFormat>,
    /// The font.
    pub font: CellFont,
    /// The borders.
    pub borders: Borders,
}

impl CellStyle {
    /// A number as the cell shows it; `from_1904` says how the workbook counts days.
    pub fn number(&self, number: f64, from_1904: bool) -> Text {
        Text::plain(self.format.show(HeldValue::Number(number), from_1904))
    }

    /// A text in the cell's format, which may put something around it: 様 behind a name.
    pub fn framed(&self, text: Text) -> Text {
        if !self.format.frames_text() {
            return text;
        }
        let mut framed = Text::default();
        framed.push_literal(&self.format.show(HeldValue::Text(text.as_str()), false), text.as_str(), Script::Normal);
        framed
    }

    /// How long at most a text in the cell's format is, in bytes: a format may name the text again and again.
    pub fn framed_len(&self, text: &Text) -> u64 {
        self.format.shown_len(text.as_str())
    }

    /// What the cell shows, in its font. None where it is struck through.
    pub fn dressed(&self, text: Text) -> Option<Text> {
        if self.font.struck {
            return None;
        }
        if self.font.symbols.is_none() && !self.font.raised {
            return Some(text);
        }
        let mut dressed = Text::default();
        self.font.write(text.as_str(), &mut dressed);
        Some(dressed)
    }
}
