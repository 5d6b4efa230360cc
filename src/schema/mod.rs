//! Schemas, made from the form: JSON Schema of the record, Frictionless Table Schema of the CSV tables.
//!
//! Stands beside the record: what [`record_schema`] says is what `extract` writes, what [`table_schemas`]
//! says is what `export` writes. Both take a leaf's type from [`leaf::Rule`], so they can't disagree.

mod leaf;
mod record;
mod table;

pub use leaf::{Rule, rule};
pub use record::record_schema;
pub use table::table_schemas;
