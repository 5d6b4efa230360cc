//! TIFF: pages one after the other, each in strips or tiles.

use super::{Picture, ccitt, charge, damaged, opaque};
use crate::budget::Budget;
use crate::failure::{Failure, Reason};
use std::io::Cursor;
use tiff::ColorType;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;

/// What the decoder may take for a picture and beside it, in bytes.
const BUFFER: usize = 400 << 20;
/// What a tag's value may take, in bytes.
const VALUE: usize = 4 << 20;
/// Centimetres of an inch.
const INCH: f32 = 2.54;

/// The pages of a TIFF file.
pub(super) struct TiffPages<'b> {
    bytes: &'b [u8],
    decoder: Decoder<Cursor<&'b [u8]>>,
}

impl<'b> TiffPages<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Failure> {
        let mut limits = Limits::default();
        (limits.decoding_buffer_size, limits.intermediate_buffer_size, limits.ifd_value_size) = (BUFFER, BUFFER, VALUE);
        let decoder = Decoder::new(Cursor::new(bytes)).map_err(damaged)?;
        Ok(Self { bytes, decoder: decoder.with_limits(limits) })
    }

    /// Goes on to the next page; says whether there is one.
    pub(super) fn advance(&mut self) -> Result<bool, Failure> {
        if !self.decoder.more_images() {
            return Ok(false);
        }
        self.decoder.next_image().map_err(damaged).map(|()| true)
    }

    /// The picture of the page.
    pub(super) fn picture(&mut self, budget: &Budget) -> Result<Picture, Failure> {
        let (width, height) = self.decoder.dimensions().map_err(damaged)?;
        charge(width, height, budget)?;
        let dots = self.dots();
        let compression = self.number(Tag::Compression).unwrap_or(1);
        let (samples, channels) = if ccitt::is(compression) {
            (self.fax(compression, width, height)?, 1)
        } else {
            let color = self.decoder.colortype().map_err(damaged)?;
            let samples = match self.decoder.read_image().map_err(damaged)? {
                DecodingResult::U8(samples) => samples,
                DecodingResult::U16(samples) => samples.into_iter().map(high).collect(),
                _ => return Err(unsupported(color)),
            };
            self.plain(samples, color, width)?
        };
        Ok(Picture { width, height, samples, channels, dots })
    }

    /// Samples of eight bits, grey or red, green and blue.
    fn plain(&mut self, samples: Vec<u8>, color: ColorType, width: u32) -> Result<(Vec<u8>, usize), Failure> {
        Ok(match color {
            ColorType::Gray(8 | 16) => (samples, 1),
            ColorType::Gray(bits @ (1 | 2 | 4)) => (unpack(&samples, bits, width, 255 / ((1 << bits) - 1)), 1),
            ColorType::GrayA(8 | 16) => (opaque(&samples, 2), 1),
            ColorType::RGB(8 | 16) | ColorType::YCbCr(8) => (samples, 3),
            ColorType::RGBA(8 | 16) => (opaque(&samples, 4), 3),
            ColorType::Palette(bits @ (1 | 2 | 4 | 8)) => {
                let map = self.decoder.get_tag_u16_vec(Tag::ColorMap).map_err(damaged)?;
                let indices = if bits == 8 { samples } else { unpack(&samples, bits, width, 1) };
                (coloured(&indices, &map), 3)
            }
            ColorType::CMYK(8) => (samples.chunks_exact(4).flat_map(of_cmyk).collect(), 3),
            other => return Err(unsupported(other)),
        })
    }

    /// The grey values of a page that is stored as a fax.
    fn fax(&mut self, compression: u32, width: u32, height: u32) -> Result<Vec<u8>, Failure> {
        let offsets = self.decoder.get_tag_u64_vec(Tag::StripOffsets).map_err(damaged)?;
        let counts = self.decoder.get_tag_u64_vec(Tag::StripByteCounts).map_err(damaged)?;
        let fax = ccitt::Fax {
            compression,
            width,
            height,
            rows: self.number(Tag::RowsPerStrip).unwrap_or(height).clamp(1, height),
            is_two_dimensional: self.number(Tag::Unknown(292)).is_some_and(|options| options & 1 == 1),
            is_reversed: self.number(Tag::FillOrder) == Some(2),
            is_negative: self.number(Tag::PhotometricInterpretation) == Some(1),
        };
        let strips = offsets.iter().zip(&counts).filter_map(|(from, count)| {
            let from = usize::try_from(*from).ok()?;
            let to = from.saturating_add(usize::try_from(*count).ok()?).min(self.bytes.len());
            self.bytes.get(from..to)
        });
        Ok(fax.pixels(strips))
    }

    fn number(&mut self, tag: Tag) -> Option<u32> {
        self.decoder.find_tag_unsigned(tag).ok().flatten()
    }

    fn dots(&mut self) -> Option<(f32, f32)> {
        let inches = match self.number(Tag::ResolutionUnit) {
            Some(1) => return None,
            Some(3) => INCH,
            _ => 1.0,
        };
        let mut value = |tag| self.decoder.find_tag(tag).ok().flatten()?.into_f32().ok().map(|value| value * inches);
        Some((value(Tag::XResolution)?, value(Tag::YResolution)?))
    }
}

fn unsupported(color: ColorType) -> Failure {
    Failure::new(Reason::Unsupported, format!("a TIFF image with the colours {color:?} is not read"))
        .hint("save it as greyscale or RGB")
}

/// The high byte of a sample.
fn high(sample: u16) -> u8 {
    sample.to_be_bytes().first().copied().unwrap_or(0)
}

/// Samples of less than eight bits, each row of which begins with a byte, times a factor.
fn unpack(packed: &[u8], bits: u8, width: u32, factor: u8) -> Vec<u8> {
    let width = width as usize;
    let stride = (width * usize::from(bits)).div_ceil(8).max(1);
    let mask = (1_u8 << bits) - 1;
    let sample = |byte: u8, at: u8| (byte >> (8 - bits * (at + 1)) & mask) * factor;
    let row = |row: &[u8]| {
        row.iter().flat_map(|byte| (0..8 / bits).map(move |at| sample(*byte, at))).take(width).collect::<Vec<u8>>()
    };
    packed.chunks_exact(stride).flat_map(row).collect()
}

/// The colours of a palette: all reds, then all greens, then all blues.
fn coloured(indices: &[u8], map: &[u16]) -> Vec<u8> {
    let size = map.len() / 3;
    let colour = |index: &u8| {
        [0, 1, 2].map(|channel| high(map.get(channel * size + usize::from(*index)).copied().unwrap_or(u16::MAX)))
    };
    indices.iter().flat_map(colour).collect()
}

fn of_cmyk(pixel: &[u8]) -> [u8; 3] {
    let [c, m, y, k] = *pixel else { return [255; 3] };
    let left = |ink: u8| u8::try_from(u32::from(255 - ink) * u32::from(255 - k) / 255).unwrap_or(0);
    [left(c), left(m), left(y)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_begin_with_a_byte() {
        assert_eq!(unpack(&[0b1010_0000, 0b0100_0000], 1, 3, 255), [255, 0, 255, 0, 255, 0]);
        assert_eq!(unpack(&[0x1F, 0x20], 4, 3, 17), [17, 255, 34]);
    }

    #[test]
    fn colours_of_palettes_and_of_print() {
        assert_eq!(coloured(&[1, 0, 9], &[0, 0x8000, 0, 0xFFFF, 0, 0x1234]), [128, 255, 18, 0, 0, 0, 255, 255, 255]);
        assert_eq!(of_cmyk(&[0, 0, 0, 255]), [0, 0, 0]);
        assert_eq!(of_cmyk(&[255, 0, 0, 0]), [0, 255, 255]);
    }
}
