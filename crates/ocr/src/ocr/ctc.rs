//! CTC: from the network's probabilities at each step of a line to characters with places.
//!
//! The network says at each step which character stands there, or none (the blank). Steps that say the same, one after the other, are
//! one character.

use super::{Character, Guess};

/// The class that says that no character ends here.
const BLANK: usize = 0;
/// How many other guesses are kept for a character.
const OTHERS: usize = 5;
/// Guesses less probable than this are not kept: among thousands of classes they mean nothing.
const LEAST: f32 = 0.000_5;

/// The characters of a line. `steps` holds, step after step, the probability of each class; `classes` the class' characters, without
/// the blank, which is the first class. `step` is the width of a step in pixels.
pub(super) fn decode(steps: &[f32], classes: &[char], step: f32) -> Vec<Character> {
    let mut out: Vec<CharacterSteps> = Vec::new();
    let mut before = BLANK;
    for (at, probabilities) in (0_u16..).zip(steps.chunks_exact(classes.len() + 1)) {
        let (class, probability) = best(probabilities);
        let middle = (f32::from(at) + 0.5) * step;
        match out.last_mut().filter(|_| class == before) {
            _ if class == BLANK => {}
            Some(run) => run.add(middle, probability, probabilities),
            None => out.push(CharacterSteps { class, first: middle, last: middle, probability, peak: probabilities }),
        }
        before = class;
    }
    out.iter().filter_map(|run| run.character(classes)).collect()
}

/// Steps that say the same character.
struct CharacterSteps<'s> {
    class: usize,
    first: f32,
    last: f32,
    probability: f32,
    /// All probabilities at its surest step.
    peak: &'s [f32],
}

impl<'s> CharacterSteps<'s> {
    fn add(&mut self, middle: f32, probability: f32, probabilities: &'s [f32]) {
        self.last = middle;
        if probability > self.probability {
            (self.probability, self.peak) = (probability, probabilities);
        }
    }

    fn character(&self, classes: &[char]) -> Option<Character> {
        let guess =
            |class: usize, probability: f32| Some(Guess { text: *classes.get(class.checked_sub(1)?)?, probability });
        let others = best_others(self.peak, self.class);
        Some(Character {
            best: guess(self.class, self.probability)?,
            middle: self.first.midpoint(self.last),
            others: others.into_iter().filter_map(|(class, probability)| guess(class, probability)).collect(),
        })
    }
}

fn best(probabilities: &[f32]) -> (usize, f32) {
    let mut best = (BLANK, f32::MIN);
    for (class, probability) in probabilities.iter().enumerate() {
        if *probability > best.1 {
            best = (class, *probability);
        }
    }
    best
}

/// The most probable classes but the chosen one and the blank.
fn best_others(probabilities: &[f32], chosen: usize) -> Vec<(usize, f32)> {
    let all = probabilities.iter().copied().enumerate();
    let mut others: Vec<(usize, f32)> =
        all.filter(|(class, probability)| *class != BLANK && *class != chosen && *probability >= LEAST).collect();
    others.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    others.truncate(OTHERS);
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_steps_are_one_character_and_a_blank_parts_two() {
        let classes = ['一', 'ー', ' '];
        let steps = [
            [0.9, 0.1, 0.0, 0.0],
            [0.1, 0.6, 0.3, 0.0],
            [0.0, 0.8, 0.2, 0.0],
            [0.9, 0.1, 0.0, 0.0],
            [0.2, 0.7, 0.1, 0.0],
            [0.0, 0.0, 0.1, 0.9],
        ];
        let line = decode(steps.as_flattened(), &classes, 8.0);
        assert_eq!(line.iter().map(|c| c.best.text).collect::<String>(), "一一 ");
        assert_eq!((line[0].middle, line[0].best.probability), (16.0, 0.8));
        assert_eq!(line[0].others, [Guess { text: 'ー', probability: 0.2 }]);
        assert_eq!(line[1].middle, 36.0);
    }
}
