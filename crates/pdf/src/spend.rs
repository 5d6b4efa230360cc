//! The document's budget inside the interpreter, which knows no failures of those it draws for: what can't be paid unwinds out
//! of it, to the end of the PDF's thread.

use crate::budget::{Budget, Supply};
use crate::failure::Failure;

/// The panic payload that stops the interpreter: why.
pub struct Stopped(pub Failure);

/// Takes from a supply; unwinds out of the interpreter when it can't be paid, for the interpreter has no other way to stop.
pub fn spend(budget: &Budget, supply: Supply, amount: usize) {
    if let Err(failure) = budget.charge(supply, amount as u64) {
        std::panic::resume_unwind(Box::new(Stopped(failure)));
    }
}
