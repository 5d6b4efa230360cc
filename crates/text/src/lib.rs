//! The ground floor: facts about Japanese text that every phase shares. Nothing here knows a document, a form or a record.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod brackets;
pub mod charset;
pub mod fold;
pub mod marks;
pub mod notes;
pub mod page_number;
pub mod radicals;
pub mod scripts;
pub mod symbol;
pub mod values;
