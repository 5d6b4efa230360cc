//! Strings of a workbook stream: one or two bytes a character, with the fonts of their stretches, broken over records.

use crate::cell_style::CellFont;
use crate::flow::Text;

/// Flags of a string.
const WIDE: u8 = 1;
const READINGS: u8 = 4;
const RICH: u8 = 8;

/// Reads on through the pieces of a record.
pub struct Cursor<'a> {
    pieces: std::vec::IntoIter<&'a [u8]>,
    piece: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// At the beginning of a record's content.
    pub fn new(pieces: Vec<&'a [u8]>) -> Self {
        let mut pieces = pieces.into_iter();
        let piece = pieces.next().unwrap_or_default();
        Self { pieces, piece }
    }

    /// One byte.
    pub fn byte(&mut self) -> Option<u8> {
        while self.piece.is_empty() {
            self.piece = self.pieces.next()?;
        }
        let (first, rest) = self.piece.split_first()?;
        self.piece = rest;
        Some(*first)
    }

    /// A number of two bytes.
    pub fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    /// A number of four bytes.
    pub fn long(&mut self) -> Option<u32> {
        Some(u32::from(self.word()?) | u32::from(self.word()?) << 16)
    }

    /// Goes on by a number of bytes.
    pub fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > self.piece.len() {
            count -= self.piece.len();
            self.piece = self.pieces.next()?;
        }
        self.piece = self.piece.get(count..)?;
        Some(())
    }

    /// The characters of a string. Where it is broken over records, the next begins with its own flags.
    fn characters(&mut self, count: usize, mut wide: bool) -> Option<Vec<u16>> {
        let mut units = Vec::with_capacity(count);
        while units.len() < count {
            if self.piece.is_empty() {
                wide = self.byte()? & WIDE != 0;
            }
            units.push(if wide { self.word()? } else { u16::from(self.byte()?) });
        }
        Some(units)
    }

    /// The characters of a string in a record that continues another: flags come first.
    pub fn continued(&mut self, count: usize) -> Option<String> {
        self.skip_piece();
        Some(String::from_utf16_lossy(&self.characters(count, false)?))
    }

    /// Goes to the end of the record.
    pub fn skip_piece(&mut self) {
        self.piece = &[];
    }

    /// Records that have not been reached.
    pub fn pieces_left(&self) -> usize {
        self.pieces.len()
    }

    /// A string with a length of one byte, without fonts.
    pub fn short_string(&mut self) -> Option<String> {
        let count = usize::from(self.byte()?);
        let wide = self.byte()? & WIDE != 0;
        Some(String::from_utf16_lossy(&self.characters(count, wide)?))
    }

    /// A string with a length of two bytes. Stretches that are struck through are left out, which `struck` tells.
    pub fn string(&mut self, fonts: &[CellFont], struck: &mut bool) -> Option<Text> {
        let count = usize::from(self.word()?);
        let flags = self.byte()?;
        let runs = if flags & RICH != 0 { usize::from(self.word()?) } else { 0 };
        let readings = if flags & READINGS != 0 { self.long()? as usize } else { 0 };
        let units = self.characters(count, flags & WIDE != 0)?;
        let runs = (0..runs).map(|_| Some((self.word()?, self.word()?))).collect::<Option<Vec<_>>>()?;
        self.skip(readings)?;
        let mut text = Text::default();
        let mut start = 0;
        let mut font = CellFont::default();
        for (position, index) in runs.into_iter().chain([(u16::MAX, 0)]) {
            let end = usize::from(position).min(units.len());
            let stretch = units.get(start..end).unwrap_or_default();
            *struck |= font.struck && !stretch.is_empty();
            font.write(&String::from_utf16_lossy(stretch).replace('\r', ""), &mut text);
            start = start.max(end);
            font = font_at(fonts, index);
        }
        Some(text)
    }
}

/// The font with the given index. There never was one with index 4.
pub fn font_at(fonts: &[CellFont], index: u16) -> CellFont {
    let index = usize::from(index);
    fonts.get(if index > 4 { index - 1 } else { index }).copied().unwrap_or_default()
}
