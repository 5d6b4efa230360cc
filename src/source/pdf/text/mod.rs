//! Text from glyphs: [`gaps`] that stand for spaces, [`lines`] of a cell or a page, and which of their ends [`wraps`] put.

pub mod gaps;
pub mod lines;
pub mod wraps;
