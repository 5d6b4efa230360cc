//! Items that no table tells apart: what speaks for their lines going row by row, and what is said where nothing does.

use super::items::DraftSection;
use super::wording::{self, WordingShare};
use crate::diagnostic::Code;
use crate::form::ChecklistForm;
use crate::normalize::Normalized;
use crate::recognize::draft::Draft;
use crate::recognize::excerpt::Excerpt;
use crate::record::Section;
use crate::text::marks;

/// How items in lines read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lines {
    /// Items of sections without tables.
    count: usize,
    /// Those of them that read as in the form.
    known: usize,
    /// Whether all have as many marks.
    is_even: bool,
    /// Whether each section has as many items as in an edition, numbered from 1 without gaps.
    is_numbered: bool,
}

impl Lines {
    /// How the items of all sections read.
    pub(super) fn of(normalized: &Normalized, form: &ChecklistForm, sections: &[DraftSection]) -> Self {
        let sections = || sections.iter().filter(|section| is_in_lines(normalized, section));
        let in_lines = sections().flat_map(|section| section.items.iter().map(move |item| (section.known, item)));
        let mut lines = Self { is_even: true, ..Self::default() };
        lines.is_numbered = sections().all(|section| {
            let runs = section.items.iter().map(|item| item.no).eq((1..).take(section.items.len()));
            let editions = form.editions.iter().flat_map(|edition| &edition.sections);
            let mut counts = editions.filter(|of| Some(of.section) == section.known).map(|of| of.keys.len());
            runs && counts.any(|count| count == section.items.len())
        });
        let mut first = None;
        for (section, item) in in_lines {
            let text = Excerpt::new(normalized, &item.text);
            let wording = wording::of_item(form, (section, item.no), &text.text, &text.key(normalized));
            let cells = item.done.iter().chain(&item.planned).chain(&item.marks);
            let marks = cells.map(|cell| marks::find(normalized.text_of(cell.span)).count()).sum::<usize>();
            lines.count += 1;
            lines.known += usize::from(wording == Some(WordingShare::Whole));
            lines.is_even &= *first.get_or_insert(marks) == marks;
        }
        lines
    }

    /// Whether some items do not read as in the form.
    pub(super) fn are_strange(self) -> bool {
        self.known < self.count
    }

    /// Whether nothing says that the lines go row by row.
    pub(super) fn are_doubtful(self) -> bool {
        self.are_strange() || !self.is_even
    }

    /// Whether the lines do not go row by row: numbers, marks or most texts are not as rows have them.
    pub(super) fn are_scattered(self) -> bool {
        !self.is_even || !self.is_numbered || self.known * 2 < self.count
    }

    /// Says of a section whose items are lines that their order told them apart.
    pub(super) fn doubt(self, draft: &mut Draft<'_>, section: &Section, at: &str) {
        if !section.items.is_empty() {
            let message =
                format!("told apart by the order of lines; {} of {} items read as in the form", self.known, self.count);
            draft.add_to_checklist(Code::FieldLineGuess, format!("{at}/items"), message);
        }
    }
}

/// Whether no table tells the items of a section apart.
pub(super) fn is_in_lines(normalized: &Normalized, section: &DraftSection) -> bool {
    let pieces = section.items.iter().flat_map(|item| item.text.iter().chain(&item.marks));
    let mut cells = pieces.filter_map(|fragment| normalized.pieces.get(fragment.piece)).map(|piece| piece.cell);
    cells.all(|cell| cell.is_none())
}
