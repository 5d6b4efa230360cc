//! Tables and the order of reading.
//!
//! Where lines are drawn: [`edges`] enclose [`cells`], which get their glyphs ([`owners`]). Where none are: lines are cut into
//! [`segments`], whose [`columns`] and [`bands`] make tables ([`alignment`]), whose [`rows`] the document's typesetting [`profile`] tells. Both make the
//! [`layout`] of a page, and [`pages`] join the tables that go on over a page's end.

pub mod alignment;
mod bands;
pub mod cells;
mod columns;
pub mod content;
pub mod edges;
pub mod layout;
mod owners;
pub mod pages;
pub mod profile;
mod rows;
mod segments;
