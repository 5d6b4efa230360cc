//! Export: records as JSON become CSV tables, and the tables become values again.
//!
//! Stands behind the record: [`records`] reads JSON, [`Exporter`] writes `disclosures.csv`,
//! `checklist_items.csv` and `diagnostics.csv`, [`read_disclosures`] reads the first one back. The
//! columns follow from the form, so another form has other columns and no other code.

mod columns;
mod read;
mod records;
mod rows;
mod spreadsheet;
mod write;

pub use columns::{CHECKLIST_ITEMS, Column, DIAGNOSTICS, DISCLOSURE_KEYS, FixedColumn, FixedKind, Holds, columns};
pub use read::{Disclosure, ReadError, read_disclosures};
pub use records::{RecordProblem, records};
pub use spreadsheet::defuse;
pub use write::{Exporter, Header, Layout, Refused, Written};

/// What stands between the options of a choice and between prefectures. No option id can hold it: ids are
/// plain words, and a test holds the built-in form to that.
pub const LIST_SEPARATOR: char = '|';
