//! A cell of marks in a woven text: the atoms it is put together of.

use super::items::SaidOfItem;

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
