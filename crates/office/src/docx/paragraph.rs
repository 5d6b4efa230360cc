//! A stretch of paragraphs of a Word document while it is read: the body, a cell's content, or a text box.

use super::properties::RunStyle;
use super::table::CellProperties;
use crate::document::Place;
use crate::flow::{Flow, Text};

/// What is being read into.
#[derive(Debug, Default)]
pub struct WordStory {
    /// What is complete.
    pub flows: Vec<Flow>,
    /// Where a story within a cell or text box stands; the body's paragraphs are numbered.
    pub place: Option<Place>,
    /// How the cell that it fills stands in its table.
    pub cell: CellProperties,
    /// The current paragraph's text.
    pub text: Text,
    /// The label of the current paragraph, when it is an entry of a list.
    pub label: Option<String>,
    /// What the current paragraph's style says of its runs.
    pub paragraph: RunStyle,
    /// The current run's properties.
    pub run: RunStyle,
    /// Whether the current paragraph goes on in the next: the mark between them was deleted with changes tracked.
    pub joined: bool,
}

impl WordStory {
    /// The story of a cell or text box.
    pub fn at(place: Place) -> Self {
        Self { place: Some(place), ..Self::default() }
    }

    /// Completes the current paragraph.
    pub fn finish_paragraph(&mut self, place: Place) {
        let text = std::mem::take(&mut self.text);
        let label = self.label.take();
        // A bullet without text is left over from editing; a number may be all that its cell says.
        let label = label.filter(|label| !text.is_blank() || label.chars().any(char::is_alphanumeric));
        if label.is_none() && text.is_blank() {
            return;
        }
        let text = match label {
            Some(label) => text.labelled(&label),
            None => text,
        };
        self.flows.push(Flow::Text(place, text));
    }
}
