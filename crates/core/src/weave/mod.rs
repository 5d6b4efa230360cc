//! Weaving: flat text is put back into the form's tables.
//!
//! Between source and normalization. A program that takes the text out of a page leaves lines; what they are is told by
//! the form's printed wording, most of which is known to the letter. The text is cut into [`atoms`], these are aligned
//! with the [`wording`] of a checklist's edition by one optimization ([`chain`]), marks go to the items by order
//! and count ([`cells`]), and the rows are written as a table ([`rows`]), which all later phases read as any other.

mod atoms;
mod cell;
mod cells;
mod chain;
mod checklist;
mod headings;
mod items;
mod lone;
mod numbered;
mod printed;
mod rows;
mod running;
mod said;
mod strangers;
mod wording;

use crate::document::{Document, ScriptGaps};
use crate::form::Form;
use crate::normalize::normalize;
use crate::recognize::checklist::numbers;
use crate::segment::segment;

/// Puts what the form's wording tells of a flat text into tables; other documents stay as they are.
#[must_use]
pub fn weave(mut document: Document, form: &Form) -> Document {
    let lines = std::mem::take(&mut document.lines);
    let mut woven = put_together(document, form);
    // Lines that were cut out of the text's lead back to those, and these to the input's.
    woven.restore_lines();
    woven.lines = lines;
    woven.restore_lines();
    woven
}

fn put_together(mut document: Document, form: &Form) -> Document {
    let Some(mut flat) = document.flat.take() else { return document };
    let gaps = flat.script_gaps;
    if !document.is_laid_out && running::is_running_text(&flat) {
        // A space is all that parts two texts there.
        flat.script_gaps = ScriptGaps::default();
    }
    let mut normalized = normalize(*flat);
    if document.is_laid_out {
        headings::part(&mut document, form);
    } else if let Some(lines) = running::cut(&normalized, form) {
        document = Document { notices: document.notices, script_gaps: gaps, ..lines.clone() };
        normalized = normalize(lines);
    }
    let sections = segment(&normalized, form);
    match checklist::read(&normalized, &sections, form) {
        Some(checklist) => rows::write(document, &normalized, form, &checklist),
        None => document,
    }
}

/// The length of an item's number at the head of a text.
fn number(text: &str) -> Option<usize> {
    numbers::number(text).map(|(_, length)| length)
}
