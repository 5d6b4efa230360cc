//! What is being read into while a part is gone through: the document's text, or a cell.

use super::styles::TextLook;
use crate::document::Place;
use crate::flow::{Flow, Text};

/// A list that is open: its style, and the entries begun on this level.
#[derive(Debug)]
pub struct OdfList {
    /// The style's name.
    pub style: String,
    /// Entries begun.
    pub entries: u32,
}

/// A stretch of paragraphs.
#[derive(Debug, Default)]
pub struct OdfStory {
    /// What is complete.
    pub flows: Vec<Flow>,
    /// Where a cell stands; the paragraphs of a text are numbered.
    pub place: Option<Place>,
    /// The current paragraph's text.
    pub text: Text,
    /// The label of the list entry that begins.
    pub label: Option<String>,
    /// The looks of the paragraph and of the stretches open in it, each over those around.
    pub looks: Vec<TextLook>,
    /// The lists open.
    pub lists: Vec<OdfList>,
}

impl OdfStory {
    /// Completes the current paragraph.
    pub fn finish_paragraph(&mut self, place: Place) {
        let text = std::mem::take(&mut self.text);
        if text.is_blank() {
            return;
        }
        let text = match self.label.take() {
            Some(label) => text.labelled(&label),
            None => text,
        };
        self.flows.push(Flow::Text(place, text));
    }

    /// The look of what comes next.
    pub fn look(&self) -> TextLook {
        self.looks.last().copied().unwrap_or_default()
    }
}
