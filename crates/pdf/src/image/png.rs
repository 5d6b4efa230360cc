//! PNG.

use super::{Picture, charge, damaged, opaque};
use crate::budget::Budget;
use crate::failure::Failure;
use png::{ColorType, Decoder, Limits, Transformations, Unit};
use std::io::Cursor;

/// Inches of a metre.
const INCHES: f32 = 39.370_08;
/// What the decoder may take beside the picture, in bytes: profiles and texts, which are not looked at.
const ASIDE: usize = 16 << 20;

/// The picture of a PNG file.
pub(super) fn picture(bytes: &[u8], budget: &Budget) -> Result<Picture, Failure> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: ASIDE });
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let header = decoder.read_header_info().map_err(damaged)?;
    let (width, height) = (header.width, header.height);
    charge(width, height, budget)?;
    let mut reader = decoder.read_info().map_err(damaged)?;
    let mut samples = vec![0; reader.output_buffer_size().ok_or_else(|| damaged("its size"))?];
    let frame = reader.next_frame(&mut samples).map_err(damaged)?;
    samples.truncate(frame.buffer_size());
    let dots = reader.info().pixel_dims.filter(|dims| dims.unit == Unit::Meter).map(|dims| {
        #[expect(clippy::cast_precision_loss, reason = "pixels of a metre")]
        let per_inch = |per_metre: u32| per_metre as f32 / INCHES;
        (per_inch(dims.xppu), per_inch(dims.yppu))
    });
    let (samples, channels) = match frame.color_type {
        ColorType::GrayscaleAlpha => (opaque(&samples, 2), 1),
        ColorType::Rgba => (opaque(&samples, 4), 3),
        ColorType::Rgb | ColorType::Indexed => (samples, 3),
        ColorType::Grayscale => (samples, 1),
    };
    Ok(Picture { width, height, samples, channels, dots })
}
