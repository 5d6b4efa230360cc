//! Weaving: flat text is put back into the form's tables.
//!
//! Between source and normalization. A program that takes the text out of a page leaves lines; what they are is told by
//! the form's printed wording, most of which is known to the letter. The text is cut into [`atoms`], these are aligned
//! with the [`wording`] of a checklist's edition by one optimization ([`chain`]), marks go to the items by order
//! and count ([`cells`]), and the rows are written as a table ([`rows`]), which all later phases read as any other.

mod apart;
mod atoms;
mod cell;
mod cells;
mod chain;
mod checklist;
mod company;
mod headings;
mod items;
mod lone;
mod loose;
mod mark_headings;
mod mixed;
mod numbered;
mod options;
mod parts;
mod printed;
mod rows;
mod running;
mod said;
mod strangers;
mod tabbed;
mod times;
mod turned;
mod wording;

use crate::document::{Block, Document, ScriptGaps, Span};
use crate::form::Form;
use crate::normalize::{Normalized, normalize};
use crate::recognize::checklist::numbers;
use crate::segment::segment;
use crate::text::scripts::is_letter;
use crate::text::{fold, notes};
use atoms::Atom;
use items::WovenChecklist;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// Least number of items and titles of the form by which a woven checklist has more than the tables of a page.
const LEAST_MORE: usize = 3;

/// Least number of lines of items that end in a space by which the lines of all cells do.
const LEAST_ENDS: usize = 5;

/// Puts what the form's wording tells of a flat text into tables; other documents stay as they are.
#[must_use]
pub fn weave(mut document: Document, form: &Form) -> Document {
    let lines = std::mem::take(&mut document.lines);
    let mut woven = put_together(document, form);
    // Lines that were cut out of the text's lead back to those, and these to the input's.
    woven.restore_lines();
    woven.lines = lines;
    woven.restore_lines();
    turned::lay(&mut woven, form);
    woven
}

fn put_together(mut document: Document, form: &Form) -> Document {
    let Some(mut flat) = document.flat.take() else { return tabbed::join(&document, form).unwrap_or(document) };
    let gaps = flat.script_gaps;
    let is_text = document.pages.is_none();
    if is_text && !document.is_laid_out {
        // A space is all that parts two texts there.
        flat.script_gaps = ScriptGaps::default();
    }
    let mut normalized = normalize(*flat);
    if document.is_laid_out {
        headings::part(&mut document, form);
    } else if let Some(lines) = is_text.then(|| running::cut(&normalized, form)).flatten() {
        document = Document { notices: document.notices, script_gaps: gaps, ..lines.clone() };
        normalized = normalize(lines);
    }
    let sections = segment(&normalized, form);
    match checklist::read(&normalized, &sections, form) {
        Some(checklist) if is_better(&document, form, &checklist) => {
            document.script_gaps.lines |= is_text && !document.is_laid_out && ends_as_spaces(&normalized, &checklist);
            rows::write(document, &normalized, form, &checklist)
        }
        _ => document,
    }
}

/// Whether a checklist that was woven is to stand in the place of the document's own tables: those of a page whose text aligns may
/// hold the form's items and titles as well.
fn is_better(document: &Document, form: &Form, checklist: &WovenChecklist) -> bool {
    let (Some(_), Some(known)) = (document.pages, &form.checklist) else { return true };
    let items = known.editions.iter().flat_map(|edition| &edition.sections).flat_map(|section| &section.keys);
    let titles = known.sections.iter().flat_map(|section| &section.keys);
    let keys: BTreeSet<&str> = items.chain(titles).map(String::as_str).collect();
    let texts = document.blocks.iter().flat_map(|block| match block {
        Block::Paragraph(span) => vec![*span],
        Block::Table(table) => table.cells.iter().map(|cell| cell.span).collect(),
    });
    // Notes that a text bears are no part of it.
    let key = |span: Span| fold::key(notes::without_marks(span.of(&document.text).nfkc().collect::<String>().trim()));
    let own = texts.filter(|span| keys.contains(key(*span).as_str())).count();
    let is_own = |atoms: &[usize]| keys.contains(checklist.key(atoms).as_str());
    let items = checklist.sections.iter().flat_map(|section| &section.items).map(|item| &item.text);
    let titles = checklist.sections.iter().map(|section| &section.title);
    let woven = items.chain(titles).filter(|atoms| is_own(atoms)).count();
    woven >= own + LEAST_MORE
}

/// Whether lines of the items end in a space: the wording has none amid words, and programs that put the lines of a cell into one
/// write it there.
fn ends_as_spaces(normalized: &Normalized, checklist: &WovenChecklist) -> bool {
    let is_end = |pair: &[usize]| {
        let [a, b] = pair else { return false };
        let (Some(left), Some(right)) = (checklist.atoms.get(*a), checklist.atoms.get(*b)) else { return false };
        let ends = |atom: &Atom| {
            let text = normalized.text_of(atom.span);
            text.chars().next().zip(text.chars().next_back())
        };
        let is_amid = ends(left).zip(ends(right)).is_some_and(|(left, right)| is_letter(left.1) && is_letter(right.0));
        a + 1 == *b && left.line == right.line && left.span.end + 1 == right.span.start && is_amid
    };
    let items = checklist.sections.iter().flat_map(|section| &section.items);
    items.filter(|item| !item.is_doubtful).flat_map(|item| item.text.windows(2)).filter(|pair| is_end(pair)).count()
        >= LEAST_ENDS
}

/// The length of an item's number at the head of a text.
fn number(text: &str) -> Option<usize> {
    numbers::number(text).map(|(_, length)| length)
}
