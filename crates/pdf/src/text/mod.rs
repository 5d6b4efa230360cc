//! Text from glyphs: [`lines`] of a cell or a page; [`spacing`] says which gaps between glyphs stand for spaces, [`wraps`] which line ends do.

pub mod lines;
pub mod spacing;
pub mod wraps;
