//! A cell of marks in a woven text: the atoms it is put together of.

/// A cell of marks.
#[derive(Debug, Default, Clone)]
pub(super) struct Cell {
    pub(super) atoms: Vec<usize>,
    pub(super) has_brackets: bool,
    pub(super) is_open: bool,
    /// Whether its brackets may be another cell's.
    pub(super) is_doubtful: bool,
}
