//! Verification: every fixture is read again and compared with the golden result that a person accepted.
//!
//! Stands around the engine. [`verify`] compares, [`accept`] writes; both go through the same list of
//! fixtures, so what one reports the other settles. The command and the test suite call the same functions.

mod accept;
mod compare;
mod diff;
mod fixtures;
mod flatten;
mod print;

pub use accept::{Accepted, Outcome, accept};
pub use compare::{Report, State, verify};
pub use diff::{Change, Diff, diff};
pub use fixtures::{Fixture, SetupError, golden_of};
pub use print::{print_accepted, print_report};
