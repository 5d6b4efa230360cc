//! The budget of a document: all that reading it may make, whatever kind it is.
//!
//! Stands behind every source. A few bytes can ask for very much: a count that says how often a cell is repeated, a string
//! that all cells share, an outline of a million segments. So whatever a document has a source *make* is charged where it
//! is made, and before room is taken for it; a number that a document states is charged before anything is done that often.
//!
//! How a new source uses it:
//!
//! - It is given `&Budget` and hands it on; there is one for each document, and its parts share it.
//! - `budget.charge(Supply::Cells, 1)?` before something is made. The failure is `source.too-large` and names what ran out.
//! - Where a maker can't fail, `if !budget.spend(…) { return }`: it makes nothing then, and the document fails in the end all
//!   the same, because the facade asks [`Budget::verdict`] behind every source.
//! - Work that makes nothing but may repeat itself (a style looked up, a grid's column passed) is a [`Supply::Steps`].
//! - `Xml` charges elements and depth, `Archive` what it unpacks: those who read
//!   through them need not.
//!
//! Every charge also looks at the clock now and then, so that a source which charges ends in time.

use crate::failure::{Failure, Reason};
use std::cell::Cell;
use std::time::Instant;

/// What reading a document may cost at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the input in bytes.
    pub bytes: u64,
    /// Size of everything unpacked from the input, in bytes.
    pub unpacked_bytes: u64,
    /// Size of a plain text in bytes.
    pub text_bytes: usize,
    /// Number of pages.
    pub pages: u32,
    /// Number of cells and paragraphs.
    pub cells: usize,
    /// Time for one document.
    pub time: std::time::Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            unpacked_bytes: 256 << 20,
            text_bytes: 8 << 20,
            pages: 200,
            cells: 200_000,
            time: std::time::Duration::from_secs(60),
        }
    }
}

/// How many charges pass between two looks at the clock.
const CLOCK: u32 = 256;

macro_rules! supplies {
    ($($(#[$doc:meta])* $name:ident $words:literal $hint:expr, $most:expr;)*) => {
        /// What a document draws on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Supply { $($(#[$doc])* $name,)* }

        impl Supply {
            const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// What it is called, and the option that gives more.
            const fn words(self) -> (&'static str, Option<&'static str>) {
                match self { $(Self::$name => ($words, $hint),)* }
            }

            fn most(self, limits: &Limits) -> u64 {
                let most: fn(&Limits) -> u64 = match self { $(Self::$name => $most,)* };
                most(limits)
            }
        }
    };
}

// Usual documents use less than a hundredth of each: a form of 20 pages has 2,000 cells, 60,000 characters and glyphs,
// 100,000 elements in the most wasteful XML, and some 10,000 lines.
supplies! {
    /// Bytes unpacked from archives and streams.
    Unpacked "bytes unpacked" Some("--max-unpacked"), |limits| limits.unpacked_bytes;
    /// Elements of XML and HTML, and their attributes.
    Elements "elements" None, |_| 10_000_000;
    /// Cells and paragraphs.
    Cells "cells and paragraphs" Some("--max-cells"), |limits| limits.cells as u64;
    /// Bytes of text.
    Text "bytes of text" Some("--max-text"), |limits| limits.text_bytes as u64;
    /// Glyphs of pages, and characters that they stand for.
    Glyphs "glyphs" None, |_| 3_000_000;
    /// Drawing operations of pages.
    Operations "drawing operations" None, |_| 5_000_000;
    /// Lines and curves of outlines, and what curves are flattened to.
    Segments "segments of paths" None, |_| 5_000_000;
    /// Pixels of image files: 200 pages of A4 at 300 dots per inch.
    Pixels "pixels" None, |_| 2_000_000_000;
    /// How deep elements, tables and forms are nested; see [`Budget::reach`].
    Depth "levels of elements within each other" None, |_| 2_000;
    /// Comparisons of what stands on a page: boxes with what may tick them, strokes of a pen with what they may mark.
    Comparisons "comparisons of what stands on pages" None, |_| 1_000_000_000;
    /// Steps that make nothing themselves: styles looked up, columns of grids passed.
    Steps "steps" None, |_| 50_000_000;
}

/// What is left for a document.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    left: [Cell<u64>; Supply::ALL.len()],
    deadline: Instant,
    charges: Cell<u32>,
    failure: Cell<Option<End>>,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Spent(Supply),
    Late,
}

impl Budget {
    /// All that the limits give to a document that is read from now on.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        let mut left = [const { Cell::new(0) }; Supply::ALL.len()];
        for (left, supply) in left.iter_mut().zip(Supply::ALL) {
            left.set(supply.most(limits));
        }
        // A time beyond what clocks count is no limit at all.
        let now = Instant::now();
        let deadline = now.checked_add(limits.time).unwrap_or(now + YEAR);
        Self { limits: *limits, left, deadline, charges: Cell::new(0), failure: Cell::new(None) }
    }

    /// The limits that it was made from.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// When the document's time ends.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Takes from a supply.
    ///
    /// # Errors
    /// When less is left, or the document's time is over; then nothing more can be taken from any.
    pub fn charge(&self, supply: Supply, amount: u64) -> Result<(), Failure> {
        if self.spend(supply, amount) { Ok(()) } else { self.verdict() }
    }

    /// As [`charge`](Self::charge) for what can't fail where it is made: tells whether it may be made.
    #[must_use]
    pub fn spend(&self, supply: Supply, amount: u64) -> bool {
        if self.failure.get().is_some() {
            return false;
        }
        let charges = self.charges.get().wrapping_add(1);
        self.charges.set(charges);
        if charges.is_multiple_of(CLOCK) && Instant::now() > self.deadline {
            self.failure.set(Some(End::Late));
            return false;
        }
        let Some(left) = self.left.get(supply as usize) else { return false };
        match left.get().checked_sub(amount) {
            Some(rest) => left.set(rest),
            None => self.failure.set(Some(End::Spent(supply))),
        }
        self.failure.get().is_none()
    }

    /// What is left of a supply.
    #[must_use]
    pub fn left(&self, supply: Supply) -> u64 {
        self.left.get(supply as usize).map_or(0, Cell::get)
    }

    /// Checks a depth that has been reached; levels are left again, so none is used up.
    ///
    /// # Errors
    /// When it is deeper than the limit.
    pub fn reach(&self, depth: u64) -> Result<(), Failure> {
        self.hold(Supply::Depth, depth)
    }

    /// Checks that there is enough for what is made for a moment, or charged when it is done.
    ///
    /// # Errors
    /// As [`charge`](Self::charge).
    pub fn hold(&self, supply: Supply, amount: u64) -> Result<(), Failure> {
        if amount > self.left(supply) { self.charge(supply, amount) } else { Ok(()) }
    }

    /// Takes for one cell or paragraph and the bytes of text that it shows. Few bytes can ask for much text: a long string that
    /// all cells share.
    ///
    /// # Errors
    /// As [`charge`](Self::charge).
    pub fn cell(&self, text: usize) -> Result<(), Failure> {
        self.charge(Supply::Text, text as u64)?;
        self.charge(Supply::Cells, 1)
    }

    /// Whether all that was asked for was there.
    ///
    /// # Errors
    /// When it was not; the message names what ran out.
    pub fn verdict(&self) -> Result<(), Failure> {
        let supply = match self.failure.get() {
            None => return Ok(()),
            Some(End::Late) => return Err(late(&self.limits)),
            Some(End::Spent(supply)) => supply,
        };
        let (words, hint) = supply.words();
        let message = format!("reading it takes more than {} {words}", supply.most(&self.limits));
        let failure = Failure::new(Reason::TooLarge, message);
        Err(hint.map_or(failure.clone(), |flag| failure.hint(format!("{flag} raises the limit"))))
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(&Limits::default())
    }
}

/// What stands for no limit on time.
const YEAR: std::time::Duration = std::time::Duration::from_secs(365 * 24 * 60 * 60);

/// The failure of a document whose time is over.
pub fn late(limits: &Limits) -> Failure {
    Failure::new(Reason::Limit, format!("it was not read after {} s", limits.time.as_secs_f32()))
        .hint("--max-time raises the limit")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn what_runs_out_is_named_and_ends_the_document() {
        let budget = Budget::new(&Limits { cells: 2, ..Limits::default() });
        assert_eq!(budget.charge(Supply::Cells, 2), Ok(()));
        assert_eq!(budget.verdict(), Ok(()));
        let failure = budget.charge(Supply::Cells, 1).unwrap_err();
        assert_eq!(failure.reason, Reason::TooLarge);
        assert_eq!(failure.message, "reading it takes more than 2 cells and paragraphs");
        assert!(!budget.spend(Supply::Steps, 1));
        assert_eq!(budget.verdict(), Err(failure));
        assert!(Budget::default().charge(Supply::Steps, u64::MAX).is_err());
    }

    #[test]
    fn who_charges_ends_in_time() {
        let budget = Budget::new(&Limits { time: Duration::ZERO, ..Limits::default() });
        let charges = (0..=CLOCK).take_while(|_| budget.spend(Supply::Steps, 1)).count();
        assert!(charges < CLOCK as usize + 1);
        assert_eq!(budget.verdict().unwrap_err().reason, Reason::Limit);
        let endless = Budget::new(&Limits { time: Duration::MAX, ..Limits::default() });
        assert!(endless.spend(Supply::Steps, 1));
    }
}
