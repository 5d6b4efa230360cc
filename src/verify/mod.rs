//! Verification: every fixture is read again and compared with the golden result that a person accepted.
//!
//! Stands around the engine. [`verify`] compares, [`accept`] writes; both go through the same list of
//! fixtures, so what one reports the other settles. [`between`] compares what any two documents say. The command and the test suite call the same functions.

mod accept;
mod agreement;
mod between;
mod compare;
mod diff;
mod diff_lines;
mod finding;
mod fixtures;
mod flatten;
mod github;
mod junit;
mod print;
mod print_between;

pub use accept::{Accepted, GoldenOutcome, accept, accept_reviewed};
pub use agreement::print_agreement;
pub use between::{Between, ItemChange, between};
pub use compare::{GoldenState, Missing, Report, verify};
pub use diff::{Diff, Difference, diff};
pub use fixtures::{Fixture, ReadInput, SetupError, golden_of, read_here};
pub use github::github;
pub use junit::junit;
pub use print::{print_accepted, print_report};
pub use print_between::print_between;
