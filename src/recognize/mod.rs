//! Recognition: labels become fields, marks become choices, cell text becomes typed values.

pub mod values;
