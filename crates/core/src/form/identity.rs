//! Which leaves tell whose disclosure a record is, and of which day.

use super::{FieldKind, Form, Holder, Label, LabelId, Leaf, LeafId, LeafKind};

/// The leaves by which records are told apart and put in order: those that the form file names under `[identity]`, else the
/// first code, the first name and the first date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    /// The code of whose disclosure it is.
    pub code: Option<LeafId>,
    /// The name of whose disclosure it is.
    pub name: Option<LeafId>,
    /// The day the disclosure was last updated.
    pub updated_on: Option<LeafId>,
}

impl Identity {
    /// What the types of a form's leaves tell.
    pub(super) fn by_types(labels: &[Label], leaves: &[Leaf]) -> Self {
        let of_kind = |kind: FieldKind| {
            let field = |leaf: &Leaf| label_of(leaf).and_then(|id| labels.get(id)?.field.as_ref());
            leaves.iter().position(|leaf| field(leaf).is_some_and(|field| field.kind == kind))
        };
        Self {
            code: of_kind(FieldKind::Code),
            name: of_kind(FieldKind::Name),
            updated_on: leaves.iter().position(|leaf| leaf.kind == LeafKind::Date && label_of(leaf).is_some()),
        }
    }
}

/// The label that holds a leaf, where no table does.
fn label_of(leaf: &Leaf) -> Option<LabelId> {
    if let Holder::Label(label) = leaf.holder { Some(label) } else { None }
}

impl Form {
    /// The leaves that tell whose disclosure a record is, and of which day.
    #[must_use]
    pub fn identity(&self) -> Identity {
        self.identity
    }
}
