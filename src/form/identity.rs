//! Which leaves tell whose disclosure a record is, and of which day.

use super::{FieldKind, Form, LeafId, LeafKind};

/// The leaves by which records are told apart and put in order. Told by the form's types: the first agency code, the
/// first name, the first date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The agency's code.
    pub code: Option<LeafId>,
    /// The agency's name.
    pub name: Option<LeafId>,
    /// The day the disclosure was last updated.
    pub updated_on: Option<LeafId>,
}

impl Form {
    /// The leaves that tell whose disclosure a record is, and of which day.
    #[must_use]
    pub fn identity(&self) -> Identity {
        let of_kind = |kind: FieldKind| {
            let is_it = |label| self.label(label).field.as_ref().is_some_and(|field| field.kind == kind);
            self.leaves.iter().position(|leaf| is_it(leaf.label))
        };
        Identity {
            code: of_kind(FieldKind::Code),
            name: of_kind(FieldKind::Name),
            updated_on: self.leaves.iter().position(|leaf| leaf.kind == LeafKind::Date),
        }
    }
}
