//! The data set: what all imported documents gave, in one SQLite file that grows with every import.
//!
//! Stands behind the record. [`import`] goes through files and stores what each gave, [`Database`] is the file,
//! [`Status`] counts what is in it, and its records come out again for [`crate::export`] and [`crate::verify`].
//! Documents are known by the SHA-256 of their bytes: what was read by the same program and form file is not read again.

mod database;
mod error;
mod feed;
mod import;
mod migrations;
mod outcome;
mod records;
mod request;
mod status;
mod store;
mod views;

pub use database::Database;
pub use error::DatasetError;
pub use import::{Summary, Watch, import};
pub use outcome::{Fate, Outcome};
pub use records::Stored;
pub use request::{Import, Isolation, Retry};
pub use status::{Count, Failed, Slow, Status};
