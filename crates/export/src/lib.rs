//! Export: records as JSON become tables and files that other programs pick up, and the CSV tables become values again.
//!
//! Stands behind the record: [`records`] reads JSON, [`Selection`] chooses among them, [`Exporter`] writes every format
//! and the package that describes them, [`read_disclosures`] reads `disclosures.csv` back. The columns follow from the
//! form, so another form has other columns and no other code.

#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![cfg_attr(
    not(all(feature = "parquet", feature = "sqlite", feature = "xlsx")),
    allow(dead_code, reason = "the formats share what only some of them need")
)]

mod cells;
#[cfg(feature = "sqlite")]
mod datasette;
mod format;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod part;
mod read;
mod records;
mod rows;
mod scripts;
mod select;
mod settings;
mod spreadsheet;
#[cfg(feature = "sqlite")]
mod sqlite;
mod tables;
mod write;
#[cfg(feature = "xlsx")]
mod xlsx;

use yomitori_core::{diagnostic, digest, form, identity, record, schema};
#[cfg(feature = "sqlite")]
use yomitori_dataset::dataset;

pub use read::{Disclosure, ReadError, read_disclosures};
pub use records::{RecordProblem, looks_like_records, open_records, records};
pub use select::{Chosen, NoField, Selection, Wanted};
pub use settings::{CsvLayout, Format, Header, Packing, Settings, Values};
pub use spreadsheet::defuse;
pub use write::{Exporter, Refused, Written};
