//! Fax codes in TIFF files: Huffman rows, Group 3 and Group 4.

use hayro_ccitt::{DecodeSettings, Decoder, DecoderContext, EncodingMode};

/// Huffman-coded rows, Group 3 and Group 4, as TIFF numbers them.
const HUFFMAN: u32 = 2;
const GROUP_3: u32 = 3;
const GROUP_4: u32 = 4;

/// Whether a compression is a fax code.
pub(super) fn is(compression: u32) -> bool {
    (HUFFMAN..=GROUP_4).contains(&compression)
}

/// How a page is coded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fax {
    pub(super) compression: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    /// How many rows a strip has.
    pub(super) rows: u32,
    /// Whether rows of Group 3 are told by the row above.
    pub(super) is_two_dimensional: bool,
    /// Whether the first pixel is a byte's lowest bit.
    pub(super) is_reversed: bool,
    /// Whether what is white in the code is black on the page.
    pub(super) is_negative: bool,
}

/// Takes rows as grey values.
struct GreyRows {
    pixels: Vec<u8>,
    width: usize,
    most: usize,
    paper: u8,
}

impl Decoder for GreyRows {
    fn push_row(&mut self, changes: &[u32]) {
        if self.pixels.len() >= self.most {
            return;
        }
        let start = self.pixels.len();
        self.pixels.resize(start + self.width, self.paper);
        let at = |change: Option<&u32>| change.map_or(self.width, |change| (*change as usize).min(self.width));
        for pair in changes.chunks(2) {
            let (from, to) = (at(pair.first()), at(pair.get(1)));
            if let Some(ink) = self.pixels.get_mut(start + from..start + to) {
                ink.fill(255 - self.paper);
            }
        }
    }
}

impl Fax {
    /// The grey values of a page. Rows that can't be decoded stay white: what is left of a fax is read.
    pub(super) fn pixels<'b>(&self, strips: impl Iterator<Item = &'b [u8]>) -> Vec<u8> {
        let width = self.width as usize;
        let all = width * self.height as usize;
        let paper = if self.is_negative { 0 } else { 255 };
        let mut rows = GreyRows { pixels: Vec::with_capacity(all), width, most: all, paper };
        for (index, strip) in (1_usize..).zip(strips) {
            // A strip that breaks off leaves what it had; the next begins where it should.
            let _ = self.strip(strip, &mut rows);
            let end = index.saturating_mul(self.rows as usize).saturating_mul(width).min(all);
            rows.pixels.resize(end, paper);
        }
        rows.pixels.resize(all, 255);
        rows.pixels
    }

    fn strip(&self, strip: &[u8], rows: &mut GreyRows) -> Result<usize, hayro_ccitt::DecodeError> {
        let encoding = match self.compression {
            GROUP_4 => EncodingMode::Group4,
            GROUP_3 if self.is_two_dimensional => EncodingMode::Group3_2D,
            _ => EncodingMode::Group3_1D,
        };
        let settings = DecodeSettings {
            columns: self.width,
            rows: self.rows,
            end_of_block: self.compression != HUFFMAN,
            end_of_line: self.compression == GROUP_3,
            rows_are_byte_aligned: self.compression == HUFFMAN,
            encoding,
            strict: false,
        };
        let reversed: Vec<u8>;
        let strip = if self.is_reversed {
            reversed = strip.iter().map(|byte| byte.reverse_bits()).collect();
            &reversed
        } else {
            strip
        };
        hayro_ccitt::decode(strip, rows, &mut DecoderContext::new(settings))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_painted_between_changes_and_the_rest_is_paper() {
        let mut rows = GreyRows { pixels: Vec::new(), width: 4, most: 8, paper: 255 };
        rows.push_row(&[1, 3]);
        rows.push_row(&[2]);
        rows.push_row(&[0]);
        assert_eq!(rows.pixels, [255, 0, 0, 255, 255, 255, 0, 0]);
        let fax = Fax {
            compression: GROUP_4,
            width: 4,
            height: 2,
            rows: 2,
            is_two_dimensional: false,
            is_reversed: false,
            is_negative: false,
        };
        assert_eq!(fax.pixels([&[0xFF; 4][..]].into_iter()).len(), 8);
    }
}
