//! The checklist: its sections, and the items that the editions of the guideline have in them.

use super::TitleKey;
use foldhash::HashMap;
use std::sync::Arc;

/// A section of the checklist.
#[derive(Debug, Clone)]
pub struct ChecklistSection {
    /// Its id in the record.
    pub id: Arc<str>,
    /// Its titles as printed.
    pub texts: Vec<String>,
    /// Matching keys of its titles.
    pub keys: Vec<String>,
}

/// The items of a section in one edition.
#[derive(Debug, Clone)]
pub struct EditionSection {
    /// The section's position in [`ChecklistForm::sections`].
    pub section: usize,
    /// The items' texts.
    pub items: Vec<String>,
    /// Their matching keys.
    pub keys: Vec<String>,
}

/// An edition of the guideline, with its checklist.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its number, such as `5.2`.
    pub edition: String,
    /// Its sections in order.
    pub sections: Vec<EditionSection>,
}

/// The annexed checklist.
#[derive(Debug, Clone)]
pub struct ChecklistForm {
    /// JSON Pointer of the checklist in the record.
    pub pointer: Arc<str>,
    /// Matching keys of its titles, the one that is its own first.
    pub title_keys: Vec<TitleKey>,
    /// Matching key of the word that says that it is annexed.
    pub caption_key: String,
    /// Matching keys of all columns' headings, the number column's among them.
    pub heading_keys: Vec<String>,
    /// How long all of them are together, in bytes: no cell of headings is longer.
    pub headings_length: usize,
    /// Matching keys of the number column's heading.
    pub number_keys: Vec<String>,
    /// Matching keys of the item column's heading.
    pub item_keys: Vec<String>,
    /// Matching keys of the done column's heading.
    pub done_keys: Vec<String>,
    /// Matching keys of the planned column's heading.
    pub planned_keys: Vec<String>,
    /// Matching keys of the words that say of an item that it is neither.
    pub undone_keys: Vec<String>,
    /// Its sections.
    pub sections: Vec<ChecklistSection>,
    /// Its editions.
    pub editions: Vec<Edition>,
    /// The sections by the matching keys of their titles.
    pub(super) section_keys: HashMap<String, usize>,
}

impl ChecklistForm {
    /// The matching keys of all that it prints.
    pub(super) fn wordings(&self) -> impl Iterator<Item = &str> {
        let titles = self.title_keys.iter().map(TitleKey::text);
        let headings = self.heading_keys.iter().chain(&self.item_keys).chain(&self.done_keys).chain(&self.planned_keys);
        let sections = self.sections.iter().flat_map(|section| &section.keys);
        let items = self.editions.iter().flat_map(|edition| &edition.sections).flat_map(|section| &section.keys);
        titles.chain(headings.chain(sections).chain(items).map(String::as_str))
    }

    /// The section whose title has this key.
    #[must_use]
    pub fn section_of(&self, key: &str) -> Option<usize> {
        self.section_keys.get(key).copied()
    }
}
