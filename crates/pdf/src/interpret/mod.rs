//! The first step: bytes become pages, and the interpreter's [`device`] collects what each shows as [`Ink`](super::page::ink::Ink).
//!
//! A PDF is opened ([`mod@open`]) in a thread of its own ([`task`]), what its pages ask for is told beforehand ([`preflight`]). What a glyph says is told by its font, its name, its code or its
//! outline ([`reading`]). [`render`] draws pages, [`scans`] has those that are only images read by OCR.

mod annotations;
mod bombs;
mod cmaps;
mod codes;
mod device;
mod fonts;
mod nesting;
pub mod open;
mod paper;
mod pictures;
mod preflight;
mod reading;
pub mod render;
pub mod scans;
mod streams;
mod symbol_font;
pub mod task;
mod told;
mod type3;
mod typed;
