//! Schemas, made from the form: JSON Schema of the record, Frictionless Table Schema of the CSV tables; JSON Schema of form
//! files; the data dictionary.
//!
//! Stands beside the record: what [`record_schema`] says is what `extract` writes, what [`table_schemas`]
//! says is what `export` writes. Both take a leaf's type from [`leaf::LeafRule`], so they can't disagree.

mod dictionary;
mod form;
mod leaf;
mod record;
mod table;
mod tiers;

pub use dictionary::dictionary;
pub use form::{form_reference, form_schema};
pub use leaf::{LeafRule, allows, rule};
pub use record::record_schema;
pub use table::table_schemas;
pub use tiers::{TIER_KEYS, is_tier};
