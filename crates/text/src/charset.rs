//! Sets of characters that are asked about for every character of a text: a bit for each.

/// Words of 64 bits for the basic multilingual plane. Whatever lies beyond is in no set.
const WORDS: usize = 0x1_0000 / 64;

/// A set of characters.
pub struct CharSet([u64; WORDS]);

impl CharSet {
    /// The characters that are accepted.
    pub fn of(accept: impl Fn(char) -> bool) -> Self {
        let mut words = [0; WORDS];
        for (word, from) in words.iter_mut().zip((0..).step_by(64)) {
            let accepts = |bit: &u32| char::from_u32(from + bit).is_some_and(&accept);
            *word = (0..64).filter(accepts).map(|bit| 1u64 << bit).sum();
        }
        Self(words)
    }

    /// The bytes and characters at the head of a text that are in the set.
    pub fn run(&self, text: &str) -> (usize, usize) {
        let (mut bytes, mut characters) = (text.as_bytes(), 0);
        loop {
            // In UTF-8 a character of three bytes has its word's place in the first two, its bit in the third.
            let (word, bit, rest) = match bytes {
                [first @ 0xe0..=0xef, second, third, rest @ ..] => {
                    (usize::from(first & 0xf) << 6 | usize::from(second & 0x3f), third & 0x3f, rest)
                }
                [only @ 0..=0x7f, rest @ ..] => (usize::from(only >> 6), only & 0x3f, rest),
                _ => break,
            };
            if self.0.get(word).is_none_or(|bits| bits >> bit & 1 == 0) {
                break;
            }
            (bytes, characters) = (rest, characters + 1);
        }
        (text.len() - bytes.len(), characters)
    }

    /// Whether a character is in the set.
    pub fn contains(&self, c: char) -> bool {
        let code = c as usize;
        self.0.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }
}
