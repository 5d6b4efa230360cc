//! Sets of characters that are asked about for every character of a text: a bit for each.

/// Where the sets end: behind the basic multilingual plane. Whatever lies beyond is in no set.
const END: u32 = 0x1_0000;

/// A set of characters.
pub(super) struct CharSet(Vec<u64>);

impl CharSet {
    /// The characters that are accepted.
    pub fn of(accept: impl Fn(char) -> bool) -> Self {
        let word = |from: u32| -> u64 {
            (0..64).filter(|bit| char::from_u32(from + bit).is_some_and(&accept)).map(|bit| 1 << bit).sum()
        };
        Self((0..END).step_by(64).map(word).collect())
    }

    /// Whether a character is in the set.
    pub fn contains(&self, c: char) -> bool {
        let code = c as usize;
        self.0.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
    }
}
