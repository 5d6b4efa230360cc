//! Writing into the document that is being read: runs as they are shown, symbols, pictures that are marks.

use super::body::Body;
use crate::document::Script;
use crate::xml::Tag;
use yomitori_text::symbol::{self, SymbolFont, check_box};

impl Body<'_> {
    /// A character of a symbol font, named by font and code.
    pub(super) fn symbol(&mut self, tag: &Tag<'_>) {
        let (font, code) = (tag.attribute("font").unwrap_or_default(), tag.attribute("char").unwrap_or_default());
        let character = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32);
        let drawn = match (SymbolFont::named(&font), character) {
            (Some(font), Some(character)) => symbol::code(character).and_then(|code| font.symbol(code)),
            (None, character) => character,
            _ => None,
        };
        if let Some(drawn) = drawn {
            self.write(&drawn.to_string(), Some(&format!("{font} {code}")));
        }
    }

    /// A picture that is a mark says so in its alternative text.
    pub(super) fn picture(&mut self, tag: &Tag<'_>) {
        let alternative = tag.attribute("descr").unwrap_or_default();
        if let Some(ticked) = symbol::pictured_mark(&alternative) {
            self.write(check_box(ticked), Some(&alternative));
        }
    }

    /// Appends what a run shows; `literal` is how the file writes it where that is not the text itself.
    pub(super) fn write(&mut self, text: &str, literal: Option<&str>) {
        let run = self.story.run;
        let shown = !text.trim().is_empty();
        if run.hidden == Some(true) || run.struck == Some(true) {
            let left_out = if run.hidden == Some(true) { &mut self.hidden } else { &mut self.struck };
            *left_out |= shown;
            return;
        }
        if self.controls.iter().any(|control| control.prompt) {
            return;
        }
        let script = if run.raised == Some(true) { Script::Superscript } else { Script::Normal };
        let box_control = self.controls.iter_mut().rev().find(|control| control.ticked.is_some());
        if let Some(control) = box_control {
            if !std::mem::replace(&mut control.written, true) {
                let literal = if control.ticked == Some(true) { "w14:checked 1" } else { "w14:checked 0" };
                self.story.text.push_literal(check_box(control.ticked == Some(true)), literal, script);
            }
            return;
        }
        match (literal, run.font.flatten()) {
            (Some(literal), _) => self.story.text.push_literal(text, literal, script),
            (None, Some(font)) => self.story.text.push_literal(&font.draw(text), text, script),
            (None, None) => self.story.text.push(text, script),
        }
    }
}
