//! Records of a workbook stream: a kind, a length, and content that goes on in records of its own when it is long.

use crate::compound::u16_at;

/// Kinds of records.
pub mod kind {
    /// Begins the globals or a sheet.
    pub const BEGIN: u16 = 0x0809;
    /// Ends them.
    pub const END: u16 = 0x000A;
    /// Goes on with the record before.
    pub const CONTINUE: u16 = 0x003C;
}

/// A record with the records that continue it.
pub struct BiffRecord<'a> {
    /// Its kind.
    pub kind: u16,
    /// Its content, piece by piece; at least one.
    pub pieces: Vec<&'a [u8]>,
}

impl<'a> BiffRecord<'a> {
    /// The first piece, which is all there is of most records.
    pub fn content(&self) -> &'a [u8] {
        self.pieces.first().copied().unwrap_or_default()
    }
}

/// The records of a stream from an offset on. Ends where the stream ends, or makes no sense.
pub struct Records<'a> {
    stream: &'a [u8],
    offset: usize,
}

impl<'a> Records<'a> {
    /// The records from an offset on.
    pub fn new(stream: &'a [u8], offset: usize) -> Self {
        Self { stream, offset }
    }

    fn piece(&mut self) -> Option<(u16, &'a [u8])> {
        let kind = u16_at(self.stream, self.offset)?;
        let length = usize::from(u16_at(self.stream, self.offset + 2)?);
        let start = self.offset + 4;
        let content = self.stream.get(start..start + length)?;
        self.offset = start + length;
        Some((kind, content))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = BiffRecord<'a>;

    fn next(&mut self) -> Option<BiffRecord<'a>> {
        let (kind, content) = self.piece()?;
        let mut pieces = vec![content];
        while u16_at(self.stream, self.offset) == Some(kind::CONTINUE) {
            pieces.push(self.piece()?.1);
        }
        Some(BiffRecord { kind, pieces })
    }
}
