//! What is being read into while a page is walked, and how browsers treat its white space.

use crate::document::Place;
use crate::flow::{BULLET, Flow, Text};
use crate::numeral::numeral;
use yomitori_text::notes;

/// What is being read into: the page, or a cell.
#[derive(Default)]
pub struct HtmlStory {
    /// What is complete.
    pub flows: Vec<Flow>,
    /// Where a cell stands; the page's paragraphs are numbered.
    pub place: Option<Place>,
    /// The current paragraph's text.
    pub text: Text,
    /// The label of the list entry that begins.
    pub label: Option<String>,
}

/// A list: its labels, and how far it has counted.
pub struct HtmlList {
    /// The format of its labels, by Office's name.
    pub format: &'static str,
    /// The number of the next entry.
    pub next: u32,
}

impl HtmlStory {
    /// Completes the current paragraph. `number` places paragraphs outside any cell.
    pub fn finish_paragraph(&mut self, number: impl FnOnce() -> Place) {
        let text = std::mem::take(&mut self.text);
        if text.is_blank() {
            return;
        }
        let place = self.place.unwrap_or_else(number);
        let text = match self.label.take() {
            Some(label) => text.labelled(&label),
            None => text,
        };
        self.flows.push(Flow::Text(place, text));
    }
}

impl HtmlList {
    /// The label of the next entry, which may give its own number.
    pub fn label(&mut self, own: Option<u32>) -> Option<String> {
        let number = own.unwrap_or(self.next);
        self.next = number.saturating_add(1);
        match self.format {
            "none" => None,
            "bullet" => Some(BULLET.to_owned()),
            format => Some(format!("{}.", numeral(number, format))),
        }
    }
}

/// Text with white space collapsed, behind the text that stands there already.
pub fn collapse(text: &str, before: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    let last = before.chars().next_back();
    let mut blank = last.is_none_or(|character| matches!(character, ' ' | '\n'));
    for character in text.chars() {
        let is_blank = matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        match (is_blank, blank) {
            (true, true) => {}
            (true, false) => collapsed.push(' '),
            (false, _) => collapsed.push(character),
        }
        blank = is_blank;
    }
    collapsed
}

/// How many bytes of a text belong to the raised note mark before it. LibreOffice closes the font within the mark and
/// so, for every reader of HTML, the raised text too: 注 is raised and its number is not.
pub fn rest_of_note(before: &str, text: &str) -> usize {
    notes::number_length(text).filter(|_| notes::ends_with_word(before)).unwrap_or(0)
}
