//! The form's own wording as a witness: where a line reads almost like it, it chooses among what the network offers.
//!
//! Labels, options, headings, notes and the items of a checklist are most of a form, and known to the letter. A stretch of a line that
//! is such a wording but for single characters is taken for it, and these characters become the wording's where the network holds that
//! possible. No character is put that the network did not offer, and no digit is: those are values.

use super::{Character, Guess, LineReader, Strip};
use crate::form::Forms;
use crate::text::fold::fold_char;
use foldhash::HashMap;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

/// So many characters in a row are looked up.
const SEED: usize = 3;
/// What a character counts that is the wording's, that may be it, and that is another.
const SAME: f32 = 1.0;
const POSSIBLE: f32 = 0.5;
const OTHER: f32 = -1.5;
/// Stretches that count less than this are no wording.
const LEAST: f32 = 3.0;
/// An alternative is possible when it is at least this probable.
const OFFERED: f32 = 0.01;

/// Characters that a box may be taken for.
const LIKE_BOXES: &[char] = &['口', 'ロ', '回', '日', '図', '区', '因', '国'];
/// Such characters are at least so probable where a wording has them.
const WORDED: f32 = 0.95;

/// What forms print behind an amount or a count.
pub(super) const UNITS: &[char] = &['円', '人', '件', '名'];

/// Where three characters stand in the wordings: which of them, and how far from its beginning.
type TrigramPlace = (u32, i32);

/// The wordings of forms, ready to be found in lines.
#[derive(Debug)]
pub struct Lexicon {
    wordings: Vec<Vec<char>>,
    seeds: HashMap<[char; SEED], Vec<TrigramPlace>>,
}

/// Reads lines by another reader, with the forms' wordings as a witness.
#[derive(Debug)]
pub struct Worded {
    reader: Arc<dyn LineReader>,
    forms: Forms,
    /// Made when the first line is read: most documents have none.
    lexicon: OnceLock<Lexicon>,
}

impl Worded {
    /// A reader of lines of documents of these forms.
    pub fn new(reader: Arc<dyn LineReader>, forms: &Forms) -> Self {
        Self { reader, forms: forms.clone(), lexicon: OnceLock::new() }
    }
}

impl LineReader for Worded {
    fn read(&self, strips: &[Strip]) -> Result<Vec<Vec<Character>>, String> {
        let mut lines = self.reader.read(strips)?;
        let wordings = || self.forms.all().iter().flat_map(|form| form.wordings());
        let lexicon = self.lexicon.get_or_init(|| Lexicon::new(wordings()));
        lines.iter_mut().for_each(|line| lexicon.settle(line));
        Ok(lines)
    }
}

/// A stretch of a line that reads like a stretch of a wording.
#[derive(Debug, Clone, Copy)]
struct WordingStretch {
    score: f32,
    wording: u32,
    /// The wording's place of the line's first character.
    shift: i32,
    from: usize,
    to: usize,
}

/// A character of a line that stands in keys: where it is, and how it stands there.
type Folded = (usize, char);

impl Lexicon {
    fn new<'w>(wordings: impl Iterator<Item = &'w str>) -> Self {
        let distinct: BTreeSet<&str> = wordings.collect();
        let wordings: Vec<Vec<char>> = distinct.iter().map(|wording| wording.chars().collect()).collect();
        let mut seeds: HashMap<[char; SEED], Vec<TrigramPlace>> = HashMap::default();
        for (number, wording) in (0..).zip(&wordings) {
            for (at, seed) in (0..).zip(wording.windows(SEED)) {
                if let [a, b, c] = *seed {
                    seeds.entry([a, b, c]).or_default().push((number, at));
                }
            }
        }
        Self { wordings, seeds }
    }

    /// Puts the wordings' characters where a line reads like them.
    fn settle(&self, line: &mut [Character]) {
        Self::settle_unit(line);
        let text: Vec<Folded> = (0..)
            .zip(line.iter())
            .filter_map(|(index, character)| Some((index, fold_char(character.best.text)?)))
            .collect();
        let mut taken = vec![false; text.len()];
        for stretch in self.stretches(&text, line) {
            let places = stretch.from..stretch.to;
            if taken.get(places.clone()).is_none_or(|taken| taken.contains(&true)) {
                continue;
            }
            taken.get_mut(places.clone()).into_iter().flatten().for_each(|taken| *taken = true);
            for (at, (index, folded)) in text.iter().enumerate().take(places.end).skip(places.start) {
                let Some(wanted) = self.at(&stretch, at) else { continue };
                let Some(character) = line.get_mut(*index) else { continue };
                if wanted == *folded {
                    // What stands within a wording is no box of an option.
                    if LIKE_BOXES.contains(&character.best.text) {
                        character.best.probability = character.best.probability.max(WORDED);
                    }
                } else if let Some(guess) = offered(character, wanted) {
                    // The wording decides between both.
                    let probability = (guess.probability + character.best.probability).min(1.0);
                    character.others.insert(0, character.best);
                    character.best = Guess { text: guess.text, probability };
                }
            }
        }
    }

    /// A character that stands alone in its cell is a unit where it may be one: nothing was filled in.
    fn settle_unit(line: &mut [Character]) {
        let mut printed = line.iter_mut().filter(|character| !character.best.text.is_whitespace());
        let (Some(character), None) = (printed.next(), printed.next()) else { return };
        let unit = character.others.iter().find(|guess| guess.probability >= OFFERED && UNITS.contains(&guess.text));
        if let Some(unit) =
            unit.copied().filter(|_| !UNITS.contains(&character.best.text) && character.best.text.is_alphabetic())
        {
            character.best = Guess { probability: (unit.probability + character.best.probability).min(1.0), ..unit };
        }
    }

    /// The stretches that read like wordings, the plainest first.
    fn stretches(&self, text: &[Folded], line: &[Character]) -> Vec<WordingStretch> {
        let mut shifts: BTreeSet<(u32, i32)> = BTreeSet::new();
        for (at, seed) in (0_i32..).zip(text.windows(SEED)) {
            let [(_, a), (_, b), (_, c)] = *seed else { continue };
            let places = self.seeds.get(&[a, b, c]).into_iter().flatten();
            shifts.extend(places.map(|(wording, place)| (*wording, place - at)));
        }
        let mut found: Vec<WordingStretch> =
            shifts.into_iter().filter_map(|(wording, shift)| self.stretch(wording, shift, text, line)).collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.wording, a.shift).cmp(&(b.wording, b.shift))));
        found
    }

    /// The plainest stretch where the wording's character at `shift` stands at the line's first.
    fn stretch(&self, wording: u32, shift: i32, text: &[Folded], line: &[Character]) -> Option<WordingStretch> {
        let mut best: Option<WordingStretch> = None;
        let (mut score, mut from) = (0.0_f32, 0);
        for (at, (index, folded)) in text.iter().enumerate() {
            let of = |score| WordingStretch { score, wording, shift, from, to: at + 1 };
            let Some(wanted) = self.at(&of(0.0), at) else {
                (score, from) = (0.0, at + 1);
                continue;
            };
            score += match line.get(*index) {
                _ if wanted == *folded => SAME,
                Some(character) if offered(character, wanted).is_some() => POSSIBLE,
                _ => OTHER,
            };
            if score <= 0.0 {
                (score, from) = (0.0, at + 1);
            } else if score >= LEAST && best.is_none_or(|best| score > best.score) {
                best = Some(WordingStretch { from, ..of(score) });
            }
        }
        best
    }

    /// The wording's character for a place of the line.
    fn at(&self, stretch: &WordingStretch, at: usize) -> Option<char> {
        let wording = self.wordings.get(usize::try_from(stretch.wording).ok()?)?;
        let place = i32::try_from(at).ok()?.checked_add(stretch.shift)?;
        wording.get(usize::try_from(place).ok()?).copied()
    }
}

/// What the network offers for a character that stands in keys as wanted.
fn offered(character: &Character, wanted: char) -> Option<Guess> {
    if wanted.is_ascii_digit() || character.best.text.is_ascii_digit() {
        return None;
    }
    let is_it = |guess: &&Guess| guess.probability >= OFFERED && fold_char(guess.text) == Some(wanted);
    character.others.iter().find(is_it).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(read: &str, offered: &[(usize, char, f32)]) -> String {
        let lexicon = Lexicon::new(["自己導入", "5人以上の技術者"].into_iter());
        let character = |(at, text): (usize, char)| Character {
            best: Guess { text, probability: 0.6 },
            middle: 0.0,
            others: offered
                .iter()
                .filter(|(place, ..)| *place == at)
                .map(|(_, text, probability)| Guess { text: *text, probability: *probability })
                .collect(),
        };
        let mut line: Vec<Character> = read.chars().enumerate().map(character).collect();
        lexicon.settle(&mut line);
        line.iter().map(|character| character.best.text).collect()
    }

    #[test]
    fn what_the_network_offers_and_the_form_says() {
        assert_eq!(settled("■自己導人", &[(4, '入', 0.3)]), "■自己導入");
        assert_eq!(settled("■自己導人", &[(4, '八', 0.3)]), "■自己導人");
        assert_eq!(settled("■自己導人", &[(4, '入', 0.001)]), "■自己導人");
        assert_eq!(settled("白己導入です", &[(0, '自', 0.2)]), "自己導入です");
    }

    #[test]
    fn a_character_of_a_wording_is_no_box() {
        let wording = crate::text::fold::key("出入り口の管理");
        let lexicon = Lexicon::new(std::iter::once(wording.as_str()));
        let read = |text| Character { best: Guess { text, probability: 0.6 }, middle: 0.0, others: Vec::new() };
        let probability = |text: &str| {
            let mut line: Vec<Character> = text.chars().map(read).collect();
            lexicon.settle(&mut line);
            line[3].best.probability
        };
        assert_eq!((probability("出入り口の"), probability("可又は口否")), (WORDED, 0.6));
    }

    #[test]
    fn digits_are_values() {
        assert_eq!(settled("6人以上の技術者", &[(0, '5', 0.4)]), "6人以上の技術者");
    }
}
