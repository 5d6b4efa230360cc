//! A first draft of a form file, from one filled document: the labels, options, tables and checklists that it seems to have.
//!
//! A person edits it. What it holds is only what the document shows; keys are counted where no usual word tells one.

mod blocks;
mod file;
mod kinds;

use crate::normalize::Normalized;
use std::collections::BTreeSet;

/// Drafts a form file. Fields at the pointers `texts` become free text: values of theirs were of no other type.
#[must_use]
pub fn sketch(normalized: &Normalized, id: &str, texts: &BTreeSet<String>) -> String {
    let blocks = blocks::of(normalized);
    file::write(&blocks, id, texts)
}

#[cfg(test)]
mod tests {
    use super::sketch;
    use crate::document::{Block, Document, Place, Script};
    use crate::form::{Form, lint};
    use crate::normalize::normalize;
    use std::collections::BTreeSet;

    #[test]
    fn a_document_without_labels_gives_a_form_without_them() {
        let mut document = Document::default();
        let span = document.push("お知らせ", Place::Line(1), Script::Normal);
        document.blocks.push(Block::Paragraph(span));
        let text = sketch(&normalize(document), "a", &BTreeSet::new());
        assert_eq!(lint(&text, "a.toml"), []);
        assert!(Form::from_toml(&text, "a.toml").unwrap().labels.is_empty(), "{text}");
    }
}
