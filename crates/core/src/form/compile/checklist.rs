//! The checklist of the form file: editions name their sections by id.

use super::{Compiler, keys, title_keys};
use crate::form::raw::RawChecklist;
use crate::form::{ChecklistForm, ChecklistSection, Edition, EditionSection, FormError};
use toml::Spanned;

impl Compiler<'_> {
    pub(super) fn checklist(&self, raw: &RawChecklist) -> Result<ChecklistForm, FormError> {
        let sections: Vec<ChecklistSection> = raw
            .sections
            .iter()
            .map(Spanned::get_ref)
            .map(|section| ChecklistSection {
                id: section.id.as_str().into(),
                texts: section.text.clone(),
                keys: keys(&section.text),
            })
            .collect();
        let mut editions = Vec::new();
        for edition in &raw.editions {
            let mut of_edition = Vec::new();
            for section in &edition.sections {
                let at = sections.iter().position(|known| *known.id == **section.id.get_ref()).ok_or_else(|| {
                    let message = format!("no checklist section has the id \"{}\"", section.id.get_ref());
                    self.error(section.id.span(), message, "add it as [[checklist.section]]")
                })?;
                of_edition.push(EditionSection {
                    section: at,
                    items: section.items.clone(),
                    keys: keys(&section.items),
                });
            }
            editions.push(Edition { edition: edition.edition.clone(), sections: of_edition });
        }
        // Of sections with the same title the first counts.
        let titles =
            sections.iter().enumerate().rev().flat_map(|(at, section)| section.keys.iter().map(move |key| (key, at)));
        let section_keys = titles.map(|(key, at)| (key.clone(), at)).collect();
        let headings = [&raw.number, &raw.item, &raw.done, &raw.planned];
        let heading_keys: Vec<String> = headings.into_iter().flat_map(|of| keys(of)).collect();
        Ok(ChecklistForm {
            pointer: format!("/data{}", raw.pointer).into(),
            title_keys: title_keys(&raw.titles),
            caption_key: keys(std::slice::from_ref(&raw.caption)).concat(),
            headings_length: heading_keys.iter().map(String::len).sum(),
            heading_keys,
            number_keys: keys(&raw.number),
            item_keys: keys(&raw.item),
            done_keys: keys(&raw.done),
            planned_keys: keys(&raw.planned),
            undone_keys: keys(&raw.undone),
            sections,
            editions,
            section_keys,
        })
    }
}
