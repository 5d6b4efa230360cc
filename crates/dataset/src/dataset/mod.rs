//! The data set: what all imported documents gave, in one SQLite file that grows with every import.
//!
//! Stands behind the record. [`import`] goes through files and stores what each gave, [`Database`] is the file,
//! [`DatasetStatus`] counts what is in it, and its records come out again for exports and `verify`.
//! Documents are known by the SHA-256 of their bytes: what was read by the same program and form file is not read again.

mod corrections;
mod database;
mod error;
mod feed;
mod flat;
mod flat_file;
mod forget;
mod form_tables;
mod history;
mod import;
mod manifest;
mod migrate;
mod migrations;
mod moments;
mod names;
mod of_form;
mod open;
mod outcome;
#[cfg(feature = "parquet")]
mod outcomes;
mod read_with;
mod records;
mod request;
mod review;
mod search;
mod settle;
mod status;
mod store;
mod texts;

pub use corrections::{
    Added, Agreement, Compared, Correction, CorrectionKind, CorrectionsError, moment, read_corrections,
    write_corrections,
};
pub use database::Database;
pub use error::DatasetError;
pub use flat::Flat;
pub use flat_file::FlatFile;
pub use history::{Gone, Plan, Root};
pub use import::{Summary, Watch, import};
pub use manifest::{Manifest, ManifestError, Origins, Provenance};
pub use moments::{Disclosed, FileAtMoment, Moment, Window};
pub use outcome::{Fate, Outcome};
#[cfg(feature = "parquet")]
pub use outcomes::{Outcomes, import_outcomes};
pub use read_with::ReadWith;
pub use records::{Stored, Which};
pub use request::{Import, Isolation, Retry};
pub use review::Met;
pub use status::{Count, DatasetStatus, Failed, PlaceDoubt, SettledCount, Slow};
