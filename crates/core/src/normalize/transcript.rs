//! Transcripts: a text made from another in which most characters stand as they are. Those are copied a stretch at
//! a time.

use super::offset_map::OffsetMap;

/// A text under way.
pub(super) struct Transcript<'t> {
    source: &'t str,
    out: &'t mut String,
    /// From `out` to the text that its origins are told in.
    origins: &'t mut OffsetMap,
    /// Up to where the source is written.
    written: usize,
}

/// A character of the source to be written otherwise.
#[derive(Clone, Copy)]
pub(super) struct Replaced {
    /// Its offset in the source.
    pub at: usize,
    /// Its length there in bytes.
    pub length: usize,
    /// What it is in the text that origins are told in.
    pub origin: char,
    /// Its offset in that text.
    pub origin_at: usize,
}

impl<'t> Transcript<'t> {
    pub fn new(source: &'t str, out: &'t mut String, origins: &'t mut OffsetMap) -> Self {
        Self { source, out, origins, written: 0 }
    }

    /// The offset that what stands at an offset of the source, not written yet, will have.
    pub fn offset(&self, at: usize) -> usize {
        self.out.len() + (at - self.written)
    }

    /// Writes what stands before a character, and in its stead what is given.
    pub fn replace(&mut self, of: Replaced, by: Option<char>) {
        self.copy(of.at, of.origin_at);
        self.written = of.at + of.length;
        let Some(by) = by else { return };
        self.origins.push(self.out.len(), of.origin_at);
        if by.len_utf8() != of.origin.len_utf8() {
            (1..by.len_utf8()).for_each(|byte| self.origins.push(self.out.len() + byte, of.origin_at));
        }
        self.out.push(by);
    }

    /// Writes the rest of the source; `origin_end` is where it ends in the text that origins are told in.
    pub fn finish(mut self, origin_end: usize) {
        self.copy(self.source.len(), origin_end);
    }

    fn copy(&mut self, until: usize, origin_until: usize) {
        let part = self.source.get(self.written..until).unwrap_or_default();
        if !part.is_empty() {
            self.origins.push(self.out.len(), origin_until - part.len());
            self.out.push_str(part);
        }
    }
}
