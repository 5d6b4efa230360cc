//! The nesting of the record's data: which object holds which leaf.

use super::{LeafId, TableId};

/// A node of the record's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A value.
    Leaf(LeafId),
    /// The rows of a table.
    Rows(TableId),
    /// An object: keys in order.
    Object(Vec<(String, Shape)>),
}

/// Two pointers that can't stand in one record: one is a value where the other is an object.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Clash;

impl Shape {
    /// An object without keys.
    pub(super) fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// Adds a value or the rows of a table at a JSON Pointer.
    pub(super) fn insert(&mut self, pointer: &str, leaf: Shape) -> Result<(), Clash> {
        let Self::Object(keys) = self else { return Err(Clash) };
        let path = pointer.strip_prefix('/').ok_or(Clash)?;
        let (key, rest) = path.split_once('/').map_or((path, None), |(key, rest)| (key, Some(rest)));
        let known = keys.iter().position(|(name, _)| name == key);
        match (rest, known) {
            (None, None) => keys.push((key.to_owned(), leaf)),
            (None, Some(_)) => return Err(Clash),
            (Some(rest), known) => {
                let at = known.unwrap_or_else(|| {
                    keys.push((key.to_owned(), Self::empty()));
                    keys.len() - 1
                });
                let (_, child) = keys.get_mut(at).ok_or(Clash)?;
                child.insert(&format!("/{rest}"), leaf)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_nest_by_their_pointers() {
        let mut shape = Shape::empty();
        shape.insert("/a/b", Shape::Leaf(0)).unwrap();
        shape.insert("/a/c", Shape::Leaf(1)).unwrap();
        let Shape::Object(keys) = &shape else { panic!("an object") };
        assert_eq!(keys[0].1, Shape::Object(vec![("b".into(), Shape::Leaf(0)), ("c".into(), Shape::Leaf(1))]));
        assert_eq!(shape.insert("/a", Shape::Leaf(2)), Err(Clash));
        assert_eq!(shape.insert("/a/b/d", Shape::Leaf(2)), Err(Clash));
        assert_eq!(shape.insert("a", Shape::Leaf(2)), Err(Clash));
    }
}
