//! Unread text: what the form part holds that no label and no value took.

use super::draft::Draft;
use super::matches::Matches;
use super::region::Region;
use crate::diagnostic::{Code, Diagnostic};
use crate::form::Part;
use crate::segment::Sections;

/// How many stretches of unread text are told apart; a page with the form on it may hold much else.
const MOST_REPORTED: usize = 20;

/// How much of an unread text its message shows, in characters.
const SHOWN_CHARS: usize = 60;

/// Which pieces were read.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    pieces: Vec<usize>,
}

impl Coverage {
    /// Pieces that hold labels, found or repeated.
    pub(super) fn labels(&mut self, matches: &Matches) {
        self.pieces
            .extend(matches.iter().flat_map(|candidate| candidate.tail.iter().copied().chain([candidate.piece])));
        self.pieces.extend(matches.strays().iter().map(|stray| stray.piece));
    }

    /// Pieces that hold values.
    pub(super) fn regions<'r>(&mut self, regions: impl Iterator<Item = &'r Region>) {
        self.pieces.extend(regions.flat_map(|region| region.fragments.iter().map(|fragment| fragment.piece)));
    }

    /// Says what was not read.
    pub(super) fn report(mut self, draft: &mut Draft<'_>, sections: &Sections) {
        self.pieces.sort_unstable();
        let unread = sections.content(Part::Form).into_iter().filter(|piece| self.pieces.binary_search(piece).is_err());
        let normalized = draft.normalized;
        let texts = unread.filter_map(|piece| normalized.pieces.get(piece)).map(|piece| normalized.text_of(piece.span));
        let texts: Vec<&str> = texts.filter(|text| text.chars().any(char::is_alphanumeric)).collect();
        for text in texts.iter().take(MOST_REPORTED) {
            let shown: String = text.chars().take(SHOWN_CHARS).collect();
            draft.diagnostics.push(Diagnostic::new(
                Code::FormUnreadText,
                "/data",
                format!("「{shown}」 was taken for no field"),
            ));
        }
        if let Some(more) = texts.len().checked_sub(MOST_REPORTED).filter(|more| *more > 0) {
            draft.diagnostics.push(Diagnostic::new(
                Code::FormUnreadText,
                "/data",
                format!("{more} more texts were taken for no field"),
            ));
        }
    }
}
