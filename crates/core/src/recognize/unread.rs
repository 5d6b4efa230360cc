//! Unread text: what the form part holds that no label and no value took.

use super::draft::Draft;
use super::matches::Matches;
use super::region::Region;
use crate::diagnostic::Code;
use crate::form::{LabelId, Part};
use crate::normalize::{Piece, Position};
use crate::record::Value;
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
        self.pieces.extend(matches.headed().iter().map(|headed| headed.label.piece));
        self.pieces.extend(&matches.numbered);
    }

    /// Pieces that hold values.
    pub(super) fn regions<'r>(&mut self, regions: impl Iterator<Item = &'r Region>) {
        self.pieces.extend(regions.flat_map(|region| region.fragments.iter().map(|fragment| fragment.piece)));
    }

    /// Says what was not read, and which values it may belong to.
    pub(super) fn report(
        mut self,
        draft: &mut Draft<'_>,
        sections: &Sections,
        found: &[(LabelId, Region)],
    ) -> UnreadText {
        self.pieces.sort_unstable();
        let (first, last) = (self.pieces.first().copied(), self.pieces.last().copied());
        let unread =
            sections.content(Part::Form).iter().copied().filter(|piece| self.pieces.binary_search(piece).is_err());
        let normalized = draft.normalized;
        let unread: Vec<(usize, &Piece)> = unread
            .filter_map(|index| normalized.pieces.get(index).map(|piece| (index, piece)))
            .filter(|(_, piece)| normalized.text_of(piece.span).chars().any(char::is_alphanumeric))
            .collect();
        let is_within = |(index, _): &(usize, &Piece)| Some(*index) > first && Some(*index) < last;
        let is_amid = unread.iter().any(is_within);
        let unread: Vec<&Piece> = unread.into_iter().map(|(_, piece)| piece).collect();
        if normalized.extent.is_by_lines()
            || unread.iter().any(|piece| piece.cell.is_some() && piece.extent.is_by_place())
        {
            found.iter().for_each(|(label, region)| doubt_cut_value(draft, *label, region, &unread));
        }
        let texts: Vec<&str> = unread.iter().map(|piece| normalized.text_of(piece.span)).collect();
        draft.strangers = texts.len();
        for text in texts.iter().take(MOST_REPORTED) {
            let shown: String = text.chars().take(SHOWN_CHARS).collect();
            draft.add_to_document(Code::FormUnreadText, format!("「{shown}」 was taken for no field"));
        }
        if let Some(more) = texts.len().checked_sub(MOST_REPORTED).filter(|more| *more > 0) {
            draft.add_to_document(Code::FormUnreadText, format!("{more} more texts were taken for no field"));
        }
        UnreadText { is_any: !texts.is_empty(), is_amid }
    }
}

/// What of the form part was not read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct UnreadText {
    /// Whether any text was taken for no field.
    pub is_any: bool,
    /// Whether such a text stands between labels and values that were read.
    pub is_amid: bool,
}

/// Says of a value in laid-out text or in a table without ruling lines that the unread text right below or above it, in its column, may be
/// its rest.
fn doubt_cut_value(draft: &mut Draft<'_>, label: LabelId, region: &Region, unread: &[&Piece]) {
    let normalized = draft.normalized;
    let cells = || region.fragments.iter().filter_map(|fragment| normalized.pieces.get(fragment.piece)?.cell);
    let next_to = |is_next: &dyn Fn(Position, Position) -> bool, cell: Position| {
        let is_it = |piece: &&&Piece| {
            let is_beside = |other: Position| other.table == cell.table && other.column == cell.column;
            piece.cell.is_some_and(|other| is_beside(other) && is_next(cell, other))
        };
        unread.iter().find(is_it).map(|piece| piece.span)
    };
    let below = cells().rev().find_map(|cell| next_to(&|own, other| other.row == own.row + own.row_span, cell));
    let above = || cells().find_map(|cell| next_to(&|own, other| other.row + other.row_span == own.row, cell));
    let text = |rest| normalized.text_of(rest);
    let said = |rest| format!("「{}」 right below was taken for no field", text(rest));
    // What stands above goes on with the row above, unless something is missing here.
    let said_above = |rest| format!("「{}」 right above was taken for no field", text(rest));
    let (message, is_above) = match below.map(said) {
        Some(message) => (message, false),
        None => match above().map(said_above) {
            Some(message) => (message, true),
            None => return,
        },
    };
    let form = draft.form;
    let Some(field) = &form.label(label).field else { return };
    for leaf in field.targets.iter().flat_map(|target| &target.leaves) {
        // The details of options may well be missing.
        let is_missing = field.options.is_empty() && !draft.values.get(*leaf).is_some_and(Value::is_stated);
        if is_missing || !is_above {
            draft.add_diagnostic(*leaf, Code::FieldLineGuess, message.clone());
        }
    }
}
