//! The database of what was read from month to month, and the processes that read documents for it.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod dataset;
pub mod worker;

use yomitori_core::{diagnostic, digest, explain, failure, form, identity, isolate, leaves, record, tables};
use yomitori_engine::{engine, inputs, paths, reading, source};
