//! yomitori reads Japanese disclosure forms into one normalized record per document.

pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod engine;
pub mod explain;
pub mod export;
pub mod failure;
pub mod form;
pub mod inputs;
pub mod isolate;
pub mod normalize;
pub mod recognize;
pub mod record;
pub mod schema;
pub mod segment;
pub mod source;
pub mod verify;

pub use engine::Engine;
pub use failure::Failure;
pub use form::Form;
pub use record::Record;
