//! Values against a JSON Schema, by a validator that is not ours.

use boon::{Compiler, SchemaIndex, Schemas, ValidationError};
use serde_json::Value;

/// A schema that was checked against its own meta-schema.
pub struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    /// Panics when the schema is none.
    pub fn new(schema: &Value) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("schema.json", schema.clone()).unwrap();
        let index = compiler.compile("schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// What is wrong, each as a JSON Pointer to the place and the reason.
    pub fn errors(&self, value: &Value) -> Vec<(String, String)> {
        let mut errors = Vec::new();
        if let Err(error) = self.schemas.validate(value, self.index) {
            add_leaves(&error, &mut errors);
        }
        errors
    }

    /// Panics with all that is wrong.
    pub fn assert(&self, value: &Value, name: &str) {
        assert_eq!(self.errors(value), [], "{name}");
    }
}

/// An error of a whole is made of errors of its parts; only the innermost say something.
fn add_leaves(error: &ValidationError, errors: &mut Vec<(String, String)>) {
    if error.causes.is_empty() {
        errors.push((error.instance_location.to_string(), error.kind.to_string()));
    }
    error.causes.iter().for_each(|cause| add_leaves(cause, errors));
}
