//! What a page's end cuts: numbers, marks and texts that stand apart from their item.

use super::items::DraftItem;
use super::numbers::lone_number;
use super::rows::ItemRowsReader;
use super::wording;
use crate::normalize::Piece;
use crate::recognize::excerpt::Fragment;
use crate::text::fold;
use crate::text::marks;

impl ItemRowsReader<'_> {
    /// Whether a cell of a table without lines stands right of the numbers' column: a number there is the rest of a note's sign.
    pub(super) fn is_amid_text(&self, piece: &Piece) -> bool {
        piece.extent.is_by_place() && piece.cell.is_some_and(|cell| cell.column > 0)
    }

    /// The number that is all of a cell.
    pub(super) fn lone_number(&self, index: usize) -> Option<u32> {
        let piece = self.piece(index).filter(|piece| piece.cell.is_some())?;
        lone_number(self.text(piece)).map(|(no, _)| no)
    }

    /// A number with its second digit, where the page's end cut it and the next row has that: they make the number that is due.
    pub(super) fn whole_number(&mut self, no: u32) -> u32 {
        let due = self.sections.last().and_then(|section| section.items.last()).map_or(0, |item| item.no + 1);
        self.is_cut = no != due && no < 10 && self.next_number.is_some_and(|next| next < 10 && no * 10 + next == due);
        if self.is_cut { due } else { no }
    }

    /// Whether a table's row holds marks and the item under way, if there is one, has its own: a page's end cut the row, and its number, set in the middle,
    /// comes behind it, with the text or its rest.
    pub(super) fn is_marks_ahead(&self, row: &[usize]) -> bool {
        let text = |index: &usize| self.piece(*index).map_or("", |piece| self.normalized.text_of(piece.span));
        let item = self.sections.last().and_then(|section| section.items.last());
        let is_of_table = row.iter().all(|index| self.piece(*index).is_some_and(|piece| piece.cell.is_some()));
        is_of_table
            && item.is_none_or(DraftItem::is_marked)
            && row.iter().any(|index| marks::at_head(text(index)).is_some())
    }

    /// Whether a fragment goes on with the form's wording of the item under way.
    pub(super) fn goes_on_with(&self, fragment: Fragment) -> bool {
        let Some(section) = self.sections.last() else { return false };
        let Some(item) = section.items.last().filter(|item| !item.text.is_empty()) else { return false };
        let key = |fragment: &Fragment| fold::key(self.normalized.text_of(fragment.span));
        let (place, rest) = ((section.known, item.no), key(&fragment));
        let longest = wording::longest(self.form, place);
        let mut whole = String::new();
        for fragment in &item.text {
            // Items may have any number of lines: what is longer than the wordings is no head of them.
            if whole.chars().count() > longest {
                return false;
            }
            whole.push_str(&key(fragment));
        }
        whole.push_str(&rest);
        !rest.is_empty() && wording::goes_on(self.form, place, &whole)
    }
}
