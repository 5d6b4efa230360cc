//! OCR: pictures of single lines of text become characters, each with its place, its probability and what else it may be.
//!
//! Stands beside the flow: the source of pictures cuts pages that are only pictures into lines and hands them to a [`LineReader`]. The one
//! that is built in is [`Network`], which runs a model that [`models`] has found on this machine; none is part of the program.

#[cfg(feature = "ocr")]
mod batches;
pub mod confidence;
#[cfg(feature = "ocr")]
mod ctc;
pub mod fold;
#[cfg(feature = "ocr")]
mod lazy;
pub mod lexicon;
pub mod models;
#[cfg(feature = "ocr")]
mod network;

#[cfg(feature = "ocr")]
pub use lazy::Lazy;
#[cfg(feature = "ocr")]
pub use network::Network;

use std::fmt::Debug;
use std::panic::RefUnwindSafe;

/// A line of text as a picture: grey values from 0, ink, to 255, paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Strip {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// The pixels, row by row from the top.
    pub pixels: Vec<u8>,
}

/// What a character may be, and how probable that is, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// The character.
    pub text: char,
    /// Its probability.
    pub probability: f32,
}

/// A character that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Character {
    /// The best guess.
    pub best: Guess,
    /// Where its middle is, in pixels from the strip's left side; right to about a third of the character's width.
    pub middle: f32,
    /// What else it may be, the most probable first.
    pub others: Vec<Guess>,
}

/// Reads lines of text from pictures.
pub trait LineReader: Debug + Send + Sync + RefUnwindSafe {
    /// The characters of each strip from left to right, spaces among them.
    ///
    /// # Errors
    /// What hindered, for all strips.
    fn read(&self, strips: &[Strip]) -> Result<Vec<Vec<Character>>, String>;
}
