//! Writing into the document that is being read: text as it is shown, controls as their marks.

use super::content::OdfContent;
use super::styles::TextLook;
use crate::budget::Supply;
use crate::document::Script;
use crate::failure::Failure;
use crate::floating::Control;
use crate::spreadsheet::reference;
use crate::xml::{Tag, is_true};
use yomitori_text::symbol::check_box;

/// Spaces that may be written as one with a count.
const SPACES: usize = 1000;

impl OdfContent<'_> {
    /// Several spaces, written as one with a count.
    pub(super) fn spaces(&mut self, tag: &Tag<'_>) {
        let count = tag.number::<usize>("c").unwrap_or(1).min(SPACES);
        self.write(&" ".repeat(count), None);
    }

    /// A control is declared before what shows it.
    pub(super) fn declare_control(&mut self, tag: &Tag<'_>) {
        let state = |name: &str| tag.attribute(name).map(|value| matches!(&*value, "checked" | "true"));
        let names = ["current-state", "current-selected", "state", "selected"];
        let ticked = names.into_iter().find_map(state).unwrap_or_default();
        let caption = tag.attribute("label").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let link = tag.attribute("linked-cell").and_then(|cell| reference(cell.rsplit('.').next()?));
        if let Some(id) = tag.attribute("id") {
            self.controls.insert(id.into_owned(), Control { ticked, caption, position: None, link });
        }
    }

    /// In a sheet a control floats over the cells; elsewhere it stands in the text.
    pub(super) fn show_control(&mut self, tag: &Tag<'_>) {
        let Some(control) = tag.attribute("control").and_then(|id| self.controls.get(&*id)) else { return };
        // One caption may be shown again and again. What is left out here ends the document: see `Budget::verdict`.
        if !self.budget.spend(Supply::Text, control.caption.len() as u64) {
            return;
        }
        let control = control.clone();
        if let Some((table, in_cell)) = self.sheet() {
            return table.float(control, tag, in_cell);
        }
        self.write(check_box(control.ticked), Some("form:checkbox"));
        self.write(&control.caption, None);
    }

    /// Word's form check boxes, as LibreOffice keeps them.
    pub(super) fn field(&mut self, tag: &Tag<'_>) -> Result<(), Failure> {
        if !tag.attribute("type").is_some_and(|kind| kind.ends_with("FORMCHECKBOX")) {
            return Ok(());
        }
        let mut ticked = false;
        self.xml.within(|tag| {
            if tag.attribute("name").is_some_and(|name| name == "Checkbox_Checked") {
                ticked = tag.attribute("value").is_some_and(|value| is_true(&value));
            }
        })?;
        self.write(check_box(ticked), Some("FORMCHECKBOX"));
        Ok(())
    }

    /// Appends text; white space in the file's text counts as one space.
    pub(super) fn write_collapsed(&mut self, text: &str) {
        if !text.contains(['\n', '\t', '\r']) && !text.contains("  ") {
            return self.write(text, None);
        }
        let mut collapsed = String::with_capacity(text.len());
        for character in text.chars() {
            let blank = matches!(character, ' ' | '\n' | '\t' | '\r');
            match (blank, collapsed.ends_with(' ')) {
                (true, true) => {}
                (true, false) => collapsed.push(' '),
                (false, _) => collapsed.push(character),
            }
        }
        self.write(&collapsed, None);
    }

    /// Appends what is shown; `literal` is how the file writes it where that is not the text itself.
    pub(super) fn write(&mut self, text: &str, literal: Option<&str>) {
        let TextLook { raised, hidden, struck, font } = self.story.look();
        if hidden == Some(true) || struck == Some(true) {
            let left_out = if hidden == Some(true) { &mut self.found.hidden } else { &mut self.found.struck };
            *left_out |= !text.trim().is_empty();
            return;
        }
        let script = if raised == Some(true) { Script::Superscript } else { Script::Normal };
        match (literal, font.flatten()) {
            (Some(literal), _) => self.story.text.push_literal(text, literal, script),
            (None, Some(font)) => self.story.text.push_literal(&font.draw(text), text, script),
            (None, None) => self.story.text.push(text, script),
        }
    }
}
