//! JPEG.

use super::{Picture, charge, damaged};
use crate::budget::Budget;
use crate::failure::Failure;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

/// A side of a JPEG has at most this many pixels: what its format can say.
const LONGEST: usize = 65_535;
/// A progressive JPEG has at most this many scans.
const SCANS: usize = 100;
/// Centimetres of an inch.
const INCH: f32 = 2.54;

/// The picture of a JPEG file.
pub(super) fn picture(bytes: &[u8], budget: &Budget) -> Result<Picture, Failure> {
    let options = DecoderOptions::default()
        .set_max_width(LONGEST)
        .set_max_height(LONGEST)
        .jpeg_set_max_scans(SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let info = decoder.info().ok_or_else(|| damaged("it states no size"))?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    charge(width, height, budget)?;
    let samples = decoder.decode().map_err(damaged)?;
    Ok(Picture { width, height, samples, channels: 3, dots: dots(bytes) })
}

/// The resolution that the JFIF header states.
fn dots(bytes: &[u8]) -> Option<(f32, f32)> {
    let header = bytes.strip_prefix(&[0xFF, 0xD8, 0xFF, 0xE0])?;
    let [_, _, b'J', b'F', b'I', b'F', 0, _, _, unit, x1, x0, y1, y0, ..] = header else { return None };
    let inches = match unit {
        1 => 1.0,
        2 => INCH,
        _ => return None,
    };
    let value = |high: &u8, low: &u8| f32::from(u16::from_be_bytes([*high, *low])) * inches;
    Some((value(x1, x0), value(y1, y0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_stands_in_the_header() {
        let header =
            |unit: u8| [&[0xFF, 0xD8, 0xFF, 0xE0, 0, 16][..], b"JFIF\0\x01\x02", &[unit, 0, 200, 1, 0]].concat();
        assert_eq!(dots(&header(1)), Some((200.0, 256.0)));
        assert_eq!(dots(&header(2)), Some((508.0, 256.0 * INCH)));
        assert_eq!(dots(&header(0)), None);
        assert_eq!(dots(&[0xFF, 0xD8, 0xFF, 0xE1]), None);
    }
}
