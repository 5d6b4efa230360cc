//! Finds the form's labels and titles in folded text: one automaton over the keys of all wordings of labels, a
//! searcher for each title.

use super::{Label, LabelId};
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};
use memchr::memmem::Finder;
use std::sync::OnceLock;

/// Most states of a DFA, about one for each byte of the keys; a state takes half a kilobyte.
const MOST_STATES: usize = 32 << 10;

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

/// A title's matching key, ready to be found.
#[derive(Debug, Clone)]
pub struct TitleKey(Finder<'static>);

impl TitleKey {
    pub(super) fn new(key: &str) -> Self {
        Self(Finder::new(key).into_owned())
    }

    /// The key itself.
    #[must_use]
    pub fn text(&self) -> &str {
        std::str::from_utf8(self.0.needle()).unwrap_or_default()
    }

    /// Its length in bytes.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.needle().len()
    }

    /// Where it first stands in folded text.
    #[must_use]
    pub fn find(&self, folded: &str) -> Option<usize> {
        self.0.find(folded.as_bytes())
    }
}

/// All labels' keys, ready for matching.
#[derive(Debug)]
pub struct LabelMatcher {
    /// Built when a document is first looked through: most documents are of one of the forms that are known.
    automaton: OnceLock<Option<AhoCorasick>>,
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
        let matcher = Self { automaton: OnceLock::new(), keys };
        if !matcher.is_small() {
            let _ = matcher.automaton.set(Some(matcher.build()?));
        }
        Ok(matcher)
    }

    /// Whether the keys are few enough for a DFA, which can be built from so few.
    fn is_small(&self) -> bool {
        self.keys.iter().map(|(key, _)| key.len()).sum::<usize>() <= MOST_STATES
    }

    fn build(&self) -> Result<AhoCorasick, BuildError> {
        // A DFA is larger than the other kinds and slower to build, once; each byte of each document costs half as much.
        let kind = self.is_small().then_some(AhoCorasickKind::DFA);
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::Standard).kind(kind);
        builder.build(self.keys.iter().map(|(key, _)| key))
    }

    /// Every occurrence of a label's key in folded text, overlapping ones too, by their ends.
    pub fn find<'a>(&'a self, folded: &'a str) -> impl Iterator<Item = LabelOccurrence> + 'a {
        let automaton = self.automaton.get_or_init(|| self.build().ok()).as_ref();
        let found = automaton.into_iter().flat_map(move |automaton| automaton.find_overlapping_iter(folded));
        found.map(|found| LabelOccurrence { key: found.pattern().as_usize(), start: found.start(), end: found.end() })
    }

    /// The labels that a key may stand for.
    #[must_use]
    pub fn labels(&self, key: usize) -> &[LabelId] {
        self.keys.get(key).map(|(_, labels)| labels.as_slice()).unwrap_or_default()
    }
}
