//! The ground floor: facts about Japanese text that every phase shares. Nothing here knows a document, a form or a record.

pub(crate) mod brackets;
pub(crate) mod charset;
pub mod fold;
pub mod marks;
pub(crate) mod notes;
pub(crate) mod page_number;
pub(crate) mod radicals;
pub(crate) mod scripts;
pub(crate) mod symbol;
pub mod values;
