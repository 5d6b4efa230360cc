//! What a content stream tells without being drawn: how many operators it has, and what it names.

use crate::budget::{Budget, Supply};
use crate::failure::Failure;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use std::collections::BTreeMap;

/// Names, each with how often it is asked for.
pub type NameCounts = BTreeMap<Vec<u8>, u64>;

/// What a content stream tells.
#[derive(Default)]
pub struct Told {
    /// How many bytes it unpacks to.
    pub bytes: u64,
    /// Its operators.
    pub operators: u64,
    /// The bytes of its strings, which are glyphs.
    pub strings: u64,
    /// What it draws: forms and images.
    pub objects: NameCounts,
    /// The graphics states that it sets.
    pub states: NameCounts,
}

impl Told {
    /// Goes through a content stream as the interpreter does; its strings are glyphs, which must be there.
    ///
    /// # Errors
    /// When they are not, or brackets are nested too deep.
    pub fn of(data: &[u8], budget: &Budget) -> Result<Self, Failure> {
        let mut told = Self { bytes: data.len() as u64, strings: strings(data, budget)?, ..Self::default() };
        let mut instructions = TypedIter::new(data);
        while let Some(instruction) = instructions.next() {
            told.operators += 1;
            let (names, name) = match &instruction {
                TypedInstruction::XObject(object) => (&mut told.objects, object.0),
                TypedInstruction::SetGraphicsState(state) => (&mut told.states, state.0),
                _ => continue,
            };
            *names.entry(name.to_vec()).or_default() += 1;
        }
        Ok(told)
    }
}

/// Counts the bytes of all strings, before anything else follows their brackets.
fn strings(data: &[u8], budget: &Budget) -> Result<u64, Failure> {
    let (mut sum, mut is_image, mut rest) = (0_u64, false, data);
    while let [first, behind @ ..] = rest {
        let length = match first {
            b'(' => string(behind, budget)?,
            byte if is_regular(*byte) => rest.iter().take_while(|byte| is_regular(**byte)).count(),
            _ => 1,
        };
        let (token, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        rest = behind;
        match token {
            [b'(', ..] => sum = sum.saturating_add(token.len() as u64),
            b"BI" => is_image = true,
            // The bytes of an image in the content are no strings.
            b"ID" if std::mem::take(&mut is_image) => {
                rest = memchr::memmem::find(rest, b"EI").and_then(|at| rest.get(at..)).unwrap_or_default();
            }
            _ => {}
        }
    }
    budget.hold(Supply::Glyphs, sum)?;
    Ok(sum)
}

/// How long a string is whose bracket was opened, in bytes.
fn string(behind: &[u8], budget: &Budget) -> Result<usize, Failure> {
    let (mut depth, mut escaped) = (1_u64, false);
    for (at, byte) in behind.iter().enumerate() {
        match byte {
            _ if std::mem::take(&mut escaped) => {}
            b'\\' => escaped = true,
            b'(' => {
                depth += 1;
                budget.reach(depth)?;
            }
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Ok(at + 2);
        }
    }
    Ok(behind.len() + 1)
}

fn is_regular(byte: u8) -> bool {
    !byte.is_ascii_whitespace() && byte != 0 && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_stream_tells_its_forms_and_states() {
        let content = b"q /X Do (a(b)\\)c) Tj /S gs /#58 Do ID /X Do BI /W 1 /H 1 ID \x80(/X Do EI Q";
        let told = Told::of(content, &Budget::default()).unwrap();
        assert_eq!(told.strings, 9);
        assert_eq!(told.objects.get(&b"X"[..]), Some(&3));
        assert_eq!(told.states.get(&b"S"[..]), Some(&1));
        assert!(Told::of(&[b'('; 3000], &Budget::default()).is_err());
    }
}
