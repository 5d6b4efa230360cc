//! Which words hold: the last one of each person, and of several persons the last one.

use super::{Correction, CorrectionKind};
use std::collections::BTreeMap;

/// The word that holds on a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Held {
    /// The word.
    pub word: Correction,
    /// Whoever says otherwise, with what they say.
    pub others: Vec<(String, serde_json::Value)>,
}

/// The words that hold among all words on one content, by the names of the leaves. They come in the order in which they were said.
pub(super) fn in_force(words: Vec<Correction>) -> BTreeMap<String, Held> {
    let mut last: BTreeMap<String, Vec<Correction>> = BTreeMap::new();
    for word in words {
        let of_leaf = last.entry(word.pointer.clone()).or_default();
        of_leaf.retain(|other| other.who != word.who);
        if word.kind != CorrectionKind::Withdrawn {
            of_leaf.push(word);
        }
    }
    let held = last.into_iter().filter_map(|(pointer, mut words)| {
        let word = words.pop()?;
        let others = words.into_iter().filter(|other| other.value != word.value);
        let others = others.map(|other| (other.who, other.value)).collect();
        Some((pointer, Held { word, others }))
    });
    held.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn word(who: &str, kind: CorrectionKind, value: i32) -> Correction {
        let (sha256, pointer, at) = ("0".repeat(64), "/data/a".to_owned(), String::new());
        Correction {
            sha256,
            part: 1,
            pointer,
            kind,
            read: json!(0),
            value: json!(value),
            who: who.to_owned(),
            at,
            note: None,
        }
    }

    #[test]
    fn the_last_word_holds_and_who_differs_is_named() {
        let held = in_force(vec![word("a", CorrectionKind::Corrected, 1), word("b", CorrectionKind::Corrected, 2)]);
        let held = held.get("/data/a").unwrap();
        assert_eq!((&held.word.value, &held.others[..]), (&json!(2), &[("a".to_owned(), json!(1))][..]));
        let agreed = in_force(vec![
            word("a", CorrectionKind::Corrected, 1),
            word("b", CorrectionKind::Corrected, 2),
            word("a", CorrectionKind::Corrected, 2),
        ]);
        assert!(agreed.get("/data/a").unwrap().others.is_empty());
        let back = in_force(vec![
            word("a", CorrectionKind::Corrected, 1),
            word("b", CorrectionKind::Accepted, 0),
            word("b", CorrectionKind::Withdrawn, 0),
        ]);
        assert_eq!(back.get("/data/a").unwrap().word.who, "a");
        assert!(
            in_force(vec![word("a", CorrectionKind::Corrected, 1), word("a", CorrectionKind::Withdrawn, 0)]).is_empty()
        );
    }
}
