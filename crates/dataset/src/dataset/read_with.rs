//! What a document was read with: the version of the program, and the means that decide whether what failed is read again.

/// The version of the program, as documents have it beside them.
pub(super) const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// What decides whether a document has to be read again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReadWith {
    /// Limits and converters, as text: what failed with others is read again.
    pub options: String,
    /// Whether passwords are given: what was protected is tried again.
    pub has_password: bool,
}
