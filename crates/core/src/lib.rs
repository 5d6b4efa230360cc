//! The nouns of yomitori and the phases between them: a document is normalized, cut into parts, and recognized by a form into a record.
//!
//! Nothing here reads a file: documents come from `yomitori-office` and `yomitori-pdf`, the flow is `yomitori-engine`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod budget;
pub mod check;
pub mod confidence;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod explain;
pub mod failure;
pub mod form;
pub mod identify;
pub mod identity;
pub mod isolate;
pub mod leaves;
pub mod normalize;
pub mod recognize;
pub mod record;
pub mod schema;
pub mod segment;
pub mod sketch;
pub mod tables;
pub mod weave;

pub use yomitori_text as text;
