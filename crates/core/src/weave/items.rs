//! What a woven checklist consists of: sections of items, whose cells are atoms of the text.

use super::atoms::Atom;
use crate::document::Place;

/// What a checklist was found to hold.
pub(super) struct WovenChecklist {
    pub(super) atoms: Vec<Atom>,
    /// Its sections in the order of the text.
    pub(super) sections: Vec<WovenSection>,
    /// Pieces behind its beginning that are titles.
    pub(super) titles: Vec<usize>,
    /// Atoms that are no part of any row, in order.
    pub(super) others: Vec<usize>,
    /// Where it begins.
    pub(super) start: Option<Place>,
}

/// A section: its title's atoms and its items.
#[derive(Default)]
pub(super) struct WovenSection {
    /// Its position in the edition.
    pub(super) index: usize,
    pub(super) title: Vec<usize>,
    /// Where in the wording what is found of the title ends.
    pub(super) title_end: usize,
    pub(super) items: Vec<WovenItem>,
}

/// An item: the atoms of its cells.
#[derive(Debug, Clone, Default)]
pub(super) struct WovenItem {
    /// Its position in the edition's section, if the form knows it.
    pub(super) index: Option<usize>,
    /// Its number.
    pub(super) no: usize,
    pub(super) text: Vec<usize>,
    pub(super) done: Vec<usize>,
    pub(super) planned: Vec<usize>,
    /// Whether other text may belong to it, or its text to others.
    pub(super) is_doubtful: bool,
    /// Whether its marks may be another item's.
    pub(super) has_doubtful_marks: bool,
}

impl WovenSection {
    /// The first atom of its title and its items' texts.
    pub(super) fn first(&self) -> Option<usize> {
        self.title.iter().chain(self.items.iter().flat_map(|item| &item.text)).min().copied()
    }
}

impl WovenChecklist {
    /// The matching key of atoms.
    pub(super) fn key(&self, atoms: &[usize]) -> String {
        atoms.iter().filter_map(|atom| self.atoms.get(*atom)).flat_map(|atom| &atom.key).collect()
    }
}

/// What words say of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SaidOfItem {
    Done,
    Planned,
    Undone,
}

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtomKind {
    /// Wording: its element, and where it begins and ends in the wording.
    Known(usize, usize, usize),
    /// An item's number, or what sets it off.
    Number,
    /// A heading, or a part of one.
    Heading,
    /// A printed note.
    Note,
    /// An item's status in words.
    Said(SaidOfItem),
    Other,
}
