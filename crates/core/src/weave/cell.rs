//! A cell of marks in a woven text: the atoms it is put together of.

use super::items::SaidOfItem;

/// Columns between the marks of two cells.
pub(super) const LEAST_APART: u32 = 3;

/// Of this many cells at most one may stand elsewhere than with its item, where their number does not tell.
pub(super) const CELLS_PER_STRAY: usize = 5;

/// A cell of marks.
#[derive(Debug, Default, Clone)]
pub(super) struct MarkCell {
    pub(super) atoms: Vec<usize>,
    pub(super) has_brackets: bool,
    pub(super) is_open: bool,
    /// What its words say.
    pub(super) said: Option<SaidOfItem>,
    /// Whether its brackets may be another cell's.
    pub(super) is_doubtful: bool,
}
