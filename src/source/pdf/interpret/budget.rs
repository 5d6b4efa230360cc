//! What reading a document may cost: a counter with a deadline stops pages that never end.

use crate::source::Limits;
use std::time::Instant;

/// Drawing operations of a document at most; the busiest real page seen has 60,000.
const OPERATIONS: u64 = 20_000_000;
/// How many operations pass between two looks at the clock.
const CLOCK: u64 = 256;

/// The panic payload that stops the interpreter.
pub struct Stopped;

/// What limits the interpretation of a document.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    /// When to stop.
    pub deadline: Instant,
    /// Operations seen so far.
    pub operations: u64,
}

impl Budget {
    /// The whole budget of a document that is read from now on.
    pub fn new(limits: &Limits) -> Self {
        Self { deadline: Instant::now() + limits.time, operations: 0 }
    }

    /// Counts an operation; unwinds out of the interpreter when a limit is reached, for the interpreter has no other way to stop.
    pub fn spend(&mut self) {
        self.operations += 1;
        let late = self.operations.is_multiple_of(CLOCK) && Instant::now() > self.deadline;
        if late || self.operations > OPERATIONS {
            std::panic::resume_unwind(Box::new(Stopped));
        }
    }
}
