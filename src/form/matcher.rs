//! Finds the form's labels in folded text: one automaton over the keys of all wordings.

use super::{Label, LabelId};
use aho_corasick::{AhoCorasick, BuildError, MatchKind};

/// A label's key found in folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelOccurrence {
    /// Which of the matcher's keys; [`LabelMatcher::labels`] tells whose it is.
    pub key: usize,
    /// Offset of its first byte in the folded text.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

/// All labels' keys, ready for matching.
#[derive(Debug)]
pub struct LabelMatcher {
    automaton: AhoCorasick,
    keys: Vec<(String, Vec<LabelId>)>,
}

impl LabelMatcher {
    pub(super) fn new(labels: &[Label]) -> Result<Self, BuildError> {
        let mut keys: Vec<(String, Vec<LabelId>)> = Vec::new();
        for (id, label) in labels.iter().enumerate() {
            for key in &label.keys {
                match keys.iter_mut().find(|(known, _)| known == key) {
                    Some((_, ids)) => ids.push(id),
                    None => keys.push((key.clone(), vec![id])),
                }
            }
        }
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(keys.iter().map(|(key, _)| key))?;
        Ok(Self { automaton, keys })
    }

    /// Every occurrence of a label's key in folded text, overlapping ones too, by their ends.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = LabelOccurrence> + 'a {
        self.automaton.find_overlapping_iter(folded).map(|found| LabelOccurrence {
            key: found.pattern().as_usize(),
            start: found.start(),
            end: found.end(),
        })
    }

    /// The labels that a key may stand for.
    #[must_use]
    pub fn labels(&self, key: usize) -> &[LabelId] {
        self.keys.get(key).map(|(_, labels)| labels.as_slice()).unwrap_or_default()
    }
}
